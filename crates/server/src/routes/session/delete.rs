//! `DELETE /api/session`

use crate::problem::Problem;
use crate::session::{Session, no_cookie_header};
use crate::state::Server;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// Ends the session.
#[utoipa::path(
    delete, path = "/api/session", tag = "session",
    responses((status = NO_CONTENT), (status = UNAUTHORIZED, body = Problem, description = "not_logged_in"))
)]
pub(crate) async fn delete(State(server): State<Server>, headers: HeaderMap, session: Session) -> Result<Response, Problem> {
    server.app.log_out(&session.caller, &session.token).await?;
    let cookie = no_cookie_header(&headers, &server.config);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response())
}
