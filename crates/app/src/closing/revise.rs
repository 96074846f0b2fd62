//! Revisions: what arrived after closing, beside what was closed.

use super::ask::ReportAsk;
use super::check::read_closed;
use super::kept::hex;
use super::shapes::{DifferenceLine, RevisionReply};
use super::steps::moved;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::closing::{ClosedReport, State};
use danso_indicators::{ColumnSpan, Difference, difference};
use danso_model::{ReportId, UserId};
use danso_store::{ReportRevisionRow, ReportVersionRow};

impl DifferenceLine {
    fn of(difference: &Difference) -> Self {
        let span = match difference.column.span {
            ColumnSpan::Period => "period",
            ColumnSpan::YearToDate => "year_to_date",
        };
        Self {
            row: difference.row.clone(),
            number: difference.number.clone(),
            label: difference.label.clone(),
            unit: difference.column.unit.clone(),
            span: span.to_owned(),
            old: difference.old.map(|value| value.number()),
            new: difference.new.map(|value| value.number()),
            change: difference.change.map(|value| value.number()),
        }
    }
}

impl App {
    /// Makes a numbered revision of a report that was sent: the same form, definitions and boundaries, with what is known now. The versions
    /// and revisions there are stay as they are.
    ///
    /// # Errors
    /// `NotFound`; `Forbidden` with `out_of_scope` for those who do not report for the unit; `BadRequest` with `note_missing` without a
    /// reason; `Conflict` with `not_closed` before it was sent, `no_difference` when nothing has changed, `report_moved`.
    pub async fn revise(&self, caller: &Caller, id: ReportId, reason: &str) -> Result<RevisionReply, AppError> {
        let line = self.visible_report(caller, id).await?;
        let wanted = self.wanted(&ReportAsk {
            form: line.report.form.clone(),
            unit: line.report.unit.clone(),
            period: line.report.period.clone(),
            boundaries: self.closed_boundaries(id).await?,
        })?;
        if !self.duty(caller, &wanted).reports {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        self.revise_unchecked(caller.user, id, reason).await
    }

    /// The same without asking who asks: for the command line, which holds the database itself.
    ///
    /// # Errors
    /// As [`App::revise`], but for the scope.
    pub async fn revise_unchecked(&self, by: UserId, id: ReportId, reason: &str) -> Result<RevisionReply, AppError> {
        let line = self.report_line(id).await?.ok_or(AppError::NotFound)?;
        let versions = self.store.report_versions(self.shard, id).await?;
        let revisions = self.store.report_revisions(self.shard, id).await?;
        let version = versions.last().ok_or_else(|| AppError::damaged("a report without a version"))?;
        let before = read_closed(revisions.last().map_or(&version.content, |row| &row.numbers.content))?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(AppError::bad("note_missing", "a revision needs a reason"));
        }
        if !State::parse(&line.last.state).is_some_and(State::is_reported) {
            return Err(AppError::Conflict { code: "not_closed" });
        }
        {
            let _writing = self.writing.lock().await;
            self.catch_up().await?;
        }
        let position = self.known()?;
        let kept = self.definitions_kept(version.definitions).await?;
        let report = self.make_for(&kept, &before.report, position)?;
        let differences = difference(&before.report, &report);
        if differences.is_empty() {
            return Err(AppError::Conflict { code: "no_difference" });
        }
        let number = revisions.len() as u32 + 1;
        let content = ClosedReport { revision: Some(number), ..before.with_report(report) }.canonical();
        let hash = *blake3::hash(content.as_bytes()).as_bytes();
        let row = ReportRevisionRow {
            number,
            reason: reason.to_owned(),
            numbers: ReportVersionRow { version: version.version, position, content, hash, definitions: version.definitions },
            difference: serde_json::to_string(&differences).map_err(|error| AppError::damaged(error.to_string()))?,
            by,
            at_ms: self.env.now_ms(),
        };
        self.store.add_report_revision(self.shard, id, &row, &[]).await.map_err(moved)?;
        let detail = serde_json::json!({ "revision": number, "position": position.0 });
        self.note(Some(by), "report_revised", id.to_string(), detail).await?;
        Ok(RevisionReply {
            id: id.0,
            revision: number,
            version: version.version,
            reason: row.reason,
            position: position.0,
            hash: hex(&hash),
            differences: differences.iter().map(DifferenceLine::of).collect(),
        })
    }
}
