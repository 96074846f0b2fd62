//! Two sheets of one person: who stands for whom, and what was told of the one read as told of the other.

use crate::effective;
use crate::{CodedHealth, ResidentClaim};
use danso_model::{BirthFacts, Change, Event, EventBody, EventId, Member, Partner, PersonId, Personal, Placement, SubjectId};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Who stands for whom while `same_person` events are in force.
///
/// Being the same person goes both ways and on to the next: persons that such events name together, over any number of steps, are one.
/// For them stands the one that no event calls the duplicate. Where events disagree (two are kept, or none, in a ring), the one that the
/// event with the greatest id keeps. So it depends on the set of events only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Same {
    /// Everyone of a group of two and more, the one that stands for them too.
    kept: BTreeMap<PersonId, PersonId>,
}

/// An event as it reads for one person.
pub(crate) struct Reading<'a> {
    pub(crate) event: Cow<'a, Event>,
    /// Told under another sheet of the person only.
    pub(crate) other: bool,
}

impl Same {
    /// Out of events in force; those of other kinds say nothing of it.
    #[must_use]
    pub fn of<'a>(in_force: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut links: BTreeMap<EventId, (PersonId, PersonId)> = BTreeMap::new();
        for event in in_force {
            if let EventBody::SamePerson { person, duplicate } = &event.body
                && person != duplicate
            {
                links.insert(event.id, (*person, *duplicate));
            }
        }
        let mut group: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        for (person, duplicate) in links.values() {
            let mut both = group.get(person).cloned().unwrap_or_else(|| BTreeSet::from([*person]));
            both.extend(group.get(duplicate).cloned().unwrap_or_else(|| BTreeSet::from([*duplicate])));
            for each in both.clone() {
                group.insert(each, both.clone());
            }
        }
        let duplicates: BTreeSet<PersonId> = links.values().map(|(_, duplicate)| *duplicate).collect();
        let stands_for = |members: &BTreeSet<PersonId>| {
            let kept = || links.values().rev().map(|(person, _)| *person).filter(|person| members.contains(person));
            let free = kept().find(|person| !duplicates.contains(person));
            free.or_else(|| kept().next())
        };
        let kept = group.iter().filter_map(|(person, members)| Some((*person, stands_for(members)?))).collect();
        Self { kept }
    }

    /// Whether nobody stands for anyone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Who stands for a person: the person itself unless it is a duplicate.
    #[must_use]
    pub fn kept(&self, person: PersonId) -> PersonId {
        self.kept.get(&person).copied().unwrap_or(person)
    }

    /// Whom a person stands for, in order of id.
    #[must_use]
    pub fn merged_into(&self, kept: PersonId) -> Vec<PersonId> {
        self.kept.iter().filter(|(each, of)| **of == kept && **each != kept).map(|(each, _)| *each).collect()
    }

    /// An event with those who stand for others in the place of these. Whom it names twice then, it names once, as it named the one that
    /// is kept.
    #[must_use]
    pub fn read<'a>(&self, event: &'a Event) -> Cow<'a, Event> {
        let names = |person: &PersonId| self.kept(*person) != *person;
        let named =
            |event: &Event| event.body.persons().iter().any(names) || event.personal.iter().any(|(id, _)| names(&PersonId(id.0)));
        if self.is_empty()
            || matches!(event.body, EventBody::SamePerson { .. })
            || !(named(event) || kin_in(event).iter().any(|(_, parent)| names(parent)))
        {
            return Cow::Borrowed(event);
        }
        let mut read = event.clone();
        self.put(&mut read.body);
        read.personal = self.personal(&event.personal);
        Cow::Owned(read)
    }

    /// The same as it reads for one person.
    pub(crate) fn reading<'a>(&self, person: PersonId, event: &'a Event) -> Reading<'a> {
        let other = self.kept.contains_key(&person) && !event.body.persons().contains(&person);
        Reading { event: self.read(event), other }
    }

    fn put(&self, body: &mut EventBody) {
        let one = |person: &mut PersonId| *person = self.kept(*person);
        match body {
            EventBody::Household { members, .. } | EventBody::MoveIn { members, .. } => self.members(members),
            EventBody::Birth { child, facts: BirthFacts { .. }, .. } | EventBody::Adoption { child, .. } => self.member(child),
            EventBody::MoveOut { persons, .. } | EventBody::Divorce { persons } | EventBody::Separation { persons } => {
                persons.iter_mut().for_each(one);
                let mut seen = BTreeSet::new();
                persons.retain(|person| seen.insert(*person));
            }
            EventBody::Transfer { members, .. }
            | EventBody::TransferReceipt { members, .. }
            | EventBody::Split { members, .. }
            | EventBody::Merge { members, .. } => self.placed(members),
            EventBody::HeadChange { head, members, .. } => {
                one(head);
                self.placed(members);
            }
            EventBody::Marriage { partners, .. } => {
                for partner in partners {
                    if let Partner::Known(person) = partner {
                        one(person);
                    }
                }
            }
            EventBody::Change { person, change, .. } => {
                one(person);
                if let Change::Mother(parent) | Change::Father(parent) = change {
                    one(parent);
                }
            }
            EventBody::Death { person, .. }
            | EventBody::Widowed { person }
            | EventBody::ContraceptionStart { person }
            | EventBody::ContraceptionStop { person }
            | EventBody::Pregnancy { person }
            | EventBody::PrenatalScreen { person }
            | EventBody::NewbornScreen { person }
            | EventBody::ElderlyCheckup { person, .. }
            | EventBody::Disability { person } => one(person),
            EventBody::HouseholdChange { .. }
            | EventBody::Reviewed { .. }
            | EventBody::Withdrawal { .. }
            | EventBody::SamePerson { .. } => {}
        }
    }

    /// Nobody is the own parent: such a parent is left out.
    fn member(&self, member: &mut Member) {
        member.person = self.kept(member.person);
        let parent = |id: PersonId| Some(self.kept(id)).filter(|parent| *parent != member.person);
        (member.mother, member.father) = (member.mother.and_then(parent), member.father.and_then(parent));
    }

    fn members(&self, members: &mut Vec<Member>) {
        members.sort_by_key(|member| self.kept(member.person) != member.person);
        members.iter_mut().for_each(|member| self.member(member));
        let mut seen = BTreeSet::new();
        members.retain(|member| seen.insert(member.person));
    }

    fn placed(&self, members: &mut Vec<Placement>) {
        members.sort_by_key(|member| self.kept(member.person) != member.person);
        members.iter_mut().for_each(|member| member.person = self.kept(member.person));
        let mut seen = BTreeSet::new();
        members.retain(|member| seen.insert(member.person));
    }

    /// What is said of both is what is said of the one that is kept, and what of the other is more.
    fn personal(&self, personal: &[(SubjectId, Personal)]) -> Vec<(SubjectId, Personal)> {
        let kept = |id: SubjectId| SubjectId(self.kept(PersonId(id.0)).0);
        let mut sorted: Vec<&(SubjectId, Personal)> = personal.iter().collect();
        sorted.sort_by_key(|(id, _)| kept(*id) != *id);
        let mut read: Vec<(SubjectId, Personal)> = Vec::with_capacity(personal.len());
        for (id, told) in sorted {
            match read.iter_mut().find(|(known, _)| *known == kept(*id)) {
                Some((_, known)) => fill(known, told),
                None => read.push((kept(*id), told.clone())),
            }
        }
        read
    }
}

fn fill(known: &mut Personal, told: &Personal) {
    let one = |known: &mut Option<String>, told: &Option<String>| {
        if known.is_none() {
            known.clone_from(told);
        }
    };
    one(&mut known.name, &told.name);
    one(&mut known.health_card, &told.health_card);
    one(&mut known.phone, &told.phone);
    one(&mut known.address, &told.address);
    one(&mut known.note, &told.note);
    known.pin = known.pin.take().or_else(|| told.pin.clone());
    known.health = known.health.take().or_else(|| told.health.clone());
}

/// Who names a person as mother or father in an event: child and parent.
#[must_use]
pub fn kin_in(event: &Event) -> Vec<(PersonId, PersonId)> {
    if let EventBody::Change { person, change: Change::Mother(parent) | Change::Father(parent), .. } = &event.body {
        return vec![(*person, *parent)];
    }
    let parents = |line: &Member| line.mother.into_iter().chain(line.father);
    event.body.members().iter().flat_map(|line| parents(line).map(|parent| (line.person, parent))).collect()
}

/// What accepted events say of a person, as far as counting goes, with what was told of whom the person stands for; nothing of one for whom
/// another stands. Each event comes with what is counted of its health content.
#[must_use]
pub fn claims_of(person: PersonId, told: &[(&Event, Option<CodedHealth>)]) -> Vec<ResidentClaim> {
    let linked = told.iter().any(|(event, _)| matches!(event.body, EventBody::SamePerson { .. }));
    let same = if linked { Same::of(effective(told.iter().map(|(event, _)| *event))) } else { Same::default() };
    if same.kept(person) != person {
        return Vec::new();
    }
    let claim = |(event, health): &(&Event, Option<CodedHealth>)| {
        let reading = same.reading(person, event);
        ResidentClaim::with_health(&reading.event, person, *health).told_elsewhere(reading.other)
    };
    told.iter().map(claim).collect()
}
