//! Schedules: births by the age of the mother as a curve of a few numbers.
//!
//! **The question.** A projection needs rates for every age of mothers, but one knows only the total and perhaps the mean age; or one has noisy
//! rates of a district and wants their shape. Three curves have proved themselves:
//!
//! | curve | numbers | its numbers mean |
//! |---|---|---|
//! | [`Schedule::Hadwiger`] | 2 | height and place of the peak |
//! | [`Schedule::Gamma`] | 3 | mean, spread and youngest age |
//! | [`Schedule::QuadraticSpline`] | 3 | youngest age, age of the peak, age at which half of the peak is left: can be read off a graph |
//!
//! A schedule is a *shape*; [`Schedule::rates`] gives it a level.
//!
//! ```
//! use danso_demography::age::AgeGroups;
//! use danso_demography::fertility::{mean_age, total};
//! use danso_demography::schedule::Schedule;
//!
//! let ages = AgeGroups::new((15..50).collect(), Some(50))?;
//! let rates = Schedule::QuadraticSpline { start: 15.0, peak: 26.0, half: 34.0 }.rates(&ages, 1.96)?;
//! assert!((total(&ages, &rates)? - 1.96).abs() < 1e-12);
//! assert!((27.0..30.0).contains(&mean_age(&ages, &rates)?));
//! # Ok::<(), danso_demography::Error>(())
//! ```

use crate::age::AgeGroups;
use crate::error::{Error, check_between, divide};
use crate::linear;

/// A curve of births by exact age of the mother.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Schedule {
    /// `f(x) ∝ (c/x)^(3/2) · exp(−b²·(c/x + x/c − 2))`: Hadwiger 1940; Chandola, Coleman & Hiorns 1999, *Recent European fertility patterns*,
    /// Population Studies 53(3).
    Hadwiger {
        /// How peaked, b; 2 to 6 is usual.
        height: f64,
        /// Near the mean age, c, in years.
        place: f64,
    },
    /// `f(x) ∝ (x − d)^(b−1) · exp(−(x − d)/c)` above `d`, with `b·c = mean − d` and `b·c² = spread²`: Hoem et al. 1981, *Experiments in modelling
    /// recent Danish fertility curves*, Demography 18(2).
    Gamma {
        /// Mean age, years.
        mean: f64,
        /// Standard deviation of the age, years.
        spread: f64,
        /// The youngest age d.
        start: f64,
    },
    /// Quadratic pieces that rise from 0 at `start` to 1 at `peak`, pass ½ at `half`, and end at 0 smoothly: Schmertmann 2003, *A system of model
    /// fertility schedules with graphically intuitive parameters*, Demographic Research 9(5).
    ///
    /// Knots: `α`, `(1 − w)·α + w·P` with `w = min(¾, ¼ + 0.025·(P − α))`, `P`, `(P + H)/2`, `(H + β)/2`; the end `β = max(min(50, 4H − 3P), (4H − P)/3)`.
    QuadraticSpline {
        /// The youngest age α.
        start: f64,
        /// The age of the highest rate P.
        peak: f64,
        /// The age above it with half of that rate H.
        half: f64,
    },
}

impl Schedule {
    /// The curve at an exact age, up to a constant factor; not below zero.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for parameters without a meaning: ages out of order, a height or spread that is not above zero.
    pub fn curve(&self, ages: &[f64]) -> Result<Vec<f64>, Error> {
        match *self {
            Self::Hadwiger { height, place } => {
                check_between("the height of the curve", height, 0.1, 50.0)?;
                check_between("the place of the curve", place, 10.0, 60.0)?;
                let value = |x: f64| {
                    if x <= 0.0 { 0.0 } else { (place / x).powf(1.5) * (-height * height * (place / x + x / place - 2.0)).exp() }
                };
                Ok(ages.iter().map(|x| value(*x)).collect())
            }
            Self::Gamma { mean, spread, start } => {
                check_between("the youngest age", start, 0.0, 40.0)?;
                check_between("the mean age", mean, start + 1.0, 60.0)?;
                check_between("the spread of the age", spread, 0.5, mean - start)?;
                let scale = spread * spread / (mean - start);
                let shape = (mean - start) / scale;
                let value = |x: f64| {
                    if x <= start {
                        0.0
                    } else {
                        ((shape - 1.0) * ((x - start) / (mean - start)).ln() - (x - mean) / scale).exp()
                    }
                };
                Ok(ages.iter().map(|x| value(*x)).collect())
            }
            Self::QuadraticSpline { start, peak, half } => spline(ages, start, peak, half),
        }
    }

    /// Rates by age group with a given total: the mean of the curve over each group, scaled so that `Σ n·f = total`.
    ///
    /// # Errors
    /// As [`Schedule::curve`]; [`Error::Shape`] when the last group is open; [`Error::OutOfRange`] for a total not between 0 and 20;
    /// [`Error::ZeroDivisor`] when the curve is zero at all the ages.
    pub fn rates(&self, ages: &AgeGroups, total: f64) -> Result<Vec<f64>, Error> {
        check_between("the total fertility rate", total, 0.0, 20.0)?;
        if ages.is_open() {
            return Err(Error::Shape { method: "a schedule", needs: "ages of mothers with an end, such as 15 to 49" });
        }
        let mut sums = Vec::with_capacity(ages.len());
        for (start, width) in ages.starts().iter().zip(ages.widths()) {
            let parts = width * 20;
            let points: Vec<f64> = (0..parts).map(|part| f64::from(*start) + (f64::from(part) + 0.5) / 20.0).collect();
            sums.push(self.curve(&points)?.iter().sum::<f64>() / 20.0);
        }
        let sum: f64 = sums.iter().sum();
        sums.iter()
            .zip(ages.widths())
            .map(|(part, width)| divide("the curve over the ages", total * part / f64::from(width), sum))
            .collect()
    }
}

fn spline(ages: &[f64], start: f64, peak: f64, half: f64) -> Result<Vec<f64>, Error> {
    check_between("the youngest age", start, 0.0, 40.0)?;
    check_between("the age of the peak", peak, start + 1.0, 48.0)?;
    check_between("the age of half the peak", half, peak + 0.5, 60.0)?;
    let end = (4.0 * half - 3.0 * peak).min(50.0).max((4.0 * half - peak) / 3.0);
    let share = (0.25 + 0.025 * (peak - start)).min(0.75);
    let knots = [start, (1.0 - share) * start + share * peak, peak, f64::midpoint(peak, half), f64::midpoint(half, end)];
    let square = |x: f64| knots.map(|knot| (x - knot).max(0.0).powi(2)).to_vec();
    let slope = |x: f64| knots.map(|knot| 2.0 * (x - knot).max(0.0)).to_vec();
    let weights =
        linear::solve(vec![square(peak), slope(peak), square(half), square(end), slope(end)], vec![1.0, 0.0, 0.5, 0.0, 0.0])?;
    let value = |x: f64| -> f64 {
        if x <= start || x >= end {
            return 0.0;
        }
        square(x).iter().zip(&weights).map(|(power, weight)| power * weight).sum::<f64>().max(0.0)
    };
    Ok(ages.iter().map(|x| value(*x)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fertility::mean_age;

    #[test]
    fn the_spline_goes_where_its_numbers_say() -> Result<(), Error> {
        let schedule = Schedule::QuadraticSpline { start: 15.0, peak: 25.0, half: 33.0 };
        let found = schedule.curve(&[14.0, 15.0, 24.0, 25.0, 26.0, 33.0, 50.0])?;
        assert_eq!((found[0], found[1], found[6]), (0.0, 0.0, 0.0));
        assert!((found[3] - 1.0).abs() < 1e-12 && found[2] < 1.0 && found[4] < 1.0 && (found[5] - 0.5).abs() < 1e-12);
        Ok(())
    }

    #[test]
    fn the_gamma_curve_has_its_mean() -> Result<(), Error> {
        let ages = AgeGroups::new((12..70).collect(), Some(70))?;
        let rates = Schedule::Gamma { mean: 28.0, spread: 5.0, start: 13.0 }.rates(&ages, 2.0)?;
        assert!((mean_age(&ages, &rates)? - 28.0).abs() < 0.01);
        Ok(())
    }

    #[test]
    fn nonsense_is_refused() {
        let ages = AgeGroups::single(49);
        for schedule in [
            Schedule::QuadraticSpline { start: 15.0, peak: 14.0, half: 30.0 },
            Schedule::Gamma { mean: 10.0, spread: 5.0, start: 15.0 },
            Schedule::Hadwiger { height: f64::NAN, place: 28.0 },
        ] {
            assert!(schedule.curve(&[20.0]).is_err(), "{schedule:?}");
        }
        assert!(Schedule::Hadwiger { height: 3.0, place: 28.0 }.rates(&ages, 2.0).is_err());
    }
}
