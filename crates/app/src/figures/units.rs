//! Which units a question is about.

use super::{FiguresUnit, Layer, level_name, regions};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::AreaId;
use danso_places::{Level, UnitCode};
use jiff::civil::Date;
use uuid::Uuid;

/// A unit, a region or an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Unit(UnitCode),
    Region(&'static regions::Region),
    Area(AreaId),
}

impl Target {
    /// As figures name it.
    pub(crate) fn code(self) -> String {
        match self {
            Self::Unit(unit) => unit.to_string(),
            Self::Region(region) => region.code.to_owned(),
            Self::Area(area) => area.to_string(),
        }
    }

    /// The layer it is one of.
    pub(crate) fn layer(self) -> Layer {
        match self {
            Self::Unit(unit) => Layer::Level(unit.level()),
            Self::Region(_) => Layer::Regions,
            Self::Area(area) => Layer::Area(area),
        }
    }
}

impl App {
    /// Reads a unit of the map of a day.
    ///
    /// # Errors
    /// `unknown_unit`.
    pub(crate) fn target(&self, text: &str, on: Date) -> Result<Target, AppError> {
        let unknown = || AppError::bad("unknown_unit", text);
        if let Some(region) = regions::on(on).find(|region| region.code == text) {
            return Ok(Target::Region(region));
        }
        if let Ok(id) = text.parse::<Uuid>() {
            let area = AreaId(id);
            return self.territory().area(area).map(|_| Target::Area(area)).ok_or_else(unknown);
        }
        let unit: UnitCode = text.parse().map_err(|_| unknown())?;
        let known = match unit.level() {
            Level::Hamlet => self.territory().tree.index_of_code(unit).is_some(),
            Level::Nation | Level::Province | Level::District | Level::Commune => {
                self.territory().tree.gazetteer().unit(unit, on).is_some()
            }
        };
        if known { Ok(Target::Unit(unit)) } else { Err(unknown()) }
    }

    /// The units next below.
    ///
    /// # Errors
    /// `no_children`.
    pub(crate) fn targets_below(&self, target: Target, on: Date) -> Result<Vec<Target>, AppError> {
        let below: Vec<Target> = match target {
            Target::Unit(unit) => self.territory().tree.children(unit, on).into_iter().map(Target::Unit).collect(),
            Target::Region(region) => region.provinces.iter().copied().map(Target::Unit).collect(),
            Target::Area(_) => Vec::new(),
        };
        if below.is_empty() { Err(AppError::bad("no_children", target.code())) } else { Ok(below) }
    }

    /// A target as figures name it on a day.
    pub(crate) fn figures_unit(&self, target: Target, on: Date) -> FiguresUnit {
        let (name, level) = match target {
            Target::Unit(unit) => (self.line(unit, on).map(|line| line.full_name), level_name(unit.level())),
            Target::Region(region) => (Some(region.name.to_owned()), "region"),
            Target::Area(area) => (self.territory().area(area).map(|area| area.name.clone()), "area"),
        };
        let code = target.code();
        FiguresUnit { name: name.unwrap_or_else(|| code.clone()), code, level: level.to_owned() }
    }

    /// Whether an area has a hamlet in which another area works too: then the hamlet's people are not only its own.
    pub(crate) fn shares_a_hamlet(&self, target: Target) -> bool {
        let Target::Area(id) = target else { return false };
        let territory = self.territory();
        let own = territory.area(id).map(|area| area.hamlets.as_slice()).unwrap_or_default();
        territory.areas.iter().filter(|area| area.id != id).any(|area| area.hamlets.iter().any(|hamlet| own.contains(hamlet)))
    }

    /// Whether the caller may have the counts of a target.
    pub(crate) fn counts_target(&self, caller: &Caller, target: Target, on: Date) -> bool {
        let scope = self.scope(caller);
        match target {
            Target::Unit(unit) => scope.counts_at(unit, on),
            Target::Region(region) => region.provinces.iter().all(|province| scope.counts_at(*province, on)),
            Target::Area(id) => {
                // A collaborator may count in the communes of the own areas, but not in the areas of others there.
                let commune = self.territory().area(id).and_then(|area| area.commune.parse::<UnitCode>().ok());
                let above = caller.grants.iter().any(|grant| grant.role != danso_store::Role::Collaborator);
                scope.areas().contains(&id) || above && commune.is_some_and(|commune| scope.counts(commune))
            }
        }
    }
}
