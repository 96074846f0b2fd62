//! `GET /api/review/{id}/duplicates`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::QueueLikes;
use danso_model::EventId;
use uuid::Uuid;

/// Residents whom those that an event brings in may be already. Every look is audited.
#[utoipa::path(
    get, path = "/api/review/{id}/duplicates", tag = "review",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = QueueLikes),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn duplicates(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<QueueLikes>, Problem> {
    Ok(Json(server.app.queue_likes(&session.caller, EventId(id)).await?))
}
