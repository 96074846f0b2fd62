//! The image out of the log: built at the start, caught up when another program appended.

use crate::{App, AppError};
use danso_model::{Entry, Event, EventId, HouseholdId, PersonId, Position, Shard, SubjectId};
use danso_registry::{Claim, ResidentClaim, corrected};
use danso_store::{Store, StoredEntry};
use danso_tally::Image;
use danso_wire::decode_entry;
use std::collections::HashMap;

/// Entries read from the store at once.
const PAGE: u32 = 5_000;

/// Builds an image by reading a log from its beginning. Sealed content is not opened.
pub(crate) async fn build(store: &dyn Store, shard: Shard) -> Result<Image, AppError> {
    let mut builder = Builder::default();
    let mut after = Position::default();
    loop {
        let page = store.entries(shard, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        builder.read(store, shard, &page).await?;
    }
    builder.image.shrink();
    Ok(builder.image)
}

/// Reads a log entry by entry into an image.
#[derive(Default)]
pub(crate) struct Builder {
    pub(crate) image: Image,
    /// By person, and by the few households whose events were undone.
    pub(crate) claims: HashMap<PersonId, Vec<ResidentClaim>>,
    /// Households that accepted events opened.
    pub(crate) opened: Vec<HouseholdId>,
    /// Corrections that do not count, with what they would have corrected.
    passed: HashMap<EventId, EventId>,
    waiting: HashMap<EventId, (Box<Event>, Vec<SubjectId>)>,
}

impl Builder {
    /// Takes in a page of entries.
    pub(crate) async fn read(&mut self, store: &dyn Store, shard: Shard, page: &[StoredEntry]) -> Result<(), AppError> {
        let mut read = Vec::with_capacity(page.len());
        for entry in page {
            let what = decode_entry(entry.kind.as_str(), &entry.payload);
            read.push((entry.position, what.map_err(|error| AppError::damaged(format!("entry {}: {error}", entry.position)))?));
        }
        let with_target: Vec<EventId> = read
            .iter()
            .filter_map(|(_, entry)| entry.event())
            .filter(|event| event.target().is_some())
            .map(|event| event.id)
            .collect();
        let mut index: HashMap<EventId, Vec<SubjectId>> = HashMap::new();
        if !with_target.is_empty() {
            for (event, subject) in store.subjects_of(shard, &with_target).await? {
                index.entry(event).or_default().push(subject);
            }
        }
        for (position, entry) in read {
            match entry {
                Entry::Recorded(event) => {
                    let subjects = index.remove(&event.id).unwrap_or_else(|| event.subjects());
                    self.accept(position, &event, &subjects);
                }
                Entry::Submitted(event) => {
                    let subjects = index.remove(&event.id).unwrap_or_else(|| event.subjects());
                    self.passed.extend(event.supersedes.map(|target| (event.id, target)));
                    self.waiting.insert(event.id, (event, subjects));
                }
                Entry::Accepted { event, .. } => {
                    if let Some((event, subjects)) = self.waiting.remove(&event) {
                        self.accept(position, &event, &subjects);
                    }
                }
                Entry::Returned { event, .. } | Entry::Withdrawn { event, .. } => {
                    self.waiting.remove(&event);
                }
                Entry::Erased { .. } => {}
            }
            self.image.advance(position);
        }
        Ok(())
    }

    fn accept(&mut self, position: Position, event: &Event, subjects: &[SubjectId]) {
        self.passed.remove(&event.id);
        self.opened.extend(event.body.introduces().1);
        for subject in subjects {
            let person = PersonId(subject.0);
            let claim = ResidentClaim::of(event, person);
            if !claim.matters() {
                continue;
            }
            let claims = self.claims.entry(person).or_default();
            claims.push(claim);
            if self.passed.is_empty() {
                self.image.learn(position, person, claims);
                continue;
            }
            let passed = |id: EventId| self.passed.get(&id).copied();
            let resolved: Vec<ResidentClaim> =
                claims.iter().map(|claim| claim.clone().correcting(corrected(claim.corrects(), passed))).collect();
            self.image.learn(position, person, &resolved);
        }
    }
}

impl App {
    /// Up to where the image knows the log.
    pub(crate) fn known(&self) -> Result<Position, AppError> {
        Ok(self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?.head())
    }

    /// Learns what another program appended. Call while holding the writing lock.
    pub(crate) async fn catch_up(&self) -> Result<(), AppError> {
        let known = self.known()?;
        let head = self.store.head(self.shard).await?;
        if head.position > known {
            self.recent.forget();
            // Someone else writing is rare (a bulk load beside a running server), so the image is simply built again.
            let fresh = build(self.store.as_ref(), self.shard).await?;
            *self.image.write().map_err(|_| AppError::damaged("the image, by a panic"))? = fresh;
            self.reload_territory().await?;
        }
        Ok(())
    }
}
