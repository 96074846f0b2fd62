//! Counting persons at a day.

use crate::image::{Grouping, Image};
use crate::rows::{Rows, StatusFilter, day_number, sex_of};
use danso_model::Position;
use jiff::civil::Date;

/// The last single age; older people are counted in it.
pub const MAX_AGE: usize = 120;
const AGES: usize = MAX_AGE + 1;
const SEXES: usize = 3;

/// What to count.
#[derive(Debug, Clone)]
pub struct CountQuery<'a> {
    /// At the end of this day.
    pub at: Date,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
    /// By which groups of hamlets.
    pub groups: &'a Grouping,
    /// Which statuses count.
    pub statuses: StatusFilter,
    /// How many threads to use, at least one.
    pub threads: usize,
}

/// Persons by group, sex (male, female, unknown) and single completed age up to [`MAX_AGE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cube {
    cells: Vec<u32>,
}

impl Cube {
    pub(crate) fn new(groups: usize) -> Self {
        Self { cells: vec![0; groups * SEXES * AGES] }
    }

    /// Persons of a group, sex and age.
    #[must_use]
    pub fn get(&self, group: usize, sex: usize, age: usize) -> u64 {
        u64::from(self.cells[(group * SEXES + sex) * AGES + age])
    }

    /// Persons in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.cells.iter().map(|cell| u64::from(*cell)).sum()
    }

    /// Persons of a group.
    #[must_use]
    pub fn group_total(&self, group: usize) -> u64 {
        self.cells[group * SEXES * AGES..(group + 1) * SEXES * AGES].iter().map(|cell| u64::from(*cell)).sum()
    }

    /// Cells that are not empty: group, sex, age, persons.
    pub fn cells(&self) -> impl Iterator<Item = (usize, usize, usize, u64)> + '_ {
        self.cells.iter().enumerate().filter(|(_, count)| **count > 0).map(|(at, count)| {
            let (rest, age) = (at / AGES, at % AGES);
            (rest / SEXES, rest % SEXES, age, u64::from(*count))
        })
    }

    /// The cells of a group: sex, then age.
    pub(crate) fn of_group(&mut self, group: usize) -> &mut [u32] {
        &mut self.cells[group * SEXES * AGES..(group + 1) * SEXES * AGES]
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell += more;
        }
    }

    /// One row: outside every group it is dropped by the bounds check of the cell.
    #[inline]
    fn count(&mut self, rows: &Rows, at: usize, day: i32, groups: &[u32], statuses: StatusFilter) {
        let (tags, from, to) = (rows.tags[at], rows.from[at], rows.to[at]);
        if from > day || to <= day || !statuses.has(tags) {
            return;
        }
        let group = groups[rows.hamlet[at] as usize];
        if group == u32::MAX {
            return;
        }
        let age = ((day - rows.birth[at]) / 10_000).clamp(0, MAX_AGE as i32) as usize;
        self.cells[(group as usize * SEXES + sex_of(tags)) * AGES + age] += 1;
    }
}

impl Image {
    /// Counts persons living in each group at the end of a day, as known at a position: one pass over the columns.
    ///
    /// # Panics
    /// When the grouping was made for fewer hamlets than the image has.
    #[must_use]
    pub fn count(&self, query: &CountQuery<'_>) -> Cube {
        let day = day_number(query.at);
        let groups = &query.groups.of_hamlet[..];
        assert!(groups.len() >= self.hamlets().len(), "the grouping is older than the image");
        let mut cube = Cube::new(query.groups.labels.len());
        if query.known_at.is_some_and(|position| position < self.head()) {
            self.believed(query.known_at, |rows, at| cube.count(rows, at, day, groups, query.statuses));
            return cube;
        }
        let rows = &self.live;
        let threads = query.threads.clamp(1, 1 + rows.len() / 100_000);
        let block = rows.len().div_ceil(threads).max(1);
        let pass = |start: usize| {
            let mut part = Cube::new(query.groups.labels.len());
            for at in start..(start + block).min(rows.len()) {
                part.count(rows, at, day, groups, query.statuses);
            }
            part
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|thread| scope.spawn(move || pass(thread * block))).collect();
            cube.add(&pass(0));
            for other in others {
                cube.add(&other.join().expect("counting does not panic"));
            }
        });
        cube
    }
}
