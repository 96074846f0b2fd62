//! `GET /api/status`

use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::StatusReply;
use serde::Deserialize;
use utoipa::IntoParams;

/// Of which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StatusAsk {
    /// Code of the unit.
    unit: String,
}

/// How far the register of a unit has come, and what waits.
#[utoipa::path(
    get, path = "/api/status", tag = "figures",
    params(StatusAsk),
    responses(
        (status = OK, body = StatusReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn status(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<StatusAsk>,
) -> Result<Json<StatusReply>, Problem> {
    Ok(Json(server.app.status(&session.caller, &ask.unit).await?))
}
