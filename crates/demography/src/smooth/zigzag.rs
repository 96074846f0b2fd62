//! Feeney's zigzag.

use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length};
use crate::linear;

/// Counts after a redistribution, and where it took place.
#[derive(Debug, Clone, PartialEq)]
pub struct Zigzag {
    /// The counts of all groups.
    pub counts: Vec<f64>,
    /// The positions of the groups that gave.
    pub givers: Vec<usize>,
    /// The share of its count that each giver hands to each of its two neighbours; below zero where it takes instead.
    pub shares: Vec<f64>,
}

impl Zigzag {
    /// The counts of the groups that gave or took; nothing for the others.
    pub(super) fn adjusted(&self) -> Vec<Option<f64>> {
        let touched = |group: usize| self.givers.iter().any(|giver| giver.abs_diff(group) <= 1);
        self.counts.iter().enumerate().map(|(group, count)| touched(group).then_some(*count)).collect()
    }
}

/// Moves `share · count` from each giver to each of its neighbours: `N′(i) = (1 − 2p)·N(i)`, and `p·N(i)` to both sides. The total stays.
///
/// # Errors
/// [`Error::Length`]; [`Error::OutOfRange`] when a giver has no neighbour on a side.
pub fn redistribute(counts: &[f64], givers: &[usize], shares: &[f64]) -> Result<Vec<f64>, Error> {
    check_length("shares", shares, givers.len())?;
    let mut moved = counts.to_vec();
    for (giver, share) in givers.iter().zip(shares) {
        crate::error::check_between("the position of a giver", *giver as f64, 1.0, counts.len() as f64 - 2.0)?;
        let part = share * counts[*giver];
        moved[*giver] -= 2.0 * part;
        moved[*giver - 1] += part;
        moved[*giver + 1] += part;
    }
    Ok(moved)
}

/// Takes the sawtooth out of the groups that start between two ages, both smoothed; every second group, beginning with the second, gives to its
/// neighbours or takes from them.
///
/// The shares are those with the least `Σ (N′(i) − (N′(i−1) + N′(i+1)) / 2)²` over the smoothed groups that have neighbours: a linear problem,
/// solved exactly, with shares kept between −½ and ½. Source: Feeney 2013, *Removing “Zigzag” from Age Data*. (Programs that seek the shares by
/// trial stop a little elsewhere.)
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] with fewer than three five-year groups between the ages.
pub fn zigzag(groups: &AgeGroups, counts: &[f64], from: u32, to: u32) -> Result<Zigzag, Error> {
    check_length("counts", counts, groups.len())?;
    check_counts("counts", counts)?;
    let chosen: Vec<usize> = (0..groups.widths().len()).filter(|group| (from..=to).contains(&groups.starts()[*group])).collect();
    let count = if chosen.len().is_multiple_of(2) { chosen.len().saturating_sub(1) } else { chosen.len() };
    if count < 3 || chosen[..count].iter().any(|group| groups.width(*group) != Some(5)) {
        return Err(Error::Shape { method: "zigzag", needs: "three closed groups of five years or more between the ages" });
    }
    let (first, last) = (chosen[0], chosen[count - 1]);
    let givers: Vec<usize> = (first + 1..last).step_by(2).collect();
    // Second differences that the shares can move, over groups with both neighbours closed.
    let middle = first.max(1)..=last.min(groups.widths().len() - 2);
    let bend = |counts: &[f64], group: usize| counts[group] - (counts[group - 1] + counts[group + 1]) / 2.0;
    let effects: Vec<Vec<f64>> = givers
        .iter()
        .map(|giver| {
            let mut alone = vec![0.0; counts.len()];
            alone[*giver] = counts[*giver];
            redistribute(&alone, &[*giver], &[1.0]).map(|mut moved| {
                moved[*giver] -= counts[*giver];
                middle.clone().map(|group| bend(&moved, group)).collect()
            })
        })
        .collect::<Result<_, _>>()?;
    let now: Vec<f64> = middle.clone().map(|group| bend(counts, group)).collect();
    let shares = least_squares(&effects, &now, counts, &givers)?;
    Ok(Zigzag { counts: redistribute(counts, &givers, &shares)?, givers, shares })
}

/// The shares that make `now + Σ share·effect` least, one after another kept inside ±½ so that nothing falls below zero.
fn least_squares(effects: &[Vec<f64>], now: &[f64], counts: &[f64], givers: &[usize]) -> Result<Vec<f64>, Error> {
    let size = effects.len();
    let mut fixed: Vec<Option<f64>> = givers.iter().map(|giver| (counts[*giver] == 0.0).then_some(0.0)).collect();
    for _round in 0..=size {
        let free: Vec<usize> = (0..size).filter(|giver| fixed[*giver].is_none()).collect();
        let rest: Vec<f64> = now
            .iter()
            .enumerate()
            .map(|(row, value)| {
                value + fixed.iter().zip(effects).map(|(share, effect)| share.unwrap_or(0.0) * effect[row]).sum::<f64>()
            })
            .collect();
        let dot = |left: &[f64], right: &[f64]| left.iter().zip(right).map(|(a, b)| a * b).sum::<f64>();
        let matrix = free.iter().map(|row| free.iter().map(|column| dot(&effects[*row], &effects[*column])).collect()).collect();
        let right = free.iter().map(|row| -dot(&effects[*row], &rest)).collect();
        let solved = linear::solve(matrix, right)?;
        let bounds: Vec<f64> = free.iter().map(|giver| lowest(counts, givers[*giver])).collect();
        let Some(wrong) = solved.iter().zip(&bounds).position(|(share, low)| *share > 0.5 || share < low) else {
            for (giver, share) in free.iter().zip(solved) {
                fixed[*giver] = Some(share);
            }
            break;
        };
        fixed[free[wrong]] = Some(solved[wrong].clamp(bounds[wrong], 0.5));
    }
    Ok(fixed.into_iter().map(Option::unwrap_or_default).collect())
}

/// The lowest share of a giver: it may take at most half of what a neighbour has, for the other side may take too.
fn lowest(counts: &[f64], giver: usize) -> f64 {
    -0.5 * counts[giver - 1].min(counts[giver + 1]) / counts[giver]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saw_on_a_line_comes_off() -> Result<(), Error> {
        let groups = AgeGroups::five_year(60)?;
        let line: Vec<f64> = (0..13).map(|group| 1_300.0 - 80.0 * f64::from(group)).collect();
        let sawn = redistribute(&line, &[4, 6, 8], &[-0.04, -0.05, -0.03])?;
        let found = zigzag(&groups, &sawn, 15, 45)?;
        assert_eq!(found.givers, vec![4, 6, 8]);
        for (is, was) in found.counts.iter().zip(&line) {
            assert!((is - was).abs() < 1e-6, "{is} {was}");
        }
        Ok(())
    }
}
