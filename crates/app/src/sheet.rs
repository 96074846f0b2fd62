//! Phiếu hộ dân cư A0/CTV of a household, filled from the register.

use crate::document::{document, members_in_order};
use crate::messages::text;
use crate::world::{View, World};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{HouseholdId, PartialDate, PersonId};
use danso_places::Level;
use danso_registry::{FactKind, Resident, fold_resident};
use danso_reports::sheets::{
    HouseholdSheet, MethodYear, SheetBirth, SheetChange, SheetDeparture, SheetMember, SheetPlace, SheetWife,
};
use danso_reports::{Format, render};
use danso_store::{EventFilter, HouseholdRow};
use danso_wire::{HouseholdDocument, MemberDocument, kind_name};
use jiff::civil::Date;

/// Years of the grid of methods, the present one included, and of the births and changes that are told.
const YEARS: i16 = 5;
/// Women of these ages, in completed years, have a grid.
const FERTILE: std::ops::RangeInclusive<i32> = 15..=49;
/// Lines to write on below each list.
const BLANK_LINES: usize = 2;
/// The method that stands for "one that was not told" among the numbers of methods.
const UNTOLD_METHOD: u8 = 99;

fn partial(text: &str) -> Option<PartialDate> {
    text.parse().ok()
}

/// The method in use at the end of each month of the last years; what lies ahead stays empty.
fn methods(resident: &Resident, today: Date) -> Vec<MethodYear> {
    let at = |year: i16, month: i8| {
        let day = Date::new(year, month, 1).ok()?.last_of_month().min(today);
        let ahead = (year, month) > (today.year(), today.month());
        let traits = resident.traits.iter().rfind(|(from, _)| *from <= day).filter(|_| !ahead)?.1;
        (traits.method > 0 && traits.method < UNTOLD_METHOD).then(|| traits.method.to_string())
    };
    let year =
        |year: i16| MethodYear { year, months: std::array::from_fn(|month| at(year, month as i8 + 1).unwrap_or_default()) };
    (today.year() - YEARS + 1..=today.year()).map(year).collect()
}

fn wife(member: &MemberDocument, resident: &Resident, today: Date) -> Option<SheetWife> {
    let years = methods(resident, today);
    let in_use = resident.traits.last().is_some_and(|(_, traits)| traits.method > 0);
    let used = in_use || years.iter().any(|year| year.months.iter().any(|month| !month.is_empty()));
    let married = member.marital.as_deref() == Some("2");
    let fertile = member.sex == "f" && FERTILE.contains(&resident.birth.age_at(today));
    let started = resident.traits.iter().rev().take_while(|(_, traits)| traits.method > 0).last().map(|(day, _)| *day);
    (fertile && (married || used)).then(|| SheetWife {
        name: member.name.clone().unwrap_or_default(),
        born: partial(&member.birth),
        started: started.filter(|_| in_use).map(PartialDate::day),
        years,
    })
}

/// A birth of the last years; a hospital is "elsewhere" on the sheet.
fn birth(member: &MemberDocument, resident: &Resident, today: Date) -> Option<SheetBirth> {
    let born = resident.facts.iter().find(|fact| fact.day > Date::constant(today.year() - YEARS, 1, 1))?;
    let FactKind::Birth { order, place, .. } = born.kind else { return None };
    let screened = resident.facts.iter().find(|fact| matches!(fact.kind, FactKind::Newborn { .. }));
    Some(SheetBirth {
        name: member.name.clone().unwrap_or_default(),
        born: partial(&member.birth),
        place: (place > 0).then_some(place.min(3)),
        order: (order > 0).then_some(order),
        screened: screened.map(|fact| PartialDate::day(fact.day)),
    })
}

impl App {
    /// The A0/CTV sheet of a household as a file. Printing is a look, and audited.
    ///
    /// # Errors
    /// `NotFound` for a household that is none or outside the caller's scope.
    pub async fn household_sheet(&self, caller: &Caller, id: HouseholdId, format: Format) -> Result<Vec<u8>, AppError> {
        let row = self.store.households_by_id(self.shard, &[id]).await?.pop().ok_or(AppError::NotFound)?;
        if !self.scope(caller).sees_household(row.hamlet, row.area) {
            return Err(AppError::NotFound);
        }
        let today = self.env.today();
        let mut world = self.load_households(&[], &[id]).await?;
        let household = document(&mut world, id, View::Accepted, today).ok_or(AppError::NotFound)?;
        let people: Vec<PersonId> = members_in_order(&mut world, id, View::Accepted).iter().map(|person| person.id).collect();
        let mut sheet = HouseholdSheet {
            place: self.sheet_place(&row, today).await?,
            number: household.number.clone(),
            address: household.address.clone().unwrap_or_default(),
            blank_lines: BLANK_LINES,
            position: household.position.into(),
            ..HouseholdSheet::default()
        };
        for (member, person) in household.members.iter().zip(people) {
            sheet.members.push(self.sheet_member(member, today));
            let Some(resident) = fold_resident(&world.claims(person)) else { continue };
            sheet.wives.extend(wife(member, &resident, today));
            sheet.births.extend(birth(member, &resident, today));
        }
        for past in &household.past {
            let (name, left) = (past.name.clone().unwrap_or_default(), partial(&past.left));
            match past.reason.as_str() {
                "move_out" | "transfer" => sheet.departures.push(SheetDeparture { name, left }),
                reason => sheet.changes.push(SheetChange { date: left, change: text(&format!("sheet_left_{reason}")), name }),
            }
        }
        sheet.changes.extend(self.sheet_changes(&household, &world, id, today).await?);
        sheet.changes.sort_by_key(|change| change.date.map(PartialDate::number));
        self.audit(caller, "household_printed", &id.to_string(), "{}").await?;
        render(&sheet.document(), format).map_err(|error| AppError::damaged(format!("the sheet: {error}")))
    }

    fn label(&self, list: &str, code: Option<&str>, on: Date) -> String {
        let item = |code| Some(self.catalog.list(list, on)?.item(code)?.vi.clone());
        code.map(|code| item(code).unwrap_or_else(|| code.to_owned())).unwrap_or_default()
    }

    fn sheet_member(&self, member: &MemberDocument, today: Date) -> SheetMember {
        SheetMember {
            code: String::new(),
            name: member.name.clone().unwrap_or_default(),
            relationship: self.label("relationship", Some(&member.relationship), today),
            sex: self.label("sex", Some(&member.sex), today),
            born: partial(&member.birth),
            ethnic: self.label("ethnic", member.ethnic.as_deref(), today),
            education: self.label("education", member.education.as_deref(), today),
            marital: self.label("marital", member.marital.as_deref(), today),
            residence: self.label("residence", Some(&member.residence), today),
        }
    }

    async fn sheet_place(&self, row: &HouseholdRow, today: Date) -> Result<SheetPlace, AppError> {
        let users = self.store.users_of_areas(&[row.area]).await?;
        let names: Vec<String> = users.into_iter().filter(|user| !user.disabled).map(|user| user.name).collect();
        let territory = self.territory();
        let hamlet = territory.hamlet(row.hamlet, today);
        let path = hamlet.map(|hamlet| territory.tree.gazetteer().path(hamlet.commune, today)).unwrap_or_default();
        let named = |level: Level| {
            path.iter().find(|unit| unit.code.level() == level).map(|unit| unit.full_name.to_owned()).unwrap_or_default()
        };
        Ok(SheetPlace {
            province: named(Level::Province),
            commune: named(Level::Commune),
            hamlet: hamlet.map(|hamlet| format!("{} {}", hamlet.kind, hamlet.name)).unwrap_or_default(),
            area: territory.area(row.area).map(|area| area.number.clone()).unwrap_or_default(),
            collaborator: names.join(", "),
        })
    }

    /// Accepted happenings of the last years that have no list of their own on the sheet.
    async fn sheet_changes(
        &self,
        household: &HouseholdDocument,
        world: &World,
        id: HouseholdId,
        today: Date,
    ) -> Result<Vec<SheetChange>, AppError> {
        use danso_model::EventKind::{
            Birth, Change, Death, Household, HouseholdChange, MoveOut, Reviewed, Transfer, TransferReceipt, Withdrawal,
        };
        let filter = EventFilter { household: Some(id), limit: 500, ..EventFilter::default() };
        let since = i32::from(today.year() - YEARS) * 10_000;
        let elsewhere =
            [Birth, Change, Death, Household, HouseholdChange, MoveOut, Reviewed, Transfer, TransferReceipt, Withdrawal];
        let name = |person: PersonId| {
            let member = household.members.iter().find(|member| member.id == person.0);
            let past = || household.past.iter().find(|past| past.id == person.0).and_then(|past| past.name.clone());
            member.and_then(|member| member.name.clone()).or_else(past).unwrap_or_default()
        };
        let rows = self.store.events(self.shard, &filter).await?;
        let told = rows
            .into_iter()
            .filter(|row| row.status == danso_model::EventStatus::Accepted && row.date > since && !elsewhere.contains(&row.kind));
        Ok(told
            .map(|row| SheetChange {
                date: world.get(row.id).map(|standing| standing.event.date),
                change: self.label("event_kind", Some(kind_name(row.kind)), today),
                name: row.person.map(name).unwrap_or_default(),
            })
            .collect())
    }
}
