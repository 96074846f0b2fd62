//! Indicators as data: what they count, by which formula, over which period, how sure.
//!
//! # The most common change: an indicator
//! A file or an object under `catalog/indicators/`; no code.

mod measure;
mod period;
mod report;
mod value;

pub use measure::{Count, Dimension, Measure, When};
pub use period::{Period, PeriodError, PeriodKind, Span, average};
pub use report::{Column, ColumnSpan, Deadline, Difference, ReportContent, Row, Signature, UnitLabel, Versions, difference};
pub use value::{MAX_DECIMALS, Value};
