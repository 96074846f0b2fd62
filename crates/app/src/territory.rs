//! The deployment's territory in memory: hamlets on the tree of units, areas, settings of communes.

use crate::AppError;
use danso_model::{AreaId, HamletId, Shard};
use danso_places::{Hamlet, HamletIndex, Links, Tree, UnitCode};
use danso_store::{AreaRow, HamletRow, Store};
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
    area_at: HashMap<AreaId, usize>,
    accept_clean: HashSet<UnitCode>,
}

/// A day stored as yyyymmdd.
pub(crate) fn day_of(number: i32) -> Option<Date> {
    Date::new((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8).ok()
}

fn hamlet(row: HamletRow) -> Result<Hamlet, AppError> {
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

impl Territory {
    /// Reads the territory of a shard.
    ///
    /// # Errors
    /// When the store fails, or holds hamlets that make no tree.
    pub async fn load(store: &dyn Store, shard: Shard) -> Result<Self, AppError> {
        let rows = store.hamlets(shard).await?.into_iter().map(hamlet).collect::<Result<Vec<_>, _>>()?;
        let tree = Tree::new(rows).map_err(|error| AppError::damaged(error.to_string()))?;
        let areas = store.areas(shard).await?;
        let area_at = areas.iter().enumerate().map(|(at, area)| (area.id, at)).collect();
        let settings = store.commune_settings(shard).await?;
        let accept_clean = settings.iter().filter(|row| row.accept_clean).filter_map(|row| row.commune.parse().ok()).collect();
        Ok(Self { tree, areas, links: Links::default(), area_at, accept_clean })
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

    /// Whether clean events of a hamlet are accepted without the officer.
    #[must_use]
    pub fn accepts_clean(&self, hamlet: HamletId, at: Date) -> bool {
        self.commune_of(hamlet, at).is_some_and(|commune| self.accept_clean.contains(&commune))
    }
}
