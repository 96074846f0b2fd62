//! What an officer says of two sheets: one person, one person no more, two persons.

use super::shapes::Merged;
use crate::ingest::Door;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{Event, EventBody, EventId, EventKind, EventStatus, PersonId};
use danso_store::ApartRow;
use danso_wire::{OutcomeKind, encode};
use serde_json::json;

/// The longest reason, in characters.
const LONGEST: usize = 500;

impl App {
    /// Makes two sheets one: the first is kept. The event counts at once, as an officer's own entry.
    ///
    /// # Errors
    /// `NotFound` where the caller does not review both; `BadRequest` with `merge_reason`; `Conflict` with `person_erased` where the content of
    /// either was erased, and with `not_accepted` where something forbids it, which then waits in the queue.
    pub async fn merge_persons(
        &self,
        caller: &Caller,
        kept: PersonId,
        duplicate: PersonId,
        reason: &str,
    ) -> Result<Merged, AppError> {
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST {
            return Err(AppError::bad("merge_reason", "a merge needs a reason of at most 500 characters"));
        }
        let rows = self.both(caller, kept, duplicate).await?;
        if rows.iter().any(|row| row.name.is_empty()) {
            return Err(AppError::Conflict { code: "person_erased" });
        }
        let merged = self.enter(caller, &self.same_person(caller.user, kept, duplicate, Some(reason.to_owned()))).await?;
        self.forget_like(duplicate).await;
        self.audit(caller, "persons_merged", &kept.to_string(), &json!({ "duplicate": duplicate.to_string() }).to_string())
            .await?;
        Ok(merged)
    }

    /// Undoes a merge: both sheets are as if it had never been.
    ///
    /// # Errors
    /// `NotFound` where there is no such merge that the caller reviews; `Conflict` with `already_decided` when it does not count.
    pub async fn unmerge(&self, caller: &Caller, event: EventId) -> Result<Merged, AppError> {
        let scope = self.scope(caller);
        let row = self.store.events_by_id(self.shard, &[event]).await?.pop().ok_or(AppError::NotFound)?;
        if row.kind != EventKind::SamePerson || !row.hamlet.is_some_and(|hamlet| scope.reviews(hamlet)) {
            return Err(AppError::NotFound);
        }
        if row.status != EventStatus::Accepted {
            return Err(AppError::Conflict { code: "already_decided" });
        }
        let person = row.person.ok_or(AppError::NotFound)?;
        let blank = self.same_person(caller.user, person, person, None);
        let undone = self.enter(caller, &Event { body: EventBody::Withdrawal { event, reason: None }, ..blank }).await?;
        self.audit(caller, "persons_unmerged", &event.to_string(), "{}").await?;
        Ok(undone)
    }

    /// Enters an officer's event that must count at once.
    pub(crate) async fn enter(&self, caller: &Caller, event: &Event) -> Result<Merged, AppError> {
        let outcome = self.take_one(caller, event).await?;
        match (outcome.outcome, outcome.position) {
            (OutcomeKind::Accepted, Some(position)) => Ok(Merged { event: event.id.0, position }),
            (OutcomeKind::Accepted | OutcomeKind::Queued | OutcomeKind::Parked | OutcomeKind::Duplicate, _) => {
                Err(AppError::Conflict { code: "not_accepted" })
            }
        }
    }

    /// Takes one event in at the desk, made here.
    pub(crate) async fn take_one(&self, caller: &Caller, event: &Event) -> Result<danso_wire::Outcome, AppError> {
        let text = String::from_utf8(encode(event)).map_err(|error| AppError::damaged(error.to_string()))?;
        let raw = serde_json::value::RawValue::from_string(text).map_err(|error| AppError::damaged(error.to_string()))?;
        self.take_in(caller, &[raw], Door::Desk).await?.pop().ok_or(AppError::NotFound)
    }

    /// Keeps, or forgets, that two sheets are about two persons.
    ///
    /// # Errors
    /// `NotFound` where the caller does not review both.
    pub async fn keep_apart(&self, caller: &Caller, one: PersonId, other: PersonId, apart: bool) -> Result<(), AppError> {
        let _rows = self.both(caller, one, other).await?;
        let (one, other) = (one.min(other), one.max(other));
        if apart {
            let row = ApartRow { one, other, by: caller.user, at_ms: self.env.now_ms() };
            self.store.put_apart(self.shard, &row).await?;
        } else {
            self.store.remove_apart(self.shard, one, other).await?;
        }
        let action = if apart { "persons_kept_apart" } else { "persons_apart_forgotten" };
        self.audit(caller, action, &one.to_string(), &json!({ "other": other.to_string() }).to_string()).await
    }
}
