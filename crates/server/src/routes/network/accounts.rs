//! `POST /api/network/users/{id}/disabled`, `POST /api/network/users/{id}/password`, `DELETE /api/devices/{id}`

use crate::body::{JsonBody, Named};
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use danso_model::{DeviceId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether an account may no longer log in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisabledAsk {
    /// `true`: it may not.
    disabled: bool,
}

/// Lets an account log in again, or no longer.
#[utoipa::path(
    post, path = "/api/network/users/{id}/disabled", tag = "network",
    params(("id" = Uuid, Path)), request_body = DisabledAsk,
    responses(
        (status = NO_CONTENT),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "own_account"),
    )
)]
pub(crate) async fn disabled(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
    JsonBody(ask): JsonBody<DisabledAsk>,
) -> Result<StatusCode, Problem> {
    server.app.set_disabled(&session.caller, UserId(id), ask.disabled).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new password, told once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PasswordReply {
    /// The login of the account.
    login: String,
    /// The password.
    password: String,
}

/// Gives an account a new password and ends its sessions.
#[utoipa::path(
    post, path = "/api/network/users/{id}/password", tag = "network",
    params(("id" = Uuid, Path)),
    responses(
        (status = OK, body = PasswordReply),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
    )
)]
pub(crate) async fn password(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<Json<PasswordReply>, Problem> {
    let renewed = server.app.renew_password(&session.caller, UserId(id)).await?;
    Ok(Json(PasswordReply { login: renewed.login, password: renewed.password }))
}

/// Takes a device back: the server no longer listens to it, and the phone empties itself at its next contact.
#[utoipa::path(
    delete, path = "/api/devices/{id}", tag = "devices",
    params(("id" = Uuid, Path)),
    responses((status = NO_CONTENT), (status = NOT_FOUND, body = Problem, description = "not_found"))
)]
pub(crate) async fn revoke(
    State(server): State<Server>,
    session: Session,
    Named(id): Named<Uuid>,
) -> Result<StatusCode, Problem> {
    server.app.revoke_device(&session.caller, DeviceId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
