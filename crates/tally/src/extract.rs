//! Residence as the nation holds it: the rows of many shards without persons, in a fifth of the memory.
//!
//! A province counts from its [`Image`], which learns and knows who is behind a number. Whoever only counts over many provinces needs
//! neither: an extract has no person, no household and no second clock, and so gives nobody away. It is made again from the images.

use crate::count::{Cube, MAX_AGE};
use crate::flows::{Filling, FlowQuery, Ledger};
use crate::image::{Grouping, Image};
use crate::numbers::{Numbers, OUTSIDE, is_outside, named};
use crate::rows::{OPEN, Row, Rows, StatusFilter, day_number, sex_of};
use danso_model::HamletId;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Days are counted from here. What began earlier is kept as beginning here.
const DAY_ZERO: Date = date(1900, 1, 1);
/// "Still lasts" as a short day, and any day after 5 June 2079.
const STILL: u16 = u16::MAX;
/// Rows of a part: what a thread takes at once.
const PART: usize = 1 << 20;

/// A number yyyymmdd as days since [`DAY_ZERO`].
fn short(day: i32) -> u16 {
    if day == OPEN {
        return STILL;
    }
    let date = Date::new((day / 10_000) as i16, (day / 100 % 100) as i8, (day % 100) as i8).unwrap_or(DAY_ZERO);
    short_of(date)
}

fn short_of(date: Date) -> u16 {
    let days = date.duration_since(DAY_ZERO).as_hours() / 24;
    days.clamp(0, i64::from(STILL)) as u16
}

fn long(day: u16) -> i32 {
    if day == STILL {
        return OPEN;
    }
    DAY_ZERO.checked_add(i32::from(day).days()).map_or(OPEN, day_number)
}

/// The rows of some hamlets, hamlet by hamlet: 13 bytes each.
#[derive(Debug, Clone, Default)]
struct Part {
    /// Hamlets, each with where its rows end.
    runs: Vec<(u32, u32)>,
    birth: Vec<i32>,
    from: Vec<u16>,
    to: Vec<u16>,
    tags: Vec<u16>,
    schooling: Vec<u8>,
    method: Vec<u8>,
    ethnic: Vec<u8>,
    /// Rows that came from somewhere or went there, in order: the row, from where, where to.
    crossings: Vec<(u32, u32, u32)>,
}

impl Part {
    fn with_room(rows: usize) -> Self {
        Self {
            runs: Vec::new(),
            birth: Vec::with_capacity(rows),
            from: Vec::with_capacity(rows),
            to: Vec::with_capacity(rows),
            tags: Vec::with_capacity(rows),
            schooling: Vec::with_capacity(rows),
            method: Vec::with_capacity(rows),
            ethnic: Vec::with_capacity(rows),
            crossings: Vec::new(),
        }
    }

    fn push(&mut self, rows: &Rows, at: usize, numbers: &[u32], place: impl Fn(u32) -> u32) {
        let row = self.birth.len() as u32;
        let hamlet = numbers[rows.hamlet[at] as usize];
        match self.runs.last_mut().filter(|(last, _)| *last == hamlet) {
            Some(run) => run.1 = row + 1,
            None => self.runs.push((hamlet, row + 1)),
        }
        self.birth.push(rows.birth[at]);
        self.from.push(short(rows.from[at]));
        self.to.push(short(rows.to[at]));
        self.tags.push(rows.tags[at]);
        self.schooling.push(rows.schooling[at]);
        self.method.push(rows.method[at]);
        self.ethnic.push(rows.ethnic[at]);
        let (origin, destination) = (place(rows.origin[at]), place(rows.destination[at]));
        if origin != OUTSIDE || destination != OUTSIDE {
            self.crossings.push((row, origin, destination));
        }
    }

    fn settle(&mut self) {
        self.runs.shrink_to_fit();
        self.crossings.shrink_to_fit();
    }

    fn bytes(&self) -> usize {
        self.runs.capacity() * size_of::<(u32, u32)>()
            + self.birth.capacity() * 4
            + (self.from.capacity() + self.to.capacity() + self.tags.capacity()) * 2
            + self.schooling.capacity()
            + self.method.capacity()
            + self.ethnic.capacity()
            + self.crossings.capacity() * size_of::<(u32, u32, u32)>()
    }

    /// The runs with their rows.
    fn spans(&self) -> impl Iterator<Item = (u32, std::ops::Range<usize>)> + '_ {
        let starts = std::iter::once(0).chain(self.runs.iter().map(|(_, end)| *end as usize));
        self.runs.iter().zip(starts).map(|((hamlet, end), start)| (*hamlet, start..*end as usize))
    }

    fn count(&self, day: Date, groups: &[u32], statuses: StatusFilter, cube: &mut Cube) {
        let (today, number) = (short_of(day), day_number(day));
        for (hamlet, rows) in self.spans() {
            let group = groups[hamlet as usize];
            if group == u32::MAX {
                continue;
            }
            let cells = cube.of_group(group as usize);
            let columns = self.birth[rows.clone()].iter().zip(&self.from[rows.clone()]).zip(&self.to[rows.clone()]);
            for (((birth, from), to), tags) in columns.zip(&self.tags[rows]) {
                if *from <= today && today < *to && statuses.has(*tags) {
                    let age = ((number - birth) / 10_000).clamp(0, MAX_AGE as i32) as usize;
                    cells[sex_of(*tags) * (MAX_AGE + 1) + age] += 1;
                }
            }
        }
    }

    /// Calls `visit` with each row as an image has it, without person and household.
    fn visit(&self, rows: &mut Rows, mut visit: impl FnMut(&Rows, usize)) {
        let mut crossings = self.crossings.iter().peekable();
        for (hamlet, span) in self.spans() {
            rows.clear();
            for at in span {
                let crossing = crossings.next_if(|(row, _, _)| *row as usize == at);
                let (origin, destination) = crossing.map_or((OUTSIDE, OUTSIDE), |(_, from, to)| (*from, *to));
                let row = Row {
                    person: [0; 16],
                    hamlet,
                    birth: self.birth[at],
                    from: long(self.from[at]),
                    to: long(self.to[at]),
                    origin,
                    destination,
                    tags: self.tags[at],
                    household: 0,
                    schooling: self.schooling[at],
                    method: self.method[at],
                    ethnic: self.ethnic[at],
                };
                rows.push(row, 0);
            }
            (0..rows.len()).for_each(|at| visit(rows, at));
        }
    }
}

/// The residence rows that one or many images believe now, without persons.
#[derive(Debug, Default)]
pub struct Extract {
    numbers: Numbers,
    parts: Vec<Part>,
}

impl Extract {
    /// An extract of nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in what an image believes now. Images of different shards: what two of them believe is counted twice.
    pub fn add(&mut self, image: &Image) {
        let numbers: Vec<u32> = image.numbers.hamlets.iter().map(|hamlet| self.numbers.hamlet(*hamlet)).collect();
        let outside: Vec<u32> = image.numbers.outside.iter().map(|origin| self.numbers.outside(*origin)).collect();
        let place = |number: u32| match named(number) {
            Some(at) => outside[at],
            None if is_outside(number) => number,
            None => numbers[number as usize],
        };
        let rows = &image.live;
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        if !rows.hamlet.is_sorted() {
            order.sort_by_key(|at| rows.hamlet[*at as usize]);
        }
        for piece in order.chunks(PART) {
            let mut part = Part::with_room(piece.len());
            piece.iter().for_each(|at| part.push(rows, *at as usize, &numbers, place));
            part.settle();
            self.parts.push(part);
        }
    }

    /// The hamlets in the order in which it numbers them.
    #[must_use]
    pub fn hamlets(&self) -> &[HamletId] {
        &self.numbers.hamlets
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.birth.len()).sum()
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its memory in bytes, but for the list of hamlets.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.parts.iter().map(Part::bytes).sum()
    }

    /// Counts persons living in each group at the end of a day: as [`Image::count`], now.
    ///
    /// # Panics
    /// When the grouping was made for fewer hamlets than the extract has.
    #[must_use]
    pub fn count(&self, at: Date, groups: &Grouping, statuses: StatusFilter, threads: usize) -> Cube {
        assert!(groups.of_hamlet.len() >= self.hamlets().len(), "the grouping is older than the extract");
        let next = AtomicUsize::new(0);
        let pass = || {
            let mut cube = Cube::new(groups.labels.len());
            while let Some(part) = self.parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                part.count(at, &groups.of_hamlet, statuses, &mut cube);
            }
            cube
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads.clamp(1, 1 + self.parts.len())).map(|_| scope.spawn(pass)).collect();
            let mut cube = pass();
            for other in others {
                cube.add(&other.join().expect("counting does not panic"));
            }
            cube
        })
    }

    /// Counts what happened in each group and period: as [`Image::flows`], now.
    ///
    /// # Panics
    /// As [`Extract::count`].
    #[must_use]
    pub fn flows(&self, query: &FlowQuery<'_>) -> Ledger {
        assert!(query.groups.of_hamlet.len() >= self.hamlets().len(), "the grouping is older than the extract");
        let (mut filling, mut rows) = (Filling::new(query), Rows::default());
        self.parts.iter().for_each(|part| part.visit(&mut rows, |rows, at| filling.note(rows, at)));
        filling.done()
    }
}
