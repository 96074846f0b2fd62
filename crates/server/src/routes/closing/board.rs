//! `GET /api/reports/board`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::closing::{BoardReply, ReportAsk};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which board.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BoardAsk {
    /// Code of the unit.
    unit: String,
    /// The period: `2026-10`, `2026-Q3`, `2026`.
    period: String,
    /// The form: `01-DSX`.
    form: String,
}

/// Who has reported, who is late, how complete: units below, or the areas of a commune.
#[utoipa::path(
    get, path = "/api/reports/board", tag = "reports",
    params(BoardAsk),
    responses(
        (status = OK, body = BoardReply),
        (status = BAD_REQUEST, body = Problem, description = "bad_period, unknown_form, form_level, unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn board(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<BoardAsk>,
) -> Result<Json<BoardReply>, Problem> {
    let ask = ReportAsk { form: ask.form, unit: ask.unit, period: ask.period, boundaries: None };
    Ok(Json(server.app.board(&session.caller, &ask).await?))
}
