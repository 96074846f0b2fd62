//! Counting residents: blocks of rows, column by column, so that a pass stays one pass whatever is asked.

use super::cells::Sum;
use super::{Asked, Dim, values};
use crate::count::MAX_AGE;
use crate::image::Image;
use crate::rows::{Rows, StatusFilter, sex_code};
use std::ops::Range;

/// Rows taken at once: their columns stay in the nearest cache.
const BLOCK: usize = 2_048;

/// Rows of a block that are still in, with the number of their cell as far as it is known.
#[derive(Default)]
struct Chosen {
    /// In a group, of a status that counts, and believed.
    inside: Vec<(u32, u32)>,
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

/// The values of a dimension of rows; one of those that residents have.
fn read(asked: &Asked<'_>, rows: &Rows, dim: Dim, day: i32, chosen: &[u32], out: &mut Vec<u16>) {
    match dim {
        Dim::Sex => fill(out, chosen, |at| sex_code(rows.tags[at])),
        Dim::Age => fill(out, chosen, |at| ((day - rows.birth[at]) / 10_000).clamp(0, MAX_AGE as i32) as u16),
        Dim::Residence => fill(out, chosen, |at| rows.tags[at] >> 2 & 15),
        Dim::Marital => fill(out, chosen, |at| (rows.schooling[at] & 15).into()),
        Dim::Education => fill(out, chosen, |at| (rows.schooling[at] >> 4).into()),
        Dim::Method => fill(out, chosen, |at| rows.method[at].into()),
        Dim::Modern => fill(out, chosen, |at| asked.is_modern(rows.method[at])),
        Dim::Ethnic => fill(out, chosen, |at| (rows.ethnic[at] & 127).into()),
        Dim::Disabled => fill(out, chosen, |at| (rows.ethnic[at] >> 7).into()),
        Dim::Urban => fill(out, chosen, |at| asked.map.urban(rows.hamlet[at])),
        Dim::Type
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

impl Chosen {
    /// Takes a block through all days, and hands rows and cells to `sink` day by day.
    fn block(
        &mut self,
        asked: &Asked<'_>,
        rows: &Rows,
        known_to: KnownTo<'_>,
        block: Range<usize>,
        sink: &mut impl FnMut(&[u32], &[u64], i32),
    ) {
        let usual = StatusFilter::usual();
        let groups = &asked.map.groups.of_hamlet[..];
        self.inside.clear();
        for (at, hamlet) in block.clone().zip(&rows.hamlet[block]) {
            let group = groups[*hamlet as usize];
            if group != u32::MAX && usual.has(rows.tags[at]) {
                self.inside.push((at as u32, group));
            }
        }
        if let Some(position) = asked.known_at {
            self.inside.retain(|(at, _)| {
                let at = *at as usize;
                rows.known_from[at] <= position.0 && known_to.is_none_or(|known_to| position.0 < known_to[at])
            });
        }
        if self.inside.is_empty() {
            return;
        }
        for (period, (day, _)) in asked.periods.iter().enumerate() {
            self.rows.clear();
            self.cells.clear();
            for (at, group) in &self.inside {
                let row = *at as usize;
                if rows.from[row] <= *day && *day < rows.to[row] {
                    self.rows.push(*at);
                    self.cells.push(asked.layout.start(*group, period));
                }
            }
            for (dim, passes) in &asked.only {
                read(asked, rows, *dim, *day, &self.rows, &mut self.values);
                let mut kept = 0;
                for at in 0..self.rows.len() {
                    self.rows[kept] = self.rows[at];
                    self.cells[kept] = self.cells[at];
                    kept += usize::from(passes[usize::from(self.values[at])]);
                }
                self.rows.truncate(kept);
                self.cells.truncate(kept);
            }
            for dim in asked.by {
                read(asked, rows, *dim, *day, &self.rows, &mut self.values);
                let many = values(*dim) as u64;
                self.cells.iter_mut().zip(&self.values).for_each(|(cell, value)| *cell = *cell * many + u64::from(*value));
            }
            sink(&self.rows, &self.cells, *day);
        }
    }

    fn range(
        &mut self,
        asked: &Asked<'_>,
        rows: &Rows,
        known_to: KnownTo<'_>,
        range: Range<usize>,
        sink: &mut impl FnMut(&[u32], &[u64], i32),
    ) {
        let mut start = range.start;
        while start < range.end {
            let end = (start + BLOCK).min(range.end);
            self.block(asked, rows, known_to, start..end, sink);
            start = end;
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
        Chosen::default().range(asked, rows, known_to, range, &mut |_, cells, _| cells.iter().for_each(|cell| sum.add(*cell, 1)));
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
        Chosen::default().range(asked, rows, known_to, 0..rows.len(), &mut |chosen, cells, day| {
            for (at, cell) in chosen.iter().zip(cells) {
                sink(&rows.person[*at as usize], *cell, day);
            }
        });
    }
}
