//! `GET /api/reorganisations`

use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::ReorganisationLine;
use danso_app::people::By;
use serde::Serialize;
use utoipa::ToSchema;

/// Reorganisations, the last one first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reorganisations {
    /// Applied ones, undone or not.
    items: Vec<ReorganisationLine>,
}

/// The reorganisations that were applied.
#[utoipa::path(
    get, path = "/api/reorganisations", tag = "reorganisations",
    responses(
        (status = OK, body = Reorganisations),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn list(State(server): State<Server>, session: Session) -> Result<Json<Reorganisations>, Problem> {
    Ok(Json(Reorganisations { items: server.app.reorganisations(By::Caller(&session.caller)).await? }))
}
