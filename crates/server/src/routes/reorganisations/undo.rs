//! `DELETE /api/reorganisations/{id}`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::ReorganisationLine;
use danso_app::people::By;
use uuid::Uuid;

/// Takes a reorganisation back in one transaction: every row is again what it was.
#[utoipa::path(
    delete, path = "/api/reorganisations/{id}", tag = "reorganisations",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = ReorganisationLine),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reorganisation_undone, reorganisation_built_on, reorganisation_reported"),
    )
)]
pub(crate) async fn undo(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<ReorganisationLine>, Problem> {
    Ok(Json(server.app.undo_reorganisation(By::Caller(&session.caller), id).await?))
}
