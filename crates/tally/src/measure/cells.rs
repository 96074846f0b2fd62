//! Sums by group, period and values.

use super::{Dim, values};
use hashbrown::HashMap;

/// Up to so many cells are an array; more are a map of those that are not empty.
const DENSE: u64 = 1 << 24;

/// How cells are numbered: group, then period, then each dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    groups: usize,
    periods: usize,
    /// Cells of one group and period.
    inner: u64,
}

impl Layout {
    pub(crate) fn new(groups: usize, periods: usize, by: &[Dim]) -> Self {
        Self { groups, periods, inner: by.iter().map(|dim| values(*dim) as u64).product() }
    }

    /// The number before those of the dimensions are put behind it.
    pub(crate) const fn start(&self, group: u32, period: usize) -> u64 {
        group as u64 * self.periods as u64 + period as u64
    }

    /// Cells of one group and period.
    pub(crate) const fn inner(&self) -> u64 {
        self.inner
    }

    pub(crate) const fn place(&self, cell: u64) -> (u32, u32) {
        let place = cell / self.inner;
        ((place / self.periods as u64) as u32, (place % self.periods as u64) as u32)
    }

    fn len(&self) -> u64 {
        (self.groups as u64 * self.periods as u64).saturating_mul(self.inner)
    }
}

/// Sums while they are made.
pub(crate) enum Sum {
    Dense(Vec<i32>),
    Sparse(HashMap<u64, i64>),
}

impl Sum {
    pub(crate) fn new(layout: &Layout) -> Self {
        if layout.len() <= DENSE { Self::Dense(vec![0; layout.len() as usize]) } else { Self::Sparse(HashMap::new()) }
    }

    #[inline]
    pub(crate) fn add(&mut self, cell: u64, more: i32) {
        match self {
            Self::Dense(cells) => cells[cell as usize] += more,
            Self::Sparse(cells) => *cells.entry(cell).or_default() += i64::from(more),
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::Dense(cells), Self::Dense(more)) => {
                cells.iter_mut().zip(more).for_each(|(cell, more)| *cell += more);
            }
            (Self::Sparse(cells), Self::Sparse(more)) => {
                more.into_iter().for_each(|(cell, more)| *cells.entry(cell).or_default() += more);
            }
            (Self::Dense(_), Self::Sparse(_)) | (Self::Sparse(_), Self::Dense(_)) => {
                unreachable!("sums of one layout are of one kind")
            }
        }
    }

    pub(crate) fn into_cells(self, layout: Layout, by: &[Dim]) -> Cells {
        let mut cells: Vec<(u64, i64)> = match self {
            Self::Dense(cells) => {
                (0..).zip(cells).filter(|(_, sum)| *sum != 0).map(|(cell, sum)| (cell, i64::from(sum))).collect()
            }
            Self::Sparse(cells) => cells.into_iter().filter(|(_, sum)| *sum != 0).collect(),
        };
        cells.sort_unstable();
        Cells { layout, by: by.to_vec(), cells }
    }
}

/// How many, by group, day or period, and the values of the dimensions asked for.
///
/// Only corrections can be less than nothing. Of what counts once a period, cells of a split may add up to more than the whole, since
/// someone may fall into several of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    layout: Layout,
    by: Vec<Dim>,
    cells: Vec<(u64, i64)>,
}

impl Cells {
    /// The count of one cell: a group, a day or period, and a value for each dimension in the order asked.
    #[must_use]
    pub fn get(&self, group: usize, period: usize, of: &[u16]) -> i64 {
        if group >= self.layout.groups || period >= self.layout.periods || of.len() != self.by.len() {
            return 0;
        }
        let mut cell = self.layout.start(group as u32, period);
        for (dim, value) in self.by.iter().zip(of) {
            if usize::from(*value) >= values(*dim) {
                return 0;
            }
            cell = cell * values(*dim) as u64 + u64::from(*value);
        }
        self.cells.binary_search_by_key(&cell, |(cell, _)| *cell).map_or(0, |at| self.cells[at].1)
    }

    /// The sum over the cells of a group and a day or period.
    #[must_use]
    pub fn sum(&self, group: usize, period: usize) -> i64 {
        if group >= self.layout.groups || period >= self.layout.periods {
            return 0;
        }
        let first = self.layout.start(group as u32, period) * self.layout.inner;
        let from = self.cells.partition_point(|(cell, _)| *cell < first);
        let to = self.cells.partition_point(|(cell, _)| *cell < first + self.layout.inner);
        self.cells[from..to].iter().map(|(_, sum)| sum).sum()
    }

    /// Every cell that is not zero, in order: group, day or period, values, count.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, Vec<u16>, i64)> + '_ {
        self.cells.iter().map(|(cell, sum)| {
            let (group, period) = self.layout.place(*cell);
            let mut rest = cell % self.layout.inner;
            let mut of = vec![0; self.by.len()];
            for (slot, dim) in of.iter_mut().zip(&self.by).rev() {
                *slot = (rest % values(*dim) as u64) as u16;
                rest /= values(*dim) as u64;
            }
            (group as usize, period as usize, of, *sum)
        })
    }
}
