//! What a caller may do with the reports of units: report, receive, declare.
//!
//! | unit | reports | receives |
//! |---|---|---|
//! | commune | officer of the commune | its province |
//! | district, while there were districts | the province | the nation |
//! | province | the province | the nation |
//!
//! Nobody reports for a hamlet or the nation.

use crate::Caller;
use crate::scope::{became, place_of};
use danso_model::AreaId;
use danso_places::{Level, Tree, UnitCode};
use danso_store::{AreaRow, Role};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What one caller may do with reports on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duties {
    at: Date,
    communes: BTreeSet<UnitCode>,
    provinces: BTreeSet<UnitCode>,
    nation: bool,
    areas: BTreeSet<AreaId>,
}

impl Duties {
    /// The duties of a caller on a day. `areas` are all areas of the deployment, or at least those of the caller's grants and communes.
    #[must_use]
    pub fn of(caller: &Caller, tree: &Tree, areas: &[AreaRow], at: Date) -> Self {
        let granted = |role: Role, level: Level| -> BTreeSet<UnitCode> {
            let grants = caller.grants.iter().filter(|grant| grant.role == role);
            grants.filter_map(|grant| place_of(grant, tree, at, &[level])).collect()
        };
        let communes = granted(Role::Commune, Level::Commune);
        let own = caller.grants.iter().filter(|grant| grant.role == Role::Collaborator).filter_map(|grant| grant.area);
        let run = areas.iter().filter(|area| communes.iter().any(|commune| commune.as_str() == area.commune));
        Self {
            at,
            areas: own.chain(run.map(|area| area.id)).collect(),
            communes,
            provinces: granted(Role::Province, Level::Province),
            nation: !granted(Role::Nation, Level::Nation).is_empty(),
        }
    }

    /// Whether the caller reports for a unit as it was on a day. For a unit that is no more, whoever reports for all that it became.
    #[must_use]
    pub fn reports_for(&self, tree: &Tree, unit: UnitCode, on: Date) -> bool {
        match unit.level() {
            Level::Commune => self.all_now(tree, unit, on, |unit| self.communes.contains(&unit)),
            Level::District | Level::Province => self.holds_province_of(tree, unit, on),
            Level::Nation | Level::Hamlet => false,
        }
    }

    /// Whether the caller receives what a unit reports.
    #[must_use]
    pub fn receives_from(&self, tree: &Tree, unit: UnitCode, on: Date) -> bool {
        match unit.level() {
            Level::Commune => self.holds_province_of(tree, unit, on),
            Level::District | Level::Province => self.nation,
            Level::Nation | Level::Hamlet => false,
        }
    }

    /// Whether the caller may declare that nothing happened in an area: its collaborator, or the officer of the commune that runs it.
    #[must_use]
    pub fn declares_for(&self, area: AreaId) -> bool {
        self.areas.contains(&area)
    }

    fn holds_province_of(&self, tree: &Tree, unit: UnitCode, on: Date) -> bool {
        let province = |unit| tree.gazetteer().ancestor(unit, Level::Province, self.at);
        self.all_now(tree, unit, on, |unit| province(unit).is_some_and(|province| self.provinces.contains(&province)))
    }

    /// Whether something holds for all that a unit of an earlier day is by now.
    fn all_now(&self, tree: &Tree, unit: UnitCode, on: Date, holds: impl Fn(UnitCode) -> bool) -> bool {
        if on >= self.at {
            return holds(unit);
        }
        let now = became(tree.gazetteer(), unit, on, self.at);
        !now.is_empty() && now.into_iter().all(holds)
    }
}
