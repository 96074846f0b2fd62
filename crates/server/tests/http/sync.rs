//! `/api/sync`

use crate::world::*;
use axum::body::Body;
use axum::http::Request;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use pretty_assertions::assert_eq;
use serde_json::{Value, json};
use std::io::{Read, Write};

fn unpacked(bytes: &[u8]) -> Value {
    let mut text = String::new();
    GzDecoder::new(bytes).read_to_string(&mut text).expect("a gzip file");
    serde_json::from_str(&text).expect("JSON")
}

async fn world_with_households() -> World {
    let world = World::new().await;
    let events: Vec<Value> =
        (0..30).map(|number| household(number, "ctv.khe", (K1, KHE), Some(u64::try_from(number).unwrap_or(0) + 1))).collect();
    let answer = world.push("ctv.khe", 30, &events).await;
    assert_eq!(answer.status, 200);
    for number in 0..30 {
        let accepted = world.post("xa.khe", &format!("/api/review/{}/accept", event_id(number)), &json!({})).await;
        assert_eq!(accepted.status, 200, "{}", String::from_utf8_lossy(&accepted.body));
    }
    world
}

async fn snapshot(world: &World, headers: &[(&str, &str)]) -> Answer {
    let mut request =
        Request::get("/api/sync/snapshot").header("authorization", "Bearer ctv.khe").header("accept-encoding", "gzip, br");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.send(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn a_push_twice_is_taken_in_once() {
    let world = World::new().await;
    let events = [household(1, "ctv.khe", (K1, KHE), Some(1))];
    let first = world.push("ctv.khe", 1, &events).await.json();
    assert_eq!(first["outcomes"][0]["outcome"], "queued");
    assert_eq!(first["received"], json!({ "count": 1, "upto": 1, "missing": [] }));
    let again = world.push("ctv.khe", 1, &events).await.json();
    assert_eq!(again["outcomes"][0]["outcome"], "duplicate");
    assert_eq!(again["received"], first["received"]);
    assert_eq!(again["receipt"], first["receipt"]);
}

#[tokio::test]
async fn a_new_phone_gets_what_waits_and_what_was_returned_with_its_content() {
    let world = World::new().await;
    let events = [1, 2, 3].map(|number| household(number, "ctv.khe", (K1, KHE), Some(u64::try_from(number).unwrap_or(0))));
    world.push("ctv.khe", 3, &events).await;
    world.post("xa.khe", &format!("/api/review/{}/return", event_id(2)), &json!({ "reason": "Thiếu họ" })).await;
    world.post("xa.khe", &format!("/api/review/{}/accept", event_id(3)), &json!({})).await;
    let told = unpacked(&snapshot(&world, &[]).await.body);
    let told = told["events"].as_array().expect("events");
    let known: Vec<(&str, &Value, &Value)> = told
        .iter()
        .map(|each| (each["status"].as_str().unwrap_or_default(), &each["event"]["kind"], &each["event"]["counter"]))
        .collect();
    let kind = json!("household");
    assert_eq!(known, [("submitted", &kind, &json!(1)), ("returned", &kind, &json!(2))], "{told:?}");
    let pulled = world.get("ctv.khe", "/api/sync/pull?after=0").await.json();
    assert!(pulled["events"].as_array().expect("events").iter().all(|each| each.get("event").is_none()), "{pulled}");
}

#[tokio::test]
async fn a_push_may_be_packed() {
    let world = World::new().await;
    let body =
        json!({ "device": device("ctv.khe").0, "last_counter": 1, "events": [household(1, "ctv.khe", (K1, KHE), Some(1))] });
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body.to_string().as_bytes()).expect("packs");
    let packed = encoder.finish().expect("packs");
    let request = Request::post("/api/sync/push").header("authorization", "Bearer ctv.khe").header("content-encoding", "gzip");
    let answer = world.send(request.body(Body::from(packed)).expect("a request")).await;
    assert_eq!((answer.status, answer.json()["outcomes"][0]["outcome"].as_str()), (200, Some("queued")));
}

#[tokio::test]
async fn a_push_of_more_than_two_hundred_or_for_another_device_is_refused() {
    let world = World::new().await;
    let many: Vec<Value> = (0..201).map(|number| json!({ "v": 1, "number": number })).collect();
    let answer = world.push("ctv.khe", 201, &many).await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "push_too_large"));
    let body = json!({ "device": device("ctv.kheb").0, "last_counter": 0, "events": [] });
    let answer = world.post("ctv.khe", "/api/sync/push", &body).await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "other_device"));
}

#[tokio::test]
async fn a_broken_download_goes_on_where_it_broke() {
    let world = world_with_households().await;
    let whole = snapshot(&world, &[]).await;
    assert_eq!(
        (whole.status, whole.header("content-type"), whole.header("accept-ranges")),
        (200, Some("application/gzip"), Some("bytes"))
    );
    assert_eq!(whole.header("content-encoding"), None, "the file is packed already");
    let etag = whole.header("etag").expect("a tag").to_owned();
    let half = whole.body.len() / 2;
    let rest = snapshot(&world, &[("range", &format!("bytes={half}-")), ("if-range", &etag)]).await;
    assert_eq!(rest.status, 206);
    let len = whole.body.len();
    assert_eq!(rest.header("content-range"), Some(format!("bytes {half}-{}/{len}", len - 1).as_str()));
    assert_eq!(rest.header("content-encoding"), None);
    assert_eq!([&whole.body[..half], &rest.body].concat(), whole.body);
    let area = unpacked(&whole.body);
    assert_eq!(area["households"].as_array().map(Vec::len), Some(30));
    assert_eq!(area["areas"][0]["id"], json!(KHE.0));

    let outside = snapshot(&world, &[("range", &format!("bytes={len}-"))]).await;
    assert_eq!((outside.status, outside.header("content-range")), (416, Some(format!("bytes */{len}").as_str())));
    let same = snapshot(&world, &[("if-none-match", &etag)]).await;
    assert_eq!((same.status, same.body.len()), (304, 0));
    let other = snapshot(&world, &[("range", "bytes=5-"), ("if-range", "\"another\"")]).await;
    assert_eq!((other.status, other.body.len()), (200, len));
}

#[tokio::test]
async fn a_pull_brings_decisions_and_what_changed() {
    let world = world_with_households().await;
    let pulled = world.get("ctv.khe", "/api/sync/pull?after=0").await.json();
    assert_eq!(pulled["households"].as_array().map(Vec::len), Some(30));
    assert!(pulled["events"].as_array().is_some_and(|events| events.iter().all(|event| event["status"] == "accepted")));
    let later = world.get("ctv.khe", &format!("/api/sync/pull?after={}", pulled["position"])).await.json();
    assert_eq!(later["households"], json!([]));
    let next_door = world.get("ctv.kheb", "/api/sync/pull").await.json();
    assert_eq!(next_door["households"], json!([]));
}

#[tokio::test]
async fn every_answer_says_how_long_the_phone_may_go_on_without_contact() {
    let world = world_with_households().await;
    let days = async || {
        let push = world.push("ctv.khe", 30, &[]).await;
        let pull = world.get("ctv.khe", "/api/sync/pull?after=0").await;
        let file = snapshot(&world, &[]).await;
        [push, pull, file].map(|answer| {
            let said = answer.headers.get("danso-lease-days").and_then(|days| days.to_str().ok()).map(str::to_owned);
            said.unwrap_or_default()
        })
    };
    assert_eq!(days().await, ["30", "30", "30"]);
    let tell = async |unit: &str, day: i32, value: u64| {
        let row = danso_store::ToldNumber {
            unit: unit.to_owned(),
            name: danso_app::LEASE_SETTING.to_owned(),
            day,
            value,
            source: "CV 12".to_owned(),
            by: None,
            at_ms: 1,
        };
        world.app.store.tell(world.app.shard(), &row).await.expect("told");
    };
    tell("92", 20_200_101, 60).await;
    assert_eq!(days().await[1], "60", "of the province");
    tell("31120", 20_200_101, 14).await;
    tell("31120", 20_990_101, 7).await;
    tell("31135", 20_200_101, 3).await;
    assert_eq!(days().await, ["14", "14", "14"], "of the commune, by today");
}
