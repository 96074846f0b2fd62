//! Forms as data: rows over terms, columns, texts; and how they become a report with numbers.

use super::content::{Column, ColumnSpan, Deadline, ReportContent, Row, Signature, UnitLabel, Versions};
use crate::check::{Shapes, YEARS, terms_are_used};
use crate::formula::{Formula, FormulaError, Names, Quantity};
use crate::{Ask, Period, PeriodKind, Span, Term, Value};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

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

/// A report that cannot be made so.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReportError {
    /// The form is for another kind of period.
    #[error("{form} is for a period of the kind {wanted:?}, and {period} is not")]
    PeriodKind {
        /// The form.
        form: String,
        /// The kind it is for.
        wanted: PeriodKind,
        /// The period.
        period: Period,
    },
    /// The version is not in force on the last day of the period.
    #[error("version {version} of {form} is not in force on {day}")]
    NotInForce {
        /// The form.
        form: String,
        /// Its version.
        version: String,
        /// The day.
        day: Date,
    },
    /// It prints records, not numbers.
    #[error("{0} prints records and has no numbers")]
    Print(String),
    /// An answer has not as many numbers as were asked for.
    #[error("{found} numbers where {wanted} were asked for")]
    Length {
        /// How many came.
        found: usize,
        /// How many should.
        wanted: usize,
    },
    /// A formula that fits no longer; loading has checked it.
    #[error(transparent)]
    Formula(#[from] FormulaError),
}

/// From what knowledge and data a report is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeFrom {
    /// The position of the log.
    pub known_at: u64,
    /// The day whose boundaries the units have.
    pub boundaries: Date,
    /// Hash of the code lists and rules.
    pub catalog: String,
    /// Hash of the table of units.
    pub places: String,
}

/// What must be counted for a report, and for whom.
#[derive(Debug, Clone)]
pub struct ReportPlan<'a> {
    template: &'a Template,
    hash: &'a str,
    period: Period,
    unit: UnitLabel,
    deadline: Deadline,
    columns: Vec<Column>,
    asks: Vec<Ask>,
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

    /// What must be counted for a unit and, for forms with a column each, the units below it.
    ///
    /// # Errors
    /// When the form prints records, is for another kind of period, or is not in force.
    pub(crate) fn plan<'a>(
        &'a self,
        hash: &'a str,
        period: Period,
        unit: UnitLabel,
        children: &[UnitLabel],
    ) -> Result<ReportPlan<'a>, ReportError> {
        let form = || self.form.clone();
        let day = period.span().to();
        let (false, Some(deadline)) = (self.print, self.deadline) else {
            return Err(ReportError::Print(form()));
        };
        if period.kind() != self.period {
            return Err(ReportError::PeriodKind { form: form(), wanted: self.period, period });
        }
        if !self.holds_on(day) {
            return Err(ReportError::NotInForce { form: form(), version: self.version.clone(), day });
        }
        let mut columns = Vec::new();
        for column in &self.columns {
            let units = match column.of {
                ColumnOf::Unit => std::slice::from_ref(&unit),
                ColumnOf::Children => children,
            };
            columns.extend(units.iter().map(|of| Column {
                label: self.filled_with(period, &of.name)(&column.label),
                unit: of.code.clone(),
                span: column.span,
            }));
        }
        let mut asks: Vec<Ask> = Vec::new();
        for column in &columns {
            for term in self.terms.values() {
                let ask = term.ask(days(period, column.span));
                if !asks.contains(&ask) {
                    asks.push(ask);
                }
            }
        }
        Ok(ReportPlan { template: self, hash, period, unit, deadline, columns, asks })
    }

    /// Fills in the words in braces.
    fn filled_with(&self, period: Period, unit: &str) -> impl Fn(&String) -> String + use<> {
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

fn days(period: Period, span: ColumnSpan) -> Span {
    match span {
        ColumnSpan::Period => period.span(),
        ColumnSpan::YearToDate => period.year_to_date(),
    }
}

impl ReportPlan<'_> {
    /// The questions, no question twice.
    #[must_use]
    pub fn asks(&self) -> &[Ask] {
        &self.asks
    }

    /// The codes of the units they are asked of, no unit twice.
    #[must_use]
    pub fn units(&self) -> Vec<&str> {
        let mut units: Vec<&str> = Vec::new();
        for column in &self.columns {
            if !units.contains(&column.unit.as_str()) {
                units.push(&column.unit);
            }
        }
        units
    }

    /// The report, asking for each number once: unit and question.
    ///
    /// # Errors
    /// When counting fails or gives something else than was asked for.
    pub fn content<E: From<ReportError>>(
        &self,
        made_from: MadeFrom,
        mut answer: impl FnMut(&str, &Ask) -> Result<Vec<f64>, E>,
    ) -> Result<ReportContent, E> {
        let template = self.template;
        let mut cells: Vec<Vec<Option<Value>>> = vec![Vec::new(); template.rows.len()];
        for column in &self.columns {
            let span = days(self.period, column.span);
            let mut known = BTreeMap::new();
            for (name, term) in &template.terms {
                let ask = term.ask(span);
                let values = answer(&column.unit, &ask)?;
                let (found, wanted) = (values.len(), ask.answer_len());
                if found != wanted {
                    return Err(ReportError::Length { found, wanted }.into());
                }
                known.insert(name.as_str(), (term, values));
            }
            let known = Known { values: known, years: span.years() };
            for (row, cells) in template.rows.iter().zip(&mut cells) {
                cells.push(row.cell(&known).map_err(ReportError::Formula)?);
            }
        }
        let filled = template.filled_with(self.period, &self.unit.name);
        let texts = |texts: &[String]| texts.iter().map(&filled).collect();
        Ok(ReportContent {
            form: template.form.clone(),
            version: template.version.clone(),
            draft: template.draft,
            form_lines: texts(&template.form_lines),
            title: texts(&template.title),
            legal_basis: template.legal_basis.clone(),
            unit: self.unit.clone(),
            period: self.period,
            columns: self.columns.clone(),
            rows: template.rows.iter().zip(cells).map(|(row, cells)| row.with(cells)).collect(),
            notes: texts(&template.notes),
            receivers: template.receivers.iter().map(|receiver| receiver.label.clone()).collect(),
            signatures: template.signatures.clone(),
            deadline: self.deadline,
            known_at: made_from.known_at,
            boundaries: made_from.boundaries,
            versions: Versions { catalog: made_from.catalog, template: self.hash.to_owned(), places: made_from.places },
        })
    }
}

impl RowTemplate {
    fn cell(&self, known: &Known<'_>) -> Result<Option<Value>, FormulaError> {
        let Some(value) = &self.value else { return Ok(None) };
        Ok(Value::rounded(Formula::parse(value)?.compute(known)?.total(), self.decimals))
    }

    fn with(&self, cells: Vec<Option<Value>>) -> Row {
        Row {
            id: self.id.clone(),
            number: self.number.clone(),
            label: self.label.clone(),
            unit: self.unit.clone(),
            indent: self.indent,
            draft: self.draft,
            heading: self.value.is_none(),
            cells,
        }
    }
}

/// The answers for one column.
struct Known<'a> {
    values: BTreeMap<&'a str, (&'a Term, Vec<f64>)>,
    years: f64,
}

impl Names for Known<'_> {
    fn name(&self, name: &str) -> Result<Quantity, String> {
        if name == YEARS {
            return Ok(Quantity::One(self.years));
        }
        let (term, values) = self.values.get(name).ok_or_else(|| format!("there is no term `{name}`"))?;
        Ok(term.labels().map_or_else(|| Quantity::One(values[0]), |labels| Quantity::Many { labels, values: values.clone() }))
    }

    fn reference(&self, code: &str) -> Result<Quantity, String> {
        Err(format!("a report refers to no indicator, and names {code}"))
    }
}
