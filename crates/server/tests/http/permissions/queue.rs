//! The queue: the officer of the commune alone.

use super::*;

#[tokio::test]
async fn lists_and_items() {
    let world = settled().await;
    assert_only(&world, &get("/api/review"), &["xa.khe", "xa.kieu"]).await;
    assert_only(&world, &get("/api/review?unit=31120"), &["xa.khe"]).await;
    assert_only(&world, &get("/api/review?unit=31135"), &["xa.kieu"]).await;
    assert_only(&world, &get(format!("/api/review/{}", event_id(11))), &["xa.khe"]).await;
    assert_only(&world, &get(format!("/api/review/{}", event_id(13))), &["xa.kieu"]).await;
    assert_eq!(items(&world.get("xa.khe", "/api/review").await), [event_id(11), event_id(12)].map(|id| id.to_string()));
    assert_eq!(items(&world.get("xa.kieu", "/api/review").await), [event_id(13).to_string()]);
}

#[tokio::test]
async fn accepting() {
    let world = settled().await;
    assert_only(&world, &post(format!("/api/review/{}/accept", event_id(11)), json!({})), &["xa.khe"]).await;
    assert_only(&world, &post(format!("/api/review/{}/accept", event_id(13)), json!({})), &["xa.kieu"]).await;
}

#[tokio::test]
async fn returning() {
    let world = settled().await;
    let body = json!({ "reason": "Hỏi lại" });
    assert_only(&world, &post(format!("/api/review/{}/return", event_id(12)), body.clone()), &["xa.khe"]).await;
    assert_only(&world, &post(format!("/api/review/{}/return", event_id(13)), body), &["xa.kieu"]).await;
}

#[tokio::test]
async fn accepting_many() {
    let world = settled().await;
    let body = json!({ "ids": [event_id(11), event_id(13)] });
    assert_only(&world, &post("/api/review/accept", body.clone()), &["xa.khe", "xa.kieu"]).await;
    let world = settled().await;
    let outcomes = world.post("xa.khe", "/api/review/accept", &body).await.json()["outcomes"].clone();
    assert_eq!(outcomes[1]["code"], "not_found", "{outcomes}");
}
