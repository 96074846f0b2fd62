//! The event that an outcome makes: what the register is to say from then on. It is taken in like any other.

use super::difference::{Difference, DifferenceKind};
use super::frozen::Ours;
use super::keep::Opened;
use super::sheets::{EnterAsk, OutcomeAsk};
use super::standard::Value;
use super::steps::{MovedTo, OutcomeCode};
use crate::document::document;
use crate::world::{Standing, View};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_linkage::number::Sex as ReadSex;
use danso_lists::Record;
use danso_model::{
    Change, Code, Event, EventBody, EventId, EventKind, EventStatus, HouseholdId, Member, Origin, PartialDate, PersonId,
    Personal, Pin, ResidenceStatus, Sex, Source, SubjectId,
};
use danso_places::UnitCode;
use danso_wire::field_name;

pub(super) fn malformed(detail: &str) -> AppError {
    AppError::bad("reconciliation_malformed", detail)
}

/// Where to, or where from.
fn origin(to: Option<&MovedTo>) -> Result<Origin, AppError> {
    let Some(to) = to else { return Ok(Origin::Unknown) };
    let unit = to.unit.as_deref().map(Code::new).transpose().map_err(|_| malformed("the code of a unit"))?;
    match (to.kind.as_str(), unit) {
        ("commune", Some(unit)) => Ok(Origin::Commune(unit)),
        ("province", Some(unit)) => Ok(Origin::Province(unit)),
        ("abroad", None) => Ok(Origin::Abroad),
        ("unknown", None) => Ok(Origin::Unknown),
        _ => Err(malformed("where to or from: a commune or a province with its code, abroad, or unknown")),
    }
}

fn source(source: &str) -> Source {
    match source {
        "insurance" => Source::Insurance,
        "civil_status" => Source::CivilRegistry,
        "police" => Source::Police,
        "health" => Source::Facility,
        _ => Source::Import,
    }
}

fn sex(written: &str) -> Sex {
    match ReadSex::read(written) {
        ReadSex::Male => Sex::Male,
        ReadSex::Female => Sex::Female,
        ReadSex::Unknown => Sex::Unknown,
    }
}

fn pin(record: &Record) -> Option<Pin> {
    let digits: String = record.number.chars().filter(char::is_ascii_digit).collect();
    Pin::new(&digits).ok()
}

/// Whether nothing accepted corrects or withdraws an event.
fn in_force(told: &[Standing], id: EventId) -> bool {
    let accepted = |standing: &&Standing| standing.status == EventStatus::Accepted;
    let undone = |standing: &Standing| {
        let withdrawn = standing.event.body.kind() == EventKind::Withdrawal && standing.event.body.names_event() == Some(id);
        withdrawn || standing.event.supersedes == Some(id)
    };
    !told.iter().filter(accepted).any(|standing| undone(standing) && in_force(told, standing.event.id))
}

/// The event without one of its members.
fn without(event: &Event, person: PersonId) -> Option<EventBody> {
    let mut body = event.body.clone();
    let (EventBody::Household { members, .. } | EventBody::MoveIn { members, .. }) = &mut body else { return None };
    members.retain(|member| member.person != person);
    (!members.is_empty()).then_some(body)
}

/// What an event tells of whom.
struct Told {
    body: EventBody,
    personal: Vec<(SubjectId, Personal)>,
    date: PartialDate,
}

impl App {
    /// The event that an outcome makes, if it makes one.
    pub(super) async fn saying(
        &self,
        caller: &Caller,
        opened: &Opened,
        difference: &Difference,
        ask: &OutcomeAsk,
    ) -> Result<Option<Event>, AppError> {
        if ask.event.is_some() {
            return Ok(None);
        }
        let ours = difference.ours.and_then(|at| opened.frozen.ours.get(at as usize));
        let lives = ours.filter(|ours| ours.left.is_none());
        let theirs = difference.row.and_then(|row| opened.frozen.theirs.get(row as usize)).map(|theirs| &theirs.record);
        let told = match (ask.outcome, difference.kind, lives) {
            (OutcomeCode::Theirs, DifferenceKind::Value, Some(ours)) => match theirs.zip(difference.value) {
                Some((record, value)) => self.changed(ours, record, value).await?,
                None => return Ok(None),
            },
            (OutcomeCode::Theirs, DifferenceKind::TheirsOnly, _) => match theirs.zip(ask.enter.as_ref()) {
                Some((record, enter)) => self.entered(opened, ours, record, enter, self.when(ask)?).await?,
                None => return Ok(None),
            },
            (OutcomeCode::Theirs, DifferenceKind::OursOnly, Some(ours)) => return self.never_there(caller, ours).await.map(Some),
            (OutcomeCode::Moved, DifferenceKind::OursOnly, Some(ours)) => {
                let house = opened.frozen.house(ours).ok_or(AppError::NotFound)?;
                let body = EventBody::MoveOut {
                    household: HouseholdId(house.id),
                    persons: vec![PersonId(ours.person)],
                    to: origin(ask.to.as_ref())?,
                    reason: None,
                    whole: false,
                };
                Told { body, personal: Vec::new(), date: self.when(ask)? }
            }
            (OutcomeCode::Dead, DifferenceKind::OursOnly, Some(ours)) => {
                let body = EventBody::Death { person: PersonId(ours.person), place: None, cause: None };
                Told { body, personal: Vec::new(), date: self.when(ask)? }
            }
            (
                OutcomeCode::Ours
                | OutcomeCode::Theirs
                | OutcomeCode::Both
                | OutcomeCode::Moved
                | OutcomeCode::Dead
                | OutcomeCode::Duplicate
                | OutcomeCode::Definition,
                DifferenceKind::TheirsOnly | DifferenceKind::OursOnly | DifferenceKind::Value,
                _,
            ) => return Ok(None),
        };
        Ok(Some(Event { personal: told.personal, ..self.blank(caller, source(&opened.brief.source), told.date, told.body) }))
    }

    /// The day of an outcome that needs one.
    fn when(&self, ask: &OutcomeAsk) -> Result<PartialDate, AppError> {
        let date: PartialDate =
            ask.date.as_deref().unwrap_or_default().parse().map_err(|_| malformed("when: a day, a month or a year"))?;
        if date.earliest() > self.env.today() { Err(malformed("a day that has come")) } else { Ok(date) }
    }

    /// A value is what the list says.
    async fn changed(&self, ours: &Ours, record: &Record, value: Value) -> Result<Told, AppError> {
        let mut personal = Personal::default();
        let change = match value {
            Value::Name => {
                personal.name = Some(record.full_name());
                Change::Name
            }
            Value::Sex => Change::Sex(sex(&record.sex)),
            Value::Birth => Change::Birth(record.birth.parse().map_err(|_| malformed("a day of birth that can be read"))?),
            Value::Number => {
                personal.pin = Some(pin(record).ok_or_else(|| malformed("a number of twelve digits"))?);
                Change::Pin
            }
        };
        let person = PersonId(ours.person);
        let base = self.last_edit(ours.person, change).await?;
        let personal = (!personal.is_empty()).then(|| (person.into(), personal)).into_iter().collect();
        Ok(Told { body: EventBody::Change { person, change, base }, personal, date: PartialDate::day(self.env.today()) })
    }

    /// Somebody of the list alone lives here: they come into a household, as whom the register knew before where it did.
    async fn entered(
        &self,
        opened: &Opened,
        ours: Option<&Ours>,
        record: &Record,
        enter: &EnterAsk,
        date: PartialDate,
    ) -> Result<Told, AppError> {
        let household = HouseholdId(enter.household);
        let unit: UnitCode = opened.row.unit.parse().map_err(|_| AppError::damaged("the unit of a reconciliation"))?;
        let here = self.territory().hamlets_in(unit, self.env.today());
        let row = self.store.households_by_id(self.shard, &[household]).await?.pop();
        let row = row.filter(|row| row.closed.is_none() && here.contains(&row.hamlet));
        let row = row.ok_or_else(|| malformed("a household of the unit in which someone lives"))?;
        let residence = enter.residence.parse::<u8>().ok().and_then(|code| ResidenceStatus::new(code).ok());
        let person = ours.map_or_else(|| PersonId(self.env.new_id()), |ours| PersonId(ours.person));
        let member = Member {
            person,
            sex: sex(&record.sex),
            birth: record.birth.parse().map_err(|_| malformed("a day of birth that can be read"))?,
            relationship: Code::new(&enter.relationship).map_err(|_| malformed("a relationship to the head"))?,
            residence: residence.ok_or_else(|| malformed("a status of residence"))?,
            ethnic: None,
            education: None,
            marital: None,
            mother: None,
            father: None,
        };
        let personal = Personal { name: Some(record.full_name()), pin: pin(record), ..Personal::default() };
        let from = origin(enter.from.as_ref())?;
        let body = EventBody::MoveIn { household, hamlet: row.hamlet, members: vec![member], from, reason: None };
        Ok(Told { body, personal: vec![(person.into(), personal)], date })
    }

    /// Somebody of the register alone was never there: what brought them in is corrected to be without them, or withdrawn where it told of nobody else.
    async fn never_there(&self, caller: &Caller, ours: &Ours) -> Result<Event, AppError> {
        let person = PersonId(ours.person);
        let world = self.load_world(&[person.into()]).await?;
        let told = world.events_about(person.into());
        let brought = told.iter().filter(|standing| {
            let (persons, _) = standing.event.body.introduces();
            standing.status == EventStatus::Accepted && persons.contains(&person) && in_force(&told, standing.event.id)
        });
        let brought = brought.max_by_key(|standing| (standing.event.date.earliest(), standing.event.id));
        let event = &brought.ok_or(AppError::Conflict { code: "not_accepted" })?.event;
        Ok(match without(event, person) {
            Some(body) => {
                let others = event.personal.iter().filter(|(subject, _)| *subject != person.into()).cloned();
                let personal = others.collect();
                Event { supersedes: Some(event.id), personal, ..self.blank(caller, event.source, event.date, body) }
            }
            None => self.withdrawing(caller, event.id),
        })
    }

    /// A withdrawal as of today.
    fn withdrawing(&self, caller: &Caller, event: EventId) -> Event {
        let body = EventBody::Withdrawal { event, reason: None };
        self.blank(caller, Source::Interview, PartialDate::day(self.env.today()), body)
    }

    /// What takes an event of an outcome back: its withdrawal, or what a withdrawal took away, told once more. None where it counts no longer anyway.
    pub(super) async fn taking_back(
        &self,
        caller: &Caller,
        person: Option<PersonId>,
        made: EventId,
    ) -> Result<Option<Event>, AppError> {
        let Some(row) = self.store.events_by_id(self.shard, &[made]).await?.pop() else { return Ok(None) };
        match (row.status, row.kind, person) {
            (EventStatus::Accepted, EventKind::Withdrawal, Some(person)) => {
                let world = self.load_world(&[person.into()]).await?;
                let target = world.get(made).and_then(|standing| standing.event.body.names_event());
                let told = target.and_then(|target| world.get(target)).map(|standing| &standing.event);
                Ok(told.map(|event| {
                    let blank = self.blank(caller, event.source, event.date, event.body.clone());
                    Event { personal: event.personal.clone(), ..blank }
                }))
            }
            (EventStatus::Submitted | EventStatus::Accepted, ..) => Ok(Some(self.withdrawing(caller, made))),
            (EventStatus::Returned | EventStatus::Withdrawn, ..) => Ok(None),
        }
    }

    /// The event that last set a field, as a document names it.
    async fn last_edit(&self, person: uuid::Uuid, change: Change) -> Result<Option<EventId>, AppError> {
        let mut world = self.load_world(&[PersonId(person).into()]).await?;
        let household = world.person(PersonId(person), View::Accepted).and_then(|fold| fold.household());
        let Some(household) = household else { return Ok(None) };
        let mut world = self.load_households(&[], &[household]).await?;
        let document = document(&mut world, household, View::Accepted, self.env.today());
        let member = document.and_then(|document| document.members.into_iter().find(|member| member.id == person));
        Ok(member.and_then(|member| member.edits.get(field_name(change.field())).copied()).map(EventId))
    }

    fn blank(&self, caller: &Caller, source: Source, date: PartialDate, body: EventBody) -> Event {
        Event {
            id: EventId(self.env.new_id()),
            date,
            recorded_at: self.env.clock.now(),
            by: caller.user,
            behalf: None,
            device: None,
            supersedes: None,
            source,
            body,
            personal: Vec::new(),
            overrides: Vec::new(),
        }
    }
}
