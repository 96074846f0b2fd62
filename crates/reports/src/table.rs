//! Tables: columns, a header of several rows, rows of cells.

use crate::number;
use danso_model::PartialDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The rows of the header, each from left to right, without the places that a cell above or on the left already covers.
    pub header: Vec<Vec<HeadCell>>,
    /// The column that carries the rows' labels: numbers, indents and marks of drafts stand there.
    pub label: usize,
    /// How many columns on the left are repeated on each page when the table is wider than the paper. With 0 the table is never divided;
    /// its columns are made narrower.
    #[serde(default)]
    pub frozen: usize,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Column {
    /// A stable name for machines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its width in millimetres; a table narrower than the page is stretched.
    pub width_mm: f32,
    /// Where texts stand in it; numbers always stand on the right.
    #[serde(default)]
    pub align: Align,
    /// What the row of column numbers says: `A`, `1`, `2` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
}

/// Where text stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// On the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// On the right.
    Right,
}

/// A cell of the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadCell {
    /// What it says.
    pub text: String,
    /// How many columns it covers.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub columns: usize,
    /// How many rows of the header it covers.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub rows: usize,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Row {
    /// A stable name for machines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its number, as in `I` or `4.1`; people see it before the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// How many steps its label stands to the right.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub indent: u8,
    /// Whether its letters are bold.
    #[serde(default, skip_serializing_if = "is_false")]
    pub bold: bool,
    /// Whether the row could not be checked against the issued form; people see `(*)`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub draft: bool,
    /// One cell for each column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Nothing is said.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(Number),
    /// A day, month or year.
    #[serde(with = "date_text")]
    Date(PartialDate),
    /// There is a number, but it is too small to be shown; people see `…`.
    Hidden,
    /// The question does not arise; people see `x`.
    NotApplicable,
    /// One with the cell above.
    Above,
    /// One with the cell on the left.
    Left,
}

/// A number and how it is shown. Files for machines hold the value as it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// The value; must be finite.
    #[serde(serialize_with = "whole_without_point")]
    pub value: f64,
    /// Digits behind the comma that people see.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decimals: u8,
    /// Whether it was estimated; people see `≈` before it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub estimated: bool,
}

impl HeadCell {
    /// A cell over one column and one row.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), columns: 1, rows: 1 }
    }

    /// The same cell over so many columns and rows.
    #[must_use]
    pub fn over(self, columns: usize, rows: usize) -> Self {
        Self { columns, rows, ..self }
    }
}

impl Cell {
    /// A count of something.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of people stay far below 2^53")]
    pub const fn count(value: i64) -> Self {
        Self::Number(Number { value: value as f64, decimals: 0, estimated: false })
    }

    /// A number shown with so many digits behind the comma.
    #[must_use]
    pub const fn decimal(value: f64, decimals: u8) -> Self {
        Self::Number(Number { value, decimals, estimated: false })
    }

    /// A text; empty when there is none.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// What people see.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty | Self::Above | Self::Left => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.shown(),
            Self::Date(date) => number::date(*date),
            Self::Hidden => "…".to_owned(),
            Self::NotApplicable => "x".to_owned(),
        }
    }
}

impl Number {
    /// What people see: `1.234,5`, `≈1.234,5`.
    #[must_use]
    pub fn shown(&self) -> String {
        let mark = if self.estimated { "≈" } else { "" };
        format!("{mark}{}", number::vietnamese(self.value, self.decimals))
    }
}

const fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
const fn is_one(value: &usize) -> bool {
    *value == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
const fn is_zero(value: &u8) -> bool {
    *value == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Whole numbers are written without a point, so that a count looks like one.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
#[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
fn whole_without_point<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 9e15 { to.serialize_i64(*value as i64) } else { to.serialize_f64(*value) }
}

/// Partial dates as the wire writes them: `1987`, `1987-05`, `1987-05-20`, a guess with `~`.
mod date_text {
    use super::{Deserialize, Deserializer, PartialDate, Serializer};
    use serde::de::Error;

    pub(super) fn serialize<S: Serializer>(date: &PartialDate, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(date)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PartialDate, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
