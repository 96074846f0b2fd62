//! "Không phát sinh": nothing happened in an area in a month, and someone says so.

use super::happened::months;
use super::shapes::DeclarationReply;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::{Period, PeriodKind};
use danso_model::AreaId;
use danso_places::UnitCode;
use danso_store::DeclarationRow;

impl App {
    /// Declares that nothing happened in an area in a month. It stays declared; events that arrive nevertheless count and are told.
    ///
    /// # Errors
    /// `bad_period` for what is no month, `period_not_over`; `NotFound` without such an area; `Forbidden` with `out_of_scope` for all but
    /// its collaborator and the officer of the commune; `Conflict` with `not_nothing` when events of the month are there.
    pub async fn declare_nothing(
        &self,
        caller: &Caller,
        area: AreaId,
        period: &str,
        note: Option<&str>,
    ) -> Result<DeclarationReply, AppError> {
        let month: Period = period.parse().map_err(|_| AppError::bad("bad_period", period))?;
        if month.kind() != PeriodKind::Month {
            return Err(AppError::bad("bad_period", "areas declare month by month"));
        }
        let territory = self.territory();
        let row = territory.area(area).ok_or(AppError::NotFound)?;
        if !self.duties(caller).declares_for(area) {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let end = month.span().to();
        if end >= self.env.today() {
            return Err(AppError::bad("period_not_over", month.to_string()));
        }
        let commune: UnitCode = row.commune.parse().map_err(|_| AppError::damaged(format!("commune {}", row.commune)))?;
        let happened = self.happened(commune, month, end).await?;
        if happened.areas.iter().any(|work| work.area == area && work.accepted + work.waiting > 0) {
            return Err(AppError::Conflict { code: "not_nothing" });
        }
        for month in months(month) {
            let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
            let row = DeclarationRow { area, month, by: caller.user, at_ms: self.env.now_ms(), note };
            self.store.declare(self.shard, &row).await?;
        }
        Ok(DeclarationReply { area: area.0, period: month.to_string(), declared: true })
    }
}
