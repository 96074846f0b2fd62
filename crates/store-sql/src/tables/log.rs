//! The log and its index by subject.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use danso_model::{EventId, Position, Shard, SubjectId};
use danso_store::{EntryKind, Head, NewEntry, StoreError, StoredEntry};
use sqlx::any::AnyArguments;
use sqlx::{AnyConnection, AnyPool};
use std::collections::BTreeSet;

pub(crate) static TARGET: Target = Target {
    table: "log_entry",
    columns: &["shard", "position", "kind", "event", "subjects", "at_ms", "payload", "sealed", "hash"],
    conflict: Conflict::Refuse,
};

pub(crate) static SUBJECT: Target =
    Target { table: "log_subject", columns: &["shard", "subject", "position"], conflict: Conflict::Refuse };

const SELECT: &str = "select position, kind, event, at_ms, payload, sealed, hash from log_entry where shard = ";
const EMPTY: Head = Head { position: Position(0), hash: [0; 32] };

/// An entry with its place, and its subjects each once.
pub(crate) struct Placed<'a> {
    pub(crate) position: Position,
    pub(crate) entry: &'a NewEntry,
    pub(crate) subjects: Vec<SubjectId>,
}

impl<'a> Placed<'a> {
    pub(crate) fn of(position: Position, entry: &'a NewEntry) -> Self {
        let mut subjects = entry.subjects.clone();
        subjects.sort_unstable();
        subjects.dedup();
        Self { position, entry, subjects }
    }
}

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, placed: &Placed<'_>) {
    let Placed { position, entry, subjects } = placed;
    let subjects: Vec<u8> = subjects.iter().flat_map(|subject| *subject.as_bytes()).collect();
    shard.add_to(args);
    position.add_to(args);
    entry.kind.as_str().add_to(args);
    entry.event.add_to(args);
    subjects.as_slice().add_to(args);
    entry.at_ms.add_to(args);
    entry.payload.as_slice().add_to(args);
    entry.sealed.as_slice().add_to(args);
    entry.hash.as_slice().add_to(args);
}

fn read(columns: &mut Columns<'_>) -> Result<StoredEntry, StoreError> {
    Ok(StoredEntry {
        position: columns.position()?,
        kind: columns.word(EntryKind::parse)?,
        event: columns.maybe_id()?,
        at_ms: columns.number()?,
        payload: columns.bytes()?,
        sealed: columns.bytes()?,
        hash: columns.array()?,
    })
}

fn read_head(columns: &mut Columns<'_>) -> Result<Head, StoreError> {
    Ok(Head { position: columns.position()?, hash: columns.array()? })
}

fn select_head(shard: Shard) -> Query {
    Query::new("select position, hash from log_head where shard = $1").also(shard)
}

pub(crate) async fn shards(on: &AnyPool) -> Result<Vec<Shard>, StoreError> {
    let query = Query::new("select shard from log_head where position > 0 order by shard");
    query.read("log_head", on, |columns| columns.number().map(Shard)).await
}

pub(crate) async fn head(on: &AnyPool, shard: Shard) -> Result<Head, StoreError> {
    Ok(select_head(shard).read_one("log_head", on, read_head).await?.unwrap_or(EMPTY))
}

/// Moves the head from where the caller thinks it is. The row stays locked until the transaction ends, so a second commit of the same
/// shard waits here and then finds the head moved.
pub(crate) async fn move_head(on: &mut AnyConnection, shard: Shard, from: Head, to: Head) -> Result<(), StoreError> {
    if from == EMPTY {
        Query::new("insert into log_head (shard, position, hash) values ($1, 0, $2) on conflict (shard) do nothing")
            .also(shard)
            .also(&EMPTY.hash)
            .run("starting a log", &mut *on)
            .await?;
    }
    let moved = Query::new("update log_head set position = $1, hash = $2 where shard = $3 and position = $4 and hash = $5")
        .also(to.position)
        .also(&to.hash)
        .also(shard)
        .also(from.position)
        .also(&from.hash)
        .run("moving the head of the log", &mut *on)
        .await?;
    if moved == 1 {
        return Ok(());
    }
    let found = select_head(shard).read_one("log_head", on, read_head).await?.unwrap_or(EMPTY);
    Err(StoreError::HeadMoved { shard, expected: from.position, found: found.position })
}

pub(crate) async fn after(on: &AnyPool, shard: Shard, after: Position, limit: u32) -> Result<Vec<StoredEntry>, StoreError> {
    let query = Query::new(SELECT).bind(shard).text(" and position > ").bind(after).text(" order by position limit ").bind(limit);
    query.read("log_entry", on, read).await
}

pub(crate) async fn of_subjects(on: &AnyPool, shard: Shard, subjects: &[SubjectId]) -> Result<Vec<StoredEntry>, StoreError> {
    let mut positions = BTreeSet::new();
    for subjects in subjects.chunks(LIST) {
        let query =
            Query::new("select position from log_subject where shard = ").bind(shard).text(" and subject ").within(subjects);
        positions.extend(query.read("log_subject", on, |columns| columns.position()).await?);
    }
    let positions: Vec<Position> = positions.into_iter().collect();
    let mut entries = Vec::with_capacity(positions.len());
    for positions in positions.chunks(LIST) {
        let query = Query::new(SELECT).bind(shard).text(" and position ").within(positions).text(" order by position");
        entries.extend(query.read("log_entry", on, read).await?);
    }
    Ok(entries)
}

pub(crate) async fn by_event(on: &AnyPool, shard: Shard, events: &[EventId]) -> Result<Vec<StoredEntry>, StoreError> {
    let mut entries = Vec::with_capacity(events.len());
    for events in events.chunks(LIST) {
        let query = Query::new(SELECT).bind(shard).text(" and kind in ('submitted', 'recorded') and event ").within(events);
        entries.extend(query.read("log_entry", on, read).await?);
    }
    entries.sort_by_key(|entry| entry.position);
    entries.dedup_by_key(|entry| entry.position);
    Ok(entries)
}

pub(crate) async fn subjects_of(on: &AnyPool, shard: Shard, events: &[EventId]) -> Result<Vec<(EventId, SubjectId)>, StoreError> {
    let mut pairs = Vec::new();
    for events in events.chunks(LIST) {
        let query = Query::new("select event, subjects from log_entry where shard = ")
            .bind(shard)
            .text(" and kind in ('submitted', 'recorded') and event ")
            .within(events);
        let rows = query.read("log_entry", on, |columns| Ok((columns.id::<EventId>()?, columns.bytes()?))).await?;
        for (event, subjects) in rows {
            let (subjects, rest) = subjects.as_chunks::<16>();
            if !rest.is_empty() {
                return Err(StoreError::Damaged { what: "log_entry column subjects".to_owned() });
            }
            pairs.extend(subjects.iter().map(|bytes| (event, SubjectId::from_bytes(*bytes))));
        }
    }
    Ok(pairs)
}
