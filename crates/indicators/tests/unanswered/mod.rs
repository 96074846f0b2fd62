//! Why a test has no answer.

use danso_indicators::{AnswerError, ReportError};
use thiserror::Error;

/// Why there is no answer.
#[derive(Debug, PartialEq, Error)]
pub enum Unanswered {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error(transparent)]
    Report(#[from] ReportError),
}
