//! `GET /api/reconciliations/{id}/coverage`, `GET /api/reconciliations/{id}/board`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::reconcile::{Board, Coverage};
use danso_model::ReconciliationId;
use uuid::Uuid;

/// How much of the people each list holds, estimated from both, by sex, age and hamlet.
#[utoipa::path(
    get, path = "/api/reconciliations/{id}/coverage", tag = "reconciliations",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = Coverage),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn coverage(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<Coverage>, Problem> {
    Ok(Json(server.app.reconciliation_coverage(&session.caller, ReconciliationId(id)).await?))
}

/// How well the list could be linked.
#[utoipa::path(
    get, path = "/api/reconciliations/{id}/board", tag = "reconciliations",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = Board),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn board(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<Board>, Problem> {
    Ok(Json(server.app.reconciliation_board(&session.caller, ReconciliationId(id)).await?))
}
