//! Samples: the commune and its province draw and see rates; only the commune's officer sees households and what was said again.

use super::*;

fn drawn() -> Value {
    json!({ "unit": "31120", "name": "Phúc tra", "households": 2 })
}

#[tokio::test]
async fn drawing_and_looking() {
    let world = settled().await;
    assert_only(&world, &post("/api/network/samples", drawn()), &["xa.khe", "tinh", "quantri"]).await;
    assert_only(&world, &get("/api/network/samples?unit=31120"), &["xa.khe", "tinh", "quantri"]).await;
    let list = world.get("xa.khe", "/api/network/samples?unit=31120").await.json();
    let id = list["samples"][0]["id"].as_str().expect("a sample").to_owned();
    let address = format!("/api/network/samples/{id}");
    assert_only(&world, &get(address.clone()), &["xa.khe", "tinh", "quantri"]).await;
    assert_only(&world, &get(format!("{address}/result")), &["xa.khe", "tinh", "quantri"]).await;
    assert_only(&world, &get(format!("{address}/result?format=xlsx")), &["xa.khe", "tinh", "quantri"]).await;
    assert_only(&world, &get(format!("{address}/form?format=pdf")), &["xa.khe"]).await;
    assert_only(&world, &get(format!("{address}/differences")), &["xa.khe"]).await;
    let seen = async |login: &str| world.get(login, &address).await.json();
    assert_eq!(seen("xa.khe").await["households"].as_array().map(Vec::len), Some(2));
    for login in ["tinh", "quantri"] {
        let reply = seen(login).await;
        assert_eq!((&reply["may_read"], &reply["households"]), (&json!(false), &json!([])), "{login} sees no person");
    }
    assert_eq!(
        world.post("xa.khe", "/api/network/samples", &json!({ "unit": "31120", "name": "x" })).await.code(),
        "sample_malformed"
    );
}

#[tokio::test]
async fn reading_and_deciding() {
    let world = settled().await;
    let id = world.post("xa.khe", "/api/network/samples", &drawn()).await.json()["id"].as_str().expect("a sample").to_owned();
    let seen = world.get("xa.khe", &format!("/api/network/samples/{id}")).await.json();
    let household = seen["households"][0]["household"].as_str().expect("a household").to_owned();
    let address = format!("/api/network/samples/{id}/readings/{household}");
    let body =
        json!({ "met": true, "persons": [{ "name": "Hoàn toàn khác", "sex": "m", "birth": "2001", "relationship": "1" }] });
    assert_only(&world, &post(address.clone(), body.clone()), &["xa.khe"]).await;
    let mut own = body.clone();
    let login = if household == household_id(1).to_string() { "ctv.khe" } else { "ctv.kheb" };
    own["reader"] = json!(user(login).0);
    let refused = world.post("xa.khe", &address, &own).await;
    assert_eq!((refused.status, refused.code()), (409, "reader_recorded_it".to_owned()));
    let wrong = json!({ "met": true, "persons": [{ "sex": "x" }] });
    assert_eq!(world.post("xa.khe", &address, &wrong).await.code(), "reading_malformed");
    let missing = format!("/api/network/samples/{id}/readings/{}", household_id(404));
    assert_eq!(world.post("xa.khe", &missing, &body).await.status, 404);

    let verdict = json!({ "household": household, "number": 1, "verdict": "register" });
    assert_only(&world, &post(format!("/api/network/samples/{id}/differences"), verdict), &["xa.khe"]).await;
    let result = world.get("tinh", &format!("/api/network/samples/{id}/result")).await.json();
    assert_eq!((&result["total"]["register"], &result["total"]["open"]), (&json!(1), &json!(1)), "{result}");
    assert_eq!(result["fields"][0]["of"], "person");
}
