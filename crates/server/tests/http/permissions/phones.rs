//! The phone's side and entry at the desk.

use super::*;

const COLLABORATORS: [&str; 3] = ["ctv.khe", "ctv.kheb", "ctv.kieu"];

#[tokio::test]
async fn snapshot_and_pull_are_for_collaborators() {
    let world = settled().await;
    assert_only(&world, &get("/api/sync/snapshot"), &COLLABORATORS).await;
    assert_only(&world, &get("/api/sync/pull?after=0"), &COLLABORATORS).await;
    for (login, number) in [("ctv.khe", 1), ("ctv.kheb", 2), ("ctv.kieu", 3)] {
        let pulled = world.get(login, "/api/sync/pull?after=0").await.json();
        let households = pulled["households"].as_array().expect("households");
        assert_eq!(households.len(), 1, "{login} has the own area alone");
        assert_eq!(households[0]["id"], json!(household_id(number)));
    }
}

#[tokio::test]
async fn a_push_is_for_a_device() {
    let world = World::new().await;
    let own = |login| post("/api/sync/push", json!({ "device": device(login).0, "last_counter": 0, "events": [] }));
    for login in ["xa.khe", "xa.kieu", "tinh", "nuoc", "doc", "quantri", ""] {
        let ask = own("ctv.khe");
        let status = world.ask(login, ask.method, &ask.address, ask.body.as_ref()).await.status;
        assert_eq!(status, if login.is_empty() { 401 } else { 403 }, "{login}");
    }
    for login in COLLABORATORS {
        let ask = own(login);
        assert_eq!(world.ask(login, ask.method, &ask.address, ask.body.as_ref()).await.status, 200, "{login}");
    }
}

#[tokio::test]
async fn a_push_into_a_neighbours_area_never_counts_unseen() {
    let world = World::new().await;
    let answer = world.push("ctv.khe", 1, &[household(7, "ctv.khe", (N1, KIEU), Some(1))]).await.json();
    let outcome = &answer["outcomes"][0];
    assert_ne!(outcome["outcome"], "accepted", "{answer}");
    let remarks = outcome["issues"].as_array().cloned().unwrap_or_default();
    assert!(remarks.iter().any(|issue| issue["rule"] == "out_of_area"), "{answer}");
}

#[tokio::test]
async fn entry_without_a_device() {
    let world = World::new().await;
    let body = json!({ "events": [] });
    assert_only(&world, &post("/api/events", body), &["ctv.khe", "ctv.kheb", "ctv.kieu", "xa.khe", "xa.kieu"]).await;
}
