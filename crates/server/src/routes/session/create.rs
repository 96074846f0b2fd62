//! `POST /api/session`

use crate::body::JsonBody;
use crate::problem::Problem;
use crate::session::{MayLogIn, cookie_header};
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use danso_app::people::{LogIn, SessionReply};

/// Begins a session.
///
/// At the desk it lasts 12 hours and the cookie `danso_session` carries it as well; on a device, 90 days, and the token alone carries it.
#[utoipa::path(
    post, path = "/api/session", tag = "session", security(()),
    request_body = LogIn,
    responses(
        (status = OK, body = SessionReply),
        (status = UNAUTHORIZED, body = Problem, description = "wrong_password"),
        (status = FORBIDDEN, body = Problem, description = "account_disabled, device_revoked, device_of_other"),
        (status = TOO_MANY_REQUESTS, body = Problem, description = "too_many_tries, too_many_requests"),
    )
)]
pub(crate) async fn create(
    State(server): State<Server>,
    headers: HeaderMap,
    _may: MayLogIn,
    JsonBody(ask): JsonBody<LogIn>,
) -> Result<Response, Problem> {
    let reply = server.app.log_in(ask).await?;
    if reply.device.is_some() {
        return Ok(Json(reply).into_response());
    }
    let cookie = cookie_header(&reply.token, &headers, &server.config);
    Ok(([(SET_COOKIE, cookie)], Json(reply)).into_response())
}
