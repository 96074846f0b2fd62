//! Reorganisations: the administrator anywhere, the office of a province inside it, nobody else.

use super::*;
use axum::http::Method;

fn rename() -> Value {
    json!({
        "version": 1, "name": "đổi tên", "on": "2026-02-01", "decree": "1/NQ",
        "steps": [{ "do": "rename", "unit": "31120", "name": "Phường Cái Khế Mới" }],
    })
}

fn elsewhere() -> Value {
    json!({
        "version": 1, "on": "2026-02-01", "decree": "2/NQ",
        "steps": [{ "do": "rename", "unit": "00004", "name": "Phường Ba Đình Mới" }],
    })
}

#[tokio::test]
async fn previews_and_the_list() {
    let world = settled().await;
    assert_only(&world, &get("/api/reorganisations"), &["tinh", "quantri"]).await;
    assert_only(&world, &post("/api/reorganisations/preview", rename()), &["tinh", "quantri"]).await;
    assert_only(&world, &post("/api/reorganisations/preview", elsewhere()), &["quantri"]).await;
    let told = world.post("tinh", "/api/reorganisations/preview", &rename()).await.json();
    assert_eq!((told["possible"].as_bool(), told["unit_count"].as_u64()), (Some(true), Some(1)));
    let broken = world.post("tinh", "/api/reorganisations/preview", &json!({ "version": 1, "step": [] })).await;
    assert_eq!((broken.status, broken.json()["code"].as_str().map(str::to_owned)), (400, Some("plan_malformed".to_owned())));
}

#[tokio::test]
async fn applying_and_undoing() {
    let world = settled().await;
    for login in ACCOUNTS.iter().filter(|login| !["tinh", "quantri"].contains(login)) {
        assert_eq!(world.post(login, "/api/reorganisations", &rename()).await.status, 403, "{login}");
    }
    assert_eq!(world.post("tinh", "/api/reorganisations", &elsewhere()).await.status, 403, "another province");
    let made = world.post("tinh", "/api/reorganisations", &rename()).await;
    assert_eq!(made.status, 200, "{}", made.json());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let name = async |login: &str| world.get(login, "/api/units/31120").await.json()["full_name"].as_str().map(str::to_owned);
    assert_eq!(name("xa.khe").await.as_deref(), Some("Phường Cái Khế Mới"));
    let before = world.get("xa.khe", "/api/units/31120?at=2026-01-31").await.json();
    assert_eq!(before["full_name"], "Phường Cái Khế");
    let address = format!("/api/reorganisations/{id}");
    assert_only(&world, &get(address.clone()), &["tinh", "quantri"]).await;
    for login in ACCOUNTS.iter().filter(|login| !["tinh", "quantri"].contains(login)) {
        assert_eq!(world.ask(login, Method::DELETE, &address, None).await.status, 403, "{login}");
    }
    let again = world.post("quantri", "/api/reorganisations", &rename()).await;
    assert_eq!((again.status, again.json()["code"].as_str().map(str::to_owned)), (409, Some("plan_conflicts".to_owned())));
    let undone = world.ask("quantri", Method::DELETE, &address, None).await;
    assert_eq!(undone.status, 200, "{}", undone.json());
    assert_eq!(name("xa.khe").await.as_deref(), Some("Phường Cái Khế"));
    let twice = world.ask("quantri", Method::DELETE, &address, None).await;
    assert_eq!((twice.status, twice.json()["code"].as_str().map(str::to_owned)), (409, Some("reorganisation_undone".to_owned())));
    let early = json!({ "version": 1, "on": "2026-12-01", "steps": [{ "do": "rename", "unit": "31120", "name": "Phường Sau" }] });
    let early = world.post("tinh", "/api/reorganisations", &early).await;
    assert_eq!((early.status, early.json()["code"].as_str().map(str::to_owned)), (409, Some("plan_too_early".to_owned())));
    assert_eq!(world.get("tinh", "/api/reorganisations").await.json()["items"].as_array().map(Vec::len), Some(1));
}
