//! What is known about the subjects of one transaction: their events, and the folds of those.

use crate::chain::Place;
use crate::document::document;
use danso_model::{Event, EventId, EventStatus, HouseholdId, PersonId, Position, SubjectId};
use danso_registry::{CodedHealth, Household, Known, Person, ResidentClaim, corrected, fold_household, fold_person};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Which events a fold takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum View {
    /// Those that count.
    Accepted,
    /// Those that count or wait: what the reporter believes.
    Standing,
}

impl View {
    fn takes(self, status: EventStatus) -> bool {
        match status {
            EventStatus::Accepted => true,
            EventStatus::Submitted => self == Self::Standing,
            EventStatus::Returned | EventStatus::Withdrawn => false,
        }
    }
}

/// An event with where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) event: Arc<Event>,
    pub(crate) status: EventStatus,
    /// Where it came in.
    pub(crate) position: Position,
}

/// The events about some subjects, and their folds, made when first asked for.
#[derive(Debug, Default)]
pub(crate) struct World {
    events: HashMap<EventId, Standing>,
    index: HashMap<EventId, Vec<SubjectId>>,
    by_subject: HashMap<SubjectId, Vec<EventId>>,
    persons: HashMap<(PersonId, View), Option<Arc<Person>>>,
    households: HashMap<(HouseholdId, View), Option<Arc<Household>>>,
    introduced: HashSet<SubjectId>,
    /// What is counted of the health content of events; it stays when the content is erased.
    counted: HashMap<EventId, CodedHealth>,
    /// Documents made for the rules, and which of them a subject stands in.
    documents: HashMap<HouseholdId, Option<Arc<Value>>>,
    stands_in: HashMap<SubjectId, HashSet<HouseholdId>>,
    documents_on: Option<Date>,
    /// Subjects all of whose events are in it.
    pub(crate) whole: HashSet<SubjectId>,
    /// Subjects that were asked for: everything that they live or lived with is in it as well.
    pub(crate) asked: HashSet<SubjectId>,
}

impl World {
    /// Puts an event in, or changes where it stands. `subjects` are those it is indexed under.
    pub(crate) fn put(&mut self, standing: Standing, subjects: &[SubjectId]) {
        let id = standing.event.id;
        if !self.events.contains_key(&id) {
            for subject in subjects {
                self.by_subject.entry(*subject).or_default().push(id);
            }
            self.index.insert(id, subjects.to_vec());
            let (persons, households) = standing.event.body.introduces();
            self.introduced.extend(persons.into_iter().map(SubjectId::from));
            self.introduced.extend(households.into_iter().map(SubjectId::from));
        }
        self.note_counted(id, CodedHealth::told_by(&standing.event));
        self.events.insert(id, standing);
        for subject in subjects {
            for view in [View::Accepted, View::Standing] {
                self.persons.remove(&(PersonId(subject.0), view));
                self.households.remove(&(HouseholdId(subject.0), view));
            }
            for household in self.stands_in.remove(subject).into_iter().flatten() {
                self.documents.remove(&household);
            }
        }
    }

    /// A household's document as the rules see it, all that stands in force; made when first asked for. Its position may be provisional.
    pub(crate) fn document(&mut self, household: HouseholdId, today: Date) -> Option<Arc<Value>> {
        if self.documents_on.replace(today) != Some(today) {
            self.documents.clear();
        }
        if let Some(known) = self.documents.get(&household) {
            return known.clone();
        }
        let made = document(self, household, View::Standing, today).and_then(|made| serde_json::to_value(made).ok());
        let made = made.map(Arc::new);
        self.documents.insert(household, made.clone());
        for subject in self.candidates(household).into_iter().map(SubjectId::from).chain([household.into()]) {
            self.stands_in.entry(subject).or_default().insert(household);
        }
        made
    }

    /// Notes what is counted of the health content of an event. What is known stays: it was the same before the content was erased.
    pub(crate) fn note_counted(&mut self, event: EventId, counted: Option<CodedHealth>) {
        if let Some(counted) = counted {
            self.counted.entry(event).or_insert(counted);
        }
    }

    /// How many events it holds.
    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether all about a subject was read into it, if only that there is nothing. Of others it may hold an event by chance: what
    /// becomes of that event touches those as well of whom all was read.
    pub(crate) fn rests_on(&self, subject: SubjectId) -> bool {
        self.whole.contains(&subject)
    }

    /// Puts the events of a plan where it came to lie.
    pub(crate) fn settle(&mut self, place: Place) {
        self.events.values_mut().for_each(|standing| standing.position = place.settle(standing.position));
    }

    /// Changes where an event stands.
    pub(crate) fn set_status(&mut self, id: EventId, status: EventStatus) {
        let subjects = self.subjects_of(id);
        if let Some(standing) = self.events.get(&id).cloned() {
            self.put(Standing { status, ..standing }, &subjects);
        }
    }

    pub(crate) fn get(&self, id: EventId) -> Option<&Standing> {
        self.events.get(&id)
    }

    /// The subjects that an event is indexed under.
    pub(crate) fn subjects_of(&self, id: EventId) -> Vec<SubjectId> {
        self.index.get(&id).cloned().unwrap_or_default()
    }

    /// Its own subjects and those of the event it corrects, withdraws or receives.
    pub(crate) fn index_of(&self, event: &Event) -> Vec<SubjectId> {
        let mut subjects: BTreeSet<SubjectId> = event.subjects().into_iter().collect();
        if let Some(target) = event.target() {
            subjects.extend(self.subjects_of(target));
        }
        subjects.into_iter().collect()
    }

    fn about(&self, subject: SubjectId) -> impl Iterator<Item = &Standing> {
        self.by_subject.get(&subject).into_iter().flatten().filter_map(|id| self.events.get(id))
    }

    /// The events that a view takes in. One that corrects a correction which the view leaves out corrects what that one would have.
    fn seen(&self, subject: SubjectId, view: View) -> Vec<Arc<Event>> {
        let passed =
            |id: EventId| self.get(id).filter(|other| !view.takes(other.status)).and_then(|other| other.event.supersedes);
        let taken = self.about(subject).filter(|standing| view.takes(standing.status));
        let resolved = |standing: &Standing| {
            let supersedes = corrected(standing.event.supersedes, passed);
            if supersedes == standing.event.supersedes {
                return Arc::clone(&standing.event);
            }
            Arc::new(Event { supersedes, ..standing.event.as_ref().clone() })
        };
        taken.map(resolved).collect()
    }

    /// The events indexed under a subject.
    pub(crate) fn events_about(&self, subject: SubjectId) -> Vec<Standing> {
        self.about(subject).cloned().collect()
    }

    /// A person as folded.
    pub(crate) fn person(&mut self, id: PersonId, view: View) -> Option<Arc<Person>> {
        if let Some(known) = self.persons.get(&(id, view)) {
            return known.clone();
        }
        let person = fold_person(id, self.seen(id.into(), view).iter().map(Arc::as_ref)).map(Arc::new);
        self.persons.insert((id, view), person.clone());
        person
    }

    /// A household as folded.
    pub(crate) fn household(&mut self, id: HouseholdId, view: View) -> Option<Arc<Household>> {
        if let Some(known) = self.households.get(&(id, view)) {
            return known.clone();
        }
        let household = fold_household(id, self.seen(id.into(), view).iter().map(Arc::as_ref)).map(Arc::new);
        self.households.insert((id, view), household.clone());
        household
    }

    /// A household as it stood before an event; one that comes into being with the event as the event puts it.
    pub(crate) fn household_around(&self, id: HouseholdId, event: EventId) -> Option<Household> {
        let standing = self.seen(id.into(), View::Standing);
        let before = standing.iter().filter(|each| each.id != event).map(Arc::as_ref);
        fold_household(id, before).or_else(|| fold_household(id, standing.iter().map(Arc::as_ref)))
    }

    /// Everyone whom an event about the household names: whoever is a member now or was.
    pub(crate) fn candidates(&self, household: HouseholdId) -> Vec<PersonId> {
        let named = self.about(household.into()).flat_map(|standing| standing.event.body.persons());
        named.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Households that the events about a person name.
    pub(crate) fn households_named_with(&self, person: PersonId) -> Vec<HouseholdId> {
        let about = self.about(person.into()).filter(|standing| standing.event.body.persons().contains(&person));
        about.flat_map(|standing| standing.event.body.households()).collect()
    }

    /// The last position that changed a subject's accepted state.
    pub(crate) fn changed(&self, subject: SubjectId) -> Position {
        let accepted = self.about(subject).filter(|standing| standing.status == EventStatus::Accepted);
        accepted.map(|standing| standing.position).max().unwrap_or_default()
    }

    /// What accepted events say of a person, as far as counting goes.
    pub(crate) fn claims(&self, person: PersonId) -> Vec<ResidentClaim> {
        let seen = self.seen(person.into(), View::Accepted);
        seen.iter().map(|event| ResidentClaim::with_health(event, person, self.counted.get(&event.id).copied())).collect()
    }

    /// What the register needs to know to decide on an event.
    pub(crate) fn known(&self, event: &Event) -> Known {
        let mut ids: BTreeSet<EventId> = event.target().into_iter().collect();
        for subject in event.subjects() {
            ids.extend(self.by_subject.get(&subject).into_iter().flatten());
        }
        let known = ids.into_iter().filter_map(|id| self.events.get(&id));
        Known {
            events: known.map(|standing| (standing.event.id, (Arc::clone(&standing.event), standing.status))).collect(),
            subjects: event.subjects().into_iter().filter(|subject| self.introduced.contains(subject)).collect(),
        }
    }
}
