//! The laws of Gompertz and Makeham.

use super::{check_law, expectancy};
use crate::error::Error;
use crate::linear;

/// Gompertz' law: `μ(x) = exp(level + slope·(x − age))`.
///
/// Source: Gompertz 1825, *On the nature of the function expressive of the law of human mortality*; it holds well from 30 to 90.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gompertz {
    /// ln μ at `age`.
    pub level: f64,
    /// Rise of ln μ per year.
    pub slope: f64,
    /// The exact age at which `level` is meant.
    pub age: f64,
}

impl Gompertz {
    /// The least-squares line through the logarithms of rates at exact ages (the middles of their groups).
    ///
    /// # Errors
    /// [`Error::Shape`] with fewer than two ages; [`Error::Negative`] for a rate of zero.
    pub fn fit(ages: &[f64], rates: &[f64]) -> Result<Self, Error> {
        check_law("Gompertz' law", ages, rates, 2)?;
        let age = ages.iter().sum::<f64>() / ages.len() as f64;
        let from_middle: Vec<f64> = ages.iter().map(|x| x - age).collect();
        let logarithms: Vec<f64> = rates.iter().map(|rate| rate.ln()).collect();
        let (level, slope) = linear::line(&from_middle, &logarithms, &vec![1.0; ages.len()])?;
        Ok(Self { level, slope, age })
    }

    /// The force of mortality at an exact age.
    pub fn hazard(&self, age: f64) -> f64 {
        (self.level + self.slope * (age - self.age)).exp()
    }

    /// The share that survives from one exact age to another: `exp(−(μ(y) − μ(x)) / slope)`.
    pub fn survival(&self, from: f64, to: f64) -> f64 {
        if self.slope.abs() < 1e-9 {
            return (-self.hazard(from) * (to - from)).exp();
        }
        (-(self.hazard(to) - self.hazard(from)) / self.slope).exp()
    }

    /// Mean years still to live at an exact age, to the age of 150.
    pub fn expectancy(&self, age: f64) -> f64 {
        expectancy(age, |years| self.survival(age, age + years))
    }
}

/// Makeham's law: Gompertz' with deaths that do not depend on age, `μ(x) = background + exp(level + slope·(x − age))`.
///
/// Source: Makeham 1860, *On the law of mortality and the construction of annuity tables*.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Makeham {
    /// Deaths per person-year at all ages, not below zero.
    pub background: f64,
    /// The part that rises with age.
    pub ageing: Gompertz,
}

impl Makeham {
    /// The law that comes nearest to rates at exact ages: least `Σ ((μ(x) − m) / m)²` with a background not below zero.
    ///
    /// For a given slope the two other numbers follow from linear equations; the slope is sought between 0.01 and 0.4 a year.
    ///
    /// # Errors
    /// [`Error::Shape`] with fewer than three ages; [`Error::Negative`] for a rate of zero.
    pub fn fit(ages: &[f64], rates: &[f64]) -> Result<Self, Error> {
        check_law("Makeham's law", ages, rates, 3)?;
        let age = ages.iter().sum::<f64>() / ages.len() as f64;
        let at = |slope: f64| Self::given_slope(ages, rates, age, slope);
        let (mut low, mut high) = (0.01_f64, 0.4_f64);
        let golden = 0.618_033_988_749_894_8;
        for _round in 0..120 {
            let (left, right) = (high - golden * (high - low), low + golden * (high - low));
            if at(left)?.1 < at(right)?.1 { high = right } else { low = left }
        }
        Ok(at(f64::midpoint(low, high))?.0)
    }

    /// The best law with a given slope, and its misfit.
    fn given_slope(ages: &[f64], rates: &[f64], age: f64, slope: f64) -> Result<(Self, f64), Error> {
        let (mut s00, mut s01, mut s11, mut r0, mut r1) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (x, rate) in ages.iter().zip(rates) {
            let (one, rise) = (1.0 / rate, (slope * (x - age)).exp() / rate);
            s00 += one * one;
            s01 += one * rise;
            s11 += rise * rise;
            r0 += one;
            r1 += rise;
        }
        let free = linear::solve(vec![vec![s00, s01], vec![s01, s11]], vec![r0, r1])?;
        let (background, size) = if free[0] >= 0.0 && free[1] > 0.0 { (free[0], free[1]) } else { (0.0, r1 / s11) };
        let law = Self { background, ageing: Gompertz { level: size.ln(), slope, age } };
        let misfit = ages.iter().zip(rates).map(|(x, rate)| (law.hazard(*x) / rate - 1.0).powi(2)).sum();
        Ok((law, misfit))
    }

    /// The force of mortality at an exact age.
    pub fn hazard(&self, age: f64) -> f64 {
        self.background + self.ageing.hazard(age)
    }

    /// The share that survives from one exact age to another.
    pub fn survival(&self, from: f64, to: f64) -> f64 {
        (-self.background * (to - from)).exp() * self.ageing.survival(from, to)
    }

    /// Mean years still to live at an exact age, to the age of 150.
    pub fn expectancy(&self, age: f64) -> f64 {
        expectancy(age, |years| self.survival(age, age + years))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameters_come_back() -> Result<(), Error> {
        let truth = Makeham { background: 0.0007, ageing: Gompertz { level: -5.0, slope: 0.1, age: 55.0 } };
        let ages: Vec<f64> = (30..90).map(f64::from).collect();
        let rates: Vec<f64> = ages.iter().map(|age| truth.hazard(*age)).collect();
        let law = Makeham::fit(&ages, &rates)?;
        assert!((law.background - 0.0007).abs() < 1e-8 && (law.ageing.slope - 0.1).abs() < 1e-6);
        let pure: Vec<f64> = ages.iter().map(|age| truth.ageing.hazard(*age)).collect();
        assert!((Gompertz::fit(&ages, &pure)?.slope - 0.1).abs() < 1e-12);
        assert!(Makeham::fit(&ages, &pure)?.background.abs() < 1e-8);
        Ok(())
    }

    #[test]
    fn a_constant_hazard_lives_one_over_it() {
        let law = Gompertz { level: 0.2_f64.ln(), slope: 0.0, age: 80.0 };
        assert!((law.expectancy(80.0) - 5.0).abs() < 1e-4);
    }
}
