//! `/api/session` and `/api/me`

use crate::world::*;
use axum::body::Body;
use axum::http::{Method, Request};
use danso_server::Config;
use pretty_assertions::assert_eq;
use serde_json::json;

async fn log_in(world: &World, login: &str, password: &str) -> Answer {
    world.post("", "/api/session", &json!({ "login": login, "password": password })).await
}

#[tokio::test]
async fn the_desk_gets_a_token_and_a_cookie() {
    let world = World::new().await;
    let answer = log_in(&world, "  XA.khe ", PASSWORD).await;
    assert_eq!(answer.status, 200);
    let said = answer.json();
    let token = said["token"].as_str().expect("a token").to_owned();
    assert_eq!(
        said,
        json!({ "token": token, "user": {
            "id": user("xa.khe").0, "login": "xa.khe", "name": "Người xa.khe",
            "roles": [{ "role": "commune", "unit": "31120", "unit_name": "Phường Cái Khế" }],
        } })
    );
    let cookie = answer.header("set-cookie").expect("a cookie").to_owned();
    assert_eq!(cookie, format!("danso_session={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200"));
    assert_eq!(world.get(&token, "/api/me").await.json()["user"], said["user"]);
}

#[tokio::test]
async fn a_session_of_the_desk_ends_after_twelve_hours() {
    let world = World::new().await;
    let token = log_in(&world, "xa.khe", PASSWORD).await.json()["token"].as_str().expect("a token").to_owned();
    world.pass_minutes(12 * 60 - 1);
    assert_eq!(world.get(&token, "/api/me").await.status, 200);
    world.pass_minutes(1);
    let answer = world.get(&token, "/api/me").await;
    assert_eq!((answer.status, answer.code().as_str()), (401, "not_logged_in"));
}

#[tokio::test]
async fn a_phone_gets_a_device_and_goes_on_with_it() {
    let world = World::new().await;
    let first = world
        .post("", "/api/session", &json!({ "login": "ctv.khe", "password": PASSWORD, "device": { "name": "Điện thoại" } }))
        .await;
    assert_eq!(first.status, 200);
    assert_eq!(first.header("set-cookie"), None, "the token alone carries the session of a device");
    let device = first.json()["device"].clone();
    assert_eq!(device["counter"], 0);
    let again = json!({ "login": "ctv.khe", "password": PASSWORD, "device": { "id": device["id"], "name": "Điện thoại" } });
    assert_eq!(world.post("", "/api/session", &again).await.json()["device"], device);
    let other = json!({ "login": "ctv.kheb", "password": PASSWORD, "device": { "id": device["id"], "name": "Điện thoại" } });
    let refused = world.post("", "/api/session", &other).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "device_of_other"));
    world.pass_minutes(80 * 24 * 60);
    let token = first.json()["token"].as_str().expect("a token").to_owned();
    assert_eq!(world.get(&token, "/api/me").await.json()["device"], device["id"]);
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_read_alike() {
    let world = World::new().await;
    let wrong = log_in(&world, "xa.khe", "không phải").await;
    let unknown = log_in(&world, "khong.co", "không phải").await;
    assert_eq!((wrong.status, wrong.code().as_str()), (401, "wrong_password"));
    assert_eq!(wrong.body, unknown.body);
}

#[tokio::test]
async fn after_ten_failures_even_the_right_password_waits_a_quarter_of_an_hour() {
    let world = World::new().await;
    for _ in 0..10 {
        assert_eq!(log_in(&world, "xa.khe", "không phải").await.status, 401);
    }
    let answer = log_in(&world, "xa.khe", PASSWORD).await;
    assert_eq!((answer.status, answer.code().as_str(), answer.header("retry-after")), (429, "too_many_tries", Some("900")));
    assert_eq!(log_in(&world, "xa.kieu", PASSWORD).await.status, 200, "another account is not held up");
    world.pass_minutes(15);
    assert_eq!(log_in(&world, "xa.khe", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn one_address_cannot_try_accounts_without_end() {
    let world = World::new().await;
    for turn in 0..60 {
        assert_eq!(world.post("", "/api/session", &json!({ "login": turn })).await.status, 400);
    }
    let answer = log_in(&world, "xa.khe", PASSWORD).await;
    assert_eq!((answer.status, answer.code().as_str()), (429, "too_many_requests"));
}

#[tokio::test]
async fn a_cookie_posts_json_only_and_log_out_takes_it_away() {
    let world = World::new().await;
    let with_cookie = |method: Method, address: &str, kind: Option<&str>| {
        let mut request = Request::builder().method(method).uri(address).header("cookie", "x=1; danso_session=xa.khe");
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        request.body(Body::from("{\"events\":[]}")).expect("a request")
    };
    assert_eq!(world.send(with_cookie(Method::GET, "/api/me", None)).await.status, 200);
    for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
        let answer = world.send(with_cookie(Method::POST, "/api/events", kind)).await;
        assert_eq!((answer.status, answer.code().as_str()), (415, "json_needed"));
    }
    assert_eq!(world.send(with_cookie(Method::POST, "/api/events", Some("application/json; charset=utf-8"))).await.status, 200);
    // A file is sent as a form, with a header that no page elsewhere can send.
    let file = |header: &str| {
        let mut request = with_cookie(Method::POST, "/api/reconciliations/preview", Some("multipart/form-data; boundary=x"));
        request.headers_mut().insert("x-requested-with", header.parse().expect("a value"));
        request
    };
    assert_eq!(world.send(file("elsewhere")).await.status, 415);
    assert_ne!(world.send(file("danso")).await.status, 415);
    let out = world.send(with_cookie(Method::DELETE, "/api/session", None)).await;
    assert_eq!(out.status, 204);
    assert_eq!(out.header("set-cookie"), Some("danso_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"));
    assert_eq!(world.send(with_cookie(Method::GET, "/api/me", None)).await.status, 401);
}

#[tokio::test]
async fn the_cookie_keeps_to_https_where_https_is() {
    let ask = |forwarded: bool| {
        let mut request = Request::post("/api/session");
        if forwarded {
            request = request.header("x-forwarded-proto", "https");
        }
        request.body(Body::from(json!({ "login": "xa.khe", "password": PASSWORD }).to_string())).expect("a request")
    };
    let secure = |answer: &Answer| answer.header("set-cookie").expect("a cookie").ends_with("; Secure");
    let proxied = World::with(Config { behind_proxy: true, ..Config::default() }).await;
    assert!(secure(&proxied.send(ask(true)).await));
    assert!(!secure(&proxied.send(ask(false)).await));
    let always = World::with(Config { always_https: true, ..Config::default() }).await;
    assert!(secure(&always.send(ask(false)).await));
}

#[tokio::test]
async fn a_token_asks_six_hundred_times_a_minute() {
    let world = World::new().await;
    for _ in 0..600 {
        assert_eq!(world.get("xa.khe", "/api/me").await.status, 200);
    }
    let mut last = world.get("xa.khe", "/api/me").await;
    for _ in 0..100 {
        if last.status == 429 {
            break;
        }
        last = world.get("xa.khe", "/api/me").await;
    }
    assert_eq!((last.status, last.code().as_str()), (429, "too_many_requests"));
    assert!(last.header("retry-after").is_some());
    assert_eq!(world.get("xa.kieu", "/api/me").await.status, 200);
}
