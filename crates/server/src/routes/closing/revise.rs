//! `POST /api/reports/closed/{id}/revisions`

use crate::body::{JsonBody, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::closing::RevisionReply;
use danso_model::ReportId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Why a report is revised.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviseAsk {
    /// In words.
    reason: String,
}

/// Makes a numbered revision of a report that was sent, with what arrived since; the report itself stays as it is.
#[utoipa::path(
    post, path = "/api/reports/closed/{id}/revisions", tag = "reports",
    params(("id" = Uuid, Path)),
    request_body = ReviseAsk,
    responses(
        (status = OK, body = RevisionReply),
        (status = BAD_REQUEST, body = Problem, description = "malformed, note_missing"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "not_closed, no_difference, report_moved"),
    )
)]
pub(crate) async fn revise(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    JsonBody(ask): JsonBody<ReviseAsk>,
) -> Result<Json<RevisionReply>, Problem> {
    Ok(Json(server.app.revise(&session.caller, ReportId(id), &ask.reason).await?))
}
