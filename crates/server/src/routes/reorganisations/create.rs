//! `POST /api/reorganisations`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::people::By;
use danso_app::{App, ReorganisationLine, ReorganisationPreview};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A reorganisation that was applied, and what it did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reorganised {
    #[serde(flatten)]
    line: ReorganisationLine,
    /// What the preview said of it.
    preview: ReorganisationPreview,
}

/// Applies a plan in one transaction.
#[utoipa::path(
    post, path = "/api/reorganisations", tag = "reorganisations",
    request_body = Object,
    responses(
        (status = OK, body = Reorganised),
        (status = BAD_REQUEST, body = Problem, description = "plan_malformed"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = CONFLICT, body = Problem, description = "plan_conflicts, plan_too_early, plan_moved"),
    )
)]
pub(crate) async fn create(
    State(server): State<Server>,
    session: Session,
    JsonBody(plan): JsonBody<Value>,
) -> Result<Json<Reorganised>, Problem> {
    let plan = App::read_plan(&plan.to_string())?;
    let (line, preview) = server.app.reorganise(By::Caller(&session.caller), &plan).await?;
    Ok(Json(Reorganised { line, preview }))
}
