//! `/api/reconciliations/{id}/handed`

use crate::body::{JsonBody, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::reconcile::{HandAsk, HandedOwners};
use danso_model::ReconciliationId;
use uuid::Uuid;

/// Hands the open differences of areas to whoever holds these; they come to the phones. The officer of the commune; in the history.
#[utoipa::path(
    post, path = "/api/reconciliations/{id}/handed", tag = "reconciliations",
    params(("id" = Uuid, Path)),
    request_body = HandAsk,
    responses(
        (status = OK, body = HandedOwners),
        (status = BAD_REQUEST, body = Problem, description = "reconciliation_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_busy, reconciliation_destroyed"),
    )
)]
pub(crate) async fn over(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    JsonBody(ask): JsonBody<HandAsk>,
) -> Result<Json<HandedOwners>, Problem> {
    Ok(Json(server.app.hand_differences_over(&session.caller, ReconciliationId(id), &ask).await?))
}

/// Takes the differences of an area back; answers that came stay.
#[utoipa::path(
    delete, path = "/api/reconciliations/{id}/handed/{area}", tag = "reconciliations",
    params(("id" = Uuid, Path), ("area" = Uuid, Path)),
    responses(
        (status = OK, body = HandedOwners),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_busy, reconciliation_destroyed"),
    )
)]
pub(crate) async fn back(
    State(server): State<Server>,
    session: Session,
    Named((id, area)): Named<(Uuid, Uuid)>,
) -> Result<Json<HandedOwners>, Problem> {
    Ok(Json(server.app.hand_differences_back(&session.caller, ReconciliationId(id), area).await?))
}
