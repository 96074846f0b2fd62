//! `GET /api/forecasts/{id}/file`

use crate::body::{Asked, Named};
use crate::problem::Problem;
use crate::routes::reports::{attachment, format};
use crate::session::Session;
use crate::state::Server;
use axum::extract::State;
use axum::response::Response;
use danso_model::ForecastId;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// As which file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileAsk {
    /// `xlsx`, `pdf`, `docx`, `csv`, `json` or `html`.
    format: String,
}

/// A forecast as a file: year by year, and by groups of ages and sex.
#[utoipa::path(
    get, path = "/api/forecasts/{id}/file", tag = "forecasts",
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
    let format = format(&ask.format)?;
    let (name, bytes) = server.app.forecast_file(&session.caller, ForecastId(id), format).await?;
    Ok(attachment(&name, format, bytes))
}
