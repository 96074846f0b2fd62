//! Refusals as RFC 9457 bodies with stable codes.

use crate::messages::title;
use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use danso_app::AppError;
use serde::Serialize;
use std::error::Error;
use utoipa::ToSchema;

/// Why a request was refused: `application/problem+json`, RFC 9457.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the code says what is wrong.
    #[serde(rename = "type")]
    kind: &'static str,
    /// In Vietnamese: what went wrong and what to do.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// Stable; listed in `docs/problems.md`.
    code: &'static str,
    /// What exactly, for a developer. Never a name or a number of a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip)]
    retry_after_s: Option<u64>,
}

impl Problem {
    /// A problem with the title of its code.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { kind: "about:blank", title: title(code), status: status.as_u16(), code, detail: None, retry_after_s: None }
    }

    /// The request makes no sense.
    #[must_use]
    pub fn bad_request(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code).with_detail(detail)
    }

    /// More requests than allowed.
    #[must_use]
    pub fn too_many(code: &'static str, retry_after_s: u64) -> Self {
        Self { retry_after_s: Some(retry_after_s), ..Self::new(StatusCode::TOO_MANY_REQUESTS, code) }
    }

    /// Says what exactly is wrong.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let code = error.code();
        match error {
            AppError::NotLoggedIn | AppError::WrongPassword => Self::new(StatusCode::UNAUTHORIZED, code),
            AppError::TooManyTries { retry_after_s } => Self::too_many(code, retry_after_s),
            AppError::Forbidden { .. } => Self::new(StatusCode::FORBIDDEN, code),
            AppError::NotFound => Self::new(StatusCode::NOT_FOUND, code),
            AppError::BadRequest { detail, .. } => Self::bad_request(code, detail),
            AppError::Conflict { .. } => Self::new(StatusCode::CONFLICT, code),
            AppError::Store(_) | AppError::Damaged { .. } => {
                tracing::error!(code, "failed to answer: {}", chain(&error));
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, code)
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after_s = self.retry_after_s;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after_s {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// An error and all that caused it, in one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
