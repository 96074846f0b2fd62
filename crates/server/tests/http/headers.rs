//! What every answer has in common.

use crate::world::*;
use axum::body::Body;
use axum::http::{Method, Request};
use pretty_assertions::assert_eq;
use serde_json::json;

#[tokio::test]
async fn every_answer_is_guarded_and_the_apis_are_kept_nowhere() {
    let world = World::new().await;
    for (address, cache) in [("/api/me", Some("no-store")), ("/api/nothing", Some("no-store")), ("/", None), ("/healthz", None)] {
        let answer = world.get("xa.khe", address).await;
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cache-control"), cache, "{address}");
    }
}

#[tokio::test]
async fn a_refusal_is_a_problem() {
    let world = World::new().await;
    let answer = world.get("", "/api/me").await;
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(
        answer.json(),
        json!({ "type": "about:blank", "title": "Phiên làm việc đã hết. Đăng nhập lại.", "status": 401, "code": "not_logged_in" })
    );
}

#[tokio::test]
async fn unknown_addresses_methods_ids_and_parameters() {
    let world = World::new().await;
    let code = |answer: Answer| (answer.status, answer.code());
    assert_eq!(code(world.get("xa.khe", "/api/nothing").await), (404, "not_found".to_owned()));
    assert_eq!(code(world.ask("xa.khe", Method::PUT, "/api/me", None).await), (405, "method_not_allowed".to_owned()));
    assert_eq!(code(world.get("xa.khe", "/api/households/12").await), (404, "not_found".to_owned()));
    assert_eq!(code(world.get("xa.khe", "/api/count").await), (400, "bad_query".to_owned()));
    assert_eq!(code(world.get("xa.khe", "/api/count?unit=31120&at=2026-02-30").await), (400, "bad_query".to_owned()));
    assert_eq!(code(world.get("xa.khe", "/api/count?unit=31120&by=colour").await), (400, "bad_query".to_owned()));
    assert_eq!(code(world.post("xa.khe", "/api/events", &json!({ "event": [] })).await), (400, "malformed".to_owned()));
}

#[tokio::test]
async fn a_body_of_more_than_eight_megabytes_is_refused() {
    let world = World::new().await;
    let request = Request::post("/api/events").header("authorization", "Bearer xa.khe");
    let answer = world.send(request.body(Body::from(vec![b' '; 8 * 1024 * 1024 + 1])).expect("a request")).await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "too_large"));
}

#[tokio::test]
async fn long_answers_are_packed_for_who_takes_it() {
    let world = World::new().await;
    let request = Request::get("/api/openapi.json").header("accept-encoding", "gzip");
    let packed = world.send(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(world.get("", "/api/openapi.json").await.header("content-encoding"), None);
}
