//! `POST /api/devices/codes`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use danso_app::people::DeviceCodeReply;
use serde::Deserialize;
use utoipa::ToSchema;

/// Whose device is to be enrolled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeAsk {
    /// The account, by id or login.
    user: String,
}

/// Makes a one-time code, valid for 15 minutes, with which someone enrols a device.
#[utoipa::path(
    post, path = "/api/devices/codes", tag = "devices",
    request_body = CodeAsk,
    responses(
        (status = OK, body = DeviceCodeReply),
        (status = FORBIDDEN, body = Problem, description = "out_of_scope"),
        (status = NOT_FOUND, body = Problem, description = "not_found"),
        (status = CONFLICT, body = Problem, description = "account_disabled"),
    )
)]
pub(crate) async fn codes(
    State(server): State<Server>,
    session: Session,
    JsonBody(ask): JsonBody<CodeAsk>,
) -> Result<Json<DeviceCodeReply>, Problem> {
    Ok(Json(server.app.make_device_code(&session.caller, &ask.user).await?))
}
