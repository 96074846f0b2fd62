//! Erasing a person: the key is destroyed, the content is gone, every count stays.

use crate::chain::Writer;
use crate::load::Keys;
use crate::plan::Plan;
use crate::world::View;
use crate::{App, AppError};
use danso_model::{Entry, HouseholdId, PersonId, Personal, Position, SubjectId, UserId};
use danso_store::StoreError;
use std::collections::BTreeSet;
use std::sync::Arc;

impl App {
    /// Destroys the key of a person (or household). Names, numbers and health content of that subject cannot be read any more, in the log
    /// or in a copy of it; the facts that are counted stay. There is no way back.
    ///
    /// # Errors
    /// `NotFound` when nothing in the register concerns the subject.
    pub async fn erase(&self, by: UserId, subject: SubjectId) -> Result<Position, AppError> {
        let _writing = self.writing.lock().await;
        loop {
            match self.try_erase(by, subject).await {
                Err(AppError::Store(StoreError::HeadMoved { .. })) => self.catch_up().await?,
                other => return other,
            }
        }
    }

    async fn try_erase(&self, by: UserId, subject: SubjectId) -> Result<Position, AppError> {
        let mut world = self.load_world(&[subject]).await?;
        // Other sheets of the person go too, and for whom another stands, that one.
        let same = world.same(View::Accepted);
        let kept = same.kept(PersonId(subject.0));
        let mut erased: Vec<SubjectId> = same.merged_into(kept).into_iter().chain([kept]).map(SubjectId::from).collect();
        erased.sort_by_key(|each| *each == subject);
        let lived = world.person(kept, View::Accepted).map(|person| person.stays.memberships.clone());
        let households: BTreeSet<HouseholdId> = lived.into_iter().flatten().map(|episode| episode.what.household).collect();
        let about: Vec<_> = erased.iter().flat_map(|each| world.events_about(*each)).collect();
        if about.is_empty() {
            return Err(AppError::NotFound);
        }
        for mut standing in about {
            let mut event = standing.event.as_ref().clone();
            event.personal.retain(|(whose, _): &(SubjectId, Personal)| !erased.contains(whose));
            let subjects = world.subjects_of(event.id);
            standing.event = Arc::new(event);
            world.put(standing, &subjects);
        }
        let writer = Writer::new(self.shard, Keys::new(), &self.master, self.env.chance.as_ref());
        let mut plan = Plan::new(world, writer);
        let mut position = Position::default();
        for subject in erased {
            position = plan.writer.append(&Entry::Erased { subject, by }, Vec::new(), self.env.now_ms());
            plan.writer.batch.erased.push(subject);
            plan.touched.persons.insert(PersonId(subject.0));
        }
        if households.is_empty() {
            plan.touched.households.insert(HouseholdId(subject.0));
        }
        plan.touched.households.extend(households);
        let place = self.finish(plan).await?.place;
        self.held.clear();
        if let Ok(mut kept) = self.snapshots.0.lock() {
            kept.clear();
        }
        Ok(place.settle(position))
    }
}
