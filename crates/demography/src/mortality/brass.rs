//! Brass' relational model.

use crate::error::{Error, check_between, check_length};
use crate::linear;

/// Brass' logit system: `Y(x) = α + β·Yˢ(x)` with `Y(x) = ½·ln((1 − l(x)) / l(x))`, where `l` is survival from birth and `lˢ` that of a standard.
///
/// `α` says how heavy mortality is (above 0: heavier than the standard), `β` how it is spread between children and adults (above 1: adults
/// die more). Source: Brass 1971, *On the scale of mortality*; Preston, Heuveline & Guillot 2001, p. 199.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BrassLogit {
    /// Level.
    pub alpha: f64,
    /// Shape.
    pub beta: f64,
}

impl BrassLogit {
    /// The straight line through the logits, by least squares. Both survival curves are given at the same ages, with 1 at birth; ages at which
    /// one of them is 0 or 1 are left out.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::OutOfRange`] for a survival outside 0 to 1; [`Error::Shape`] with fewer than two ages left.
    pub fn fit(survival: &[f64], standard: &[f64]) -> Result<Self, Error> {
        check_length("the survival of the standard", standard, survival.len())?;
        let mut points: (Vec<f64>, Vec<f64>) = Default::default();
        for (l, l_standard) in survival.iter().zip(standard) {
            check_between("a survival", *l, 0.0, 1.0)?;
            check_between("a survival", *l_standard, 0.0, 1.0)?;
            if [l, l_standard].iter().all(|value| **value > 0.0 && **value < 1.0) {
                points.0.push(logit(*l_standard));
                points.1.push(logit(*l));
            }
        }
        if points.0.len() < 2 {
            return Err(Error::Shape { method: "Brass' model", needs: "at least two ages with a survival between 0 and 1" });
        }
        let (alpha, beta) = linear::line(&points.0, &points.1, &vec![1.0; points.0.len()])?;
        Ok(Self { alpha, beta })
    }

    /// The survival that the model gives for that of a standard.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a survival outside 0 to 1.
    pub fn apply(&self, standard: &[f64]) -> Result<Vec<f64>, Error> {
        standard
            .iter()
            .map(|l| {
                check_between("a survival", *l, 0.0, 1.0)?;
                Ok(if *l <= 0.0 || *l >= 1.0 { *l } else { 1.0 / (1.0 + (2.0 * (self.alpha + self.beta * logit(*l))).exp()) })
            })
            .collect()
    }
}

fn logit(l: f64) -> f64 {
    0.5 * ((1.0 - l) / l).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameters_come_back() -> Result<(), Error> {
        let standard = [1.0, 0.95, 0.93, 0.9, 0.7, 0.2, 0.0];
        let truth = BrassLogit { alpha: -0.3, beta: 1.1 };
        let model = BrassLogit::fit(&truth.apply(&standard)?, &standard)?;
        assert!((model.alpha + 0.3).abs() < 1e-12 && (model.beta - 1.1).abs() < 1e-12);
        Ok(())
    }
}
