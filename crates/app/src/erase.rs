//! Erasing a person: the key is destroyed, the content is gone, every count stays.

use crate::chain::Writer;
use crate::ingest::Plan;
use crate::load::Keys;
use crate::project::Touched;
use crate::{App, AppError};
use danso_model::{Entry, PersonId, Personal, Position, SubjectId, UserId};
use std::sync::Arc;

impl App {
    /// Destroys the key of a person (or household). Names, numbers and health content of that subject cannot be read any more, in the log
    /// or in a copy of it; the facts that are counted stay. There is no way back.
    ///
    /// # Errors
    /// `NotFound` when nothing in the register concerns the subject.
    pub async fn erase(&self, by: UserId, subject: SubjectId) -> Result<Position, AppError> {
        let _writing = self.writing.lock().await;
        let mut world = self.load_world(&[subject]).await?;
        let about = world.events_about(subject);
        if about.is_empty() {
            return Err(AppError::NotFound);
        }
        for mut standing in about {
            let mut event = standing.event.as_ref().clone();
            event.personal.retain(|(whose, _): &(SubjectId, Personal)| *whose != subject);
            let subjects = world.subjects_of(event.id);
            standing.event = Arc::new(event);
            world.put(standing, &subjects);
        }
        let head = self.store.head(self.shard).await?;
        let fill = |bytes: &mut [u8]| self.env.chance.fill(bytes);
        let writer = Writer::new(self.shard, head, Keys::new(), &self.master, &fill);
        let mut plan = Plan { world, writer, rows: Default::default(), touched: Touched::default(), learnt: Vec::new() };
        let position = plan.writer.append(&Entry::Erased { subject, by }, Vec::new(), self.env.now_ms());
        plan.writer.batch.erased.push(subject);
        let person = PersonId(subject.0);
        plan.touched.persons.insert(person);
        if let Some(known) = plan.world.person(person, crate::world::View::Accepted) {
            plan.touched.households.extend(known.stays.memberships.iter().map(|episode| episode.what.household));
        } else {
            plan.touched.households.insert(danso_model::HouseholdId(subject.0));
        }
        self.finish(plan).await?;
        if let Ok(mut kept) = self.snapshots.0.lock() {
            kept.clear();
        }
        Ok(position)
    }
}
