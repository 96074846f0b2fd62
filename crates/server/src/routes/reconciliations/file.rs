//! `GET /api/reconciliations/{id}/file`

use crate::body::{Asked, Named};
use crate::problem::Problem;
use crate::routes::reports::{attachment, format};
use crate::session::Session;
use crate::state::Server;
use axum::extract::State;
use axum::response::Response;
use danso_app::reconcile::ReconciliationPart;
use danso_model::ReconciliationId;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Which part as which file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileAsk {
    /// `links`, `differences`, `bad` or `coverage`.
    part: String,
    /// `csv`, `xlsx`, `pdf`, `docx`, `json` or `html`.
    format: String,
}

/// A part of a reconciliation as a file. Coverage: who may have the counts; the others: the officer of the commune, noted in the history.
#[utoipa::path(
    get, path = "/api/reconciliations/{id}/file", tag = "reconciliations",
    params(("id" = Uuid, Path), FileAsk),
    responses(
        (status = OK, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = BAD_REQUEST, body = Problem, description = "unknown_format, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reconciliation_busy, reconciliation_destroyed"),
    )
)]
pub(crate) async fn file(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    Asked(ask): Asked<FileAsk>,
) -> Result<Response, Problem> {
    let format = format(&ask.format)?;
    let part = ReconciliationPart::from_code(&ask.part).ok_or_else(|| Problem::bad_request("bad_query", "no such part"))?;
    let (name, bytes) = server.app.reconciliation_file(&session.caller, ReconciliationId(id), part, format).await?;
    Ok(attachment(&name, format, bytes))
}
