//! `GET /api/reorganisations/{id}`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::ReorganisationReply;
use danso_app::people::By;
use uuid::Uuid;

/// One reorganisation with its plan and what it counted.
#[utoipa::path(
    get, path = "/api/reorganisations/{id}", tag = "reorganisations",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = ReorganisationReply),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn read(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<ReorganisationReply>, Problem> {
    Ok(Json(server.app.reorganisation(By::Caller(&session.caller), id).await?))
}
