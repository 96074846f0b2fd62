//! Mortality at any life expectancy, from that of the medium.

use crate::error::{Error, check_length};

/// How far and in how fine steps the logits are tabulated.
const REACH: f64 = 4.0;
const POINTS: usize = 129;
/// Lifelines go on beyond the open age until this share of it is left.
const FORGOTTEN: f64 = 1e-9;
const LONGEST_TAIL: usize = 200;

/// Survivors of one step and sex at all life expectancies, by Brass's relational model with one parameter (Brass 1971; Preston, Heuveline and
/// Guillot 2001, section 9.3).
///
/// `L(x)` is the share of newborn that lives at age x, the product of the survival into all ages up to it. Its odds of being dead are multiplied by
/// one number c at all ages, so its logit moves by ln c:
///
/// ```text
/// L'(x) = 1 / (1 + c · (1 − L(x)) / L(x))          S'(x) = L'(x) / L'(x−1)          e(0)' = n · Σ L'(x)
/// ```
///
/// c = 1 is the medium itself. Above the open age the medium is a life with the same survival in every step, which is what its ratio means. The number c that
/// gives a wanted life expectancy is read from a table of 129 points with straight lines between; that errs by some thousandths of a year.
#[derive(Debug, Clone)]
pub struct Lifelines {
    /// Odds of being dead at each age below the open one.
    odds: Vec<f64>,
    /// Life expectancy at each point, falling.
    expectancy: Vec<f64>,
    /// Survival into the open age at each point.
    open: Vec<f64>,
}

impl Lifelines {
    /// From survival into each age, the last open; ages and steps of `width` years.
    ///
    /// # Errors
    /// Fewer than two ages; [`crate::projection::Inputs::check`] sees to the rest.
    pub fn new(survival: &[f64], width: f64) -> Result<Self, Error> {
        let Some((open, closed)) = survival.split_last().filter(|(_, closed)| !closed.is_empty()) else {
            return Err(Error::Shape { method: "lifelines", needs: "two ages or more" });
        };
        let mut alive = 1.0;
        let mut odds: Vec<f64> = Vec::with_capacity(closed.len());
        for survival in closed {
            alive *= survival;
            odds.push(odds_of(alive));
        }
        let mut tail = Vec::new();
        let at_open = alive;
        while alive > FORGOTTEN * at_open && tail.len() < LONGEST_TAIL {
            alive *= open;
            tail.push(odds_of(alive));
        }
        let mut lines = Self { odds, expectancy: Vec::with_capacity(POINTS), open: Vec::with_capacity(POINTS) };
        for point in 0..POINTS {
            let factor = logit(point as f64).exp();
            let lived = |odds: &f64| 1.0 / (1.0 + odds * factor);
            let closed: f64 = lines.odds.iter().map(lived).sum();
            let older: f64 = tail.iter().map(lived).sum();
            let last = lines.odds.last().map_or(0.0, lived);
            lines.expectancy.push(width * (closed + older));
            lines.open.push(if last + older > 0.0 { older / (last + older) } else { 0.0 });
        }
        // The medium itself, whatever was cut off its tail.
        lines.open[(POINTS - 1) / 2] = *open;
        Ok(lines)
    }

    /// Life expectancy of the medium.
    pub fn expectancy(&self) -> f64 {
        self.expectancy[(POINTS - 1) / 2]
    }

    /// Writes the survival of a life expectancy; one that no logit within ±4 gives becomes the nearest that one does.
    ///
    /// # Errors
    /// `survival` of another length than the medium's.
    pub fn survival(&self, expectancy: f64, survival: &mut [f64]) -> Result<(), Error> {
        check_length("survival", survival, self.odds.len() + 1)?;
        self.write(expectancy, survival);
        Ok(())
    }

    /// As [`Self::survival`], with the length known to fit.
    pub(super) fn write(&self, expectancy: f64, survival: &mut [f64]) {
        let (point, share) = self.find(expectancy);
        let factor = logit(point as f64 + share).exp();
        let ages = self.odds.len();
        let mut before = 1.0;
        for (survival, odds) in survival[..ages].iter_mut().zip(&self.odds) {
            let inverse = 1.0 + odds * factor;
            *survival = before / inverse;
            before = inverse;
        }
        survival[ages] = self.open[point] + share * (self.open[point + 1] - self.open[point]);
    }

    /// The last point with at least this life expectancy, and how far it is to the next.
    fn find(&self, expectancy: f64) -> (usize, f64) {
        let longer = self.expectancy.partition_point(|at| *at >= expectancy);
        let point = longer.saturating_sub(1).min(POINTS - 2);
        let (high, low) = (self.expectancy[point], self.expectancy[point + 1]);
        let share = if high > low { ((high - expectancy) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        (point, share)
    }
}

fn logit(point: f64) -> f64 {
    REACH * (2.0 * point / (POINTS - 1) as f64 - 1.0)
}

/// Odds of being dead; finite also where nobody lives.
fn odds_of(alive: f64) -> f64 {
    ((1.0 - alive) / alive).clamp(0.0, 1e200)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn medium() -> Vec<f64> {
        let mut survival: Vec<f64> = (0..100).map(|age| (-0.000_03 * (0.1 * f64::from(age)).exp()).exp()).collect();
        survival.push(0.6);
        survival
    }

    #[test]
    fn the_medium_gives_itself() -> Result<(), Error> {
        let medium = medium();
        let lines = Lifelines::new(&medium, 1.0)?;
        let mut survival = vec![0.0; 101];
        lines.survival(lines.expectancy(), &mut survival)?;
        for (age, (found, wanted)) in survival.iter().zip(&medium).enumerate() {
            assert!((found - wanted).abs() < 1e-12, "{age}: {found} {wanted}");
        }
        Ok(())
    }

    #[test]
    fn a_wanted_life_expectancy_is_met_within_a_hundredth_of_a_year() -> Result<(), Error> {
        let lines = Lifelines::new(&medium(), 1.0)?;
        let mut survival = vec![0.0; 101];
        for wanted in [50.0, 65.3, lines.expectancy() - 1.234, lines.expectancy() + 2.5] {
            lines.survival(wanted, &mut survival)?;
            let (mut alive, mut found) = (1.0, 0.0);
            for survival in &survival[..100] {
                alive *= survival;
                found += alive;
            }
            found += alive * survival[100] / (1.0 - survival[100]);
            assert!((found - wanted).abs() < 0.01, "{found} instead of {wanted}");
            assert!(survival.iter().all(|share| (0.0..=1.0).contains(share)));
        }
        // Beyond reach it is the nearest.
        lines.survival(1e9, &mut survival)?;
        assert!(survival.iter().all(|share| (0.0..=1.0).contains(share)));
        lines.survival(-5.0, &mut survival)?;
        assert!(survival.iter().all(|share| (0.0..=1.0).contains(share)));
        Ok(())
    }

    #[test]
    fn where_nobody_lives_there_is_no_nan() -> Result<(), Error> {
        let lines = Lifelines::new(&[0.5, 0.0, 0.0, 0.0], 1.0)?;
        let mut survival = vec![f64::NAN; 4];
        lines.survival(0.4, &mut survival)?;
        assert!(survival.iter().all(|share| share.is_finite()), "{survival:?}");
        assert_eq!(Lifelines::new(&[0.5], 1.0).map(|_| ()), Err(Error::Shape { method: "lifelines", needs: "two ages or more" }));
        Ok(())
    }
}
