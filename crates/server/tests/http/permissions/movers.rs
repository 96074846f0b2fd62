//! Movers: counts for whoever has those of the unit, persons for its officer, decisions for the officer of where someone came to.

use super::*;

/// A settled world in which 1 of the one commune left for the other, and 6 came there.
async fn moved() -> World {
    let world = settled().await;
    let told = |number: u128, kind: &str, date: &str, login: &str, counter: u64, data: Value| {
        let mut event = household(number, login, (N1, KIEU), Some(counter));
        event["kind"] = json!(kind);
        event["date"] = json!(date);
        event["data"] = data;
        event
    };
    let leaves = json!({ "household": household_id(1), "persons": [person_id(1)], "to": { "kind": "commune", "unit": "31135" } });
    let mut leaves = told(21, "move_out", "2026-02-01", "ctv.khe", 3, leaves);
    leaves.as_object_mut().unwrap().remove("personal");
    let member = json!({ "person": person_id(6), "sex": "f", "birth": "1987-05-20", "relationship": "9", "residence": "1" });
    let comes = json!({
        "household": household_id(3), "hamlet": N1.0, "members": [member], "from": { "kind": "commune", "unit": "31120" },
    });
    let mut comes = told(22, "move_in", "2026-02-05", "ctv.kieu", 3, comes);
    comes["personal"] = json!({ person_id(6).to_string(): { "name": "Nguyễn Thị Lan" } });
    for (collaborator, officer, event, number) in [("ctv.khe", "xa.khe", leaves, 21), ("ctv.kieu", "xa.kieu", comes, 22)] {
        assert_eq!(world.push(collaborator, 3, &[event]).await.status, 200);
        let accepted = world.post(officer, &format!("/api/review/{}/accept", event_id(number)), &json!({})).await;
        assert_eq!(accepted.status, 200, "{}", String::from_utf8_lossy(&accepted.body));
    }
    world
}

fn ends(arrival: u128, departure: u128) -> String {
    format!("/api/movers/{}/{}", person_id(arrival), person_id(departure))
}

#[tokio::test]
async fn counts_and_persons() {
    let world = moved().await;
    assert_only(&world, &get("/api/movers"), &["xa.khe", "xa.kieu"]).await;
    assert_only(&world, &get("/api/movers?unit=31120"), &["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"]).await;
    assert_only(&world, &get("/api/movers?unit=31135"), &["ctv.kieu", "xa.kieu", "tinh", "nuoc"]).await;
    assert_only(&world, &get("/api/movers?unit=92"), &["tinh", "nuoc"]).await;
    for (login, unit, persons) in [
        ("xa.khe", "31120", true),
        ("ctv.khe", "31120", false),
        ("doc", "31120", false),
        ("tinh", "31120", false),
        ("tinh", "92", false),
        ("nuoc", "VN", false),
        ("xa.kieu", "31135", true),
    ] {
        let told = world.get(login, &format!("/api/movers?unit={unit}")).await.json();
        assert_eq!(told["persons"], persons, "{login} {unit}");
        assert_eq!(told["items"].as_array().unwrap().is_empty(), !persons, "{login} {unit}");
    }
    let told = world.get("xa.kieu", "/api/movers?unit=31135&side=arrival").await.json();
    let candidate = &told["items"][0]["candidates"][0];
    assert_eq!(candidate["id"], json!(person_id(1)), "{told}");
    let mut keys: Vec<&str> = candidate.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    let least = [
        "before",
        "birth",
        "commune_name",
        "day",
        "hamlet_name",
        "id",
        "lines",
        "may_pair",
        "name",
        "probability",
        "sex",
        "weight",
    ];
    assert_eq!(keys, least, "no more than that of someone of another commune");
    for (address, code) in
        [("?after=x", "bad_query"), ("?from=2026-02-01&to=2026-01-01", "bad_period"), ("?unit=x", "unknown_unit")]
    {
        let refused = world.get("xa.kieu", &format!("/api/movers{address}")).await;
        assert_eq!((refused.status, refused.code()), (400, code.to_owned()));
    }
}

#[tokio::test]
async fn pairing_and_undoing() {
    let world = moved().await;
    for pair in [ends(1, 6), ends(6, 3), ends(3, 1)] {
        assert_only(&world, &post(&pair, json!({})), &[]).await;
        assert_only(&world, &post(format!("{pair}/apart"), json!({ "apart": true })), &[]).await;
    }
    let long = world.post("xa.kieu", &ends(6, 1), &json!({ "reason": "a".repeat(501) })).await;
    assert_eq!((long.status, long.code()), (400, "merge_reason".to_owned()));
    assert_only(&world, &post(format!("{}/apart", ends(6, 1)), json!({ "apart": true })), &["xa.kieu"]).await;
    assert_only(&world, &post(ends(6, 1), json!({})), &[]).await;
    assert_only(&world, &post(format!("{}/apart", ends(6, 1)), json!({ "apart": false })), &["xa.kieu"]).await;
    assert_only(&world, &post(ends(6, 1), json!({ "reason": "Cùng một người" })), &["xa.kieu"]).await;
    let history = world.get("xa.kieu", &format!("/api/households/{}", household_id(3))).await.json();
    let events = history["events"].as_array().unwrap();
    let merge = events.iter().find(|event| event["kind"] == "same_person").expect("the history names it")["id"].clone();
    assert_only(&world, &post(format!("/api/duplicates/undo/{}", merge.as_str().unwrap()), json!({})), &["xa.kieu"]).await;
    let again = world.get("xa.kieu", "/api/movers?unit=31135&side=arrival").await.json();
    assert_eq!(again["items"][0]["candidates"][0]["id"], json!(person_id(1)), "{again}");
}
