//! By order of birth.

use crate::error::{Error, check_between, check_counts, check_length, divide};

/// Parity progression ratios: the share of women with at least `i` children who have another, from women by number of children
/// (the last number open: “5 and more”).
///
/// Entry 0 is the share who have a first child. The last entry says how many go from the number before last into the open one. Women should be
/// at the end of childbearing, 45–49. Source: Preston, Heuveline & Guillot 2001, p. 104.
///
/// # Errors
/// [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] with fewer than two numbers of children; [`Error::ZeroDivisor`] when nobody has so many.
pub fn progression(women_by_children: &[f64]) -> Result<Vec<f64>, Error> {
    check_counts("women by children", women_by_children)?;
    if women_by_children.len() < 2 {
        return Err(Error::Shape { method: "parity progression", needs: "women by two numbers of children or more" });
    }
    let with_at_least = |children: usize| women_by_children[children..].iter().sum::<f64>();
    (0..women_by_children.len() - 1)
        .map(|children| divide("the women with so many children", with_at_least(children + 1), with_at_least(children)))
        .collect()
}

/// Children per woman from progression ratios: `a₀ + a₀a₁ + a₀a₁a₂ + …`, the last ratio going on for ever.
///
/// # Errors
/// [`Error::OutOfRange`] for a ratio not between 0 and 1, or a last one of 1, which would never end.
pub fn total_from_progression(ratios: &[f64]) -> Result<f64, Error> {
    let Some((last, before)) = ratios.split_last() else { return Ok(0.0) };
    let mut reached = 1.0;
    let mut children = 0.0;
    for ratio in before {
        check_between("a progression ratio", *ratio, 0.0, 1.0)?;
        reached *= ratio;
        children += reached;
    }
    check_between("the last progression ratio", *last, 0.0, 1.0 - 1e-9)?;
    Ok(children + reached * last / (1.0 - last))
}

/// The total fertility rate without the effect of postponement: `Σ TFR(i) / (1 − r(i))` over orders of birth.
///
/// `totals` are the total rates by order in a year; `changes` how the mean age at birth of that order changes per year, usually half the
/// difference between next and last year. Source: Bongaarts & Feeney 1998, *On the quantum and tempo of fertility*, Population and
/// Development Review 24(2), equation 1.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::OutOfRange`] for a change not between −1 and 0.9 years a year.
pub fn tempo_adjusted(totals: &[f64], changes: &[f64]) -> Result<f64, Error> {
    check_length("changes of the mean age", changes, totals.len())?;
    check_counts("total rates by order", totals)?;
    let mut sum = 0.0;
    for (total, change) in totals.iter().zip(changes) {
        check_between("a change of the mean age", *change, -1.0, 0.9)?;
        sum += total / (1.0 - change);
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_counted_both_ways() -> Result<(), Error> {
        // 10 without, 20 with one, 50 with two, 20 with three or more, all of whom stop at three.
        let ratios = progression(&[10.0, 20.0, 50.0, 20.0, 0.0])?;
        assert!((ratios[0] - 0.9).abs() < 1e-15 && (ratios[1] - 70.0 / 90.0).abs() < 1e-15);
        assert!((total_from_progression(&ratios)? - 1.8).abs() < 1e-12);
        assert!(progression(&[10.0, 0.0, 0.0]).is_err());
        assert!(total_from_progression(&[1.0]).is_err());
        Ok(())
    }

    #[test]
    fn later_births_hide_children() -> Result<(), Error> {
        // Bongaarts & Feeney: a mean age that rises by 0.1 a year hides a tenth of the births.
        assert!((tempo_adjusted(&[0.9, 0.72], &[0.1, 0.1])? - 1.8).abs() < 1e-12);
        Ok(())
    }
}
