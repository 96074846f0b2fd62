//! Open differences in the hands of collaborators: given by the officer, asked about at the door, answered from the phone.
//!
//! An answer is an outcome like the officer's, under the collaborator's name. It makes no event: what changed in the household was recorded with the
//! normal form, and the answer names that event.

use super::difference::{Difference, DifferenceKind};
use super::handed_shapes::{
    HandAsk, HandedAnswer, HandedDifference, HandedDifferences, HandedOwners, HandedReplies, HandedReply, HandedResult,
};
use super::keep::Opened;
use super::look::{tail, their_sheet};
use super::progress::Progress;
use super::settle::note_of;
use super::steps::{Settled, Step};
use super::worklist::{Around, numbers_of, value_of};
use crate::viet_nam::instant;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, EventId, EventStatus, PersonId, ReconciliationId};
use danso_store::ReconciliationRow;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Answers of one request.
const ANSWERS: usize = 50;
/// Characters of an instant.
const INSTANT: usize = 40;
/// Reconciliations of the communes of a collaborator that are looked at.
const LOOKED_AT: u32 = 200;

/// What both sides say of a value. Of numbers only the last four digits leave the office; where these are the same, the digits that differ too.
fn both_values(opened: &Opened, difference: &Difference) -> (Option<String>, Option<String>) {
    let tail = |(theirs, ours): (&str, &str)| (tail(theirs), tail(ours));
    match numbers_of(opened, difference).map(tail) {
        Some((Some(theirs), Some(ours))) if theirs == ours => value_of(opened, difference),
        Some(tails) => tails,
        None => value_of(opened, difference),
    }
}

fn told(opened: &Opened, difference: &Difference, handed_ms: i64) -> HandedDifference {
    let ours = difference.ours.and_then(|at| opened.frozen.ours.get(at as usize));
    let theirs = difference.row.filter(|_| difference.kind == DifferenceKind::TheirsOnly).map(|row| their_sheet(opened, row));
    let (theirs_value, ours_value) = both_values(opened, difference);
    let (name, sex, birth) = match (&theirs, ours) {
        (Some(theirs), _) => (theirs.name.clone(), theirs.sex.clone(), theirs.birth.clone()),
        (None, Some(ours)) => (Some(ours.name.clone()), Some(ours.sex.clone()), Some(ours.birth.clone())),
        (None, None) => (None, None, None),
    };
    HandedDifference {
        reconciliation: opened.row.id.0,
        key: difference.key.clone(),
        source: opened.brief.source.clone(),
        as_of: opened.brief.as_of.clone(),
        handed_at: instant(handed_ms),
        kind: difference.kind,
        field: difference.value.map(|value| value.code().to_owned()),
        hamlet: difference.hamlet,
        household: ours.and_then(|ours| opened.frozen.house(ours)).map(|house| house.id),
        person: ours.map(|ours| ours.person),
        name,
        sex,
        birth,
        number_tail: theirs.as_ref().and_then(|theirs| theirs.number_tail.clone()),
        address: theirs.and_then(|theirs| theirs.address),
        theirs_value,
        ours_value,
        hints: difference.hints.iter().map(|hint| (*hint).to_owned()).collect(),
    }
}

/// When a difference was handed to one of the areas, if it was.
fn handed_to(opened: &Opened, around: &Around, areas: &[AreaId], difference: &Difference) -> Option<i64> {
    let area = around.area(opened, difference)?;
    let (_, at_ms) = opened.state.handed.get(&area)?;
    areas.contains(&AreaId(area)).then_some(*at_ms)
}

/// Whether this answer came before.
fn came_before(opened: &Opened, caller: &Caller, answer: &HandedAnswer) -> bool {
    opened.steps.iter().any(|taken| match &taken.step {
        Step::Reported { key, said_at, .. } => taken.by == caller.user && *key == answer.key && *said_at == answer.at,
        Step::Answered { .. }
        | Step::AnswerUndone { .. }
        | Step::Settled { .. }
        | Step::OutcomeUndone { .. }
        | Step::HandedOver { .. }
        | Step::HandedBack { .. }
        | Step::Carried { .. }
        | Step::Downloaded { .. }
        | Step::Destroyed { .. } => false,
    })
}

impl App {
    /// Names of areas, as the history tells them.
    pub(super) fn names_of_areas(&self, areas: &[Uuid]) -> String {
        let territory = self.territory();
        let names: Vec<String> =
            areas.iter().filter_map(|id| territory.area(AreaId(*id)).map(|area| area.name.clone())).collect();
        names.join(", ")
    }

    /// Hands the open differences of areas to whoever holds these, from now on; what is handed over already stays so.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`, `reconciliation_destroyed`, `reconciliation_busy`; `reconciliation_malformed` for an area without differences.
    pub async fn hand_differences_over(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        ask: &HandAsk,
    ) -> Result<HandedOwners, AppError> {
        self.hand(caller, id, &ask.areas, true).await
    }

    /// Takes the differences of an area back; answers that came stay, and others count no more.
    ///
    /// # Errors
    /// As [`App::hand_differences_over`]; `NotFound` for an area that was not handed over.
    pub async fn hand_differences_back(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        area: Uuid,
    ) -> Result<HandedOwners, AppError> {
        self.hand(caller, id, &[area], false).await
    }

    async fn hand(&self, caller: &Caller, id: ReconciliationId, asked: &[Uuid], over: bool) -> Result<HandedOwners, AppError> {
        let mut opened = self.reconciliation_read(caller, id).await?;
        let (.., owners) = self.around(&opened).await?.counts(&opened);
        let known = |area: &Uuid| owners.iter().any(|owner| owner.area == *area);
        if over && (asked.is_empty() || !asked.iter().all(known)) {
            return Err(AppError::bad("reconciliation_malformed", "areas that have differences"));
        }
        let wanted: BTreeSet<Uuid> = asked.iter().copied().collect();
        let changed = |opened: &Opened| -> Vec<Uuid> {
            wanted.iter().copied().filter(|area| opened.state.handed.contains_key(area) != over).collect()
        };
        if changed(&opened).is_empty() {
            if !over {
                return Err(AppError::NotFound);
            }
        } else {
            let step = |opened: &Opened| {
                let areas = changed(opened);
                Ok(if over { Step::HandedOver { areas } } else { Step::HandedBack { areas } })
            };
            opened = self.add_step(caller, id, step).await?;
            let action = if over { "reconciliation_handed_over" } else { "reconciliation_handed_back" };
            self.note(Some(caller.user), action, id.to_string(), json!({ "areas": wanted })).await?;
        }
        let (.., owners) = self.around(&opened).await?.counts(&opened);
        Ok(HandedOwners { owners })
    }

    /// The open differences in the hands of the caller; without them where the phone has them already by their mark.
    ///
    /// # Errors
    /// `device_needed` without a device.
    pub async fn handed_differences(&self, caller: &Caller, known: Option<&str>) -> Result<HandedDifferences, AppError> {
        let areas = self.areas_of_phone(caller)?;
        let rows = self.handed_rows(&areas).await?;
        let mut mark = blake3::Hasher::new();
        for area in &areas {
            mark.update(area.0.as_bytes());
        }
        for row in &rows {
            mark.update(row.id.as_bytes()).update(&row.last.to_be_bytes());
        }
        let mark = mark.finalize().to_hex()[..32].to_owned();
        if known == Some(mark.as_str()) {
            return Ok(HandedDifferences { mark, items: None });
        }
        let mut items = Vec::new();
        for row in rows {
            // One that was destroyed a moment ago has nothing to tell.
            let Some(opened) = destroyed_is_none(self.open_reconciliation(row.id).await)? else { continue };
            let around = self.around(&opened).await?;
            let open = opened.state.differences.iter().filter(|one| !opened.state.outcomes.contains_key(&one.key));
            items.extend(open.filter_map(|one| Some(told(&opened, one, handed_to(&opened, &around, &areas, one)?))));
        }
        let items = self.without_erased(items).await?;
        Ok(HandedDifferences { mark, items: Some(items) })
    }

    /// Whoever was erased from the register stands in a frozen list yet, and comes to no phone.
    async fn without_erased(&self, mut items: Vec<HandedDifference>) -> Result<Vec<HandedDifference>, AppError> {
        let persons: BTreeSet<PersonId> = items.iter().filter_map(|item| item.person.map(PersonId)).collect();
        let persons: Vec<PersonId> = persons.into_iter().collect();
        let rows = self.store.persons_by_id(self.shard, &persons).await?;
        let erased: BTreeSet<Uuid> = rows.iter().filter(|row| row.name.is_empty()).map(|row| row.id.0).collect();
        items.retain(|item| item.person.is_none_or(|person| !erased.contains(&person)));
        Ok(items)
    }

    /// Takes in what a collaborator found out. Each answer is told what became of it; one that came before changes nothing.
    ///
    /// # Errors
    /// `device_needed` without a device; `reconciliation_malformed` for more than 50 answers.
    pub async fn answer_handed(&self, caller: &Caller, answers: &[HandedAnswer]) -> Result<HandedReplies, AppError> {
        let areas = self.areas_of_phone(caller)?;
        if answers.len() > ANSWERS || answers.iter().any(|answer| answer.at.chars().count() > INSTANT) {
            return Err(AppError::bad("reconciliation_malformed", "50 answers at most, each with an instant"));
        }
        let rows = self.handed_rows(&areas).await?;
        let mut replies = Vec::with_capacity(answers.len());
        for answer in answers {
            let id = ReconciliationId(answer.reconciliation);
            let result = match rows.iter().any(|row| row.id == id) {
                true => self.answer_one(caller, &areas, id, answer).await?,
                false => HandedResult::Gone,
            };
            replies.push(HandedReply { reconciliation: answer.reconciliation, key: answer.key.clone(), result });
        }
        Ok(HandedReplies { replies })
    }

    async fn answer_one(
        &self,
        caller: &Caller,
        areas: &[AreaId],
        id: ReconciliationId,
        answer: &HandedAnswer,
    ) -> Result<HandedResult, AppError> {
        let Some(opened) = destroyed_is_none(self.open_reconciliation(id).await)? else { return Ok(HandedResult::Gone) };
        if came_before(&opened, caller, answer) {
            return Ok(HandedResult::Taken);
        }
        let around = self.around(&opened).await?;
        let Some(difference) = opened.state.differences.iter().find(|one| one.key == answer.key) else {
            return Ok(HandedResult::Gone);
        };
        if handed_to(&opened, &around, areas, difference).is_none() {
            return Ok(HandedResult::Gone);
        }
        let Ok(note) = note_of(answer.note.as_deref()) else { return Ok(HandedResult::Refused) };
        if let Some(event) = answer.event
            && let Some(result) = self.event_of_answer(caller, EventId(event)).await?
        {
            return Ok(result);
        }
        let settled =
            Settled { outcome: answer.outcome, note, date: None, to: None, event: answer.event, made: false, carried: None };
        let step = |opened: &Opened| {
            let difference = opened.state.differences.iter().find(|one| one.key == answer.key);
            difference.and_then(|one| handed_to(opened, &around, areas, one)).ok_or(AppError::NotFound)?;
            // Whoever said something says something else; what somebody else said stands.
            let own = opened.state.reported.contains(&answer.key);
            if opened.state.outcomes.get(&answer.key).is_some_and(|(by, ..)| !own || *by != caller.user) {
                return Err(AppError::Conflict { code: "reconciliation_settled" });
            }
            Ok(Step::Reported { key: answer.key.clone(), settled: settled.clone(), said_at: answer.at.clone() })
        };
        match self.add_step(caller, id, step).await {
            Ok(_) => Ok(HandedResult::Taken),
            Err(AppError::Conflict { code: "reconciliation_settled" }) => Ok(HandedResult::Settled),
            Err(AppError::Conflict { code: "reconciliation_destroyed" } | AppError::NotFound) => Ok(HandedResult::Gone),
            Err(error) => Err(error),
        }
    }

    /// Why an answer cannot name this event now; None where it can.
    async fn event_of_answer(&self, caller: &Caller, event: EventId) -> Result<Option<HandedResult>, AppError> {
        if let Some(row) = self.store.events_by_id(self.shard, &[event]).await?.pop() {
            let stands = row.by == caller.user && row.status != EventStatus::Withdrawn;
            return Ok((!stands).then_some(HandedResult::Refused));
        }
        let parked = self.store.parked_by_id(self.shard, &[event]).await?;
        Ok((!parked.iter().any(|row| row.by == caller.user)).then_some(HandedResult::Later))
    }

    fn areas_of_phone(&self, caller: &Caller) -> Result<Vec<AreaId>, AppError> {
        if caller.device.is_none() {
            return Err(AppError::Forbidden { code: "device_needed" });
        }
        let mut areas = self.scope(caller).areas().to_vec();
        areas.sort_unstable();
        Ok(areas)
    }

    /// Reconciliations of which something is in the hands of these areas. Nothing is opened.
    async fn handed_rows(&self, areas: &[AreaId]) -> Result<Vec<ReconciliationRow>, AppError> {
        let territory = self.territory();
        let communes: BTreeSet<String> =
            areas.iter().filter_map(|area| territory.area(*area).map(|area| area.commune.clone())).collect();
        if communes.is_empty() {
            return Ok(Vec::new());
        }
        let communes: Vec<String> = communes.into_iter().collect();
        let mut rows = Vec::new();
        for row in self.store.reconciliations(self.shard, Some(&communes), LOOKED_AT).await? {
            let handed = Progress::read(&row.progress)?.handed;
            if row.key.is_some() && areas.iter().any(|area| handed.contains(&area.0)) {
                rows.push(row);
            }
        }
        Ok(rows)
    }
}

/// Whether something was there to be opened; what was destroyed meanwhile was not.
fn destroyed_is_none<T>(opened: Result<T, AppError>) -> Result<Option<T>, AppError> {
    match opened {
        Ok(opened) => Ok(Some(opened)),
        Err(AppError::NotFound | AppError::Conflict { code: "reconciliation_destroyed" }) => Ok(None),
        Err(error) => Err(error),
    }
}
