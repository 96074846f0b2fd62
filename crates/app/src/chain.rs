//! Entries of a batch, sealed and chained.

use crate::env::Chance;
use crate::load::Keys;
use crate::{App, AppError};
use danso_model::{Entry, Event, EventId, Position, Shard, SubjectId};
use danso_registry::CodedHealth;
use danso_store::{Batch, EntryKind, Head, NewEntry, NewKey};
use danso_vault::{Link, MasterKey, NONCE_LEN, STATISTICS, SubjectKey, chain, seal};
use danso_wire::{encode_entry, encode_personal};

/// Positions from here on are provisional: a batch is planned before it is known where in the log it will come to lie.
const PROVISIONAL: u32 = 1 << 31;

/// Where a batch came to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    after: Position,
}

impl Place {
    /// The position that a provisional one has become; others stay.
    pub(crate) const fn settle(self, position: Position) -> Position {
        if position.0 >= PROVISIONAL { Position(self.after.0 + (position.0 - PROVISIONAL)) } else { position }
    }
}
/// The first provisional position less one: where a batch begins that lies nowhere yet.
pub(crate) const NOWHERE: Position = Position(PROVISIONAL);

/// Puts entries behind the end of a log: gives each its place in the chain. Says where they lie, and the end of the log with them.
pub(crate) fn settle(shard: Shard, entries: &mut [NewEntry], head: Head) -> (Place, Head) {
    let Head { mut position, mut hash } = head;
    for entry in entries {
        position = position.next();
        let link = Link {
            shard,
            position,
            kind: entry.kind.as_str(),
            event: entry.event,
            at_ms: entry.at_ms,
            payload: &entry.payload,
            sealed: &entry.sealed,
        };
        hash = chain(&hash, &link);
        entry.hash = hash;
    }
    (Place { after: head.position }, Head { position, hash })
}

/// Writes entries one after the other into a batch, at provisional positions.
pub(crate) struct Writer<'a> {
    pub(crate) batch: Batch,
    pub(crate) keys: Keys,
    master: &'a MasterKey,
    chance: &'a dyn Chance,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(shard: Shard, keys: Keys, master: &'a MasterKey, chance: &'a dyn Chance) -> Self {
        let nowhere = Head { position: NOWHERE, hash: [0; 32] };
        Self { batch: Batch::new(shard, nowhere), keys, master, chance }
    }

    /// The last position of the batch.
    pub(crate) fn position(&self) -> Position {
        Position(PROVISIONAL + self.batch.entries.len() as u32)
    }

    fn nonce(&self) -> [u8; NONCE_LEN] {
        let mut nonce = [0; NONCE_LEN];
        self.chance.fill(&mut nonce);
        nonce
    }

    /// The key of a subject, made when it has none. None when it was erased: then there is nothing to seal for it ever again.
    fn key(&mut self, subject: SubjectId) -> Option<SubjectKey> {
        if let Some(known) = self.keys.get(&subject) {
            return known.clone();
        }
        let key = SubjectKey::generate(|bytes| self.chance.fill(bytes));
        let wrapped = self.master.wrap(subject, &key, self.nonce());
        self.batch.keys.push(NewKey { subject, wrapped });
        self.keys.insert(subject, Some(key.clone()));
        Some(key)
    }

    fn seal(&mut self, event: &Event) -> Vec<u8> {
        let mut parts = Vec::with_capacity(event.personal.len());
        // An event that claims to be about the statistics themselves has nothing to say there.
        let told = event.personal.iter().filter(|(subject, personal)| !personal.is_empty() && *subject != STATISTICS);
        for (subject, personal) in told {
            if let Some(key) = self.key(*subject) {
                parts.push((*subject, key, encode_personal(personal)));
            }
        }
        if let Some(counted) = CodedHealth::told_by(event) {
            parts.push((STATISTICS, self.master.statistics().clone(), counted.to_bytes()));
        }
        seal(&parts, event.id, &mut |bytes| self.chance.fill(bytes))
    }

    /// Appends an entry and gives its provisional position. `subjects` index an event.
    pub(crate) fn append(&mut self, entry: &Entry, subjects: Vec<SubjectId>, at_ms: i64) -> Position {
        let (_, payload) = encode_entry(entry);
        let sealed = entry.event().map(|event| self.seal(event)).unwrap_or_default();
        let event = event_of(entry);
        let kind = match entry {
            Entry::Submitted(_) => EntryKind::Submitted,
            Entry::Recorded(_) => EntryKind::Recorded,
            Entry::Accepted { .. } => EntryKind::Accepted,
            Entry::Returned { .. } => EntryKind::Returned,
            Entry::Withdrawn { .. } => EntryKind::Withdrawn,
            Entry::Erased { .. } => EntryKind::Erased,
        };
        self.batch.entries.push(NewEntry { kind, event, subjects, at_ms, payload, sealed, hash: [0; 32] });
        self.position()
    }
}

fn event_of(entry: &Entry) -> Option<EventId> {
    match entry {
        Entry::Submitted(event) | Entry::Recorded(event) => Some(event.id),
        Entry::Accepted { event, .. } | Entry::Returned { event, .. } | Entry::Withdrawn { event, .. } => Some(*event),
        Entry::Erased { .. } => None,
    }
}

impl App {
    /// Writes a batch; when someone else appended in between, says so.
    pub(crate) async fn commit(&self, batch: Batch) -> Result<(), AppError> {
        self.store.commit(batch).await.map_err(AppError::from)
    }
}
