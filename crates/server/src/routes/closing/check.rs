//! `GET /api/reports/closed/{id}/check`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::closing::CheckReply;
use danso_model::ReportId;
use uuid::Uuid;

/// Makes every version and revision of a report again and compares it byte by byte.
#[utoipa::path(
    get, path = "/api/reports/closed/{id}/check", tag = "reports",
    params(("id" = Uuid, Path)),
    responses((status = OK, body = CheckReply), (status = NOT_FOUND, body = Problem, description = "not_found"))
)]
pub(crate) async fn check(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<CheckReply>, Problem> {
    Ok(Json(server.app.check_report(&session.caller, ReportId(id)).await?))
}
