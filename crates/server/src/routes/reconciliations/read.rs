//! `GET /api/reconciliations/{id}`, its history, `POST /api/reconciliations/{id}/destroy`

use crate::body::{Asked, JsonBody, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::reconcile::{DestroyAsk, HistoryPage, Reconciliation};
use danso_model::ReconciliationId;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AfterAsk {
    /// What `next` of the page before said.
    after: Option<u32>,
}

/// A reconciliation in figures.
#[utoipa::path(
    get, path = "/api/reconciliations/{id}", tag = "reconciliations",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = Reconciliation),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn read(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<Reconciliation>, Problem> {
    Ok(Json(server.app.reconciliation(&session.caller, ReconciliationId(id)).await?))
}

/// What was said and done, the latest first. The officer of the commune.
#[utoipa::path(
    get, path = "/api/reconciliations/{id}/audit", tag = "reconciliations",
    params(("id" = Uuid, Path), AfterAsk),
    responses(
        (status = OK, body = HistoryPage),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn audit(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    Asked(ask): Asked<AfterAsk>,
) -> Result<Json<HistoryPage>, Problem> {
    let page = server.app.reconciliation_history(&session.caller, ReconciliationId(id), ask.after.unwrap_or_default());
    Ok(Json(page.await?))
}

/// Destroys the rows of the list, the persons beside them and all that was said of them; figures stay. The officer of the commune.
#[utoipa::path(
    post, path = "/api/reconciliations/{id}/destroy", tag = "reconciliations",
    params(("id" = Uuid, Path)),
    request_body = DestroyAsk,
    responses(
        (status = OK, body = Reconciliation),
        (status = BAD_REQUEST, body = Problem, description = "reconciliation_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_destroyed, reconciliation_busy"),
    )
)]
pub(crate) async fn destroy(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    JsonBody(ask): JsonBody<DestroyAsk>,
) -> Result<Json<Reconciliation>, Problem> {
    Ok(Json(server.app.destroy_reconciliation(&session.caller, ReconciliationId(id), &ask).await?))
}
