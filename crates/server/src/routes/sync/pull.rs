//! `GET /api/sync/pull`

use super::lease;
use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use danso_model::Position;
use danso_wire::Pull;
use serde::Deserialize;
use utoipa::IntoParams;

/// Since when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PullAsk {
    /// The position of the last answer; 0 for all.
    #[serde(default)]
    after: u32,
}

/// What changed in the caller's areas after a position. `docs/wire.md`, Sync.
#[utoipa::path(
    get, path = "/api/sync/pull", tag = "sync",
    params(PullAsk),
    responses((status = OK, body = Pull), (status = FORBIDDEN, body = Problem, description = "no_area"))
)]
pub(crate) async fn pull(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<PullAsk>,
) -> Result<impl IntoResponse, Problem> {
    let answer = server.app.pull(&session.caller, Position(ask.after)).await?;
    Ok((lease(&server, &session).await?, Json(answer)))
}
