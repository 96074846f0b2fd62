//! Episodes: what was so, from when to when.

use crate::{AreaId, Code, EventId, HamletId, HouseholdId, Origin, PartialDate, PersonId, ResidenceStatus};
use jiff::civil::Date;

/// A span of days `[from, to)`; `to` is `None` while it lasts. An episode begun and ended on one day has `from == to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spell {
    /// First day on which it holds.
    pub from: Date,
    /// First day on which it holds no more.
    pub to: Option<Date>,
}

impl Spell {
    /// Whether it holds at the end of the day `at`.
    #[must_use]
    pub fn covers(&self, at: Date) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// Something that held for a span, with the events that opened and closed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Episode<T> {
    /// When.
    pub spell: Spell,
    /// What.
    pub what: T,
    /// The event that opened it.
    pub opened_by: EventId,
    /// The event that closed it.
    pub closed_by: Option<EventId>,
}

/// Living in a hamlet with one status, household by household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Residence {
    /// Where.
    pub hamlet: HamletId,
    /// In which household.
    pub household: HouseholdId,
    /// As what.
    pub status: ResidenceStatus,
    /// How it began.
    pub entry: EntryReason,
    /// How it ended.
    pub exit: Option<ExitReason>,
}

/// How a residence began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryReason {
    /// Found living there when the household was written down.
    Enumerated,
    /// Born there.
    Birth {
        /// Con thứ mấy, from 1.
        order: Option<u8>,
        /// The mother's age in completed years.
        mother_age: Option<u8>,
    },
    /// Adopted into the household from outside the register.
    Adopted,
    /// Came from outside the register, or back.
    MovedIn(Origin),
    /// Came from another hamlet or household of the register.
    Transferred(HamletId),
    /// The status changed.
    StatusChanged,
}

/// How a residence ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitReason {
    /// Died.
    Death,
    /// Left for outside the register.
    MovedOut(Origin),
    /// Left for another hamlet or household of the register.
    Transferred(HamletId),
    /// The status changed.
    StatusChanged,
}

/// Belonging to a household with a relationship to its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Which household.
    pub household: HouseholdId,
    /// Of the list `relationship`; `1` is the head.
    pub relationship: Code,
    /// The area it was in when the membership began, where the event said so.
    pub area: Option<AreaId>,
}

/// Living with a partner in marriage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnionEpisode {
    /// The partner, when a person of the register.
    pub partner: Option<PersonId>,
    /// Whether it was registered.
    pub registered: bool,
    /// How it ended.
    pub end: Option<UnionEnd>,
}

/// How a union ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnionEnd {
    /// Ly hôn.
    Divorce,
    /// Ly thân.
    Separation,
    /// The partner died.
    Widowed,
    /// The person died.
    Death,
}

impl<T> Episode<T> {
    /// Opens an episode that lasts.
    #[must_use]
    pub const fn open(what: T, from: Date, by: EventId) -> Self {
        Self { spell: Spell { from, to: None }, what, opened_by: by, closed_by: None }
    }

    /// Closes it on `to` (not before it began).
    pub fn close(&mut self, to: Date, by: EventId) {
        self.spell.to = Some(to.max(self.spell.from));
        self.closed_by = Some(by);
    }

    /// Whether it still lasts.
    #[must_use]
    pub const fn lasts(&self) -> bool {
        self.spell.to.is_none()
    }
}

impl From<Date> for Spell {
    fn from(from: Date) -> Self {
        Self { from, to: None }
    }
}

/// The day that a partial date is counted on.
impl From<PartialDate> for Spell {
    fn from(from: PartialDate) -> Self {
        Self { from: from.imputed(), to: None }
    }
}
