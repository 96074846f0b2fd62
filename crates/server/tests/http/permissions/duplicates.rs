//! Persons who may be one: the officer of the commune where both live.

use super::*;

fn pair(one: u128, other: u128) -> String {
    format!("/api/duplicates/{}/{}", person_id(one), person_id(other))
}

/// A settled world in which 6 of the one commune looks like 1.
async fn alike() -> World {
    let world = settled().await;
    let twice = household(6, "ctv.kheb", (K2, KHE_B), Some(3));
    assert_eq!(world.push("ctv.kheb", 3, &[twice]).await.status, 200);
    assert_eq!(world.post("xa.khe", &format!("/api/review/{}/accept", event_id(6)), &json!({})).await.status, 200);
    world
}

#[tokio::test]
async fn lists_and_pairs() {
    let world = alike().await;
    assert_only(&world, &get("/api/duplicates"), &["xa.khe", "xa.kieu"]).await;
    assert_only(&world, &get("/api/duplicates?unit=31120"), &["xa.khe"]).await;
    assert_only(&world, &get("/api/duplicates?unit=31135"), &["xa.kieu"]).await;
    assert_only(&world, &get(pair(1, 6)), &["xa.khe"]).await;
    assert_only(&world, &get(format!("{}/preview", pair(1, 6))), &["xa.khe"]).await;
    assert_only(&world, &get(pair(1, 3)), &[]).await;
    assert_only(&world, &get(format!("{}/preview", pair(1, 3))), &[]).await;
    assert_only(&world, &get(format!("/api/review/{}/duplicates", event_id(11))), &["xa.khe"]).await;
    assert_only(&world, &get(format!("/api/review/{}/duplicates", event_id(13))), &["xa.kieu"]).await;
    let found = world.get("xa.khe", "/api/duplicates").await.json();
    assert_eq!(found["items"][0]["one"]["id"], json!(person_id(1)), "{found}");
    assert_eq!(found["items"][0]["other"]["id"], json!(person_id(6)));
    assert_eq!(world.get("xa.kieu", "/api/duplicates").await.json()["total"], 0, "one household is no pair");
}

#[tokio::test]
async fn what_the_night_found() {
    let world = alike().await;
    assert_only(&world, &get("/api/duplicates/night"), &["xa.khe", "xa.kieu"]).await;
    assert_only(&world, &get("/api/duplicates/night?unit=31120"), &["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"])
        .await;
    assert_only(&world, &get("/api/duplicates/night?unit=31135"), &["ctv.kieu", "xa.kieu", "tinh", "nuoc"]).await;
    assert_only(&world, &get("/api/duplicates/night?unit=92"), &["tinh", "nuoc"]).await;
    let told = world.get("xa.khe", "/api/duplicates/night").await.json();
    assert_eq!((&told["persons"], told.get("searched")), (&json!(true), None), "{told}");
    for (login, unit) in [("ctv.khe", "31120"), ("tinh", "31120"), ("nuoc", "VN")] {
        let told = world.get(login, &format!("/api/duplicates/night?unit={unit}")).await.json();
        assert_eq!(told["persons"], false, "{login} {unit}");
    }
    let bad = world.get("xa.khe", "/api/duplicates/night?after=x").await;
    assert_eq!((bad.status, bad.code()), (400, "bad_query".to_owned()));
}

#[tokio::test]
async fn merging_and_undoing() {
    let world = alike().await;
    let reason = json!({ "reason": "Cùng một người, ghi ở hai địa bàn" });
    assert_only(&world, &post(format!("{}/merge", pair(1, 3)), reason.clone()), &[]).await;
    let blank = world.post("xa.khe", &format!("{}/merge", pair(1, 6)), &json!({ "reason": " " })).await;
    assert_eq!((blank.status, blank.code()), (400, "merge_reason".to_owned()));
    assert_only(&world, &post(format!("{}/merge", pair(1, 6)), reason.clone()), &["xa.khe"]).await;
    assert_eq!(world.get("xa.khe", &pair(1, 6)).await.status, 404, "the other sheet is none any more");
    let history = world.get("xa.khe", &format!("/api/households/{}", household_id(1))).await.json();
    let events = history["events"].as_array().unwrap();
    let merge = events.iter().find(|event| event["kind"] == "same_person").expect("the history names it")["id"].clone();
    assert_eq!(history["household"]["members"][0]["merged"], json!([person_id(6)]), "{history}");
    let undo = format!("/api/duplicates/undo/{}", merge.as_str().unwrap());
    assert_only(&world, &post(&undo, json!({})), &["xa.khe"]).await;
    assert_eq!(world.get("xa.khe", &pair(1, 6)).await.status, 200);
    let other = format!("/api/duplicates/undo/{}", event_id(1));
    assert_eq!(world.post("xa.khe", &other, &json!({})).await.status, 404, "only merges are undone here");
}

#[tokio::test]
async fn two_persons_are_not_asked_about_again() {
    let world = alike().await;
    let asked = async || world.get("xa.khe", "/api/duplicates").await.json()["total"].as_u64().unwrap();
    let before = asked().await;
    let apart = json!({ "apart": true });
    assert_only(&world, &post(format!("{}/apart", pair(6, 3)), apart.clone()), &[]).await;
    assert_only(&world, &post(format!("{}/apart", pair(6, 1)), apart), &["xa.khe"]).await;
    assert_eq!(asked().await, before - 1);
    let told = world.get("xa.khe", &pair(1, 6)).await.json();
    assert!(told["apart"]["by_name"].as_str().is_some_and(|name| !name.is_empty()), "{told}");
    let again = json!({ "apart": false });
    assert_eq!(world.post("xa.khe", &format!("{}/apart", pair(1, 6)), &again).await.status, 200);
    assert_eq!(asked().await, before);
}
