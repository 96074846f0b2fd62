//! `POST /api/review/{id}/return`

use super::Decision;
use crate::body::{JsonBody, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_model::{EventId, EventStatus};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Why an event goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnAsk {
    /// What its author should mend.
    reason: String,
}

/// Returns an event that waits to its author.
#[utoipa::path(
    post, path = "/api/review/{id}/return", tag = "review",
    params(("id" = Uuid, Path)),
    request_body = ReturnAsk,
    responses(
        (status = OK, body = Decision),
        (status = BAD_REQUEST, body = Problem, description = "reason_missing"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "already_decided"),
    )
)]
pub(crate) async fn give_back(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    JsonBody(ask): JsonBody<ReturnAsk>,
) -> Result<Json<Decision>, Problem> {
    let event = EventId(id);
    let position = server.app.give_back(&session.caller, event, ask.reason).await?;
    Ok(Json(Decision::new(event, EventStatus::Returned, position)))
}
