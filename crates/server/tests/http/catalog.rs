//! `/api/catalog`, `/api/openapi.json`, `/healthz`

use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use pretty_assertions::assert_eq;

#[tokio::test]
async fn the_catalogue_comes_once_a_version() {
    let world = World::new().await;
    let first = world.get("ctv.khe", "/api/catalog").await;
    let etag = first.header("etag").expect("a tag").to_owned();
    assert_eq!(etag, format!("W/\"{}\"", first.json()["version"].as_str().expect("a version")));
    assert!(first.json()["rules"].as_array().is_some_and(|rules| rules.len() >= 40));
    let request = Request::get("/api/catalog").header("authorization", "Bearer ctv.khe").header("if-none-match", &etag);
    let again = world.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(etag.as_str())));
}

#[tokio::test]
async fn the_description_and_the_health_are_for_anyone() {
    let world = World::new().await;
    assert_eq!(world.get("", "/api/openapi.json").await.json()["openapi"], "3.1.0");
    assert_eq!(world.get("", "/healthz").await.json()["status"], "ok");
}
