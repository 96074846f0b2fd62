//! `POST /api/review/{id}/accept`

use super::Decision;
use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_model::{EventId, EventStatus};
use uuid::Uuid;

/// Accepts an event that waits: from here on it counts.
#[utoipa::path(
    post, path = "/api/review/{id}/accept", tag = "review",
    params(("id" = Uuid, Path)),
    request_body = Object,
    responses(
        (status = OK, body = Decision),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "already_decided"),
    )
)]
pub(crate) async fn accept(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<Decision>, Problem> {
    let event = EventId(id);
    let position = server.app.accept(&session.caller, event).await?;
    Ok(Json(Decision::new(event, EventStatus::Accepted, position)))
}
