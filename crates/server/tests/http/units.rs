//! `/api/units`, `/api/status`, `/api/count`, `/api/flows`, `/api/people`, `/api/search`: that parameters reach the use cases.

use crate::world::*;
use pretty_assertions::assert_eq;
use serde_json::json;

#[tokio::test]
async fn the_tree_of_units_from_the_root_down() {
    let world = World::new().await;
    let nation = world.get("nuoc", "/api/units/VN").await.json();
    assert_eq!(nation["children"].as_array().map(Vec::len), Some(34));
    let province = world.get("nuoc", "/api/units/92?at=2025-06-30").await.json();
    assert_eq!(province["name"], "Cần Thơ");
    let commune = world.get("xa.khe", "/api/units/31120").await.json();
    assert_eq!(commune["full_name"], "Phường Cái Khế");
    assert_eq!(commune["children"][0]["code"], "31120.01");
    let unknown = world.get("nuoc", "/api/units/abc").await;
    assert_eq!((unknown.status, unknown.code().as_str()), (400, "unknown_unit"));
}

#[tokio::test]
async fn figures_and_the_persons_behind_them() {
    let world = World::new().await;
    world.push("ctv.khe", 1, &[household(1, "ctv.khe", (K1, KHE), Some(1))]).await;
    let status = world.get("xa.khe", "/api/status?unit=31120").await.json();
    assert_eq!((status["position"].as_u64(), status["waiting"].as_u64()), (Some(1), Some(1)));
    world.post("xa.khe", &format!("/api/review/{}/accept", event_id(1)), &json!({})).await;

    let count = world.get("xa.khe", "/api/count?unit=31120&at=2026-03-01&by=unit,sex,age").await.json();
    assert_eq!(count["rows"], json!([{ "unit": "31120.01", "sex": "f", "age": 38, "count": 1 }]));
    let flows = world.get("xa.khe", "/api/flows?unit=31120&from=2026-01-01&to=2026-02-28&by=month").await.json();
    assert_eq!(flows["rows"].as_array().map(Vec::len), Some(2));
    assert_eq!((flows["rows"][0]["month"].as_str(), flows["rows"][1]["end"].as_u64()), (Some("2026-01"), Some(1)));
    let backwards = world.get("xa.khe", "/api/flows?unit=31120&from=2026-03-01&to=2026-02-01").await;
    assert_eq!((backwards.status, backwards.code().as_str()), (400, "bad_period"));

    let ids = |answer: Answer| {
        answer.json()["items"].as_array().map(|items| items.iter().map(|item| item["id"].clone()).collect::<Vec<_>>())
    };
    let found = Some(vec![json!(person_id(1))]);
    for asked in ["", "&sex=f", "&age_from=30&age_to=40", "&age_to=38", "&at=2026-03-01"] {
        assert_eq!(ids(world.get("xa.khe", &format!("/api/people?unit=31120{asked}")).await), found, "{asked}");
    }
    for asked in ["&sex=m", "&age_from=39", "&event=death&from=2026-01-01&to=2026-12-31"] {
        assert_eq!(ids(world.get("xa.khe", &format!("/api/people?unit=31120{asked}")).await), Some(vec![]), "{asked}");
    }
    let halved = world.get("xa.khe", "/api/people?unit=31120&event=birth&from=2026-01-01").await;
    assert_eq!((halved.status, halved.code().as_str()), (400, "bad_query"));
    assert_eq!(ids(world.get("xa.khe", "/api/search?q=nguyen%20lan&unit=31120").await), found);
    let household = world.get("xa.khe", &format!("/api/households/{}", household_id(1))).await.json();
    assert_eq!(household["household"]["members"][0]["name"], "Nguyễn Thị Lan");
}
