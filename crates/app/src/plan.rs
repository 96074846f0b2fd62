//! A transaction while it is planned, and how it is written.
//!
//! A plan is made without holding anyone up, on what is known by then; its positions are provisional ([`crate::chain`]). When its turn to
//! write has come and nothing that it rests on was touched meanwhile ([`crate::recent`]), it is put behind the end of the log.

use crate::chain::{Place, Writer};
use crate::load::Keys;
use crate::project::{Touched, household_row, person_row};
use crate::world::World;
use crate::{App, AppError};
use danso_model::{EventId, PersonId, Position, SubjectId};
use danso_registry::ResidentClaim;
use danso_store::{Batch, EntryKind, EventRow, NewEntry, StoreError};
use danso_vault::MasterKey;
use std::collections::{BTreeMap, HashSet};

/// What a transaction changes, while it is planned.
pub(crate) struct Plan<'a> {
    pub(crate) world: World,
    pub(crate) writer: Writer<'a>,
    pub(crate) rows: BTreeMap<EventId, EventRow>,
    pub(crate) touched: Touched,
    pub(crate) learnt: Vec<(Position, PersonId, Vec<ResidentClaim>)>,
    projected: bool,
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

    /// Everything that this changes and something else may rest on: subjects, events, devices, numbers of people.
    fn touches(&self) -> HashSet<SubjectId> {
        let batch = &self.writer.batch;
        let rows = self.rows.values().chain(&batch.events);
        let events = rows.flat_map(|row| {
            let device = row.device.map(|(device, _)| SubjectId(device.0));
            self.world.subjects_of(row.id).into_iter().chain([SubjectId(row.id.0)]).chain(device)
        });
        let indexed = batch.entries.iter().flat_map(|entry| entry.subjects.iter().copied());
        let parked = batch.parked.iter().flat_map(|row| {
            let device = row.device.map(|(device, _)| SubjectId(device.0));
            [SubjectId(row.id.0)].into_iter().chain(device)
        });
        let unparked = batch.unparked.iter().map(|event| SubjectId(event.0));
        let device = batch.device.map(|mark| SubjectId(mark.device.0));
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

    /// Notes what the image has to learn from an event accepted at a position.
    pub(crate) fn learn(&mut self, position: Position, subjects: &[SubjectId]) {
        for subject in subjects {
            let person = PersonId(subject.0);
            let claims = self.world.claims(person);
            if claims.iter().any(ResidentClaim::matters) {
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

    fn settle(&mut self, place: Place) {
        let batch = &mut self.writer.batch;
        for row in &mut batch.events {
            row.position = place.settle(row.position);
            row.decided = row.decided.map(|position| place.settle(position));
        }
        batch.persons.iter_mut().for_each(|row| row.changed = place.settle(row.changed));
        batch.households.iter_mut().for_each(|row| row.changed = place.settle(row.changed));
        self.learnt.iter_mut().for_each(|(position, ..)| *position = place.settle(*position));
        self.world.settle(place);
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
    /// `HeadMoved` when someone else appended, also when that was before the plan was made: the image has to learn of it first.
    pub(crate) async fn finish(&self, plan: Plan<'_>) -> Result<Written, AppError> {
        self.finish_by(plan, async |batch| self.commit(batch).await).await
    }

    /// The same, with something else that is written in the transaction of the batch.
    pub(crate) async fn finish_by(
        &self,
        mut plan: Plan<'_>,
        commit: impl AsyncFnOnce(Batch) -> Result<(), AppError>,
    ) -> Result<Written, AppError> {
        let head = self.store.head(self.shard).await?;
        let known = self.known()?;
        if known != head.position {
            return Err(AppError::Store(StoreError::HeadMoved { shard: self.shard, expected: known, found: head.position }));
        }
        plan.project(&self.master);
        plan.writer.batch.events = std::mem::take(&mut plan.rows).into_values().collect();
        let place = plan.writer.settle(head);
        plan.settle(place);
        let touches = plan.touches();
        let end = place.settle(plan.writer.position());
        let Plan { world, writer, learnt, .. } = plan;
        commit(writer.batch).await?;
        let count = self.recent.note(touches);
        let mut image = self.image.write().map_err(|_| AppError::damaged("the image, by a panic"))?;
        for (position, person, claims) in learnt {
            image.learn(position, person, &claims);
        }
        image.advance(end);
        Ok(Written { place, count, world, keys: writer.keys })
    }
}
