//! The static web app, from a folder.

use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use danso_server::{Config, WebFiles};
use pretty_assertions::assert_eq;
use std::fs;

async fn world() -> (World, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("ctv/index.html", "<!doctype html>ctv"),
        ("ctv/sw.js", "//"),
        ("ctv/manifest.webmanifest", "{}"),
        ("ctv/csp.txt", "default-src 'self'; style-src 'self' 'sha256-x'; frame-ancestors 'none'\n"),
        ("ctv/assets/index-abc.js", "let a"),
        ("ctv/assets/index-abc.js.br", "brotli"),
        ("ctv/assets/index-abc.js.gz", "gzip"),
        ("can-bo/index.html", "<!doctype html>desk"),
        ("secret.txt", "secret"),
    ];
    for (name, text) in files {
        let path = folder.path().join("dist").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("makes the folder");
        fs::write(path, text).expect("writes");
    }
    fs::write(folder.path().join("outside.txt"), "outside").expect("writes");
    let web = WebFiles::Folder(folder.path().join("dist"));
    (World::with(Config { web, ..Config::default() }).await, folder)
}

async fn file(world: &World, address: &str, encodings: &str) -> Answer {
    let request = Request::get(address).header("accept-encoding", encodings);
    world.send(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn the_root_leads_to_the_desk() {
    let (world, _folder) = world().await;
    for (from, to) in [("/", "/can-bo/"), ("/can-bo", "/can-bo/"), ("/ctv", "/ctv/")] {
        let answer = file(&world, from, "").await;
        assert_eq!((answer.status, answer.header("location")), (307, Some(to)));
    }
}

#[tokio::test]
async fn pages_are_asked_for_again_and_assets_never() {
    let (world, _folder) = world().await;
    let kinds = [
        ("/ctv/", "text/html; charset=utf-8", "no-cache"),
        ("/ctv/ho/12", "text/html; charset=utf-8", "no-cache"),
        ("/ctv/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/ctv/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/ctv/assets/index-abc.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
    ];
    for (address, kind, cache) in kinds {
        let answer = file(&world, address, "").await;
        assert_eq!(
            (answer.status, answer.header("content-type"), answer.header("cache-control")),
            (200, Some(kind), Some(cache))
        );
    }
}

#[tokio::test]
async fn a_file_packed_beforehand_is_sent_as_the_client_takes_it() {
    let (world, _folder) = world().await;
    for (taken, encoding, body) in
        [("gzip, br", Some("br"), "brotli"), ("gzip, br;q=0", Some("gzip"), "gzip"), ("identity", None, "let a")]
    {
        let answer = file(&world, "/ctv/assets/index-abc.js", taken).await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(String::from_utf8_lossy(&answer.body), body);
        assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
    }
}

#[tokio::test]
async fn an_app_brings_its_own_policy() {
    let (world, _folder) = world().await;
    let page = file(&world, "/ctv/", "").await;
    assert_eq!(
        page.header("content-security-policy"),
        Some("default-src 'self'; style-src 'self' 'sha256-x'; frame-ancestors 'none'")
    );
    assert!(
        file(&world, "/can-bo/", "")
            .await
            .header("content-security-policy")
            .is_some_and(|policy| policy.contains("unsafe-inline"))
    );
}

#[tokio::test]
async fn nothing_outside_the_apps_can_be_reached() {
    let (world, _folder) = world().await;
    for address in [
        "/secret.txt",
        "/ctv/../secret.txt",
        "/ctv/..%2fsecret.txt",
        "/ctv/%2e%2e/secret.txt",
        "/ctv/../../outside.txt",
        "/ctv/csp.txt",
        "/ctv/index.html.br",
        "/ctv/missing.js",
    ] {
        assert_eq!(file(&world, address, "").await.status, 404, "{address}");
    }
}
