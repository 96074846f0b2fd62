//! `GET /api/quality`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::forecast::QualityReply;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

/// Of what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QualityAsk {
    /// Code of a unit.
    unit: String,
    /// On this day; today when left out.
    #[param(value_type = Option<String>)]
    at: Option<Date>,
}

/// How good ages and sexes of a unit are written down: heaping, age and sex ratios, dates that are guesses.
#[utoipa::path(
    get, path = "/api/quality", tag = "forecasts",
    params(QualityAsk),
    responses(
        (status = OK, body = QualityReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn quality(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<QualityAsk>,
) -> Result<Json<QualityReply>, Problem> {
    Ok(Json(server.app.quality(&session.caller, &ask.unit, ask.at).await?))
}
