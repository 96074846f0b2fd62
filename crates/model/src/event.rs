//! An event: one thing that someone saw and reported, never changed afterwards.

use crate::{Code, DeviceId, EventBody, EventId, HouseholdId, PartialDate, PersonId, Personal, SubjectId, UserId};
use jiff::Timestamp;

/// One report of one thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Made where the event was made; the same report sent twice has the same id.
    pub id: EventId,
    /// When it happened.
    pub date: PartialDate,
    /// What the clock of the device said. Kept, never trusted, never sorted by.
    pub recorded_at: Timestamp,
    /// Who reported it.
    pub by: UserId,
    /// The collaborator on whose behalf an officer entered it; `by` is the officer then.
    pub behalf: Option<UserId>,
    /// The device and its gap-free counter, starting at 1. None for entries at the desk and imports.
    pub device: Option<(DeviceId, u64)>,
    /// The event that this one replaces, of the same kind.
    pub supersedes: Option<EventId>,
    /// Where the knowledge came from.
    pub source: Source,
    /// What is stated, without anything that names a person.
    pub body: EventBody,
    /// What may have to be erased, by person or household.
    pub personal: Vec<(SubjectId, Personal)>,
    /// Warnings that the reporter overrode, with the reason given.
    pub overrides: Vec<Override>,
}

impl Event {
    /// The personal content about one subject.
    #[must_use]
    pub fn personal_of(&self, subject: impl Into<SubjectId>) -> Option<&Personal> {
        let subject = subject.into();
        self.personal.iter().find(|(id, _)| *id == subject).map(|(_, personal)| personal)
    }

    /// Persons and households whose state this event may change, each once. A withdrawal, a receipt and a correction also concern the
    /// subjects of the event they name.
    #[must_use]
    pub fn subjects(&self) -> Vec<SubjectId> {
        let persons = self.body.persons().into_iter().map(SubjectId::from);
        let households = self.body.households().into_iter().map(SubjectId::from);
        let mut subjects: Vec<SubjectId> = persons.chain(households).collect();
        subjects.sort_unstable();
        subjects.dedup();
        subjects
    }

    /// The event whose subjects this one shares: what it supersedes, withdraws or receives.
    #[must_use]
    pub fn target(&self) -> Option<EventId> {
        self.supersedes.or(self.body.names_event())
    }

    /// The person or household that a list shows the event under.
    #[must_use]
    pub fn main_subject(&self) -> Option<SubjectId> {
        let person: Option<PersonId> = self.body.persons().first().copied();
        let household: Option<HouseholdId> = self.body.households().first().copied();
        person.map(SubjectId::from).or(household.map(SubjectId::from))
    }
}

/// A warning that its reporter overrode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The rule, as the catalogue names it.
    pub rule: Code,
    /// Why it is right all the same, in the reporter's words.
    pub reason: String,
}

/// Where the knowledge of an event came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Asked at the household.
    Interview,
    /// A health facility.
    Facility,
    /// Hộ tịch.
    CivilRegistry,
    /// The police's population database.
    Police,
    /// Social insurance.
    Insurance,
    /// A list read in.
    Import,
}

/// The kind of an event, without its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of EventBody's variants, documented there")]
pub enum EventKind {
    Household,
    HouseholdChange,
    Birth,
    Adoption,
    Death,
    MoveIn,
    MoveOut,
    Transfer,
    TransferReceipt,
    Split,
    Merge,
    HeadChange,
    Marriage,
    Divorce,
    Separation,
    Widowed,
    ContraceptionStart,
    ContraceptionStop,
    Pregnancy,
    PrenatalScreen,
    NewbornScreen,
    ElderlyCheckup,
    Disability,
    Change,
    Reviewed,
    Withdrawal,
    SamePerson,
}
