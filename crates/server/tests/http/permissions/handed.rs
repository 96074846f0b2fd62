//! Differences in the hands of collaborators: the officer gives them, whoever holds the area answers, from a phone.

use super::*;

const PHONES: &[&str] = &["ctv.khe", "ctv.kheb", "ctv.kieu"];

fn answer(id: &str, key: &str, minute: u32) -> Value {
    let at = format!("2026-03-01T03:{minute:02}:00.000Z");
    json!({ "answers": [{ "reconciliation": id, "key": key, "outcome": "ours", "at": at }] })
}

async fn said(world: &World, login: &str, id: &str, key: &str, minute: u32) -> String {
    let replies = world.post(login, "/api/sync/differences", &answer(id, key, minute)).await.json();
    replies["replies"][0]["result"].as_str().expect("a result").to_owned()
}

/// Keys that a phone is given.
async fn keys(world: &World, login: &str) -> Vec<String> {
    let told = world.get(login, "/api/sync/differences").await.json();
    let items = told["items"].as_array().expect("a list");
    items.iter().filter_map(|item| item["key"].as_str()).map(str::to_owned).collect()
}

#[tokio::test]
async fn only_who_holds_the_area_answers() {
    let world = settled().await;
    let list = "Họ và tên,Ngày sinh,Giới tính\nNguyễn Văn Không Có,1990-01-02,Nam\n";
    let ask = json!({
        "unit": "31120", "name": "Thử", "source": "insurance", "purpose": "Kiểm tra", "legal_basis": "Kế hoạch 1", "as_of": "2026-01-31",
    });
    assert_eq!(world.upload("xa.khe", "/api/reconciliations", list, Some(&ask)).await.status, 201);
    let items = world.get("xa.khe", "/api/reconciliations?unit=31120").await.json();
    let id = items["items"][0]["id"].as_str().expect("one was made").to_owned();
    let at = |part: &str| format!("/api/reconciliations/{id}{part}");
    let mine = format!("o:{}", person_id(1));

    assert!(keys(&world, "ctv.khe").await.is_empty());
    assert_eq!(said(&world, "ctv.khe", &id, &mine, 1).await, "gone", "nothing was handed over");
    assert_only(&world, &post(at("/handed"), json!({ "areas": [KHE.0] })), &["xa.khe"]).await;
    assert_only(&world, &get("/api/sync/differences"), PHONES).await;
    assert_only(&world, &post("/api/sync/differences", json!({ "answers": [] })), PHONES).await;
    assert_eq!(keys(&world, "ctv.khe").await, std::slice::from_ref(&mine));
    for login in ["ctv.kheb", "ctv.kieu"] {
        assert!(keys(&world, login).await.is_empty(), "{login}");
        assert_eq!(said(&world, login, &id, &mine, 2).await, "gone", "{login}");
    }
    let office = world.get("xa.khe", "/api/sync/differences").await;
    assert_eq!((office.status, office.code()), (403, "device_needed".to_owned()));
    assert_eq!(said(&world, "ctv.khe", &id, &format!("o:{}", person_id(2)), 3).await, "gone", "of another area");
    assert_eq!(said(&world, "ctv.khe", &id, &mine, 4).await, "taken");
    assert!(keys(&world, "ctv.khe").await.is_empty());
    let owners = world.get("xa.khe", &at("/differences")).await.json()["owners"].clone();
    assert_eq!((owners[0]["settled"].as_u64(), owners[0]["reported"].as_u64()), (Some(1), Some(1)));

    let fifty_one = json!({ "answers": vec![answer(&id, &mine, 5)["answers"][0].clone(); 51] });
    let many = world.post("ctv.khe", "/api/sync/differences", &fifty_one).await;
    assert_eq!((many.status, many.code()), (400, "reconciliation_malformed".to_owned()));
    assert_only(&world, &delete(at(&format!("/handed/{}", KHE.0))), &["xa.khe"]).await;

    let lock = format!("/api/network/users/{}/disabled", user("ctv.khe").0);
    assert_eq!(world.post("xa.khe", &lock, &json!({ "disabled": true })).await.status, 204);
    assert_eq!(world.get("ctv.khe", "/api/sync/differences").await.status, 401);
    assert_eq!(world.post("ctv.khe", "/api/sync/differences", &answer(&id, &mine, 6)).await.status, 401);
}
