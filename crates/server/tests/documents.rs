//! What is written down must be what the server does: codes, routes, the description of the API.

use danso_server::messages::titles;
use pretty_assertions::assert_eq;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use utoipa::openapi::path::PathItem;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All Rust text of a crate, without what is tested only.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let file = fs::read_to_string(&path).expect("a source");
            text.push_str(file.split("#[cfg(test)]").next().unwrap_or_default());
        }
    }
}

/// The literals that stand right after one of the ways to name a code.
fn codes_in_sources() -> BTreeSet<String> {
    let mut text = String::new();
    for folder in ["crates/app/src", "crates/server/src"] {
        sources(&root().join(folder), &mut text);
    }
    let packed: String = text.split_whitespace().collect();
    let mut codes = BTreeSet::new();
    for way in ["{code:", "AppError::bad(", "bad_request(", "too_many(", "StatusCode::"] {
        for rest in packed.split(way).skip(1) {
            let literal = if way == "StatusCode::" { rest.split_once(',').map_or("", |(_, after)| after) } else { rest };
            codes.extend(literal.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(code, _)| code.to_owned()));
        }
    }
    let error = read("crates/app/src/error.rs");
    codes.extend(error.split("=> \"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(code, _)| code.to_owned()));
    codes
}

#[test]
fn every_code_has_a_vietnamese_title_and_no_title_is_left_over() {
    let named: BTreeSet<String> = titles().keys().cloned().collect();
    assert_eq!(named, codes_in_sources());
    assert!(titles().values().all(|title| title.ends_with('.')));
}

#[test]
fn every_code_is_listed_in_problems_md() {
    let listed: Vec<String> = read("docs/problems.md")
        .lines()
        .filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned()))
        .collect();
    let named: Vec<String> = titles().keys().cloned().collect();
    assert_eq!(listed, named);
}

fn methods(item: &PathItem) -> impl Iterator<Item = &'static str> {
    let given = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("PATCH", &item.patch), ("DELETE", &item.delete)];
    given.into_iter().filter(|(_, operation)| operation.is_some()).map(|(method, _)| method)
}

#[test]
fn http_md_and_the_router_have_the_same_routes() {
    let mut written = BTreeSet::new();
    for line in read("docs/http.md").lines().filter(|line| line.starts_with("| `")) {
        let cell = line.split(" | ").next().unwrap_or_default();
        for code in cell.split('`') {
            let mut words = code.split_whitespace();
            if let (Some(method @ ("GET" | "POST" | "PUT" | "PATCH" | "DELETE")), Some(address)) = (words.next(), words.next()) {
                written.insert(format!("{method} {}", address.split('?').next().unwrap_or_default()));
            }
        }
    }
    let mut routed = BTreeSet::new();
    for (address, item) in danso_server::openapi().paths.paths {
        routed.extend(methods(&item).map(|method| format!("{method} {address}")));
    }
    assert_eq!(written, routed);
}

#[test]
fn openapi_json_is_fresh() {
    let fresh = serde_json::to_string_pretty(&danso_server::openapi()).expect("a description") + "\n";
    let path = root().join("docs/openapi.json");
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(&path, &fresh).expect("writes docs/openapi.json");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == fresh, "docs/openapi.json is stale: run UPDATE_OPENAPI=1 cargo test -p danso-server openapi");
}
