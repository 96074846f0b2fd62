//! Links that are wrong now and then.

use super::{Cell, Counted, Estimate, estimate};
use crate::error::{Error, check_between};

/// How good the links between the lists are, as a sample read by people tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Links {
    /// Of the links made, the share that are right.
    pub precision: f64,
    /// Of the persons on both lists, the share that was linked.
    pub recall: f64,
}

/// The estimate that right links would give, when it is known how often they are wrong: every link that is missed makes one person two and
/// raises the estimate, every false one hides two persons and lowers it.
///
/// Ding and Fienberg 1994, *Survey Methodology* 20, 149–158: a true match is linked with probability `α`, a record of the second list without partner is
/// linked wrongly with probability `β`. Of `m*` links are expected `α·m + β·(n₂ − m)`, so `m = (m* − β·n₂) / (α − β)`. With `α` the recall and the `β` that the
/// precision implies this is `m = m*·precision/recall`. The estimate is that of [`super::dual_system`] with this `m` (no more than the shorter list);
/// to the variance comes, by the delta method, `(N/m)²·(m·α(1 − α) + (n₂ − m)·β(1 − β)) / (α − β)²`.
///
/// # Errors
/// As [`super::dual_system`]; [`Error::OutOfRange`] for a precision or recall that is not between 0.05 and 1, or where links say no more than chance.
pub fn with_link_errors(cell: Cell, links: Links, level: f64) -> Result<Estimate, Error> {
    check_between("the precision of the links", links.precision, 0.05, 1.0)?;
    check_between("the recall of the links", links.recall, 0.05, 1.0)?;
    let linked = Counted::of(cell);
    let (first, second) = (linked.first(), linked.second());
    let both = (linked.both * links.precision / links.recall).min(first).min(second);
    let right = Counted { both, first_only: first - both, second_only: second - both };
    let part = right.part()?;
    let alone = right.second_only;
    let wrong = if alone > 0.0 { linked.both * (1.0 - links.precision) / alone } else { 0.0 };
    check_between("the share of wrong links", wrong, 0.0, links.recall * 0.99)?;
    let spread = both * links.recall * (1.0 - links.recall) + alone * wrong * (1.0 - wrong);
    let all = (first + 1.0) * (second + 1.0) / (both + 1.0);
    let more = (all / (both + 1.0)).powi(2) * spread / (links.recall - wrong).powi(2);
    estimate(&[right], part.missed, part.variance + more, level)
}

#[cfg(test)]
mod tests {
    use super::super::dual_system;
    use super::*;

    const TRUE: Cell = Cell { both: 800, first_only: 200, second_only: 100 };

    #[test]
    fn right_links_need_no_correction() -> Result<(), Error> {
        assert_eq!(with_link_errors(TRUE, Links { precision: 1.0, recall: 1.0 }, 0.95)?, dual_system(TRUE, 0.95)?);
        Ok(())
    }

    /// Ding and Fienberg's own model: of 800 true matches 95 % are linked (760), of 100 without partner 8 % wrongly (8).
    #[test]
    fn links_as_wrong_as_known_give_the_same_people() -> Result<(), Error> {
        let linked = Cell { both: 768, first_only: 232, second_only: 132 };
        let links = Links { precision: 760.0 / 768.0, recall: 0.95 };
        let (naive, right, mended) =
            (dual_system(linked, 0.95)?, dual_system(TRUE, 0.95)?, with_link_errors(linked, links, 0.95)?);
        assert!(naive.estimate > right.estimate + 40.0);
        assert!((mended.estimate - right.estimate).abs() < 1e-6, "{mended:?}");
        assert!(mended.standard_error > right.standard_error && mended.high > right.high);
        Ok(())
    }

    #[test]
    fn links_that_say_nothing_are_refused() {
        assert!(with_link_errors(TRUE, Links { precision: 0.0, recall: 0.9 }, 0.95).is_err());
        let chance = Cell { both: 50, first_only: 950, second_only: 50 };
        assert!(with_link_errors(chance, Links { precision: 0.1, recall: 0.1 }, 0.95).is_err());
    }
}
