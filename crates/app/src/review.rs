//! The officer's queue.

use crate::document::document;
use crate::judge::households_of;
use crate::sync::issues;
use crate::world::View;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{EventId, EventStatus, HamletId, HouseholdId, PersonId, Position, SubjectId, UserId};
use danso_places::{Level, UnitCode};
use danso_store::{EventFilter, EventRow, HouseholdRow, Severity};
use danso_wire::{HouseholdDocument, Issue, encode, kind_name, status_name};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Lines on one page of the queue.
const PAGE: u32 = 100;

/// Which part of the queue.
#[derive(Debug, Clone, Default)]
pub struct ReviewAsk {
    /// Inside this unit; None for all that the caller reviews.
    pub unit: Option<String>,
    /// Only this status; None for those that wait.
    pub status: Option<EventStatus>,
    /// Only this severity.
    pub severity: Option<Severity>,
    /// The page after this position.
    pub after: Option<Position>,
    /// At most so many, 100 at most.
    pub limit: u32,
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReviewPage {
    /// In order of arrival.
    pub items: Vec<ReviewLine>,
    /// Ask for the page after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
    /// How many wait, by severity.
    pub counts: ReviewCounts,
}

/// How many wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewCounts {
    /// No rule fired.
    pub clean: u64,
    /// A rule warned.
    pub warn: u64,
    /// A rule asked for a confirmation.
    pub confirm: u64,
    /// A rule forbids it.
    pub error: u64,
}

/// One event of the queue.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReviewLine {
    /// Which.
    pub id: Uuid,
    /// What.
    pub kind: String,
    /// When it happened.
    pub date: String,
    /// The device's clock.
    pub recorded_at: String,
    /// Who reported it.
    pub by_name: String,
    /// The household.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<Uuid>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_number: Option<String>,
    /// The hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet_name: Option<String>,
    /// The name of the person it is about, or of the head.
    pub subject: String,
    /// `clean`, `warn`, `confirm` or `error`.
    pub severity: String,
    /// What the rules said.
    pub issues: Vec<Issue>,
    /// Where it stands.
    pub status: String,
    /// The officer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One event with what surrounds it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReviewItem {
    /// The line.
    #[serde(flatten)]
    pub line: ReviewLine,
    /// The event as sent.
    pub event: serde_json::Value,
    /// The household as it counts now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<HouseholdDocument>,
    /// The household if the event is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<HouseholdDocument>,
    /// The other event, where two contradict each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<serde_json::Value>,
}

pub(crate) const fn severity_text(severity: Severity) -> &'static str {
    match severity {
        Severity::Clean => "clean",
        Severity::Warn => "warn",
        Severity::Confirm => "confirm",
        Severity::Error => "error",
    }
}

impl App {
    /// Hamlets inside a unit (None: everywhere) that the caller reviews.
    pub(crate) fn reviewed_hamlets(&self, caller: &Caller, unit: Option<&str>) -> Result<Vec<HamletId>, AppError> {
        let scope = self.scope(caller);
        let own = scope.person_hamlets();
        let inside = match unit {
            None => own.iter().copied().collect(),
            Some(code) => {
                let unit: UnitCode = code.parse().map_err(|_| AppError::bad("unknown_unit", code))?;
                self.territory().hamlets_in(unit, self.env.today())
            }
        };
        let reviewed: Vec<HamletId> = inside.into_iter().filter(|hamlet| scope.reviews(*hamlet)).collect();
        if reviewed.is_empty() { Err(AppError::Forbidden { code: "out_of_scope" }) } else { Ok(reviewed) }
    }

    /// The hamlets of a unit, and whether persons may be shown there: where the caller reviews all of a commune or hamlet; elsewhere counts alone. Without
    /// a unit, all that the caller reviews.
    ///
    /// # Errors
    /// `out_of_scope` and `unknown_unit` where the caller has not even the counts.
    pub(crate) fn hamlets_shown(&self, caller: &Caller, unit: Option<&str>) -> Result<(Vec<HamletId>, bool), AppError> {
        let Some(code) = unit else { return Ok((self.reviewed_hamlets(caller, None)?, true)) };
        let (scope, today) = (self.scope(caller), self.env.today());
        let unit = self.counted_unit(caller, code, today)?;
        let hamlets = self.territory().hamlets_in(unit, today);
        let small = matches!(unit.level(), Level::Commune | Level::Hamlet);
        let persons = small && !hamlets.is_empty() && hamlets.iter().all(|hamlet| scope.reviews(*hamlet));
        Ok((hamlets, persons))
    }

    /// A page of the queue.
    ///
    /// # Errors
    /// `Forbidden` when the caller reviews nothing inside the unit.
    pub async fn review_list(&self, caller: &Caller, ask: &ReviewAsk) -> Result<ReviewPage, AppError> {
        let hamlets = self.reviewed_hamlets(caller, ask.unit.as_deref())?;
        let limit = ask.limit.clamp(1, PAGE);
        let filter = EventFilter {
            hamlets: Some(hamlets.clone()),
            status: Some(ask.status.unwrap_or(EventStatus::Submitted)),
            severity: ask.severity,
            after: ask.after,
            limit: limit + 1,
            ..EventFilter::default()
        };
        let mut rows = self.store.events(self.shard, &filter).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let counts = self.store.status_counts(self.shard, Some(&hamlets)).await?;
        Ok(ReviewPage {
            next: rows.last().filter(|_| more).map(|row| row.position.0),
            items: self.review_lines(&rows).await?,
            counts: ReviewCounts { clean: counts.clean, warn: counts.warn, confirm: counts.confirm, error: counts.error },
        })
    }

    /// One event of the queue with the household beside it.
    ///
    /// # Errors
    /// `NotFound` outside the caller's commune.
    pub async fn review_item(&self, caller: &Caller, id: EventId) -> Result<ReviewItem, AppError> {
        let scope = self.scope(caller);
        let row = self.store.events_by_id(self.shard, &[id]).await?.pop().ok_or(AppError::NotFound)?;
        if !row.hamlet.is_some_and(|hamlet| scope.reviews(hamlet)) {
            return Err(AppError::NotFound);
        }
        let subjects: Vec<SubjectId> =
            self.store.subjects_of(self.shard, &[id]).await?.into_iter().map(|(_, subject)| subject).collect();
        let mut world = self.load_world(&subjects).await?;
        let standing = world.get(id).cloned().ok_or_else(|| AppError::damaged(format!("event {id}")))?;
        let today = self.env.today();
        let mut households = row.household.into_iter().collect::<Vec<HouseholdId>>();
        households.extend(households_of(&mut world, &standing.event));
        let household = households.first().copied();
        let waiting = row.status == EventStatus::Submitted;
        let before = household.and_then(|household| document(&mut world, household, View::Accepted, today));
        world.set_status(id, if waiting { EventStatus::Accepted } else { row.status });
        let after = household.filter(|_| waiting).and_then(|household| document(&mut world, household, View::Accepted, today));
        let other = issues(&row).iter().find(|issue| issue.rule == "conflict").and_then(|issue| issue.event);
        let conflict = other.and_then(|other| world.get(EventId(other))).map(|other| other.event.clone());
        let conflict = match conflict {
            Some(other) => Some(self.with_author(&other).await?),
            None => None,
        };
        let line = self.review_lines(&[row]).await?.pop().ok_or(AppError::NotFound)?;
        let event = as_json(&standing.event);
        self.audit(caller, "event_reviewed", &id.to_string(), "{}").await?;
        Ok(ReviewItem { line, event, before, after, conflict })
    }

    /// An event as sent, with the name of who reported it.
    async fn with_author(&self, event: &danso_model::Event) -> Result<serde_json::Value, AppError> {
        let author = self.store.users_by_id(&[event.by]).await?.pop();
        let mut shown = as_json(event);
        shown["by_name"] = author.map_or_else(String::new, |author| author.name).into();
        Ok(shown)
    }

    /// Lines of a list of events.
    pub(crate) async fn review_lines(&self, rows: &[EventRow]) -> Result<Vec<ReviewLine>, AppError> {
        let households: Vec<HouseholdId> = rows.iter().filter_map(|row| row.household).collect();
        let households: HashMap<HouseholdId, HouseholdRow> =
            self.store.households_by_id(self.shard, &households).await?.into_iter().map(|row| (row.id, row)).collect();
        let persons: Vec<PersonId> = rows.iter().filter_map(|row| row.person).collect();
        // Someone known under another sheet by now has the name that stands there.
        let stand_ins = self.stand_ins(&persons).await?;
        let now = |person: PersonId| stand_ins.get(&person).copied().unwrap_or(person);
        let persons: Vec<PersonId> = persons.into_iter().map(now).collect();
        let mut names: HashMap<PersonId, String> =
            self.store.persons_by_id(self.shard, &persons).await?.into_iter().map(|row| (row.id, row.name)).collect();
        let unnamed: Vec<EventId> = rows
            .iter()
            .filter(|row| row.person.is_some_and(|person| !names.contains_key(&now(person))))
            .map(|row| row.id)
            .collect();
        names.extend(self.names_in(&unnamed).await?);
        let users: Vec<UserId> = rows.iter().map(|row| row.by).collect();
        let users = self.names_of(&users).await?;
        let (territory, today) = (self.territory(), self.env.today());
        let line = |row: &EventRow| {
            let household = row.household.and_then(|household| households.get(&household));
            let person = row.person.and_then(|person| names.get(&now(person)).or_else(|| names.get(&person)));
            let person = person.filter(|name| !name.is_empty());
            ReviewLine {
                id: row.id.0,
                kind: kind_name(row.kind).to_owned(),
                date: crate::territory::day_of(row.date).map(|date| date.to_string()).unwrap_or_default(),
                recorded_at: jiff::Timestamp::from_millisecond(row.recorded_ms).map(|at| at.to_string()).unwrap_or_default(),
                by_name: users.get(&row.by).cloned().unwrap_or_default(),
                household: row.household.map(|id| id.0),
                household_number: household.map(|household| household.number.clone()),
                hamlet_name: row
                    .hamlet
                    .and_then(|hamlet| territory.hamlet(hamlet, today))
                    .map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)),
                subject: person.or(household.map(|household| &household.head_name)).cloned().unwrap_or_default(),
                severity: severity_text(row.severity).to_owned(),
                issues: issues(row),
                status: status_name(row.status).to_owned(),
                reason: row.reason.clone(),
            }
        };
        Ok(rows.iter().map(line).collect())
    }

    /// Names that waiting events give to persons who do not count yet.
    async fn names_in(&self, events: &[EventId]) -> Result<Vec<(PersonId, String)>, AppError> {
        let entries = self.store.entries_by_event(self.shard, events).await?;
        let opened = crate::load::open_all(self.store.as_ref(), self.shard, &self.master, &entries).await?;
        let names = opened.into_iter().flat_map(|event| event.personal);
        Ok(names.filter_map(|(subject, personal)| Some((PersonId(subject.0), personal.name?))).collect())
    }
}

/// An event as sent, its identity number left out.
pub(crate) fn as_json(event: &danso_model::Event) -> serde_json::Value {
    let mut shown = event.clone();
    for (_, personal) in &mut shown.personal {
        // The whole identification number stays sealed; a screen shows its end.
        personal.pin = None;
    }
    serde_json::from_slice(&encode(&shown)).unwrap_or_default()
}
