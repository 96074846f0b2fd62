//! One line in the log for each request. It names the route, never the address asked for: that may hold a name that is searched for.

use crate::problem::Problem;
use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::time::Instant;

pub(crate) async fn log(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(http.method = %method, http.route = route, http.status = status, duration_ms, "Answered {method} {route} with {status}");
    response
}

/// A bug: the panic's own message has gone to the log, the caller learns nothing of it.
pub(crate) fn panicked(_message: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("failed to answer: a handler panicked");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal").into_response()
}
