//! Reading what a request says: JSON bodies, gzipped or not, and parameters, with refusals as problems.

use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header::CONTENT_ENCODING;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;
use std::io::Read;

/// The most bytes of a body, packed or unpacked.
pub const BODY_LIMIT: usize = 8 * 1024 * 1024;

/// A body of JSON, which may come with `Content-Encoding: gzip`.
#[derive(Debug, Clone, Copy)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let headers = request.headers().clone();
        let sent = Bytes::from_request(request, state).await.map_err(|rejection| {
            let too_long = matches!(&rejection, BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)));
            if too_long { too_large() } else { Problem::bad_request("malformed", rejection.body_text()) }
        })?;
        let body = unpack(&headers, sent)?;
        let value = serde_json::from_slice(&body).map_err(|error| Problem::bad_request("malformed", place_of(&error)))?;
        Ok(Self(value))
    }
}

/// The parameters after the question mark.
#[derive(Debug, Clone, Copy)]
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(value) = Query::from_request_parts(parts, state)
            .await
            .map_err(|rejection| Problem::bad_request("bad_query", rejection.body_text()))?;
        Ok(Self(value))
    }
}

/// The parameters inside the path. One that cannot be read names nothing.
#[derive(Debug, Clone, Copy)]
pub struct Named<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(value) =
            Path::from_request_parts(parts, state).await.map_err(|_| Problem::new(StatusCode::NOT_FOUND, "not_found"))?;
        Ok(Self(value))
    }
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
}

fn unpack(headers: &HeaderMap, sent: Bytes) -> Result<Bytes, Problem> {
    let encoding = headers.get(CONTENT_ENCODING).map_or(Ok("identity"), |value| value.to_str()).unwrap_or_default();
    match encoding.trim().to_ascii_lowercase().as_str() {
        "identity" => Ok(sent),
        "gzip" => {
            let mut body = Vec::new();
            let limit = BODY_LIMIT as u64 + 1;
            GzDecoder::new(sent.as_ref())
                .take(limit)
                .read_to_end(&mut body)
                .map_err(|_| Problem::bad_request("malformed", "body is no gzip"))?;
            if body.len() > BODY_LIMIT { Err(too_large()) } else { Ok(body.into()) }
        }
        _ => Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unknown_encoding")),
    }
}

/// Where and of what kind the fault is, without the text around it, which may name a person.
fn place_of(error: &serde_json::Error) -> String {
    let kind = match error.classify() {
        serde_json::error::Category::Io => "unreadable",
        serde_json::error::Category::Syntax => "no JSON",
        serde_json::error::Category::Data => "not of the expected shape",
        serde_json::error::Category::Eof => "ends too early",
    };
    format!("{kind}: line {} column {}", error.line(), error.column())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    async fn read(encoding: Option<&str>, body: impl Into<Body>) -> Result<Vec<u32>, &'static str> {
        let mut request = Request::post("/");
        if let Some(encoding) = encoding {
            request = request.header(CONTENT_ENCODING, encoding);
        }
        let request = request.body(body.into()).expect("a request");
        JsonBody::from_request(request, &()).await.map(|JsonBody(value)| value).map_err(|problem| problem.code())
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("writes to memory");
        encoder.finish().expect("writes to memory")
    }

    #[tokio::test]
    async fn plain_and_gzipped_bodies() {
        assert_eq!(read(None, "[1,2]").await, Ok(vec![1, 2]));
        assert_eq!(read(Some("gzip"), packed(b"[1,2]")).await, Ok(vec![1, 2]));
        assert_eq!(read(Some("br"), "[1,2]").await, Err("unknown_encoding"));
        assert_eq!(read(Some("gzip"), "[1,2]").await, Err("malformed"));
        assert_eq!(read(None, "[1,").await, Err("malformed"));
    }

    #[tokio::test]
    async fn a_small_gzip_that_unpacks_to_too_much_is_stopped() {
        let bomb = packed(&vec![b' '; BODY_LIMIT + 10]);
        assert!(bomb.len() < 100_000);
        assert_eq!(read(Some("gzip"), bomb).await, Err("too_large"));
    }

    #[test]
    fn a_fault_is_told_without_the_text() {
        let error = serde_json::from_str::<Vec<u32>>(r#"["Nguyễn Thị Hoa"]"#).expect_err("no numbers");
        assert_eq!(place_of(&error), "not of the expected shape: line 1 column 21");
    }
}
