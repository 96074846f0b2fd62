//! `/api/review`, and how the figures follow it.

use crate::world::*;
use pretty_assertions::assert_eq;
use serde_json::json;

async fn total(world: &World, unit: &str) -> (u64, u64) {
    let said = world.get("nuoc", &format!("/api/count?unit={unit}")).await.json();
    (said["total"].as_u64().expect("a total"), said["waiting"].as_u64().expect("a number"))
}

#[tokio::test]
async fn an_accepted_event_moves_the_figures_of_every_level() {
    let world = World::new().await;
    world.push("ctv.khe", 1, &[household(1, "ctv.khe", (K1, KHE), Some(1))]).await;
    assert_eq!(total(&world, "31120").await, (0, 1));

    let queue = world.get("xa.khe", "/api/review?unit=31120&status=submitted&limit=10").await.json();
    assert_eq!(queue["items"][0]["id"], json!(event_id(1)));
    assert_eq!(queue["items"][0]["by_name"], "Người ctv.khe");
    let item = world.get("xa.khe", &format!("/api/review/{}", event_id(1))).await.json();
    assert_eq!(item["event"]["kind"], "household");
    assert_eq!(item["after"]["members"][0]["name"], "Nguyễn Thị Lan");

    let decided = world.post("xa.khe", &format!("/api/review/{}/accept", event_id(1)), &json!({})).await;
    assert_eq!(decided.json(), json!({ "id": event_id(1), "status": "accepted", "position": 2 }));
    for unit in ["31120.01", "31120", "92", "VN"] {
        assert_eq!(total(&world, unit).await, (1, 0), "{unit}");
    }
    let again = world.post("xa.khe", &format!("/api/review/{}/accept", event_id(1)), &json!({})).await;
    assert_eq!((again.status, again.code().as_str()), (409, "already_decided"));
    let before = world.get("nuoc", "/api/count?unit=VN&known_at=1&by=sex,age5").await.json();
    assert_eq!((before["total"].as_u64(), before["known_at"].as_u64()), (Some(0), Some(1)));
}

#[tokio::test]
async fn a_returned_event_comes_back_to_its_author_with_the_reason() {
    let world = World::new().await;
    world.push("ctv.khe", 1, &[household(1, "ctv.khe", (K1, KHE), Some(1))]).await;
    let address = format!("/api/review/{}/return", event_id(1));
    let silent = world.post("xa.khe", &address, &json!({ "reason": "  " })).await;
    assert_eq!((silent.status, silent.code().as_str()), (400, "reason_missing"));
    let decided = world.post("xa.khe", &address, &json!({ "reason": "Hỏi lại ngày sinh" })).await;
    assert_eq!((decided.status, decided.json()["status"].as_str()), (200, Some("returned")));
    let pulled = world.get("ctv.khe", "/api/sync/pull?after=0").await.json();
    assert_eq!(pulled["events"][0]["status"], "returned");
    assert_eq!(pulled["events"][0]["reason"], "Hỏi lại ngày sinh");
    assert_eq!(total(&world, "VN").await.0, 0);
}

#[tokio::test]
async fn many_are_accepted_at_once_and_each_is_answered_for() {
    let world = World::new().await;
    let events = [household(1, "ctv.khe", (K1, KHE), Some(1)), household(2, "ctv.khe", (K2, KHE), Some(2))];
    world.push("ctv.khe", 2, &events).await;
    world.push("ctv.kieu", 1, &[household(3, "ctv.kieu", (N1, KIEU), Some(1))]).await;
    let queue = world.get("xa.khe", "/api/review").await.json();
    let clean = |number| {
        let id = json!(event_id(number));
        queue["items"].as_array().is_some_and(|items| items.iter().any(|item| item["id"] == id && item["severity"] == "clean"))
    };
    let body = json!({ "ids": [event_id(1), event_id(2), event_id(3), event_id(9)] });
    let outcomes = world.post("xa.khe", "/api/review/accept", &body).await.json()["outcomes"].clone();
    for number in [1, 2] {
        let expected = if clean(number) { (json!("accepted"), json!(null)) } else { (json!("submitted"), json!("not_clean")) };
        let outcome = &outcomes[usize::try_from(number).unwrap_or(0) - 1];
        assert_eq!((outcome["status"].clone(), outcome["code"].clone()), expected);
    }
    assert_eq!(outcomes[2]["code"], "not_found", "the next commune's event");
    assert_eq!(outcomes[3]["code"], "not_found");
    let many: Vec<_> = (0..201).map(event_id).collect();
    let refused = world.post("xa.khe", "/api/review/accept", &json!({ "ids": many })).await;
    assert_eq!((refused.status, refused.code().as_str()), (400, "too_many_ids"));
}
