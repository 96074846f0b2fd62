//! `POST /api/sync/push`

use super::lease;
use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use danso_wire::{Push, PushReply};
use serde::Deserialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

/// Events of a device.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PushBody {
    /// The device that speaks.
    device: Uuid,
    /// The last counter that it has given out.
    last_counter: u64,
    /// Events in any order, 200 at most.
    #[schema(value_type = Vec<Object>)]
    events: Vec<Box<RawValue>>,
}

impl PushBody {
    pub(crate) fn into_push(self) -> Push {
        Push { device: self.device, last_counter: self.last_counter, events: self.events }
    }
}

/// Takes in events of a device, any number of times; may be gzipped. `docs/wire.md`, Sync.
#[utoipa::path(
    post, path = "/api/sync/push", tag = "sync",
    request_body = PushBody,
    responses(
        (status = OK, body = PushReply),
        (status = BAD_REQUEST, body = Problem, description = "malformed, push_too_large, other_device"),
        (status = FORBIDDEN, body = Problem, description = "device_needed, device_revoked"),
        (status = PAYLOAD_TOO_LARGE, body = Problem, description = "too_large"),
    )
)]
pub(crate) async fn push(
    State(server): State<Server>,
    session: Session,
    JsonBody(body): JsonBody<PushBody>,
) -> Result<impl IntoResponse, Problem> {
    let answer = server.app.push(&session.caller, body.into_push()).await?;
    Ok((lease(&server, &session).await?, Json(answer)))
}
