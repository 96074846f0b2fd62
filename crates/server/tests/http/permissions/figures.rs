//! Figures: any unit inside the scope, for every role but the administrator.

use super::*;

#[tokio::test]
async fn everyone_logged_in() {
    let world = World::new().await;
    for address in ["/api/me", "/api/catalog"] {
        assert_only(&world, &get(address), &ACCOUNTS).await;
    }
}

#[tokio::test]
async fn counts_status_and_flows() {
    let world = settled().await;
    let places: [(&str, &[&str]); 6] = [
        ("31120", &["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"]),
        ("31120.01", &["ctv.khe", "xa.khe", "tinh", "nuoc", "doc"]),
        ("31120.02", &["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"]),
        ("31135", &["ctv.kieu", "xa.kieu", "tinh", "nuoc"]),
        ("92", &["tinh", "nuoc"]),
        ("VN", &["nuoc"]),
    ];
    for (unit, allowed) in places {
        assert_only(&world, &get(format!("/api/count?unit={unit}&by=sex,age5,unit")), allowed).await;
        assert_only(&world, &get(format!("/api/status?unit={unit}")), allowed).await;
        assert_only(&world, &get(format!("/api/flows?unit={unit}&from=2026-01-01&to=2026-02-28&by=month")), allowed).await;
    }
}

#[tokio::test]
async fn units_are_shown_inside_the_scope_and_on_the_way_to_it() {
    let world = World::new().await;
    let all_but_admin = &ACCOUNTS[..8];
    let places: [(&str, &[&str]); 4] = [
        ("VN", all_but_admin),
        ("92", all_but_admin),
        ("31135", &["ctv.kieu", "xa.kieu", "tinh", "nuoc"]),
        ("31120.01", &["ctv.khe", "xa.khe", "tinh", "nuoc", "doc"]),
    ];
    for (unit, allowed) in places {
        assert_only(&world, &get(format!("/api/units/{unit}")), allowed).await;
    }
    let children = world.get("xa.khe", "/api/units/92").await.json()["children"].clone();
    assert_eq!(children.as_array().map(Vec::len), Some(1), "only the own commune below the province");
}

#[tokio::test]
async fn figures_of_indicators_and_reports() {
    let world = settled().await;
    let places: [(&str, &[&str]); 7] = [
        ("31120", &["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"]),
        ("31120.01", &["ctv.khe", "xa.khe", "tinh", "nuoc", "doc"]),
        ("31120.02", &["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"]),
        ("31135", &["ctv.kieu", "xa.kieu", "tinh", "nuoc"]),
        ("92", &["tinh", "nuoc"]),
        ("R6", &["nuoc"]),
        ("VN", &["nuoc"]),
    ];
    for (unit, allowed) in places {
        assert_only(&world, &get(format!("/api/figures?indicator=POP,CBR&unit={unit}&period=2026-01&by=sex")), allowed).await;
    }
    let communes: [(&str, &[&str]); 2] = [
        ("31120", &["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"]),
        ("31135", &["ctv.kieu", "xa.kieu", "tinh", "nuoc"]),
    ];
    for (unit, allowed) in communes {
        assert_only(&world, &get(format!("/api/reports/01-DSX?unit={unit}&period=2026-01&format=csv")), allowed).await;
    }
    assert_only(&world, &get("/api/indicators"), &ACCOUNTS).await;
}
