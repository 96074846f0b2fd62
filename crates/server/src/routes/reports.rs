//! `GET /api/reports/{form}`

use super::figures::period;
use crate::body::Asked;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use danso_app::FormAsk;
use danso_model::Position;
use danso_reports::Format;
use danso_store::UseKind;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ask {
    /// Code of the unit.
    unit: String,
    /// `2026-10`, `2026-Q3`, `2026-H1` or `2026`, as the form wants.
    period: String,
    /// `xlsx`, `pdf`, `docx`, `csv`, `json` or `html`.
    #[serde(default = "json")]
    format: String,
    /// As known at this position; left out: now.
    known_at: Option<u32>,
    /// On the boundaries of this day; left out: the last day of the period, never later than today.
    #[param(value_type = Option<String>, format = Date)]
    boundaries: Option<Date>,
}

fn json() -> String {
    Format::Json.extension().to_owned()
}

/// A report of a form as it stands now, not closed, as a file. `json` is the laid-out document.
#[utoipa::path(
    get, path = "/api/reports/{form}", tag = "figures",
    params(("form" = String, Path, description = "The form, `01-DSX`."), Ask),
    responses(
        (status = OK, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = BAD_REQUEST, body = Problem,
            description = "unknown_form, unknown_unit, unknown_format, form_level, bad_period, bad_report, bad_query"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn report(
    State(server): State<Server>,
    session: Session,
    Path(form): Path<String>,
    Asked(ask): Asked<Ask>,
) -> Result<Response, Problem> {
    let format = format(&ask.format)?;
    let period = period(&ask.period)?;
    let name = format!("{form}_{}_{period}.{}", ask.unit, format.extension());
    let ask = FormAsk { form, unit: ask.unit, period, known_at: ask.known_at.map(Position), boundaries: ask.boundaries };
    let file = server.app.report_file(&session.caller, &ask, format).await?;
    server.app.note_use(&session.caller, UseKind::Reports).await?;
    Ok(attachment(&name, format, file))
}

/// Reads the name of a format.
pub(super) fn format(text: &str) -> Result<Format, Problem> {
    text.parse().map_err(|_| Problem::bad_request("unknown_format", "no such format"))
}

/// A file to keep. Its form and unit were found, so the name has nothing but letters, digits, dots, dashes and underscores.
pub(super) fn attachment(name: &str, format: Format, bytes: Vec<u8>) -> Response {
    let headers =
        [(CONTENT_TYPE, format.media_type().to_owned()), (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (headers, bytes).into_response()
}
