//! `POST /api/network/areas`, `POST /api/network/hand-overs`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::network::{AreaAsk, HandOverAsk, HandOverReply};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The area that was added or changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AreaReply {
    /// Which.
    id: Uuid,
}

/// Adds an area, or changes its number, name and hamlets.
#[utoipa::path(
    post, path = "/api/network/areas", tag = "network",
    request_body = AreaAsk,
    responses(
        (status = OK, body = AreaReply),
        (status = BAD_REQUEST, body = Problem, description = "not_a_commune, area_malformed, hamlet_elsewhere"),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "area_number_taken"),
    )
)]
pub(crate) async fn put(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<AreaAsk>,
) -> Result<Json<AreaReply>, Problem> {
    Ok(Json(AreaReply { id: server.app.put_area(&session.caller, &ask).await?.0 }))
}

/// Gives an area to a collaborator, with a code that enrols their phone.
#[utoipa::path(
    post, path = "/api/network/hand-overs", tag = "network",
    request_body = HandOverAsk,
    responses(
        (status = OK, body = HandOverReply),
        (status = BAD_REQUEST, body = Problem, description = "hand_over_to_whom, login_malformed"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "account_disabled, login_taken"),
    )
)]
pub(crate) async fn hand_over(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<HandOverAsk>,
) -> Result<Json<HandOverReply>, Problem> {
    Ok(Json(server.app.hand_over(&session.caller, &ask).await?))
}
