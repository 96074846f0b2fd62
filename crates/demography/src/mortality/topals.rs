//! TOPALS: a standard bent by the deaths of a small area.

use crate::error::{Error, check_counts, check_finite, check_length};
use crate::linear;

/// `ln m(x) = ln m*(x) + Σ αⱼ·Bⱼ(x)`: a standard schedule plus a broken line in the logarithm.
///
/// With the thirty deaths of a commune no schedule can be drawn, but a province's schedule can be moved. Deaths are Poisson with mean
/// `E(x)·m(x)`; the penalty `Σ (αⱼ₊₁ − αⱼ)²` keeps neighbouring offsets close where there are few deaths. Sources: de Beer 2012, *Smoothing and
/// projecting age-specific probabilities of death by TOPALS*, Demographic Research 27; Gonzaga & Schmertmann 2016, *Estimating age- and
/// sex-specific mortality rates for small areas with TOPALS regression*, Revista Brasileira de Estudos de População 33(3).
#[derive(Debug, Clone, PartialEq)]
pub struct Topals {
    /// The offset at each knot.
    pub alpha: Vec<f64>,
    /// The covariance of the offsets: the inverse of the penalised information.
    pub covariance: Vec<Vec<f64>>,
    /// The fitted rates by age.
    pub rates: Vec<f64>,
    /// The standard error of ln m by age.
    pub standard_errors: Vec<f64>,
}

impl Topals {
    /// The knots of Gonzaga & Schmertmann 2016: exact ages 0, 1, 10, 20, 40, 70 and 100.
    pub const KNOTS: [f64; 7] = [0.0, 1.0, 10.0, 20.0, 40.0, 70.0, 100.0];

    /// Fits the offsets by Newton's method.
    ///
    /// `ages` are the exact ages that rates belong to, `standard` the rates of the standard there, `deaths` and `exposures` those of the area; zeros
    /// are welcome in both.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::NotFinite`], [`Error::Negative`]; [`Error::Shape`] when the knots do not rise; [`Error::NoConvergence`].
    pub fn fit(ages: &[f64], standard: &[f64], deaths: &[f64], exposures: &[f64], knots: &[f64]) -> Result<Self, Error> {
        for (what, values) in [("standard rates", standard), ("deaths", deaths), ("exposures", exposures)] {
            check_length(what, values, ages.len())?;
            check_counts(what, values)?;
        }
        check_finite("ages", ages)?;
        check_finite("knots", knots)?;
        if knots.len() < 2 || knots.windows(2).any(|pair| pair[1] <= pair[0]) {
            return Err(Error::Shape { method: "TOPALS", needs: "two knots or more, in rising order" });
        }
        if let Some(index) = standard.iter().position(|rate| *rate <= 0.0) {
            return Err(Error::Negative { what: "standard rates must be above zero; a rate", index, value: standard[index] });
        }
        let basis: Vec<Vec<f64>> = ages.iter().map(|age| hats(*age, knots)).collect();
        let size = knots.len();
        let mut alpha = vec![0.0; size];
        let rounds = 200;
        for _round in 0..rounds {
            let (information, gradient) = derivatives(&basis, standard, deaths, exposures, &alpha);
            let step = linear::solve(information.clone(), gradient)?;
            let largest = step.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
            // A step of more than one in the logarithm would overshoot.
            let part = if largest > 1.0 { 1.0 / largest } else { 1.0 };
            for (offset, change) in alpha.iter_mut().zip(&step) {
                *offset += part * change;
            }
            if largest < 1e-12 {
                let covariance = inverse(&information)?;
                let rates = basis.iter().zip(standard).map(|(hats, rate)| rate * dot(hats, &alpha).exp()).collect();
                let variance = |hats: &[f64]| (0..size).map(|row| hats[row] * dot(&covariance[row], hats)).sum::<f64>();
                let standard_errors = basis.iter().map(|hats| variance(hats).max(0.0).sqrt()).collect();
                return Ok(Self { alpha, covariance, rates, standard_errors });
            }
        }
        Err(Error::NoConvergence { method: "TOPALS", rounds })
    }
}

/// The linear B-splines at an age; level beyond the ends.
fn hats(age: f64, knots: &[f64]) -> Vec<f64> {
    let last = knots.len() - 1;
    let age = age.clamp(knots[0], knots[last]);
    let mut values = vec![0.0; knots.len()];
    let right = knots.iter().position(|knot| *knot >= age).unwrap_or(last).max(1);
    let share = (age - knots[right - 1]) / (knots[right] - knots[right - 1]);
    values[right - 1] = 1.0 - share;
    values[right] = share;
    values
}

/// The information and gradient of the penalised likelihood `Σ (D·ln m − E·m) − Σ (αⱼ₊₁ − αⱼ)²`.
fn derivatives(
    basis: &[Vec<f64>],
    standard: &[f64],
    deaths: &[f64],
    exposures: &[f64],
    alpha: &[f64],
) -> (Vec<Vec<f64>>, Vec<f64>) {
    let size = alpha.len();
    let mut information = vec![vec![0.0; size]; size];
    let mut gradient = vec![0.0; size];
    for (x, hats) in basis.iter().enumerate() {
        let expected = exposures[x] * standard[x] * dot(hats, alpha).exp();
        for row in 0..size {
            gradient[row] += hats[row] * (deaths[x] - expected);
            for column in 0..size {
                information[row][column] += hats[row] * hats[column] * expected;
            }
        }
    }
    for left in 0..size - 1 {
        let difference = alpha[left + 1] - alpha[left];
        gradient[left] += 2.0 * difference;
        gradient[left + 1] -= 2.0 * difference;
        information[left][left] += 2.0;
        information[left + 1][left + 1] += 2.0;
        information[left][left + 1] -= 2.0;
        information[left + 1][left] -= 2.0;
    }
    (information, gradient)
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

fn inverse(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Error> {
    (0..matrix.len())
        .map(|column| {
            let unit = (0..matrix.len()).map(|row| f64::from(u8::from(row == column))).collect();
            linear::solve(matrix.to_vec(), unit)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard() -> (Vec<f64>, Vec<f64>) {
        let ages: Vec<f64> = (0..100).map(|age| f64::from(age) + 0.5).collect();
        let rates = ages.iter().map(|age| 0.002 + (-9.5 + 0.09 * age).exp()).collect();
        (ages, rates)
    }

    #[test]
    fn many_deaths_recover_the_offsets() -> Result<(), Error> {
        let (ages, rates) = standard();
        let truth = [0.3, 0.2, 0.0, -0.1, 0.2, 0.1, 0.0];
        let exposures = vec![1e9; 100];
        let deaths: Vec<f64> =
            ages.iter().zip(&rates).map(|(age, rate)| 1e9 * rate * dot(&hats(*age, &Topals::KNOTS), &truth).exp()).collect();
        let fit = Topals::fit(&ages, &rates, &deaths, &exposures, &Topals::KNOTS)?;
        for (found, given) in fit.alpha.iter().zip(truth) {
            assert!((found - given).abs() < 1e-4, "{:?}", fit.alpha);
        }
        Ok(())
    }

    #[test]
    fn few_deaths_keep_the_shape_and_move_the_level() -> Result<(), Error> {
        let (ages, rates) = standard();
        let mut deaths = vec![0.0; 100];
        for age in [0, 45, 60, 66, 71, 80, 82, 90] {
            deaths[age] = 1.0;
        }
        let fit = Topals::fit(&ages, &rates, &deaths, &vec![20.0; 100], &Topals::KNOTS)?;
        let expected: f64 = fit.rates.iter().map(|rate| rate * 20.0).sum();
        assert!((expected - 8.0).abs() < 1e-6, "{expected}");
        assert!(fit.standard_errors.iter().all(|error| *error > 0.1 && error.is_finite()));
        Ok(())
    }

    #[test]
    fn no_deaths_at_all_do_not_settle_or_stay_finite() {
        let (ages, rates) = standard();
        // Without one death the likelihood pulls the level down for ever.
        assert!(Topals::fit(&ages, &rates, &vec![0.0; 100], &vec![20.0; 100], &Topals::KNOTS).is_err());
        assert!(Topals::fit(&ages, &rates, &vec![0.0; 99], &vec![20.0; 100], &Topals::KNOTS).is_err());
    }
}
