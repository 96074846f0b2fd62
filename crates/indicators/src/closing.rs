//! Closing of reports (chốt số liệu): the steps of a report, who may take them, what is closed and how far a unit has come. Pure.

mod board;
mod closed;
mod course;

pub use board::{AreaStanding, Completeness, Punctuality};
pub use closed::{ClosedReport, Late};
pub use course::{Broken, Course, Duty, Refusal, Side, State, Step};
