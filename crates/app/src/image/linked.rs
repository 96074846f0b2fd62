//! Persons who may be one: what is told of either may be told of the other, so the image learns them together.

use super::Builder;
use crate::AppError;
use danso_model::{Entry, Event, EventBody, EventId, EventStatus, PersonId, Position, SubjectId};
use danso_registry::{CodedHealth, claims_of, corrected};
use danso_store::Store;
use danso_wire::decode_entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Groups whose events are held at once.
const GROUPS: usize = 200;

/// Who is named together by events that call two persons the same, wherever those events stand.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// Of each person the number of the group.
    group: HashMap<PersonId, usize>,
    groups: BTreeMap<usize, BTreeSet<PersonId>>,
}

/// An accepted event about a group.
struct Accepted {
    position: Position,
    event: Box<Event>,
    health: Option<CodedHealth>,
}

impl Linked {
    /// Takes in what an event says of it.
    pub(super) fn note(&mut self, event: &Event) {
        let EventBody::SamePerson { person, duplicate } = &event.body else { return };
        let mut members = BTreeSet::from([*person, *duplicate]);
        for each in [person, duplicate] {
            members.extend(self.group.get(each).and_then(|group| self.groups.remove(group)).unwrap_or_default());
        }
        let number = self.groups.last_key_value().map_or(0, |(last, _)| last + 1);
        self.group.extend(members.iter().map(|each| (*each, number)));
        self.groups.insert(number, members);
    }

    /// Whether a subject is a person of a group.
    pub(super) fn has(&self, subject: SubjectId) -> bool {
        !self.group.is_empty() && self.group.contains_key(&PersonId(subject.0))
    }

    /// Everyone.
    pub(super) fn persons(&self) -> HashSet<PersonId> {
        self.group.keys().copied().collect()
    }
}

impl Builder<'_> {
    /// Learns the groups, out of what the log has about them up to a position. Whom an event stands for depends on the other events that
    /// counted by then, so each group is gone through from the beginning.
    pub(super) async fn learn_linked(&mut self, store: &dyn Store, end: Position) -> Result<(), AppError> {
        let groups: Vec<Vec<PersonId>> = self.linked.groups.values().map(|group| group.iter().copied().collect()).collect();
        for some in groups.chunks(GROUPS) {
            let subjects: Vec<SubjectId> = some.iter().flatten().copied().map(SubjectId::from).collect();
            let mut told = self.told_of(store, &subjects, end).await?;
            for group in some {
                let mut accepted: BTreeMap<EventId, Accepted> = BTreeMap::new();
                for person in group {
                    let own = told.remove(&SubjectId::from(*person)).unwrap_or_default();
                    accepted.extend(
                        own.into_iter()
                            .map(|(event, position, health)| (event.id, Accepted { position, event: Box::new(event), health })),
                    );
                }
                self.learn_group(group, accepted.into_values().collect());
            }
        }
        Ok(())
    }

    /// The accepted events about some subjects, by subject.
    async fn told_of(
        &self,
        store: &dyn Store,
        subjects: &[SubjectId],
        end: Position,
    ) -> Result<HashMap<SubjectId, Vec<(Event, Position, Option<CodedHealth>)>>, AppError> {
        let mut page = store.entries_of(self.shard, subjects).await?;
        page.retain(|entry| entry.position <= end && entry.kind.carries_event());
        let mut read = Vec::with_capacity(page.len());
        for entry in &page {
            let what = decode_entry(entry.kind.as_str(), &entry.payload);
            read.push(what.map_err(|error| AppError::damaged(format!("entry {}: {error}", entry.position)))?);
        }
        let counted = self.counted(store, &page, &read).await?;
        let ids: Vec<EventId> = read.iter().filter_map(Entry::event).map(|event| event.id).collect();
        let statuses = store.statuses(self.shard, &ids).await?.into_iter();
        let decided: HashMap<EventId, Position> = statuses
            .filter(|(_, status, _)| *status == EventStatus::Accepted)
            .filter_map(|(event, _, decided)| Some((event, decided.filter(|position| *position <= end)?)))
            .collect();
        let mut index: HashMap<EventId, Vec<SubjectId>> = HashMap::new();
        for (event, subject) in store.subjects_of(self.shard, &ids).await? {
            index.entry(event).or_default().push(subject);
        }
        let mut told: HashMap<SubjectId, Vec<(Event, Position, Option<CodedHealth>)>> = HashMap::new();
        for (entry, what) in page.iter().zip(read) {
            let position = match &what {
                Entry::Recorded(_) => Some(entry.position),
                Entry::Submitted(event) => decided.get(&event.id).copied(),
                Entry::Accepted { .. } | Entry::Returned { .. } | Entry::Withdrawn { .. } | Entry::Erased { .. } => None,
            };
            let (Some(position), Some(event)) = (position, what.event()) else { continue };
            for subject in index.get(&event.id).into_iter().flatten() {
                let health = counted.get(&event.id).copied();
                told.entry(*subject).or_default().push((event.clone(), position, health));
            }
        }
        Ok(told)
    }

    fn learn_group(&mut self, group: &[PersonId], mut accepted: Vec<Accepted>) {
        accepted.sort_unstable_by_key(|each| (each.position, each.event.id));
        for at in 0..accepted.len() {
            let position = accepted[at].position;
            if accepted.get(at + 1).is_some_and(|next| next.position == position) {
                continue;
            }
            let passed = |id: EventId| {
                let passed = self.passed.get(&id)?;
                (passed.from <= position && passed.to.is_none_or(|to| position < to)).then_some(passed.target)
            };
            let known: Vec<(Event, Option<CodedHealth>)> = accepted[..=at]
                .iter()
                .map(|each| {
                    let supersedes = corrected(each.event.supersedes, passed);
                    (Event { supersedes, ..each.event.as_ref().clone() }, each.health)
                })
                .collect();
            let known: Vec<(&Event, Option<CodedHealth>)> = known.iter().map(|(event, health)| (event, *health)).collect();
            for person in group {
                self.image.learn(position, *person, &claims_of(*person, &known));
            }
        }
    }
}
