//! The network: the officer of a commune runs it, the office of the province looks on, nobody else knows of it.

use super::*;

fn ask(method: Method, address: &str, body: Option<Value>) -> Ask {
    Ask { method, address: address.to_owned(), body, file: None }
}

#[tokio::test]
async fn looking() {
    let world = settled().await;
    for address in ["", "/watch", "/campaigns"] {
        let here = get(format!("/api/network{address}?unit=31120"));
        assert_only(&world, &here, &["xa.khe", "tinh", "quantri"]).await;
    }
    assert_only(&world, &get("/api/network/statement?unit=31120&period=2026-02"), &["xa.khe", "tinh", "quantri"]).await;
    let file = get("/api/network/statement?unit=31120&period=2026-02&format=xlsx");
    assert_only(&world, &file, &["xa.khe", "tinh", "quantri"]).await;
    for wrong in ["92", "31120.01", "99999", "x"] {
        assert_eq!(world.get("quantri", &format!("/api/network?unit={wrong}")).await.status, 400, "{wrong}");
    }
    let network = world.get("xa.khe", "/api/network?unit=31120").await.json();
    let logins: Vec<&str> =
        network["collaborators"].as_array().unwrap().iter().filter_map(|line| line["login"].as_str()).collect();
    assert_eq!(logins, ["ctv.khe", "ctv.kheb"], "{network}");
    assert_eq!((&network["may_change"], &network["areas"][0]["households"]), (&json!(true), &json!(1)));
    assert_eq!(world.get("tinh", "/api/network?unit=31120").await.json()["may_change"], json!(false));
}

#[tokio::test]
async fn changing_areas() {
    let world = settled().await;
    let area = |number: &str, hamlets: &[&str]| {
        post("/api/network/areas", json!({ "unit": "31120", "number": number, "name": "Địa bàn mới", "hamlets": hamlets }))
    };
    let made = world.post("xa.khe", "/api/network/areas", &area("3", &["31120.01"]).body.unwrap()).await.json();
    let mut again = area("3", &["31120.01", "31120.02"]).body.unwrap();
    again["id"] = made["id"].clone();
    assert_only(&world, &post("/api/network/areas", again), &["xa.khe", "quantri"]).await;
    let refused = async |ask: Ask| {
        let answer = world.ask("xa.khe", ask.method, &ask.address, ask.body.as_ref()).await;
        (answer.status, answer.code())
    };
    assert_eq!(refused(area("3", &["31120.01"])).await, (409, "area_number_taken".to_owned()));
    assert_eq!(refused(area("4", &["31135.01"])).await, (400, "hamlet_elsewhere".to_owned()));
    assert_eq!(refused(area("4", &[])).await, (400, "area_malformed".to_owned()));
    assert_eq!(refused(area(" ", &["31120.01"])).await, (400, "area_malformed".to_owned()));
    let foreign = json!({ "unit": "31120", "id": KIEU.0, "number": "9", "name": "x", "hamlets": ["31120.01"] });
    assert_eq!(refused(post("/api/network/areas", foreign)).await, (404, "not_found".to_owned()));
}

#[tokio::test]
async fn an_area_passes_on_with_its_history() {
    let world = settled().await;
    let give = |to: &str| post("/api/network/hand-overs", json!({ "area": KHE.0, "to": user(to).0 }));
    assert_only(&world, &give("ctv.kheb"), &["xa.khe", "quantri"]).await;
    assert_eq!(world.get("ctv.kheb", "/api/sync/snapshot").await.status, 200);
    let left = world.get("ctv.khe", "/api/sync/pull?after=0").await.json();
    assert_eq!(left["households"].as_array().map(Vec::len), Some(0), "the area is gone from the old hands");
    let pulled = world.get("ctv.kheb", "/api/sync/pull?after=0").await.json();
    assert_eq!(pulled["households"].as_array().map(Vec::len), Some(2), "and in the new ones with its households");

    let new = json!({ "area": KHE.0, "name": "Nguyễn Thị Mới", "login": "ctv.moi" });
    let handed = world.post("xa.khe", "/api/network/hand-overs", &new).await.json();
    let names: Vec<&str> = handed["from"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!((names.len(), handed["password"].is_string()), (1, true), "{handed}");
    let enrolled = json!({ "code": handed["code"], "name": "Máy mới" });
    let session = world.post("", "/api/devices/enrol", &enrolled).await;
    assert_eq!(session.status, 200, "one scan");
    let network = world.get("xa.khe", "/api/network?unit=31120").await.json();
    let history = network["areas"][0]["history"].as_array().unwrap();
    let ends: Vec<(bool, bool)> = history.iter().map(|span| (span["from"].is_string(), span["to"].is_string())).collect();
    assert_eq!(ends, [(false, true), (true, true), (true, false)], "{history:?}");

    let both = json!({ "area": KHE.0, "to": user("ctv.kheb").0, "shared": true });
    let shared = world.post("xa.khe", "/api/network/hand-overs", &both).await.json();
    assert_eq!(shared["from"], json!([]), "two may have one area");
    let neither = world.post("xa.khe", "/api/network/hand-overs", &json!({ "area": KHE.0 })).await;
    assert_eq!((neither.status, neither.code()), (400, "hand_over_to_whom".to_owned()));
    let foreign = json!({ "area": KHE.0, "to": user("ctv.kieu").0 });
    assert_eq!(world.post("xa.khe", "/api/network/hand-overs", &foreign).await.status, 404, "not the officer's to give to");
}

#[tokio::test]
async fn phones_and_accounts_are_taken_back() {
    let world = settled().await;
    let revoke = format!("/api/devices/{}", device("ctv.khe").0);
    for (login, status) in [("", 401), ("ctv.kheb", 404), ("xa.kieu", 404), ("tinh", 404), ("xa.khe", 204), ("quantri", 204)] {
        let ask = ask(Method::DELETE, &revoke, None);
        assert_eq!(world.ask(login, ask.method, &ask.address, None).await.status, status, "{login}");
    }
    let told = world.get("ctv.khe", "/api/sync/pull?after=0").await;
    assert_eq!((told.status, told.code()), (403, "device_revoked".to_owned()), "so that the phone empties itself");

    let lock = format!("/api/network/users/{}/disabled", user("ctv.kheb").0);
    for (login, status) in [("", 401), ("ctv.kieu", 404), ("xa.kieu", 404), ("tinh", 404), ("xa.khe", 204)] {
        let refused = world.ask(login, Method::POST, &lock, Some(&json!({ "disabled": true }))).await;
        assert_eq!(refused.status, status, "{login}");
    }
    assert_eq!(world.get("ctv.kheb", "/api/me").await.status, 401);
    let own = format!("/api/network/users/{}/disabled", user("quantri").0);
    let answer = world.post("quantri", &own, &json!({ "disabled": true })).await;
    assert_eq!((answer.status, answer.code()), (409, "own_account".to_owned()));
    let world = World::new().await;
    let renew = format!("/api/network/users/{}/password", user("ctv.kheb").0);
    assert_only(&world, &ask(Method::POST, &renew, Some(json!({}))), &["xa.khe", "quantri"]).await;
}

#[tokio::test]
async fn campaigns() {
    let world = settled().await;
    let body = json!({ "unit": "31120", "name": "Rà soát đầu năm", "first_day": "2026-01-01", "last_day": "2026-12-31" });
    assert_only(&world, &post("/api/network/campaigns", body.clone()), &["xa.khe", "quantri"]).await;
    let list = world.get("tinh", "/api/network/campaigns?unit=31120").await.json();
    let id = list["campaigns"][0]["id"].as_str().expect("a campaign").to_owned();
    assert_eq!(list["campaigns"][0]["state"], "running");
    let address = format!("/api/network/campaigns/{id}");
    assert_only(&world, &get(address.clone()), &["xa.khe", "tinh", "quantri"]).await;
    let seen = world.get("xa.khe", &address).await.json();
    assert_eq!(seen["areas"].as_array().map(Vec::len), Some(2), "{seen}");
    assert!(seen["changes"]["household"].as_u64() >= Some(2), "{seen}");
    let end = ask(Method::DELETE, &address, None);
    for (login, status) in [("xa.kieu", 403), ("tinh", 403), ("xa.khe", 200), ("xa.khe", 409)] {
        assert_eq!(world.ask(login, end.method.clone(), &end.address, None).await.status, status, "{login}");
    }
    let wrong = json!({ "unit": "31120", "name": "x", "first_day": "2026-02-01", "last_day": "2026-01-01" });
    assert_eq!(world.post("xa.khe", "/api/network/campaigns", &wrong).await.code(), "campaign_malformed");
}

#[tokio::test]
async fn the_statement_of_a_month_tells_what_was_recorded() {
    let world = settled().await;
    let month = world.get("xa.khe", "/api/network").await;
    assert_eq!(month.status, 400, "of which commune?");
    let statement = world.get("xa.khe", "/api/network/statement?unit=31120&period=2026-01").await.json();
    let lines = statement["lines"].as_array().unwrap();
    let of = |login: &str, what: &str| lines.iter().find(|line| line["login"] == login).map(|line| line[what].clone());
    assert_eq!(of("ctv.khe", "recorded"), Some(json!(2)), "{statement}");
    assert_eq!(of("ctv.khe", "accepted"), Some(json!(1)));
    assert_eq!(of("ctv.khe", "waiting"), Some(json!(1)));
    assert_eq!(of("ctv.khe", "mobile"), Some(json!(2)));
    assert!(statement.get("rule").is_none(), "no resolution of Cần Thơ is known, and none is made up");
    let before = world.get("xa.khe", "/api/network/statement?unit=31120&period=2025-12").await.json();
    assert!(before["lines"].as_array().unwrap().iter().all(|line| line["recorded"] == json!(0)), "{before}");
    let year = world.get("xa.khe", "/api/network/statement?unit=31120&period=2026").await;
    assert_eq!((year.status, year.code()), (400, "bad_period".to_owned()));
}

#[tokio::test]
async fn what_a_revoked_phone_saved_is_brought_in_in_its_own_name() {
    let world = settled().await;
    assert_eq!(world.ask("xa.khe", Method::DELETE, &format!("/api/devices/{}", device("ctv.khe").0), None).await.status, 204);
    let saved = [household(21, "ctv.khe", (K1, KHE), Some(3)), household(22, "ctv.khe", (K1, KHE), Some(4))];
    let body = json!({ "device": device("ctv.khe").0, "last_counter": 4, "events": saved });
    assert_eq!(world.post("ctv.khe", "/api/sync/push", &body).await.code(), "device_revoked");
    assert_only(&world, &post("/api/network/outbox", body.clone()), &["xa.khe", "quantri"]).await;
    let again = world.post("xa.khe", "/api/network/outbox", &body).await.json();
    let outcomes: Vec<&str> = again["outcomes"].as_array().unwrap().iter().filter_map(|one| one["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["duplicate", "duplicate"], "{again}");
    assert_eq!(again["received"], json!({ "count": 4, "upto": 4, "missing": [] }));
    let queue = world.get("xa.khe", "/api/review?unit=31120").await.json();
    let by: Vec<&str> = queue["items"].as_array().unwrap().iter().filter_map(|item| item["by_name"].as_str()).collect();
    assert_eq!(by.iter().filter(|name| **name == "Người ctv.khe").count(), 3, "{queue}");
    let nobody = json!({ "device": household_id(1), "last_counter": 0, "events": [] });
    assert_eq!(world.post("quantri", "/api/network/outbox", &nobody).await.status, 404);
}
