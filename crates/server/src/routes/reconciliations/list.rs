//! `GET /api/reconciliations`, `POST /api/reconciliations`

use super::upload::{Upload, UploadForm};
use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use danso_app::reconcile::{Reconciliation, ReconciliationAsk, ReconciliationList};
use serde::Deserialize;
use utoipa::IntoParams;

/// Of which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UnitAsk {
    /// Code of a unit.
    unit: String,
}

/// Reconciliations of a unit, the latest first.
#[utoipa::path(
    get, path = "/api/reconciliations", tag = "reconciliations",
    params(UnitAsk),
    responses(
        (status = OK, body = ReconciliationList),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<UnitAsk>,
) -> Result<Json<ReconciliationList>, Problem> {
    Ok(Json(server.app.reconciliations(&session.caller, &ask.unit).await?))
}

/// Compares a list with the residents of a commune and keeps what came out. The officer of the commune.
#[utoipa::path(
    post, path = "/api/reconciliations", tag = "reconciliations",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses(
        (status = CREATED, body = Reconciliation),
        (status = BAD_REQUEST, body = Problem, description = "list_broken, list_empty, list_no_such_column, list_no_such_sheet, list_not_ready, list_too_large, malformed, reconciliation_empty, reconciliation_malformed, unknown_unit"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = PAYLOAD_TOO_LARGE, body = Problem, description = "too_large"),
    )
)]
pub(crate) async fn create(
    State(server): State<Server>,
    session: Session,
    Upload { file, name, ask }: Upload<ReconciliationAsk>,
) -> Result<(StatusCode, Json<Reconciliation>), Problem> {
    let made = server.app.reconcile(&session.caller, &file, &name, &ask).await?;
    Ok((StatusCode::CREATED, Json(made)))
}
