//! Coverage and the board for whoever may have the counts of the unit; also when rows and persons were destroyed.

use super::board::{Board, board};
use super::coverage::{Coverage, coverage};
use super::progress::Progress;
use crate::in_place::in_place;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::ReconciliationId;

impl App {
    /// How much of the people each list holds.
    ///
    /// # Errors
    /// `NotFound` for one that is none or of a unit whose counts the caller may not have.
    pub async fn reconciliation_coverage(&self, caller: &Caller, id: ReconciliationId) -> Result<Coverage, AppError> {
        self.reconciliation_counted(caller, id).await?;
        self.coverage_unchecked(id).await
    }

    /// The same without asking who asks.
    ///
    /// # Errors
    /// `NotFound` for one that is none.
    pub async fn coverage_unchecked(&self, id: ReconciliationId) -> Result<Coverage, AppError> {
        let row = self.store.reconciliation(self.shard, id).await?.ok_or(AppError::NotFound)?;
        if row.key.is_none() {
            let left =
                Progress::read(&row.progress)?.left.ok_or_else(|| AppError::damaged("what was left of a reconciliation"))?;
            return Ok(left.coverage);
        }
        let opened = self.open_reconciliation(id).await?;
        let hamlets = self.hamlet_names(&opened);
        Ok(in_place(|| coverage(&opened, &hamlets)))
    }

    /// How well a list could be linked.
    ///
    /// # Errors
    /// As [`App::reconciliation_coverage`].
    pub async fn reconciliation_board(&self, caller: &Caller, id: ReconciliationId) -> Result<Board, AppError> {
        let row = self.reconciliation_counted(caller, id).await?;
        if row.key.is_none() {
            let left =
                Progress::read(&row.progress)?.left.ok_or_else(|| AppError::damaged("what was left of a reconciliation"))?;
            return Ok(left.board);
        }
        let opened = self.open_reconciliation(id).await?;
        Ok(in_place(|| board(&opened)))
    }
}
