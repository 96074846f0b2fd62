//! One row an episode, column by column.

use danso_model::{EntryReason, Episode, ExitReason, Origin, Residence, ResidenceStatus, Sex};
use danso_registry::Resident;
use jiff::civil::Date;

/// "Still lasts" in a column of days.
pub(crate) const OPEN: i32 = i32::MAX;
/// "Nowhere" and "outside the register" in a column of hamlets.
pub(crate) const OUTSIDE: u32 = u32::MAX;

/// How an episode begins or ends, in three bits.
pub(crate) mod how {
    pub(crate) const NONE: u16 = 0;
    pub(crate) const ENUMERATED: u16 = 1;
    pub(crate) const BIRTH: u16 = 2;
    pub(crate) const MOVED: u16 = 3;
    pub(crate) const TRANSFERRED: u16 = 4;
    pub(crate) const STATUS: u16 = 5;
    pub(crate) const DEATH: u16 = 6;
}

/// A day as the number yyyymmdd.
#[must_use]
pub fn day_number(date: Date) -> i32 {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}

/// Which residence statuses are counted, a bit a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusFilter(u16);

impl StatusFilter {
    /// Usual residents (nhân khẩu thực tế thường trú).
    #[must_use]
    pub fn usual() -> Self {
        Self::of((1..=9).filter_map(|code| ResidenceStatus::new(code).ok()).filter(|status| status.is_usual()))
    }

    /// Everyone who is followed.
    #[must_use]
    pub const fn all() -> Self {
        Self(u16::MAX)
    }

    /// These statuses.
    #[must_use]
    pub fn of(statuses: impl IntoIterator<Item = ResidenceStatus>) -> Self {
        Self(statuses.into_iter().fold(0, |bits, status| bits | 1 << status.code()))
    }

    pub(crate) const fn has(self, tags: u16) -> bool {
        self.0 >> (tags >> 2 & 15) & 1 == 1
    }
}

/// One episode of one person as counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    pub(crate) person: [u8; 16],
    pub(crate) hamlet: u32,
    pub(crate) birth: i32,
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) origin: u32,
    pub(crate) destination: u32,
    /// Bits 0–1 sex, 2–5 status, 6–8 how it began, 9–11 how it ended.
    pub(crate) tags: u16,
    /// Order of birth, 0 when not told or not born here.
    pub(crate) order: u8,
    /// Age of the mother at birth, 0 when not told or not born here.
    pub(crate) mother_age: u8,
}

pub(crate) const fn sex_bits(sex: Sex) -> u16 {
    match sex {
        Sex::Male => 0,
        Sex::Female => 1,
        Sex::Unknown => 2,
    }
}

pub(crate) const fn entry_of(tags: u16) -> u16 {
    tags >> 6 & 7
}

pub(crate) const fn exit_of(tags: u16) -> u16 {
    tags >> 9 & 7
}

pub(crate) const fn sex_of(tags: u16) -> usize {
    (tags & 3) as usize
}

impl Row {
    /// The row of an episode; `hamlet` numbers hamlets.
    pub(crate) fn of(
        person: [u8; 16],
        resident: &Resident,
        episode: &Episode<Residence>,
        mut hamlet: impl FnMut(danso_model::HamletId) -> u32,
    ) -> Self {
        let residence = &episode.what;
        let (entry, origin, order, mother_age) = match residence.entry {
            EntryReason::Enumerated => (how::ENUMERATED, OUTSIDE, 0, 0),
            EntryReason::Birth { order, mother_age } => (how::BIRTH, OUTSIDE, order.unwrap_or(0), mother_age.unwrap_or(0)),
            EntryReason::Adopted => (how::MOVED, OUTSIDE, 0, 0),
            EntryReason::MovedIn(Origin::Commune(_) | Origin::Province(_) | Origin::Abroad | Origin::Unknown) => {
                (how::MOVED, OUTSIDE, 0, 0)
            }
            EntryReason::Transferred(from) => (how::TRANSFERRED, hamlet(from), 0, 0),
            EntryReason::StatusChanged => (how::STATUS, OUTSIDE, 0, 0),
        };
        let (exit, destination) = match residence.exit {
            None => (how::NONE, OUTSIDE),
            Some(ExitReason::Death) => (how::DEATH, OUTSIDE),
            Some(ExitReason::MovedOut(_)) => (how::MOVED, OUTSIDE),
            Some(ExitReason::Transferred(to)) => (how::TRANSFERRED, hamlet(to)),
            Some(ExitReason::StatusChanged) => (how::STATUS, OUTSIDE),
        };
        Self {
            person,
            hamlet: hamlet(residence.hamlet),
            birth: resident.birth.number(),
            from: day_number(episode.spell.from),
            to: episode.spell.to.map_or(OPEN, day_number),
            origin,
            destination,
            tags: sex_bits(resident.sex) | u16::from(residence.status.code()) << 2 | entry << 6 | exit << 9,
            order,
            mother_age,
        }
    }
}

/// Rows as columns: 48 bytes an episode.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    pub(crate) person: Vec<[u8; 16]>,
    pub(crate) hamlet: Vec<u32>,
    pub(crate) birth: Vec<i32>,
    pub(crate) from: Vec<i32>,
    pub(crate) to: Vec<i32>,
    pub(crate) known_from: Vec<u32>,
    pub(crate) origin: Vec<u32>,
    pub(crate) destination: Vec<u32>,
    pub(crate) tags: Vec<u16>,
    pub(crate) order: Vec<u8>,
    pub(crate) mother_age: Vec<u8>,
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        self.person.len()
    }

    pub(crate) fn push(&mut self, row: Row, known_from: u32) {
        self.person.push(row.person);
        self.hamlet.push(row.hamlet);
        self.birth.push(row.birth);
        self.from.push(row.from);
        self.to.push(row.to);
        self.known_from.push(known_from);
        self.origin.push(row.origin);
        self.destination.push(row.destination);
        self.tags.push(row.tags);
        self.order.push(row.order);
        self.mother_age.push(row.mother_age);
    }

    pub(crate) fn get(&self, at: usize) -> Row {
        Row {
            person: self.person[at],
            hamlet: self.hamlet[at],
            birth: self.birth[at],
            from: self.from[at],
            to: self.to[at],
            origin: self.origin[at],
            destination: self.destination[at],
            tags: self.tags[at],
            order: self.order[at],
            mother_age: self.mother_age[at],
        }
    }

    /// Takes a row out; the last one takes its place.
    pub(crate) fn swap_remove(&mut self, at: usize) -> (Row, u32) {
        let row = self.get(at);
        let known_from = self.known_from.swap_remove(at);
        self.person.swap_remove(at);
        self.hamlet.swap_remove(at);
        self.birth.swap_remove(at);
        self.from.swap_remove(at);
        self.to.swap_remove(at);
        self.origin.swap_remove(at);
        self.destination.swap_remove(at);
        self.tags.swap_remove(at);
        self.order.swap_remove(at);
        self.mother_age.swap_remove(at);
        (row, known_from)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.person.capacity() * 16
            + (self.hamlet.capacity() + self.birth.capacity() + self.from.capacity() + self.to.capacity()) * 4
            + (self.known_from.capacity() + self.origin.capacity() + self.destination.capacity()) * 4
            + self.tags.capacity() * 2
            + self.order.capacity()
            + self.mother_age.capacity()
    }

    pub(crate) fn shrink(&mut self) {
        self.person.shrink_to_fit();
        self.hamlet.shrink_to_fit();
        self.birth.shrink_to_fit();
        self.from.shrink_to_fit();
        self.to.shrink_to_fit();
        self.known_from.shrink_to_fit();
        self.origin.shrink_to_fit();
        self.destination.shrink_to_fit();
        self.tags.shrink_to_fit();
        self.order.shrink_to_fit();
        self.mother_age.shrink_to_fit();
    }
}
