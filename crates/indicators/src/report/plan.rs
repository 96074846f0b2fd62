//! From a form to a report: first what must be counted, then the table.

use super::content::{Column, ColumnSpan, Deadline, ReportContent, Row, UnitLabel, Versions};
use super::template::{ColumnOf, RowTemplate, Template};
use crate::check::YEARS;
use crate::formula::{Formula, FormulaError, Names, Quantity};
use crate::{Ask, Period, PeriodKind, Span, Term, Value};
use jiff::civil::Date;
use std::collections::BTreeMap;
use thiserror::Error;

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
                estimated: false,
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
