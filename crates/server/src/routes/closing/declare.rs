//! `POST /api/reports/declarations`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::closing::DeclarationReply;
use danso_model::AreaId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where nothing happened, and when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeclareAsk {
    /// The area.
    area: Uuid,
    /// The month, `2026-10`.
    period: String,
    /// In words.
    #[serde(default)]
    note: Option<String>,
}

/// Declares that nothing happened in an area in a month. Silence is not that.
#[utoipa::path(
    post, path = "/api/reports/declarations", tag = "reports",
    request_body = DeclareAsk,
    responses(
        (status = OK, body = DeclarationReply),
        (status = BAD_REQUEST, body = Problem, description = "malformed, bad_period, period_not_over"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "not_nothing"),
    )
)]
pub(crate) async fn declare(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<DeclareAsk>,
) -> Result<Json<DeclarationReply>, Problem> {
    let note = ask.note.as_deref();
    Ok(Json(server.app.declare_nothing(&session.caller, AreaId(ask.area), &ask.period, note).await?))
}
