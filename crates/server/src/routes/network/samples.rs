//! `/api/network/samples`

use super::read::CommuneAsk;
use crate::body::{Asked, JsonBody, Named};
use crate::problem::Problem;
use crate::routes::reports::{attachment, format};
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use danso_app::samples::{
    DifferencesReply, ReadingAsk, ReadingReply, ResultReply, SampleAsk, SampleLine, SampleReply, SamplesReply, VerdictAsk,
};
use danso_model::{HouseholdId, SampleId};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// As which file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FormAsk {
    /// `pdf`, `docx`, `xlsx`, `html` or `csv`.
    format: String,
}

/// As which file, if as one.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ResultAsk {
    /// `xlsx`, `pdf`, `docx`, `csv` or `html` for a file; left out: this answer.
    format: Option<String>,
}

/// Samples of households of a commune to be interviewed again.
#[utoipa::path(
    get, path = "/api/network/samples", tag = "network",
    params(CommuneAsk),
    responses(
        (status = OK, body = SamplesReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, not_a_commune"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn list(
    State(server): State<Server>,
    session: Session,
    Asked(ask): Asked<CommuneAsk>,
) -> Result<Json<SamplesReply>, Problem> {
    Ok(Json(server.app.samples(&session.caller, &ask.unit).await?))
}

/// Draws a sample by chance, stratified by collaborator.
#[utoipa::path(
    post, path = "/api/network/samples", tag = "network",
    request_body = SampleAsk,
    responses(
        (status = OK, body = SampleLine),
        (status = BAD_REQUEST, body = Problem, description = "unknown_unit, not_a_commune, sample_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn draw(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<SampleAsk>,
) -> Result<Json<SampleLine>, Problem> {
    Ok(Json(server.app.draw_sample(&session.caller, &ask).await?))
}

/// A sample, with what is needed to find its households for who may see persons. Every look is audited.
#[utoipa::path(
    get, path = "/api/network/samples/{id}", tag = "network",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = SampleReply),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn read(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<SampleReply>, Problem> {
    Ok(Json(server.app.sample(&session.caller, SampleId(id)).await?))
}

/// The form to ask again with: where the households are, and nothing that was written of anyone. Every print is audited.
#[utoipa::path(
    get, path = "/api/network/samples/{id}/form", tag = "network",
    params(("id" = Uuid, Path), FormAsk),
    responses(
        (status = OK, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = BAD_REQUEST, body = Problem, description = "unknown_format"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn form(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    Asked(ask): Asked<FormAsk>,
) -> Result<Response, Problem> {
    let format = format(&ask.format)?;
    let bytes = server.app.sample_form(&session.caller, SampleId(id), format).await?;
    Ok(attachment(&format!("phuc-tra_{id}.{}", format.extension()), format, bytes))
}

/// Writes a second reading of a household down and compares it.
#[utoipa::path(
    post, path = "/api/network/samples/{id}/readings/{household}", tag = "network",
    params(("id" = Uuid, Path), ("household" = Uuid, Path)),
    request_body = ReadingAsk,
    responses(
        (status = OK, body = ReadingReply),
        (status = BAD_REQUEST, body = Problem, description = "reading_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "reader_recorded_it"),
    )
)]
pub(crate) async fn reading(
    State(server): State<Server>,
    session: Session,
    Named((id, household)): Named<(Uuid, Uuid)>,
    JsonBody(ask): JsonBody<ReadingAsk>,
) -> Result<Json<ReadingReply>, Problem> {
    Ok(Json(server.app.put_reading(&session.caller, SampleId(id), HouseholdId(household), &ask).await?))
}

/// The differences that a sample shows. Every look is audited.
#[utoipa::path(
    get, path = "/api/network/samples/{id}/differences", tag = "network",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = DifferencesReply),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn differences(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<DifferencesReply>, Problem> {
    Ok(Json(server.app.sample_differences(&session.caller, SampleId(id)).await?))
}

/// Decides who was wrong in a difference.
#[utoipa::path(
    post, path = "/api/network/samples/{id}/differences", tag = "network",
    params(("id" = Uuid, Path)),
    request_body = VerdictAsk,
    responses(
        (status = OK, body = ResultReply),
        (status = BAD_REQUEST, body = Problem, description = "bad_verdict"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn decide(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    JsonBody(ask): JsonBody<VerdictAsk>,
) -> Result<Json<ResultReply>, Problem> {
    server.app.decide_difference(&session.caller, SampleId(id), &ask).await?;
    Ok(Json(server.app.sample_result(&session.caller, SampleId(id)).await?))
}

/// Error rates by field and collaborator, per 10 000 data points.
#[utoipa::path(
    get, path = "/api/network/samples/{id}/result", tag = "network",
    params(("id" = Uuid, Path), ResultAsk),
    responses(
        (status = OK, body = ResultReply),
        (status = BAD_REQUEST, body = Problem, description = "unknown_format"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn result(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    Asked(ask): Asked<ResultAsk>,
) -> Result<Response, Problem> {
    let Some(wanted) = ask.format else {
        return Ok(Json(server.app.sample_result(&session.caller, SampleId(id)).await?).into_response());
    };
    let format = format(&wanted)?;
    let bytes = server.app.sample_result_file(&session.caller, SampleId(id), format).await?;
    Ok(attachment(&format!("ket-qua-phuc-tra_{id}.{}", format.extension()), format, bytes))
}
