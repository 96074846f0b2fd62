//! Codes for devices: the administrator for everyone, an officer for the commune's own collaborators.

use super::*;

#[tokio::test]
async fn codes() {
    let world = World::new().await;
    let code = |login| post("/api/devices/codes", json!({ "user": user(login).0 }));
    assert_only(&world, &code("ctv.khe"), &["xa.khe", "quantri"]).await;
    assert_only(&world, &code("ctv.kieu"), &["xa.kieu", "quantri"]).await;
    for login in ["xa.khe", "tinh", "nuoc", "doc", "quantri"] {
        assert_only(&world, &code(login), &["quantri"]).await;
    }
    let nobody = post("/api/devices/codes", json!({ "user": household_id(1) }));
    assert_only(&world, &nobody, &[]).await;
}

#[tokio::test]
async fn a_session_ends_for_whoever_has_it() {
    let world = World::new().await;
    for login in ACCOUNTS {
        let out = world.ask(login, Method::DELETE, "/api/session", None).await;
        assert_eq!(out.status, 204);
        assert_eq!(world.get(login, "/api/me").await.status, 401);
    }
    assert_eq!(world.ask("", Method::DELETE, "/api/session", None).await.status, 401);
}
