//! A transaction while it is planned, and how it is written.
//!
//! A plan is made without holding anyone up, on what is known by then; its positions are provisional ([`crate::chain`]). When its turn to
//! write has come and nothing that it rests on was touched meanwhile ([`crate::recent`]), it is put behind the end of the log.

use crate::chain::{Place, Writer, settle};
use crate::load::Keys;
use crate::project::{Touched, household_row, person_row};
use crate::world::World;
use crate::{App, AppError};
use danso_model::{EventId, PersonId, Position, SubjectId};
use danso_registry::ResidentClaim;
use danso_store::{Batch, EntryKind, EventRow, Head, NewEntry, StoreError};
use danso_tally::Image;
use danso_vault::MasterKey;
use std::collections::{BTreeMap, HashSet};
use std::sync::{RwLockWriteGuard, TryLockError};
use std::time::Duration;

/// What a transaction changes, while it is planned.
pub(crate) struct Plan<'a> {
    pub(crate) world: World,
    pub(crate) writer: Writer<'a>,
    pub(crate) rows: BTreeMap<EventId, EventRow>,
    pub(crate) touched: Touched,
    pub(crate) learnt: Vec<(Position, PersonId, Vec<ResidentClaim>)>,
    projected: bool,
}

/// A plan that only waits for its place in the log.
pub(crate) struct Ready {
    batch: Batch,
    world: World,
    keys: Keys,
    learnt: Vec<(Position, PersonId, Vec<ResidentClaim>)>,
    touches: HashSet<SubjectId>,
}

/// A plan that was written.
pub(crate) struct Written {
    /// Where.
    pub(crate) place: Place,
    /// The commits there were with it.
    pub(crate) count: u64,
    /// What is known after it.
    pub(crate) world: World,
    /// The keys it used and made.
    pub(crate) keys: Keys,
}

impl<'a> Plan<'a> {
    /// A plan that changes nothing yet.
    pub(crate) fn new(world: World, writer: Writer<'a>) -> Self {
        Self { world, writer, rows: BTreeMap::new(), touched: Touched::default(), learnt: Vec::new(), projected: false }
    }

    /// Notes what the image has to learn from an event accepted at a position.
    pub(crate) fn learn(&mut self, position: Position, subjects: &[SubjectId]) {
        for subject in self.world.beside_all(subjects) {
            let person = PersonId(subject.0);
            let claims = self.world.claims(person);
            // One for whom another stands now is forgotten by saying nothing of it.
            if claims.iter().any(ResidentClaim::matters) || self.world.beside(subject).len() > 1 {
                self.learnt.push((position, person, claims));
            }
        }
    }

    /// Makes the rows of those whom it changes.
    pub(crate) fn project(&mut self, master: &MasterKey) {
        if std::mem::replace(&mut self.projected, true) {
            return;
        }
        let batch = &mut self.writer.batch;
        if self.learnt.is_empty() && batch.erased.is_empty() && !batch.entries.iter().any(counts) {
            return;
        }
        for id in &self.touched.persons {
            match person_row(&mut self.world, *id, master) {
                Some(row) => batch.persons.push(row),
                None if self.touched.known.contains(&SubjectId::from(*id)) => batch.gone_persons.push(*id),
                None => {}
            }
        }
        for id in &self.touched.households {
            match household_row(&mut self.world, *id) {
                Some(row) => batch.households.push(row),
                None if self.touched.known.contains(&SubjectId::from(*id)) => batch.gone_households.push(*id),
                None => {}
            }
        }
        if !batch.erased.is_empty() {
            // No event changed them, but phones must hear of it.
            let position = self.writer.position();
            let batch = &mut self.writer.batch;
            batch.persons.iter_mut().for_each(|row| row.changed = position);
            batch.households.iter_mut().for_each(|row| row.changed = position);
        }
    }

    /// Nothing more is to come.
    pub(crate) fn ready(mut self, master: &MasterKey) -> Ready {
        self.project(master);
        let touches = self.touches();
        let Self { world, writer, rows, learnt, .. } = self;
        let mut batch = writer.batch;
        batch.events = rows.into_values().collect();
        Ready { batch, world, keys: writer.keys, learnt, touches }
    }

    /// Everything that this changes and something else may rest on: subjects, events, devices, numbers of people.
    fn touches(&self) -> HashSet<SubjectId> {
        let batch = &self.writer.batch;
        let events = self.rows.values().flat_map(|row| {
            let device = row.device.map(|(device, _)| SubjectId(device.0));
            self.world.subjects_of(row.id).into_iter().chain([SubjectId(row.id.0)]).chain(device)
        });
        let indexed = batch.entries.iter().flat_map(|entry| entry.subjects.iter().copied());
        let parked = batch.parked.iter().flat_map(|row| {
            let device = row.device.map(|(device, _)| SubjectId(device.0));
            [SubjectId(row.id.0)].into_iter().chain(device)
        });
        let unparked = batch.unparked.iter().map(|event| SubjectId(event.0));
        let device = batch.devices.iter().map(|mark| SubjectId(mark.device.0));
        let numbers = batch.persons.iter().filter_map(|row| row.pin_mac.as_ref()).map(number_subject);
        let persons = self.touched.persons.iter().map(|person| SubjectId::from(*person));
        let households = self.touched.households.iter().map(|household| SubjectId::from(*household));
        events
            .chain(indexed)
            .chain(parked)
            .chain(unparked)
            .chain(device)
            .chain(numbers)
            .chain(persons)
            .chain(households)
            .chain(batch.erased.iter().copied())
            .collect()
    }
}

impl Ready {
    /// How many entries it brings.
    pub(crate) fn len(&self) -> usize {
        self.batch.entries.len()
    }

    /// Whether what it knows is about a subject.
    pub(crate) fn rests_on(&self, subject: SubjectId) -> bool {
        self.world.rests_on(subject)
    }

    /// Everything that it changes and something else may rest on.
    pub(crate) const fn touches(&self) -> &HashSet<SubjectId> {
        &self.touches
    }

    fn settle(&mut self, head: Head) -> (Place, Head) {
        let (place, end) = settle(self.batch.shard, &mut self.batch.entries, head);
        for row in &mut self.batch.events {
            row.position = place.settle(row.position);
            row.decided = row.decided.map(|position| place.settle(position));
        }
        self.batch.persons.iter_mut().for_each(|row| row.changed = place.settle(row.changed));
        self.batch.households.iter_mut().for_each(|row| row.changed = place.settle(row.changed));
        self.learnt.iter_mut().for_each(|(position, ..)| *position = place.settle(*position));
        self.world.settle(place);
        (place, end)
    }
}

/// A number of a person as something that a plan can rest on.
pub(crate) fn number_subject(mac: &[u8; 32]) -> SubjectId {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&mac[..16]);
    SubjectId::from_bytes(bytes)
}

const fn counts(entry: &NewEntry) -> bool {
    matches!(entry.kind, EntryKind::Recorded | EntryKind::Accepted)
}

impl App {
    /// Writes a plan and tells the image. Call while holding the writing lock.
    ///
    /// # Errors
    /// As [`App::write`].
    pub(crate) async fn finish(&self, plan: Plan<'_>) -> Result<Written, AppError> {
        self.finish_by(plan, async |batch| self.commit(batch).await).await
    }

    /// The same, with something else that is written in the transaction of the batch.
    pub(crate) async fn finish_by(
        &self,
        plan: Plan<'_>,
        commit: impl AsyncFnOnce(Batch) -> Result<(), AppError>,
    ) -> Result<Written, AppError> {
        let mut written = self.write_by(vec![plan.ready(&self.master)], commit).await?;
        written.pop().ok_or_else(|| AppError::damaged("a plan that was not written"))
    }

    /// Writes plans that do not rest on each other, one after the other in one transaction, and tells the image.
    /// Call while holding the writing lock.
    ///
    /// # Errors
    /// `HeadMoved` when someone else appended, also when that was before the plans were made: the image has to learn of it first.
    pub(crate) async fn write(&self, plans: Vec<Ready>) -> Result<Vec<Written>, AppError> {
        self.write_by(plans, async |batch| self.commit(batch).await).await
    }

    /// The image, to learn. Whoever counts holds it for a moment; a writer that waits at the lock would keep out those who only look, so it
    /// comes again instead, for half a second at most.
    async fn image_to_write(&self) -> Result<RwLockWriteGuard<'_, Image>, AppError> {
        for _ in 0..250 {
            if let Some(image) = self.image_if_free()? {
                return Ok(image);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.image.write().map_err(|_| AppError::damaged("the image, by a panic"))
    }

    fn image_if_free(&self) -> Result<Option<RwLockWriteGuard<'_, Image>>, AppError> {
        match self.image.try_write() {
            Ok(image) => Ok(Some(image)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Poisoned(_)) => Err(AppError::damaged("the image, by a panic")),
        }
    }

    async fn write_by(
        &self,
        mut plans: Vec<Ready>,
        commit: impl AsyncFnOnce(Batch) -> Result<(), AppError>,
    ) -> Result<Vec<Written>, AppError> {
        let mut head = self.store.head(self.shard).await?;
        let known = self.known()?;
        if known != head.position {
            return Err(AppError::Store(StoreError::HeadMoved { shard: self.shard, expected: known, found: head.position }));
        }
        let mut whole = Batch::new(self.shard, head);
        let mut places = Vec::with_capacity(plans.len());
        for plan in &mut plans {
            let place;
            (place, head) = plan.settle(head);
            places.push(place);
            whole.append(std::mem::replace(&mut plan.batch, Batch::new(self.shard, head)));
        }
        commit(whole).await?;
        let mut image = self.image_to_write().await?;
        let mut written = Vec::with_capacity(plans.len());
        for (plan, place) in plans.into_iter().zip(places) {
            let count = self.recent.note(plan.touches);
            for (position, person, claims) in plan.learnt {
                image.learn(position, person, &claims);
            }
            written.push(Written { place, count, world: plan.world, keys: plan.keys });
        }
        image.advance(head.position);
        Ok(written)
    }
}
