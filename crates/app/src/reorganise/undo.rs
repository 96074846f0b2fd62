//! A reorganisation taken back.

use super::{ReorganisationLine, author, gazetteer_of, line, links_of, packed};
use crate::people::By;
use crate::territory::hamlet;
use crate::{App, AppError};
use danso_model::{EventId, EventStatus, HamletId};
use danso_places::{Level, Tree, UnitCode};
use danso_store::{EventFilter, MapRows, ReorganisationMark, ReportFilter, RowSwap, TerritoryChange};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

const REFUSED: AppError = AppError::Conflict { code: "reorganisation_built_on" };

impl App {
    /// Takes a reorganisation back in one transaction: every row is again what it was.
    ///
    /// # Errors
    /// `NotFound`; `reorganisation_undone` when it is undone already; `reorganisation_built_on` when something later depends on it: another
    /// reorganisation, an account or area at a unit that would be gone, an event in a hamlet that would be gone, a report about it.
    pub async fn undo_reorganisation(&self, by: By<'_>, id: Uuid) -> Result<ReorganisationLine, AppError> {
        self.check_reorganises(by, None)?;
        let _writing = self.writing.lock().await;
        self.catch_up().await?;
        let row = self.store.reorganisation(self.shard, id.as_bytes()).await?.ok_or(AppError::NotFound)?;
        if row.undone_ms.is_some() {
            return Err(AppError::Conflict { code: "reorganisation_undone" });
        }
        let (change, transfers) = packed::unpack_turned(&row.changes)?;
        self.check_reorganises(by, Some(&self.provinces_of(&change)))?;
        self.check_undo(&change, &transfers, row.first).await?;
        let mark = ReorganisationMark::Undone { id: row.id, at_ms: self.env.now_ms(), by: by.user() };
        let events = self.withdrawals(&transfers, author(by));
        self.write_reorganisation(by, &change, &mark, events, "reorganisation_undone", id).await?;
        let row = self.store.reorganisation(self.shard, id.as_bytes()).await?.ok_or(AppError::NotFound)?;
        Ok(line(&row))
    }

    /// The provinces of today in which the change moves anything; all of them for a change of the whole map.
    fn provinces_of(&self, change: &TerritoryChange) -> Vec<UnitCode> {
        let (territory, today) = (self.territory(), self.env.today());
        let gazetteer = territory.tree.gazetteer();
        if change.through.is_some() {
            return gazetteer.provinces(today).iter().map(|unit| unit.code).collect();
        }
        let units = change.units.iter().flat_map(|swap| swap.before.iter().chain(&swap.after)).map(|row| row.code.as_str());
        let communes =
            change.hamlets.iter().flat_map(|swap| swap.before.iter().chain(&swap.after)).map(|row| row.commune.as_str());
        let codes: HashSet<&str> = units.chain(communes).collect();
        let province = |code: &str| gazetteer.ancestor(code.parse().ok()?, Level::Province, today);
        let provinces: std::collections::BTreeSet<UnitCode> = codes.into_iter().filter_map(province).collect();
        provinces.into_iter().collect()
    }

    /// Looks whether the map without the reorganisation holds all that came after it.
    async fn check_undo(&self, change: &TerritoryChange, transfers: &[EventId], first: i32) -> Result<(), AppError> {
        let map = self.store.map_rows(self.shard).await?;
        let map = undone_map(map, change)?;
        let rows = swapped(self.store.hamlets(self.shard).await?, &change.hamlets, |row| (row.id, row.valid_from))?;
        let left: HashSet<HamletId> = rows.iter().map(|row| row.id).collect();
        let gone: Vec<HamletId> = change
            .hamlets
            .iter()
            .filter_map(|swap| swap.before.as_ref())
            .map(|row| row.id)
            .filter(|id| !left.contains(id))
            .collect();
        let gazetteer = gazetteer_of(&map)?;
        if !gazetteer.faults().is_empty() {
            return Err(REFUSED);
        }
        let hamlets = rows.into_iter().map(hamlet).collect::<Result<Vec<_>, _>>()?;
        let (_, heirs) = links_of(&map)?;
        let tree = Tree::over(gazetteer, hamlets).map_err(|_| REFUSED)?.with_heirs(heirs);
        self.check_places(&tree, change).await?;
        if !gone.is_empty() {
            let filter =
                EventFilter { hamlets: Some(gone.clone()), limit: transfers.len() as u32 + 1000, ..EventFilter::default() };
            let events = self.store.events(self.shard, &filter).await?;
            let counts = |status| status != EventStatus::Withdrawn;
            if events.iter().any(|row| counts(row.status) && !transfers.contains(&row.id)) {
                return Err(REFUSED);
            }
        }
        let began: HashSet<&str> =
            change.units.iter().filter_map(|swap| swap.before.as_ref()).map(|row| row.code.as_str()).collect();
        let reports = self.store.reports(self.shard, &ReportFilter::default()).await?;
        let about = |unit: &str| change.through.is_some() || began.contains(unit);
        if reports.iter().any(|line| line.report.last_day >= first && line.last.version > 0 && about(&line.report.unit)) {
            return Err(AppError::Conflict { code: "reorganisation_reported" });
        }
        Ok(())
    }

    /// Areas and grants that the change does not take back must have their places on the map without it.
    async fn check_places(&self, tree: &Tree, change: &TerritoryChange) -> Result<(), AppError> {
        let today = self.env.today();
        let (territory, gazetteer) = (self.territory(), tree.gazetteer());
        let exists = |unit: &str| {
            unit.parse::<UnitCode>().is_ok_and(|unit| match unit.level() {
                Level::Hamlet => tree.index_of_code(unit).is_some(),
                Level::Nation | Level::Province | Level::District | Level::Commune => gazetteer.unit(unit, today).is_some(),
            })
        };
        let existed =
            |unit: &str| unit.parse::<UnitCode>().is_ok_and(|unit| territory.tree.gazetteer().unit(unit, today).is_some());
        let taken_back: HashSet<_> = change.areas.iter().filter_map(|swap| swap.before.as_ref()).map(|area| area.id).collect();
        let area_lost =
            |area: &&danso_store::AreaRow| !taken_back.contains(&area.id) && existed(&area.commune) && !exists(&area.commune);
        if territory.areas.iter().any(|area| area_lost(&area)) {
            return Err(REFUSED);
        }
        let users: HashSet<_> = change.grants.iter().filter_map(|swap| swap.before.as_ref()).map(|row| row.user).collect();
        for user in self.store.users().await?.iter().filter(|user| !users.contains(&user.id)) {
            let units = user.grants.iter().filter_map(|grant| grant.unit.as_deref());
            if units.into_iter().any(|unit| existed(unit) && !exists(unit)) {
                return Err(REFUSED);
            }
        }
        Ok(())
    }
}

/// Rows with a change made; refused where one is not as the change says.
fn swapped<K: Ord, T: Clone + PartialEq>(rows: Vec<T>, swaps: &[RowSwap<T>], key: impl Fn(&T) -> K) -> Result<Vec<T>, AppError> {
    let mut all: BTreeMap<K, T> = rows.into_iter().map(|row| (key(&row), row)).collect();
    for before in swaps.iter().filter_map(|swap| swap.before.as_ref()) {
        if all.remove(&key(before)).as_ref() != Some(before) {
            return Err(REFUSED);
        }
    }
    all.extend(swaps.iter().filter_map(|swap| swap.after.as_ref()).map(|row| (key(row), row.clone())));
    Ok(all.into_values().collect())
}

fn undone_map(map: MapRows, change: &TerritoryChange) -> Result<MapRows, AppError> {
    if change.through.is_some_and(|(before, _)| before != map.through) {
        return Err(REFUSED);
    }
    Ok(MapRows {
        through: change.through.map_or(map.through, |(_, after)| after),
        units: swapped(map.units, &change.units, |row| (row.code.clone(), row.valid_from))?,
        successions: swapped(map.successions, &change.successions, |row| (row.on, row.old.clone(), row.new.clone()))?,
        steps: swapped(map.steps, &change.steps, |row| (row.on, row.old, row.new))?,
        guesses: swapped(map.guesses, &change.guesses, |row| (row.on, row.hamlet))?,
    })
}
