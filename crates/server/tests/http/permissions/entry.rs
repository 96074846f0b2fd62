//! Entry at the desk: the officer of the commune, for someone who has or had the area.

use super::*;

fn entered(number: u128, behalf: Option<&str>) -> Value {
    let mut event = household(number, "xa.khe", (K1, KHE), None);
    if let Some(login) = behalf {
        event["for"] = json!(user(login).0);
    }
    event
}

#[tokio::test]
async fn an_area_as_its_phone_has_it() {
    let world = settled().await;
    assert_only(&world, &get(format!("/api/entry/areas/{}", KHE.0)), &["xa.khe"]).await;
    assert_only(&world, &get(format!("/api/entry/areas/{}", KIEU.0)), &["xa.kieu"]).await;
    let answer = world.get("xa.khe", &format!("/api/entry/areas/{}", KHE.0)).await;
    assert_eq!((answer.header("content-encoding"), answer.header("cache-control")), (Some("gzip"), Some("no-store")));
    assert_eq!(world.get("xa.khe", &format!("/api/entry/areas/{}", household_id(1))).await.status, 404);
}

#[tokio::test]
async fn each_account_has_a_key_of_its_own() {
    let world = settled().await;
    assert_only(&world, &get("/api/entry/key"), &["xa.khe", "xa.kieu"]).await;
    let key = async |login: &str| world.get(login, "/api/entry/key").await.json()["key"].as_str().unwrap().to_owned();
    let own = key("xa.khe").await;
    assert_eq!((own.len(), own == key("xa.khe").await, own == key("xa.kieu").await), (64, true, false));
}

#[tokio::test]
async fn the_statement_counts_it_for_the_collaborator() {
    let world = settled().await;
    let events = json!({ "events": [entered(21, Some("ctv.khe")), entered(22, None), entered(23, Some("ctv.kieu"))] });
    let outcomes = world.post("xa.khe", "/api/events", &events).await.json();
    let told = |at: usize| (outcomes["outcomes"][at]["outcome"].clone(), outcomes["outcomes"][at]["issues"][0]["rule"].clone());
    assert_eq!(told(0), (json!("accepted"), Value::Null), "{outcomes}");
    assert_eq!(told(1), (json!("accepted"), Value::Null));
    assert_eq!(told(2), (json!("queued"), json!("for_elsewhere")), "someone of another commune");
    let statement = world.get("xa.khe", "/api/network/statement?unit=31120&period=2026-01").await.json();
    let lines = statement["lines"].as_array().unwrap();
    let of = |login: &str| lines.iter().find(|line| line["login"] == login).map(|line| (&line["recorded"], &line["behalf"]));
    assert_eq!(of("ctv.khe"), Some((&json!(3), &json!(1))), "{statement}");
    assert_eq!(of("xa.khe"), None, "an officer earns no allowance");
    let kept = world.get("xa.khe", &format!("/api/review/{}", event_id(21))).await.json();
    assert_eq!((&kept["event"]["by"], &kept["event"]["for"]), (&json!(user("xa.khe").0), &json!(user("ctv.khe").0)));
}

#[tokio::test]
async fn whoever_handed_the_area_over_still_brings_paper_of_it() {
    let world = settled().await;
    let give = json!({ "area": KHE.0, "to": user("ctv.kheb").0 });
    assert_eq!(world.post("xa.khe", "/api/network/hand-overs", &give).await.status, 200);
    let both = json!({ "events": [entered(21, Some("ctv.khe")), entered(22, Some("ctv.kheb"))] });
    let outcomes = world.post("xa.khe", "/api/events", &both).await.json();
    assert_eq!(
        (&outcomes["outcomes"][0]["outcome"], &outcomes["outcomes"][1]["outcome"]),
        (&json!("accepted"), &json!("accepted")),
        "{outcomes}"
    );
}

#[tokio::test]
async fn nobody_but_the_officer_enters_for_another() {
    let world = settled().await;
    let mut event = household(21, "ctv.khe", (K1, KHE), Some(3));
    event["for"] = json!(user("ctv.kheb").0);
    let pushed = world.push("ctv.khe", 3, &[event]).await.json();
    assert_eq!(pushed["outcomes"][0]["outcome"], "queued");
    assert_eq!(pushed["outcomes"][0]["issues"][0]["rule"], "for_elsewhere", "{pushed}");
}
