//! Answers given by a closure.

use danso_indicators::{AnswerError, Ask, ReportError, Source};
use thiserror::Error;

#[derive(Debug, PartialEq, Error)]
/// Why there is no answer.
pub enum ToldError {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error(transparent)]
    Report(#[from] ReportError),
}

/// A source that answers from a closure.
pub struct Told<F>(pub F);

impl<F: FnMut(&Ask) -> Vec<f64>> Source for Told<F> {
    type Error = ToldError;

    fn answer(&mut self, ask: &Ask) -> Result<Vec<f64>, ToldError> {
        Ok((self.0)(ask))
    }
}
