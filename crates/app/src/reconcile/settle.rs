//! What a difference turned out to be; where that changes the register, the event that says so, taken in like any other.

use super::difference::{Difference, DifferenceKind};
use super::keep::Opened;
use super::sheets::{DifferenceLine, OutcomeAsk};
use super::standard::Value;
use super::steps::{MovedTo, OutcomeCode, Settled, Step};
use crate::document::document;
use crate::world::View;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_linkage::number::Sex as ReadSex;
use danso_model::{
    Change, Code, Event, EventBody, EventId, EventStatus, HouseholdId, Origin, PartialDate, PersonId, Personal, Pin,
    ReconciliationId, Sex, Source,
};
use danso_wire::{OutcomeKind, field_name};

/// Characters of a note.
const LONGEST: usize = 500;

fn malformed(detail: &str) -> AppError {
    AppError::bad("reconciliation_malformed", detail)
}

fn origin(to: Option<&MovedTo>) -> Result<Origin, AppError> {
    let Some(to) = to else { return Ok(Origin::Unknown) };
    let unit = to.unit.as_deref().map(Code::new).transpose().map_err(|_| malformed("the code of a unit"))?;
    match (to.kind.as_str(), unit) {
        ("commune", Some(unit)) => Ok(Origin::Commune(unit)),
        ("province", Some(unit)) => Ok(Origin::Province(unit)),
        ("abroad", None) => Ok(Origin::Abroad),
        ("unknown", None) => Ok(Origin::Unknown),
        _ => Err(malformed("where to: a commune or a province with its code, abroad, or unknown")),
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

/// What an outcome says in the register.
struct Saying {
    body: EventBody,
    personal: Personal,
    date: PartialDate,
}

impl App {
    /// Says what a difference turned out to be. Where the register is to change, its event goes the normal way; it may wait for someone to decide on it.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`, `reconciliation_destroyed`; `reconciliation_malformed` for what does not go with the difference;
    /// `reconciliation_settled` where it is settled already; `not_accepted` where the event could not be taken in.
    pub async fn settle_difference(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        key: &str,
        ask: &OutcomeAsk,
    ) -> Result<DifferenceLine, AppError> {
        let note = ask.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        if note.is_some_and(|note| {
            note.chars().count() > LONGEST || note.chars().any(|letter| letter.is_control() && letter != '\n')
        }) {
            return Err(malformed("a note of at most 500 characters"));
        }
        let opened = self.reconciliation_read(caller, id).await?;
        let difference = open_difference(&opened, key)?;
        let saying = self.saying(&opened, difference, ask).await?;
        let made = saying.map(|saying| self.event_of(caller, &opened, difference, saying));
        let settled = Settled {
            outcome: ask.outcome,
            note: note.map(str::to_owned),
            date: ask.date.clone(),
            to: ask.to.clone(),
            event: made.as_ref().map(|event| event.id.0).or(ask.event),
            made: made.is_some(),
        };
        let step = |opened: &Opened| {
            open_difference(opened, key)?;
            Ok(Step::Settled { key: key.to_owned(), settled: settled.clone() })
        };
        // First the outcome, then its event: of two officers at one difference one alone says something in the register.
        let opened = self.add_step(caller, id, step).await?;
        if let Some(event) = made
            && let Err(refused) = self.take(caller, &event).await
        {
            self.add_step(caller, id, |_| Ok(Step::OutcomeUndone { key: key.to_owned() })).await?;
            return Err(refused);
        }
        self.line_of(&opened, key).await
    }

    /// Takes an outcome back; an event that it made is withdrawn.
    ///
    /// # Errors
    /// As [`App::settle_difference`]; `NotFound` where nothing was said.
    pub async fn unsettle_difference(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        key: &str,
    ) -> Result<DifferenceLine, AppError> {
        let opened = self.reconciliation_read(caller, id).await?;
        let (.., settled) = opened.state.outcomes.get(key).ok_or(AppError::NotFound)?;
        if let Some(event) = settled.event.filter(|_| settled.made).map(EventId) {
            let status = self.store.events_by_id(self.shard, &[event]).await?.pop().map(|row| row.status);
            if matches!(status, Some(EventStatus::Submitted | EventStatus::Accepted)) {
                let date = PartialDate::day(self.env.today());
                let body = EventBody::Withdrawal { event, reason: None };
                self.take(caller, &self.blank(caller, Source::Interview, date, body, Vec::new())).await?;
            }
        }
        let step = |opened: &Opened| match opened.state.outcomes.contains_key(key) {
            true => Ok(Step::OutcomeUndone { key: key.to_owned() }),
            false => Err(AppError::NotFound),
        };
        let opened = self.add_step(caller, id, step).await?;
        self.line_of(&opened, key).await
    }

    async fn line_of(&self, opened: &Opened, key: &str) -> Result<DifferenceLine, AppError> {
        let around = self.around(opened).await?;
        let difference = opened.state.differences.iter().find(|difference| difference.key == key).ok_or(AppError::NotFound)?;
        Ok(around.line(opened, difference))
    }

    /// The event that an outcome makes, if it makes one.
    async fn saying(&self, opened: &Opened, difference: &Difference, ask: &OutcomeAsk) -> Result<Option<Saying>, AppError> {
        if ask.event.is_some() {
            return Ok(None);
        }
        let today = PartialDate::day(self.env.today());
        let ours = difference.ours.and_then(|at| opened.frozen.ours.get(at as usize));
        let lives = ours.filter(|ours| ours.left.is_none());
        let when = || -> Result<PartialDate, AppError> {
            let date: PartialDate =
                ask.date.as_deref().unwrap_or_default().parse().map_err(|_| malformed("when: a day, a month or a year"))?;
            if date.earliest() > self.env.today() { Err(malformed("a day that has come")) } else { Ok(date) }
        };
        match (ask.outcome, difference.kind, lives) {
            (OutcomeCode::Theirs, DifferenceKind::Value, Some(ours)) => {
                let record = difference.row.and_then(|row| opened.frozen.theirs.get(row as usize)).map(|theirs| &theirs.record);
                let (Some(record), Some(value)) = (record, difference.value) else { return Ok(None) };
                let mut personal = Personal::default();
                let change = match value {
                    Value::Name => {
                        personal.name = Some(record.full_name());
                        Change::Name
                    }
                    Value::Sex => Change::Sex(match ReadSex::read(&record.sex) {
                        ReadSex::Male => Sex::Male,
                        ReadSex::Female => Sex::Female,
                        ReadSex::Unknown => Sex::Unknown,
                    }),
                    Value::Birth => {
                        Change::Birth(record.birth.parse().map_err(|_| malformed("a day of birth that can be read"))?)
                    }
                    Value::Number => {
                        let digits: String = record.number.chars().filter(char::is_ascii_digit).collect();
                        personal.pin = Some(Pin::new(&digits).map_err(|_| malformed("a number of twelve digits"))?);
                        Change::Pin
                    }
                };
                let base = self.last_edit(ours.person, change).await?;
                let body = EventBody::Change { person: PersonId(ours.person), change, base };
                Ok(Some(Saying { body, personal, date: today }))
            }
            (OutcomeCode::Moved, DifferenceKind::OursOnly, Some(ours)) => {
                let house = opened.frozen.house(ours).ok_or(AppError::NotFound)?;
                let body = EventBody::MoveOut {
                    household: HouseholdId(house.id),
                    persons: vec![PersonId(ours.person)],
                    to: origin(ask.to.as_ref())?,
                    reason: None,
                    whole: false,
                };
                Ok(Some(Saying { body, personal: Personal::default(), date: when()? }))
            }
            (OutcomeCode::Dead, DifferenceKind::OursOnly, Some(ours)) => {
                let body = EventBody::Death { person: PersonId(ours.person), place: None, cause: None };
                Ok(Some(Saying { body, personal: Personal::default(), date: when()? }))
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
            ) => Ok(None),
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

    fn blank(
        &self,
        caller: &Caller,
        source: Source,
        date: PartialDate,
        body: EventBody,
        personal: Vec<(danso_model::SubjectId, Personal)>,
    ) -> Event {
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
            personal,
            overrides: Vec::new(),
        }
    }

    fn event_of(&self, caller: &Caller, opened: &Opened, difference: &Difference, saying: Saying) -> Event {
        let person = difference.ours.and_then(|at| opened.frozen.ours.get(at as usize)).map(|ours| PersonId(ours.person));
        let personal = person.filter(|_| !saying.personal.is_empty()).map(|person| (person.into(), saying.personal));
        self.blank(caller, source(&opened.brief.source), saying.date, saying.body, personal.into_iter().collect())
    }

    /// Takes an event in at the desk; it counts or waits.
    async fn take(&self, caller: &Caller, event: &Event) -> Result<(), AppError> {
        match self.take_one(caller, event).await?.outcome {
            OutcomeKind::Accepted | OutcomeKind::Queued => Ok(()),
            OutcomeKind::Parked | OutcomeKind::Duplicate => Err(AppError::Conflict { code: "not_accepted" }),
        }
    }
}

fn open_difference<'a>(opened: &'a Opened, key: &str) -> Result<&'a Difference, AppError> {
    let difference = opened.state.differences.iter().find(|difference| difference.key == key).ok_or(AppError::NotFound)?;
    if opened.state.outcomes.contains_key(key) {
        return Err(AppError::Conflict { code: "reconciliation_settled" });
    }
    Ok(difference)
}
