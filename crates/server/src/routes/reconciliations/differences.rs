//! `/api/reconciliations/{id}/differences`

use crate::body::{Asked, JsonBody, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::reconcile::{DifferenceKind, DifferenceLine, DifferencePage, DifferencesAsk, EventsSince, OutcomeAsk};
use danso_model::ReconciliationId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How many in a page when nothing is said.
const PAGE: u32 = 50;

/// Whether something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Done {
    Open,
    Settled,
}

/// Which differences.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WorkAsk {
    /// Of this kind.
    kind: Option<DifferenceKind>,
    /// Of this hamlet.
    hamlet: Option<Uuid>,
    /// `open` or `settled`.
    state: Option<Done>,
    /// Of this area.
    owner: Option<Uuid>,
    /// What `next` of the page before said.
    after: Option<u32>,
    /// How many, 200 at most; 50 when nothing is said.
    limit: Option<u32>,
}

/// Differences with what became of them, by hamlet and household. The officer of the commune.
#[utoipa::path(
    get, path = "/api/reconciliations/{id}/differences", tag = "reconciliations",
    params(("id" = Uuid, Path), WorkAsk),
    responses(
        (status = OK, body = DifferencePage),
        (status = BAD_REQUEST, body = Problem, description = "bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_destroyed"),
    )
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    Asked(ask): Asked<WorkAsk>,
) -> Result<Json<DifferencePage>, Problem> {
    let ask = DifferencesAsk {
        kind: ask.kind,
        hamlet: ask.hamlet,
        owner: ask.owner,
        settled: ask.state.map(|state| state == Done::Settled),
        after: ask.after.unwrap_or_default(),
        limit: ask.limit.unwrap_or(PAGE),
    };
    Ok(Json(server.app.differences(&session.caller, ReconciliationId(id), &ask).await?))
}

/// Says what a difference turned out to be. Where the register is to change, its event is taken in the normal way.
#[utoipa::path(
    post, path = "/api/reconciliations/{id}/differences/{key}", tag = "reconciliations",
    params(("id" = Uuid, Path), ("key" = String, Path)),
    request_body = OutcomeAsk,
    responses(
        (status = OK, body = DifferenceLine),
        (status = BAD_REQUEST, body = Problem, description = "reconciliation_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "not_accepted, reconciliation_busy, reconciliation_destroyed, reconciliation_settled"),
    )
)]
pub(crate) async fn settle(
    State(server): State<Server>,
    session: Session,
    Named((id, key)): Named<(Uuid, String)>,
    JsonBody(ask): JsonBody<OutcomeAsk>,
) -> Result<Json<DifferenceLine>, Problem> {
    Ok(Json(server.app.settle_difference(&session.caller, ReconciliationId(id), &key, &ask).await?))
}

/// Takes an outcome back; an event that it made is withdrawn.
#[utoipa::path(
    delete, path = "/api/reconciliations/{id}/differences/{key}", tag = "reconciliations",
    params(("id" = Uuid, Path), ("key" = String, Path)),
    responses(
        (status = OK, body = DifferenceLine),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "not_accepted, reconciliation_busy, reconciliation_destroyed"),
    )
)]
pub(crate) async fn undo(
    State(server): State<Server>,
    session: Session,
    Named((id, key)): Named<(Uuid, String)>,
) -> Result<Json<DifferenceLine>, Problem> {
    Ok(Json(server.app.unsettle_difference(&session.caller, ReconciliationId(id), &key).await?))
}

/// Events that came in since the lists were compared and may settle a difference. Audited.
#[utoipa::path(
    get, path = "/api/reconciliations/{id}/differences/{key}/events", tag = "reconciliations",
    params(("id" = Uuid, Path), ("key" = String, Path)),
    responses(
        (status = OK, body = EventsSince),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_destroyed"),
    )
)]
pub(crate) async fn since(
    State(server): State<Server>,
    session: Session,
    Named((id, key)): Named<(Uuid, String)>,
) -> Result<Json<EventsSince>, Problem> {
    Ok(Json(server.app.events_since(&session.caller, ReconciliationId(id), &key).await?))
}
