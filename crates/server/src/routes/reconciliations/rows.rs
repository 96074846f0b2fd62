//! `/api/reconciliations/{id}/queue`, `/api/reconciliations/{id}/rows/{row}`

use crate::body::{Asked, JsonBody, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::reconcile::{AnswerAsk, DoubtPage, Facing};
use danso_model::ReconciliationId;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// How many in a page when nothing is said.
const PAGE: u32 = 50;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QueueAsk {
    /// What `next` of the page before said.
    after: Option<u32>,
    /// How many, 200 at most; 50 when nothing is said.
    limit: Option<u32>,
}

/// Rows that someone must look at, the most telling first. The officer of the commune.
#[utoipa::path(
    get, path = "/api/reconciliations/{id}/queue", tag = "reconciliations",
    params(("id" = Uuid, Path), QueueAsk),
    responses(
        (status = OK, body = DoubtPage),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_destroyed"),
    )
)]
pub(crate) async fn queue(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    Asked(ask): Asked<QueueAsk>,
) -> Result<Json<DoubtPage>, Problem> {
    let (after, limit) = (ask.after.unwrap_or_default(), ask.limit.unwrap_or(PAGE));
    Ok(Json(server.app.doubtful_rows(&session.caller, ReconciliationId(id), after, limit).await?))
}

/// A row beside those whom it may be, with both households and the weights. Audited.
#[utoipa::path(
    get, path = "/api/reconciliations/{id}/rows/{row}", tag = "reconciliations",
    params(("id" = Uuid, Path), ("row" = u32, Path)),
    responses(
        (status = OK, body = Facing),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_destroyed"),
    )
)]
pub(crate) async fn row(
    State(server): State<Server>,
    session: Session,
    Named((id, row)): Named<(Uuid, u32)>,
) -> Result<Json<Facing>, Problem> {
    Ok(Json(server.app.facing(&session.caller, ReconciliationId(id), row).await?))
}

/// Says who a row is.
#[utoipa::path(
    post, path = "/api/reconciliations/{id}/rows/{row}/answer", tag = "reconciliations",
    params(("id" = Uuid, Path), ("row" = u32, Path)),
    request_body = AnswerAsk,
    responses(
        (status = OK, body = Facing),
        (status = BAD_REQUEST, body = Problem, description = "reconciliation_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_busy, reconciliation_destroyed, reconciliation_person_taken"),
    )
)]
pub(crate) async fn answer(
    State(server): State<Server>,
    session: Session,
    Named((id, row)): Named<(Uuid, u32)>,
    JsonBody(ask): JsonBody<AnswerAsk>,
) -> Result<Json<Facing>, Problem> {
    Ok(Json(server.app.answer_row(&session.caller, ReconciliationId(id), row, &ask).await?))
}

/// Takes the caller's last answer to a row back.
#[utoipa::path(
    delete, path = "/api/reconciliations/{id}/rows/{row}/answer", tag = "reconciliations",
    params(("id" = Uuid, Path), ("row" = u32, Path)),
    responses(
        (status = OK, body = Facing),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_busy, reconciliation_destroyed"),
    )
)]
pub(crate) async fn undo(
    State(server): State<Server>,
    session: Session,
    Named((id, row)): Named<(Uuid, u32)>,
) -> Result<Json<Facing>, Problem> {
    Ok(Json(server.app.take_answer_back(&session.caller, ReconciliationId(id), row).await?))
}
