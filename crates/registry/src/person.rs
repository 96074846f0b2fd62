//! The fold of a person.

use crate::acts::acts_of;
use crate::same::Reading;
use crate::{Doubt, ResidenceAct, Same, Stays, effective, fold_stays};
use danso_model::{
    Change, Code, Episode, Event, EventBody, EventId, Field, Health, HouseholdId, Member, PartialDate, Partner, PersonId,
    Personal, PregnancyOutcome, Sex, UnionEnd, UnionEpisode,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A person as the accepted events tell it.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Sex.
    pub sex: Sex,
    /// Birth.
    pub birth: PartialDate,
    /// Dân tộc.
    pub ethnic: Option<Code>,
    /// Trình độ học vấn.
    pub education: Option<Code>,
    /// Tình trạng hôn nhân.
    pub marital: Option<Code>,
    /// Mother.
    pub mother: Option<PersonId>,
    /// Father.
    pub father: Option<PersonId>,
    /// Name, numbers, telephone: what is left of them.
    pub personal: Personal,
    /// Where, in which household, until when.
    pub stays: Stays,
    /// When the death was told to have happened.
    pub death: Option<PartialDate>,
    /// Marriages.
    pub unions: Vec<Episode<UnionEpisode>>,
    /// Methods of contraception used.
    pub contraception: Vec<Episode<ContraceptionEpisode>>,
    /// Pregnancies reported.
    pub pregnancies: Vec<Episode<PregnancyEpisode>>,
    /// When last screened as a newborn.
    pub screened: Option<PartialDate>,
    /// When last at a check-up for older people.
    pub checked: Option<PartialDate>,
    /// Children born to her in the register: who, when, which in order.
    pub children: Vec<(PersonId, PartialDate, Option<u8>)>,
    /// The event that last set a field.
    pub edits: BTreeMap<Field, EventId>,
}

/// Using a method of contraception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContraceptionEpisode {
    /// Which; None when erased.
    pub method: Option<Code>,
}

/// Being pregnant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PregnancyEpisode {
    /// First day of the last menstrual period; None when not told or erased.
    pub lmp: Option<PartialDate>,
    /// The birth, miscarriage or abortion; None while it lasts, or when only the delivery is known.
    pub outcome: Option<PregnancyOutcome>,
}

impl Person {
    /// The household lived in now.
    #[must_use]
    pub fn household(&self) -> Option<HouseholdId> {
        self.stays.memberships.last().filter(|episode| episode.lasts()).map(|episode| episode.what.household)
    }

    /// Events that could not be taken as they stand.
    #[must_use]
    pub fn doubts(&self) -> &[Doubt] {
        &self.stays.doubts
    }

    fn new(id: PersonId, member: &Member) -> Self {
        Self {
            id,
            sex: member.sex,
            birth: member.birth,
            ethnic: None,
            education: None,
            marital: None,
            mother: None,
            father: None,
            personal: Personal::default(),
            stays: Stays::default(),
            death: None,
            unions: Vec::new(),
            contraception: Vec::new(),
            pregnancies: Vec::new(),
            screened: None,
            checked: None,
            children: Vec::new(),
            edits: BTreeMap::new(),
        }
    }

    fn state(&mut self, member: &Member, event: EventId) {
        self.sex = member.sex;
        self.birth = member.birth;
        self.edits.extend([(Field::Sex, event), (Field::Birth, event)]);
        let mut set = |field, slot: &mut Option<Code>, value: Option<Code>| {
            if value.is_some() {
                *slot = value;
                self.edits.insert(field, event);
            }
        };
        set(Field::Ethnic, &mut self.ethnic, member.ethnic);
        set(Field::Education, &mut self.education, member.education);
        set(Field::Marital, &mut self.marital, member.marital);
        self.mother = member.mother.or(self.mother);
        self.father = member.father.or(self.father);
    }

    /// What another sheet of the person tells where nothing is told yet.
    fn fill(&mut self, member: &Member, event: EventId) {
        let mut set = |field, slot: &mut Option<Code>, value: Option<Code>| {
            if slot.is_none() && value.is_some() {
                *slot = value;
                self.edits.insert(field, event);
            }
        };
        set(Field::Ethnic, &mut self.ethnic, member.ethnic);
        set(Field::Education, &mut self.education, member.education);
        set(Field::Marital, &mut self.marital, member.marital);
        self.mother = self.mother.or(member.mother);
        self.father = self.father.or(member.father);
    }

    /// Takes the line of an own sheet, and of another one what it tells beyond.
    fn line(&mut self, member: &Member, event: EventId, other: bool) {
        if other { self.fill(member, event) } else { self.state(member, event) }
    }

    fn tell(&mut self, personal: &Personal, event: EventId, fills: bool) {
        let mut set = |field, slot: &mut Option<String>, value: &Option<String>| {
            if value.is_some() && !(fills && slot.is_some()) {
                slot.clone_from(value);
                self.edits.insert(field, event);
            }
        };
        set(Field::Name, &mut self.personal.name, &personal.name);
        set(Field::HealthCard, &mut self.personal.health_card, &personal.health_card);
        set(Field::Phone, &mut self.personal.phone, &personal.phone);
        if personal.pin.is_some() && !(fills && self.personal.pin.is_some()) {
            self.personal.pin.clone_from(&personal.pin);
            self.edits.insert(Field::Pin, event);
        }
    }

    fn change(&mut self, change: &Change, event: EventId) {
        match *change {
            Change::Sex(sex) => self.sex = sex,
            Change::Birth(birth) => self.birth = birth,
            Change::Ethnic(code) => self.ethnic = Some(code),
            Change::Education(code) => self.education = Some(code),
            Change::Marital(code) => self.marital = Some(code),
            Change::Mother(person) => self.mother = Some(person),
            Change::Father(person) => self.father = Some(person),
            // Residence and relationship are episodes; the sealed ones come with the personal content.
            Change::Residence(_) | Change::Relationship(_) => {}
            Change::Name | Change::Pin | Change::HealthCard | Change::Phone => return,
        }
        self.edits.insert(change.field(), event);
    }

    fn marry(&mut self, partner: Option<PersonId>, registered: bool, day: Date, event: EventId) {
        self.part(UnionEnd::Separation, day, event);
        self.unions.push(Episode::open(UnionEpisode { partner, registered, end: None }, day, event));
        self.set_marital("2", event);
    }

    fn part(&mut self, end: UnionEnd, day: Date, event: EventId) {
        if let Some(union) = self.unions.last_mut().filter(|union| union.lasts()) {
            union.what.end = Some(end);
            union.close(day, event);
        }
    }

    fn set_marital(&mut self, code: &str, event: EventId) {
        if let Ok(code) = Code::new(code) {
            self.marital = Some(code);
            self.edits.insert(Field::Marital, event);
        }
    }

    fn end_method(&mut self, day: Date, event: EventId) {
        if let Some(method) = self.contraception.last_mut().filter(|method| method.lasts()) {
            method.close(day, event);
        }
    }

    fn end_pregnancy(&mut self, outcome: Option<PregnancyOutcome>, day: Date, event: EventId) {
        if let Some(pregnancy) = self.pregnancies.last_mut().filter(|pregnancy| pregnancy.lasts()) {
            pregnancy.what.outcome = outcome;
            pregnancy.close(day, event);
        }
    }

    fn conceive(&mut self, lmp: Option<PartialDate>, day: Date, event: EventId) {
        self.end_pregnancy(None, day, event);
        self.pregnancies.push(Episode::open(PregnancyEpisode { lmp, outcome: None }, day, event));
    }

    fn tell_health(&mut self, health: Option<&Health>, day: Date, event: EventId) {
        match health {
            Some(Health::Pregnancy { outcome: PregnancyOutcome::Pregnant, lmp, .. }) => self.conceive(*lmp, day, event),
            None => self.conceive(None, day, event),
            Some(Health::Pregnancy { outcome, .. }) => self.end_pregnancy(Some(*outcome), day, event),
            Some(Health::Contraception { .. } | Health::Prenatal { .. } | Health::Newborn { .. } | Health::Disability { .. }) => {
            }
        }
    }

    fn apply(&mut self, Reading { event, other }: &Reading<'_>) {
        let day = event.date.imputed();
        if let Some(personal) = event.personal_of(self.id) {
            self.tell(personal, event.id, *other && line_of(event, self.id).is_some());
        }
        if !event.body.persons().contains(&self.id) {
            return; // it corrects or withdraws something told of this person, and tells nothing itself
        }
        let health = event.personal_of(self.id).and_then(|personal| personal.health.as_ref());
        match &event.body {
            EventBody::Household { .. } | EventBody::MoveIn { .. } => {
                // Of someone who stands twice on one sheet, the first line tells.
                if let Some(member) = line_of(event, self.id) {
                    self.line(member, event.id, *other);
                }
            }
            EventBody::Birth { child, facts, .. } if child.mother == Some(self.id) => {
                self.children.push((child.person, event.date, facts.order));
                self.end_pregnancy(None, day, event.id);
            }
            EventBody::Birth { child, .. } | EventBody::Adoption { child, .. } => self.line(child, event.id, *other),
            EventBody::Death { .. } => {
                self.death = Some(event.date);
                self.part(UnionEnd::Death, day, event.id);
                self.end_method(day, event.id);
                self.end_pregnancy(None, day, event.id);
            }
            EventBody::Marriage { partners, registered, .. } => {
                let other = partners.iter().find_map(|partner| match partner {
                    Partner::Known(person) if *person != self.id => Some(*person),
                    Partner::Known(_) | Partner::Outside { .. } => None,
                });
                self.marry(other, *registered, day, event.id);
            }
            EventBody::Divorce { .. } => {
                self.part(UnionEnd::Divorce, day, event.id);
                self.set_marital("4", event.id);
            }
            EventBody::Separation { .. } => {
                self.part(UnionEnd::Separation, day, event.id);
                self.set_marital("5", event.id);
            }
            EventBody::Widowed { .. } => {
                self.part(UnionEnd::Widowed, day, event.id);
                self.set_marital("3", event.id);
            }
            EventBody::ContraceptionStart { .. } => {
                self.end_method(day, event.id);
                let method = match health {
                    Some(Health::Contraception { method, .. }) => Some(*method),
                    Some(
                        Health::Pregnancy { .. } | Health::Prenatal { .. } | Health::Newborn { .. } | Health::Disability { .. },
                    )
                    | None => None,
                };
                self.contraception.push(Episode::open(ContraceptionEpisode { method }, day, event.id));
            }
            EventBody::ContraceptionStop { .. } => self.end_method(day, event.id),
            EventBody::Pregnancy { .. } => self.tell_health(health, day, event.id),
            EventBody::NewbornScreen { .. } => self.screened = Some(event.date),
            EventBody::ElderlyCheckup { .. } => self.checked = Some(event.date),
            EventBody::Change { change, .. } => self.change(change, event.id),
            EventBody::HouseholdChange { .. }
            | EventBody::MoveOut { .. }
            | EventBody::Transfer { .. }
            | EventBody::TransferReceipt { .. }
            | EventBody::Split { .. }
            | EventBody::Merge { .. }
            | EventBody::HeadChange { .. }
            | EventBody::PrenatalScreen { .. }
            | EventBody::Disability { .. }
            | EventBody::Reviewed { .. }
            | EventBody::Withdrawal { .. }
            | EventBody::SamePerson { .. } => {}
        }
    }
}

/// The line that introduces a person in an event.
pub(crate) fn line_of(event: &Event, person: PersonId) -> Option<&Member> {
    event.body.members().iter().find(|member| member.person == person)
}

/// Folds the accepted events that concern a person, in any order, with or without those out of force. None until some event in force
/// introduces the person, and none while another sheet stands for this one. What concerns the sheets that this one stands for must be among
/// the events: their own lines tell what this one's do not, all else counts as told of this one.
#[must_use]
pub fn fold_person<'a>(id: PersonId, events: impl IntoIterator<Item = &'a Event>) -> Option<Person> {
    let mut in_force = effective(events);
    let same = Same::of(in_force.iter().copied());
    if same.kept(id) != id {
        return None;
    }
    in_force.sort_by_key(|event| (event.date.imputed(), event.id));
    let mut readings: Vec<Reading<'_>> = in_force.into_iter().map(|event| same.reading(id, event)).collect();
    let own = readings.iter().find(|reading| !reading.other && line_of(&reading.event, id).is_some());
    if own.is_none() {
        readings.iter_mut().for_each(|reading| reading.other = false);
    }
    let first = readings.iter().filter(|reading| !reading.other).find_map(|reading| line_of(&reading.event, id))?;
    let mut person = Person::new(id, first);
    for reading in &readings {
        person.apply(reading);
    }
    let mine = |Reading { event, other }: &Reading<'_>| {
        let mine = acts_of(event).into_iter().find(|(who, _)| *who == id);
        mine.map(|(_, act)| ResidenceAct { other: *other, ..act })
    };
    let acts: Vec<ResidenceAct> = readings.iter().filter_map(mine).collect();
    person.stays = fold_stays(&acts);
    Some(person)
}
