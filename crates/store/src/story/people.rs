//! Chapters on accounts, devices, sessions and the audit.

use super::Maker;
use crate::{AuditRow, Batch, DeviceCode, DeviceMark, DeviceRow, Grant, Role, SessionRow, Store, StoreError, UserRow};
use danso_model::UserId;

pub(super) fn user(id: UserId, login: &str) -> UserRow {
    UserRow {
        id,
        login: login.to_owned(),
        name: "Trần Thị Bé".to_owned(),
        password: "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA".to_owned(),
        disabled: false,
        grants: vec![],
    }
}

/// Accounts have unique logins and keep their grants in order.
pub async fn accounts(store: &dyn Store) {
    let make = Maker::new(51);
    let grant = |role, unit: Option<&str>, area| Grant { role, unit: unit.map(str::to_owned), area };
    let mut be = user(make.user(1), "be.tran");
    be.grants = vec![
        grant(Role::Commune, Some("31117"), None),
        grant(Role::Collaborator, None, Some(make.area(1))),
        grant(Role::Nation, Some("VN"), None),
    ];
    let mut an = user(make.user(2), "an.le");
    an.disabled = true;
    store.put_user(&be).await.expect("account");
    store.put_user(&an).await.expect("account");
    assert_eq!(store.user_by_login("be.tran").await.expect("account"), Some(be.clone()));
    assert_eq!(store.user_by_login("be").await.expect("account"), None);
    let taken = store.put_users(&[user(make.user(4), "xa.cu"), user(make.user(3), "an.le")]).await;
    assert!(matches!(taken, Err(StoreError::Duplicate { .. })));
    assert_eq!(store.user_by_login("xa.cu").await.expect("account"), None, "one transaction");

    be.grants.remove(0);
    be.name = "Trần Thị Bé Hai".to_owned();
    an.login = "an.le2".to_owned();
    store.put_users(&[be.clone(), an.clone()]).await.expect("replaced");
    assert_eq!(store.user_by_login("an.le").await.expect("account"), None);
    let mut found = store.users_by_id(&[be.id, an.id, make.user(9)]).await.expect("accounts");
    found.sort_unstable_by_key(|row| row.id);
    assert_eq!(found, [be.clone(), an.clone()]);
    assert_eq!(store.users_by_id(&[]).await.expect("accounts"), []);

    let many: Vec<_> = (100..900).map(|n| user(make.user(n), &format!("ctv{n}"))).collect();
    store.put_users(&many).await.expect("many");
    let all = store.users().await.expect("accounts");
    assert!(all.is_sorted_by(|one, next| one.login < next.login));
    assert!(many.iter().chain([&be, &an]).all(|row| all.contains(row)));
}

/// Devices, their sessions, and codes that are taken once.
pub async fn devices_and_sessions(store: &dyn Store) {
    let make = Maker::new(52);
    let (one, two) = (make.user(1), make.user(2));
    store.put_users(&[user(one, "may.mot"), user(two, "may.hai")]).await.expect("accounts");
    let phone = DeviceRow {
        id: make.device(1),
        user: one,
        name: "Điện thoại".to_owned(),
        enrolled_ms: 10,
        revoked_ms: None,
        last_counter: 0,
        seen_ms: None,
    };
    let other = DeviceRow { id: make.device(2), enrolled_ms: 20, revoked_ms: Some(30), seen_ms: Some(25), ..phone.clone() };
    store.put_device(&phone).await.expect("device");
    store.put_device(&DeviceRow { name: "?".to_owned(), ..other.clone() }).await.expect("device");
    store.put_device(&other).await.expect("replaced");
    assert_eq!(store.device(phone.id).await.expect("device"), Some(phone.clone()));
    assert_eq!(store.device(make.device(9)).await.expect("device"), None);
    assert_eq!(store.devices_of(one).await.expect("devices"), [phone.clone(), other]);
    assert_eq!(store.devices_of(two).await.expect("devices"), []);

    let mark = async |last_counter, seen_ms| {
        let head = store.head(make.shard).await.expect("head");
        let mark = DeviceMark { device: phone.id, last_counter, seen_ms };
        store.commit(Batch { devices: vec![mark], ..Batch::new(make.shard, head) }).await.expect("mark");
        let row = store.device(phone.id).await.expect("device").expect("it is there");
        (row.last_counter, row.seen_ms)
    };
    assert_eq!(mark(7, 100).await, (7, Some(100)));
    assert_eq!(mark(5, 90).await, (7, Some(100)), "a late push does not turn it back");

    let session = |n: u8, user, device, expires_ms| SessionRow { token_hash: [n; 32], user, device, created_ms: 1, expires_ms };
    let rows = [
        session(1, one, Some(phone.id), 1_000),
        session(2, one, None, 1_000),
        session(3, two, None, 10),
        session(4, two, None, 1_000),
        session(5, two, None, 1_000),
    ];
    for row in &rows {
        store.put_session(row).await.expect("session");
    }
    assert!(matches!(store.put_session(&rows[0]).await, Err(StoreError::Duplicate { .. })));
    assert_eq!(store.session(&[1; 32]).await.expect("session"), Some(rows[0].clone()));
    assert_eq!(store.session(&[9; 32]).await.expect("session"), None);
    store.delete_session(&[5; 32]).await.expect("ended");
    store.delete_sessions_of(one, 500).await.expect("ended");
    let mut left = Vec::new();
    for row in &rows {
        left.extend(store.session(&row.token_hash).await.expect("session"));
    }
    assert_eq!(left, rows[3..4]);

    let code = DeviceCode { code_hash: [1; 32], user: two, made_by: one, expires_ms: 99 };
    store.put_device_code(&code).await.expect("code");
    assert!(matches!(store.put_device_code(&code).await, Err(StoreError::Duplicate { .. })));
    assert_eq!(store.take_device_code(&[2; 32]).await.expect("code"), None);
    let (first, second) = futures::future::join(store.take_device_code(&[1; 32]), store.take_device_code(&[1; 32])).await;
    let taken: Vec<_> = [first.expect("code"), second.expect("code")].into_iter().flatten().collect();
    assert_eq!(taken, [code], "taken once");
}

/// The audit is read from its end.
pub async fn audit(store: &dyn Store) {
    let make = Maker::new(53);
    let row = |n: i64| AuditRow {
        at_ms: n,
        user: (n % 2 == 0).then_some(make.user(1)),
        action: "people_listed".to_owned(),
        object: format!("3111{n}"),
        detail: "{\"words\":1}".to_owned(),
    };
    for n in [5, 4, 6] {
        store.audit(&row(n)).await.expect("audit");
    }
    assert_eq!(store.audit_page(2).await.expect("audit"), [row(6), row(4)]);
    assert_eq!(store.audit_page(3).await.expect("audit")[2], row(5), "in the order in which it was written");
}
