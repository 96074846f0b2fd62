//! Indicators as data: what they count, by which formula, over which period, how sure.
//!
//! # The most common change: an indicator
//! An object in a file under `catalog/indicators/`; no code. [docs/indicators.md](../../../docs/indicators.md) has the language of formulas
//! and the recipe.

mod breakdown;
mod catalogue;
mod check;
pub mod closing;
mod embedded;
mod figure;
mod formula;
mod indicator;
mod interval;
mod measure;
mod period;
mod plan;
mod report;
mod term;
mod value;

pub use breakdown::{Breakdown, Category, Cut, MadeOf};
pub use catalogue::{Indicators, LoadError};
pub use figure::{Figure, Hidden};
pub use formula::{FormulaError, Quantity};
pub use indicator::{AtLeast, BreakdownUse, Group, Indicator, Interval, Kind, Reference, SmallNumbers};
pub use interval::wilson;
pub use measure::{Count, Dimension, Measure, When};
pub use period::{Period, PeriodError, PeriodKind, Span, average};
pub use plan::{AnswerError, Answers, Plan, PlanError, Step};
pub use report::{
    Column, ColumnOf, ColumnSpan, ColumnTemplate, Deadline, Difference, Level, MadeFrom, Receiver, ReportContent, ReportError,
    ReportPlan, Row, RowTemplate, Signature, Template, Templates, UnitLabel, Versions, difference,
};
pub use term::{Ask, By, Source, Term};
pub use value::{MAX_DECIMALS, Value};
