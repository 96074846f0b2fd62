//! Verification: everything that can be derived from the log is derived again and compared with what is stored.

use crate::image::Builder;
use crate::project::{household_row, person_row};
use crate::world::View;
use crate::{App, AppError};
use danso_model::{EventId, EventStatus, HouseholdId, PersonId, Position, SubjectId};
use danso_places::{Level, UnitCode};
use danso_registry::checks::violations;
use danso_store::{EntryKind, EventFilter, PersonRow, StoredEntry};
use danso_tally::{Count, CountQuery, FlowQuery, Grouping, Image, Map, MeasureQuery, StatusFilter, When};
use danso_vault::{Link, chain};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Differences told; the rest is only counted.
const TOLD: usize = 20;
/// Persons checked at once.
const PAGE: u32 = 4_000;

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Entries of the log, all chained.
    pub entries: u64,
    /// Events among them.
    pub events: u64,
    /// Persons whose row and episodes were made again.
    pub persons: u64,
    /// Households whose row was made again.
    pub households: u64,
    /// Episodes of the image.
    pub episodes: u64,
    /// Units times months for which the balance was computed.
    pub balances: u64,
    /// The last hash of the chain, in hexadecimal.
    pub head: String,
    /// How many differences there are.
    pub wrong: u64,
    /// The first of them.
    pub differences: Vec<Difference>,
}

/// Something that is not as the log says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `chain`, `status`, `person`, `household`, `residency`, `image` or `balance`.
    pub check: &'static str,
    /// Where: a position, an id, a unit and month.
    pub place: String,
    /// What.
    pub what: String,
}

impl VerifyReport {
    fn tell(&mut self, check: &'static str, place: impl ToString, what: impl ToString) {
        self.wrong += 1;
        if self.differences.len() < TOLD {
            self.differences.push(Difference { check, place: place.to_string(), what: what.to_string() });
        }
    }

    /// Whether nothing is off.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.wrong == 0
    }
}

/// Residents by hamlet at some days, counted person by person.
type Recount = BTreeMap<(Date, [u8; 16]), u64>;

impl App {
    /// Derives everything from the log again and compares. `progress` is told how many persons of how many are done.
    ///
    /// # Errors
    /// When the store fails. What is wrong in the register is no error but the report.
    pub async fn verify(&self, mut progress: impl FnMut(u64, u64)) -> Result<VerifyReport, AppError> {
        let mut report = VerifyReport::default();
        let (builder, statuses) = self.verify_log(&mut report).await?;
        self.verify_statuses(&mut report, statuses).await?;
        let Builder { image, introduced: mut told, opened, .. } = builder;
        let days = days_to_check(&image);
        let recount = self.verify_people(&mut report, &days, &mut told, &mut progress).await?;
        self.verify_missing(&mut report, told, opened).await?;
        report.episodes = image.len().0 as u64;
        self.verify_image(&mut report, &image, &days, &recount);
        self.verify_measures(&mut report, &image, &days);
        self.verify_balance(&mut report, &image, &days);
        Ok(report)
    }

    async fn verify_log(&self, report: &mut VerifyReport) -> Result<(Builder<'_>, HashMap<EventId, EventStatus>), AppError> {
        let mut builder = Builder::new(self.shard, &self.master);
        let mut statuses = HashMap::new();
        let (mut previous, mut after) = ([0; 32], Position::default());
        loop {
            let page = self.store.entries(self.shard, after, 5_000).await?;
            let Some(last) = page.last() else { break };
            for entry in &page {
                if entry.position != after.next() {
                    report.tell("chain", entry.position, "positions have a gap");
                }
                after = entry.position;
                let kind = entry.kind.as_str();
                let (event, at_ms) = (entry.event, entry.at_ms);
                let link = Link {
                    shard: self.shard,
                    position: entry.position,
                    kind,
                    event,
                    at_ms,
                    payload: &entry.payload,
                    sealed: &entry.sealed,
                };
                if chain(&previous, &link) != entry.hash {
                    report.tell("chain", entry.position, "the hash does not follow from the entry and the one before");
                }
                previous = entry.hash;
                note_status(&mut statuses, entry);
                report.entries += 1;
                report.events += u64::from(entry.kind.carries_event());
            }
            after = last.position;
            if let Err(error) = builder.read(self.store.as_ref(), &page).await {
                report.tell("chain", after, error);
            }
        }
        if let Err(error) = builder.finish(self.store.as_ref()).await {
            report.tell("chain", after, error);
        }
        let head = self.store.head(self.shard).await?;
        if head.position != after || head.hash != previous {
            report.tell("chain", head.position, "the stored head is not the end of the log");
        }
        report.head = blake3::Hash::from_bytes(previous).to_hex().to_string();
        Ok((builder, statuses))
    }

    async fn verify_statuses(
        &self,
        report: &mut VerifyReport,
        mut statuses: HashMap<EventId, EventStatus>,
    ) -> Result<(), AppError> {
        let mut after = None;
        loop {
            let filter = EventFilter { after, limit: 5_000, ..EventFilter::default() };
            let rows = self.store.events(self.shard, &filter).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.position);
            for row in &rows {
                match statuses.remove(&row.id) {
                    Some(status) if status == row.status => {}
                    Some(status) => report.tell("status", row.id, format!("stored {:?}, the log says {status:?}", row.status)),
                    None => report.tell("status", row.id, "a row without an event in the log"),
                }
            }
        }
        for (event, _) in statuses {
            report.tell("status", event, "an event in the log without a row");
        }
        Ok(())
    }

    async fn verify_people(
        &self,
        report: &mut VerifyReport,
        days: &[Date],
        told: &mut Vec<PersonId>,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<Recount, AppError> {
        let total = self.image.read().map_or(0, |image| image.len().0 as u64);
        let mut recount = Recount::new();
        let mut checked: HashSet<HouseholdId> = HashSet::new();
        let mut after = None;
        let mut seen: Vec<PersonId> = Vec::with_capacity(told.len());
        loop {
            let rows = self.store.persons_page(self.shard, after, PAGE).await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.id);
            let mut households: Vec<HouseholdId> = rows.iter().filter_map(|row| row.household).collect();
            households.sort_unstable();
            households.dedup();
            households.retain(|household| checked.insert(*household));
            let subjects: Vec<SubjectId> = rows.iter().map(|row| row.id.into()).collect();
            seen.extend(rows.iter().map(|row| row.id));
            let mut world = match self.load_households(&subjects, &households).await {
                Err(AppError::Damaged { what }) => {
                    report.tell("chain", last.id, what);
                    continue;
                }
                world => world?,
            };
            for row in &rows {
                let made = person_row(&mut world, row.id, &self.master);
                if made.as_ref().is_none_or(|made| !same_person(made, row)) {
                    report.tell("person", row.id, "the stored row is not what the log gives");
                }
                let Some(person) = world.person(row.id, View::Accepted) else { continue };
                for violation in violations(&person.stays) {
                    report.tell("residency", row.id, violation);
                }
                for day in days {
                    let here = person
                        .stays
                        .residences
                        .iter()
                        .find(|episode| episode.spell.covers(*day) && episode.what.status.is_usual());
                    if let Some(episode) = here {
                        *recount.entry((*day, *episode.what.hamlet.as_bytes())).or_default() += 1;
                    }
                }
            }
            let stored = self.store.households_by_id(self.shard, &households).await?;
            if stored.len() != households.len() {
                report.tell("household", households.len(), "persons live in households that have no row");
            }
            for row in &stored {
                let made = household_row(&mut world, row.id);
                if made.is_none_or(|made| danso_store::HouseholdRow { changed: row.changed, ..made } != *row) {
                    report.tell("household", row.id, "the stored row is not what the log gives");
                }
            }
            report.households += stored.len() as u64;
            report.persons += rows.len() as u64;
            progress(report.persons, total);
        }
        // Both are in the order of ids, as the pages are.
        told.sort_unstable();
        told.dedup();
        told.retain(|person| seen.binary_search(person).is_err());
        Ok(recount)
    }

    /// Persons and households of whom the log tells and that were not met among the rows: nothing in force may introduce them.
    async fn verify_missing(
        &self,
        report: &mut VerifyReport,
        persons: Vec<PersonId>,
        mut households: Vec<HouseholdId>,
    ) -> Result<(), AppError> {
        for persons in persons.chunks(PAGE as usize) {
            let subjects: Vec<SubjectId> = persons.iter().map(|person| (*person).into()).collect();
            let Ok(mut world) = self.load_households(&subjects, &[]).await else { continue };
            for person in persons.iter().filter(|person| world.person(**person, View::Accepted).is_some()) {
                report.tell("person", person, "the log tells of a person without a row");
            }
        }
        households.sort_unstable();
        households.dedup();
        for households in households.chunks(PAGE as usize) {
            let stored = self.store.households_by_id(self.shard, households).await?;
            let stored: HashSet<HouseholdId> = stored.into_iter().map(|row| row.id).collect();
            let missing: Vec<SubjectId> =
                households.iter().filter(|id| !stored.contains(id)).map(|id| SubjectId::from(*id)).collect();
            if missing.is_empty() {
                continue;
            }
            let Ok(mut world) = self.load_households(&missing, &[]).await else { continue };
            for household in missing.iter().map(|id| HouseholdId(id.0)) {
                if world.household(household, View::Accepted).is_some() {
                    report.tell("household", household, "the log tells of a household without a row");
                }
            }
        }
        Ok(())
    }

    fn verify_image(&self, report: &mut VerifyReport, image: &Image, days: &[Date], recount: &Recount) {
        let groups = Grouping::new(image.hamlets(), |hamlet| Some(hamlet.to_string()));
        let statuses = StatusFilter::usual();
        for day in days {
            let query = CountQuery { at: *day, known_at: None, groups: &groups, statuses, threads: 2 };
            let cube = image.count(&query);
            let live = self.image.read().map(|live| {
                let groups = Grouping::new(live.hamlets(), |hamlet| Some(hamlet.to_string()));
                live.count(&CountQuery { groups: &groups, ..query.clone() }).total()
            });
            if live.ok() != Some(cube.total()) {
                report.tell("image", day, "the image in use counts other than the one made from the log");
            }
            for (group, label) in groups.labels.iter().enumerate() {
                let id = label.parse::<danso_model::HamletId>().map(|id| *id.as_bytes()).unwrap_or_default();
                let plain = recount.get(&(*day, id)).copied().unwrap_or(0);
                let counted = cube.group_total(group);
                if plain != counted {
                    report.tell(
                        "image",
                        format!("{day} {label}"),
                        format!("the image counts {counted}, person by person it is {plain}"),
                    );
                }
            }
        }
    }

    /// Every measure, by hamlet and month, of the image in use and of the one made from the log.
    fn verify_measures(&self, report: &mut VerifyReport, image: &Image, days: &[Date]) {
        let months: Vec<(Date, Date)> = days.iter().map(|day| (day.first_of_month(), day.last_of_month())).collect();
        let measured = |image: &Image, count: Count| {
            let groups = Grouping::new(image.hamlets(), |hamlet| Some(hamlet.to_string()));
            let map = Map::of(groups);
            let when = if count.is_stock() { When::Days(days) } else { When::Periods(&months) };
            let query = MeasureQuery { count, when, known_at: None, map: &map, only: &[], by: &[], modern: &[], threads: 2 };
            let cells = image.measure(&query).map_err(|error| error.to_string())?;
            let named = cells.iter().map(|(group, period, _, sum)| (map.groups.labels[group].clone(), period, sum));
            Ok::<_, String>(named.collect::<Vec<_>>())
        };
        for count in Count::ALL {
            let live = self.look(|live| measured(live, count));
            if live.ok() != Some(measured(image, count)) {
                report.tell("image", format!("{count:?}"), "the image in use counts other than the one made from the log");
            }
        }
    }

    /// For every hamlet, commune, province and the nation, and every month: end = start + what happened.
    fn verify_balance(&self, report: &mut VerifyReport, image: &Image, days: &[Date]) {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return };
        let territory = self.territory();
        let statuses = StatusFilter::usual();
        let mut starts = Vec::new();
        let mut month = first.first_of_month();
        while month <= *last {
            starts.push(month);
            let Ok(next) = month.last_of_month().tomorrow() else { break };
            month = next;
        }
        let Ok(end) = last.last_of_month().tomorrow() else { return };
        for level in [Level::Nation, Level::Province, Level::Commune, Level::Hamlet] {
            let unit = |hamlet| -> Option<UnitCode> {
                let index = territory.index(hamlet)?;
                if level == Level::Nation { Some(UnitCode::NATION) } else { territory.tree.ancestor(index, level, *last) }
            };
            let groups = Grouping::new(image.hamlets(), |hamlet| unit(hamlet).map(|code| code.to_string()));
            let ledger = image.flows(&FlowQuery { starts: &starts, end, known_at: None, groups: &groups, statuses });
            let stock = |at: Date| image.count(&CountQuery { at, known_at: None, groups: &groups, statuses, threads: 2 });
            let mut before = starts[0].yesterday().map(&stock).ok();
            for (period, start) in starts.iter().enumerate() {
                let after = stock(start.last_of_month());
                for (group, label) in groups.labels.iter().enumerate() {
                    let begun = before.as_ref().map_or(0, |cube| cube.group_total(group)) as i64;
                    let net = ledger.get(group, period).net();
                    if begun + net != after.group_total(group) as i64 {
                        let what = format!("{begun} + {net} is not {}", after.group_total(group));
                        report.tell("balance", format!("{label} {:04}-{:02}", start.year(), start.month()), what);
                    }
                    report.balances += 1;
                }
                before = Some(after);
            }
        }
    }
}

fn same_person(made: &PersonRow, stored: &PersonRow) -> bool {
    PersonRow { changed: stored.changed, ..made.clone() } == *stored
}

fn note_status(statuses: &mut HashMap<EventId, EventStatus>, entry: &StoredEntry) {
    let status = match entry.kind {
        EntryKind::Submitted => EventStatus::Submitted,
        EntryKind::Recorded | EntryKind::Accepted => EventStatus::Accepted,
        EntryKind::Returned => EventStatus::Returned,
        EntryKind::Withdrawn => EventStatus::Withdrawn,
        EntryKind::Erased => return,
    };
    if let Some(event) = entry.event {
        statuses.insert(event, status);
    }
}

/// The first day of each month in which something began or ended, and the last day of the last one.
fn days_to_check(image: &Image) -> Vec<Date> {
    let Some((first, last)) = image.span() else { return Vec::new() };
    let mut days = Vec::new();
    let mut month = first.first_of_month();
    while month <= last {
        days.push(month);
        match month.last_of_month().tomorrow() {
            Ok(next) => month = next,
            Err(_) => break,
        }
    }
    days.push(last);
    days.dedup();
    days
}
