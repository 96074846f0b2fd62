//! Making closed reports again and comparing.

use super::ask::Wanted;
use super::kept::{Kept, hex};
use super::shapes::{CheckLine, CheckReply};
use super::steps::course;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::ReportContent;
use danso_indicators::closing::ClosedReport;
use danso_model::{Position, ReportId};
use danso_store::ReportVersionRow;

impl App {
    /// Makes every version and revision of a report again, from the log at its position and the definitions kept with it.
    ///
    /// # Errors
    /// As [`App::report`]. What is off is no error but the reply.
    pub async fn check_report(&self, caller: &Caller, id: ReportId) -> Result<CheckReply, AppError> {
        self.visible_report(caller, id).await?;
        self.check_report_unchecked(id).await
    }

    /// The same without asking who asks: for the command line, which holds the database itself.
    ///
    /// # Errors
    /// `NotFound`, or when the store fails.
    pub async fn check_report_unchecked(&self, id: ReportId) -> Result<CheckReply, AppError> {
        let steps = self.store.report_steps(self.shard, id).await?;
        if steps.is_empty() {
            return Err(AppError::NotFound);
        }
        let versions = self.store.report_versions(self.shard, id).await?;
        let course = course(&steps);
        let steps_ok = course.is_ok_and(|course| course.version() as usize == versions.len());
        let mut parts = Vec::new();
        for row in &versions {
            parts.push(self.check_part(row, None).await);
        }
        for row in self.store.report_revisions(self.shard, id).await? {
            parts.push(self.check_part(&row.numbers, Some(row.number)).await);
        }
        Ok(CheckReply { id: id.0, ok: steps_ok && parts.iter().all(|part| part.ok), steps_ok, parts })
    }

    /// Makes the numbers of one part again.
    pub(super) async fn check_part(&self, row: &ReportVersionRow, revision: Option<u32>) -> CheckLine {
        let stored = *blake3::hash(row.content.as_bytes()).as_bytes() == row.hash;
        let (again, fault) = match self.make_again(row).await {
            Ok(content) => {
                let same = content == row.content;
                let fault = match (stored, same) {
                    (true, true) => None,
                    (false, _) => Some("the stored content has not the stored hash".to_owned()),
                    (true, false) => Some("the log and the definitions give another report".to_owned()),
                };
                (Some(blake3::hash(content.as_bytes()).to_hex().to_string()), fault)
            }
            Err(error) => (None, Some(error.to_string())),
        };
        CheckLine { version: row.version, revision, hash: hex(&row.hash), again, ok: fault.is_none(), fault }
    }

    /// The canonical text of a part, made again.
    async fn make_again(&self, row: &ReportVersionRow) -> Result<String, AppError> {
        let closed = read_closed(&row.content)?;
        let kept = self.definitions_kept(row.definitions).await?;
        let report = self.make_for(&kept, &closed.report, row.position)?;
        Ok(ClosedReport { definitions: hex(&row.definitions), ..closed.with_report(report) }.canonical())
    }

    /// The numbers of a report there is, as known at a position.
    pub(super) fn make_for(&self, kept: &Kept, like: &ReportContent, position: Position) -> Result<ReportContent, AppError> {
        let wanted = Wanted {
            form: like.form.clone(),
            unit: like.unit.code.parse().map_err(|_| AppError::damaged(format!("unit {}", like.unit.code)))?,
            period: like.period,
            boundaries: like.boundaries,
        };
        self.make_report(kept, &wanted, position)
    }
}

/// Reads what is closed.
pub(super) fn read_closed(content: &str) -> Result<ClosedReport, AppError> {
    ClosedReport::read(content).map_err(|error| AppError::damaged(format!("a closed report: {error}")))
}
