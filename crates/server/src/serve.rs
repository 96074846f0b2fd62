//! The router with all that surrounds it, and the loop that listens.

use crate::body::BODY_LIMIT;
use crate::config::Config;
use crate::problem::Problem;
use crate::state::Server;
use crate::{headers, routes, trace, web};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CONTENT_RANGE, CONTENT_TYPE, HeaderMap};
use axum::http::{Extensions, StatusCode, Version};
use axum::middleware::from_fn;
use axum::serve::ListenerExt;
use danso_app::App;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

/// All of the server as one service.
pub fn router(app: Arc<App>, config: Config) -> Router {
    let (api, _) = routes::api().split_for_parts();
    let packed = CompressionLayer::new().compress_when(DefaultPredicate::new().and(not_packed_yet));
    api.merge(web::routes())
        .fallback(|| async { Problem::new(StatusCode::NOT_FOUND, "not_found") })
        .method_not_allowed_fallback(|| async { Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed") })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(packed)
        .layer(CatchPanicLayer::custom(trace::panicked))
        .layer(from_fn(headers::secure))
        .layer(from_fn(trace::log))
        .with_state(Server::new(app, config))
}

/// Answers on a listener until `shutdown` is done, then finishes the requests that have begun.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: Arc<App>,
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app, config).into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!("failed to send small answers at once: {error}");
        }
    });
    axum::serve(listener, service).with_graceful_shutdown(shutdown).await
}

/// A snapshot is a gzip file and may be sent in parts: packing it again would gain nothing and spoil its ranges.
fn not_packed_yet(_status: StatusCode, _version: Version, headers: &HeaderMap, _extensions: &Extensions) -> bool {
    let gzip = headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/gzip" || kind == "font/woff2");
    !gzip && !headers.contains_key(CONTENT_RANGE)
}
