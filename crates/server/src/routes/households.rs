//! `GET /api/households/{id}`

use crate::body::Named;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::HouseholdReply;
use danso_model::HouseholdId;
use uuid::Uuid;

/// A household as it stands, with what happened to it. Every look is audited.
#[utoipa::path(
    get, path = "/api/households/{id}", tag = "persons",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = HouseholdReply),
        (status = FORBIDDEN, body = Problem, description = "no_persons, out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn household(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<HouseholdReply>, Problem> {
    Ok(Json(server.app.household(&session.caller, HouseholdId(id)).await?))
}
