//! The forms on which units report, as they are told.

use crate::App;
use danso_indicators::{Deadline, Level, PeriodKind, Template};
use serde::Serialize;
use utoipa::ToSchema;

/// A version of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormLine {
    /// The form, `01-DSX`.
    pub form: String,
    /// The version, as its source names it.
    pub version: String,
    /// The first line of its title.
    pub name: String,
    /// Who reports on it: `area`, `commune`, `district` or `province`.
    pub level: String,
    /// Over which period: `month`, `quarter`, `half`, `year` or `years`.
    pub period: String,
    /// Whether it prints records instead of numbers.
    pub print: bool,
    /// Whether it is a draft that no official text was found for.
    pub draft: bool,
    /// Whether it was compared with the official text.
    pub verified: bool,
    /// The first day it is used: a period has the version in force on its last day.
    pub valid_from: String,
    /// The last day it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    /// When it is due; left out where no text was found that says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DueRule>,
    /// To whom it goes.
    pub receivers: Vec<FormReceiver>,
    /// The law or decision it rests on.
    pub legal_basis: String,
}

/// Days after the last of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueRule {
    /// How many.
    pub days: u8,
    /// Whether they are working days, without weekends and holidays.
    pub working: bool,
}

/// To whom a form goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormReceiver {
    /// For programs: `district_focal`, `province_office` …
    pub role: String,
    /// As printed.
    pub label: String,
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Area => "area",
        Level::Commune => "commune",
        Level::District => "district",
        Level::Province => "province",
    }
}

const fn period(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Month => "month",
        PeriodKind::Quarter => "quarter",
        PeriodKind::Half => "half",
        PeriodKind::Year => "year",
        PeriodKind::Years => "years",
    }
}

impl FormLine {
    fn of(template: &Template) -> Self {
        let due = |deadline: Deadline| match deadline {
            Deadline::WorkingDays(days) => DueRule { days, working: true },
            Deadline::CalendarDays(days) => DueRule { days, working: false },
        };
        let receiver =
            |receiver: &danso_indicators::Receiver| FormReceiver { role: receiver.role.clone(), label: receiver.label.clone() };
        Self {
            form: template.form.clone(),
            version: template.version.clone(),
            name: template.title.first().cloned().unwrap_or_default(),
            level: level(template.level).to_owned(),
            period: period(template.period).to_owned(),
            print: template.print,
            draft: template.draft,
            verified: template.verified,
            valid_from: template.valid_from.to_string(),
            valid_to: template.valid_to.map(|day| day.to_string()),
            due: template.deadline.map(due),
            receivers: template.receivers.iter().map(receiver).collect(),
            legal_basis: template.legal_basis.clone(),
        }
    }
}

impl App {
    /// All versions of all forms in use, by form, the oldest version first.
    #[must_use]
    pub fn forms_told(&self) -> Vec<FormLine> {
        let mut lines: Vec<FormLine> = self.templates().all().map(FormLine::of).collect();
        lines.sort_by(|one, next| (&one.form, &one.valid_from).cmp(&(&next.form, &next.valid_from)));
        lines
    }
}
