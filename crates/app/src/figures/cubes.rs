//! Counts that are kept: one pass answers many questions.
//!
//! A cube is what one count comes to for all units of a layer at one day or in one span, split by all dimensions that some question narrows or
//! splits. It is of one position of the log and never wrong for that position; for a later one it is counted anew.

use super::counter::What;
use super::ground::{Ground, Layer};
use crate::Territory;
use danso_model::Position;
use danso_tally::Cells;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many cells are kept in all; about half a gigabyte.
const CELLS: usize = 16_000_000;
/// An image of more rows than this is not counted anew after each event: figures that ask for no position may be of one that was the end of
/// the log up to [`PAUSE_MS`] ago.
const LARGE: usize = 1_000_000;
/// How old the knowledge of such figures may be.
const PAUSE_MS: i64 = 10_000;
/// So many grounds are kept.
const GROUNDS: usize = 32;

/// When something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Moment {
    /// At the end of a day.
    Day(Date),
    /// From a day to a day.
    Span(Date, Date),
}

impl Moment {
    pub(crate) const fn last(self) -> Date {
        match self {
            Self::Day(day) | Self::Span(_, day) => day,
        }
    }
}

/// What a cube is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CubeKey {
    /// Where the ground lies in memory stands for its territory, boundary and layer.
    pub(crate) ground: usize,
    pub(crate) what: What,
    pub(crate) moment: Moment,
    /// The position asked for; None for one that goes along with the log.
    pub(crate) fixed: Option<Position>,
    pub(crate) modern: Vec<u16>,
    /// Of what came late: the position at which it was due. What was known then is not in it.
    pub(crate) due: Option<Position>,
}

/// Counts by group and values.
#[derive(Debug, Default)]
pub(crate) struct Cube {
    /// As known at this position.
    pub(crate) known_at: Position,
    dims: usize,
    /// Where the cells of each group begin; one more than groups.
    starts: Vec<u32>,
    values: Vec<u16>,
    counts: Vec<i64>,
}

impl Cube {
    /// The cubes of the days or periods that were counted together.
    pub(crate) fn of(cells: &Cells, moments: usize, groups: usize, dims: usize, known_at: Position) -> Vec<Self> {
        let empty = || Self { known_at, dims, starts: Vec::with_capacity(groups + 1), values: Vec::new(), counts: Vec::new() };
        let mut cubes: Vec<Self> = (0..moments).map(|_| empty()).collect();
        for (group, moment, of, count) in cells.iter() {
            let Some(cube) = cubes.get_mut(moment) else { continue };
            while cube.starts.len() <= group {
                cube.starts.push(cube.counts.len() as u32);
            }
            cube.values.extend(of);
            cube.counts.push(count);
        }
        for cube in &mut cubes {
            while cube.starts.len() <= groups {
                cube.starts.push(cube.counts.len() as u32);
            }
        }
        cubes
    }

    /// One number for each group.
    pub(crate) fn plain(counts: Vec<i64>, known_at: Position) -> Self {
        Self { known_at, dims: 0, starts: (0..=counts.len() as u32).collect(), values: Vec::new(), counts }
    }

    /// The cells of a group: values and count.
    pub(crate) fn cells(&self, group: usize) -> impl Iterator<Item = (&[u16], i64)> {
        let at = |group: usize| self.starts.get(group).map_or(self.counts.len(), |start| *start as usize);
        (at(group)..at(group + 1)).map(|cell| (&self.values[cell * self.dims..(cell + 1) * self.dims], self.counts[cell]))
    }

    fn weight(&self) -> usize {
        self.counts.len() + self.starts.len() + 16
    }
}

#[derive(Debug, Default)]
struct Kept {
    cubes: HashMap<CubeKey, (Arc<Cube>, u64)>,
    grounds: Vec<Arc<Ground>>,
    cells: usize,
    uses: u64,
    /// The position of figures that ask for none, and since when.
    current: (Position, i64),
}

/// All that is kept.
#[derive(Debug, Default)]
pub(crate) struct Cubes(Mutex<Kept>);

impl Cubes {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The position of figures that ask for none.
    pub(crate) fn current(&self, head: Position, rows: usize, now_ms: i64) -> Position {
        let mut kept = self.kept();
        let (position, since) = kept.current;
        if rows > LARGE && position <= head && position > Position::default() && (0..PAUSE_MS).contains(&(now_ms - since)) {
            return position;
        }
        kept.current = (head, now_ms);
        head
    }

    /// The ground of a layer on a boundary.
    pub(crate) fn ground(&self, territory: Arc<Territory>, boundary: Date, layer: Layer) -> Arc<Ground> {
        let mut kept = self.kept();
        let same = |ground: &Arc<Ground>| {
            Arc::ptr_eq(&ground.territory, &territory) && ground.boundary == boundary && ground.layer == layer
        };
        if let Some(at) = kept.grounds.iter().position(same) {
            let ground = kept.grounds.remove(at);
            kept.grounds.push(Arc::clone(&ground));
            return ground;
        }
        if kept.grounds.len() >= GROUNDS {
            let gone = Arc::as_ptr(&kept.grounds.remove(0)) as usize;
            kept.cubes.retain(|key, _| key.ground != gone);
            kept.cells = kept.cubes.values().map(|(cube, _)| cube.weight()).sum();
        }
        let made = Arc::new(Ground::new(territory, boundary, layer));
        kept.grounds.push(Arc::clone(&made));
        made
    }

    /// A cube that is kept.
    pub(crate) fn get(&self, key: &CubeKey) -> Option<Arc<Cube>> {
        let mut kept = self.kept();
        kept.uses += 1;
        let now = kept.uses;
        let (cube, used) = kept.cubes.get_mut(key)?;
        *used = now;
        Some(Arc::clone(cube))
    }

    /// Keeps a cube of a ground that is kept; those not used for longest go.
    pub(crate) fn put(&self, ground: &Arc<Ground>, key: CubeKey, cube: &Arc<Cube>) {
        let mut kept = self.kept();
        if !kept.grounds.iter().any(|known| Arc::ptr_eq(known, ground)) {
            return;
        }
        kept.uses += 1;
        let now = kept.uses;
        kept.cells += cube.weight();
        if let Some((old, _)) = kept.cubes.insert(key, (Arc::clone(cube), now)) {
            kept.cells -= old.weight();
        }
        if kept.cells > CELLS {
            let mut uses: Vec<u64> = kept.cubes.values().map(|(_, used)| *used).collect();
            uses.sort_unstable();
            let middle = uses[uses.len() / 2];
            kept.cubes.retain(|_, (_, used)| *used >= middle);
            kept.cells = kept.cubes.values().map(|(cube, _)| cube.weight()).sum();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_register_is_never_behind_and_a_large_one_ten_seconds_at_most() {
        let (cubes, at) = (Cubes::default(), Position);
        assert_eq!(cubes.current(at(5), LARGE, 0), at(5));
        assert_eq!(cubes.current(at(6), LARGE, 1), at(6));
        assert_eq!(cubes.current(at(7), LARGE + 1, 2), at(6));
        assert_eq!(cubes.current(at(8), LARGE + 1, PAUSE_MS), at(6));
        assert_eq!(cubes.current(at(9), LARGE + 1, PAUSE_MS + 1), at(9));
        assert_eq!(cubes.current(at(10), LARGE + 1, PAUSE_MS), at(10), "a clock that was set back");
    }
}
