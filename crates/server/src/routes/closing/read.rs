//! `GET /api/reports/closed/{id}`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::closing::ReportReply;
use danso_model::ReportId;
use uuid::Uuid;

/// A report with its steps, versions and revisions. Each content is the very text that is hashed.
#[utoipa::path(
    get, path = "/api/reports/closed/{id}", tag = "reports",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = ReportReply), (status = NOT_FOUND, body = Problem, description = "not_found"))
)]
pub(crate) async fn read(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<ReportReply>, Problem> {
    Ok(Json(server.app.report(&session.caller, ReportId(id)).await?))
}
