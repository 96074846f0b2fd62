//! Who left the register, and who came into it: the two ends of moves.

use crate::image::Image;
use crate::numbers::{ABROAD, UNTOLD, named};
use crate::rows::{OPEN, entry_of, exit_of, how};
use danso_model::{HamletId, HouseholdId, Origin, PersonId};
use std::collections::HashMap;

/// Which end of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Left the register for somewhere.
    Left,
    /// Came into the register from somewhere.
    CameIn,
    /// Was found living there, by a sheet that tells nothing of where from.
    Found,
}

/// One end of a move, as believed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Who.
    pub person: PersonId,
    /// Which end.
    pub way: Way,
    /// Where that was.
    pub hamlet: HamletId,
    /// In which household.
    pub household: HouseholdId,
    /// The day, yyyymmdd.
    pub day: i32,
    /// Where to or where from, as told.
    pub place: Origin,
    /// Whether the register knows the other end: the person lives in it later, or lived in it before.
    pub known: bool,
}

impl Image {
    /// Every departure and every arrival, in order of person, day and way. Of those found by a sheet, only whoever was found first by it,
    /// on or after the day of the first departure whose other end is not known: nobody else can be such an end.
    #[must_use]
    pub fn moves(&self) -> Vec<Moved> {
        let mut last: HashMap<[u8; 16], i32> = HashMap::new();
        self.believed(None, |rows, at| {
            if exit_of(rows.tags[at]) == how::MOVED {
                last.insert(rows.person[at], i32::MIN);
            }
        });
        self.believed(None, |rows, at| {
            if let Some(to) = last.get_mut(&rows.person[at]) {
                *to = rows.to[at].max(*to);
            }
        });
        let since = last.values().filter(|to| **to != OPEN).min().copied().unwrap_or(OPEN);
        let arrives = |entry: u16, from: i32| entry == how::MOVED || entry == how::ENUMERATED && from >= since;
        let mut first: HashMap<[u8; 16], i32> = HashMap::new();
        self.believed(None, |rows, at| {
            if arrives(entry_of(rows.tags[at]), rows.from[at]) {
                first.insert(rows.person[at], i32::MAX);
            }
        });
        self.believed(None, |rows, at| {
            if let Some(from) = first.get_mut(&rows.person[at]) {
                *from = rows.from[at].min(*from);
            }
        });
        let place = |number: u32| match number {
            ABROAD => Origin::Abroad,
            UNTOLD => Origin::Unknown,
            other => named(other).and_then(|at| self.numbers.outside.get(at).copied()).unwrap_or(Origin::Unknown),
        };
        let mut moves = Vec::new();
        self.believed(None, |rows, at| {
            let (person, tags) = (rows.person[at], rows.tags[at]);
            let (from, to) = (rows.from[at], rows.to[at]);
            let moved = |way, day, place, known| Moved {
                person: PersonId::from_bytes(person),
                way,
                hamlet: self.numbers.hamlets[rows.hamlet[at] as usize],
                household: HouseholdId::from_bytes(self.numbers.households[rows.household[at] as usize]),
                day,
                place,
                known,
            };
            if exit_of(tags) == how::MOVED {
                let known = last.get(&person).is_some_and(|last| *last > to);
                moves.push(moved(Way::Left, to, place(rows.destination[at]), known));
            }
            let begins = first.get(&person).is_none_or(|first| *first >= from);
            match entry_of(tags) {
                how::MOVED => moves.push(moved(Way::CameIn, from, place(rows.origin[at]), !begins)),
                how::ENUMERATED if from >= since && begins => moves.push(moved(Way::Found, from, Origin::Unknown, false)),
                _ => {}
            }
        });
        moves.sort_by_key(|moved| (moved.person, moved.day, moved.way));
        moves
    }
}
