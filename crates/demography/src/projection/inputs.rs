//! What a projection begins with, and what it refuses.

use crate::age::BySex;
use crate::error::{Error, check_between, check_counts, check_finite, check_length};

/// When people move within a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MigrationTiming {
    /// All at the end of the step: they neither die nor bear in it. The convention of the United Nations for single years.
    #[default]
    End,
    /// Half at the beginning, half at the end. The better one for five-year steps.
    Even,
}

/// The rates of one step; all lists as long as the base, one value an age.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// Share that lives into the age (0 … 1); see the [module](super).
    pub survival: BySex<Vec<f64>>,
    /// Births a woman of the age has in one year (also in five-year steps). That of the first age is not used.
    pub fertility: Vec<f64>,
    /// Boys born for one girl, as 1.05.
    pub sex_ratio: f64,
    /// People who come less people who leave, by age at the end of the step. A step of n years takes n years' worth of people, added up by
    /// the caller or not, as the source means it: the number is used as it is.
    pub migration: BySex<Vec<f64>>,
    /// When they move.
    pub timing: MigrationTiming,
}

impl Rates {
    /// Borrows the rates for a step of `width` years.
    pub fn year(&self, width: f64) -> super::step::Year<'_> {
        super::step::Year {
            survival: self.survival.slices(),
            fertility: &self.fertility,
            sex_ratio: self.sex_ratio,
            migration: self.migration.slices(),
            timing: self.timing,
            width,
        }
    }

    /// Births a woman would have in her life at these rates: `width · Σ f(x)`.
    pub fn total_fertility(&self, width: f64) -> f64 {
        width * self.fertility.iter().sum::<f64>()
    }

    fn check(&self, ages: usize) -> Result<(), Error> {
        for survival in self.survival.slices().into_array() {
            check_length("survival", survival, ages)?;
            if !all_between(survival, 0.0, MOST_SURVIVAL) {
                check_counts("survival", survival)?;
                check_between("survival", survival.iter().copied().fold(0.0, f64::max), 0.0, MOST_SURVIVAL)?;
            }
        }
        check_length("fertility", &self.fertility, ages)?;
        if !all_between(&self.fertility, 0.0, f64::MAX) {
            check_counts("fertility", &self.fertility)?;
        }
        for migration in self.migration.slices().into_array() {
            check_length("migration", migration, ages)?;
            if !all_between(migration, -f64::MAX, f64::MAX) {
                check_finite("migration", migration)?;
            }
        }
        check_counts("the sex ratio at birth", &[self.sex_ratio])
    }
}

/// Looks at all numbers without stopping at the first wrong one, which is the faster way as a rule.
fn all_between(numbers: &[f64], least: f64, most: f64) -> bool {
    const SIDE_BY_SIDE: usize = 4;
    let (mut low, mut high, mut sums) = ([most; SIDE_BY_SIDE], [least; SIDE_BY_SIDE], [0.0; SIDE_BY_SIDE]);
    let fours = numbers.chunks_exact(SIDE_BY_SIDE);
    let mut inside = fours.remainder().iter().all(|number| (least..=most).contains(number));
    for four in fours {
        for (place, number) in four.iter().enumerate() {
            low[place] = if *number < low[place] { *number } else { low[place] };
            high[place] = if *number > high[place] { *number } else { high[place] };
            // What is no number makes this none; what is too large for it is looked at again.
            sums[place] += number;
        }
    }
    for place in 0..SIDE_BY_SIDE {
        inside &= low[place] >= least && high[place] <= most && sums[place].is_finite();
    }
    inside
}

/// A base and the rates of each step after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs {
    /// Years of an age and of a step: 1 or 5 as a rule.
    pub width: f64,
    /// People by age at the beginning; the last age is open. Any unit (people, thousands), the same everywhere.
    pub base: BySex<Vec<f64>>,
    /// One for each step, in order.
    pub steps: Vec<Rates>,
}

/// Why a projection cannot be made. What is wrong is the source of the error.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProjectionError {
    /// The base or the width is wrong.
    #[error("the base cannot be used")]
    Base(#[source] Error),
    /// The rates of a step are wrong.
    #[error("the rates of step {step} cannot be used")]
    Step {
        /// Which step, from 0.
        step: usize,
        /// What is wrong.
        #[source]
        wrong: Error,
    },
}

/// Ratios of person-years come from division; one may exceed 1 by a rounding.
const MOST_SURVIVAL: f64 = 1.0 + 1e-6;

impl Inputs {
    /// How many ages.
    pub fn ages(&self) -> usize {
        self.base.male.len()
    }

    /// Looks whether everything fits and is a number that can be.
    ///
    /// # Errors
    /// The first thing that does not.
    pub fn check(&self) -> Result<(), ProjectionError> {
        self.check_base().map_err(ProjectionError::Base)?;
        for (step, rates) in self.steps.iter().enumerate() {
            rates.check(self.ages()).map_err(|wrong| ProjectionError::Step { step, wrong })?;
        }
        Ok(())
    }

    fn check_base(&self) -> Result<(), Error> {
        let ages = self.ages();
        if ages < 2 {
            return Err(Error::Shape { method: "a projection", needs: "two ages or more" });
        }
        check_length("women of the base", &self.base.female, ages)?;
        check_counts("men of the base", &self.base.male)?;
        check_counts("women of the base", &self.base.female)?;
        check_between("the width of ages", self.width, f64::MIN_POSITIVE, 1000.0)
    }
}
