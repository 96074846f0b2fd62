//! Methods that divide ten-year groups anew.

use crate::error::{Error, divide};

/// The sums of pairs of five-year groups from age 0; an odd last group is left out.
pub(super) fn tens(counts: &[f64]) -> Vec<f64> {
    counts.chunks_exact(2).map(|pair| pair[0] + pair[1]).collect()
}

/// The halves of the inner tens, given the younger half of each by a rule.
fn halves(tens: &[f64], younger: impl Fn(f64, f64, f64) -> Result<f64, Error>) -> Result<Vec<Option<f64>>, Error> {
    let mut found = vec![None; tens.len() * 2];
    for ten in 1..tens.len().saturating_sub(1) {
        let half = younger(tens[ten - 1], tens[ten], tens[ten + 1])?;
        found[2 * ten] = Some(half);
        found[2 * ten + 1] = Some(tens[ten] - half);
    }
    Ok(found)
}

pub(super) fn carrier_farrag(counts: &[f64]) -> Result<Vec<Option<f64>>, Error> {
    halves(&tens(counts), |before, here, after| {
        let ratio = divide("a ten-year group", before, after)?.powf(0.25);
        Ok(here - here / (1.0 + ratio))
    })
}

pub(super) fn karup_king_newton(counts: &[f64]) -> Vec<Option<f64>> {
    halves(&tens(counts), |before, here, after| Ok(here / 2.0 + (before - after) / 16.0)).unwrap_or_default()
}

/// Arriaga's division of tens, with those for the first and last; nothing when there are fewer than three.
pub(super) fn arriaga(tens: &[f64]) -> Vec<Option<f64>> {
    let size = tens.len();
    if size < 3 {
        return vec![None; size * 2];
    }
    let mut found =
        halves(tens, |before, here, after| Ok(here - (11.0 * here + 2.0 * after - before) / 24.0)).unwrap_or_default();
    let older = (8.0 * tens[0] + 5.0 * tens[1] - tens[2]) / 24.0;
    found[0] = Some(tens[0] - older);
    found[1] = Some(older);
    let younger = (8.0 * tens[size - 1] + 5.0 * tens[size - 2] - tens[size - 3]) / 24.0;
    found[2 * size - 2] = Some(younger);
    found[2 * size - 1] = Some(tens[size - 1] - younger);
    found
}

/// The tens smoothed by (1, 2, 1) / 4, the first and last left as they are; those from the second to the one that holds age `to` scaled to their total.
pub(super) fn strong(counts: &[f64], to: u32) -> Result<Vec<f64>, Error> {
    let tens = tens(counts);
    let size = tens.len();
    let mut smoothed = tens.clone();
    for ten in 1..size.saturating_sub(1) {
        smoothed[ten] = (tens[ten - 1] + 2.0 * tens[ten] + tens[ten + 1]) / 4.0;
    }
    let end = (to as usize / 10 + 1).min(size);
    if end > 1 {
        let factor = divide("the smoothed ten-year groups", tens[1..end].iter().sum(), smoothed[1..end].iter().sum())?;
        for ten in &mut smoothed[1..end] {
            *ten *= factor;
        }
    }
    Ok(smoothed)
}
