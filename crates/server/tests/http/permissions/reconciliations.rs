//! Reconciliations: figures for whoever has the counts of the commune, rows and persons for its officer alone.

use super::*;

const COUNTING: &[&str] = &["ctv.khe", "ctv.kheb", "xa.khe", "tinh", "nuoc", "doc"];

#[tokio::test]
async fn the_officer_reads_rows_and_others_figures() {
    let world = settled().await;
    let list = "Họ và tên,Ngày sinh,Giới tính\nNguyễn Văn Không Có,1990-01-02,Nam\nTrần Thị Lạ,1985-03-04,Nữ\n";
    let ask = json!({
        "unit": "31120", "name": "Thử", "source": "insurance", "purpose": "Kiểm tra", "legal_basis": "Kế hoạch 1", "as_of": "2026-01-31",
    });
    let preview = upload("/api/reconciliations/preview", list, &json!({ "unit": "31120" }));
    assert_only(&world, &preview, &["xa.khe"]).await;
    assert_only(&world, &upload("/api/reconciliations/preview", list, &json!({})), &["xa.khe", "xa.kieu"]).await;
    let made = upload("/api/reconciliations", list, &ask);
    assert_only(&world, &made, &["xa.khe"]).await;
    assert_only(&world, &get("/api/reconciliations?unit=31120"), COUNTING).await;

    let items = world.get("xa.khe", "/api/reconciliations?unit=31120").await.json();
    let id = items["items"][0]["id"].as_str().expect("one was made").to_owned();
    let at = |part: &str| format!("/api/reconciliations/{id}{part}");
    for part in ["", "/coverage", "/board", "/file?part=coverage&format=csv"] {
        assert_only(&world, &get(at(part)), COUNTING).await;
    }
    for part in [
        "/queue",
        "/rows/0",
        "/differences",
        "/differences/t:0/events",
        "/audit",
        "/file?part=links&format=csv",
        "/file?part=bad&format=xlsx",
    ] {
        assert_only(&world, &get(at(part)), &["xa.khe"]).await;
    }
    assert_only(&world, &post(at("/rows/0/answer"), json!({ "verdict": "none" })), &["xa.khe"]).await;
    assert_only(&world, &delete(at("/rows/0/answer")), &["xa.khe"]).await;
    assert_only(&world, &post(at("/differences/t:0"), json!({ "outcome": "theirs" })), &["xa.khe"]).await;
    assert_only(&world, &delete(at("/differences/t:0")), &["xa.khe"]).await;
    assert_only(&world, &post(at("/destroy"), json!({ "reason": "Xong việc" })), &["xa.khe"]).await;
    let gone = world.get("xa.khe", &at("/queue")).await;
    assert_eq!((gone.status, gone.code()), (409, "reconciliation_destroyed".to_owned()));
    assert_only(&world, &get(at("/coverage")), COUNTING).await;
}
