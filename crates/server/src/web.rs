//! The built web app: `/ctv/` for the phone, `/can-bo/` for the desk.

use crate::config::WebFiles;
use crate::problem::Problem;
use crate::state::Server;
use axum::Router;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
    IF_NONE_MATCH, VARY,
};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The file beside `index.html` that holds the app's own Content-Security-Policy.
const POLICY_FILE: &str = "csp.txt";

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

/// The two apps, at addresses of their own.
pub(crate) fn routes() -> Router<Server> {
    let to = |address: &'static str| get(move || async move { Redirect::temporary(address) });
    Router::new()
        .route("/", to("/can-bo/"))
        .route("/can-bo", to("/can-bo/"))
        .route("/ctv", to("/ctv/"))
        .route("/can-bo/", get(file))
        .route("/can-bo/{*path}", get(file))
        .route("/ctv/", get(file))
        .route("/ctv/{*path}", get(file))
}

async fn file(State(server): State<Server>, uri: Uri, headers: HeaderMap) -> Response {
    server.web.answer(uri.path().trim_start_matches('/'), &headers)
}

/// Where files come from.
pub(crate) enum Web {
    Embedded,
    Folder(PathBuf),
}

struct Found {
    bytes: Cow<'static, [u8]>,
    /// Weak: the packed forms of a file share it.
    etag: Option<String>,
}

impl Web {
    pub(crate) fn new(files: &WebFiles) -> Self {
        match files {
            WebFiles::Embedded => Self::Embedded,
            WebFiles::Folder(folder) => Self::Folder(folder.clone()),
        }
    }

    /// The file at an address such as `ctv/assets/index.js`. An address without a file ending is a page of the app.
    fn answer(&self, path: &str, headers: &HeaderMap) -> Response {
        let Some((app, inside)) = path.split_once('/') else { return not_found() };
        let name =
            if inside.is_empty() || !inside.rsplit('/').next().unwrap_or_default().contains('.') { "index.html" } else { inside };
        let path = format!("{app}/{name}");
        if name == POLICY_FILE || name.ends_with(".br") || name.ends_with(".gz") {
            return not_found();
        }
        let Some(plain) = self.read(&path) else { return not_found() };
        let policy = if name == "index.html" { self.policy(app) } else { None };
        let cache = cache_control(name);
        if let Some(etag) = &plain.etag {
            let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
            if known.is_some_and(|tags| crate::range::matches(tags, etag)) {
                return (StatusCode::NOT_MODIFIED, [(CACHE_CONTROL, cache), (ETAG, etag)]).into_response();
            }
        }
        let kind = mime_guess::from_path(name).first_or_octet_stream();
        let packed = self.packed(&path, headers);
        let encoding = packed.as_ref().map(|(encoding, _)| *encoding);
        let bytes = packed.map_or(plain.bytes, |(_, found)| found.bytes);
        let mut response = ([(CONTENT_TYPE, with_charset(&kind)), (CACHE_CONTROL, cache.to_owned())], bytes).into_response();
        let sent = response.headers_mut();
        sent.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(encoding) = encoding {
            sent.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        if let Some(etag) = plain.etag.and_then(|etag| HeaderValue::try_from(etag).ok()) {
            sent.insert(ETAG, etag);
        }
        if let Some(policy) = policy {
            sent.insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    /// The file packed beforehand, best first, in an encoding that the client takes.
    fn packed(&self, path: &str, headers: &HeaderMap) -> Option<(&'static str, Found)> {
        let taken = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes = |encoding: &str| {
            taken.split(',').any(|item| {
                let mut parts = item.split(';').map(str::trim);
                parts.next() == Some(encoding) && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
            })
        };
        [("br", ".br"), ("gzip", ".gz")]
            .into_iter()
            .filter(|(encoding, _)| takes(encoding))
            .find_map(|(encoding, ending)| Some((encoding, self.read(&format!("{path}{ending}"))?)))
    }

    fn policy(&self, app: &str) -> Option<HeaderValue> {
        let found = self.read(&format!("{app}/{POLICY_FILE}"))?;
        HeaderValue::try_from(String::from_utf8_lossy(&found.bytes).trim()).ok()
    }

    fn read(&self, path: &str) -> Option<Found> {
        let safe = path.split('/').all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0']));
        if !safe {
            return None;
        }
        match self {
            Self::Embedded => {
                let file = Built::get(path)?;
                let hash = file.metadata.sha256_hash();
                let etag = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>();
                Some(Found { bytes: file.data, etag: Some(format!("W/\"{etag}\"")) })
            }
            Self::Folder(folder) => {
                let bytes = std::fs::read(folder.join(Path::new(path))).ok()?;
                Some(Found { bytes: bytes.into(), etag: None })
            }
        }
    }
}

fn not_found() -> Response {
    Problem::new(StatusCode::NOT_FOUND, "not_found").into_response()
}

/// Files under `assets/` have their hash in their name and never change; all others are asked for again.
fn cache_control(name: &str) -> &'static str {
    if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn with_charset(kind: &mime_guess::Mime) -> String {
    let text = kind.type_() == "text" && kind.get_param("charset").is_none();
    if text { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}
