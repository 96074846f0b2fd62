//! Grabill's multipliers, joined to Sprague's.

use super::multipliers::{GRABILL, SPRAGUE};
use crate::age::AgeGroups;
use crate::error::{Error, divide};

/// How fast Grabill's weights fade within the ten ages at each end: the share at `x` ages from the end is `exp(x − 9.1)`.
const FADE: f64 = 9.1;

/// Single ages by Grabill's multipliers where five groups are at hand, running into Sprague's over the first and last ten ages, the whole
/// scaled to the total.
///
/// At `x` ages from an end the value is `(1 − u)·Sprague + u·Grabill` with `u = exp(x − 9.1)`, and 1 beyond the tenth; what is then missing to the
/// total is spread over the ages in proportion to `u` times their value. Groups are smoothed across, so a group does *not* keep its total;
/// [`graduate`](super::graduate) scales each one. Groups outside the table count as empty for the weights.
///
/// # Errors
/// As [`Multipliers::apply`](super::multipliers::Multipliers::apply), but with six closed groups or more; [`Error::ZeroDivisor`] when all counts
/// are zero would leave nothing to scale (then zeros are returned) or the smoothed ages sum to zero.
pub fn grabill_keeping_the_total(groups: &AgeGroups, counts: &[f64]) -> Result<Vec<f64>, Error> {
    let mut ages = SPRAGUE.apply(groups, counts)?;
    let closed = groups.widths().len();
    if closed < 6 {
        return Err(Error::Shape { method: "Grabill's multipliers", needs: "six closed groups of five years or more" });
    }
    let total: f64 = counts[..closed].iter().sum();
    if total == 0.0 {
        return Ok(ages);
    }
    let last = closed * 5 - 1;
    let shares: Vec<f64> = (0..=last)
        .map(|age| {
            let from_end = age.min(last - age);
            if from_end < 10 { (from_end as f64 - FADE).exp() } else { 1.0 }
        })
        .collect();
    for (age, share) in shares.iter().enumerate() {
        let group = age / 5;
        let weights = GRABILL[age % 5];
        let at = |offset: usize| (group + offset).checked_sub(2).filter(|near| *near < closed).map_or(0.0, |near| counts[near]);
        let smooth: f64 = weights.iter().enumerate().map(|(offset, weight)| weight * at(offset)).sum();
        ages[age] = (1.0 - share) * ages[age] + share * smooth;
    }
    let sum: f64 = ages[..=last].iter().sum();
    let weight: f64 = ages.iter().zip(&shares).map(|(age, share)| age * share).sum();
    let missing = divide("the sum of the smoothed ages", total - sum, weight)?;
    for (age, share) in ages.iter_mut().zip(&shares) {
        *age += missing * *age * share;
    }
    Ok(ages)
}
