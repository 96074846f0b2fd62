//! A report as it is closed, hashed, printed and compared: all numbers made, all texts filled in.

use crate::{Period, Value};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A report with its numbers. Its JSON ([`ReportContent::canonical`]) is the thing that is hashed; the order of the fields here is the
/// order of the keys there, and no field holds a floating point number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportContent {
    /// The form, `01-DSX`.
    pub form: String,
    /// The version of the form.
    pub version: String,
    /// Whether the form as a whole is a draft that no official text was found for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// Lines under the number of the form: in which text it was issued, when it is due.
    pub form_lines: Vec<String>,
    /// Lines of the title, period filled in.
    pub title: Vec<String>,
    /// The text the form rests on.
    pub legal_basis: String,
    /// Whose report it is.
    pub unit: UnitLabel,
    /// Over which period.
    pub period: Period,
    /// The columns with numbers, from left to right.
    pub columns: Vec<Column>,
    /// The rows, from above.
    pub rows: Vec<Row>,
    /// Notes under the table.
    pub notes: Vec<String>,
    /// To whom it goes.
    pub receivers: Vec<String>,
    /// Who signs, from left to right.
    pub signatures: Vec<Signature>,
    /// When it is due, counted from the last day of the period.
    pub deadline: Deadline,
    /// The position of the log whose knowledge the numbers are made from.
    pub known_at: u64,
    /// The day whose boundaries the units have.
    pub boundaries: Date,
    /// By which data the numbers were made.
    pub versions: Versions,
}

/// A unit as it is called in a report.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitLabel {
    /// Its code at the day of the boundaries.
    pub code: String,
    /// Its name with its kind.
    pub name: String,
}

/// The head of a column of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What stands above it.
    pub label: String,
    /// The unit whose numbers they are.
    pub unit: String,
    /// Over which days flows are counted.
    pub span: ColumnSpan,
    /// Whether a share of a divided hamlet, or a hamlet placed by rule, is in its numbers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
}

/// Over which days a column counts what happens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnSpan {
    /// The period.
    #[default]
    Period,
    /// From 1 January to the end of the period.
    YearToDate,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// By which rows of two versions of a report are compared; stays the same over versions of the form.
    pub id: String,
    /// The number printed before it, `4` or `I`; empty where there is none.
    pub number: String,
    /// What is counted.
    pub label: String,
    /// In what; empty for a heading.
    pub unit: String,
    /// How far it is indented.
    pub indent: u8,
    /// Whether no official text was found for this row.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// Whether it is a heading without numbers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub heading: bool,
    /// One for each column; none where there is nothing to say (a share of nothing, a heading).
    pub cells: Vec<Option<Value>>,
}

/// A place for a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The role, `reporter` or `head`.
    pub role: String,
    /// What stands above the signature.
    pub label: String,
    /// What stands in brackets below the label.
    pub note: String,
}

/// When a report is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// So many working days after the last day of the period.
    WorkingDays(u8),
    /// So many days after the last day of the period.
    CalendarDays(u8),
}

/// By which data the numbers were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// Hash of the code lists and rules.
    pub catalog: String,
    /// Hash of the template.
    pub template: String,
    /// Hash of the table of units.
    pub places: String,
}

impl ReportContent {
    /// The one JSON text of this content: no spaces, keys in the order of the types. Reading it back and writing it again gives the same
    /// bytes.
    ///
    /// # Panics
    /// Never: every field has a JSON shape.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).expect("texts, whole numbers and lists always have a JSON shape")
    }

    /// Whether nothing is above zero in any row that counts what happened in the period (the caller names such rows by their ids).
    #[must_use]
    pub fn is_nothing_in(&self, ids: &[&str]) -> bool {
        let zero = |cell: &Option<Value>| cell.is_none_or(|value| value.number() == 0.0);
        self.rows.iter().filter(|row| ids.contains(&row.id.as_str())).all(|row| row.cells.iter().all(zero))
    }
}
