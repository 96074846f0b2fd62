//! Who may ask for what. Every table names an account of each role and what it is answered; nobody without a token is answered at all.

mod accounts;
mod closing;
mod duplicates;
mod entry;
mod figures;
mod forecasts;
mod handed;
mod movers;
mod network;
mod persons;
mod phones;
mod queue;
mod reconciliations;
mod reorganisations;
mod samples;
mod training;

use crate::world::*;
use axum::http::Method;
use serde_json::{Value, json};

/// A request of the tables.
pub struct Ask {
    pub method: Method,
    pub address: String,
    pub body: Option<Value>,
    /// Sent beside the body as `multipart/form-data`.
    pub file: Option<String>,
}

pub fn get(address: impl Into<String>) -> Ask {
    Ask { method: Method::GET, address: address.into(), body: None, file: None }
}

pub fn post(address: impl Into<String>, body: Value) -> Ask {
    Ask { method: Method::POST, address: address.into(), body: Some(body), file: None }
}

pub fn delete(address: impl Into<String>) -> Ask {
    Ask { method: Method::DELETE, address: address.into(), body: None, file: None }
}

pub fn upload(address: impl Into<String>, file: &str, ask: &Value) -> Ask {
    Ask { method: Method::POST, address: address.into(), body: Some(ask.clone()), file: Some(file.to_owned()) }
}

/// Exactly these accounts are answered with 200 or 201; all others are refused with 403 or, where they may not even know, 404; and without a
/// token it is 401. Those that are refused ask first, so that they find things as they were.
pub async fn assert_only(world: &World, ask: &Ask, allowed: &[&str]) {
    let status = async |login: &str| match &ask.file {
        Some(file) => world.upload(login, &ask.address, file, ask.body.as_ref()).await.status,
        None => world.ask(login, ask.method.clone(), &ask.address, ask.body.as_ref()).await.status,
    };
    let name = format!("{} {}", ask.method, ask.address);
    assert_eq!(status("").await, 401, "{name} without a token");
    assert_eq!(status("not-a-token").await, 401, "{name} with a wrong token");
    for login in ACCOUNTS.iter().filter(|login| !allowed.contains(login)) {
        let refused = status(login).await;
        assert!(refused == 403 || refused == 404, "{name} as {login}: {refused}");
    }
    for login in allowed {
        let answered = status(login).await;
        assert!(answered == 200 || answered == 201, "{name} as {login}: {answered}");
    }
}

/// A world with one accepted household in each area — 1 in `KHE` (`K1`), 2 in `KHE_B` (`K2`), 3 in `KIEU` — and one that waits in each:
/// 11, 12, 13.
pub async fn settled() -> World {
    let world = World::new().await;
    let places = [("ctv.khe", "xa.khe", K1, KHE), ("ctv.kheb", "xa.khe", K2, KHE_B), ("ctv.kieu", "xa.kieu", N1, KIEU)];
    for (number, (collaborator, officer, hamlet, area)) in (1_u128..).zip(places) {
        let events = [
            household(number, collaborator, (hamlet, area), Some(1)),
            household(10 + number, collaborator, (hamlet, area), Some(2)),
        ];
        assert_eq!(world.push(collaborator, 2, &events).await.status, 200);
        let accepted = world.post(officer, &format!("/api/review/{}/accept", event_id(number)), &json!({})).await;
        assert_eq!(accepted.status, 200);
    }
    world
}

/// The ids of the items of a list.
pub fn items(answer: &Answer) -> Vec<String> {
    let said = answer.json();
    let items = said["items"].as_array().expect("a list");
    let mut ids: Vec<String> = items.iter().filter_map(|item| item["id"].as_str()).map(str::to_owned).collect();
    ids.sort();
    ids
}
