//! `GET /api/sync/snapshot`

use super::lease;
use crate::problem::Problem;
use crate::range::{Part, part};
use crate::session::Session;
use crate::state::Server;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use danso_app::SnapshotFile;
use danso_wire::Snapshot;

/// The caller's whole area as one gzip file of JSON.
///
/// A download that broke goes on with `Range` and `If-Range`.
#[utoipa::path(
    get, path = "/api/sync/snapshot", tag = "sync",
    params(
        ("Range" = Option<String>, Header, description = "bytes=FIRST-"),
        ("If-Range" = Option<String>, Header, description = "the ETag of the part that is there already"),
    ),
    responses(
        (status = OK, body = Snapshot, content_type = "application/gzip"),
        (status = PARTIAL_CONTENT, description = "the rest of the file", content_type = "application/gzip"),
        (status = NOT_MODIFIED, description = "the file in If-None-Match is the newest"),
        (status = FORBIDDEN, body = Problem, description = "no_area"),
        (status = RANGE_NOT_SATISFIABLE, body = Problem, description = "range_not_satisfiable"),
    )
)]
pub(crate) async fn snapshot(State(server): State<Server>, headers: HeaderMap, session: Session) -> Result<Response, Problem> {
    let file = server.app.snapshot(&session.caller).await?;
    Ok((lease(&server, &session).await?, send(file, &headers)).into_response())
}

fn send(file: SnapshotFile, headers: &HeaderMap) -> Response {
    let etag = if file.etag.starts_with('"') { file.etag } else { format!("\"{}\"", file.etag) };
    let len = file.gzip.len();
    let own = [
        (ETAG, etag.clone()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (CACHE_CONTROL, "private, no-cache".to_owned()),
        (CONTENT_TYPE, "application/gzip".to_owned()),
    ];
    match part(headers, &etag, len) {
        Part::Whole => (own, Bytes::from(file.gzip)).into_response(),
        Part::Unchanged => (StatusCode::NOT_MODIFIED, own).into_response(),
        Part::Bytes { first, last } => {
            let range = [(CONTENT_RANGE, format!("bytes {first}-{last}/{len}"))];
            (StatusCode::PARTIAL_CONTENT, own, range, Bytes::from(file.gzip).slice(first..=last)).into_response()
        }
        Part::Unsatisfiable => {
            let problem = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, "range_not_satisfiable");
            ([(CONTENT_RANGE, format!("bytes */{len}"))], problem).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    async fn sent(pairs: &[(&'static str, &str)]) -> (u16, Option<String>, Option<String>, Vec<u8>) {
        let headers =
            pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect();
        let file = SnapshotFile { etag: "v1".to_owned(), gzip: (0..100).collect() };
        let response = send(file, &headers);
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (status, range, etag) = (response.status().as_u16(), text(CONTENT_RANGE), text(ETAG));
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        (status, range, etag, body.to_vec())
    }

    #[tokio::test]
    async fn the_whole_file() {
        let (status, range, etag, body) = sent(&[]).await;
        assert_eq!((status, range, etag.as_deref(), body.len()), (200, None, Some("\"v1\""), 100));
    }

    #[tokio::test]
    async fn the_rest_of_the_file_a_download_broke_in() {
        let (status, range, _, body) = sent(&[("range", "bytes=98-"), ("if-range", "\"v1\"")]).await;
        assert_eq!((status, range.as_deref(), body), (206, Some("bytes 98-99/100"), vec![98, 99]));
    }

    #[tokio::test]
    async fn the_whole_file_when_it_is_another_one_by_now() {
        let (status, range, _, body) = sent(&[("range", "bytes=98-"), ("if-range", "\"v0\"")]).await;
        assert_eq!((status, range, body.len()), (200, None, 100));
    }

    #[tokio::test]
    async fn nothing_when_the_range_lies_outside() {
        let (status, range, _, body) = sent(&[("range", "bytes=100-")]).await;
        assert_eq!((status, range.as_deref()), (416, Some("bytes */100")));
        assert!(String::from_utf8_lossy(&body).contains("range_not_satisfiable"));
    }

    #[tokio::test]
    async fn nothing_when_the_caller_has_it() {
        let (status, _, etag, body) = sent(&[("if-none-match", "\"v1\"")]).await;
        assert_eq!((status, etag.as_deref(), body.len()), (304, Some("\"v1\""), 0));
    }
}
