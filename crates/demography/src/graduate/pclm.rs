//! The penalised composite link model.

use super::single_ages;
use crate::age::AgeGroups;
use crate::error::{Error, check_between, check_counts, check_length};
use crate::linear;

/// A smooth distribution whose sums over groups explain the counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Pclm {
    /// Expected counts by single age; the open group as it was given.
    pub counts: Vec<f64>,
    /// The weight of the penalty.
    pub lambda: f64,
    /// Effective number of parameters.
    pub dimension: f64,
    /// Deviance plus `ln(groups) · dimension`.
    pub bic: f64,
}

/// Ungroups counts: each is Poisson with mean `Σ γ(x)` over the ages of its group, `γ = exp(β)`, and `λ·Σ (Δ²β)²` keeps `β` smooth.
///
/// With small counts this is better than interpolation, which takes chance for shape. The groups are met closely, not exactly:
/// [`graduate`](super::graduate) scales them. Without a `lambda`, the one with the least BIC among 10⁻² … 10⁶ is taken. Source: Rizzi, Gampe &
/// Eilers 2015, *Efficient estimation of smooth distributions from coarsely grouped data*, American Journal of Epidemiology 182(2).
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] without a closed group; [`Error::OutOfRange`] for a `lambda` not
/// between 1e-6 and 1e12; [`Error::NoConvergence`].
pub fn pclm(groups: &AgeGroups, counts: &[f64], lambda: Option<f64>) -> Result<Pclm, Error> {
    check_length("counts", counts, groups.len())?;
    check_counts("counts", counts)?;
    single_ages(groups)?;
    if let Some(lambda) = lambda {
        check_between("lambda", lambda, 1e-6, 1e12)?;
        return fit(groups, counts, lambda);
    }
    let mut best: Option<Pclm> = None;
    for power in -2..=6 {
        let Ok(found) = fit(groups, counts, 10.0_f64.powi(power)) else { continue };
        if best.as_ref().is_none_or(|best| found.bic < best.bic) {
            best = Some(found);
        }
    }
    best.ok_or(Error::NoConvergence { method: "the composite link model", rounds: ROUNDS })
}

const ROUNDS: usize = 400;

fn fit(groups: &AgeGroups, counts: &[f64], lambda: f64) -> Result<Pclm, Error> {
    let widths = groups.widths();
    let counts_open = counts.get(widths.len());
    let counts = &counts[..widths.len()];
    let ages: usize = widths.iter().map(|width| *width as usize).sum();
    let total: f64 = counts.iter().sum();
    if total == 0.0 {
        let mut zeros = vec![0.0; ages];
        zeros.extend(counts_open);
        return Ok(Pclm { counts: zeros, lambda, dimension: 0.0, bic: 0.0 });
    }
    let penalty = second_differences(ages, lambda);
    let mut beta = vec![(total / ages as f64).ln(); ages];
    for _round in 0..ROUNDS {
        let (information, right) = normal_equations(&widths, counts, &beta);
        let mut matrix = information.clone();
        add(&mut matrix, &penalty);
        let next = linear::solve(matrix.clone(), right)?;
        let moved = next.iter().zip(&beta).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
        // A step of more than two in the logarithm is shortened: far from the answer the line is a bad guide.
        let part = if moved > 2.0 { 2.0 / moved } else { 1.0 };
        // Beside groups without anyone the logarithm goes down for ever: what then still moves is nobody.
        let mut people = 0.0_f64;
        for (old, new) in beta.iter_mut().zip(&next) {
            let before = old.exp();
            *old = (*old + part * (new - *old)).clamp(-600.0, 60.0);
            people = people.max((old.exp() - before).abs());
        }
        if moved < 1e-7 || people < 1e-12 * total {
            let dimension = trace_of_solution(&matrix, &information)?;
            let gamma: Vec<f64> = beta.iter().map(|beta| beta.exp()).collect();
            let bic = deviance(&widths, counts, &gamma) + (counts.len() as f64).ln() * dimension;
            let mut fitted = gamma;
            fitted.extend(counts_open);
            return Ok(Pclm { counts: fitted, lambda, dimension, bic });
        }
    }
    Err(Error::NoConvergence { method: "the composite link model", rounds: ROUNDS })
}

/// `λ·D'D` for second differences, with a trace of a ridge so that ages beyond the last count are fixed.
fn second_differences(ages: usize, lambda: f64) -> Vec<Vec<f64>> {
    let mut penalty = vec![vec![0.0; ages]; ages];
    for first in 0..ages.saturating_sub(2) {
        for (row, left) in [1.0, -2.0, 1.0].into_iter().enumerate() {
            for (column, right) in [1.0, -2.0, 1.0].into_iter().enumerate() {
                penalty[first + row][first + column] += lambda * left * right;
            }
        }
    }
    for (age, row) in penalty.iter_mut().enumerate() {
        row[age] += 1e-8;
    }
    penalty
}

/// `X'WX` and `X'W·z` of the working model, `X = diag(1/μ)·C·diag(γ)`, `W = diag(μ)`; only ages of one group meet.
fn normal_equations(widths: &[u32], counts: &[f64], beta: &[f64]) -> (Vec<Vec<f64>>, Vec<f64>) {
    let ages = beta.len();
    let mut information = vec![vec![0.0; ages]; ages];
    let mut right = vec![0.0; ages];
    let mut first = 0;
    for (width, count) in widths.iter().zip(counts) {
        let range = first..first + *width as usize;
        first = range.end;
        let gamma: Vec<f64> = beta[range.clone()].iter().map(|beta| beta.exp()).collect();
        let mean: f64 = gamma.iter().sum();
        let slope: f64 = gamma.iter().zip(&beta[range.clone()]).map(|(gamma, beta)| gamma * beta).sum();
        for (row, left) in range.clone().zip(&gamma) {
            right[row] += left / mean * (count - mean + slope);
            for (column, other) in range.clone().zip(&gamma) {
                information[row][column] += left * other / mean;
            }
        }
    }
    (information, right)
}

fn add(matrix: &mut [Vec<f64>], other: &[Vec<f64>]) {
    for (row, add) in matrix.iter_mut().zip(other) {
        for (value, add) in row.iter_mut().zip(add) {
            *value += add;
        }
    }
}

/// trace((X'WX + P)⁻¹·X'WX), by elimination of both at once.
fn trace_of_solution(matrix: &[Vec<f64>], information: &[Vec<f64>]) -> Result<f64, Error> {
    let size = matrix.len();
    let mut left = matrix.to_vec();
    let mut right = information.to_vec();
    for column in 0..size {
        let pivot = left[column][column];
        if pivot <= 0.0 || !pivot.is_finite() {
            return Err(Error::ZeroDivisor { what: "the determinant of a fit" });
        }
        let (lead, lead_right) = (left[column].clone(), right[column].clone());
        for row in 0..size {
            if row == column || left[row][column] == 0.0 {
                continue;
            }
            let factor = left[row][column] / pivot;
            for (value, above) in left[row][column..].iter_mut().zip(&lead[column..]) {
                *value -= factor * above;
            }
            for (value, above) in right[row].iter_mut().zip(&lead_right) {
                *value -= factor * above;
            }
        }
    }
    Ok((0..size).map(|row| right[row][row] / left[row][row]).sum())
}

fn deviance(widths: &[u32], counts: &[f64], gamma: &[f64]) -> f64 {
    let mut first = 0;
    let mut sum = 0.0;
    for (width, count) in widths.iter().zip(counts) {
        let mean: f64 = gamma[first..first + *width as usize].iter().sum();
        first += *width as usize;
        sum += if *count > 0.0 { 2.0 * (count * (count / mean).ln() - count + mean) } else { 2.0 * mean };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smooth_curve_comes_back_from_its_groups() -> Result<(), Error> {
        let truth: Vec<f64> = (0..60).map(|age| (5.0 + 0.03 * f64::from(age) - 0.001 * f64::from(age).powi(2)).exp()).collect();
        let counts: Vec<f64> = truth.chunks(5).map(|group| group.iter().sum()).collect();
        let groups = AgeGroups::new((0..12).map(|group| group * 5).collect(), Some(60))?;
        let found = pclm(&groups, &counts, None)?;
        for (age, (found, truth)) in found.counts.iter().zip(&truth).enumerate() {
            // Nothing beyond the last group says how the curve goes on there.
            let bound = if (5..50).contains(&age) { 0.04 } else { 0.12 };
            assert!((found / truth - 1.0).abs() < bound, "{age} {found} {truth}");
        }
        assert!(found.dimension > 2.0 && found.dimension < 12.0);
        Ok(())
    }
}
