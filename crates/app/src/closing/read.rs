//! Looking at reports.

use super::ask::due;
use super::kept::hex;
use super::shapes::{ReportPart, ReportReply, ReportSummary, StepLine};
use crate::territory::day_of;
use crate::viet_nam::{day_of_ms, instant};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::closing::{Punctuality, State};
use danso_model::{ReportId, UserId};
use danso_places::UnitCode;
use danso_store::{ReportFilter, ReportLine, ReportVersionRow};
use std::collections::HashMap;

/// Days left and days late.
pub(super) const fn days(punctuality: Punctuality) -> (Option<u32>, Option<u32>) {
    match punctuality {
        Punctuality::Running(left) => (Some(left), None),
        Punctuality::Overdue(late) | Punctuality::Late(late) => (None, Some(late)),
        Punctuality::InTime => (None, None),
    }
}

fn part(row: ReportVersionRow) -> ReportPart {
    ReportPart {
        version: row.version,
        revision: None,
        position: row.position.0,
        hash: hex(&row.hash),
        reason: None,
        at: None,
        content: row.content,
    }
}

impl App {
    /// Reports of units of which the caller may have counts, the latest period first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reports(&self, caller: &Caller, filter: &ReportFilter) -> Result<Vec<ReportSummary>, AppError> {
        let scope = self.scope(caller);
        let mut lines = self.store.reports(self.shard, filter).await?;
        lines.retain(|line| {
            let unit = line.report.unit.parse::<UnitCode>();
            unit.is_ok_and(|unit| day_of(line.report.last_day).is_some_and(|day| scope.counts_at(unit, day)))
        });
        lines.iter().map(|line| self.summary(line)).collect()
    }

    /// All reports, without asking who asks: for the command line, which holds the database itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn reports_unchecked(&self, filter: &ReportFilter) -> Result<Vec<ReportSummary>, AppError> {
        self.store.reports(self.shard, filter).await?.iter().map(|line| self.summary(line)).collect()
    }

    /// A report with its history.
    ///
    /// # Errors
    /// `NotFound` when there is none, or the caller may not have the counts of its unit.
    pub async fn report(&self, caller: &Caller, id: ReportId) -> Result<ReportReply, AppError> {
        self.visible_report(caller, id).await?;
        self.report_unchecked(id).await
    }

    /// The same without asking who asks.
    ///
    /// # Errors
    /// `NotFound`, or when the store fails.
    pub async fn report_unchecked(&self, id: ReportId) -> Result<ReportReply, AppError> {
        let line = self.report_line(id).await?.ok_or(AppError::NotFound)?;
        let steps = self.store.report_steps(self.shard, id).await?;
        let revisions = self.store.report_revisions(self.shard, id).await?;
        let mut users: Vec<UserId> = steps.iter().map(|step| step.by).collect();
        users.sort_unstable();
        users.dedup();
        let users = self.store.users_by_id(&users).await?;
        let names: HashMap<UserId, String> = users.into_iter().map(|user| (user.id, user.name)).collect();
        let step = |step: danso_store::ReportStepRow| StepLine {
            number: step.number,
            version: step.version,
            by: step.by.0,
            by_name: names.get(&step.by).cloned().unwrap_or_default(),
            at: instant(step.at_ms),
            state: step.state,
            note: step.note,
        };
        let revision = |row: danso_store::ReportRevisionRow| ReportPart {
            revision: Some(row.number),
            reason: Some(row.reason),
            at: Some(instant(row.at_ms)),
            ..part(row.numbers)
        };
        Ok(ReportReply {
            report: self.summary(&line)?,
            steps: steps.into_iter().map(step).collect(),
            versions: self.store.report_versions(self.shard, id).await?.into_iter().map(part).collect(),
            revisions: revisions.into_iter().map(revision).collect(),
        })
    }

    /// A report of a unit of which the caller may have counts.
    pub(super) async fn visible_report(&self, caller: &Caller, id: ReportId) -> Result<ReportLine, AppError> {
        let line = self.report_line(id).await?.ok_or(AppError::NotFound)?;
        let scope = self.scope(caller);
        let unit = line.report.unit.parse::<UnitCode>();
        let seen = unit.is_ok_and(|unit| day_of(line.report.last_day).is_some_and(|day| scope.counts_at(unit, day)));
        if seen { Ok(line) } else { Err(AppError::NotFound) }
    }

    pub(super) async fn report_line(&self, id: ReportId) -> Result<Option<ReportLine>, AppError> {
        let filter = ReportFilter { id: Some(id), ..ReportFilter::default() };
        Ok(self.store.reports(self.shard, &filter).await?.pop())
    }

    fn summary(&self, line: &ReportLine) -> Result<ReportSummary, AppError> {
        let report = &line.report;
        let end = day_of(report.last_day).ok_or_else(|| AppError::damaged(format!("day {}", report.last_day)))?;
        let state = State::parse(&line.last.state).ok_or_else(|| AppError::damaged(format!("state {}", line.last.state)))?;
        let due = self.templates().on(&report.form, end).and_then(|template| due(template, end));
        let sent_on = line.sent_ms.and_then(day_of_ms).filter(|_| state.is_reported());
        let (days_left, days_late) =
            due.map_or((None, None), |due| days(Punctuality::of(state, sent_on, due.day, self.env.today())));
        let unit = report.unit.parse::<UnitCode>().ok();
        Ok(ReportSummary {
            id: report.id.0,
            form: report.form.clone(),
            unit: report.unit.clone(),
            unit_name: unit.and_then(|unit| self.line(unit, end)).map(|line| line.full_name).unwrap_or_default(),
            period: report.period.clone(),
            state: line.last.state.clone(),
            version: line.last.version,
            at: instant(line.last.at_ms),
            due: due.map(|due| due.day.to_string()),
            due_announced: due.map(|due| due.announced),
            sent_on: sent_on.map(|day| day.to_string()),
            days_left,
            days_late,
        })
    }
}
