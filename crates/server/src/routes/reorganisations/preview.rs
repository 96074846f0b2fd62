//! `POST /api/reorganisations/preview`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::people::By;
use danso_app::{App, ReorganisationPreview};
use serde_json::Value;

/// What a plan would do. Nothing is written. The form of plans: docs/reorganisation.md.
#[utoipa::path(
    post, path = "/api/reorganisations/preview", tag = "reorganisations",
    request_body = Object,
    responses(
        (status = OK, body = ReorganisationPreview),
        (status = BAD_REQUEST, body = Problem, description = "plan_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
    )
)]
pub(crate) async fn preview(
    State(server): State<Server>,
    session: Session,
    JsonBody(plan): JsonBody<Value>,
) -> Result<Json<ReorganisationPreview>, Problem> {
    let plan = App::read_plan(&plan.to_string())?;
    Ok(Json(server.app.preview_reorganisation(By::Caller(&session.caller), &plan).await?))
}
