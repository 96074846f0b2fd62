//! `/api/sync/differences`

use super::lease;
use crate::body::{Asked, JsonBody};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use danso_app::reconcile::{HandedAnswers, HandedDifferences, HandedReplies};
use serde::Deserialize;
use utoipa::IntoParams;

/// Since when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MarkAsk {
    /// The mark of the last answer; without one, everything is told.
    mark: Option<String>,
}

/// Open differences of lists of other offices that were handed to the caller. `docs/wire.md`, Sync.
#[utoipa::path(
    get, path = "/api/sync/differences", tag = "sync",
    params(MarkAsk),
    responses((status = OK, body = HandedDifferences), (status = FORBIDDEN, body = Problem, description = "device_needed, device_revoked"))
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<MarkAsk>,
) -> Result<impl IntoResponse, Problem> {
    let answer = server.app.handed_differences(&session.caller, ask.mark.as_deref()).await?;
    Ok((lease(&server, &session).await?, Json(answer)))
}

/// Takes in what was found out about them, any number of times. `docs/wire.md`, Sync.
#[utoipa::path(
    post, path = "/api/sync/differences", tag = "sync",
    request_body = HandedAnswers,
    responses(
        (status = OK, body = HandedReplies),
        (status = BAD_REQUEST, body = Problem, description = "malformed, reconciliation_malformed"),
        (status = FORBIDDEN, body = Problem, description = "device_needed, device_revoked"),
        (status = CONFLICT, body = Problem, description = "reconciliation_busy"),
    )
)]
pub(crate) async fn answer(
    State(server): State<Server>,
    session: Session,
    JsonBody(body): JsonBody<HandedAnswers>,
) -> Result<impl IntoResponse, Problem> {
    let answer = server.app.answer_handed(&session.caller, &body.answers).await?;
    Ok((lease(&server, &session).await?, Json(answer)))
}
