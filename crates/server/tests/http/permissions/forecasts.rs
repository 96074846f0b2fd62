//! Forecasts: read by whoever has the counts of the unit, made by its offices and those above.

use super::*;

fn make(unit: &str) -> Ask {
    post("/api/forecasts", json!({ "unit": unit, "to": 2035, "base": "2026-01-31" }))
}

#[tokio::test]
async fn whoever_counts_reads_and_offices_make() {
    let world = settled().await;
    let places: [(&str, &[&str], &[&str]); 4] = [
        ("31120", &["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"], &["xa.khe", "tinh", "nuoc"]),
        ("31135", &["ctv.kieu", "xa.kieu", "tinh", "nuoc"], &["xa.kieu", "tinh", "nuoc"]),
        ("92", &["tinh", "nuoc"], &["tinh", "nuoc"]),
        ("VN", &["nuoc"], &["nuoc"]),
    ];
    for (unit, readers, makers) in places {
        assert_only(&world, &make(unit), makers).await;
        assert_only(&world, &get(format!("/api/forecasts?unit={unit}")), readers).await;
        assert_only(&world, &get(format!("/api/quality?unit={unit}")), readers).await;
        let list = world.get("nuoc", &format!("/api/forecasts?unit={unit}")).await.json();
        let id = list["items"][0]["id"].as_str().expect("one was made").to_owned();
        for part in ["", "/sectors", "/file?format=csv", "/file?format=xlsx"] {
            assert_only(&world, &get(format!("/api/forecasts/{id}{part}")), readers).await;
        }
    }
}

#[tokio::test]
async fn tables_are_read_for_those_who_make_forecasts() {
    let world = settled().await;
    let ask = post("/api/forecasts/base", json!({ "text": "age,male,female\n0-59,10,11\n60+,2,3\n" }));
    assert_only(&world, &ask, &["xa.khe", "xa.kieu", "tinh", "nuoc"]).await;
}
