//! Entries of a batch, sealed and chained.

use crate::load::Keys;
use crate::{App, AppError};
use danso_model::{Entry, Event, EventId, Position, Shard, SubjectId};
use danso_store::{Batch, EntryKind, Head, NewEntry, NewKey};
use danso_vault::{Link, MasterKey, NONCE_LEN, SubjectKey, chain, seal};
use danso_wire::{encode_entry, encode_personal};

/// Writes entries one after the other into a batch.
pub(crate) struct Writer<'a> {
    pub(crate) batch: Batch,
    pub(crate) keys: Keys,
    head: Head,
    master: &'a MasterKey,
    fill: &'a (dyn Fn(&mut [u8]) + Sync),
}

impl<'a> Writer<'a> {
    pub(crate) fn new(shard: Shard, head: Head, keys: Keys, master: &'a MasterKey, fill: &'a (dyn Fn(&mut [u8]) + Sync)) -> Self {
        Self { batch: Batch::new(shard, head), keys, head, master, fill }
    }

    /// The end of the log as the batch leaves it.
    pub(crate) fn position(&self) -> Position {
        self.head.position
    }

    fn nonce(&self) -> [u8; NONCE_LEN] {
        let mut nonce = [0; NONCE_LEN];
        (self.fill)(&mut nonce);
        nonce
    }

    /// The key of a subject, made when it has none. None when it was erased: then there is nothing to seal for it ever again.
    fn key(&mut self, subject: SubjectId) -> Option<SubjectKey> {
        if let Some(known) = self.keys.get(&subject) {
            return known.clone();
        }
        let key = SubjectKey::generate(|bytes| (self.fill)(bytes));
        let wrapped = self.master.wrap(subject, &key, self.nonce());
        self.batch.keys.push(NewKey { subject, wrapped });
        self.keys.insert(subject, Some(key.clone()));
        Some(key)
    }

    fn seal(&mut self, event: &Event) -> Vec<u8> {
        let mut parts = Vec::with_capacity(event.personal.len());
        for (subject, personal) in event.personal.iter().filter(|(_, personal)| !personal.is_empty()) {
            if let Some(key) = self.key(*subject) {
                parts.push((*subject, key, encode_personal(personal)));
            }
        }
        seal(&parts, event.id, &mut |bytes| (self.fill)(bytes))
    }

    /// Appends an entry and gives its position. `subjects` index an event.
    pub(crate) fn append(&mut self, entry: &Entry, subjects: Vec<SubjectId>, at_ms: i64) -> Position {
        let (kind, payload) = encode_entry(entry);
        let sealed = entry.event().map(|event| self.seal(event)).unwrap_or_default();
        let event = event_of(entry);
        let position = self.head.position.next();
        let link = Link { shard: self.batch.shard, position, kind, event, at_ms, payload: &payload, sealed: &sealed };
        let hash = chain(&self.head.hash, &link);
        self.head = Head { position, hash };
        let kind = match entry {
            Entry::Submitted(_) => EntryKind::Submitted,
            Entry::Recorded(_) => EntryKind::Recorded,
            Entry::Accepted { .. } => EntryKind::Accepted,
            Entry::Returned { .. } => EntryKind::Returned,
            Entry::Withdrawn { .. } => EntryKind::Withdrawn,
            Entry::Erased { .. } => EntryKind::Erased,
        };
        self.batch.entries.push(NewEntry { kind, event, subjects, at_ms, payload, sealed, hash });
        position
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
