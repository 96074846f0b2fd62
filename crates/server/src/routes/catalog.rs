//! `GET /api/catalog`

use crate::problem::Problem;
use crate::range::matches;
use crate::session::Session;
use crate::state::Server;
use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// Code lists and rules: `{version, lists, rules}`. The tag is the version.
#[utoipa::path(
    get, path = "/api/catalog", tag = "catalog",
    responses(
        (status = OK, body = Object),
        (status = NOT_MODIFIED, description = "the version in If-None-Match is in force"),
        (status = UNAUTHORIZED, body = Problem, description = "not_logged_in"),
    )
)]
pub(crate) async fn catalog(State(server): State<Server>, headers: HeaderMap, _session: Session) -> Response {
    let (version, body) = server.app.catalog();
    let etag = format!("W/\"{version}\"");
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let own = [(ETAG, etag.clone()), (CACHE_CONTROL, "private, no-cache".to_owned())];
    if known.is_some_and(|tags| matches(tags, &etag)) {
        return (StatusCode::NOT_MODIFIED, own).into_response();
    }
    (own, Json(body)).into_response()
}
