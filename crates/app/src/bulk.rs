//! Loading many events that are known to be true: a synthetic register, a legacy list that passed its checks.

use crate::chain::Writer;
use crate::load::Keys;
use crate::plan::Plan;
use crate::project::{event_row, place_of};
use crate::world::{Standing, World};
use crate::{App, AppError, load};
use danso_model::{Entry, Event, EventStatus, Position, SubjectId};
use danso_store::Severity;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a load wrote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BulkReport {
    /// Events written.
    pub events: u64,
    /// Rows of persons written.
    pub persons: u64,
    /// Rows of households written.
    pub households: u64,
}

impl std::ops::AddAssign for BulkReport {
    fn add_assign(&mut self, other: Self) {
        self.events += other.events;
        self.persons += other.persons;
        self.households += other.households;
    }
}

/// What is known about the events of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkKind {
    /// They introduce everyone they name, and nobody of those is in the register yet: nothing is read before writing.
    Fresh,
    /// They are about people who may be in the register.
    Later,
}

impl App {
    /// Writes events as accepted, in one transaction, without asking the rules. Some thousands at a time are best.
    ///
    /// # Errors
    /// When the store fails, or one of the events is in the register already.
    pub async fn load_events(&self, events: Vec<Event>, kind: BulkKind) -> Result<BulkReport, AppError> {
        let _writing = self.writing.lock().await;
        self.catch_up().await?;
        let count = events.len() as u64;
        let plan = self.planned(events, kind).await?;
        let touched = BulkReport {
            events: count,
            persons: plan.touched.persons.len() as u64,
            households: plan.touched.households.len() as u64,
        };
        self.finish(plan).await?;
        Ok(touched)
    }

    /// The transaction that writes events as accepted.
    pub(crate) async fn planned(&self, events: Vec<Event>, kind: BulkKind) -> Result<Plan<'_>, AppError> {
        let (world, keys) = match kind {
            BulkKind::Fresh => (World::default(), Keys::new()),
            BulkKind::Later => {
                let mut subjects: BTreeSet<SubjectId> = events.iter().flat_map(Event::subjects).collect();
                let targets: Vec<_> = events.iter().filter_map(Event::target).collect();
                subjects.extend(self.store.subjects_of(self.shard, &targets).await?.into_iter().map(|(_, subject)| subject));
                let subjects: Vec<SubjectId> = subjects.into_iter().collect();
                let mut world = self.load_world(&subjects).await?;
                if events.iter().any(|event| world.links_persons(event)) {
                    self.load_kin(&mut world, &subjects).await?;
                }
                (world, load::keys(self.store.as_ref(), self.shard, &self.master, &subjects).await?)
            }
        };
        let mut plan = Plan::new(world, Writer::new(self.shard, keys, &self.master, self.env.chance.as_ref()));
        for event in events {
            self.load_one(&mut plan, event);
        }
        Ok(plan)
    }

    fn load_one(&self, plan: &mut Plan<'_>, event: Event) {
        self.note_linked(&event);
        let at_ms = event.recorded_at.as_millisecond();
        plan.touched.note(&mut plan.world, &event);
        let subjects = plan.world.index_of(&event);
        plan.writer.batch.targets.extend(event.target().map(|target| (event.id, target)));
        let entry = Entry::Recorded(Box::new(event));
        let position: Position = plan.writer.append(&entry, subjects.clone(), at_ms);
        let Entry::Recorded(event) = entry else { return };
        let event: Arc<Event> = Arc::from(event);
        plan.world.put(Standing { event: Arc::clone(&event), status: EventStatus::Accepted, position }, &subjects);
        plan.touched.note(&mut plan.world, &event);
        plan.learn(position, &subjects);
        let issues = "[]".to_owned();
        let row = event_row(
            &event,
            place_of(&mut plan.world, &event),
            EventStatus::Accepted,
            position,
            Some(position),
            at_ms,
            Severity::Clean,
            issues,
        );
        plan.rows.insert(event.id, row);
    }
}

impl App {
    /// Submits an event as its author would have, rules and all: for a synthetic register with something left to review.
    ///
    /// # Errors
    /// `NotFound` when the author has no account.
    pub async fn submit_as_author(&self, event: &Event) -> Result<danso_wire::Outcome, AppError> {
        let user = self.store.users_by_id(&[event.by]).await?.pop().ok_or(AppError::NotFound)?;
        let device = event.device.map(|(device, _)| device);
        let caller = danso_auth::Caller { user: user.id, login: user.login, name: user.name, grants: user.grants, device };
        let text = String::from_utf8(danso_wire::encode(event)).map_err(|error| AppError::damaged(error.to_string()))?;
        let raw = serde_json::value::RawValue::from_string(text).map_err(|error| AppError::damaged(error.to_string()))?;
        let door =
            event.device.map_or(crate::ingest::Door::Desk, |(device, counter)| crate::ingest::Door::Device(device, counter));
        self.take_in(&caller, &[raw], door).await?.pop().ok_or(AppError::NotFound)
    }
}
