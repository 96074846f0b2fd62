//! Saws and roughness in five-year groups.

use super::five_year;
use crate::age::AgeGroups;
use crate::error::{Error, divide};

/// The sawtooth of five-year groups, 1 without: how far groups that start at a ten stand above their neighbours, relative to those that start at a five.
///
/// `r(x) = 2·P(x) / (P(x−5) + P(x+5))`; the mean of `r` over the tens from `from` to below `to`, over the mean over the fives there. Above about
/// 1.1 rounding is worse on 0 than on 5, and graduation will make waves of it: smooth first. Classic: 30 to 60.
///
/// # Errors
/// As [`age_ratios`](super::age_ratios); [`Error::Shape`] when there is not one of each between the ages.
pub fn sawtooth(groups: &AgeGroups, counts: &[f64], from: u32, to: u32) -> Result<f64, Error> {
    let used = five_year(groups, &[counts], u32::MAX)?;
    let (mut tens, mut fives) = (Vec::new(), Vec::new());
    for group in 1..used - 1 {
        let start = groups.starts()[group];
        if start < from || start >= to {
            continue;
        }
        let ratio = divide("the neighbours of a group", 2.0 * counts[group], counts[group - 1] + counts[group + 1])?;
        if start.is_multiple_of(10) { tens.push(ratio) } else { fives.push(ratio) }
    }
    if tens.is_empty() || fives.is_empty() {
        return Err(Error::Shape {
            method: "the sawtooth",
            needs: "a group at a ten and one at a five between the ages, with closed neighbours",
        });
    }
    let mean = |ratios: &[f64]| ratios.iter().sum::<f64>() / ratios.len() as f64;
    divide("the ratio of groups at a five", mean(&tens), mean(&fives))
}

/// The roughness of five-year groups between two starts, 0 for a straight line: the mean size of the second differences, relative to the mean
/// count.
///
/// `mean |P₋ − 2·P + P₊| / mean P`: a plain measure to set a smoothing beside what it started from.
///
/// # Errors
/// As [`age_ratios`](super::age_ratios).
pub fn roughness(groups: &AgeGroups, counts: &[f64], from: u32, to: u32) -> Result<f64, Error> {
    let used = five_year(groups, &[counts], to)?;
    let first = groups.starts().partition_point(|start| *start < from).min(used);
    let chosen = &counts[first..used];
    if chosen.len() < 3 {
        return Err(Error::Shape { method: "roughness", needs: "three closed groups between the ages" });
    }
    let bends = chosen.windows(3).map(|near| (near[0] - 2.0 * near[1] + near[2]).abs()).sum::<f64>() / (chosen.len() - 2) as f64;
    divide("the people between the ages", bends, chosen.iter().sum::<f64>() / chosen.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saw_is_seen() -> Result<(), Error> {
        let groups = AgeGroups::five_year(80)?;
        let even = [100.0; 17];
        let mut saw = even;
        for group in (0..17).step_by(2) {
            saw[group] = 120.0;
        }
        assert!((sawtooth(&groups, &even, 30, 60)? - 1.0).abs() < 1e-15 && roughness(&groups, &even, 30, 60)?.abs() < 1e-15);
        assert!((sawtooth(&groups, &saw, 30, 60)? - 1.44).abs() < 1e-12 && roughness(&groups, &saw, 30, 60)? > 0.3);
        assert!(sawtooth(&groups, &even, 30, 31).is_err());
        Ok(())
    }
}
