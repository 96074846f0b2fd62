//! The deployment's territory in memory: hamlets on the tree of units, areas, settings of communes.

use crate::AppError;
use crate::reorganise::{gazetteer_of, links_of};
use danso_model::{AreaId, HamletId, Shard};
use danso_places::{Hamlet, HamletIndex, Level, Links, Tree, UnitCode};
use danso_store::{AreaRow, HamletRow, MapRows, Store};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// Hamlets, areas and settings as the store has them.
#[derive(Debug)]
pub struct Territory {
    /// Units above, hamlets below.
    pub tree: Tree,
    /// All areas.
    pub areas: Vec<AreaRow>,
    /// Hamlets that were divided or joined, and those placed by rule.
    pub links: Links,
    /// The last day whose embedded decrees are in force here; none for all of them.
    pub through: Option<Date>,
    area_at: HashMap<AreaId, usize>,
    accept_clean: HashSet<UnitCode>,
    /// By hamlet, the last day of the latest period that its commune locked a report for.
    closed_until: HashMap<HamletId, Date>,
}

/// A day stored as yyyymmdd.
pub(crate) fn day_of(number: i32) -> Option<Date> {
    Date::new((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8).ok()
}

pub(crate) fn hamlet(row: HamletRow) -> Result<Hamlet, AppError> {
    let code = |text: &str| text.parse::<UnitCode>().map_err(|error| AppError::damaged(error.to_string()));
    Ok(Hamlet {
        id: *row.id.as_bytes(),
        code: code(&row.code)?,
        name: row.name,
        kind: row.kind,
        commune: code(&row.commune)?,
        valid_from: row.valid_from.and_then(day_of),
        valid_to: row.valid_to.and_then(day_of),
    })
}

/// Hamlets on the deployment's map, and what is known beside their rows.
fn placed(hamlets: Vec<HamletRow>, map: &MapRows) -> Result<(Tree, Links), AppError> {
    let rows = hamlets.into_iter().map(hamlet).collect::<Result<Vec<_>, _>>()?;
    let (links, heirs) = links_of(map)?;
    let tree = Tree::over(gazetteer_of(map)?, rows).map_err(|error| AppError::damaged(error.to_string()))?;
    Ok((tree.with_heirs(heirs), links))
}

impl Territory {
    /// The territory of these rows, without areas and settings: what a closed report is made again with.
    pub(crate) fn of_rows(hamlets: Vec<HamletRow>, map: &MapRows) -> Result<Self, AppError> {
        let (tree, links) = placed(hamlets, map)?;
        let (areas, area_at, accept_clean, closed_until) = Default::default();
        Ok(Self { tree, areas, links, through: map.through.and_then(day_of), area_at, accept_clean, closed_until })
    }

    /// Reads the territory of a shard.
    ///
    /// # Errors
    /// When the store fails, or holds hamlets that make no tree.
    pub async fn load(store: &dyn Store, shard: Shard) -> Result<Self, AppError> {
        let map = store.map_rows(shard).await?;
        let (tree, links) = placed(store.hamlets(shard).await?, &map)?;
        let areas = store.areas(shard).await?;
        let area_at = areas.iter().enumerate().map(|(at, area)| (area.id, at)).collect();
        let settings = store.commune_settings(shard).await?;
        let accept_clean = settings.iter().filter(|row| row.accept_clean).filter_map(|row| row.commune.parse().ok()).collect();
        let mut territory = Self {
            tree,
            areas,
            links,
            through: map.through.and_then(day_of),
            area_at,
            accept_clean,
            closed_until: HashMap::new(),
        };
        for (unit, day) in store.locked_until(shard).await? {
            if let (Ok(unit), Some(day)) = (unit.parse::<UnitCode>(), day_of(day))
                && unit.level() == Level::Commune
            {
                for hamlet in territory.hamlets_in(unit, day) {
                    let until = territory.closed_until.entry(hamlet).or_insert(day);
                    *until = day.max(*until);
                }
            }
        }
        Ok(territory)
    }

    /// An area.
    #[must_use]
    pub fn area(&self, id: AreaId) -> Option<&AreaRow> {
        self.area_at.get(&id).map(|at| &self.areas[*at])
    }

    /// The place of a hamlet in the tree.
    #[must_use]
    pub fn index(&self, hamlet: HamletId) -> Option<HamletIndex> {
        self.tree.index_of(hamlet.as_bytes())
    }

    /// A hamlet as it is on a day.
    #[must_use]
    pub fn hamlet(&self, hamlet: HamletId, at: Date) -> Option<&Hamlet> {
        self.tree.hamlet(self.index(hamlet)?, at)
    }

    /// The commune of a hamlet on a day.
    #[must_use]
    pub fn commune_of(&self, hamlet: HamletId, at: Date) -> Option<UnitCode> {
        self.tree.commune_of(self.index(hamlet)?, at)
    }

    /// Hamlets inside a unit on a day.
    #[must_use]
    pub fn hamlets_in(&self, unit: UnitCode, at: Date) -> Vec<HamletId> {
        let indices = self.tree.hamlets_in(unit, at);
        indices.into_iter().filter_map(|index| self.tree.rows(index).first()).map(|row| HamletId::from_bytes(row.id)).collect()
    }

    /// The last day of the latest period that the commune of a hamlet locked a report for: what happened until then and is told now
    /// comes late.
    #[must_use]
    pub fn closed_until(&self, hamlet: HamletId) -> Option<Date> {
        self.closed_until.get(&hamlet).copied()
    }

    /// Whether clean events of a hamlet are accepted without the officer.
    #[must_use]
    pub fn accepts_clean(&self, hamlet: HamletId, at: Date) -> bool {
        self.commune_of(hamlet, at).is_some_and(|commune| self.accept_clean.contains(&commune))
    }
}
