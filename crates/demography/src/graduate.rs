//! Graduation: counts of five-year groups divided into single ages.
//!
//! **The question.** A census table gives 0–4, 5–9 …, but a school needs the six-year-olds. Graduation divides a group so that the single ages
//! run smoothly into those of the neighbours and add up to the group.
//!
//! | method | groups | may go below zero | when |
//! |---|---|---|---|
//! | [`Method::Sprague`] | five years | yes | the usual choice for good data |
//! | [`Method::BeersOrdinary`] | five years | yes | as Sprague, a little smoother where groups meet |
//! | [`Method::BeersModified`] | five years | yes | smooths across groups too: heaped ages |
//! | [`Method::Grabill`] | five years | at the ends | smooths most |
//! | [`Method::Monotone`] | any | never | odd groups, small counts, jumps |
//! | [`Method::Pclm`] | any | never | small counts, with their chance |
//! | [`Method::Uniform`] | any | never | a baseline |
//!
//! The first four are *multipliers*: each single age is a weighted sum of five neighbouring groups, with weights published long ago. The first
//! and last two groups have weights of their own. An open last group stays one number.
//!
//! ```
//! use danso_demography::age::AgeGroups;
//! use danso_demography::graduate::{Method, graduate};
//!
//! let groups = AgeGroups::five_year(30)?;
//! let counts = [4_677.0, 4_135.0, 3_825.0, 3_647.0, 3_247.0, 2_802.0, 19_000.0];
//! let single = graduate(&groups, &counts, Method::Sprague)?;
//! assert_eq!(single.groups, AgeGroups::single(30));
//! assert!((single.counts[..5].iter().sum::<f64>() - 4_677.0).abs() < 1e-9);
//! # Ok::<(), danso_demography::Error>(())
//! ```
//!
//! Where a multiplier gives a count below zero, all of that group is taken from the monotone spline instead, and
//! [`Graduated::replaced`] says so; [`Method::Sprague`] and the like without that are in [`multipliers`].

mod grabill;
mod monotone;
pub mod multipliers;
mod pclm;

pub use grabill::grabill_keeping_the_total;
pub use monotone::monotone;
pub use pclm::{Pclm, pclm};

use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length};
use multipliers::Multipliers;

/// How groups are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Sprague's fifth-difference osculatory interpolation (Sprague 1881; Shryock, Siegel & Larmon 1973, *The Methods and Materials of
    /// Demography*, table C-8).
    Sprague,
    /// Beers' ordinary formula of minimised fifth differences (Beers 1944, *Six-term formulas for routine actuarial interpolation*).
    BeersOrdinary,
    /// Beers' modified formula, with minimised fourth differences, which does not keep the groups by itself; here each group is then scaled
    /// to its total (Beers 1945).
    BeersModified,
    /// Grabill's smoothing multipliers in the middle, running into Sprague at both ends (Shryock, Siegel & Larmon 1973, table C-11); each group
    /// is then scaled to its total. See [`grabill_keeping_the_total`] for the form without that.
    Grabill,
    /// A monotone cubic spline through the cumulated counts, [`monotone`].
    Monotone,
    /// A penalised composite link model, [`pclm`] with the smoothness chosen by BIC, each group then scaled to its total.
    Pclm,
    /// All ages of a group alike.
    Uniform,
}

/// Single ages from groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Graduated {
    /// Single ages over the same range, the last group open if it was.
    pub groups: AgeGroups,
    /// The counts by single age; none below zero.
    pub counts: Vec<f64>,
    /// Starts of the given groups whose ages were taken from the monotone spline, because the method gave one below zero.
    pub replaced: Vec<u32>,
}

/// Divides groups into single ages. Every given group keeps its total, and no count is below zero.
///
/// The multipliers work on groups of five years; narrower groups (0, 1–4) are merged for them, and each is then scaled to its own total.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] when a multiplier is asked for and the groups do not merge to at
/// least five closed groups of five years, six for Grabill; [`Error::NoConvergence`] for PCLM.
pub fn graduate(groups: &AgeGroups, counts: &[f64], method: Method) -> Result<Graduated, Error> {
    check_length("counts", counts, groups.len())?;
    check_counts("counts", counts)?;
    let single = single_ages(groups)?;
    let merged = |multipliers: &Multipliers| -> Result<Vec<f64>, Error> {
        let five = groups.to_five_year()?;
        multipliers.apply(&five, &groups.regroup(counts, &five)?)
    };
    let raw = match method {
        Method::Sprague => merged(&multipliers::SPRAGUE)?,
        Method::BeersOrdinary => merged(&multipliers::BEERS_ORDINARY)?,
        Method::BeersModified => merged(&multipliers::BEERS_MODIFIED)?,
        Method::Grabill => {
            let five = groups.to_five_year()?;
            grabill_keeping_the_total(&five, &groups.regroup(counts, &five)?)?
        }
        Method::Monotone => monotone(groups, counts)?,
        Method::Pclm => pclm(groups, counts, None)?.counts,
        Method::Uniform => uniform(groups, counts),
    };
    let (counts, replaced) = keep_groups(groups, counts, raw)?;
    Ok(Graduated { groups: single, counts, replaced })
}

/// The single ages that groups cover.
///
/// # Errors
/// [`Error::Shape`] when the only group is open: there is nothing to divide.
pub(crate) fn single_ages(groups: &AgeGroups) -> Result<AgeGroups, Error> {
    if groups.is_open() && groups.len() == 1 {
        return Err(Error::Shape { method: "graduation", needs: "at least one closed group" });
    }
    let end = groups.end().unwrap_or(groups.last_start() + 1);
    AgeGroups::new((groups.first_age()..end).collect(), groups.end())
}

fn uniform(groups: &AgeGroups, counts: &[f64]) -> Vec<f64> {
    let mut ages = Vec::new();
    for (group, count) in counts.iter().enumerate() {
        let width = groups.width(group).unwrap_or(1);
        ages.extend(std::iter::repeat_n(count / f64::from(width), width as usize));
    }
    ages
}

/// Scales the ages of each group to its total, and takes a group with an age below zero from the monotone spline.
fn keep_groups(groups: &AgeGroups, counts: &[f64], mut ages: Vec<f64>) -> Result<(Vec<f64>, Vec<u32>), Error> {
    let mut replaced = Vec::new();
    let mut spline: Option<Vec<f64>> = None;
    let mut first = 0;
    for (group, total) in counts.iter().enumerate() {
        let Some(width) = groups.width(group) else {
            ages[first] = *total;
            break;
        };
        let range = first..first + width as usize;
        first = range.end;
        // Rounding alone may leave −1e-12 where a count is zero.
        let tiny = -1e-9 * total.max(1.0);
        let sum: f64 = ages[range.clone()].iter().sum();
        if ages[range.clone()].iter().any(|age| *age < tiny) || (sum <= 0.0 && *total > 0.0) {
            let smooth = match &spline {
                Some(smooth) => smooth,
                None => spline.insert(monotone(groups, counts)?),
            };
            ages[range.clone()].copy_from_slice(&smooth[range.clone()]);
            replaced.push(groups.starts()[group]);
        }
        for age in &mut ages[range.clone()] {
            *age = age.max(0.0);
        }
        let sum: f64 = ages[range.clone()].iter().sum();
        if sum > 0.0 {
            for age in &mut ages[range] {
                *age *= total / sum;
            }
        } else {
            ages[range].fill(total / f64::from(width));
        }
    }
    Ok((ages, replaced))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Method; 7] = [
        Method::Sprague,
        Method::BeersOrdinary,
        Method::BeersModified,
        Method::Grabill,
        Method::Monotone,
        Method::Pclm,
        Method::Uniform,
    ];

    fn check(groups: &AgeGroups, counts: &[f64], method: Method) -> Result<(), Error> {
        let single = graduate(groups, counts, method)?;
        assert_eq!(single.counts.len(), single.groups.len());
        assert!(single.counts.iter().all(|count| *count >= 0.0 && count.is_finite()), "{method:?}");
        let back = single.groups.regroup(&single.counts, groups)?;
        for (given, sum) in counts.iter().zip(&back) {
            assert!((given - sum).abs() <= 1e-9 * given.max(1.0), "{method:?} {given} {sum}");
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn totals_are_kept_and_nothing_is_negative(counts in proptest::collection::vec(prop_oneof![Just(0.0), 0.0_f64..1e5], 7..22)) {
            let groups = AgeGroups::five_year((counts.len() as u32 - 1) * 5)?;
            for method in ALL {
                check(&groups, &counts, method)?;
            }
        }

        #[test]
        fn infants_keep_theirs(counts in proptest::collection::vec(1.0_f64..1e5, 19)) {
            let groups = AgeGroups::abridged(85)?;
            for method in [Method::Sprague, Method::BeersOrdinary, Method::Monotone, Method::Uniform] {
                check(&groups, &counts, method)?;
            }
        }

        #[test]
        fn a_closed_end_is_divided_too(counts in proptest::collection::vec(0.0_f64..1e4, 7)) {
            let groups = AgeGroups::new((0..7).map(|group| group * 5).collect(), Some(35))?;
            for method in ALL {
                check(&groups, &counts, method)?;
            }
        }
    }

    #[test]
    fn groups_without_anyone_may_stand_beside_others() -> Result<(), Error> {
        let groups = AgeGroups::five_year(30)?;
        for counts in
            [[0.0, 0.0, 0.0, 0.0, 0.0, 9608.4, 0.0], [7.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0], [0.0, 0.0, 1e5, 0.0, 0.0, 1.0, 0.0]]
        {
            for method in ALL {
                check(&groups, &counts, method)?;
            }
        }
        Ok(())
    }

    #[test]
    fn odd_groups_need_a_spline() -> Result<(), Error> {
        let groups = AgeGroups::new(vec![3, 6, 11, 20], Some(22))?;
        let counts = [30.0, 70.0, 0.0, 12.0];
        for method in [Method::Monotone, Method::Pclm, Method::Uniform] {
            check(&groups, &counts, method)?;
        }
        assert!(matches!(graduate(&groups, &counts, Method::Sprague), Err(Error::Shape { .. })));
        assert!(graduate(&AgeGroups::five_year(0)?, &[5.0], Method::Uniform).is_err());
        Ok(())
    }

    #[test]
    fn a_straight_line_stays_one() -> Result<(), Error> {
        // Ages fall by 10 a year: all methods with more than a step must find that.
        let ages: Vec<f64> = (0..50).map(|age| 1_000.0 - 10.0 * f64::from(age)).collect();
        let counts: Vec<f64> = ages.chunks(5).map(|group| group.iter().sum()).collect();
        let groups = AgeGroups::new((0..10).map(|group| group * 5).collect(), Some(50))?;
        for method in [Method::Sprague, Method::BeersOrdinary, Method::Monotone] {
            for (found, truth) in graduate(&groups, &counts, method)?.counts.iter().zip(&ages) {
                assert!((found - truth).abs() < 1.0, "{method:?} {found} {truth}");
            }
        }
        Ok(())
    }
}
