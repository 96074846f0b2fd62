//! Counting households with someone in them.

use super::{Asked, Dim};
use crate::image::Image;
use crate::rows::{Rows, StatusFilter};

/// A set of households.
struct Marks(Vec<u64>);

impl Marks {
    fn new(households: usize) -> Self {
        Self(vec![0; households.div_ceil(64)])
    }

    fn set(&mut self, household: u32) {
        self.0[household as usize / 64] |= 1 << (household % 64);
    }

    fn has(&self, household: u32) -> bool {
        self.0[household as usize / 64] >> (household % 64) & 1 == 1
    }
}

/// Calls `sink` with the household, the cell and the day of everything that counts.
pub(crate) fn visit(image: &Image, asked: &Asked<'_>, mut sink: impl FnMut(&[u8; 16], u64, i32)) {
    let households = image.numbers.households.len();
    let mut wanted = Marks::new(households);
    image.houses.believed(asked.known_at, |row, _| {
        if asked.map.group(row.hamlet) != u32::MAX {
            wanted.set(row.household);
        }
    });
    let usual = StatusFilter::usual();
    let first = asked.periods.iter().map(|(day, _)| *day).min().unwrap_or_default();
    let last = asked.periods.iter().map(|(day, _)| *day).max().unwrap_or_default();
    // Most are lived in on all days by someone who goes on living there.
    let mut always = Marks::new(households);
    let mut lived_in: Vec<Marks> = asked.periods.iter().map(|_| Marks::new(households)).collect();
    image.believed(asked.known_at, |rows: &Rows, at| {
        let household = rows.household[at];
        if !usual.has(rows.tags[at]) || !wanted.has(household) {
            return;
        }
        let (from, to) = (rows.from[at], rows.to[at]);
        if from <= first && last < to {
            return always.set(household);
        }
        for (marks, (day, _)) in lived_in.iter_mut().zip(&asked.periods) {
            if from <= *day && *day < to {
                marks.set(household);
            }
        }
    });
    image.houses.believed(asked.known_at, |row, _| {
        let group = asked.map.group(row.hamlet);
        if group == u32::MAX {
            return;
        }
        for (period, (day, _)) in asked.periods.iter().enumerate() {
            if row.from > *day || row.to <= *day || !(always.has(row.household) || lived_in[period].has(row.household)) {
                continue;
            }
            let value = |dim: Dim| {
                if dim == Dim::Type {
                    row.kind.into()
                } else if dim == Dim::Fresh {
                    (row.fresh.0 <= *day && *day < row.fresh.1).into()
                } else {
                    asked.map.urban(row.hamlet)
                }
            };
            if let Some(cell) = asked.cell(group, period, value) {
                sink(&image.numbers.households[row.household as usize], cell, *day);
            }
        }
    });
}
