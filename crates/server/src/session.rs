//! From a request to a caller, and the session's cookie.

use crate::client;
use crate::config::Config;
use crate::problem::Problem;
use crate::state::Server;
use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum_extra::extract::cookie::CookieJar;
use danso_app::AppError;
use danso_auth::{Caller, DESK_SESSION_MS};

const COOKIE: &str = "danso_session";

/// A request with a valid session.
pub(crate) struct Session {
    pub(crate) caller: Caller,
    pub(crate) token: String,
}

impl FromRequestParts<Server> for Session {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let token = match bearer(&parts.headers) {
            Some(token) => token.to_owned(),
            None => {
                let token = cookie(&parts.headers).ok_or(AppError::NotLoggedIn)?;
                refuse_forms(parts)?;
                token
            }
        };
        let caller = server.app.caller_of(&token).await?;
        server.limits.check_token(&token)?;
        Ok(Self { caller, token })
    }
}

/// Sent by the desk with files, as `danso`.
const OWN_HEADER: &str = "x-requested-with";

/// A client who may still try to log in.
pub(crate) struct MayLogIn;

impl FromRequestParts<Server> for MayLogIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        server.limits.check_address(client::address(parts, &server.config))?;
        Ok(Self)
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(COOKIE).map(|cookie| cookie.value().to_owned())
}

/// A page elsewhere can make a browser send a form with its cookies, but neither JSON nor a header of its own without asking first, and nobody answers
/// that it may. `SameSite=Strict` forbids the former already; this holds where a browser does not know it. DELETE is no method of a form.
fn refuse_forms(parts: &Parts) -> Result<(), Problem> {
    let ours = parts.headers.get(OWN_HEADER).is_some_and(|value| value == "danso");
    if parts.method != Method::POST || ours || is_json(&parts.headers) {
        return Ok(());
    }
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "json_needed"))
}

/// Whether the body says it is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let said = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// The header that gives a browser the cookie of a new session of the desk.
pub(crate) fn cookie_header(token: &str, headers: &HeaderMap, config: &Config) -> String {
    set_cookie(token, DESK_SESSION_MS / 1000, headers, config)
}

/// The header that takes the cookie away.
pub(crate) fn no_cookie_header(headers: &HeaderMap, config: &Config) -> String {
    set_cookie("", 0, headers, config)
}

fn set_cookie(value: &str, seconds: i64, headers: &HeaderMap, config: &Config) -> String {
    let secure = if client::by_https(headers, config) { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}
