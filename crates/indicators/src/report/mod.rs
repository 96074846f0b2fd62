//! Official reports as data: templates, and what they become with numbers.

mod content;
mod difference;

#[cfg(test)]
mod tests;

pub use content::{Column, ColumnSpan, Deadline, ReportContent, Row, Signature, UnitLabel, Versions};
pub use difference::{Difference, difference};
