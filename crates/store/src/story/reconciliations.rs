//! A chapter on the register compared with lists of other offices.

use super::Maker;
use crate::{ReconciliationRow, ReconciliationStep, Store, StoreError};
use danso_model::ReconciliationId;
use uuid::Uuid;

/// What was compared is written once, steps follow each other without gaps, and what is destroyed leaves figures only.
pub async fn reconciliations(store: &dyn Store) {
    let make = Maker::new(77);
    let shard = make.shard;
    let id = |number: u128| ReconciliationId(Uuid::from_u128(0xf1_0000 + number));
    let row = |number: u128, unit: &str| ReconciliationRow {
        id: id(number),
        unit: unit.to_owned(),
        by: make.user(1),
        at_ms: 1_000 + number as i64,
        key: Some(vec![7; 72]),
        summary: format!("{{\"number\":{number}}}"),
        progress: "{}".to_owned(),
        last: 0,
    };
    let step = |number: u32, what: &str| ReconciliationStep {
        number,
        by: make.user(2),
        at_ms: 2_000 + i64::from(number),
        what: what.to_owned(),
        sealed: vec![number as u8; 9],
    };
    store.put_reconciliation(shard, &row(1, "92.31117"), b"first").await.expect("written");
    store.put_reconciliation(shard, &row(2, "92.31118"), b"second").await.expect("written");
    assert!(store.put_reconciliation(shard, &row(1, "92.31117"), b"other").await.is_err(), "never written over");
    assert_eq!(store.reconciled(shard, id(1)).await.expect("content"), Some(b"first".to_vec()));
    assert_eq!(store.reconciled(shard, id(9)).await.expect("none"), None);
    let units = ["92.31117".to_owned()];
    assert_eq!(store.reconciliations(shard, Some(&units), 9).await.expect("of a unit"), [row(1, "92.31117")]);
    let all = store.reconciliations(shard, None, 9).await.expect("all");
    assert_eq!(all, [row(2, "92.31118"), row(1, "92.31117")], "the latest first");
    assert_eq!(store.reconciliations(shard, Some(&[]), 9).await.expect("of none"), []);

    store.add_reconciliation_step(shard, id(1), &step(1, "answered"), "{\"a\":1}").await.expect("added");
    let twice = store.add_reconciliation_step(shard, id(1), &step(1, "settled"), "{\"a\":9}").await;
    assert!(matches!(twice, Err(StoreError::Duplicate { .. })), "{twice:?}");
    store.add_reconciliation_step(shard, id(1), &step(2, "settled"), "{\"a\":2}").await.expect("added");
    let steps = store.reconciliation_steps(shard, id(1), 0).await.expect("steps");
    assert_eq!(steps, [step(1, "answered"), step(2, "settled")]);
    assert_eq!(store.reconciliation_steps(shard, id(1), 1).await.expect("later"), [step(2, "settled")]);
    let now = store.reconciliation(shard, id(1)).await.expect("one").expect("there");
    assert_eq!((now.progress.as_str(), now.last), ("{\"a\":2}", 2));
    assert_eq!(store.reconciliation(shard, id(9)).await.expect("none"), None);

    store.destroy_reconciliation(shard, id(1), &step(3, "destroyed"), "{\"a\":3}").await.expect("destroyed");
    let now = store.reconciliation(shard, id(1)).await.expect("one").expect("there");
    assert_eq!((now.key, now.progress.as_str(), now.last), (None, "{\"a\":3}", 3));
    assert_eq!(store.reconciled(shard, id(1)).await.expect("gone"), None);
    let steps = store.reconciliation_steps(shard, id(1), 0).await.expect("steps");
    assert_eq!(steps.iter().map(|step| (step.number, step.sealed.len())).collect::<Vec<_>>(), [(1, 0), (2, 0), (3, 0)]);
    assert_eq!(store.reconciled(shard, id(2)).await.expect("content"), Some(b"second".to_vec()), "and of no other");
}
