//! `GET /api/openapi.json`

use axum::Json;
use utoipa::openapi::OpenApi;

/// This description.
#[utoipa::path(get, path = "/api/openapi.json", tag = "server", security(()), responses((status = OK, body = Object)))]
pub(crate) async fn openapi() -> Json<OpenApi> {
    Json(crate::openapi())
}
