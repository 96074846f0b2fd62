//! What a difference turned out to be; where that changes the register, the event that says so, taken in like any other.

use super::difference::Difference;
use super::keep::Opened;
use super::saying::malformed;
use super::sheets::{DifferenceLine, OutcomeAsk};
use super::steps::{Settled, Step};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{Event, EventId, PersonId, ReconciliationId};
use danso_wire::OutcomeKind;

/// Characters of a note.
const LONGEST: usize = 500;

/// What was said beside an outcome.
pub(super) fn note_of(written: Option<&str>) -> Result<Option<String>, AppError> {
    let Some(note) = written.map(str::trim).filter(|note| !note.is_empty()) else { return Ok(None) };
    if note.chars().count() > LONGEST || note.chars().any(|letter| letter.is_control() && letter != '\n') {
        return Err(malformed("a note of at most 500 characters"));
    }
    Ok(Some(note.to_owned()))
}

impl App {
    /// Says what a difference turned out to be. Where the register is to change, its event goes the normal way; it may wait for someone to decide on it.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`, `reconciliation_destroyed`; `reconciliation_malformed` for what does not go with the difference;
    /// `reconciliation_settled` where it is settled already; `not_accepted` where the event could not be taken in.
    pub async fn settle_difference(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        key: &str,
        ask: &OutcomeAsk,
    ) -> Result<DifferenceLine, AppError> {
        let note = note_of(ask.note.as_deref())?;
        let opened = self.reconciliation_read(caller, id).await?;
        let difference = open_difference(&opened, key)?;
        let made = self.saying(caller, &opened, difference, ask).await?;
        let settled = Settled {
            outcome: ask.outcome,
            note,
            date: ask.date.clone(),
            to: ask.to.clone(),
            event: made.as_ref().map(|event| event.id.0).or(ask.event),
            made: made.is_some(),
            carried: None,
        };
        let step = |opened: &Opened| {
            open_difference(opened, key)?;
            Ok(Step::Settled { key: key.to_owned(), settled: settled.clone() })
        };
        // First the outcome, then its event: of two officers at one difference one alone says something in the register.
        let opened = self.add_step(caller, id, step).await?;
        if let Some(event) = made
            && let Err(refused) = self.take(caller, &event).await
        {
            self.add_step(caller, id, |_| Ok(Step::OutcomeUndone { key: key.to_owned() })).await?;
            return Err(refused);
        }
        self.line_of(&opened, key).await
    }

    /// Takes an outcome back; an event that it made is withdrawn.
    ///
    /// # Errors
    /// As [`App::settle_difference`]; `NotFound` where nothing was said.
    pub async fn unsettle_difference(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        key: &str,
    ) -> Result<DifferenceLine, AppError> {
        let opened = self.reconciliation_read(caller, id).await?;
        let (.., settled) = opened.state.outcomes.get(key).ok_or(AppError::NotFound)?;
        if let Some(made) = settled.event.filter(|_| settled.made).map(EventId) {
            let difference = opened.state.differences.iter().find(|difference| difference.key == key);
            let ours = difference.and_then(|difference| difference.ours).and_then(|at| opened.frozen.ours.get(at as usize));
            if let Some(event) = self.taking_back(caller, ours.map(|ours| PersonId(ours.person)), made).await? {
                self.take(caller, &event).await?;
            }
        }
        let step = |opened: &Opened| match opened.state.outcomes.contains_key(key) {
            true => Ok(Step::OutcomeUndone { key: key.to_owned() }),
            false => Err(AppError::NotFound),
        };
        let opened = self.add_step(caller, id, step).await?;
        self.line_of(&opened, key).await
    }

    async fn line_of(&self, opened: &Opened, key: &str) -> Result<DifferenceLine, AppError> {
        let around = self.around(opened).await?;
        let difference = opened.state.differences.iter().find(|difference| difference.key == key).ok_or(AppError::NotFound)?;
        Ok(around.line(opened, difference))
    }

    /// Takes an event in at the desk; it counts or waits.
    async fn take(&self, caller: &Caller, event: &Event) -> Result<(), AppError> {
        match self.take_one(caller, event).await?.outcome {
            OutcomeKind::Accepted | OutcomeKind::Queued => Ok(()),
            OutcomeKind::Parked | OutcomeKind::Duplicate => Err(AppError::Conflict { code: "not_accepted" }),
        }
    }
}

pub(super) fn open_difference<'a>(opened: &'a Opened, key: &str) -> Result<&'a Difference, AppError> {
    let difference = opened.state.differences.iter().find(|difference| difference.key == key).ok_or(AppError::NotFound)?;
    if opened.state.outcomes.contains_key(key) {
        return Err(AppError::Conflict { code: "reconciliation_settled" });
    }
    Ok(difference)
}
