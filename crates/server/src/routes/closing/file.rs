//! `GET /api/reports/closed/{id}/file`

use crate::body::{Asked, Named};
use crate::problem::Problem;
use crate::routes::reports::{attachment, format};
use crate::session::Session;
use crate::state::Server;
use axum::extract::State;
use axum::response::Response;
use danso_app::closing::ClosedPart;
use danso_model::ReportId;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Which part, as which file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileAsk {
    /// `xlsx`, `pdf`, `docx`, `csv`, `json` or `html`.
    format: String,
    /// This version; left out with `revision`: the last revision, or the last version where there is none.
    version: Option<u32>,
    /// This revision.
    revision: Option<u32>,
}

/// A closed report as a file, from what was kept; nothing is counted again. `json` is the kept text itself, whose BLAKE3 is the hash.
#[utoipa::path(
    get, path = "/api/reports/closed/{id}/file", tag = "reports",
    params(("id" = Uuid, Path), FileAsk),
    responses(
        (status = OK, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = BAD_REQUEST, body = Problem, description = "unknown_format, bad_query"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn file(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    Asked(ask): Asked<FileAsk>,
) -> Result<Response, Problem> {
    let part = match (ask.version, ask.revision) {
        (None, None) => ClosedPart::Latest,
        (Some(version), None) => ClosedPart::Version(version),
        (None, Some(revision)) => ClosedPart::Revision(revision),
        (Some(_), Some(_)) => return Err(Problem::bad_request("bad_query", "version or revision, not both")),
    };
    let format = format(&ask.format)?;
    let file = server.app.closed_file(&session.caller, ReportId(id), part, format).await?;
    Ok(attachment(&file.name(), format, file.bytes))
}
