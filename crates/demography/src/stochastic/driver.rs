//! What moves a trajectory away from the medium.

use crate::age::BySex;
use crate::chance::{Stream, normal_quantile};
use crate::error::{Error, check_between, check_counts, check_finite, check_length};

/// How one quantity leaves its medium path, step by step; the [module](super) has the formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    carry: Vec<f64>,
    shift: Vec<f64>,
    below: Vec<f64>,
    above: Vec<f64>,
}

impl Driver {
    /// One that never leaves it.
    pub fn still(steps: usize) -> Self {
        Self { carry: vec![0.0; steps], shift: vec![0.0; steps], below: vec![0.0; steps], above: vec![0.0; steps] }
    }

    /// `d(t) = ρ·d(t−1) + σ·ε(t)`, `d` before the first step 0. `persistence` ρ from 0 to 1, `deviation` σ of each step in the unit of the quantity.
    ///
    /// # Errors
    /// ρ outside of 0 … 1, σ negative, either not finite.
    pub fn autoregressive(persistence: f64, deviation: f64, steps: usize) -> Result<Self, Error> {
        check_between("persistence", persistence, 0.0, 1.0)?;
        check_counts("the deviation of a step", &[deviation])?;
        let mut driver = Self::still(steps);
        let mut variance = 0.0_f64;
        for step in 0..steps {
            let carried = persistence * variance.sqrt();
            variance = carried * carried + deviation * deviation;
            let spread = variance.sqrt();
            driver.carry[step] = if spread > 0.0 { (carried / spread).min(1.0) } else { 0.0 };
            driver.below[step] = spread;
            driver.above[step] = spread;
        }
        Ok(driver)
    }

    /// A random walk with drift: after t steps normal with mean `drift·t` and variance `deviation²·t`.
    ///
    /// # Errors
    /// A deviation that is negative, or numbers that are not finite.
    pub fn random_walk(drift: f64, deviation: f64, steps: usize) -> Result<Self, Error> {
        check_finite("drift", &[drift])?;
        let mut driver = Self::autoregressive(1.0, deviation, steps)?;
        driver.shift = (1..=steps).map(|step| drift * step as f64).collect();
        Ok(driver)
    }

    /// A driver whose interval of `level` (0.8) runs from `low` to `high` around `medium` in each step, exactly, with correlation `persistence` between
    /// one step and the next.
    ///
    /// # Errors
    /// Lists of different lengths; bounds that do not hold the medium between them; a level or persistence outside of 0 … 1.
    pub fn from_bounds(persistence: f64, level: f64, medium: &[f64], low: &[f64], high: &[f64]) -> Result<Self, Error> {
        check_between("persistence", persistence, 0.0, 1.0)?;
        check_between("the level of the bounds", level, 0.01, 0.999_999)?;
        check_length("lower bounds", low, medium.len())?;
        check_length("upper bounds", high, medium.len())?;
        let Some(normal) = normal_quantile(0.5 + level / 2.0) else {
            return Err(Error::OutOfRange { what: "the level of the bounds", low: 0.0, high: 1.0, value: level });
        };
        let below: Vec<f64> = medium.iter().zip(low).map(|(medium, low)| (medium - low) / normal).collect();
        let above: Vec<f64> = medium.iter().zip(high).map(|(medium, high)| (high - medium) / normal).collect();
        check_counts("the medium less the lower bound", &below)?;
        check_counts("the upper bound less the medium", &above)?;
        let carry = (0..medium.len()).map(|step| if step == 0 { 0.0 } else { persistence }).collect();
        Ok(Self { carry, shift: vec![0.0; medium.len()], below, above })
    }

    /// How many steps it has.
    pub fn steps(&self) -> usize {
        self.carry.len()
    }

    /// How far the quantity is from its medium in a step, for the latent number of the step before, which is replaced by that of this step.
    pub(super) fn draw(&self, step: usize, latent: &mut f64, stream: &mut Stream) -> f64 {
        let carry = self.carry[step];
        *latent = carry * *latent + (1.0 - carry * carry).max(0.0).sqrt() * stream.normal();
        let spread = if *latent < 0.0 { self.below[step] } else { self.above[step] };
        self.shift[step] + *latent * spread
    }
}

/// All that moves.
#[derive(Debug, Clone, PartialEq)]
pub struct Drivers {
    /// Children a woman has in her life.
    pub fertility: Driver,
    /// Years of life at birth, of both sexes alike.
    pub life: Driver,
    /// Net migrants of a step, both sexes together, in the unit of the base.
    pub migration: Driver,
    /// Shares of ages and sexes in the migrants that are more or fewer; added up 1. Nothing: as those of the inputs who come and go are
    /// distributed, all steps together, or evenly over ages 15 to 39 where nobody does.
    pub migrants: Option<BySex<Vec<f64>>>,
    /// Total fertility never falls below this.
    pub least_fertility: f64,
}

impl Drivers {
    /// Nothing moves; a place to begin.
    pub fn still(steps: usize) -> Self {
        Self {
            fertility: Driver::still(steps),
            life: Driver::still(steps),
            migration: Driver::still(steps),
            migrants: None,
            least_fertility: 0.5,
        }
    }
}
