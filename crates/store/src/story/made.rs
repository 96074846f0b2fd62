//! Rows for the chapters, all different and always the same.

use crate::{Batch, EntryKind, EventRow, Head, HouseholdRow, NewEntry, NewKey, ParkedRow, PersonRow, Severity, Store};
use danso_model::{
    AreaId, CampaignId, DeviceId, EventId, EventKind, EventStatus, HamletId, HouseholdId, PersonId, Position, ReportId, Shard,
    SubjectId, UserId,
};
use uuid::Uuid;

/// Makes ids and rows of one chapter.
#[derive(Debug, Clone, Copy)]
pub struct Maker {
    /// The chapter's shard.
    pub shard: Shard,
}

impl Maker {
    /// For a shard.
    #[must_use]
    pub const fn new(shard: u8) -> Self {
        Self { shard: Shard(shard) }
    }

    const fn id(self, sort: u128, n: u32) -> Uuid {
        Uuid::from_u128((self.shard.0 as u128) << 120 | sort << 64 | n as u128)
    }

    /// The nth event's id.
    #[must_use]
    pub const fn event(self, n: u32) -> EventId {
        EventId(self.id(1, n))
    }

    /// The nth person's id.
    #[must_use]
    pub const fn person(self, n: u32) -> PersonId {
        PersonId(self.id(2, n))
    }

    /// The nth household's id.
    #[must_use]
    pub const fn household(self, n: u32) -> HouseholdId {
        HouseholdId(self.id(3, n))
    }

    /// The nth hamlet's id.
    #[must_use]
    pub const fn hamlet(self, n: u32) -> HamletId {
        HamletId(self.id(4, n))
    }

    /// The nth area's id.
    #[must_use]
    pub const fn area(self, n: u32) -> AreaId {
        AreaId(self.id(5, n))
    }

    /// The nth account's id.
    #[must_use]
    pub const fn user(self, n: u32) -> UserId {
        UserId(self.id(6, n))
    }

    /// The nth campaign's id.
    #[must_use]
    pub const fn campaign(self, n: u32) -> CampaignId {
        CampaignId(self.id(10, n))
    }

    /// The nth device's id.
    #[must_use]
    pub const fn device(self, n: u32) -> DeviceId {
        DeviceId(self.id(7, n))
    }

    /// The nth report's id.
    #[must_use]
    pub const fn report(self, n: u32) -> ReportId {
        ReportId(self.id(8, n))
    }

    /// The nth person as a subject.
    #[must_use]
    pub const fn subject(self, n: u32) -> SubjectId {
        SubjectId(self.id(2, n))
    }

    /// A hash of its own for each position.
    #[must_use]
    pub fn hash(self, position: u32) -> [u8; 32] {
        let mut hash = [self.shard.0; 32];
        hash[..4].copy_from_slice(&position.to_be_bytes());
        hash
    }

    /// The head after so many entries.
    #[must_use]
    pub fn head(self, position: u32) -> Head {
        let hash = if position == 0 { [0; 32] } else { self.hash(position) };
        Head { position: Position(position), hash }
    }

    /// A batch that expects the log as it is.
    pub async fn batch(self, store: &dyn Store) -> Batch {
        Batch::new(self.shard, store.head(self.shard).await.expect("the head is read"))
    }

    /// The entry at a position: an event about two persons.
    #[must_use]
    pub fn entry(self, position: u32) -> NewEntry {
        NewEntry {
            kind: EntryKind::Submitted,
            event: Some(self.event(position)),
            subjects: vec![self.subject(position), self.subject(position + 1)],
            at_ms: 1_767_225_600_000 + i64::from(position),
            payload: format!("{{\"n\":{position}}}").into_bytes(),
            sealed: vec![0, 255, 39, 0],
            hash: self.hash(position),
        }
    }

    /// A decision about an event, at a position.
    #[must_use]
    pub fn decision(self, position: u32, kind: EntryKind, event: u32) -> NewEntry {
        NewEntry { kind, event: Some(self.event(event)), subjects: Vec::new(), sealed: Vec::new(), ..self.entry(position) }
    }

    /// The row of the event that came in at a position.
    #[must_use]
    pub fn event_row(self, position: u32) -> EventRow {
        EventRow {
            id: self.event(position),
            kind: EventKind::Birth,
            status: EventStatus::Submitted,
            position: Position(position),
            decided: None,
            by: self.user(1),
            behalf: None,
            device: None,
            hamlet: Some(self.hamlet(1)),
            household: Some(self.household(1)),
            person: Some(self.person(position)),
            date: 20_260_305,
            recorded_ms: 1_772_700_000_000,
            received_ms: 1_772_800_000_000 + i64::from(position),
            severity: Severity::Clean,
            issues: "[]".to_owned(),
            reason: None,
        }
    }

    /// A person.
    #[must_use]
    pub fn person_row(self, n: u32, name: &str, fold: &str) -> PersonRow {
        PersonRow {
            id: self.person(n),
            household: Some(self.household(1)),
            hamlet: Some(self.hamlet(1)),
            resident: true,
            name: name.to_owned(),
            fold: fold.to_owned(),
            sex: 'f',
            birth: "1987-05".to_owned(),
            birth_number: 19_870_515,
            relationship: "2".to_owned(),
            residence: 1,
            pin_mac: None,
            died: None,
            changed: Position(n),
        }
    }

    /// A household.
    #[must_use]
    pub fn household_row(self, n: u32, area: u32, changed: u32) -> HouseholdRow {
        HouseholdRow {
            id: self.household(n),
            hamlet: self.hamlet(1),
            area: self.area(area),
            number: n.to_string(),
            collective: false,
            head_name: "Nguyễn Văn Út".to_owned(),
            size: 4,
            reviewed: None,
            opened: 20_260_101,
            closed: None,
            changed: Position(changed),
        }
    }

    /// A parked event.
    #[must_use]
    pub fn parked_row(self, n: u32, device: Option<(DeviceId, u64)>, waiting_for: Option<SubjectId>) -> ParkedRow {
        ParkedRow {
            id: self.event(n),
            by: self.user(1),
            device,
            code: "missing_parent".to_owned(),
            waiting_for,
            raw: vec![0, 1, 2, 255],
            received_ms: i64::from(n),
        }
    }

    /// A new key.
    #[must_use]
    pub fn key(self, n: u32) -> NewKey {
        NewKey { subject: self.subject(n), wrapped: self.hash(n).to_vec() }
    }
}
