//! From the store into a world: entries opened with the keys of their subjects.

use crate::world::{Standing, View, World};
use crate::{App, AppError};
use danso_model::{Event, EventBody, EventId, EventStatus, HouseholdId, PersonId, Personal, Position, Shard, SubjectId};
use danso_registry::CodedHealth;
use danso_store::{Store, StoredEntry};
use danso_vault::{MasterKey, STATISTICS, SubjectKey};
use danso_wire::{decode_open, decode_personal};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Opened keys of subjects. A subject that was erased has an entry without key.
pub(crate) type Keys = HashMap<SubjectId, Option<SubjectKey>>;

/// Reads keys of subjects; those without any are left out.
pub(crate) async fn keys(store: &dyn Store, shard: Shard, master: &MasterKey, subjects: &[SubjectId]) -> Result<Keys, AppError> {
    let rows = store.keys(shard, subjects).await?;
    let mut keys = Keys::with_capacity(rows.len());
    for row in rows {
        let key = match row.wrapped {
            Some(wrapped) => Some(master.unwrap(row.subject, &wrapped).map_err(|error| AppError::damaged(error.to_string()))?),
            None => None,
        };
        keys.insert(row.subject, key);
    }
    if subjects.contains(&STATISTICS) {
        // Whoever comes by that id is treated as erased: nothing is ever sealed about them.
        keys.insert(STATISTICS, None);
    }
    Ok(keys)
}

/// Subjects whose content is sealed in these entries.
pub(crate) fn sealed_subjects(entries: &[StoredEntry]) -> Vec<SubjectId> {
    let mut subjects = BTreeSet::new();
    for entry in entries {
        let mut rest = entry.sealed.as_slice();
        while let Some((subject, after)) = rest.split_first_chunk::<16>() {
            let Some((len, after)) = after.split_first_chunk::<4>() else { break };
            subjects.insert(SubjectId::from_bytes(*subject));
            subjects.remove(&STATISTICS);
            rest = after.get(u32::from_be_bytes(*len) as usize..).unwrap_or_default();
        }
    }
    subjects.into_iter().collect()
}

/// The event of an entry, with what is left of its personal content, and what is counted of health whether that is left or not.
fn open(entry: &StoredEntry, keys: &HashMap<SubjectId, SubjectKey>) -> Result<(Event, Option<CodedHealth>), AppError> {
    let damaged = |what: String| AppError::damaged(format!("entry {}: {what}", entry.position));
    let mut event = decode_open(&entry.payload).map_err(|error| damaged(error.to_string()))?;
    let mut counted = None;
    for (subject, plain) in danso_vault::open(&entry.sealed, event.id, keys).map_err(|error| damaged(error.to_string()))? {
        if subject == STATISTICS {
            counted = plain.and_then(|bytes| CodedHealth::from_bytes(&bytes));
            continue;
        }
        let personal: Option<Personal> =
            plain.map(|bytes| decode_personal(&bytes)).transpose().map_err(|error| damaged(error.to_string()))?;
        event.personal.extend(personal.map(|personal| (subject, personal)));
    }
    // Entries from before there was a statistics key have the personal part only.
    let counted = counted.or_else(|| CodedHealth::told_by(&event));
    Ok((event, counted))
}

/// Opens entries, reading the keys they need. With each event comes what is counted of health.
pub(crate) async fn open_counted(
    store: &dyn Store,
    shard: Shard,
    master: &MasterKey,
    entries: &[StoredEntry],
) -> Result<Vec<(Event, Option<CodedHealth>)>, AppError> {
    let keys = keys(store, shard, master, &sealed_subjects(entries)).await?;
    let mut keys: HashMap<SubjectId, SubjectKey> = keys.into_iter().filter_map(|(subject, key)| Some((subject, key?))).collect();
    keys.insert(STATISTICS, master.statistics().clone());
    entries.iter().map(|entry| open(entry, &keys)).collect()
}

/// Opens entries, reading the keys they need.
pub(crate) async fn open_all(
    store: &dyn Store,
    shard: Shard,
    master: &MasterKey,
    entries: &[StoredEntry],
) -> Result<Vec<Event>, AppError> {
    Ok(open_counted(store, shard, master, entries).await?.into_iter().map(|(event, _)| event).collect())
}

/// What is counted of health in an entry, by the statistics key alone. None when the entry has no such part: it tells nothing of health,
/// or is from before there was that key.
pub(crate) fn counted(entry: &StoredEntry, statistics: &HashMap<SubjectId, SubjectKey>) -> Result<Option<CodedHealth>, AppError> {
    let Some(event) = entry.event.filter(|_| !entry.sealed.is_empty()) else { return Ok(None) };
    let parts = danso_vault::open(&entry.sealed, event, statistics).map_err(|error| AppError::damaged(error.to_string()))?;
    let part = parts.into_iter().find(|(subject, _)| *subject == STATISTICS).and_then(|(_, plain)| plain);
    Ok(part.and_then(|bytes| CodedHealth::from_bytes(&bytes)))
}

impl App {
    /// Loads everything about persons, the households that they live, lived or may come to live in, and all members of those.
    pub(crate) async fn load_world(&self, subjects: &[SubjectId]) -> Result<World, AppError> {
        let mut world = World::default();
        self.load_more(&mut world, subjects).await?;
        Ok(world)
    }

    /// The same into a world that may hold some of it.
    pub(crate) async fn load_more(&self, world: &mut World, subjects: &[SubjectId]) -> Result<(), AppError> {
        let fresh: Vec<SubjectId> = subjects.iter().copied().filter(|subject| !world.asked.contains(subject)).collect();
        if fresh.is_empty() {
            return Ok(());
        }
        let persons: Vec<PersonId> = fresh.iter().map(|subject| PersonId(subject.0)).collect();
        let homes = self.store.homes_of(self.shard, &persons).await?;
        let mut households: BTreeSet<HouseholdId> = homes.into_iter().map(|(_, household)| household).collect();
        households.extend(fresh.iter().map(|subject| HouseholdId(subject.0)));
        let mut next: Vec<HouseholdId> = households.iter().copied().collect();
        while !next.is_empty() {
            self.load_households_into(world, &fresh, &next).await?;
            // Households where they, or those who are the same person, lived before, or will have lived once the event counts.
            let named = fresh.iter().flat_map(|subject| world.households_named_with(PersonId(subject.0)));
            next = named.filter(|household| households.insert(*household)).collect();
        }
        world.asked.extend(fresh);
        Ok(())
    }

    /// Loads households whose documents name one of these persons as mother or father, where what comes may change who stands for whom.
    pub(crate) async fn load_kin(&self, world: &mut World, subjects: &[SubjectId]) -> Result<(), AppError> {
        let children: Vec<SubjectId> = world.children_of(subjects).into_iter().map(SubjectId::from).collect();
        self.load_more(world, &children).await
    }

    /// Notes that a person is, or may be, known under several sheets.
    pub(crate) fn note_linked(&self, event: &Event) {
        if let EventBody::SamePerson { person, duplicate } = &event.body
            && let Ok(mut linked) = self.linked.write()
        {
            linked.extend([*person, *duplicate]);
        }
    }

    /// Who stands for those of these persons who are known under another sheet.
    pub(crate) async fn stand_ins(&self, persons: &[PersonId]) -> Result<HashMap<PersonId, PersonId>, AppError> {
        let linked: Vec<SubjectId> = match self.linked.read() {
            Ok(linked) => persons.iter().filter(|person| linked.contains(person)).copied().map(SubjectId::from).collect(),
            Err(_) => return Err(AppError::damaged("the linked persons, by a panic")),
        };
        if linked.is_empty() {
            return Ok(HashMap::new());
        }
        let same = self.load_households(&linked, &[]).await?.same(View::Accepted);
        let pairs = linked.into_iter().map(|subject| PersonId(subject.0)).map(|person| (person, same.kept(person)));
        Ok(pairs.filter(|(person, kept)| person != kept).collect())
    }

    /// Of the parents of these persons, those who may be known under several sheets.
    fn linked_parents(&self, world: &World, persons: impl Iterator<Item = PersonId>) -> Vec<SubjectId> {
        let Ok(linked) = self.linked.read() else { return Vec::new() };
        if linked.is_empty() {
            return Vec::new();
        }
        let parents = world.parents_of(&persons.collect());
        parents.into_iter().filter(|parent| linked.contains(parent)).map(SubjectId::from).collect()
    }

    /// Loads households with everyone in them, and some subjects more.
    pub(crate) async fn load_households(&self, subjects: &[SubjectId], households: &[HouseholdId]) -> Result<World, AppError> {
        let mut world = World::default();
        self.load_households_into(&mut world, subjects, households).await?;
        Ok(world)
    }

    async fn load_households_into(
        &self,
        world: &mut World,
        subjects: &[SubjectId],
        households: &[HouseholdId],
    ) -> Result<(), AppError> {
        let members = self.store.members_of(self.shard, households).await?;
        let mut wanted: BTreeSet<SubjectId> = subjects.iter().copied().collect();
        wanted.extend(households.iter().map(|household| SubjectId::from(*household)));
        wanted.extend(members.into_iter().map(SubjectId::from));
        wanted.retain(|subject| !world.whole.contains(subject));
        let mut asked: Vec<SubjectId> = wanted.into_iter().collect();
        // Whoever once lived in one of the households may have gone on by an event that does not name it: those come in a second round.
        while !asked.is_empty() {
            let entries = self.store.entries_of(self.shard, &asked).await?;
            self.put_entries(world, entries).await?;
            world.whole.extend(asked);
            let named: BTreeSet<PersonId> = households.iter().flat_map(|household| world.candidates(*household)).collect();
            let mut around = world.beside_all(subjects);
            around.extend(self.linked_parents(world, named.iter().copied().chain(subjects.iter().map(|id| PersonId(id.0)))));
            around.extend(named.into_iter().map(SubjectId::from));
            asked = world.beside_all(&around);
            asked.retain(|person| !world.whole.contains(person));
            asked.sort_unstable();
            asked.dedup();
        }
        Ok(())
    }

    async fn put_entries(&self, world: &mut World, entries: Vec<StoredEntry>) -> Result<(), AppError> {
        let entries: Vec<StoredEntry> =
            entries.into_iter().filter(|entry| entry.event.is_some_and(|id| world.get(id).is_none())).collect();
        let ids: Vec<EventId> = entries.iter().filter_map(|entry| entry.event).collect();
        let stands = self.store.statuses(self.shard, &ids).await?;
        let stands: HashMap<EventId, (EventStatus, Option<Position>)> =
            stands.into_iter().map(|(id, status, decided)| (id, (status, decided))).collect();
        let events = open_counted(self.store.as_ref(), self.shard, &self.master, &entries).await?;
        let with_target: Vec<EventId> =
            events.iter().filter(|(event, _)| event.target().is_some()).map(|(event, _)| event.id).collect();
        let mut index: HashMap<EventId, Vec<SubjectId>> = HashMap::new();
        if !with_target.is_empty() {
            for (event, subject) in self.store.subjects_of(self.shard, &with_target).await? {
                index.entry(event).or_default().push(subject);
            }
        }
        for (entry, (event, counted)) in entries.iter().zip(events) {
            world.note_counted(event.id, counted);
            let subjects = index.remove(&event.id).unwrap_or_else(|| event.subjects());
            let stands = stands.get(&event.id).copied();
            let (status, decided) = stands.ok_or_else(|| AppError::damaged(format!("no status of event {}", event.id)))?;
            let position = decided.unwrap_or(entry.position).max(entry.position);
            world.put(Standing { event: Arc::new(event), status, position }, &subjects);
        }
        Ok(())
    }
}
