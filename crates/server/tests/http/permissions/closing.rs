//! Reports: the commune takes its steps, the province those of the receiver, and whoever has the counts may look.

use super::*;

fn to(state: &str) -> Ask {
    let note = (state == "returned").then_some("Xem lại");
    post(
        "/api/reports/closed",
        json!({ "form": "01-DSX", "unit": "31120", "period": "2026-01", "to": state, "note": note, "nothing": true }),
    )
}

/// The id of the report of 31120.
async fn id(world: &World) -> String {
    world.get("xa.khe", "/api/reports/closed").await.json()["items"][0]["id"].as_str().expect("a report").to_owned()
}

#[tokio::test]
async fn each_step_is_for_one_side() {
    let world = settled().await;
    let course = [
        ("prepared", "xa.khe"),
        ("verified", "xa.khe"),
        ("signed", "xa.khe"),
        ("sent", "xa.khe"),
        ("received", "tinh"),
        ("returned", "tinh"),
        ("prepared", "xa.khe"),
        ("sent", "xa.khe"),
        ("accepted", "tinh"),
        ("locked", "tinh"),
    ];
    for (state, who) in course {
        assert_only(&world, &to(state), &[who]).await;
    }
    let again = world.post("tinh", "/api/reports/closed", &to("prepared").body.expect("a body")).await;
    assert_eq!((again.status, again.code()), (409, "step_not_next".to_owned()));
}

#[tokio::test]
async fn looking() {
    let world = settled().await;
    world.post("xa.khe", "/api/reports/closed", &to("sent").body.expect("a body")).await;
    let id = id(&world).await;
    let here = ["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"];
    for address in ["", "/check", "/file?format=csv"] {
        assert_only(&world, &get(format!("/api/reports/closed/{id}{address}")), &here).await;
    }
    let check = world.get("tinh", &format!("/api/reports/closed/{id}/check")).await.json();
    assert_eq!((&check["ok"], &check["parts"][0]["ok"]), (&json!(true), &json!(true)), "{check}");
    for login in ACCOUNTS {
        let items = world.get(login, "/api/reports/closed").await.json()["items"].as_array().map_or(0, Vec::len);
        assert_eq!(items, usize::from(here.contains(&login)), "{login}");
    }
    let board = |unit: &str| get(format!("/api/reports/board?form=01-DSX&period=2026-01&unit={unit}"));
    assert_only(&world, &board("31120"), &here).await;
    assert_only(&world, &board("92"), &["tinh", "nuoc"]).await;
    let rows = world.get("tinh", &board("92").address).await.json()["rows"].clone();
    let states: Vec<&str> = rows.as_array().into_iter().flatten().filter_map(|row| row["state"].as_str()).collect();
    assert_eq!(states, ["sent", "open"], "{rows}");
}

#[tokio::test]
async fn files_are_what_was_closed() {
    let world = settled().await;
    world.post("xa.khe", "/api/reports/closed", &to("sent").body.expect("a body")).await;
    let id = id(&world).await;
    let file = async |rest: &str| world.get("tinh", &format!("/api/reports/closed/{id}/file?{rest}")).await;
    let closed = world.get("tinh", &format!("/api/reports/closed/{id}")).await.json();
    let kept = |part: &Value| part["content"].as_str().expect("a text").as_bytes().to_vec();
    assert_eq!(file("format=json").await.body, kept(&closed["versions"][0]));
    let before = file("format=csv").await;
    assert_eq!(before.header("content-disposition"), Some("attachment; filename=\"01-DSX_31120_2026-01_v1.csv\""));

    let accepted = world.post("xa.khe", &format!("/api/review/{}/accept", event_id(11)), &json!({})).await;
    assert_eq!(accepted.status, 200);
    assert_eq!(file("format=csv").await.body, before.body, "what came later is not in it");
    let page = String::from_utf8(file("format=html").await.body).expect("a page");
    let hash = closed["versions"][0]["hash"].as_str().expect("a hash");
    assert!(page.contains(hash) && page.contains("Không phát sinh") && page.contains("Số: ……/BC"), "{page}");
    let signer = world.get("xa.khe", "/api/me").await.json()["user"]["name"].as_str().expect("a name").to_owned();
    assert_eq!(page.matches(&signer).count(), 2, "prepared and signed");

    let reason = json!({ "reason": "Hộ duyệt muộn" });
    let revised = world.post("xa.khe", &format!("/api/reports/closed/{id}/revisions"), &reason).await;
    assert_eq!(revised.status, 200);
    assert_ne!(file("format=csv").await.body, before.body, "the last revision");
    assert_eq!(file("format=csv&version=1").await.body, before.body);
    let page = String::from_utf8(file("format=html&revision=1").await.body).expect("a page");
    assert!(page.contains("Hộ duyệt muộn") && page.contains("lần 1"), "{page}");
    for (rest, status, code) in [
        ("format=csv&version=2", 404, "not_found"),
        ("format=csv&revision=2", 404, "not_found"),
        ("format=csv&version=1&revision=1", 400, "bad_query"),
        ("format=odt", 400, "unknown_format"),
    ] {
        let refused = file(rest).await;
        assert_eq!((refused.status, refused.code().as_str()), (status, code), "{rest}");
    }
}

#[tokio::test]
async fn forms() {
    let world = World::new().await;
    assert_only(&world, &get("/api/reports/forms"), &ACCOUNTS).await;
    let forms = world.get("xa.khe", "/api/reports/forms").await.json()["items"].clone();
    let month: Vec<&Value> = forms.as_array().into_iter().flatten().filter(|form| form["form"] == "01-DSX").collect();
    assert_eq!(month.len(), 2, "before and since 01/07/2025");
    assert_eq!((&month[0]["valid_to"], &month[1]["valid_from"]), (&json!("2025-06-30"), &json!("2025-07-01")));
    assert_eq!((&month[1]["level"], &month[1]["period"]), (&json!("commune"), &json!("month")));
    assert_eq!(month[1]["due"], json!({ "days": 5, "working": true }));
    assert_eq!(month[1]["receivers"][0]["role"], "province_office");
}

#[tokio::test]
async fn revising_is_for_the_unit() {
    let world = settled().await;
    world.post("xa.khe", "/api/reports/closed", &to("sent").body.expect("a body")).await;
    let address = format!("/api/reports/closed/{}/revisions", id(&world).await);
    let body = json!({ "reason": "Hộ duyệt muộn" });
    for login in ["xa.kieu", "ctv.kieu", "quantri"] {
        assert_eq!(world.post(login, &address, &body).await.status, 404, "{login}");
    }
    for login in ["ctv.khe", "tinh", "nuoc", "doc"] {
        assert_eq!(world.post(login, &address, &body).await.status, 403, "{login}");
    }
    assert_eq!(world.post("xa.khe", &address, &body).await.code(), "no_difference");
    let accepted = world.post("xa.khe", &format!("/api/review/{}/accept", event_id(11)), &json!({})).await;
    assert_eq!(accepted.status, 200);
    let revised = world.post("xa.khe", &address, &body).await;
    assert_eq!(revised.status, 200);
    let said = revised.json();
    let residents = said["differences"].as_array().into_iter().flatten().find(|line| line["row"] == "residents");
    assert_eq!(residents.expect("a line")["change"], json!(1.0), "{said}");
}

#[tokio::test]
async fn declaring() {
    let world = settled().await;
    let declare = |area: danso_model::AreaId| post("/api/reports/declarations", json!({ "area": area.0, "period": "2026-02" }));
    assert_only(&world, &declare(KHE), &["ctv.khe", "xa.khe"]).await;
    assert_only(&world, &declare(KIEU), &["ctv.kieu", "xa.kieu"]).await;
    let board = world.get("xa.khe", "/api/reports/board?form=01-DSX&period=2026-02&unit=31120").await.json();
    let standings: Vec<&str> =
        board["areas"].as_array().into_iter().flatten().filter_map(|area| area["standing"].as_str()).collect();
    assert_eq!(standings, ["nothing", "missing"], "{board}");
}
