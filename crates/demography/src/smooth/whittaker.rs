//! Whittaker's smoother for the logarithms of rates.

use crate::error::{Error, check_between, check_counts, check_length};
use crate::linear;

/// Smooth rates `exp(z)` with the least `Σ D(x)·(ln m(x) − z(x))² + λ·Σ (Δᵈ z)²`, `m = D / E`.
///
/// The deaths are the weights: the variance of `ln m` is about `1 / D`. An age without deaths has no say and takes the value that its
/// neighbours suggest. `order` 2 tends to a straight line in the logarithm (Gompertz) as λ grows, 3 to a parabola; for single ages of a
/// commune λ between 100 and 10 000 is usual. Sources: Whittaker 1923, *On a new method of graduation*; Eilers 2003, *A perfect smoother*.
///
/// # Errors
/// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::OutOfRange`] for a `lambda` not between 1e-9 and 1e15, or an order not between 1
/// and 3; [`Error::ZeroDivisor`] for deaths without exposure; [`Error::Shape`] with fewer ages with deaths than the order.
pub fn whittaker(deaths: &[f64], exposures: &[f64], lambda: f64, order: usize) -> Result<Vec<f64>, Error> {
    check_length("exposures", exposures, deaths.len())?;
    check_counts("deaths", deaths)?;
    check_counts("exposures", exposures)?;
    check_between("lambda", lambda, 1e-9, 1e15)?;
    check_between("the order of differences", order as f64, 1.0, 3.0)?;
    if deaths.iter().filter(|died| **died > 0.0).count() < order.max(2) || deaths.len() <= order {
        return Err(Error::Shape { method: "Whittaker's smoother", needs: "more ages with deaths" });
    }
    let size = deaths.len();
    let mut matrix = vec![vec![0.0; size]; size];
    let mut right = vec![0.0; size];
    for (age, (died, lived)) in deaths.iter().zip(exposures).enumerate() {
        if *died > 0.0 {
            matrix[age][age] += died;
            right[age] = died * crate::error::divide("the exposure of an age with deaths", *died, *lived)?.ln();
        }
    }
    let weights: &[f64] = match order {
        1 => &[-1.0, 1.0],
        2 => &[1.0, -2.0, 1.0],
        _three => &[-1.0, 3.0, -3.0, 1.0],
    };
    for first in 0..size - order {
        for (row, left) in weights.iter().enumerate() {
            for (column, other) in weights.iter().enumerate() {
                matrix[first + row][first + column] += lambda * left * other;
            }
        }
    }
    let smooth: Vec<f64> = linear::solve(matrix, right)?.iter().map(|z| z.exp()).collect();
    crate::error::check_finite("smooth rates", &smooth)?;
    Ok(smooth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gompertz_curve_stays_and_gaps_are_filled() -> Result<(), Error> {
        let exposures = vec![1_000.0; 50];
        let truth: Vec<f64> = (0..50).map(|age| (-6.0 + 0.09 * f64::from(age)).exp()).collect();
        let mut deaths: Vec<f64> = truth.iter().map(|rate| rate * 1_000.0).collect();
        deaths[7] = 0.0;
        for (found, rate) in whittaker(&deaths, &exposures, 1_000.0, 2)?.iter().zip(&truth) {
            assert!((found / rate - 1.0).abs() < 1e-6);
        }
        assert!(whittaker(&[0.0; 10], &[1.0; 10], 10.0, 2).is_err());
        assert!(whittaker(&[1.0; 10], &[0.0; 10], 10.0, 2).is_err());
        Ok(())
    }
}
