//! Official reports as data: templates, and what they become with numbers.

mod content;
mod difference;
mod plan;
mod template;
mod templates;
#[cfg(test)]
mod tests;

pub use content::{Column, ColumnSpan, Deadline, ReportContent, Row, Signature, UnitLabel, Versions};
pub use difference::{Difference, difference};
pub use plan::{MadeFrom, ReportError, ReportPlan};
pub use template::{ColumnOf, ColumnTemplate, Level, Receiver, RowTemplate, Template};
pub use templates::Templates;
