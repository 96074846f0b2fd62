//! One row an episode, column by column.

use crate::numbers::{Numbers, OUTSIDE, UNTOLD};
use danso_model::{EntryReason, Episode, ExitReason, Residence, ResidenceStatus, Sex};
use danso_registry::{Resident, Traits};
use jiff::civil::Date;

/// "Still lasts" in a column of days.
pub(crate) const OPEN: i32 = i32::MAX;

/// How an episode begins or ends, in three bits.
pub(crate) mod how {
    pub(crate) const NONE: u16 = 0;
    pub(crate) const ENUMERATED: u16 = 1;
    pub(crate) const BIRTH: u16 = 2;
    pub(crate) const MOVED: u16 = 3;
    pub(crate) const TRANSFERRED: u16 = 4;
    pub(crate) const STATUS: u16 = 5;
    pub(crate) const DEATH: u16 = 6;
    /// A trait changed; nothing that any flow counts.
    pub(crate) const TRAIT: u16 = 7;
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
    /// The number of the household.
    pub(crate) household: u32,
    /// Bits 0–3 marital status, 4–7 education.
    pub(crate) schooling: u8,
    /// Method of contraception in use.
    pub(crate) method: u8,
    /// Bits 0–6 ethnic group, 7 disabled.
    pub(crate) ethnic: u8,
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

/// 1 male, 2 female, 0 unknown.
pub(crate) const fn sex_code(tags: u16) -> u16 {
    ((tags & 3) + 1) % 3
}

impl Row {
    /// The rows of an episode, one after the other where a trait of the person changes.
    pub(crate) fn of(
        person: [u8; 16],
        resident: &Resident,
        episode: &Episode<Residence>,
        numbers: &mut Numbers,
        rows: &mut Vec<Self>,
    ) {
        let residence = &episode.what;
        let (entry, origin) = match residence.entry {
            EntryReason::Enumerated => (how::ENUMERATED, OUTSIDE),
            EntryReason::Birth { .. } => (how::BIRTH, OUTSIDE),
            EntryReason::Adopted => (how::MOVED, UNTOLD),
            EntryReason::MovedIn(origin) => (how::MOVED, numbers.outside(origin)),
            EntryReason::Transferred(from) => (how::TRANSFERRED, numbers.hamlet(from)),
            EntryReason::StatusChanged => (how::STATUS, OUTSIDE),
        };
        let (exit, destination) = match residence.exit {
            None => (how::NONE, OUTSIDE),
            Some(ExitReason::Death) => (how::DEATH, OUTSIDE),
            Some(ExitReason::MovedOut(to)) => (how::MOVED, numbers.outside(to)),
            Some(ExitReason::Transferred(to)) => (how::TRANSFERRED, numbers.hamlet(to)),
            Some(ExitReason::StatusChanged) => (how::STATUS, OUTSIDE),
        };
        let (from, to) = (day_number(episode.spell.from), episode.spell.to.map_or(OPEN, day_number));
        let begun = resident.traits.iter().rfind(|(day, _)| *day <= episode.spell.from);
        let mut row = Self {
            person,
            hamlet: numbers.hamlet(residence.hamlet),
            birth: resident.birth.number(),
            from,
            to,
            origin,
            destination: OUTSIDE,
            tags: sex_bits(resident.sex) | u16::from(residence.status.code()) << 2 | entry << 6,
            household: numbers.household(residence.household),
            schooling: 0,
            method: 0,
            ethnic: resident.ethnic.min(127),
        }
        .with(begun.map_or(Traits::UNTOLD, |(_, traits)| *traits));
        for (day, traits) in resident.traits.iter().filter(|(day, _)| *day > episode.spell.from && day_number(*day) < to) {
            let day = day_number(*day);
            rows.push(Self { to: day, tags: row.tags | how::TRAIT << 9, ..row });
            row = Self { from: day, origin: OUTSIDE, tags: row.tags & 0x3f | how::TRAIT << 6, ..row }.with(*traits);
        }
        rows.push(Self { destination, tags: row.tags | exit << 9, ..row });
    }

    fn with(self, traits: Traits) -> Self {
        Self {
            schooling: traits.marital.min(15) | traits.education.min(15) << 4,
            method: traits.method,
            ethnic: self.ethnic & 127 | u8::from(traits.disabled) << 7,
            ..self
        }
    }
}

/// Rows as columns: 53 bytes a row.
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
    pub(crate) household: Vec<u32>,
    pub(crate) schooling: Vec<u8>,
    pub(crate) method: Vec<u8>,
    pub(crate) ethnic: Vec<u8>,
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
        self.household.push(row.household);
        self.schooling.push(row.schooling);
        self.method.push(row.method);
        self.ethnic.push(row.ethnic);
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
            household: self.household[at],
            schooling: self.schooling[at],
            method: self.method[at],
            ethnic: self.ethnic[at],
        }
    }

    /// Drops all rows and keeps their room.
    pub(crate) fn clear(&mut self) {
        self.person.clear();
        self.hamlet.clear();
        self.birth.clear();
        self.from.clear();
        self.to.clear();
        self.known_from.clear();
        self.origin.clear();
        self.destination.clear();
        self.tags.clear();
        self.household.clear();
        self.schooling.clear();
        self.method.clear();
        self.ethnic.clear();
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
        self.household.swap_remove(at);
        self.schooling.swap_remove(at);
        self.method.swap_remove(at);
        self.ethnic.swap_remove(at);
        (row, known_from)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.person.capacity() * 16
            + (self.hamlet.capacity() + self.birth.capacity() + self.from.capacity() + self.to.capacity()) * 4
            + (self.known_from.capacity() + self.origin.capacity() + self.destination.capacity()) * 4
            + self.tags.capacity() * 2
            + self.household.capacity() * 4
            + self.schooling.capacity()
            + self.method.capacity()
            + self.ethnic.capacity()
    }

    /// Puts the rows into another order, without room for more.
    pub(crate) fn arrange(&mut self, order: &[u32]) {
        fn column<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
            *column = order.iter().map(|at| column[*at as usize]).collect();
        }
        column(&mut self.person, order);
        column(&mut self.hamlet, order);
        column(&mut self.birth, order);
        column(&mut self.from, order);
        column(&mut self.to, order);
        column(&mut self.known_from, order);
        column(&mut self.origin, order);
        column(&mut self.destination, order);
        column(&mut self.tags, order);
        column(&mut self.household, order);
        column(&mut self.schooling, order);
        column(&mut self.method, order);
        column(&mut self.ethnic, order);
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
        self.household.shrink_to_fit();
        self.schooling.shrink_to_fit();
        self.method.shrink_to_fit();
        self.ethnic.shrink_to_fit();
    }
}
