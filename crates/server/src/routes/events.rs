//! `POST /api/events`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_wire::Outcome;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// Events entered at the desk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventsBody {
    /// Without device and counter, 200 at most.
    #[schema(value_type = Vec<Object>)]
    events: Vec<Box<RawValue>>,
}

/// What became of each.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventsReply {
    outcomes: Vec<Outcome>,
}

/// Takes in events entered without a device, such as by an officer on someone's behalf.
#[utoipa::path(
    post, path = "/api/events", tag = "sync",
    request_body = EventsBody,
    responses(
        (status = OK, body = EventsReply),
        (status = BAD_REQUEST, body = Problem, description = "malformed, push_too_large"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn record(
    State(server): State<Server>,
    session: Session,
    JsonBody(body): JsonBody<EventsBody>,
) -> Result<Json<EventsReply>, Problem> {
    let outcomes = server.app.record(&session.caller, body.events).await?;
    Ok(Json(EventsReply { outcomes }))
}
