//! Coverage of two lists: how many people both miss.
//!
//! **The question.** Two lists of the same people were compared person by person: some are in both, some in the first alone, some in the second
//! alone. How many are in neither, and which share of all does each list hold?
//!
//! | have | want | function |
//! |---|---|---|
//! | one comparison | all people, each list's coverage | [`dual_system`] |
//! | the same by age, sex, hamlet | the sum over strata, which does not assume that all are as easily found | [`stratified`] |
//! | both | how far the two differ | [`compare`] |
//! | many strata, few people | strata that are thick enough | [`gather`] |
//! | links that are wrong now and then | the estimate they would give were they right | [`with_link_errors`] |
//! | persons found to be dead, gone or twice on a list | a comparison without them | [`Cell::without`] |
//!
//! **What must hold**, or the answer is wrong: both lists are of one closed population and day; who is on both is known; being on one list makes
//! nobody likelier to be on the other; within a stratum all are as likely to be listed. Two registers that are kept in one office break the third:
//! people whom one misses the other misses too, and the estimate is **too low**. So say it as "at least".
//!
//! ```
//! use danso_demography::coverage::{Cell, dual_system};
//!
//! // The commune found 900 of its people on the list of the insurance; 60 were not there, and 40 of the list not in the commune's books.
//! let all = dual_system(Cell { both: 900, first_only: 60, second_only: 40 }, 0.95)?;
//! assert_eq!((all.estimate.round(), all.missed.round()), (1003.0, 3.0));
//! assert!(all.first_covers.value > 0.957 && all.first_covers.value < 0.958);
//! # Ok::<(), danso_demography::Error>(())
//! ```

mod links;
mod strata;

pub use links::{Links, with_link_errors};
pub use strata::{Compared, compare, gather, stratified};

use crate::chance::normal_quantile;
use crate::error::{Error, check_between};

/// Matches below which Chapman's estimate leans too low by more than a few per cent, and from which it does not (Robson and Regier 1964,
/// *Trans. American Fisheries Society* 93, 215–226; Seber 1982, *The Estimation of Animal Abundance*, p. 60).
pub const FEW_MATCHES: u64 = 7;

/// Persons of one stratum by the lists that hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// On both lists.
    pub both: u64,
    /// On the first list alone.
    pub first_only: u64,
    /// On the second list alone.
    pub second_only: u64,
}

impl Cell {
    /// Persons on the first list.
    #[must_use]
    pub const fn first(self) -> u64 {
        self.both.saturating_add(self.first_only)
    }

    /// Persons on the second list.
    #[must_use]
    pub const fn second(self) -> u64 {
        self.both.saturating_add(self.second_only)
    }

    /// Persons on any list: the least that there can be.
    #[must_use]
    pub const fn seen(self) -> u64 {
        self.first().saturating_add(self.second_only)
    }

    /// Two strata as one.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            both: self.both.saturating_add(other.both),
            first_only: self.first_only.saturating_add(other.first_only),
            second_only: self.second_only.saturating_add(other.second_only),
        }
    }

    /// The comparison without erroneous inclusions: persons of one list alone who turned out not to belong to the population (dead, moved away,
    /// listed twice, of another definition). Left in, each of them adds more than himself to the estimate. As the United States do since
    /// 1980 before they divide (Hogan 1993, *Journal of the American Statistical Association* 88, 1047–1060).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] when more are taken out than there are.
    pub fn without(self, first_wrong: u64, second_wrong: u64) -> Result<Self, Error> {
        check_between("erroneous inclusions of the first list", first_wrong as f64, 0.0, self.first_only as f64)?;
        check_between("erroneous inclusions of the second list", second_wrong as f64, 0.0, self.second_only as f64)?;
        Ok(Self { both: self.both, first_only: self.first_only - first_wrong, second_only: self.second_only - second_wrong })
    }
}

/// A number and the ends of its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The number.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What two lists say about all people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// All people, with those of neither list.
    pub estimate: f64,
    /// The lower end of the interval; never below the persons seen.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The share of all people that the first list holds, from 0 to 1.
    pub first_covers: Interval,
    /// The share that the second list holds.
    pub second_covers: Interval,
    /// Persons on neither list: the estimate less the persons seen.
    pub missed: f64,
    /// The standard error of the estimate.
    pub standard_error: f64,
    /// There are [`FEW_MATCHES`] persons on both lists or more: with fewer the estimate leans too low and should not be shown as one.
    pub firm: bool,
}

/// All people behind two lists: Chandrasekaran and Deming's estimate (*Journal of the American Statistical Association* 44, 1949, 101–115), which is
/// Lincoln and Petersen's, in the form of Chapman that has no bias where `n₁ + n₂ ≥ N` (1951, *University of California Publications in Statistics*
/// 1, 131–160):
///
/// ```text
/// N = (n₁ + 1)(n₂ + 1) / (m + 1) − 1 = m + b + c + b·c/(m + 1)        b, c: on one list alone
/// var N = (n₁ + 1)(n₂ + 1)(n₁ − m)(n₂ − m) / ((m + 1)²(m + 2))                 Seber 1970, Biometrics 26, 330–331
/// ```
///
/// The interval is log-normal in the persons **missed**, so that it never falls below the persons seen (Chao 1987, *Biometrics* 43, 783–791):
/// `seen + missed/C … seen + missed·C` with `C = exp(z·√ln(1 + var/missed²))`. Where one list alone has nobody, nobody is estimated to be missed; the
/// upper end is then the most people that the list, which found `p = (m + 1)/(n + 2)` of the other, would still have overlooked to the last:
/// `(1 − p)ᵘ = (1 − level)/2` (the rule of three: Hanley and Lippman-Hand 1983, *JAMA* 249, 1743–1745). Each list's coverage is `n/N`, and its
/// ends follow from those of `N`. `level`: 0.95 for an interval of 95 %.
///
/// # Errors
/// [`Error::ZeroDivisor`] when one of the lists is empty, as it tells nothing about the other; [`Error::OutOfRange`] for a level that is not between 0.5 and 0.9999.
pub fn dual_system(cell: Cell, level: f64) -> Result<Estimate, Error> {
    let counted = Counted::of(cell);
    let part = counted.part()?;
    estimate(&[counted], part.missed, part.variance, level)
}

/// A cell in numbers that need not be whole, as after a correction.
#[derive(Debug, Clone, Copy)]
struct Counted {
    both: f64,
    first_only: f64,
    second_only: f64,
}

/// What one stratum adds.
#[derive(Debug, Clone, Copy)]
struct Part {
    missed: f64,
    variance: f64,
}

impl Counted {
    const fn of(cell: Cell) -> Self {
        Self { both: cell.both as f64, first_only: cell.first_only as f64, second_only: cell.second_only as f64 }
    }

    fn first(self) -> f64 {
        self.both + self.first_only
    }

    fn second(self) -> f64 {
        self.both + self.second_only
    }

    fn seen(self) -> f64 {
        self.both + self.first_only + self.second_only
    }

    fn part(self) -> Result<Part, Error> {
        if self.first() <= 0.0 || self.second() <= 0.0 {
            return Err(Error::ZeroDivisor { what: "the number of persons on one of the lists" });
        }
        let more = self.both + 1.0;
        let missed = self.first_only * self.second_only / more;
        let variance =
            (self.first() + 1.0) * (self.second() + 1.0) * self.first_only * self.second_only / (more * more * (more + 1.0));
        Ok(Part { missed, variance })
    }

    /// The upper end where one list alone has nobody, so that nobody is estimated to be missed.
    fn beyond(self, level: f64) -> f64 {
        let finds = (self.both + 1.0) / (self.both + self.first_only.max(self.second_only) + 2.0);
        self.seen() + (0.5 - level / 2.0).ln() / (1.0 - finds).ln()
    }
}

/// Puts the numbers of the strata together.
fn estimate(cells: &[Counted], missed: f64, variance: f64, level: f64) -> Result<Estimate, Error> {
    check_between("the level of the interval", level, 0.5, 0.9999)?;
    let Some(z) = normal_quantile(0.5 + level / 2.0) else {
        return Err(Error::OutOfRange { what: "the level of the interval", low: 0.5, high: 0.9999, value: level });
    };
    let all = cells.iter().fold(Counted { both: 0.0, first_only: 0.0, second_only: 0.0 }, |all, cell| Counted {
        both: all.both + cell.both,
        first_only: all.first_only + cell.first_only,
        second_only: all.second_only + cell.second_only,
    });
    let seen = all.seen();
    let (low, high) = if missed > 0.0 {
        let wide = (z * (variance / (missed * missed)).ln_1p().sqrt()).exp();
        (seen + missed / wide, seen + missed * wide)
    } else {
        (seen, all.beyond(level))
    };
    let total = seen + missed;
    let covers = |listed: f64| Interval { value: listed / total, low: listed / high, high: listed / low };
    Ok(Estimate {
        estimate: total,
        low,
        high,
        first_covers: covers(all.first()),
        second_covers: covers(all.second()),
        missed,
        standard_error: variance.sqrt(),
        firm: all.both >= FEW_MATCHES as f64,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell(first: u64, second: u64, both: u64) -> Cell {
        Cell { both, first_only: first - both, second_only: second - both }
    }

    /// Cases of hepatitis A in a college of Taiwan, 1995, on three lists of 135, 122 and 126: Chao, Tsay, Lin, Shau and Chao 2001, *The applications
    /// of capture-recapture models to epidemiological data*, Statistics in Medicine 20, 3123–3157, the pairwise Chapman estimates with log-normal intervals.
    #[test]
    fn three_lists_of_a_college_give_what_was_published() -> Result<(), Error> {
        let rounded = |cell: Cell| -> Result<[f64; 4], Error> {
            let found = dual_system(cell, 0.95)?;
            Ok([found.estimate, found.standard_error, found.low, found.high].map(f64::round))
        };
        assert_eq!(rounded(cell(135, 122, 49))?, [334.0, 29.0, 289.0, 403.0]);
        assert_eq!(rounded(cell(135, 126, 45))?, [374.0, 36.0, 319.0, 461.0]);
        Ok(())
    }

    /// Cottontails: 87 marked, 14 caught again, 7 of them marked: Skalski, Robson and Simmons 1983, *Ecology* 64, 752–760, whence Pollock, Nichols,
    /// Brownie and Hines 1990, *Wildlife Monographs* 107, p. 12: 164 with a variance of 1283.33.
    #[test]
    fn cottontails_are_164() -> Result<(), Error> {
        let found = dual_system(cell(87, 14, 7), 0.95)?;
        assert!((found.estimate - 164.0).abs() < 1e-9 && (found.standard_error.powi(2) - 1283.333).abs() < 0.001, "{found:?}");
        assert!(found.firm && !dual_system(cell(87, 14, 6), 0.95)?.firm);
        Ok(())
    }

    #[test]
    fn nobody_alone_on_a_list_still_leaves_doubt() -> Result<(), Error> {
        let found = dual_system(Cell { both: 20, first_only: 5, second_only: 0 }, 0.95)?;
        assert_eq!((found.estimate, found.low, found.missed), (25.0, 25.0, 0.0));
        assert!(found.high > 25.5 && found.high < 29.0, "{found:?}");
        assert!(dual_system(Cell { both: 0, first_only: 5, second_only: 0 }, 0.95).is_err());
        assert!(dual_system(Cell { both: 9, first_only: 5, second_only: 1 }, 1.0).is_err());
        Ok(())
    }

    #[test]
    fn wrong_inclusions_go_before_the_division() -> Result<(), Error> {
        let raw = Cell { both: 90, first_only: 20, second_only: 30 };
        let clean = raw.without(10, 10)?;
        assert!(dual_system(clean, 0.95)?.estimate < dual_system(raw, 0.95)?.estimate - 20.0);
        assert!(raw.without(21, 0).is_err());
        Ok(())
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_estimate_and_all_who_were_seen(both in 0_u64..5_000, first_only in 0_u64..5_000, second_only in 0_u64..5_000) {
            let cell = Cell { both, first_only, second_only };
            let Ok(found) = dual_system(cell, 0.95) else {
                prop_assert!(cell.first() == 0 || cell.second() == 0);
                return Ok(());
            };
            prop_assert!(cell.seen() as f64 <= found.low && found.low <= found.estimate && found.estimate <= found.high && found.high.is_finite());
            for covers in [found.first_covers, found.second_covers] {
                prop_assert!(0.0 < covers.low && covers.low <= covers.value && covers.value <= covers.high && covers.high <= 1.0);
            }
            let swapped = dual_system(Cell { both, first_only: second_only, second_only: first_only }, 0.95);
            prop_assert_eq!(swapped.map(|other| (other.second_covers, other.first_covers)), Ok((found.first_covers, found.second_covers)));
        }
    }
}
