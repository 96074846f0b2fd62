//! Reorganisations: previewed, applied in one transaction, undone in one.
//!
//! What a plan changes on the map is worked out by `danso_places::plan`; here are the register around it (people counted, accounts, areas,
//! reports, phones), who may do it, and the writing. No event is changed and no person touched; where a hamlet is divided by households,
//! events of transfer are added like any others (docs/decisions/2026-11-22-reorganisation.md).

mod counts;
mod follow;
mod packed;
mod rows;
mod shapes;
mod transfers;
mod undo;
mod work;

pub(crate) use rows::{gazetteer_of, links_of};
pub use shapes::{
    AreaMove, BeforeAfter, DeviceBehindLine, PlanRemark, ReorganisationLine, ReorganisationPreview, ReorganisationReply,
    ReportTouched, UnitMove, UnitTotals, UserMove,
};

use crate::people::By;
use crate::{App, AppError, BulkKind};
use danso_model::{Event, UserId};
use danso_places::UnitCode;
use danso_places::plan::Plan;
use danso_store::{AuditRow, ReorganisationMark, ReorganisationRow, Reorganised, TerritoryChange};
use danso_tally::day_number;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;
use work::Worked;

impl App {
    /// Reads a plan: JSON, or the name of one that comes with the program (`country-2025`).
    ///
    /// # Errors
    /// `BadRequest` with `plan_malformed`.
    pub fn read_plan(text: &str) -> Result<Plan, AppError> {
        if text.trim() == "country-2025" {
            return Ok(Plan::country_2025());
        }
        serde_json::from_str(text).map_err(|error| AppError::bad("plan_malformed", error.to_string()))
    }

    /// What a plan would do. Nothing is written.
    ///
    /// # Errors
    /// `out_of_scope` when the caller may not change the map there; when the store fails.
    pub async fn preview_reorganisation(&self, by: By<'_>, plan: &Plan) -> Result<ReorganisationPreview, AppError> {
        self.check_reorganises(by, None)?;
        let worked = self.work_out(plan, author(by)).await?;
        self.check_reorganises(by, worked.change.is_some().then_some(worked.provinces.as_slice()))?;
        Ok(worked.preview)
    }

    /// Applies a plan in one transaction.
    ///
    /// # Errors
    /// `plan_conflicts` when it cannot be done (the preview says why), `plan_too_early` before its last day, `out_of_scope`, `plan_moved`
    /// when something else changed meanwhile.
    pub async fn reorganise(&self, by: By<'_>, plan: &Plan) -> Result<(ReorganisationLine, ReorganisationPreview), AppError> {
        self.check_reorganises(by, None)?;
        let _writing = self.writing.lock().await;
        self.catch_up().await?;
        let Worked { preview, change, provinces, first } = self.work_out(plan, author(by)).await?;
        let (Some((change, events)), Some(first)) = (change, first) else {
            return Err(AppError::Conflict { code: "plan_conflicts" });
        };
        self.check_reorganises(by, Some(&provinces))?;
        if !preview.possible {
            return Err(AppError::Conflict { code: "plan_conflicts" });
        }
        let last = preview.last.as_deref().and_then(|last| last.parse().ok()).unwrap_or(first);
        if self.env.today() < last {
            return Err(AppError::Conflict { code: "plan_too_early" });
        }
        let row = ReorganisationRow {
            id: *self.env.new_id().as_bytes(),
            name: plan.name.clone(),
            plan: json_text(plan)?,
            summary: json_text(&preview)?,
            first: day_number(first),
            changes: packed::pack(&change, &work::ids(&events))?,
            made_ms: self.env.now_ms(),
            made_by: by.user(),
            undone_ms: None,
            undone_by: None,
        };
        let line = line(&row);
        let mark = ReorganisationMark::Made(row);
        self.write_reorganisation(by, &change, &mark, events, "reorganised", line.id).await?;
        Ok((line, preview))
    }

    /// The reorganisations that were applied, the last one first.
    ///
    /// # Errors
    /// `out_of_scope`; when the store fails.
    pub async fn reorganisations(&self, by: By<'_>) -> Result<Vec<ReorganisationLine>, AppError> {
        self.check_reorganises(by, None)?;
        Ok(self.store.reorganisations(self.shard).await?.iter().map(line).collect())
    }

    /// One of them, with its plan.
    ///
    /// # Errors
    /// `NotFound`; as [`App::reorganisations`].
    pub async fn reorganisation(&self, by: By<'_>, id: Uuid) -> Result<ReorganisationReply, AppError> {
        self.check_reorganises(by, None)?;
        let row = self.store.reorganisation(self.shard, id.as_bytes()).await?.ok_or(AppError::NotFound)?;
        let read = |text: &str| serde_json::from_str(text).map_err(|_| AppError::damaged("plan of a reorganisation"));
        Ok(ReorganisationReply { plan: read(&row.plan)?, summary: read(&row.summary)?, line: line(&row) })
    }

    /// Whether the caller may change the map in these provinces; without any, whether the caller may do so anywhere.
    fn check_reorganises(&self, by: By<'_>, provinces: Option<&[UnitCode]>) -> Result<(), AppError> {
        let may = match by {
            By::Console => true,
            By::Caller(caller) => {
                let scope = self.scope(caller);
                provinces.map_or_else(|| scope.reorganises_any(), |provinces| scope.reorganises(provinces))
            }
        };
        if may { Ok(()) } else { Err(AppError::Forbidden { code: "out_of_scope" }) }
    }

    /// Writes a change with its mark, events and audit in one transaction, and reads the territory again. Call while holding the writing
    /// lock, with all of the log known.
    async fn write_reorganisation(
        &self,
        by: By<'_>,
        change: &TerritoryChange,
        mark: &ReorganisationMark,
        events: Vec<Event>,
        action: &str,
        id: Uuid,
    ) -> Result<(), AppError> {
        let detail = json!({ "hamlets": change.hamlets.len(), "areas": change.areas.len(), "accounts": change.grants.len() });
        let audit = AuditRow {
            at_ms: self.env.now_ms(),
            user: by.user(),
            action: action.to_owned(),
            object: id.to_string(),
            detail: detail.to_string(),
        };
        let written = if events.is_empty() {
            self.store.reorganise(self.shard, change, mark, None, &audit).await?
        } else {
            let transaction = self.planned(events, BulkKind::Later).await?;
            let mut moved = Reorganised::Done;
            let done = self
                .finish_by(transaction, async |batch| {
                    moved = self.store.reorganise(self.shard, change, mark, Some(batch), &audit).await?;
                    let refused = AppError::Conflict { code: "plan_moved" };
                    if moved == Reorganised::Done { Ok(()) } else { Err(refused) }
                })
                .await;
            match done {
                Err(AppError::Conflict { code: "plan_moved" }) => {}
                Err(error) => return Err(error),
                Ok(_) => {}
            }
            moved
        };
        match written {
            Reorganised::Done => {
                self.reload_territory().await?;
                // Snapshots name communes and hamlets, and no position of the log tells that those changed.
                self.forget_snapshots();
                Ok(())
            }
            Reorganised::Moved { what } => {
                tracing::info!(what, "a reorganisation was not written");
                Err(AppError::Conflict { code: if action == "reorganised" { "plan_moved" } else { "reorganisation_built_on" } })
            }
        }
    }
}

fn json_text(value: &impl serde::Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::damaged(error.to_string()))
}

/// Who stands behind the events of a reorganisation; nobody for the command line.
fn author(by: By<'_>) -> UserId {
    by.user().unwrap_or(UserId(Uuid::nil()))
}

fn line(row: &ReorganisationRow) -> ReorganisationLine {
    let at = |ms: i64| Timestamp::from_millisecond(ms).map(|at| format!("{at:.3}")).unwrap_or_default();
    let first = crate::territory::day_of(row.first).map(|day| day.to_string()).unwrap_or_default();
    ReorganisationLine {
        id: Uuid::from_bytes(row.id),
        name: row.name.clone(),
        first,
        made_at: at(row.made_ms),
        made_by: row.made_by.map(|user| user.0),
        undone_at: row.undone_ms.map(at),
        undone_by: row.undone_by.map(|user| user.0),
    }
}
