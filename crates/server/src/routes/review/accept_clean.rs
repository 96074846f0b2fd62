//! `POST /api/review/accept`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::AppError;
use danso_model::{EventId, EventStatus, Position};
use danso_wire::status_name;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// So many at once.
const MOST: usize = 200;

/// Which events.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptAsk {
    /// 200 at most.
    ids: Vec<Uuid>,
}

/// What became of each.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcceptReply {
    outcomes: Vec<AcceptOutcome>,
}

/// What became of one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcceptOutcome {
    /// The event.
    id: Uuid,
    /// `accepted`, or `submitted` for one that was left as it is.
    status: &'static str,
    /// Why it was left: `not_clean`, `already_decided`, `not_found`, `out_of_scope`.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

impl AcceptOutcome {
    fn new(event: EventId, outcome: &Result<Position, AppError>) -> Self {
        let (status, code) = match outcome {
            Ok(_) => (EventStatus::Accepted, None),
            Err(error) => (EventStatus::Submitted, Some(error.code())),
        };
        Self { id: event.0, status: status_name(status), code }
    }
}

/// Accepts those of a list on which no rule fired, and leaves the others.
#[utoipa::path(
    post, path = "/api/review/accept", tag = "review",
    request_body = AcceptAsk,
    responses(
        (status = OK, body = AcceptReply),
        (status = BAD_REQUEST, body = Problem, description = "malformed, too_many_ids"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn accept_clean(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<AcceptAsk>,
) -> Result<Json<AcceptReply>, Problem> {
    if ask.ids.len() > MOST {
        return Err(Problem::bad_request("too_many_ids", format!("{} ids, {MOST} at most", ask.ids.len())));
    }
    if !server.app.scope(&session.caller).reviews_any() {
        return Err(AppError::Forbidden { code: "out_of_scope" }.into());
    }
    let events = ask.ids.into_iter().map(EventId).collect();
    let outcomes = server.app.accept_clean(&session.caller, events).await?;
    Ok(Json(AcceptReply { outcomes: outcomes.iter().map(|(event, outcome)| AcceptOutcome::new(*event, outcome)).collect() }))
}
