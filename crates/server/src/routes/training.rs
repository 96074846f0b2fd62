//! `/api/training`

use crate::body::{Asked, JsonBody};
use crate::problem::Problem;
use crate::routes::reports::{attachment, format};
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use danso_app::network::{TrainingAsk, TrainingReply};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// What was completed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompletionsBody {
    /// 100 at most.
    completions: Vec<TrainingAsk>,
}

/// Keeps lessons of the practice area that the caller has completed, any number of times.
#[utoipa::path(
    post, path = "/api/training/completions", tag = "network",
    request_body = CompletionsBody,
    responses(
        (status = NO_CONTENT),
        (status = BAD_REQUEST, body = Problem, description = "training_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn complete(
    State(server): State<Server>,
    session: Session,
    JsonBody(body): JsonBody<CompletionsBody>,
) -> Result<StatusCode, Problem> {
    server.app.complete_training(&session.caller, &body.completions).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which board.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TrainingQuery {
    /// Code of a commune.
    unit: String,
    /// `xlsx`, `pdf`, `docx`, `csv` or `html` for a file; left out: this answer.
    format: Option<String>,
}

/// Who in the network of a commune has completed which lesson.
#[utoipa::path(
    get, path = "/api/training", tag = "network",
    params(TrainingQuery),
    responses(
        (status = OK, body = TrainingReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, not_a_commune, unknown_format"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn board(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<TrainingQuery>,
) -> Result<Response, Problem> {
    let Some(wanted) = ask.format else {
        return Ok(Json(server.app.training(&session.caller, &ask.unit).await?).into_response());
    };
    let format = format(&wanted)?;
    let bytes = server.app.training_file(&session.caller, &ask.unit, format).await?;
    Ok(attachment(&format!("tu-hoc_{}.{}", ask.unit, format.extension()), format, bytes))
}
