//! Persons: collaborators in their areas and officers in their communes; nobody else sees one.

use super::*;

#[tokio::test]
async fn lists_behind_a_number() {
    let world = settled().await;
    assert_only(&world, &get("/api/people?unit=31120"), &["ctv.khe", "ctv.kheb", "xa.khe"]).await;
    assert_only(&world, &get("/api/people?unit=31135"), &["ctv.kieu", "xa.kieu"]).await;
    assert_only(&world, &get("/api/people?unit=92"), &[]).await;
    assert_only(&world, &get("/api/people?unit=VN"), &[]).await;
}

#[tokio::test]
async fn a_list_holds_the_own_area_alone() {
    let world = settled().await;
    let people = async |login: &str, unit: &str| items(&world.get(login, &format!("/api/people?unit={unit}")).await);
    let person = |number| person_id(number).to_string();
    assert_eq!(people("ctv.khe", "31120").await, [person(1)]);
    assert_eq!(people("ctv.khe", "31120.02").await, [] as [String; 0], "the neighbour's household in a shared hamlet");
    assert_eq!(people("ctv.kheb", "31120").await, [person(2)]);
    assert_eq!(people("xa.khe", "31120").await, [person(1), person(2)]);
    let total = world.get("ctv.khe", "/api/people?unit=31120").await.json()["total"].clone();
    assert_eq!(total, 1, "the number of those unseen is not told");
}

#[tokio::test]
async fn search() {
    let world = settled().await;
    assert_only(&world, &get("/api/search?q=nguyen"), &["ctv.khe", "ctv.kheb", "ctv.kieu", "xa.khe", "xa.kieu"]).await;
    let found = async |login: &str| items(&world.get(login, "/api/search?q=nguyen").await);
    let person = |number| person_id(number).to_string();
    assert_eq!(found("ctv.khe").await, [person(1)]);
    assert_eq!(found("ctv.kheb").await, [person(2)]);
    assert_eq!(found("xa.khe").await, [person(1), person(2)]);
    assert_eq!(found("xa.kieu").await, [person(3)]);
    let beyond = world.get("xa.khe", "/api/search?q=nguyen&unit=31135").await;
    assert!(beyond.status == 403 || items(&beyond).is_empty());
}

#[tokio::test]
async fn households() {
    let world = settled().await;
    let address = |number| get(format!("/api/households/{}", household_id(number)));
    assert_only(&world, &address(1), &["ctv.khe", "xa.khe"]).await;
    assert_only(&world, &address(2), &["ctv.kheb", "xa.khe"]).await;
    assert_only(&world, &address(3), &["ctv.kieu", "xa.kieu"]).await;
    assert_only(&world, &address(99), &[]).await;
    let sheet = |number| get(format!("/api/households/{}/sheet?format=html", household_id(number)));
    assert_only(&world, &sheet(1), &["ctv.khe", "xa.khe"]).await;
    assert_only(&world, &sheet(3), &["ctv.kieu", "xa.kieu"]).await;
    let page = String::from_utf8(world.get("xa.khe", &sheet(1).address).await.body).expect("a page");
    assert!(page.contains("A0/CTV") && page.contains("Cái Khế") && page.contains("Chủ hộ"), "{page}");
}

#[tokio::test]
async fn every_look_at_persons_is_audited() {
    let world = settled().await;
    for address in [
        "/api/people?unit=31120",
        "/api/search?q=nguyen%20lan",
        &format!("/api/households/{}", household_id(1)),
        &format!("/api/households/{}/sheet?format=pdf", household_id(1)),
    ] {
        let before = world.app.store.audit_page(100).await.expect("an audit").len();
        assert_eq!(world.get("xa.khe", address).await.status, 200);
        let rows = world.app.store.audit_page(100).await.expect("an audit");
        assert_eq!(rows.len(), before + 1, "{address}");
        assert_eq!(rows[0].user, Some(user("xa.khe")));
        assert!(!format!("{:?}", rows[0]).to_lowercase().contains("lan"), "{:?}", rows[0]);
    }
}

#[tokio::test]
async fn people_behind_a_figure() {
    let world = settled().await;
    let address = |unit: &str| format!("/api/figures/people?indicator=POP&unit={unit}&period=2026-01");
    assert_only(&world, &get(address("31120")), &["ctv.khe", "ctv.kheb", "xa.khe"]).await;
    assert_only(&world, &get(address("31135")), &["ctv.kieu", "xa.kieu"]).await;
    assert_only(&world, &get(address("92")), &[]).await;
    assert_only(&world, &get(address("VN")), &[]).await;
    let people = async |login: &str| {
        let page = world.get(login, &address("31120")).await.json();
        page["items"].as_array().map(|items| items.iter().map(|item| item["person"]["id"].clone()).collect::<Vec<_>>())
    };
    let person = |number| serde_json::Value::from(person_id(number).to_string());
    assert_eq!(people("ctv.khe").await, Some(vec![person(1)]), "nobody of another's area");
    assert_eq!(people("xa.khe").await, Some(vec![person(1), person(2)]));
    let before = world.app.store.audit_page(100).await.expect("an audit").len();
    assert_eq!(world.get("xa.khe", &address("31120")).await.status, 200);
    let rows = world.app.store.audit_page(100).await.expect("an audit");
    assert_eq!((rows.len(), rows[0].user), (before + 1, Some(user("xa.khe"))));
    assert_eq!(rows[0].action, "figure_people_listed");
}
