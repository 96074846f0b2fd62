//! Tables by age that `danso lifetable`, `danso quality` and `danso graduate` read, and what can be wrong with them.

use super::project_tables::Table;
use crate::messages::{expected, text};
use anyhow::Result;
use danso_demography::Error;
use danso_demography::age::AgeGroups;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Columns of numbers by age group.
pub(crate) struct AgeTable {
    file: PathBuf,
    table: Table,
    lines: Vec<u64>,
    /// The ages of the rows.
    pub(crate) groups: AgeGroups,
}

impl AgeTable {
    /// Reads a CSV file with a column `age`: 0, 1, 2 … or 0-4, 5-9 … 85+.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let table = Table::read(file)?;
        let age = table.needed("age")?;
        let labels: Vec<String> = table.rows().map(|row| row.text(age).to_owned()).collect();
        let lines: Vec<u64> = table.rows().map(|row| row.line()).collect();
        if labels.is_empty() {
            return Err(expected("table_empty", &[("file", &file.display())]));
        }
        // Row after row, so that the message can name the first line that does not fit those before it.
        for count in 1..=labels.len() {
            if let Err(error) = AgeGroups::parse(&labels[..count]) {
                return Err(bad_age(file, lines[count - 1], &labels[count - 1], &error));
            }
        }
        let groups = AgeGroups::parse(&labels).map_err(|error| bad_age(file, lines[0], &labels[0], &error))?;
        Ok(Self { file: file.to_owned(), table, lines, groups })
    }

    pub(crate) fn has(&self, column: &str) -> bool {
        self.table.column(column).is_some()
    }

    /// The names of the columns that are not the age.
    pub(crate) fn value_columns(&self) -> Vec<String> {
        self.table.names().iter().filter(|name| *name != "age").cloned().collect()
    }

    /// The numbers of a column, none below zero.
    pub(crate) fn column(&self, name: &str) -> Result<Vec<f64>> {
        let column = self.table.needed(name)?;
        let bad = |line: u64, cell: &str| {
            expected("ages_cell", &[("file", &self.file.display()), ("line", &line), ("column", &name), ("text", &cell)])
        };
        self.table
            .rows()
            .map(|row| match row.number(column) {
                Ok(number) if number >= 0.0 => Ok(number),
                Ok(_) | Err(_) => Err(bad(row.line(), row.text(column))),
            })
            .collect()
    }

    /// The message for what a method refuses, with the line where there is one.
    pub(crate) fn refused(&self, method: &str, error: &Error) -> anyhow::Error {
        let file: &dyn Display = &self.file.display();
        let line = |index: usize| self.lines.get(index).copied().unwrap_or_default();
        match error {
            Error::NotFinite { index, .. } | Error::Negative { index, .. } => {
                expected("ages_number", &[("file", file), ("line", &line(*index))])
            }
            Error::OutOfRange { low, high, value, .. } => {
                expected("ages_range", &[("file", file), ("value", value), ("low", low), ("high", high)])
            }
            Error::ZeroDivisor { .. } => expected("ages_zero", &[("file", file), ("method", &method)]),
            Error::NotNested { age } => expected("ages_cut", &[("file", file), ("age", age)]),
            Error::NoConvergence { .. } => expected("ages_unsettled", &[("file", file), ("method", &method)]),
            Error::Shape { .. }
            | Error::NoGroups
            | Error::AgesNotRising { .. }
            | Error::NotAnAge { .. }
            | Error::GapOrOverlap { .. }
            | Error::Length { .. } => expected("ages_shape", &[("file", file), ("method", &method), ("needs", &needs(method))]),
            // The list of errors may grow; the method is named in any case.
            other => expected("ages_other", &[("file", file), ("method", &method), ("detail", other)]),
        }
    }
}

/// What ages a command needs.
fn needs(method: &str) -> String {
    match method {
        "lifetable" => text("needs_lifetable", &[]),
        "quality" => text("needs_quality", &[]),
        "monotone" | "pclm" | "uniform" => text("needs_groups", &[]),
        _multiplier => text("needs_multiplier", &[]),
    }
}

fn bad_age(file: &Path, line: u64, label: &str, error: &Error) -> anyhow::Error {
    let file: &dyn Display = &file.display();
    let values: [(&str, &dyn Display); 3] = [("file", file), ("line", &line), ("text", &label)];
    if let Error::GapOrOverlap { ends, .. } = error {
        return expected("ages_gap", &[values[0], values[1], values[2], ("ends", ends)]);
    }
    let key = if matches!(error, Error::AgesNotRising { .. }) { "ages_not_rising" } else { "ages_label" };
    expected(key, &values)
}

/// A number as people read it: 1.234,5.
pub(crate) fn vietnamese(number: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", number.abs());
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    let sign = if number < 0.0 && plain.chars().any(|digit| ('1'..='9').contains(&digit)) { "-" } else { "" };
    if part.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{part}") }
}

/// How a group is written: 0, 5–9, 85+.
pub(crate) fn label(groups: &AgeGroups, position: usize) -> String {
    let start = groups.starts()[position];
    match groups.width(position) {
        None => format!("{start}+"),
        Some(1) => start.to_string(),
        Some(width) => format!("{start}–{}", start + width - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::vietnamese;

    #[test]
    fn numbers_as_people_read_them() {
        assert_eq!(vietnamese(1_234_567.891, 1), "1.234.567,9");
        assert_eq!(vietnamese(-0.0001, 2), "0,00");
        assert_eq!(vietnamese(-1234.5, 1), "-1.234,5");
        assert_eq!(vietnamese(999.0, 0), "999");
    }
}
