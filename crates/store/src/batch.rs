//! A batch: everything that one transaction writes.

use crate::{Arrival, EntryKind, EventRow, Head, HouseholdRow, ParkedRow, PersonRow};
use danso_model::{DeviceId, EventId, HouseholdId, PersonId, Shard, SubjectId};

/// One transaction on one shard: entries with their hashes already chained, and the projection rows as they are after it.
/// The plan is computed by `danso-app`; the store only writes it, all or nothing.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Which log.
    pub shard: Shard,
    /// Where the log must end for the batch to apply; otherwise [`crate::StoreError::HeadMoved`].
    pub expected: Head,
    /// Appended in order, from `expected.position + 1`.
    pub entries: Vec<NewEntry>,
    /// Inserted or replaced by id.
    pub events: Vec<EventRow>,
    /// Inserted or replaced by id.
    pub persons: Vec<PersonRow>,
    /// Inserted or replaced by id.
    pub households: Vec<HouseholdRow>,
    /// Rows taken out: nothing in force introduces these persons any more.
    pub gone_persons: Vec<PersonId>,
    /// Rows taken out: nothing in force opens these households any more.
    pub gone_households: Vec<HouseholdId>,
    /// New keys. A key that is there already, or was erased, stays as it is.
    pub keys: Vec<NewKey>,
    /// Subjects whose key is destroyed.
    pub erased: Vec<SubjectId>,
    /// Events parked by this push (one that is parked already is left alone).
    pub parked: Vec<ParkedRow>,
    /// Parked events that found their place.
    pub unparked: Vec<EventId>,
    /// What devices said of themselves.
    pub devices: Vec<DeviceMark>,
    /// Where events came in over the network.
    pub arrivals: Vec<Arrival>,
    /// New events that correct or withdraw another: the event, and the one that it names.
    pub targets: Vec<(EventId, EventId)>,
}

impl Batch {
    /// A batch that writes nothing yet.
    #[must_use]
    pub const fn new(shard: Shard, expected: Head) -> Self {
        Self {
            shard,
            expected,
            entries: Vec::new(),
            events: Vec::new(),
            persons: Vec::new(),
            households: Vec::new(),
            gone_persons: Vec::new(),
            gone_households: Vec::new(),
            keys: Vec::new(),
            erased: Vec::new(),
            parked: Vec::new(),
            unparked: Vec::new(),
            devices: Vec::new(),
            arrivals: Vec::new(),
            targets: Vec::new(),
        }
    }
}

impl Batch {
    /// Adds what another batch writes after this one. The head that this one expects stays.
    pub fn append(&mut self, other: Self) {
        let Self {
            shard: _,
            expected: _,
            entries,
            events,
            persons,
            households,
            gone_persons,
            gone_households,
            keys,
            erased,
            parked,
            unparked,
            devices,
            arrivals,
            targets,
        } = other;
        self.entries.extend(entries);
        self.events.extend(events);
        self.persons.extend(persons);
        self.households.extend(households);
        self.gone_persons.extend(gone_persons);
        self.gone_households.extend(gone_households);
        self.keys.extend(keys);
        self.erased.extend(erased);
        self.parked.extend(parked);
        self.unparked.extend(unparked);
        self.devices.extend(devices);
        self.arrivals.extend(arrivals);
        self.targets.extend(targets);
    }
}

/// An entry to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What kind.
    pub kind: EntryKind,
    /// The event that comes in, or is decided on.
    pub event: Option<EventId>,
    /// For an event: the persons and households it concerns, its target's included. The index behind [`crate::LogStore::entries_of`].
    pub subjects: Vec<SubjectId>,
    /// The server's clock.
    pub at_ms: i64,
    /// The open part.
    pub payload: Vec<u8>,
    /// The sealed part.
    pub sealed: Vec<u8>,
    /// The chain's hash after it.
    pub hash: [u8; 32],
}

/// A key made for a new subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Whose.
    pub subject: SubjectId,
    /// The key, wrapped.
    pub wrapped: Vec<u8>,
}

/// What a device said in a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceMark {
    /// Which.
    pub device: DeviceId,
    /// The last counter it has given out.
    pub last_counter: u64,
    /// When it spoke, by the server's clock.
    pub seen_ms: i64,
}
