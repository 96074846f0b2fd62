//! Rows as the ports speak of them.

use danso_model::{
    AreaId, DeviceId, EventId, EventKind, EventStatus, HamletId, HouseholdId, PersonId, Position, SubjectId, UserId,
};

/// The kinds of log entries; the text form is stored and hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// An event that waits.
    Submitted,
    /// An event accepted at once.
    Recorded,
    /// A decision.
    Accepted,
    /// A decision.
    Returned,
    /// Taken back by its author.
    Withdrawn,
    /// A key destroyed.
    Erased,
}

impl EntryKind {
    /// The stored text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Recorded => "recorded",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
            Self::Erased => "erased",
        }
    }

    /// Reads the stored text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Submitted, Self::Recorded, Self::Accepted, Self::Returned, Self::Withdrawn, Self::Erased]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }

    /// Whether the payload is an event.
    #[must_use]
    pub const fn carries_event(self) -> bool {
        matches!(self, Self::Submitted | Self::Recorded)
    }
}

/// The end of a shard's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last position; 0 for an empty log.
    pub position: Position,
    /// The chain's hash there; all zero for an empty log.
    pub hash: [u8; 32],
}

/// One entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Where in the log.
    pub position: Position,
    /// What kind.
    pub kind: EntryKind,
    /// The event that comes in, or is decided on.
    pub event: Option<EventId>,
    /// When the server took it.
    pub at_ms: i64,
    /// The open part: JSON of `danso-wire`, exactly the bytes that were hashed.
    pub payload: Vec<u8>,
    /// The sealed part, empty for decisions.
    pub sealed: Vec<u8>,
    /// The chain's hash after this entry.
    pub hash: [u8; 32],
}

/// How serious the worst issue of an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No rule fired.
    Clean,
    /// A rule warned.
    Warn,
    /// A rule asked for a confirmation.
    Confirm,
    /// A rule forbids it, or it contradicts what is known.
    Error,
}

/// Where an event stands and what lists show of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Which.
    pub id: EventId,
    /// What.
    pub kind: EventKind,
    /// Where it stands.
    pub status: EventStatus,
    /// Where it came in.
    pub position: Position,
    /// Where it was decided on (the same for one recorded at once).
    pub decided: Option<Position>,
    /// Who reported it.
    pub by: UserId,
    /// The collaborator on whose behalf it was entered.
    pub behalf: Option<UserId>,
    /// The device and its counter.
    pub device: Option<(DeviceId, u64)>,
    /// The hamlet it concerns, for scope and queues.
    pub hamlet: Option<HamletId>,
    /// The household a list shows it under.
    pub household: Option<HouseholdId>,
    /// The person a list shows it under.
    pub person: Option<PersonId>,
    /// When it happened, yyyymmdd, imputed.
    pub date: i32,
    /// The device's clock.
    pub recorded_ms: i64,
    /// The server's clock.
    pub received_ms: i64,
    /// The worst issue.
    pub severity: Severity,
    /// Issues as JSON of `danso-wire`.
    pub issues: String,
    /// The officer's words when returned.
    pub reason: Option<String>,
}

/// What search and lists know of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub id: PersonId,
    /// Where a member now, or last.
    pub household: Option<HouseholdId>,
    /// Where living now, or last.
    pub hamlet: Option<HamletId>,
    /// Whether living there now.
    pub resident: bool,
    /// Empty when erased.
    pub name: String,
    /// The name folded for search.
    pub fold: String,
    /// `m`, `f` or `u`.
    pub sex: char,
    /// The partial date as text.
    pub birth: String,
    /// The same imputed, yyyymmdd.
    pub birth_number: i32,
    /// Relationship to the head.
    pub relationship: String,
    /// Residence status.
    pub residence: u8,
    /// Keyed hash of the identification number.
    pub pin_mac: Option<[u8; 32]>,
    /// The day of death, yyyymmdd.
    pub died: Option<i32>,
    /// The last position that changed this row.
    pub changed: Position,
}

/// What lists know of a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdRow {
    /// Which.
    pub id: HouseholdId,
    /// Where.
    pub hamlet: HamletId,
    /// Whose work.
    pub area: AreaId,
    /// Hộ số.
    pub number: String,
    /// Whether a collective household.
    pub collective: bool,
    /// The head's name, empty when there is none or erased.
    pub head_name: String,
    /// How many live in it now.
    pub size: u32,
    /// When last confirmed, yyyymmdd.
    pub reviewed: Option<i32>,
    /// When opened, yyyymmdd.
    pub opened: i32,
    /// When the last member left, yyyymmdd.
    pub closed: Option<i32>,
    /// The last position that changed this household or one of its members.
    pub changed: Position,
}

/// An event that was taken in but cannot be read or placed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedRow {
    /// Its id, as its sender named it.
    pub id: EventId,
    /// Who sent it.
    pub by: UserId,
    /// The device and counter.
    pub device: Option<(DeviceId, u64)>,
    /// `unknown_version`, `malformed` or `missing_parent`.
    pub code: String,
    /// The subject or event that it waits for.
    pub waiting_for: Option<SubjectId>,
    /// The bytes as sent, sealed under the deployment's key.
    pub raw: Vec<u8>,
    /// When the server took it.
    pub received_ms: i64,
}

/// A subject's key, wrapped by the key outside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// Whose.
    pub subject: SubjectId,
    /// The wrapped bytes; None once erased.
    pub wrapped: Option<Vec<u8>>,
}

/// How many events stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StatusCounts {
    /// Waiting, no rule fired.
    pub clean: u64,
    /// Waiting, a rule warned.
    pub warn: u64,
    /// Waiting, a rule asked for a confirmation.
    pub confirm: u64,
    /// Waiting, a rule forbids it.
    pub error: u64,
    /// Returned and not replaced yet.
    pub returned: u64,
    /// When the last event came in, milliseconds; 0 for none.
    pub last_ms: i64,
}

impl StatusCounts {
    /// All that wait.
    #[must_use]
    pub const fn waiting(&self) -> u64 {
        self.clean + self.warn + self.confirm + self.error
    }
}
