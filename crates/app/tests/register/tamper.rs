//! Whatever is changed behind the back of the register is found.

use crate::acts::{birth, death, education, person};
use crate::small::{Phone, Small};
use sqlx::{AssertSqlSafe, Connection, Executor};

/// What is done to the file, and the check that must notice.
const ACTS: [(&str, &str); 18] = [
    ("update log_entry set payload = cast(replace(cast(payload as text), '1985', '1986') as blob) where position = 2", "chain"),
    ("update log_entry set payload = substr(payload, 1, length(payload) - 1) where position = 10", "chain"),
    ("update log_entry set sealed = cast(x'00' || substr(sealed, 2) as blob) where position = 3", "chain"),
    ("update log_entry set sealed = substr(sealed, 1, length(sealed) - 1) where position = 3", "chain"),
    ("update log_entry set hash = zeroblob(32) where position = 4", "chain"),
    ("update log_entry set at_ms = at_ms + 1 where position = 5", "chain"),
    ("update log_entry set event = zeroblob(16) where position = 6", "chain"),
    ("delete from log_entry where position = 6", "chain"),
    ("delete from log_entry where position = (select max(position) from log_entry)", "chain"),
    (
        "update log_entry set position = 1000 where position = 3; update log_entry set position = 3 where position = 4; \
         update log_entry set position = 4 where position = 1000",
        "chain",
    ),
    ("update log_head set position = position - 1", "chain"),
    ("update person set name = 'Phạm Văn Hưng' where name = 'Phạm Văn Hùng'", "person"),
    ("update person set birth = '1985-03-03', birth_number = 19850303 where birth = '1985-03-02'", "person"),
    ("delete from person where died is not null", "person"),
    ("update household set size = size + 1", "household"),
    ("delete from household where closed is null", "household"),
    ("update event set status = 'accepted', decided = position where status = 'submitted'", "status"),
    ("delete from event where status = 'accepted'", "status"),
];

async fn run(url: &str, statement: &str) {
    sqlx::any::install_default_drivers();
    let mut file = sqlx::AnyConnection::connect(url).await.unwrap();
    file.execute(AssertSqlSafe(statement)).await.expect(statement);
    file.close().await.unwrap();
}

#[tokio::test]
async fn what_is_changed_behind_its_back_is_found_and_what_is_put_back_is_clean() {
    let mut small = Small::new().await;
    let mut phone = Phone::of(0);
    let events = [
        phone.event("2026-07-01", birth(0, 0, 3, "2026-07-01")),
        phone.event("2026-07-02", death(person(1, 0))),
        phone.event("2026-07-03", education(person(2, 0), "5")),
        phone.event("2026-07-04", education(person(2, 1), "5")),
    ];
    phone.push(&small.app, &events).await;
    for event in &events[..3] {
        small.accept(event).await;
    }
    small.clean().await;
    for (statement, check) in ACTS {
        let path = small.database.url.strip_prefix("sqlite://").unwrap().to_owned();
        small = small.killed().await;
        small.store.close().await;
        let kept = std::fs::read(&path).unwrap();
        run(&small.database.url, statement).await;
        // A log that cannot be read at all does not open; one that can is examined.
        let store = std::sync::Arc::new(small.database.open().await);
        match crate::small::try_open(&store).await {
            Ok(app) => {
                let report = app.verify(|_, _| {}).await.expect(statement);
                assert!(!report.is_clean(), "{statement}");
                assert!(report.differences.iter().any(|difference| difference.check == check), "{statement}: {report:?}");
            }
            Err(error) => assert_eq!((error.code(), check), ("damaged", "chain"), "{statement}"),
        }
        store.close().await;
        std::fs::write(&path, kept).unwrap();
        small = small.killed().await;
        small.clean().await;
    }
}
