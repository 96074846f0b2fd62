//! What changed between two versions of a report: the table that goes with a revision.

use super::content::{Column, ReportContent, Row};
use crate::Value;
use serde::{Deserialize, Serialize};

/// One cell that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Id of the row.
    pub row: String,
    /// Its number as printed.
    pub number: String,
    /// Its label.
    pub label: String,
    /// The column, by its head.
    pub column: Column,
    /// What it was; none where there was no number or no such cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
    /// New less old, where both are numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Value>,
}

/// Every cell that differs, in the order of the new report, then what only the old one had. Rows are matched by their id, columns by unit
/// and span, so that a renamed label or another order is no difference.
#[must_use]
pub fn difference(old: &ReportContent, new: &ReportContent) -> Vec<Difference> {
    let mut found = Vec::new();
    for row in &new.rows {
        let before = old.rows.iter().find(|before| before.id == row.id);
        for (at, column) in new.columns.iter().enumerate() {
            let old_value = before.and_then(|before| cell(before, &old.columns, column));
            found.extend(compare(row, column, old_value, row.cells.get(at).copied().flatten()));
        }
    }
    for row in &old.rows {
        let row_stays = new.rows.iter().any(|after| after.id == row.id);
        for (at, column) in old.columns.iter().enumerate() {
            if !row_stays || !new.columns.iter().any(|after| same(after, column)) {
                found.extend(compare(row, column, row.cells.get(at).copied().flatten(), None));
            }
        }
    }
    found
}

fn same(a: &Column, b: &Column) -> bool {
    a.unit == b.unit && a.span == b.span
}

fn cell(row: &Row, columns: &[Column], column: &Column) -> Option<Value> {
    let at = columns.iter().position(|candidate| same(candidate, column))?;
    row.cells.get(at).copied().flatten()
}

fn compare(row: &Row, column: &Column, old: Option<Value>, new: Option<Value>) -> Option<Difference> {
    (old != new).then(|| Difference {
        row: row.id.clone(),
        number: row.number.clone(),
        label: row.label.clone(),
        column: column.clone(),
        old,
        new,
        change: old.zip(new).map(|(old, new)| new.minus(old)),
    })
}
