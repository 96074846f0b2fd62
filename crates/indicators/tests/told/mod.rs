//! Answers given by a closure.

use crate::unanswered::Unanswered;
use danso_indicators::{Ask, Source};

/// A source that answers from a closure.
pub struct Told<F>(pub F);

impl<F: FnMut(&Ask) -> Vec<f64>> Source for Told<F> {
    type Error = Unanswered;

    fn answer(&mut self, ask: &Ask) -> Result<Vec<f64>, Unanswered> {
        Ok((self.0)(ask))
    }
}
