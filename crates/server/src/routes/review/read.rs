//! `GET /api/review/{id}`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::ReviewItem;
use danso_model::EventId;
use uuid::Uuid;

/// One event with the household before and after it, and the event it contradicts.
#[utoipa::path(
    get, path = "/api/review/{id}", tag = "review",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = ReviewItem),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn read(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<ReviewItem>, Problem> {
    Ok(Json(server.app.review_item(&session.caller, EventId(id)).await?))
}
