//! `POST /api/network/outbox`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::routes::sync::push::PushBody;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_wire::PushReply;

/// Takes in what a phone saved to a file, in the name of whoever recorded it; any number of times, from a revoked phone too.
#[utoipa::path(
    post, path = "/api/network/outbox", tag = "network",
    request_body = PushBody,
    responses(
        (status = OK, body = PushReply),
        (status = BAD_REQUEST, body = Problem, description = "malformed, push_too_large"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = PAYLOAD_TOO_LARGE, body = Problem, description = "too_large"),
    )
)]
pub(crate) async fn bring_in(
    State(server): State<Server>,
    session: Session,
    JsonBody(body): JsonBody<PushBody>,
) -> Result<Json<PushReply>, Problem> {
    Ok(Json(server.app.bring_in(&session.caller, body.into_push()).await?))
}
