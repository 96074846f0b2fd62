//! `/api/devices`

use crate::world::*;
use danso_app::people::{By, NewUser};
use danso_store::{Grant, Role};
use pretty_assertions::assert_eq;
use serde_json::json;

async fn code(world: &World, login: &str) -> String {
    let answer = world.post("xa.khe", "/api/devices/codes", &json!({ "user": user(login).0 })).await;
    assert_eq!(answer.status, 200);
    answer.json()["code"].as_str().expect("a code").to_owned()
}

async fn enrol(world: &World, code: &str) -> Answer {
    world.post("", "/api/devices/enrol", &json!({ "code": code, "name": "Máy mới" })).await
}

#[tokio::test]
async fn a_code_enrols_one_device_once() {
    let world = World::new().await;
    let answer = world.post("xa.khe", "/api/devices/codes", &json!({ "user": user("ctv.khe").0 })).await;
    assert_eq!(answer.json()["expires_at"], "2026-03-01T02:15:00.000Z");
    let code = answer.json()["code"].as_str().expect("a code").to_owned();
    let spaced = format!("{} {}", &code[..4], &code[4..]);
    let enrolled = enrol(&world, &spaced).await;
    assert_eq!(enrolled.status, 200);
    assert_eq!(enrolled.json()["user"]["login"], "ctv.khe");
    let token = enrolled.json()["token"].as_str().expect("a token").to_owned();
    assert_eq!(world.get(&token, "/api/sync/pull?after=0").await.status, 200);
    let again = enrol(&world, &code).await;
    assert_eq!((again.status, again.code().as_str()), (400, "enrolment_code_invalid"));
}

#[tokio::test]
async fn a_code_ends_after_a_quarter_of_an_hour() {
    let world = World::new().await;
    let code = code(&world, "ctv.khe").await;
    world.pass_minutes(15);
    assert_eq!(enrol(&world, &code).await.code(), "enrolment_code_invalid");
}

#[tokio::test]
async fn a_revoked_device_is_told_so() {
    let world = World::new().await;
    let mut row = world.app.store.device(device("ctv.khe")).await.expect("reads").expect("a device");
    row.revoked_ms = Some(1);
    world.app.store.put_device(&row).await.expect("writes");
    let answer = world.get("ctv.khe", "/api/sync/pull?after=0").await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "device_revoked"));
}

#[tokio::test]
async fn a_disabled_account_has_no_session_any_more() {
    let world = World::new().await;
    let mut row = world.app.store.user_by_login("ctv.khe").await.expect("reads").expect("an account");
    row.disabled = true;
    world.app.store.put_user(&row).await.expect("writes");
    assert_eq!(world.get("ctv.khe", "/api/me").await.status, 401);
    let answer = world.post("", "/api/session", &json!({ "login": "ctv.khe", "password": PASSWORD })).await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "account_disabled"));
    let code = world.post("xa.khe", "/api/devices/codes", &json!({ "user": row.id.0 })).await;
    assert_eq!((code.status, code.code().as_str()), (409, "account_disabled"));
}

#[tokio::test]
async fn accounts_are_added_listed_and_reset_inside_the_callers_reach() {
    let world = World::new().await;
    let officer = world.app.caller_of("xa.khe").await.expect("a caller");
    let new = |login: &str, grant: Grant| NewUser {
        login: login.to_owned(),
        name: "Trần Văn Mới".to_owned(),
        password: None,
        grants: vec![grant],
    };
    let own = Grant { role: Role::Collaborator, unit: None, area: Some(KHE) };
    let added = world.app.add_user(By::Caller(&officer), new("Moi.01", own.clone())).await.expect("adds");
    assert_eq!(added.login, "moi.01");
    let taken = world.app.add_user(By::Console, new("moi.01", own)).await.expect_err("is taken");
    assert_eq!(taken.code(), "login_taken");
    let beyond = Grant { role: Role::Collaborator, unit: None, area: Some(KIEU) };
    let refused = world.app.add_user(By::Caller(&officer), new("moi.02", beyond)).await.expect_err("is next door");
    assert_eq!(refused.code(), "out_of_scope");
    let misplaced = Grant { role: Role::Commune, unit: Some("92".to_owned()), area: None };
    let refused = world.app.add_user(By::Console, new("moi.03", misplaced)).await.expect_err("is no commune");
    assert_eq!(refused.code(), "grant_misplaced");

    let logins: Vec<String> =
        world.app.list_users(By::Caller(&officer)).await.expect("lists").into_iter().map(|line| line.login).collect();
    assert_eq!(logins, ["ctv.khe", "ctv.kheb", "moi.01"]);
    assert_eq!(world.app.list_users(By::Console).await.expect("lists").len(), ACCOUNTS.len() + 1);

    let body = json!({ "login": "moi.01", "password": added.password });
    let token = world.post("", "/api/session", &body).await.json()["token"].as_str().expect("a token").to_owned();
    let reset = world.app.reset_password(By::Caller(&officer), "moi.01", Some("mật khẩu khác".to_owned())).await.expect("resets");
    assert_eq!(reset.password, "mật khẩu khác");
    assert_eq!(world.get(&token, "/api/me").await.status, 401, "a reset ends all sessions");
    assert_eq!(world.post("", "/api/session", &body).await.status, 401);
    let refused = world.app.reset_password(By::Caller(&officer), "xa.kieu", None).await.expect_err("is next door");
    assert_eq!(refused.code(), "out_of_scope");
}

#[tokio::test]
async fn the_audit_knows_what_was_done_and_holds_no_name() {
    let world = World::new().await;
    world.post("", "/api/session", &json!({ "login": "Nguyễn Thị Hoa", "password": "092301001234" })).await;
    world.post("", "/api/session", &json!({ "login": "xa.khe", "password": PASSWORD })).await;
    code(&world, "ctv.khe").await;
    let rows = world.app.store.audit_page(10).await.expect("an audit");
    let actions: Vec<&str> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["device_code_made", "logged_in", "log_in_failed"]);
    assert!(rows.iter().all(|row| !format!("{row:?}").contains("Nguyễn") && !format!("{row:?}").contains("0923")));
}
