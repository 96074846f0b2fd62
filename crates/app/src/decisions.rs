//! The officer's decisions.

use crate::chain::Writer;
use crate::plan::Plan;
use crate::{App, AppError, load};
use danso_auth::Caller;
use danso_model::{Entry, EventId, EventStatus, Position, SubjectId};
use danso_store::{EventRow, Severity, StoreError};

/// What is decided.
#[derive(Debug, Clone)]
enum Decision {
    Accept,
    Return(String),
}

impl App {
    /// Accepts a waiting event: from here on it counts.
    ///
    /// # Errors
    /// `NotFound` outside the caller's commune, `Conflict` with `already_decided` when it does not wait any more.
    pub async fn accept(&self, caller: &Caller, event: EventId) -> Result<Position, AppError> {
        self.decide(caller, event, &Decision::Accept).await
    }

    /// Returns a waiting event to its author, with words that say what to mend.
    ///
    /// # Errors
    /// As [`App::accept`]; `BadRequest` with `reason_missing` when the words are missing.
    pub async fn give_back(&self, caller: &Caller, event: EventId, reason: String) -> Result<Position, AppError> {
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(AppError::bad("reason_missing", "a returned event needs a reason"));
        }
        self.decide(caller, event, &Decision::Return(reason)).await
    }

    /// Accepts those of a list on which no rule fired; the others are left waiting and named with the reason.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn accept_clean(
        &self,
        caller: &Caller,
        events: Vec<EventId>,
    ) -> Result<Vec<(EventId, Result<Position, AppError>)>, AppError> {
        let mut outcomes = Vec::with_capacity(events.len());
        for event in events {
            let row = self.waiting_row(caller, event).await;
            let outcome = match row {
                Ok(row) if row.severity == Severity::Clean => self.accept(caller, event).await,
                Ok(_) => Err(AppError::Conflict { code: "not_clean" }),
                Err(error) => Err(error),
            };
            outcomes.push((event, outcome));
        }
        Ok(outcomes)
    }

    async fn waiting_row(&self, caller: &Caller, event: EventId) -> Result<EventRow, AppError> {
        let scope = self.scope(caller);
        let row = self.store.events_by_id(self.shard, &[event]).await?.pop().ok_or(AppError::NotFound)?;
        if !row.hamlet.is_some_and(|hamlet| scope.reviews(hamlet)) {
            return Err(AppError::NotFound);
        }
        if row.status == EventStatus::Submitted { Ok(row) } else { Err(AppError::Conflict { code: "already_decided" }) }
    }

    async fn decide(&self, caller: &Caller, event: EventId, decision: &Decision) -> Result<Position, AppError> {
        let _writing = self.writing.lock().await;
        loop {
            let row = self.waiting_row(caller, event).await?;
            match self.try_decide(caller, row, decision).await {
                Err(AppError::Store(StoreError::HeadMoved { .. })) => self.catch_up().await?,
                other => return other,
            }
        }
    }

    async fn try_decide(&self, caller: &Caller, row: EventRow, decision: &Decision) -> Result<Position, AppError> {
        let subjects: Vec<SubjectId> =
            self.store.subjects_of(self.shard, &[row.id]).await?.into_iter().map(|(_, subject)| subject).collect();
        let mut world = self.load_world(&subjects).await?;
        if world.get(row.id).map(|standing| standing.event.clone()).is_some_and(|event| world.links_persons(&event)) {
            self.load_kin(&mut world, &subjects).await?;
        }
        let writer = Writer::new(self.shard, load::Keys::new(), &self.master, self.env.chance.as_ref());
        let mut plan = Plan::new(world, writer);
        let event = plan.world.get(row.id).ok_or_else(|| AppError::damaged(format!("event {}", row.id)))?.event.clone();
        let by = caller.user;
        let (entry, status, reason) = match decision {
            Decision::Accept => (Entry::Accepted { event: row.id, by }, EventStatus::Accepted, None),
            Decision::Return(reason) => {
                (Entry::Returned { event: row.id, by, reason: reason.clone() }, EventStatus::Returned, Some(reason.clone()))
            }
        };
        plan.touched.note(&mut plan.world, &event);
        let position = plan.writer.append(&entry, Vec::new(), self.env.now_ms());
        if let Some(mut standing) = plan.world.get(row.id).cloned() {
            standing.status = status;
            standing.position = position;
            plan.world.put(standing, &subjects);
        }
        plan.touched.note(&mut plan.world, &event);
        if status == EventStatus::Accepted {
            plan.learn(position, &subjects);
        }
        plan.rows.insert(row.id, EventRow { status, decided: Some(position), reason, ..row });
        Ok(self.finish(plan).await?.place.settle(position))
    }
}
