//! `/api/events`

use crate::world::*;
use pretty_assertions::assert_eq;
use serde_json::json;

#[tokio::test]
async fn an_officers_own_entry_counts_at_once() {
    let world = World::new().await;
    let body = json!({ "events": [household(1, "xa.khe", (K1, KHE), None)] });
    let answer = world.post("xa.khe", "/api/events", &body).await;
    assert_eq!(answer.json()["outcomes"][0]["outcome"], "accepted", "{}", answer.json());
    for unit in ["31120.01", "31120", "92", "VN"] {
        assert_eq!(world.get("nuoc", &format!("/api/count?unit={unit}")).await.json()["total"], 1);
    }
    assert_eq!(world.get("nuoc", "/api/count?unit=31135").await.json()["total"], 0);
}

#[tokio::test]
async fn an_event_beyond_the_own_commune_never_counts_at_once() {
    let world = World::new().await;
    let body = json!({ "events": [household(1, "xa.khe", (N1, KIEU), None)] });
    let answer = world.post("xa.khe", "/api/events", &body).await;
    assert_ne!(answer.json()["outcomes"][0]["outcome"], "accepted", "{}", answer.json());
    assert_eq!(world.get("nuoc", "/api/count?unit=VN").await.json()["total"], 0);
}
