//! Lists of persons: those behind a number, those found by search, those of a household. Every look is audited.

use crate::document::document;
use crate::world::View;
use crate::{App, AppError};
use danso_auth::{Caller, Scope};
use danso_catalog::fold;
use danso_model::{EventStatus, HamletId, HouseholdId, PersonId, Position, Sex, UserId};
use danso_places::UnitCode;
use danso_store::{AuditRow, EventFilter, EventRow, HouseholdRow, PersonFilter, PersonRow};
use danso_tally::{Grouping, Happening, PeopleQuery, StatusFilter};
use danso_wire::{HouseholdDocument, kind_name, status_name};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Lines on one page.
const PAGE: usize = 100;

/// What makes a person part of the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Living there at the end of a day.
    Living(Date),
    /// Born there between two days.
    Born(Date, Date),
    /// Died there between two days.
    Died(Date, Date),
}

/// Which persons.
#[derive(Debug, Clone)]
pub struct PeopleAsk {
    /// In this unit.
    pub unit: String,
    /// What counts them.
    pub what: Behind,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
    /// Only this sex.
    pub sex: Option<Sex>,
    /// First and last completed age.
    pub ages: Option<(i32, i32)>,
    /// The page after this person.
    pub after: Option<PersonId>,
    /// At most so many, 100 at most.
    pub limit: usize,
}

/// A page of persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PeoplePage {
    /// The lines.
    pub items: Vec<PersonLine>,
    /// Ask for the page after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
    /// How many in all that the caller may see.
    pub total: u64,
}

/// One person of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonLine {
    /// Who.
    pub id: Uuid,
    /// Name; left out when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `m`, `f` or `u`.
    pub sex: String,
    /// Partial date.
    pub birth: String,
    /// The household.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<Uuid>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_number: Option<String>,
    /// The hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet_name: Option<String>,
    /// Relationship to the head.
    pub relationship: String,
}

/// A household with what happened to it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HouseholdReply {
    /// The document.
    pub household: HouseholdDocument,
    /// The hamlet.
    pub hamlet_name: String,
    /// The commune.
    pub commune_name: String,
    /// Events, newest first.
    pub events: Vec<EventLine>,
}

/// One event of a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventLine {
    /// Which.
    pub id: Uuid,
    /// What.
    pub kind: String,
    /// When it happened.
    pub date: String,
    /// Where it stands.
    pub status: String,
    /// Who reported it.
    pub by_name: String,
    /// The device's clock.
    pub recorded_at: String,
    /// Where it came in.
    pub position: u32,
}

impl App {
    /// The persons behind a number, as far as the caller may see persons.
    ///
    /// # Errors
    /// `Forbidden` when the caller sees no person, or the unit is outside the scope.
    pub async fn people_behind(&self, caller: &Caller, ask: &PeopleAsk) -> Result<PeoplePage, AppError> {
        let scope = self.scope(caller);
        if !scope.sees_persons() {
            return Err(AppError::Forbidden { code: "no_persons" });
        }
        let (what, day) = match ask.what {
            Behind::Living(at) => (Happening::Living(at), at),
            Behind::Born(first, last) => (Happening::Born(first, last), last),
            Behind::Died(first, last) => (Happening::Died(first, last), last),
        };
        let unit = self.counted_unit(caller, &ask.unit, day)?;
        let found = {
            let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
            let groups: Grouping = self.inside(&image, unit, day);
            let statuses = StatusFilter::usual();
            image.people(&PeopleQuery { what, known_at: ask.known_at, groups: &groups, statuses, sex: ask.sex, ages: ask.ages })
        };
        let visible = self.visible(&scope, &found).await?;
        let limit = ask.limit.clamp(1, PAGE);
        let total = visible.len() as u64;
        let page: Vec<PersonRow> =
            visible.into_iter().filter(|row| ask.after.is_none_or(|after| row.id > after)).take(limit + 1).collect();
        let next = (page.len() > limit).then(|| page[limit - 1].id.0);
        self.audit(caller, "people_listed", &ask.unit, &format!("{{\"total\":{total}}}")).await?;
        Ok(PeoplePage { items: self.lines(&page[..page.len().min(limit)]).await?, next, total })
    }

    /// Persons by name without accents, by household number, inside the caller's places.
    ///
    /// # Errors
    /// `Forbidden` when the caller sees no person.
    pub async fn search(&self, caller: &Caller, query: &str, unit: Option<&str>, limit: u32) -> Result<PeoplePage, AppError> {
        let scope = self.scope(caller);
        if !scope.sees_persons() {
            return Err(AppError::Forbidden { code: "no_persons" });
        }
        let today = self.env.today();
        let territory = self.territory();
        let own_areas =
            scope.areas().iter().filter_map(|area| territory.area(*area)).flat_map(|area| area.hamlets.iter().copied());
        let mut hamlets: Vec<HamletId> = scope.person_hamlets().iter().copied().chain(own_areas).collect();
        if let Some(code) = unit {
            let unit: UnitCode = code.parse().map_err(|_| AppError::bad("unknown_unit", code))?;
            hamlets.retain(|hamlet| territory.index(*hamlet).is_some_and(|index| territory.tree.is_within(index, unit, today)));
        }
        hamlets.sort_unstable();
        hamlets.dedup();
        let words: Vec<String> = fold(query).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        if words.is_empty() {
            return Ok(PeoplePage { items: Vec::new(), next: None, total: 0 });
        }
        let filter =
            PersonFilter { hamlets: Some(hamlets), words, limit: limit.clamp(1, PAGE as u32) * 4, ..PersonFilter::default() };
        let rows = self.store.persons(self.shard, &filter).await?;
        let mut rows = self.only_visible(&scope, rows).await?;
        rows.truncate(limit.clamp(1, PAGE as u32) as usize);
        self.audit(caller, "people_searched", unit.unwrap_or("*"), &format!("{{\"found\":{}}}", rows.len())).await?;
        Ok(PeoplePage { total: rows.len() as u64, next: None, items: self.lines(&rows).await? })
    }

    /// A household with its history.
    ///
    /// # Errors
    /// `NotFound` when there is none that the caller may see.
    pub async fn household(&self, caller: &Caller, id: HouseholdId) -> Result<HouseholdReply, AppError> {
        let row = self.store.households_by_id(self.shard, &[id]).await?.pop().ok_or(AppError::NotFound)?;
        if !self.scope(caller).sees_household(row.hamlet, row.area) {
            return Err(AppError::NotFound);
        }
        let mut world = self.load_households(&[], &[id]).await?;
        let household = document(&mut world, id, View::Accepted, self.env.today()).ok_or(AppError::NotFound)?;
        let filter = EventFilter { household: Some(id), limit: 500, ..EventFilter::default() };
        let mut rows = self.store.events(self.shard, &filter).await?;
        rows.reverse();
        let shown = self.event_lines(&rows).await?;
        self.audit(caller, "household_read", &id.to_string(), "{}").await?;
        let (territory, today) = (self.territory(), self.env.today());
        let hamlet = territory.hamlet(row.hamlet, today);
        let commune = hamlet.and_then(|hamlet| territory.tree.gazetteer().unit(hamlet.commune, today));
        Ok(HouseholdReply {
            household,
            hamlet_name: hamlet.map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)).unwrap_or_default(),
            commune_name: commune.map(|commune| commune.full_name.to_owned()).unwrap_or_default(),
            events: shown,
        })
    }

    /// What happened, in the order of the rows; what was withdrawn is left out.
    pub(crate) async fn event_lines(&self, rows: &[EventRow]) -> Result<Vec<EventLine>, AppError> {
        let users: Vec<UserId> = rows.iter().map(|row| row.by).collect();
        let names = self.names_of(&users).await?;
        let line = |row: &EventRow| EventLine {
            id: row.id.0,
            kind: kind_name(row.kind).to_owned(),
            date: crate::territory::day_of(row.date).map(|date| date.to_string()).unwrap_or_default(),
            status: status_name(row.status).to_owned(),
            by_name: names.get(&row.by).cloned().unwrap_or_default(),
            recorded_at: jiff::Timestamp::from_millisecond(row.recorded_ms).map(|at| at.to_string()).unwrap_or_default(),
            position: row.position.0,
        };
        Ok(rows.iter().filter(|row| row.status != EventStatus::Withdrawn).map(line).collect())
    }

    /// Names of accounts.
    pub(crate) async fn names_of(&self, users: &[UserId]) -> Result<HashMap<UserId, String>, AppError> {
        Ok(self.store.users_by_id(users).await?.into_iter().map(|user| (user.id, user.name)).collect())
    }

    /// Notes that someone looked.
    pub(crate) async fn audit(&self, caller: &Caller, action: &str, object: &str, detail: &str) -> Result<(), AppError> {
        let row = AuditRow {
            at_ms: self.env.now_ms(),
            user: Some(caller.user),
            action: action.to_owned(),
            object: object.to_owned(),
            detail: detail.to_owned(),
        };
        Ok(self.store.audit(&row).await?)
    }

    pub(crate) async fn visible(&self, scope: &Scope, persons: &[PersonId]) -> Result<Vec<PersonRow>, AppError> {
        let rows = self.store.persons_by_id(self.shard, persons).await?;
        let mut rows = self.only_visible(scope, rows).await?;
        rows.sort_by_key(|row| row.id);
        Ok(rows)
    }

    async fn only_visible(&self, scope: &Scope, rows: Vec<PersonRow>) -> Result<Vec<PersonRow>, AppError> {
        let households = self.households_of_rows(&rows).await?;
        let sees = |row: &PersonRow| {
            let household = row.household.and_then(|household| households.get(&household));
            household.is_some_and(|household| scope.sees_household(household.hamlet, household.area))
        };
        Ok(rows.into_iter().filter(sees).collect())
    }

    async fn households_of_rows(&self, rows: &[PersonRow]) -> Result<HashMap<HouseholdId, HouseholdRow>, AppError> {
        let mut ids: Vec<HouseholdId> = rows.iter().filter_map(|row| row.household).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(self.store.households_by_id(self.shard, &ids).await?.into_iter().map(|row| (row.id, row)).collect())
    }

    pub(crate) async fn lines(&self, rows: &[PersonRow]) -> Result<Vec<PersonLine>, AppError> {
        let households = self.households_of_rows(rows).await?;
        let (territory, today) = (self.territory(), self.env.today());
        let line = |row: &PersonRow| PersonLine {
            id: row.id.0,
            name: Some(row.name.clone()).filter(|name| !name.is_empty()),
            sex: row.sex.to_string(),
            birth: row.birth.clone(),
            household: row.household.map(|id| id.0),
            household_number: row.household.and_then(|id| households.get(&id)).map(|household| household.number.clone()),
            hamlet_name: row
                .hamlet
                .and_then(|id| territory.hamlet(id, today))
                .map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)),
            relationship: row.relationship.clone(),
        };
        Ok(rows.iter().map(line).collect())
    }
}
