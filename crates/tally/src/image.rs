//! The image and how it learns.

use crate::book::Book;
use crate::happened::Happened;
use crate::houses::{self, HouseRow};
use crate::numbers::{Numbers, is_outside, named};
use crate::rows::{Row, Rows};
use danso_model::{HamletId, HouseholdId, Origin, Position, SubjectId};
use danso_registry::{ResidentClaim, fold_home, fold_resident};
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// The residence episodes, households and countable happenings of one shard: those believed now, and those believed before with the
/// positions between which they were.
#[derive(Debug, Default)]
pub struct Image {
    pub(crate) numbers: Numbers,
    pub(crate) live: Rows,
    pub(crate) past: Rows,
    pub(crate) known_to: Vec<u32>,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
    pub(crate) houses: Book<HouseRow>,
    pub(crate) happened: Happened,
    head: Position,
}

/// Which group each hamlet of an image belongs to: the units of a map, a tier, or one unit alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// The names of the groups, such as unit codes.
    pub labels: Vec<String>,
    /// The group of each hamlet, in the order of [`Image::hamlets`]; `u32::MAX` for one outside all groups.
    pub of_hamlet: Vec<u32>,
}

impl Grouping {
    /// Groups hamlets by a label; None leaves a hamlet out. Labels are sorted.
    #[must_use]
    pub fn new(hamlets: &[HamletId], mut label: impl FnMut(HamletId) -> Option<String>) -> Self {
        let named: Vec<Option<String>> = hamlets.iter().map(|hamlet| label(*hamlet)).collect();
        let mut labels: Vec<String> = named.iter().flatten().cloned().collect();
        labels.sort_unstable();
        labels.dedup();
        let group = |name: &String| labels.binary_search(name).map_or(u32::MAX, |at| at as u32);
        let of_hamlet = named.iter().map(|name| name.as_ref().map_or(u32::MAX, group)).collect();
        Self { labels, of_hamlet }
    }
}

impl Image {
    /// An image that knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The last position it has learnt.
    #[must_use]
    pub const fn head(&self) -> Position {
        self.head
    }

    /// Notes that the log goes on to a position without anything to count.
    pub fn advance(&mut self, position: Position) {
        self.head = self.head.max(position);
    }

    /// The hamlets in the order in which it numbers them.
    #[must_use]
    pub fn hamlets(&self) -> &[HamletId] {
        &self.numbers.hamlets
    }

    /// The communes and provinces outside the register that movers came from or went to, in the order in which it numbers them.
    #[must_use]
    pub fn outside(&self) -> &[Origin] {
        &self.numbers.outside
    }

    /// Rows of residence believed now, and versions that were believed before.
    #[must_use]
    pub fn len(&self) -> (usize, usize) {
        (self.live.len(), self.past.len())
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == (0, 0)
    }

    /// Rows of households and of what happened, believed now and before.
    #[must_use]
    pub fn len_besides(&self) -> (usize, usize) {
        let ((houses, houses_before), (facts, facts_before)) = (self.houses.len(), self.happened.len());
        (houses + facts, houses_before + facts_before)
    }

    /// Memory of the rows of residence and their index in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.live.bytes() + self.past.bytes() + self.known_to.capacity() * 4 + self.index.allocation_size()
    }

    /// Memory of all else in bytes: households, what happened, and their indexes.
    #[must_use]
    pub fn bytes_besides(&self) -> usize {
        self.houses.bytes() + self.happened.bytes() + self.numbers.bytes()
    }

    /// The first and the last day on which an episode believed now begins or ends; None when there is none.
    #[must_use]
    pub fn span(&self) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
        let ends = self.live.to.iter().copied().filter(|day| *day != crate::rows::OPEN);
        let days = || self.live.from.iter().copied();
        let date = |day: i32| jiff::civil::Date::new((day / 10_000) as i16, (day / 100 % 100) as i8, (day % 100) as i8).ok();
        Some((date(days().min()?)?, date(days().chain(ends).max()?)?))
    }

    /// After a build: puts the rows of a hamlet and of a household side by side, so that counting a few hamlets touches few of them, and
    /// gives back memory that growing left over.
    pub fn settle(&mut self) {
        let mut order: Vec<u32> = (0..self.live.len() as u32).collect();
        order.sort_unstable_by_key(|at| {
            let at = *at as usize;
            (self.live.hamlet[at], self.live.household[at], at)
        });
        self.live.arrange(&order);
        drop(order);
        self.past.shrink();
        self.known_to.shrink_to_fit();
        self.index = HashTable::with_capacity(self.live.len());
        for at in 0..self.live.len() as u32 {
            self.note(at);
        }
        self.houses.shrink(&self.hasher);
        self.happened.shrink(&self.hasher);
        self.numbers.shrink();
    }

    /// Makes a row found by its person.
    fn note(&mut self, at: u32) {
        let (live, hasher) = (&self.live, &self.hasher);
        let hash = hasher.hash_one(live.person[at as usize]);
        self.index.insert_unique(hash, at, |other| hasher.hash_one(live.person[*other as usize]));
    }

    /// Takes in what all accepted events up to a position say of one person or household. Positions of one subject must not go back.
    pub fn learn(&mut self, position: Position, subject: impl Into<SubjectId>, claims: &[ResidentClaim]) {
        let subject = subject.into();
        let key = *subject.as_bytes();
        let (resident, home) = (fold_resident(claims), fold_home(claims));
        let mut wanted: Vec<Row> = Vec::new();
        if let Some(resident) = &resident {
            for episode in &resident.stays.residences {
                Row::of(key, resident, episode, &mut self.numbers, &mut wanted);
            }
        }
        let household = HouseholdId(subject.0);
        if let Some(home) = &home {
            let number = self.numbers.household(household);
            let rows = houses::rows_of(number, home, &mut self.numbers);
            self.houses.learn(&self.hasher, number, rows, position);
        } else if let Some(number) = self.numbers.known_household(household) {
            self.houses.learn(&self.hasher, number, Vec::new(), position);
        }
        self.happened.learn(&self.hasher, &mut self.numbers, key, resident.as_ref(), home.as_ref(), position);
        self.head = self.head.max(position);
        let believed: Vec<Row> = self.rows_of(&key).into_iter().map(|at| self.live.get(at as usize)).collect();
        for row in believed {
            match wanted.iter().position(|each| *each == row) {
                Some(same) => {
                    wanted.swap_remove(same);
                }
                None => self.forget(row, position),
            }
        }
        for row in wanted {
            self.insert(row, position);
        }
    }

    fn rows_of(&self, person: &[u8; 16]) -> Vec<u32> {
        let hash = self.hasher.hash_one(person);
        self.index.iter_hash(hash).copied().filter(|row| self.live.person[*row as usize] == *person).collect()
    }

    fn insert(&mut self, row: Row, position: Position) {
        let at = self.live.len() as u32;
        self.live.push(row, position.0);
        self.note(at);
    }

    fn forget(&mut self, row: Row, position: Position) {
        let Some(at) = self.rows_of(&row.person).into_iter().find(|at| self.live.get(*at as usize) == row) else { return };
        self.unindex(&row.person, at);
        let last = self.live.len() as u32 - 1;
        if at != last {
            let moved = self.live.person[last as usize];
            self.unindex(&moved, last);
        }
        let (row, known_from) = self.live.swap_remove(at as usize);
        if at != last {
            self.note(at);
        }
        if known_from < position.0 {
            self.past.push(row, known_from);
            self.known_to.push(position.0);
        }
    }

    fn unindex(&mut self, person: &[u8; 16], at: u32) {
        let hash = self.hasher.hash_one(person);
        if let Ok(entry) = self.index.find_entry(hash, |row| *row == at) {
            entry.remove();
        }
    }

    /// Calls `visit` with blocks of rows believed at `known_at` (None: now): the columns, the range, and for the past which rows count.
    pub(crate) fn believed(&self, known_at: Option<Position>, mut visit: impl FnMut(&Rows, usize)) {
        match known_at.filter(|position| *position < self.head) {
            None => (0..self.live.len()).for_each(|at| visit(&self.live, at)),
            Some(Position(at_position)) => {
                for at in 0..self.live.len() {
                    if self.live.known_from[at] <= at_position {
                        visit(&self.live, at);
                    }
                }
                for at in 0..self.past.len() {
                    if self.past.known_from[at] <= at_position && at_position < self.known_to[at] {
                        visit(&self.past, at);
                    }
                }
            }
        }
    }

    /// All rows with the positions between which they were believed, with ids instead of numbers, sorted: equal for equal knowledge,
    /// however it was learnt. For verification.
    #[must_use]
    pub fn fingerprint(&self) -> Vec<String> {
        let hamlet = |number: u32| match named(number) {
            Some(at) => format!("{:?}", self.numbers.outside.get(at)),
            None if is_outside(number) => number.to_string(),
            None => format!("{:?}", self.numbers.hamlets.get(number as usize)),
        };
        let household = |number: u32| format!("{:?}", self.numbers.households.get(number as usize));
        let residence = |row: Row, from: u32, to: u32| {
            let places = [row.hamlet, row.origin, row.destination].map(hamlet);
            let plain = Row { hamlet: 0, origin: 0, destination: 0, household: 0, ..row };
            format!("{from} {to} {places:?} {} {plain:?}", household(row.household))
        };
        let live = (0..self.live.len()).map(|at| residence(self.live.get(at), self.live.known_from[at], u32::MAX));
        let past = (0..self.past.len()).map(|at| residence(self.past.get(at), self.past.known_from[at], self.known_to[at]));
        let houses = self.houses.versions().map(|(row, from, to)| {
            let plain = HouseRow { household: 0, hamlet: 0, ..*row };
            format!("{from} {to} {} {} {plain:?}", household(row.household), hamlet(row.hamlet))
        });
        let facts = self.happened.versions().map(|(kind, row, from, to)| {
            let plain = crate::happened::FactRow { hamlet: 0, ..*row };
            format!("{from} {to} {kind} {} {plain:?}", hamlet(row.hamlet))
        });
        let mut rows: Vec<String> = live.chain(past).chain(houses).chain(facts).collect();
        rows.sort_unstable();
        rows
    }
}
