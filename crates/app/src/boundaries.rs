//! Figures of any day on the map of any other: old and new boundaries, both directions.

use crate::{App, Territory};
use danso_model::HamletId;
use danso_places::{Level, Placing, UnitCode};
use jiff::civil::Date;
use std::sync::Arc;

/// The units of a level inside a unit, on the map of one day, and which hamlets' people are counted in them.
#[derive(Debug, Clone)]
pub struct BoundaryGrouping {
    territory: Arc<Territory>,
    boundary: Date,
    level: Level,
    root: UnitCode,
}

impl App {
    /// How hamlets are counted by the units of `level` inside `root` as the map stood on the day `boundary`; the unit itself when `level` is
    /// its own. Earlier and later maps alike.
    #[must_use]
    pub fn grouping_at(&self, boundary: Date, level: Level, root: UnitCode) -> BoundaryGrouping {
        BoundaryGrouping { territory: self.territory(), boundary, level, root }
    }
}

impl BoundaryGrouping {
    /// Where those who live in a hamlet on `day` are counted: one unit, or units with shares (`estimated`). Nothing outside the root, and
    /// nothing where the map of the boundary has no unit of the level.
    #[must_use]
    pub fn of(&self, hamlet: HamletId, day: Date) -> Placing {
        let Some(index) = self.territory.index(hamlet) else { return Placing::default() };
        let tree = &self.territory.tree;
        let mut placing = self.territory.links.place(tree, index, day, self.boundary, self.level);
        placing.parts.retain(|part| self.inside(part.unit));
        placing.estimated &= !placing.parts.is_empty();
        placing
    }

    /// The days on which the answers of [`BoundaryGrouping::of`] may change: figures of days between two of them need one grouping.
    #[must_use]
    pub fn days(&self) -> Vec<Date> {
        self.territory.links.days()
    }

    /// Whether a unit of the map lies in the root, or is it.
    fn inside(&self, unit: UnitCode) -> bool {
        if unit == self.root || self.root == UnitCode::NATION {
            return true;
        }
        let tree = &self.territory.tree;
        if unit.level() == Level::Hamlet {
            let communes = tree.index_of_code(unit).map(|index| tree.communes_on(index, self.boundary)).unwrap_or_default();
            let roots = communes.iter().map(|commune| tree.gazetteer().ancestor(*commune, self.root.level(), self.boundary));
            return !communes.is_empty() && roots.into_iter().all(|root| root == Some(self.root));
        }
        tree.gazetteer().ancestor(unit, self.root.level(), self.boundary) == Some(self.root)
    }
}
