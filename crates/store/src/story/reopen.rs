//! What must still be there when the database is opened again.

use super::{Maker, people};
use crate::{CommuneSetting, EventRow, Head, PersonRow, Store, StoredEntry, UserRow, WrappedKey};
use danso_model::{Position, Shard};

const MAKE: Maker = Maker::new(71);

/// What was in a store, in so far as a caller sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Memory {
    shards: Vec<Shard>,
    head: Head,
    entries: Vec<StoredEntry>,
    events: Vec<EventRow>,
    persons: Vec<PersonRow>,
    keys: Vec<WrappedKey>,
    users: Vec<UserRow>,
    settings: Vec<CommuneSetting>,
}

/// Writes something of everything and reads it.
pub async fn remember(store: &dyn Store) -> Memory {
    let mut batch = MAKE.batch(store).await;
    batch.entries = (1..=50).map(|position| MAKE.entry(position)).collect();
    batch.events = (1..=50).map(|position| MAKE.event_row(position)).collect();
    batch.persons = (1..=50).map(|n| MAKE.person_row(n, "Hoa", "hoa")).collect();
    batch.keys = (1..=50).map(|n| MAKE.key(n)).collect();
    batch.erased = vec![MAKE.subject(3)];
    store.commit(batch).await.expect("commit");
    store.put_user(&people::user(MAKE.user(1), "nho.lai")).await.expect("account");
    let setting = CommuneSetting { commune: "31117".to_owned(), accept_clean: true };
    store.put_commune_setting(MAKE.shard, &setting).await.expect("setting");
    let memory = read(store).await;
    assert_eq!((memory.entries.len(), memory.events.len(), memory.persons.len(), memory.keys.len()), (50, 50, 50, 50));
    memory
}

/// Reads it again: nothing is lost, and the log goes on.
pub async fn recall(store: &dyn Store, memory: &Memory) {
    assert_eq!(read(store).await, *memory);
    let mut batch = MAKE.batch(store).await;
    batch.entries = vec![MAKE.entry(51)];
    store.commit(batch).await.expect("the log goes on");
    assert_eq!(store.head(MAKE.shard).await.expect("head"), MAKE.head(51));
}

async fn read(store: &dyn Store) -> Memory {
    let shard = MAKE.shard;
    let subjects: Vec<_> = (1..=50).map(|n| MAKE.subject(n)).collect();
    let events: Vec<_> = (1..=50).map(|n| MAKE.event(n)).collect();
    Memory {
        shards: store.shards().await.expect("shards"),
        head: store.head(shard).await.expect("head"),
        entries: store.entries(shard, Position(0), 1_000).await.expect("entries"),
        events: store.events_by_id(shard, &events).await.expect("events"),
        persons: store.persons_page(shard, None, 1_000).await.expect("persons"),
        keys: store.keys(shard, &subjects).await.expect("keys"),
        users: store.users().await.expect("accounts"),
        settings: store.commune_settings(shard).await.expect("settings"),
    }
}
