//! What is known about the subjects of one transaction: their events, and the folds of those.

use crate::chain::Place;
use crate::document::document;
use danso_model::{Event, EventBody, EventId, EventStatus, HamletId, HouseholdId, PersonId, Position, SubjectId};
use danso_registry::{
    CodedHealth, Household, Known, Person, ResidentClaim, Same, claims_of, corrected, effective, fold_household, fold_person,
    kin_in,
};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
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
    /// What events call the same person, wherever those stand; mostly nothing.
    links: BTreeMap<EventId, (PersonId, PersonId)>,
    same: HashMap<View, Arc<Same>>,
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
        if let EventBody::SamePerson { person, duplicate } = &standing.event.body {
            self.links.insert(id, (*person, *duplicate));
        }
        if !self.links.is_empty() && links(&standing.event) {
            // Documents of others name those concerned, as mothers and fathers.
            self.same.clear();
            self.persons.clear();
            self.documents.clear();
        }
        self.events.insert(id, standing);
        for subject in &self.beside_all(subjects) {
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

    /// The events it holds.
    pub(crate) fn event_ids(&self) -> Vec<EventId> {
        self.events.keys().copied().collect()
    }

    /// Lets events count no longer, as they did not before they were accepted.
    pub(crate) fn forget(&mut self, ids: &[EventId]) {
        ids.iter().for_each(|id| self.set_status(*id, EventStatus::Submitted));
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

    /// A person and everyone whom events, wherever they stand, call the same person, over any number of steps; in order of id.
    pub(crate) fn beside(&self, subject: SubjectId) -> Vec<SubjectId> {
        let mut all = BTreeSet::from([subject]);
        loop {
            let before = all.len();
            for (one, other) in self.links.values().map(|(one, other)| (SubjectId::from(*one), SubjectId::from(*other))) {
                if all.contains(&one) || all.contains(&other) {
                    all.extend([one, other]);
                }
            }
            if all.len() == before {
                return all.into_iter().collect();
            }
        }
    }

    /// The same of several, each once.
    pub(crate) fn beside_all(&self, subjects: &[SubjectId]) -> Vec<SubjectId> {
        if self.links.is_empty() {
            return subjects.to_vec();
        }
        subjects.iter().flat_map(|subject| self.beside(*subject)).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Who stands for whom.
    pub(crate) fn same(&mut self, view: View) -> Arc<Same> {
        if self.links.is_empty() {
            return Arc::default();
        }
        if let Some(known) = self.same.get(&view) {
            return Arc::clone(known);
        }
        let events: Vec<Arc<Event>> =
            self.events.values().filter(|standing| links(&standing.event)).filter_map(|each| self.taken(each, view)).collect();
        let same = Arc::new(Same::of(effective(events.iter().map(Arc::as_ref))));
        self.same.insert(view, Arc::clone(&same));
        same
    }

    /// Whether an event may change who stands for whom.
    pub(crate) fn links_persons(&self, event: &Event) -> bool {
        matches!(event.body, EventBody::SamePerson { .. })
            || event.target().is_some_and(|target| {
                self.links.contains_key(&target)
                    || self.get(target).is_some_and(|target| !self.links.is_empty() && links(&target.event))
            })
    }

    /// Who stands for a person.
    pub(crate) fn kept(&mut self, person: PersonId, view: View) -> PersonId {
        self.same(view).kept(person)
    }

    /// Children and parents as events about some persons, or about others here, name them.
    fn kin(&self) -> impl Iterator<Item = (PersonId, PersonId)> {
        self.events.values().flat_map(|standing| kin_in(&standing.event))
    }

    /// Whom events here name as children of these persons or of those beside them.
    pub(crate) fn children_of(&self, subjects: &[SubjectId]) -> Vec<PersonId> {
        let parents: HashSet<SubjectId> = self.beside_all(subjects).into_iter().collect();
        let children = self.kin().filter(|(_, parent)| parents.contains(&SubjectId::from(*parent))).map(|(child, _)| child);
        children.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whom events here name as mothers and fathers of these persons.
    pub(crate) fn parents_of(&self, persons: &BTreeSet<PersonId>) -> BTreeSet<PersonId> {
        self.kin().filter(|(child, _)| persons.contains(child)).map(|(_, parent)| parent).collect()
    }

    fn about(&self, subject: SubjectId) -> impl Iterator<Item = &Standing> {
        self.by_subject.get(&subject).into_iter().flatten().filter_map(|id| self.events.get(id))
    }

    /// The events that a view takes in. One that corrects a correction which the view leaves out corrects what that one would have.
    fn seen(&self, subject: SubjectId, view: View) -> Vec<Arc<Event>> {
        if self.links.is_empty() {
            return self.about(subject).filter_map(|standing| self.taken(standing, view)).collect();
        }
        let ids: BTreeSet<EventId> =
            self.beside(subject).iter().flat_map(|each| self.about(*each)).map(|standing| standing.event.id).collect();
        ids.into_iter().filter_map(|id| self.taken(self.events.get(&id)?, view)).collect()
    }

    fn taken(&self, standing: &Standing, view: View) -> Option<Arc<Event>> {
        let passed =
            |id: EventId| self.get(id).filter(|other| !view.takes(other.status)).and_then(|other| other.event.supersedes);
        if !view.takes(standing.status) {
            return None;
        }
        let supersedes = corrected(standing.event.supersedes, passed);
        if supersedes == standing.event.supersedes {
            return Some(Arc::clone(&standing.event));
        }
        Some(Arc::new(Event { supersedes, ..standing.event.as_ref().clone() }))
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
        let folded = fold_person(id, self.seen(id.into(), view).iter().map(Arc::as_ref));
        let same = self.same(view);
        let person = folded.map(|person| Arc::new(if same.is_empty() { person } else { among(&same, person) }));
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

    /// Where events place these households, or the person, whether they count or not: the last one told.
    pub(crate) fn last_told(&self, households: &[HouseholdId], person: Option<PersonId>) -> Option<(HamletId, HouseholdId)> {
        let mut about: Vec<&Standing> = person.into_iter().flat_map(|person| self.about(person.into())).collect();
        about.sort_by_key(|standing| std::cmp::Reverse(standing.position));
        let named = about.into_iter().flat_map(|standing| standing.event.body.households());
        households.iter().copied().chain(named).find_map(|id| {
            let told = self.about(id.into()).map(|standing| standing.event.as_ref());
            Some((fold_household(id, told)?.hamlet, id))
        })
    }

    /// Everyone whom an event about the household names, and those beside them: whoever is a member now or was.
    pub(crate) fn candidates(&self, household: HouseholdId) -> Vec<PersonId> {
        let named = self.about(household.into()).flat_map(|standing| standing.event.body.persons());
        let named: Vec<SubjectId> = named.collect::<BTreeSet<_>>().into_iter().map(SubjectId::from).collect();
        self.beside_all(&named).into_iter().map(|subject| PersonId(subject.0)).collect()
    }

    /// Households that the events about a person, or about those beside, name.
    pub(crate) fn households_named_with(&self, person: PersonId) -> Vec<HouseholdId> {
        let with = |person: PersonId| {
            let about = self.about(person.into()).filter(move |standing| standing.event.body.persons().contains(&person));
            about.flat_map(|standing| standing.event.body.households())
        };
        self.beside(person.into()).into_iter().flat_map(|subject| with(PersonId(subject.0))).collect()
    }

    /// Households that events which count name with a person, whether the person lives or lived there by them or not.
    pub(crate) fn households_counted_with(&self, person: PersonId) -> Vec<HouseholdId> {
        let counting = self.about(person.into()).filter(|standing| standing.status == EventStatus::Accepted);
        let with = counting.filter(|standing| standing.event.body.persons().contains(&person));
        with.flat_map(|standing| standing.event.body.households()).collect()
    }

    /// The last position that changed a subject's accepted state.
    pub(crate) fn changed(&self, subject: SubjectId) -> Position {
        let accepted = self.about(subject).filter(|standing| standing.status == EventStatus::Accepted);
        accepted.map(|standing| standing.position).max().unwrap_or_default()
    }

    /// The same of a person, with those for whom the person stands.
    pub(crate) fn person_changed(&mut self, person: PersonId) -> Position {
        let sheets = self.same(View::Accepted).merged_into(person);
        sheets.into_iter().chain([person]).map(|sheet| self.changed(sheet.into())).max().unwrap_or_default()
    }

    /// The last position that changed a household as accepted: itself, or anyone whom an event that counts names with it, even if that
    /// has no effect now. Whoever an event that does not count brought into it does not change it.
    pub(crate) fn household_changed(&mut self, household: HouseholdId) -> Position {
        let counting = self.about(household.into()).filter(|standing| standing.status == EventStatus::Accepted);
        let named: BTreeSet<SubjectId> =
            counting.flat_map(|standing| standing.event.body.persons()).map(SubjectId::from).collect();
        let named = self.beside_all(&named.into_iter().collect::<Vec<_>>());
        let own = named.iter().map(|person| self.person_changed(PersonId(person.0))).collect::<Vec<_>>();
        let last = own.into_iter().fold(self.changed(household.into()), Position::max);
        if self.links.is_empty() {
            return last;
        }
        // Those who went to another sheet, or came back from it, and parents who are named otherwise since.
        let candidates = self.candidates(household);
        let folded: Vec<Arc<Person>> = candidates.iter().filter_map(|id| self.person(*id, View::Accepted)).collect();
        let members = folded.iter().filter(|person| person.household() == Some(household)).map(|person| person.id);
        let parents = self.parents_of(&members.collect());
        candidates.into_iter().chain(parents).map(|person| self.linked_at(person)).fold(last, Position::max)
    }

    /// The last position that changed who stands for a person, or for whom the person stands.
    fn linked_at(&self, person: PersonId) -> Position {
        let accepted = self.about(person.into()).filter(|standing| standing.status == EventStatus::Accepted);
        let linking = accepted.filter(|standing| self.links_persons(&standing.event));
        linking.map(|standing| standing.position).max().unwrap_or_default()
    }

    /// What accepted events say of a person, as far as counting goes.
    pub(crate) fn claims(&self, person: PersonId) -> Vec<ResidentClaim> {
        let seen = self.seen(person.into(), View::Accepted);
        let told: Vec<_> = seen.iter().map(|event| (event.as_ref(), self.counted.get(&event.id).copied())).collect();
        claims_of(person, &told)
    }

    /// What the register needs to know to decide on an event.
    pub(crate) fn known(&self, event: &Event) -> Known {
        let mut ids: BTreeSet<EventId> = event.target().into_iter().collect();
        for subject in self.beside_all(&event.subjects()) {
            ids.extend(self.by_subject.get(&subject).into_iter().flatten());
        }
        let known = ids.into_iter().filter_map(|id| self.events.get(&id));
        Known {
            events: known.map(|standing| (standing.event.id, (Arc::clone(&standing.event), standing.status))).collect(),
            subjects: event.subjects().into_iter().filter(|subject| self.introduced.contains(subject)).collect(),
        }
    }
}

/// Whether an event may tell who stands for whom.
const fn links(event: &Event) -> bool {
    matches!(event.body, EventBody::SamePerson { .. } | EventBody::Withdrawal { .. })
}

/// A person among others for whom some stand.
fn among(same: &Same, mut person: Person) -> Person {
    let parent = |id: PersonId| Some(same.kept(id)).filter(|parent| *parent != person.id);
    (person.mother, person.father) = (person.mother.and_then(parent), person.father.and_then(parent));
    for (child, ..) in &mut person.children {
        *child = same.kept(*child);
    }
    for union in &mut person.unions {
        union.what.partner = union.what.partner.map(|partner| same.kept(partner));
    }
    person
}
