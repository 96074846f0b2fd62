//! Forms as data: rows over terms, columns, texts.

use super::content::{ColumnSpan, Deadline, Signature};
use crate::check::{Shapes, terms_are_used};
use crate::formula::{Formula, FormulaError, Quantity};
use crate::{Period, PeriodKind, Term};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One version of one form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The form, `01-DSX`.
    pub form: String,
    /// The version, as its source names it.
    pub version: String,
    /// The first day it is used: a period has the version in force on its last day.
    pub valid_from: Date,
    /// The last day it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Whether the form as a whole is a draft that no official text was found for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// Who reports with it.
    pub level: Level,
    /// Over which kind of period.
    pub period: PeriodKind,
    /// Whether it prints records, which the application lays out, instead of numbers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub print: bool,
    /// Lines under the number of the form.
    pub form_lines: Vec<String>,
    /// Lines of the title. Here and in columns and notes, words in braces are filled in: `{month}`, `{quarter}`, `{half}`, `{year}`,
    /// `{last_day}` (dd/mm/yyyy), `{unit}`.
    pub title: Vec<String>,
    /// The law or decision it rests on.
    pub legal_basis: String,
    /// Where it was found.
    pub source: String,
    /// Whether it was compared with the official text.
    pub verified: bool,
    /// When it is due; a print of records may be due never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// To whom it goes.
    pub receivers: Vec<Receiver>,
    /// Who signs, from left to right.
    pub signatures: Vec<Signature>,
    /// Columns of numbers.
    #[serde(default)]
    pub columns: Vec<ColumnTemplate>,
    /// The names in the values of rows.
    #[serde(default)]
    pub terms: BTreeMap<String, Term>,
    /// Rows, from above.
    #[serde(default)]
    pub rows: Vec<RowTemplate>,
    /// Notes under the table.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Who reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A collaborator, over an area.
    Area,
    /// A commune.
    Commune,
    /// A district while there were districts; since then communes that once were one.
    District,
    /// A province.
    Province,
}

/// To whom a report goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receiver {
    /// For programs: `district_focal`, `commune_committee`.
    pub role: String,
    /// As printed.
    pub label: String,
}

/// A column, or one for each unit below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnTemplate {
    /// What stands above it.
    pub label: String,
    /// Whose numbers.
    #[serde(default)]
    pub of: ColumnOf,
    /// Over which days.
    #[serde(default)]
    pub span: ColumnSpan,
}

/// Whose numbers a column shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnOf {
    /// The reporting unit's, counted for itself and never summed: a move between two communes of a province is none of the province.
    #[default]
    Unit,
    /// Each unit's below it, one column each.
    Children,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowTemplate {
    /// Its name over all versions of the form.
    pub id: String,
    /// The number printed before it.
    #[serde(default)]
    pub number: String,
    /// What is counted.
    pub label: String,
    /// In what.
    #[serde(default)]
    pub unit: String,
    /// How far it is indented.
    #[serde(default)]
    pub indent: u8,
    /// Whether no official text was found for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
    /// A formula over the terms; none makes a heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Decimals to which the value is rounded, halves away from zero.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decimals: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_zero(decimals: &u8) -> bool {
    *decimals == 0
}

impl Template {
    /// Whether this version is in force on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The ids of the rows that count what happened in the period: when all are zero, there is nothing to report.
    #[must_use]
    pub fn happenings(&self) -> Vec<&str> {
        let is_flow = |name: &str| match self.terms.get(name) {
            Some(Term::Counted { measure, .. }) => !measure.count.is_stock(),
            Some(Term::Operational(_)) | None => false,
        };
        let counts = |row: &&RowTemplate| {
            let formula = row.value.as_deref().map(Formula::parse);
            formula.is_some_and(|formula| formula.is_ok_and(|formula| formula.names().into_iter().any(is_flow)))
        };
        self.rows.iter().filter(counts).map(|row| row.id.as_str()).collect()
    }

    /// What is wrong with it, if anything.
    pub(crate) fn check(&self) -> Result<(), String> {
        let mut used = Vec::new();
        for row in &self.rows {
            let at = |error: FormulaError| format!("row {}, {error}", row.id);
            if self.rows.iter().filter(|other| other.id == row.id).count() > 1 {
                return Err(format!("two rows have the id {}", row.id));
            }
            let Some(value) = &row.value else { continue };
            let formula = Formula::parse(value).map_err(at)?;
            if !formula.references().is_empty() {
                return Err(format!("row {}: a report counts and refers to no indicator", row.id));
            }
            if matches!(formula.compute(&Shapes(&self.terms)).map_err(at)?, Quantity::Many { .. }) {
                return Err(format!("row {}: it has groups and must be one number; use sum()", row.id));
            }
            used.push(formula);
        }
        terms_are_used(&self.terms, used.iter().flat_map(Formula::names))?;
        if self.terms.values().any(|term| matches!(term, Term::Operational(_))) {
            return Err("a report is closed for ever and has no operational terms".to_owned());
        }
        if self.print == self.rows.iter().any(|row| row.value.is_some()) || self.print != self.columns.is_empty() {
            return Err("a form either prints records or has columns and rows with values".to_owned());
        }
        if !self.print && self.deadline.is_none() {
            return Err("a report is due some day".to_owned());
        }
        if self.valid_to.is_some_and(|last| last < self.valid_from) {
            return Err("it ends before it begins".to_owned());
        }
        let texts =
            self.title.iter().chain(&self.notes).chain(&self.form_lines).chain(self.columns.iter().map(|column| &column.label));
        let example = self.filled_with(example(self.period), "");
        texts
            .map(example)
            .find(|text| text.contains(['{', '}']))
            .map_or(Ok(()), |text| Err(format!("`{text}` has a word in braces that is not filled in")))
    }

    /// Fills in the words in braces.
    pub(super) fn filled_with(&self, period: Period, unit: &str) -> impl Fn(&String) -> String + use<> {
        let number = period.number().map_or_else(String::new, |number| number.to_string());
        let word = match period.kind() {
            PeriodKind::Month => "{month}",
            PeriodKind::Quarter => "{quarter}",
            PeriodKind::Half => "{half}",
            PeriodKind::Year | PeriodKind::Years => "{year}",
        };
        let (year, last) = (period.first_year().to_string(), period.span().to());
        let last = format!("{:02}/{:02}/{}", last.day(), last.month(), last.year());
        let unit = unit.to_owned();
        move |text| {
            let year_filled = text.replace("{year}", &year).replace("{last_day}", &last).replace("{unit}", &unit);
            year_filled.replace(word, &number)
        }
    }
}

/// Some period of a kind.
fn example(kind: PeriodKind) -> Period {
    let text = match kind {
        PeriodKind::Month => "2026-01",
        PeriodKind::Quarter => "2026-Q1",
        PeriodKind::Half => "2026-H1",
        PeriodKind::Year => "2026",
        PeriodKind::Years => "2025..2026",
    };
    text.parse().expect("each of the five texts above is a period")
}
