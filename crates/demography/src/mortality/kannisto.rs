//! Kannisto's law of old age.

use super::{check_law, expectancy};
use crate::age::AgeGroups;
use crate::error::{Error, check_counts, check_length};
use crate::linear;

/// Kannisto's law: `μ(x) = A·exp(B·x) / (1 + A·exp(B·x))`, so that `logit μ(x) = ln A + B·x`.
///
/// It rises like Gompertz at first and levels off below 1 at ages beyond 110, as the data of the very old do. Source: Thatcher, Kannisto &
/// Vaupel 1998, *The Force of Mortality at Ages 80 to 120*, p. 17.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kannisto {
    /// logit μ at `age`.
    pub level: f64,
    /// Rise of logit μ per year, B.
    pub slope: f64,
    /// The exact age at which `level` is meant, in the middle of the ages fitted.
    pub age: f64,
}

impl Kannisto {
    /// The law that comes nearest to rates at exact ages (the middles of their groups): least `Σ (ln μ(x) − ln m)²`.
    ///
    /// Found by Gauss–Newton steps from the straight line through the logits.
    ///
    /// # Errors
    /// [`Error::Shape`] with fewer than two ages; [`Error::Negative`] for a rate of zero; [`Error::NoConvergence`].
    pub fn fit(ages: &[f64], rates: &[f64]) -> Result<Self, Error> {
        check_law("Kannisto's law", ages, rates, 2)?;
        let age = ages.iter().sum::<f64>() / ages.len() as f64;
        let from_middle: Vec<f64> = ages.iter().map(|x| x - age).collect();
        let logits: Vec<f64> = rates.iter().map(|rate| logit(rate.min(0.99))).collect();
        let weights = vec![1.0; ages.len()];
        let (level, slope) = linear::line(&from_middle, &logits, &weights)?;
        let mut law = Self { level, slope, age };
        let rounds = 200;
        for _round in 0..rounds {
            let (mut s0, mut s1, mut s2, mut r0, mut r1) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (x, rate) in from_middle.iter().zip(rates) {
                let hazard = law.hazard(x + age);
                // d ln μ / d logit μ = 1 − μ
                let (weight, residual) = (1.0 - hazard, hazard.ln() - rate.ln());
                s0 += weight * weight;
                s1 += weight * weight * x;
                s2 += weight * weight * x * x;
                r0 -= weight * residual;
                r1 -= weight * residual * x;
            }
            let step = linear::solve(vec![vec![s0, s1], vec![s1, s2]], vec![r0, r1])?;
            let before = law.misfit(ages, rates);
            let mut part = 1.0;
            let mut next = law;
            while part > 1e-6 {
                next = Self { level: law.level + part * step[0], slope: law.slope + part * step[1], age };
                if next.misfit(ages, rates) <= before {
                    break;
                }
                part /= 2.0;
            }
            if step[0].abs() < 1e-13 && step[1].abs() < 1e-14 || next.misfit(ages, rates) >= before {
                return Ok(law);
            }
            law = next;
        }
        Err(Error::NoConvergence { method: "Kannisto's law", rounds })
    }

    /// The force of mortality at an exact age.
    pub fn hazard(&self, age: f64) -> f64 {
        1.0 / (1.0 + (-(self.level + self.slope * (age - self.age))).exp())
    }

    /// `Σ (ln μ(x) − ln m)²`, what [`Kannisto::fit`] makes least.
    pub fn misfit(&self, ages: &[f64], rates: &[f64]) -> f64 {
        ages.iter().zip(rates).map(|(age, rate)| (self.hazard(*age).ln() - rate.ln()).powi(2)).sum()
    }

    /// The share that survives from one exact age to another: `((1 + A·e^(B·x)) / (1 + A·e^(B·y)))^(1/B)`.
    pub fn survival(&self, from: f64, to: f64) -> f64 {
        if self.slope.abs() < 1e-9 {
            return (-self.hazard(from) * (to - from)).exp();
        }
        let softplus = |age: f64| {
            let z = self.level + self.slope * (age - self.age);
            if z > 30.0 { z } else { z.exp().ln_1p() }
        };
        (-(softplus(to) - softplus(from)) / self.slope).exp()
    }

    /// Mean years still to live at an exact age, to the age of 150.
    pub fn expectancy(&self, age: f64) -> f64 {
        expectancy(age, |years| self.survival(age, age + years))
    }
}

/// Two laws with a common slope: `logit μ(x) = c(sex) + B·x`.
///
/// Fitted apart, the curves of men and women often cross at old ages; with one slope they cannot. Source: Ševčíková, Li, Kantorová, Gerland
/// & Raftery 2016, *Age-specific mortality and fertility rates for probabilistic population projections*, section 3.1.3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoherentKannisto {
    /// The law of males.
    pub male: Kannisto,
    /// The law of females, with the same slope.
    pub female: Kannisto,
}

impl CoherentKannisto {
    /// Least squares of the logits of both sexes on age, with a level for each sex and one slope.
    ///
    /// # Errors
    /// [`Error::Shape`] with fewer than two ages; [`Error::Negative`] for a rate of zero; [`Error::OutOfRange`] for a rate of 1 or more, which
    /// has no logit.
    pub fn fit(ages: &[f64], male: &[f64], female: &[f64]) -> Result<Self, Error> {
        check_law("a coherent law of Kannisto", ages, male, 2)?;
        check_law("a coherent law of Kannisto", ages, female, 2)?;
        for rate in male.iter().chain(female) {
            crate::error::check_between("a death rate to fit", *rate, 0.0, 1.0 - 1e-9)?;
        }
        let count = ages.len() as f64;
        let age = ages.iter().sum::<f64>() / count;
        let spread: f64 = ages.iter().map(|x| 2.0 * (x - age).powi(2)).sum();
        let mut above = 0.0;
        for rates in [male, female] {
            above += ages.iter().zip(rates).map(|(x, rate)| (x - age) * logit(*rate)).sum::<f64>();
        }
        let slope = crate::error::divide("the spread of the ages", above, spread)?;
        let law = |rates: &[f64]| Kannisto { level: rates.iter().map(|rate| logit(*rate)).sum::<f64>() / count, slope, age };
        Ok(Self { male: law(male), female: law(female) })
    }
}

/// Rates of single or five-year groups carried on to a higher open age by a law, in groups as wide as the last closed one.
///
/// The rates given stay as they are, but that of the old open group is replaced; the new groups have the hazard at their middle, and the new
/// open group `1 / e` of the law. Returns the new groups and rates.
///
/// # Errors
/// [`Error::Length`]; [`Error::Shape`] when there is no closed group, the last is not open, or `open_age` does not lie a whole number of
/// groups above.
pub fn extend(groups: &AgeGroups, rates: &[f64], law: &Kannisto, open_age: u32) -> Result<(AgeGroups, Vec<f64>), Error> {
    check_length("death rates", rates, groups.len())?;
    check_counts("death rates", rates)?;
    let needs = Error::Shape {
        method: "an extension",
        needs: "an open group, a closed one before it, and a new open age a whole number of groups above",
    };
    let last = groups.last_start();
    let Some(width) = groups.len().checked_sub(2).and_then(|group| groups.width(group)) else { return Err(needs) };
    if !groups.is_open() || open_age <= last || !(open_age - last).is_multiple_of(width) {
        return Err(needs);
    }
    let mut starts = groups.starts().to_vec();
    let mut extended = rates[..rates.len() - 1].to_vec();
    let half = f64::from(width) / 2.0;
    for start in (last..open_age).step_by(width as usize) {
        extended.push(law.hazard(f64::from(start) + half));
        starts.push(start + width);
    }
    extended.push(crate::error::divide("the expectancy at the new open age", 1.0, law.expectancy(f64::from(open_age)))?);
    Ok((AgeGroups::new(starts, None)?, extended))
}

fn logit(rate: f64) -> f64 {
    (rate / (1.0 - rate)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameters_come_back() -> Result<(), Error> {
        let truth = Kannisto { level: -1.2, slope: 0.11, age: 90.0 };
        let ages: Vec<f64> = (80..100).map(|age| f64::from(age) + 0.5).collect();
        let rates: Vec<f64> = ages.iter().map(|age| truth.hazard(*age)).collect();
        let law = Kannisto::fit(&ages, &rates)?;
        assert!((law.slope - 0.11).abs() < 1e-9 && (law.hazard(110.0) - truth.hazard(110.0)).abs() < 1e-9);
        Ok(())
    }

    #[test]
    fn survival_is_the_integral_of_the_hazard() {
        let law = Kannisto { level: -1.0, slope: 0.1, age: 90.0 };
        let steps = 20_000;
        let integral: f64 =
            (0..steps).map(|step| law.hazard(85.0 + (f64::from(step) + 0.5) * 20.0 / f64::from(steps))).sum::<f64>() * 20.0
                / f64::from(steps);
        assert!((law.survival(85.0, 105.0) - (-integral).exp()).abs() < 1e-9);
    }

    #[test]
    fn coherent_laws_do_not_cross() -> Result<(), Error> {
        let law = CoherentKannisto::fit(&[80.0, 85.0, 90.0], &[0.1, 0.17, 0.25], &[0.07, 0.13, 0.22])?;
        assert!(
            law.male.slope == law.female.slope
                && (80..130).all(|age| law.male.hazard(f64::from(age)) > law.female.hazard(f64::from(age)))
        );
        Ok(())
    }

    #[test]
    fn extends_five_year_groups() -> Result<(), Error> {
        let law = Kannisto { level: -1.0, slope: 0.1, age: 90.0 };
        let groups = AgeGroups::abridged(85)?;
        let (longer, rates) = extend(&groups, &[0.01; 19], &law, 100)?;
        assert_eq!((longer.last_start(), rates.len()), (100, 22));
        assert!((rates[18] - law.hazard(87.5)).abs() < 1e-15);
        assert!(extend(&groups, &[0.01; 19], &law, 98).is_err());
        Ok(())
    }
}
