//! A file with what is asked of it, as `multipart/form-data`: part `file`, and part `ask` with JSON.

use crate::problem::Problem;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use multer::{Constraints, Multipart, SizeLimit};
use serde::de::DeserializeOwned;

/// The most bytes of a file.
const FILE_LIMIT: u64 = 96 * 1024 * 1024;
/// The most bytes of what is asked.
const ASK_LIMIT: u64 = 64 * 1024;

/// A file that was sent.
#[derive(Debug)]
pub(crate) struct Upload<T> {
    /// Its bytes.
    pub(crate) file: Vec<u8>,
    /// The name it has where it came from.
    pub(crate) name: String,
    /// What is asked.
    pub(crate) ask: T,
}

/// What an upload looks like, for the description of the API.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it is only described")]
pub(crate) struct UploadForm {
    /// The list: CSV, XLSX, XLS, ODS or Parquet.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
    /// JSON: `PreviewAsk` or `ReconciliationAsk`.
    ask: String,
}

fn malformed(detail: impl Into<String>) -> Problem {
    Problem::bad_request("malformed", detail)
}

fn refused(error: &multer::Error) -> Problem {
    if matches!(error, multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. }) {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
    } else {
        malformed("multipart/form-data that ends as it begins")
    }
}

impl<T: DeserializeOwned + Default + Send, S: Send + Sync> FromRequest<S> for Upload<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(kind).map_err(|_| malformed("multipart/form-data with part file"))?;
        let sizes = SizeLimit::new().whole_stream(FILE_LIMIT + ASK_LIMIT).for_field("ask", ASK_LIMIT);
        let constraints = Constraints::new().allowed_fields(vec!["file", "ask"]).size_limit(sizes);
        let mut parts = Multipart::with_constraints(request.into_body().into_data_stream(), boundary, constraints);
        let (mut file, mut ask) = (None, T::default());
        while let Some(part) = parts.next_field().await.map_err(|error| refused(&error))? {
            if part.name() == Some("ask") {
                let bytes = part.bytes().await.map_err(|error| refused(&error))?;
                let place = |error: serde_json::Error| malformed(format!("ask: line {} column {}", error.line(), error.column()));
                ask = serde_json::from_slice(&bytes).map_err(place)?;
            } else {
                let name = part.file_name().unwrap_or_default().to_owned();
                file = Some((part.bytes().await.map_err(|error| refused(&error))?.to_vec(), name));
            }
        }
        let (file, name) = file.ok_or_else(|| malformed("part file"))?;
        Ok(Self { file, name, ask })
    }
}
