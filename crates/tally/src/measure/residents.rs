//! Counting residents: blocks of rows, column by column, so that a pass stays one pass whatever is asked.

use super::cells::Sum;
use super::{Asked, Dim, values};
use crate::count::MAX_AGE;
use crate::image::Image;
use crate::rows::{Rows, StatusFilter, sex_code};
use std::ops::Range;

/// Rows taken at once: their columns stay in the nearest cache.
const BLOCK: usize = 2_048;

/// Rows of a block that count whatever the day, with what is known of their cell.
#[derive(Default)]
struct Chosen {
    rows: Vec<u32>,
    cells: Vec<u64>,
    values: Vec<u16>,
}

/// The positions between which past rows were believed.
type KnownTo<'a> = Option<&'a [u32]>;

fn fill(out: &mut Vec<u16>, chosen: &[u32], value: impl Fn(usize) -> u16) {
    out.clear();
    out.extend(chosen.iter().map(|at| value(*at as usize)));
}

/// The values of a dimension of rows; one of those that residents have whatever the day.
fn read(asked: &Asked<'_>, rows: &Rows, dim: Dim, chosen: &[u32], out: &mut Vec<u16>) {
    match dim {
        Dim::Sex => fill(out, chosen, |at| sex_code(rows.tags[at])),
        Dim::Residence => fill(out, chosen, |at| rows.tags[at] >> 2 & 15),
        Dim::Marital => fill(out, chosen, |at| (rows.schooling[at] & 15).into()),
        Dim::Education => fill(out, chosen, |at| (rows.schooling[at] >> 4).into()),
        Dim::Method => fill(out, chosen, |at| rows.method[at].into()),
        Dim::Modern => fill(out, chosen, |at| asked.is_modern(rows.method[at])),
        Dim::Ethnic => fill(out, chosen, |at| (rows.ethnic[at] & 127).into()),
        Dim::Disabled => fill(out, chosen, |at| (rows.ethnic[at] >> 7).into()),
        Dim::Urban => fill(out, chosen, |at| asked.map.urban(rows.hamlet[at])),
        Dim::Age
        | Dim::Type
        | Dim::Fresh
        | Dim::Order
        | Dim::MotherAge
        | Dim::BirthPlace
        | Dim::Multiple
        | Dim::Neonatal
        | Dim::DeathPlace
        | Dim::Level
        | Dim::Registered
        | Dim::Kin
        | Dim::Underage
        | Dim::Counselled
        | Dim::First
        | Dim::New
        | Dim::Outcome
        | Dim::Band
        | Dim::Panels
        | Dim::Edward
        | Dim::Down
        | Dim::Patau
        | Dim::Thalassemia
        | Dim::Ch
        | Dim::G6pd
        | Dim::Cah
        | Dim::Hearing
        | Dim::Heart => fill(out, chosen, |_| 0),
    }
}

/// What is asked of age, the one dimension that changes from day to day.
struct Ages<'a> {
    /// By how much a year more moves the cell; 0 when not split by age.
    stride: u64,
    /// Which ages count; None for all.
    passes: Vec<&'a [bool]>,
}

impl<'a> Ages<'a> {
    fn of(asked: &'a Asked<'_>) -> Self {
        Self {
            stride: strides(asked).filter(|(dim, _)| *dim == Dim::Age).map(|(_, stride)| stride).sum(),
            passes: asked.only.iter().filter(|(dim, _)| *dim == Dim::Age).map(|(_, passes)| &passes[..]).collect(),
        }
    }

    fn matter(&self) -> bool {
        self.stride > 0 || !self.passes.is_empty()
    }
}

/// Each dimension that is split by, with how far its values lie apart among the cells.
fn strides(asked: &Asked<'_>) -> impl Iterator<Item = (Dim, u64)> {
    let mut stride = asked.layout.inner();
    asked.by.iter().map(move |dim| {
        stride /= values(*dim) as u64;
        (*dim, stride)
    })
}

impl Chosen {
    /// Finds the rows of a block that count on some day, and their cells but for day and age.
    fn choose(&mut self, asked: &Asked<'_>, rows: &Rows, known_to: KnownTo<'_>, block: Range<usize>) {
        let usual = StatusFilter::usual();
        let groups = &asked.map.groups.of_hamlet[..];
        self.rows.clear();
        for ((at, hamlet), tags) in (block.start as u32..).zip(&rows.hamlet[block.clone()]).zip(&rows.tags[block]) {
            if groups[*hamlet as usize] != u32::MAX && usual.has(*tags) {
                self.rows.push(at);
            }
        }
        if let Some(position) = asked.known_at {
            self.rows.retain(|at| {
                let at = *at as usize;
                rows.known_from[at] <= position.0 && known_to.is_none_or(|known_to| position.0 < known_to[at])
            });
        }
        for (dim, passes) in asked.only.iter().filter(|(dim, _)| *dim != Dim::Age) {
            read(asked, rows, *dim, &self.rows, &mut self.values);
            let mut kept = 0;
            for at in 0..self.rows.len() {
                self.rows[kept] = self.rows[at];
                kept += usize::from(passes[usize::from(self.values[at])]);
            }
            self.rows.truncate(kept);
        }
        self.cells.clear();
        let inner = asked.layout.inner();
        let cell = |at: &u32| asked.layout.start(groups[rows.hamlet[*at as usize] as usize], 0) * inner;
        self.cells.extend(self.rows.iter().map(cell));
        for (dim, stride) in strides(asked).filter(|(dim, _)| *dim != Dim::Age) {
            read(asked, rows, dim, &self.rows, &mut self.values);
            self.cells.iter_mut().zip(&self.values).for_each(|(cell, value)| *cell += stride * u64::from(*value));
        }
    }

    /// Hands row, cell and day of everyone who counts to `sink`, block by block and day by day.
    fn range(
        &mut self,
        asked: &Asked<'_>,
        rows: &Rows,
        known_to: KnownTo<'_>,
        range: Range<usize>,
        mut sink: impl FnMut(u32, u64, i32),
    ) {
        let (ages, inner) = (Ages::of(asked), asked.layout.inner());
        for start in range.clone().step_by(BLOCK) {
            self.choose(asked, rows, known_to, start..(start + BLOCK).min(range.end));
            for ((day, _), offset) in asked.periods.iter().zip((0..).map(|period| period * inner)) {
                for (at, cell) in self.rows.iter().zip(&self.cells) {
                    let row = *at as usize;
                    if rows.from[row] > *day || rows.to[row] <= *day {
                        continue;
                    }
                    if !ages.matter() {
                        sink(*at, cell + offset, *day);
                        continue;
                    }
                    let age = ((day - rows.birth[row]) / 10_000).clamp(0, MAX_AGE as i32) as usize;
                    if ages.passes.iter().all(|passes| passes[age]) {
                        sink(*at, cell + offset + ages.stride * age as u64, *day);
                    }
                }
            }
        }
    }
}

fn past<'a>(image: &'a Image, asked: &Asked<'_>) -> Option<(&'a Rows, &'a [u32])> {
    asked.known_at.map(|_| (&image.past, &image.known_to[..]))
}

/// Counts, in threads.
pub(crate) fn count(image: &Image, asked: &Asked<'_>) -> Sum {
    let pass = |rows: &Rows, known_to: KnownTo<'_>, range: Range<usize>| {
        let mut sum = Sum::new(&asked.layout);
        match &mut sum {
            Sum::Dense(cells) => Chosen::default().range(asked, rows, known_to, range, |_, cell, _| cells[cell as usize] += 1),
            Sum::Sparse(_) => Chosen::default().range(asked, rows, known_to, range, |_, cell, _| sum.add(cell, 1)),
        }
        sum
    };
    let rows = image.live.len();
    let threads = asked.threads.clamp(1, 1 + rows / 100_000);
    let share = rows.div_ceil(threads).max(1);
    let mut sum = std::thread::scope(|scope| {
        let pass = &pass;
        let part = |thread: usize| (thread * share).min(rows)..((thread + 1) * share).min(rows);
        let others: Vec<_> = (1..threads).map(|thread| scope.spawn(move || pass(&image.live, None, part(thread)))).collect();
        let mut sum = pass(&image.live, None, part(0));
        for other in others {
            sum.merge(other.join().expect("counting does not panic"));
        }
        sum
    });
    if let Some((rows, known_to)) = past(image, asked) {
        sum.merge(pass(rows, Some(known_to), 0..rows.len()));
    }
    sum
}

/// Calls `sink` with the person, the cell and the day of everyone counted.
pub(crate) fn visit(image: &Image, asked: &Asked<'_>, mut sink: impl FnMut(&[u8; 16], u64, i32)) {
    let mut tables = vec![(&image.live, None)];
    tables.extend(past(image, asked).map(|(rows, known_to)| (rows, Some(known_to))));
    for (rows, known_to) in tables {
        Chosen::default().range(asked, rows, known_to, 0..rows.len(), |at, cell, day| {
            sink(&rows.person[at as usize], cell, day);
        });
    }
}
