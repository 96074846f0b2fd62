//! Reconciliations in figures, their history, and their end.

use super::board::board;
use super::coverage::coverage;
use super::keep::Opened;
use super::progress::{Brief, Left, Progress};
use super::shapes::{DestroyAsk, HistoryLine, HistoryPage, Reconciliation, ReconciliationList};
use super::steps::{Step, Taken};
use crate::in_place::in_place;
use crate::viet_nam::instant;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{ReconciliationId, UserId};
use danso_places::{Level, UnitCode};
use danso_store::ReconciliationRow;
use serde_json::json;
use std::sync::Arc;

/// Reconciliations of a list.
const LISTED: u32 = 1_000;
/// Steps of a page of the history.
const STEPS: usize = 100;

impl App {
    /// The reconciliations of a unit and of what is inside it, the latest first.
    ///
    /// # Errors
    /// `unknown_unit`, `out_of_scope` for who may not have its counts.
    pub async fn reconciliations(&self, caller: &Caller, unit: &str) -> Result<ReconciliationList, AppError> {
        let today = self.env.today();
        let unit = self.counted_unit(caller, unit, today)?;
        let territory = self.territory();
        let gazetteer = territory.tree.gazetteer();
        let mut units = vec![unit.to_string()];
        for level in [Level::Province, Level::Commune].into_iter().filter(|level| *level > unit.level()) {
            units.extend(gazetteer.below(unit, level, today).iter().map(|unit| unit.code.to_string()));
        }
        let rows = self.store.reconciliations(self.shard, Some(&units), LISTED).await?;
        let users: Vec<UserId> = rows.iter().map(|row| row.by).collect();
        let names = self.names_of(&users).await?;
        let line = |row: &ReconciliationRow| self.figures_of(row, names.get(&row.by).cloned().unwrap_or_default());
        Ok(ReconciliationList { items: rows.iter().map(line).collect::<Result<_, _>>()? })
    }

    /// One, in figures.
    ///
    /// # Errors
    /// `NotFound` for one that is none or of a unit whose counts the caller may not have.
    pub async fn reconciliation(&self, caller: &Caller, id: ReconciliationId) -> Result<Reconciliation, AppError> {
        self.reconciliation_counted(caller, id).await?;
        self.reconciliation_unchecked(id).await
    }

    /// The same without asking who asks.
    ///
    /// # Errors
    /// `NotFound` for one that is none.
    pub async fn reconciliation_unchecked(&self, id: ReconciliationId) -> Result<Reconciliation, AppError> {
        let row = self.store.reconciliation(self.shard, id).await?.ok_or(AppError::NotFound)?;
        let by_name = self.names_of(&[row.by]).await?.remove(&row.by).unwrap_or_default();
        self.figures_of(&row, by_name)
    }

    fn figures_of(&self, row: &ReconciliationRow, by_name: String) -> Result<Reconciliation, AppError> {
        let (brief, progress) = (Brief::read(&row.summary)?, Progress::read(&row.progress)?);
        let done = progress.doubtful == 0 && progress.differences.open == 0;
        let unit_name = row.unit.parse().ok().and_then(|unit: UnitCode| self.line(unit, self.env.today()));
        Ok(Reconciliation {
            id: row.id.0,
            unit: row.unit.clone(),
            unit_name: unit_name.map(|line| line.full_name).unwrap_or_default(),
            name: brief.name,
            source: brief.source,
            purpose: brief.purpose,
            legal_basis: brief.legal_basis,
            as_of: brief.as_of,
            made_at: instant(row.at_ms),
            by_name,
            known_at: brief.known_at,
            file: brief.file,
            model_hash: brief.model_hash,
            carried: brief.carried,
            batch: brief.batch,
            thresholds: brief.thresholds,
            rows: brief.rows,
            bad: brief.bad,
            residents: brief.residents,
            linked: progress.linked,
            doubtful: progress.doubtful,
            answered: progress.answered,
            theirs_only: progress.theirs_only,
            ours_only: progress.ours_only,
            differences: progress.differences,
            state: if row.key.is_none() {
                "destroyed"
            } else if done {
                "settled"
            } else {
                "open"
            }
            .to_owned(),
        })
    }

    /// The row of one whose figures the caller may have.
    pub(super) async fn reconciliation_counted(
        &self,
        caller: &Caller,
        id: ReconciliationId,
    ) -> Result<ReconciliationRow, AppError> {
        let row = self.store.reconciliation(self.shard, id).await?.ok_or(AppError::NotFound)?;
        self.counted_unit(caller, &row.unit, self.env.today()).map_err(|_| AppError::NotFound)?;
        Ok(row)
    }

    /// One opened, for who may read its rows and persons.
    pub(super) async fn reconciliation_read(&self, caller: &Caller, id: ReconciliationId) -> Result<Arc<Opened>, AppError> {
        self.may_read(caller, id).await?;
        self.open_reconciliation(id).await
    }

    /// Whether the caller may read rows and persons of one.
    pub(super) async fn may_read(&self, caller: &Caller, id: ReconciliationId) -> Result<(), AppError> {
        let row = self.reconciliation_counted(caller, id).await?;
        let unit: UnitCode = row.unit.parse().map_err(|_| AppError::damaged("the unit of a reconciliation"))?;
        if self.reconciles(caller, unit) { Ok(()) } else { Err(AppError::Forbidden { code: "out_of_scope" }) }
    }

    /// What was said and done, the latest first.
    ///
    /// # Errors
    /// As [`App::reconciliation`]; `out_of_scope` for who may not read rows.
    pub async fn reconciliation_history(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        after: u32,
    ) -> Result<HistoryPage, AppError> {
        let row = self.reconciliation_counted(caller, id).await?;
        self.may_read(caller, id).await?;
        let steps: Vec<Taken> = match row.key {
            Some(_) => self.open_reconciliation(id).await?.steps.clone(),
            None => Vec::new(),
        };
        let stored = self.store.reconciliation_steps(self.shard, id, 0).await?;
        let users: Vec<UserId> = stored.iter().map(|step| step.by).chain([row.by]).collect();
        let names = self.names_of(&users).await?;
        let name = |user: UserId| names.get(&user).cloned().unwrap_or_default();
        let mut items: Vec<HistoryLine> = stored
            .iter()
            .rev()
            .map(|step| {
                let told = steps.iter().find(|taken| taken.number == step.number).map(|taken| &taken.step);
                let (line_row, key, detail) = told.map_or((None, None, None), |step| self.told_of(step));
                HistoryLine {
                    at: instant(step.at_ms),
                    by_name: name(step.by),
                    what: step.what.clone(),
                    row: line_row,
                    key,
                    detail,
                }
            })
            .collect();
        let blank = HistoryLine {
            at: instant(row.at_ms),
            by_name: name(row.by),
            what: "made".to_owned(),
            row: None,
            key: None,
            detail: None,
        };
        items.push(blank);
        let from = after as usize;
        let next = (items.len() > from + STEPS).then(|| after + STEPS as u32);
        Ok(HistoryPage { items: items.into_iter().skip(from).take(STEPS).collect(), next })
    }

    /// Destroys rows, persons and everything that was said of them; figures stay.
    ///
    /// # Errors
    /// As [`App::reconciliation_history`]; `reconciliation_malformed` without a reason; `reconciliation_destroyed` for one that was destroyed before.
    pub async fn destroy_reconciliation(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        ask: &DestroyAsk,
    ) -> Result<Reconciliation, AppError> {
        let reason = ask.reason.trim();
        if reason.is_empty() || reason.chars().count() > 500 {
            return Err(AppError::bad("reconciliation_malformed", "a reason of 1 to 500 characters"));
        }
        let opened = self.reconciliation_read(caller, id).await?;
        let left = in_place(|| Left {
            reason: reason.to_owned(),
            coverage: coverage(&opened, &self.hamlet_names(&opened)),
            board: board(&opened),
        });
        let progress = Progress { left: Some(left), ..Progress::of(&opened.frozen, &opened.state) };
        self.destroy_kept(caller, id, &progress).await?;
        self.note(Some(caller.user), "reconciliation_destroyed", id.to_string(), json!({ "reason": reason })).await?;
        self.reconciliation_unchecked(id).await
    }
}

impl App {
    fn told_of(&self, step: &Step) -> (Option<u32>, Option<String>, Option<String>) {
        match step {
            Step::Answered { row, verdict, .. } => (Some(*row), None, Some(verdict.code().to_owned())),
            Step::AnswerUndone { row } => (Some(*row), None, None),
            Step::Settled { key, settled } | Step::Reported { key, settled, .. } => {
                (None, Some(key.clone()), Some(settled.outcome.code().to_owned()))
            }
            Step::OutcomeUndone { key } => (None, Some(key.clone()), None),
            Step::HandedOver { areas } | Step::HandedBack { areas } => (None, None, Some(self.names_of_areas(areas))),
            Step::Carried { answers, outcomes, .. } => (None, None, Some((answers.len() + outcomes.len()).to_string())),
            Step::Downloaded { part } => (None, None, Some(part.clone())),
            Step::Destroyed { reason } => (None, None, Some(reason.clone())),
        }
    }
}
