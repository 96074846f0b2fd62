//! Smoothing: counts of five-year groups freed from misreported ages.
//!
//! **The question.** Where people round their age to 40 or 50, even five-year groups go up and down like a saw. These methods move people
//! between neighbouring groups. They cannot tell a rounded age from a real baby boom: look at [`quality`](crate::quality) first, and smooth
//! only what is wrong.
//!
//! | method | what it keeps | strength |
//! |---|---|---|
//! | [`Method::CarrierFarrag`], [`Method::KarupKingNewton`], [`Method::Arriaga`] | every ten-year group | light: divides tens anew |
//! | [`Method::UnitedNations`], [`Method::MovingAverage`] | nothing exactly | light to medium |
//! | [`Method::Strong`] | the total over the smoothed ages | strong: smooths the tens themselves |
//! | [`Method::Zigzag`] | the total | takes from every second group only |
//!
//! ```
//! use danso_demography::age::AgeGroups;
//! use danso_demography::smooth::{Method, Tail, smooth};
//!
//! let groups = AgeGroups::five_year(50)?;
//! let counts = [900.0, 850.0, 880.0, 760.0, 790.0, 640.0, 700.0, 520.0, 560.0, 400.0, 1_100.0];
//! let smoother = smooth(&groups, &counts, Method::Arriaga, Tail::Original)?;
//! // Ages 20–29 still have 790 + 640 people, divided anew.
//! assert!((smoother[4] + smoother[5] - 1_430.0).abs() < 1e-9 && smoother[4] < 790.0);
//! # Ok::<(), danso_demography::Error>(())
//! ```
//!
//! Death rates are smoothed otherwise: by [`whittaker`] on their logarithms, weighted by the deaths.

mod tens;
mod whittaker;
mod zigzag;

pub use whittaker::whittaker;
pub use zigzag::{redistribute, zigzag};

use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length};

/// How five-year groups are smoothed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    /// Carrier & Farrag 1959: the older half of a ten-year group `D` between `D₋` and `D₊` is `D / (1 + (D₋/D₊)^¼)`.
    CarrierFarrag,
    /// Karup, King & Newton: the younger half is `D/2 + (D₋ − D₊)/16`.
    KarupKingNewton,
    /// Arriaga 1968 and 1994: the older half is `(−D₋ + 11·D + 2·D₊) / 24`; the first ten years have the older half `(8·D + 5·D₊ − D₊₊) / 24`, the
    /// last the younger half `(−D₋₋ + 5·D₋ + 8·D) / 24`. May fall below zero in a steep tail.
    Arriaga,
    /// United Nations 1952: `(−P₋₋ + 4·P₋ + 10·P + 4·P₊ − P₊₊) / 16`.
    UnitedNations,
    /// Arriaga's strong method: ten-year groups become `(D₋ + 2·D + D₊) / 4`, those from 10 up to the group of `to` are scaled to their total,
    /// and all are divided as in [`Method::Arriaga`]. Groups above `to` are smoothed without being scaled, a convention of the
    /// Population Analysis Spreadsheets.
    Strong {
        /// The highest age whose ten-year group is scaled; 69 in the source.
        to: u32,
    },
    /// [`zigzag`] over the groups that start between two ages.
    Zigzag {
        /// The first start to smooth; 40 in the source.
        from: u32,
        /// The last start to smooth.
        to: u32,
    },
    /// The mean of a group and its two neighbours.
    MovingAverage,
}

/// What stands where a method says nothing: at the first and last groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// The counts as they were.
    Original,
    /// Those of [`Method::Arriaga`]; where that says nothing either, as they were.
    Arriaga,
}

/// Smooths five-year groups. The result has the same groups; an open group stays as it is.
///
/// Ten-year groups start at 0; when the open age is no multiple of ten, the five-year group below it belongs to none and stays.
///
/// Sources: Carrier & Farrag 1959, *The reduction of errors in census populations for statistically underdeveloped countries*, Population
/// Studies 12(3); Arriaga, Johnson & Jamison 1994, *Population Analysis with Microcomputers*, volume 1, chapter II; United Nations 1955,
/// *Manual II*; Feeney 2013, *Removing “Zigzag” from Age Data*.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] when the groups are not of five years from age 0, or reach not
/// beyond age 30; [`Error::ZeroDivisor`] when a ten-year group that divides is empty.
pub fn smooth(groups: &AgeGroups, counts: &[f64], method: Method, tail: Tail) -> Result<Vec<f64>, Error> {
    check_length("counts", counts, groups.len())?;
    check_counts("counts", counts)?;
    let closed = groups.widths().len();
    if !groups.is_five_year() || closed < 6 {
        return Err(Error::Shape { method: "smoothing", needs: "groups of five years from age 0 to beyond age 30" });
    }
    let found: Vec<Option<f64>> = match method {
        Method::CarrierFarrag => tens::carrier_farrag(&counts[..closed])?,
        Method::KarupKingNewton => tens::karup_king_newton(&counts[..closed]),
        Method::Arriaga => tens::arriaga(&tens::tens(&counts[..closed])),
        Method::UnitedNations => window(&counts[..closed], [-1.0 / 16.0, 0.25, 0.625, 0.25, -1.0 / 16.0]),
        Method::Strong { to } => tens::arriaga(&tens::strong(&counts[..closed], to)?),
        Method::Zigzag { from, to } => {
            let smoothed = zigzag(groups, counts, from, to)?;
            smoothed.adjusted()
        }
        Method::MovingAverage => moving_average(&counts[..closed]),
    };
    let fallback = match tail {
        Tail::Original => Vec::new(),
        Tail::Arriaga => tens::arriaga(&tens::tens(&counts[..closed])),
    };
    let at = |values: &[Option<f64>], group: usize| values.get(group).copied().flatten();
    Ok(counts
        .iter()
        .enumerate()
        .map(|(group, count)| at(&found, group).or_else(|| at(&fallback, group)).unwrap_or(*count))
        .collect())
}

/// A weighted sum of five neighbours, where there are five.
fn window(counts: &[f64], weights: [f64; 5]) -> Vec<Option<f64>> {
    let mut found = vec![None; counts.len()];
    for (group, near) in counts.windows(5).enumerate() {
        found[group + 2] = Some(near.iter().zip(weights).map(|(count, weight)| count * weight).sum());
    }
    found
}

fn moving_average(counts: &[f64]) -> Vec<Option<f64>> {
    let mut found = vec![None; counts.len()];
    for (group, near) in counts.windows(3).enumerate() {
        found[group + 1] = Some(near.iter().sum::<f64>() / 3.0);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn methods_of_tens_keep_them(counts in proptest::collection::vec(1.0_f64..1e5, 8..22)) {
            let groups = AgeGroups::five_year((counts.len() as u32 - 1) * 5)?;
            let closed = counts.len() - 1;
            for method in [Method::CarrierFarrag, Method::KarupKingNewton, Method::Arriaga] {
                let smoother = smooth(&groups, &counts, method, Tail::Arriaga)?;
                for ten in 0..closed / 2 {
                    let (was, is) = (counts[2 * ten] + counts[2 * ten + 1], smoother[2 * ten] + smoother[2 * ten + 1]);
                    prop_assert!((was - is).abs() < 1e-9 * was, "{:?} {}", method, ten);
                }
                prop_assert_eq!(smoother[closed], counts[closed]);
            }
        }

        #[test]
        fn zigzag_keeps_the_total(counts in proptest::collection::vec(1.0_f64..1e5, 14..22)) {
            let groups = AgeGroups::five_year((counts.len() as u32 - 1) * 5)?;
            let smoother = smooth(&groups, &counts, Method::Zigzag { from: 10, to: 60 }, Tail::Original)?;
            let (was, is): (f64, f64) = (counts.iter().sum(), smoother.iter().sum());
            prop_assert!((was - is).abs() < 1e-9 * was);
            prop_assert!(smoother.iter().all(|count| *count >= -1e-9));
        }

        #[test]
        fn carrier_farrag_and_the_average_stay_above_zero(counts in proptest::collection::vec(1.0_f64..1e5, 8..22)) {
            let groups = AgeGroups::five_year((counts.len() as u32 - 1) * 5)?;
            for method in [Method::CarrierFarrag, Method::MovingAverage] {
                prop_assert!(smooth(&groups, &counts, method, Tail::Original)?.iter().all(|count| *count >= 0.0));
            }
        }
    }

    #[test]
    fn a_straight_line_stays_one() -> Result<(), Error> {
        let counts: Vec<f64> = (0..14).map(|group| 1_500.0 - 100.0 * f64::from(group)).collect();
        let groups = AgeGroups::five_year(65)?;
        for method in [
            Method::KarupKingNewton,
            Method::Arriaga,
            Method::UnitedNations,
            Method::MovingAverage,
            Method::Zigzag { from: 10, to: 60 },
        ] {
            for (was, is) in counts.iter().zip(&smooth(&groups, &counts, method, Tail::Arriaga)?) {
                assert!((was - is).abs() < 1e-8, "{method:?}");
            }
        }
        Ok(())
    }

    #[test]
    fn empty_tens_and_odd_groups_are_refused() -> Result<(), Error> {
        let groups = AgeGroups::five_year(50)?;
        let mut counts = vec![10.0; 11];
        counts[8] = 0.0;
        counts[9] = 0.0;
        assert!(matches!(smooth(&groups, &counts, Method::CarrierFarrag, Tail::Original), Err(Error::ZeroDivisor { .. })));
        assert!(smooth(&AgeGroups::abridged(80)?, &[1.0; 18], Method::Arriaga, Tail::Original).is_err());
        Ok(())
    }
}
