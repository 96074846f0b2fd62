//! Strata: groups within which all are as easily found.

use super::{Cell, Counted, Estimate, dual_system, estimate};
use crate::error::Error;

/// The sum of the estimates of the strata, each by [`dual_system`]: what the first list missed in an age, a sex or a hamlet is judged by its own people.
///
/// Chandrasekaran and Deming 1949, pp. 105–109: where groups are listed unequally well by **both** lists, lumping them together gives too few, and
/// strata take that part of the dependence away. Strata in which one list has nobody add those who were seen and nothing more. The interval is
/// that of [`dual_system`], with the sums of persons missed and of variances. Strata with few matches make the sum restless: see [`gather`].
///
/// # Errors
/// [`Error::NoGroups`] without strata; otherwise as [`dual_system`], of the strata together.
pub fn stratified(cells: &[Cell], level: f64) -> Result<Estimate, Error> {
    if cells.is_empty() {
        return Err(Error::NoGroups);
    }
    Counted::of(total(cells)).part()?;
    let (mut missed, mut variance) = (0.0, 0.0);
    let counted: Vec<Counted> = cells.iter().map(|cell| Counted::of(*cell)).collect();
    for part in counted.iter().filter_map(|cell| cell.part().ok()) {
        missed += part.missed;
        variance += part.variance;
    }
    estimate(&counted, missed, variance, level)
}

/// The estimate by strata and the one that knows none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// The sum over strata.
    pub stratified: Estimate,
    /// All strata as one.
    pub collapsed: Estimate,
    /// Strata in which one list has nobody, so that nothing was estimated.
    pub blind: usize,
}

/// Both estimates. Where they differ by more than their intervals allow, the lists miss the same groups, and what no stratum shows is likely to be
/// missed too.
///
/// # Errors
/// As [`stratified`].
pub fn compare(cells: &[Cell], level: f64) -> Result<Compared, Error> {
    let blind = cells.iter().filter(|cell| cell.seen() > 0 && (cell.first() == 0 || cell.second() == 0)).count();
    Ok(Compared { stratified: stratified(cells, level)?, collapsed: dual_system(total(cells), level)?, blind })
}

/// Neighbouring strata put together until each has `matches` persons on both lists or more ([`super::FEW_MATCHES`] is a fair number); what is left at
/// the end joins the last. Order the strata so that neighbours are alike (age within sex within hamlet).
#[must_use]
pub fn gather(cells: &[Cell], matches: u64) -> Vec<Cell> {
    let mut thick: Vec<Cell> = Vec::new();
    let mut open = Cell::default();
    for cell in cells {
        open = open.and(*cell);
        if open.both >= matches.max(1) {
            thick.push(open);
            open = Cell::default();
        }
    }
    if open.seen() > 0 {
        match thick.last_mut() {
            Some(last) => *last = last.and(open),
            None => thick.push(open),
        }
    }
    thick
}

fn total(cells: &[Cell]) -> Cell {
    cells.iter().fold(Cell::default(), |all, cell| all.and(*cell))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Easily found people and others who hide from both lists, as expected from 0.9 × 0.9 of 10 000 and 0.3 × 0.3 of 5 000.
    const EASY: Cell = Cell { both: 8_100, first_only: 900, second_only: 900 };
    const HARD: Cell = Cell { both: 450, first_only: 1_050, second_only: 1_050 };

    #[test]
    fn strata_take_away_what_both_lists_miss_alike() -> Result<(), Error> {
        let found = compare(&[EASY, HARD], 0.95)?;
        assert!((found.stratified.estimate - 15_000.0).abs() < 10.0, "{found:?}");
        assert!(found.collapsed.estimate < 13_000.0 && found.collapsed.high < found.stratified.low, "{found:?}");
        assert_eq!(found.blind, 0);
        Ok(())
    }

    #[test]
    fn one_stratum_is_no_stratum() -> Result<(), Error> {
        let found = compare(&[EASY], 0.9)?;
        assert_eq!(found.stratified, found.collapsed);
        assert_eq!(stratified(&[], 0.9), Err(Error::NoGroups));
        Ok(())
    }

    #[test]
    fn a_stratum_without_a_list_adds_those_seen() -> Result<(), Error> {
        let blind = Cell { both: 0, first_only: 40, second_only: 0 };
        let (with, without) = (compare(&[EASY, blind], 0.95)?, stratified(&[EASY], 0.95)?);
        assert_eq!(with.blind, 1);
        assert!((with.stratified.estimate - without.estimate - 40.0).abs() < 1e-9);
        assert!(stratified(&[blind], 0.95).is_err());
        Ok(())
    }

    proptest! {
        #[test]
        fn gathering_keeps_everybody(cells in prop::collection::vec((0_u64..20, 0_u64..20, 0_u64..20), 0..40), matches in 0_u64..30) {
            let cells: Vec<Cell> = cells.into_iter().map(|(both, first_only, second_only)| Cell { both, first_only, second_only }).collect();
            let thick = gather(&cells, matches);
            prop_assert_eq!(total(&thick), total(&cells));
            prop_assert!(thick.len() < 2 || thick.iter().all(|cell| cell.both >= matches));
        }
    }
}
