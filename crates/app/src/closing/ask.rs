//! What is asked for: a form, a unit, a period; and what of it is refused before anything is read.

use crate::{App, AppError};
use danso_indicators::closing::State;
use danso_indicators::{Deadline, Level as FormLevel, Period, Template};
use danso_places::{DeadlineRule, Level, Reckoned, UnitCode, WorkCalendar};
use jiff::civil::Date;

/// A report by what it is about.
#[derive(Debug, Clone)]
pub struct ReportAsk {
    /// The form, `01-DSX`.
    pub form: String,
    /// Code of the unit.
    pub unit: String,
    /// The period, `2026-10`.
    pub period: String,
    /// The day whose boundaries the unit has; None for the last day of the period.
    pub boundaries: Option<Date>,
}

/// A step to take.
#[derive(Debug, Clone)]
pub struct StepAsk {
    /// Which report.
    pub report: ReportAsk,
    /// Where it shall go. Steps between are taken one by one.
    pub to: State,
    /// In the words of whoever takes it.
    pub note: Option<String>,
    /// Declares that nothing happened in the period.
    pub nothing: bool,
}

/// A report that there may be.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) form: String,
    pub(crate) unit: UnitCode,
    pub(crate) period: Period,
    pub(crate) boundaries: Date,
}

impl Wanted {
    /// The last day of the period.
    pub(crate) fn end(&self) -> Date {
        self.period.span().to()
    }
}

/// When a report is due; None where no text was found that says.
pub(crate) fn due(template: &Template, end: Date) -> Option<Reckoned> {
    let rule = match template.deadline? {
        Deadline::WorkingDays(days) => DeadlineRule::WorkingDays(days.into()),
        Deadline::CalendarDays(days) => DeadlineRule::CalendarDays(days.into()),
    };
    Some(WorkCalendar::embedded().deadline(rule, end))
}

/// The level of units that report on a form; None for forms of areas.
pub(crate) const fn level_of(template: &Template) -> Option<Level> {
    match template.level {
        FormLevel::Area => None,
        FormLevel::Commune => Some(Level::Commune),
        FormLevel::District => Some(Level::District),
        FormLevel::Province => Some(Level::Province),
    }
}

impl App {
    /// Reads what is asked for.
    ///
    /// # Errors
    /// `bad_period` for what is none or not of the form's kind, `unknown_form`, `form_level` for a unit that does not report on the form,
    /// `unknown_unit`.
    pub(crate) fn wanted(&self, ask: &ReportAsk) -> Result<Wanted, AppError> {
        let period: Period = ask.period.parse().map_err(|_| AppError::bad("bad_period", &ask.period))?;
        let end = period.span().to();
        let templates = self.templates();
        let template = templates.on(&ask.form, end).ok_or_else(|| AppError::bad("unknown_form", &ask.form))?;
        if template.period != period.kind() {
            return Err(AppError::bad("bad_period", format!("{} is not for {period}", ask.form)));
        }
        let unit: UnitCode = ask.unit.parse().map_err(|_| AppError::bad("unknown_unit", &ask.unit))?;
        if level_of(template) != Some(unit.level()) {
            return Err(AppError::bad("form_level", format!("{} is not for {unit}", ask.form)));
        }
        let boundaries = ask.boundaries.unwrap_or(end);
        if self.territory().tree.gazetteer().unit(unit, boundaries).is_none() {
            return Err(AppError::bad("unknown_unit", format!("{unit} on {boundaries}")));
        }
        Ok(Wanted { form: ask.form.clone(), unit, period, boundaries })
    }
}
