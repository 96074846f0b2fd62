//! Chapters on parked events and on the counters of devices.

use super::Maker;
use crate::{EventRow, ParkedRow, Store, StoreError};
use danso_model::{DeviceId, SubjectId};

/// Parked events wait, are found by what they wait for, and leave.
pub async fn parked_and_unparked(store: &dyn Store) {
    let make = Maker::new(31);
    let shard = make.shard;
    let subject = SubjectId(make.event(7).0);
    let rows = vec![
        make.parked_row(1, Some((make.device(1), 1)), Some(subject)),
        make.parked_row(2, Some((make.device(1), 2)), None),
        ParkedRow { code: "unknown_version".to_owned(), raw: Vec::new(), ..make.parked_row(3, None, Some(make.subject(3))) },
    ];
    let mut batch = make.batch(store).await;
    batch.parked = rows.clone();
    store.commit(batch).await.expect("commit");
    let mut batch = make.batch(store).await;
    batch.parked = vec![ParkedRow { code: "malformed".to_owned(), ..rows[0].clone() }];
    store.commit(batch).await.expect("parked twice");

    assert_eq!(store.parked(shard, None).await.expect("parked"), rows);
    assert_eq!(store.parked(shard, Some(&[subject])).await.expect("parked"), rows[..1]);
    let crowd: Vec<_> = (1..1_500).map(|n| make.subject(n)).collect();
    assert_eq!(store.parked(shard, Some(&crowd)).await.expect("parked"), rows[2..]);
    assert_eq!(store.parked(shard, Some(&[])).await.expect("parked"), []);
    let found = store.parked_by_id(shard, &[make.event(2), make.event(8)]).await.expect("parked");
    assert_eq!(found, rows[1..2]);

    let mut batch = make.batch(store).await;
    batch.entries = vec![make.entry(1)];
    batch.events = vec![EventRow { device: Some((make.device(1), 1)), ..make.event_row(1) }];
    batch.unparked = vec![make.event(1), make.event(3), make.event(99)];
    store.commit(batch).await.expect("the counter goes with the event");
    assert_eq!(store.parked(shard, None).await.expect("parked"), rows[1..2]);
    assert_eq!(store.counters(shard, make.device(1)).await.expect("counters"), (2, 2, vec![]));
}

async fn receive(store: &dyn Store, make: Maker, device: DeviceId, counters: &[u64]) -> Result<(), StoreError> {
    let mut batch = make.batch(store).await;
    let before = batch.expected.position.0;
    for (position, counter) in (before + 1..).zip(counters) {
        batch.entries.push(make.entry(position));
        batch.events.push(EventRow { device: Some((device, *counter)), ..make.event_row(position) });
    }
    store.commit(batch).await
}

/// Counters tell what is missing; one counter is of one event.
pub async fn counters_and_gaps(store: &dyn Store) {
    let make = Maker::new(32);
    let shard = make.shard;
    let (one, two) = (make.device(1), make.device(2));
    let counters = async |device| store.counters(shard, device).await.expect("counters");
    assert_eq!(counters(one).await, (0, 0, vec![]));
    receive(store, make, one, &[1, 2, 3]).await.expect("commit");
    assert_eq!(counters(one).await, (3, 3, vec![]));
    receive(store, make, one, &[9, 6, 5]).await.expect("out of order");
    assert_eq!(counters(one).await, (6, 3, vec![4, 7, 8]));
    receive(store, make, two, &[3]).await.expect("the first ones are missing");
    assert_eq!(counters(two).await, (1, 0, vec![1, 2]));
    receive(store, make, two, &[1, 5_000]).await.expect("a long gap");
    let (count, upto, missing) = counters(two).await;
    assert_eq!((count, upto, missing.len(), missing[0], missing[1], missing[999]), (3, 1, 1_000, 2, 4, 1_002));

    let before = store.head(shard).await.expect("head");
    assert!(matches!(receive(store, make, one, &[4, 9]).await, Err(StoreError::Duplicate { .. })), "9 is taken");
    let mut batch = make.batch(store).await;
    batch.parked = vec![make.parked_row(900, Some((one, 5)), None)];
    assert!(matches!(store.commit(batch).await, Err(StoreError::Duplicate { .. })), "5 is taken");
    assert_eq!(store.head(shard).await.expect("head"), before);
    let mut batch = make.batch(store).await;
    batch.parked = vec![make.parked_row(901, Some((one, 4)), None)];
    store.commit(batch).await.expect("a parked one counts as received");
    assert_eq!(counters(one).await, (7, 6, vec![7, 8]));
}
