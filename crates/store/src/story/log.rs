//! Chapters on the log and the keys.

use super::Maker;
use crate::{EntryKind, NewEntry, NewKey, Store, StoreError, StoredEntry, WrappedKey};
use danso_model::{Position, Shard};

fn stored(position: u32, entry: &NewEntry) -> StoredEntry {
    StoredEntry {
        position: Position(position),
        kind: entry.kind,
        event: entry.event,
        at_ms: entry.at_ms,
        payload: entry.payload.clone(),
        sealed: entry.sealed.clone(),
        hash: entry.hash,
    }
}

/// Entries come back in order and byte for byte; the head moves with them.
pub async fn appending(store: &dyn Store) {
    let make = Maker::new(1);
    assert_eq!(store.head(make.shard).await.expect("head"), make.head(0));
    assert_eq!(store.entries(make.shard, Position(0), 10).await.expect("entries"), []);
    assert!(!store.shards().await.expect("shards").contains(&make.shard));

    let mut erasure = make.decision(5, EntryKind::Erased, 0);
    erasure.event = None;
    let entries = vec![
        make.entry(1),
        NewEntry { kind: EntryKind::Recorded, ..make.entry(2) },
        make.decision(3, EntryKind::Accepted, 1),
        NewEntry { payload: Vec::new(), sealed: Vec::new(), subjects: Vec::new(), at_ms: -1, ..make.entry(4) },
        erasure,
    ];
    let mut batch = make.batch(store).await;
    batch.entries = entries.clone();
    store.commit(batch).await.expect("a batch on an empty log");
    assert_eq!(store.head(make.shard).await.expect("head"), make.head(5));
    assert!(store.shards().await.expect("shards").contains(&make.shard));

    let all: Vec<_> = (1..).zip(&entries).map(|(position, entry)| stored(position, entry)).collect();
    assert_eq!(store.entries(make.shard, Position(0), 10).await.expect("entries"), all);
    assert_eq!(store.entries(make.shard, Position(2), 2).await.expect("entries"), all[2..4]);
    assert_eq!(store.entries(make.shard, Position(5), 2).await.expect("entries"), []);

    let mut many = make.batch(store).await;
    many.entries = (6..=1_000).map(|position| make.entry(position)).collect();
    store.commit(many).await.expect("a long batch");
    assert_eq!(store.head(make.shard).await.expect("head"), make.head(1_000));
    let tail = store.entries(make.shard, Position(5), 5_000).await.expect("entries");
    assert_eq!(tail.len(), 995);
    assert!((6..).zip(&tail).all(|(position, entry)| *entry == stored(position, &make.entry(position))));
}

/// A batch that does not apply changes nothing at all.
pub async fn all_or_nothing(store: &dyn Store) {
    let make = Maker::new(2);
    let mut first = make.batch(store).await;
    first.entries = vec![make.entry(1)];
    store.commit(first.clone()).await.expect("the first batch");

    let mut stale = first.clone();
    stale.entries = vec![make.entry(2)];
    let error = store.commit(stale).await.expect_err("the head moved");
    let (expected, found) = (Position(0), Position(1));
    assert!(matches!(&error, StoreError::HeadMoved { shard: Shard(2), expected: e, found: f } if (*e, *f) == (expected, found)));

    let mut forked = make.batch(store).await;
    forked.expected.hash = [9; 32];
    forked.entries = vec![make.entry(2)];
    assert!(matches!(store.commit(forked).await, Err(StoreError::HeadMoved { .. })), "another chain with the same length");

    let mut twice = make.batch(store).await;
    twice.entries = vec![make.entry(2), NewEntry { hash: make.hash(3), ..make.entry(1) }];
    twice.events = vec![make.event_row(2)];
    twice.persons = vec![make.person_row(2, "Hoa", "hoa")];
    twice.households = vec![make.household_row(2, 1, 2)];
    twice.keys = vec![make.key(2)];
    twice.parked = vec![make.parked_row(9, None, None)];
    assert!(matches!(store.commit(twice).await, Err(StoreError::Duplicate { .. })), "an event comes in once");
    assert_eq!(store.head(make.shard).await.expect("head"), make.head(1));
    assert_eq!(store.entries(make.shard, Position(0), 10).await.expect("entries").len(), 1);
    assert_eq!(store.entries_of(make.shard, &[make.subject(3)]).await.expect("entries"), []);
    assert_eq!(store.events_by_id(make.shard, &[make.event(2)]).await.expect("events"), []);
    assert_eq!(store.persons_by_id(make.shard, &[make.person(2)]).await.expect("persons"), []);
    assert_eq!(store.households_by_id(make.shard, &[make.household(2)]).await.expect("households"), []);
    assert_eq!(store.keys(make.shard, &[make.subject(2)]).await.expect("keys"), []);
    assert_eq!(store.parked(make.shard, None).await.expect("parked"), []);

    let mut next = make.batch(store).await;
    next.entries = vec![make.entry(2)];
    store.commit(next).await.expect("the log goes on");
}

/// Entries are found by subject and by event.
pub async fn finding_entries(store: &dyn Store) {
    let make = Maker::new(3);
    let mut batch = make.batch(store).await;
    batch.entries = (1..=20).map(|position| make.entry(position)).collect();
    batch.entries[4].subjects = vec![make.subject(5), make.subject(5), make.subject(30)];
    batch.entries.push(make.decision(21, EntryKind::Returned, 7));
    store.commit(batch).await.expect("commit");

    let positions = |found: Vec<StoredEntry>| found.iter().map(|entry| entry.position.0).collect::<Vec<_>>();
    let shard = make.shard;
    assert_eq!(positions(store.entries_of(shard, &[make.subject(8)]).await.expect("entries")), [7, 8]);
    assert_eq!(positions(store.entries_of(shard, &[make.subject(30), make.subject(8)]).await.expect("entries")), [5, 7, 8]);
    assert_eq!(positions(store.entries_of(shard, &[]).await.expect("entries")), []);
    assert_eq!(positions(store.entries_of(shard, &[make.subject(99)]).await.expect("entries")), []);
    let crowd: Vec<_> = (1..3_000).map(|n| make.subject(n)).collect();
    assert_eq!(positions(store.entries_of(shard, &crowd).await.expect("entries")), (1..=20).collect::<Vec<_>>());

    let events = [make.event(7), make.event(2), make.event(2), make.event(99)];
    let found = store.entries_by_event(shard, &events).await.expect("entries");
    assert_eq!(found, [stored(2, &make.entry(2)), stored(7, &make.entry(7))], "the decision does not carry the event");
    let crowd: Vec<_> = (1..3_000).map(|n| make.event(n)).collect();
    assert_eq!(store.entries_by_event(shard, &crowd).await.expect("entries").len(), 20);

    let mut pairs = store.subjects_of(shard, &[make.event(5), make.event(9), make.event(99)]).await.expect("subjects");
    pairs.sort_unstable();
    let expected = [(5, 5), (5, 30), (9, 9), (9, 10)];
    assert_eq!(pairs, expected.map(|(event, subject)| (make.event(event), make.subject(subject))));
}

/// A key is made once and destroyed for ever.
pub async fn keys_and_erasure(store: &dyn Store) {
    let make = Maker::new(4);
    let shard = make.shard;
    let mut batch = make.batch(store).await;
    batch.keys = vec![make.key(1), make.key(2), make.key(3)];
    store.commit(batch).await.expect("keys alone");
    assert_eq!(store.head(shard).await.expect("head"), make.head(0));

    let mut batch = make.batch(store).await;
    batch.keys = vec![NewKey { subject: make.subject(1), wrapped: vec![1] }, make.key(4)];
    batch.erased = vec![make.subject(2), make.subject(4), make.subject(5)];
    store.commit(batch).await.expect("erasing");
    let mut batch = make.batch(store).await;
    batch.keys = vec![make.key(2), make.key(5)];
    store.commit(batch).await.expect("keys of erased ones");

    let asked: Vec<_> = (1..2_000).map(|n| make.subject(n)).collect();
    let mut keys = store.keys(shard, &asked).await.expect("keys");
    keys.sort_unstable_by_key(|key| key.subject);
    let there = |n| WrappedKey { subject: make.subject(n), wrapped: Some(make.hash(n).to_vec()) };
    let erased = |n| WrappedKey { subject: make.subject(n), wrapped: None };
    assert_eq!(keys, [there(1), erased(2), there(3), erased(4), erased(5)]);
}

/// Two shards do not see each other, though ids are the same.
pub async fn shards_apart(store: &dyn Store) {
    let make = Maker::new(5);
    let other = Maker::new(6);
    for shard in [make.shard, other.shard] {
        let mut batch = Maker { shard }.batch(store).await;
        batch.entries = vec![make.entry(1)];
        batch.events = vec![make.event_row(1)];
        batch.persons = vec![make.person_row(1, "Hoa", "hoa")];
        batch.households = vec![make.household_row(1, 1, 1)];
        batch.keys = vec![make.key(1)];
        batch.parked = vec![make.parked_row(9, Some((make.device(1), 1)), None)];
        store.commit(batch).await.expect("the same ids in two shards");
    }
    let mut batch = make.batch(store).await;
    batch.erased = vec![make.subject(1)];
    batch.unparked = vec![make.event(9)];
    batch.persons = vec![make.person_row(1, "Huệ", "hue")];
    store.commit(batch).await.expect("commit");
    store.clear_projections(make.shard).await.expect("clear");

    let shard = other.shard;
    assert_eq!(store.keys(shard, &[make.subject(1)]).await.expect("keys")[0].wrapped, Some(make.hash(1).to_vec()));
    assert_eq!(store.parked(shard, None).await.expect("parked").len(), 1);
    assert_eq!(store.persons_by_id(shard, &[make.person(1)]).await.expect("persons"), [make.person_row(1, "Hoa", "hoa")]);
    assert_eq!(store.events_by_id(shard, &[make.event(1)]).await.expect("events"), [make.event_row(1)]);
    assert_eq!(store.counters(shard, make.device(1)).await.expect("counters"), (1, 1, vec![]));
    assert_eq!(store.counters(make.shard, make.device(1)).await.expect("counters"), (0, 0, vec![]));
    assert_eq!(store.shards().await.expect("shards").iter().filter(|found| [5, 6].contains(&found.0)).count(), 2);
}
