//! The one scope function: what a caller may see and do, computed for each request.

use crate::Caller;
use danso_model::{AreaId, HamletId};
use danso_places::{Gazetteer, Level, Tree, UnitCode};
use danso_store::{AreaRow, Grant, Role, UserRow};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

const ALL_LEVELS: [Level; 5] = [Level::Nation, Level::Province, Level::District, Level::Commune, Level::Hamlet];

/// What one caller may see and do on one day.
///
/// Grants name units as they are on that day. A grant whose place does not fit its role (a commune officer of a province, a collaborator
/// without an area) grants nothing.
#[derive(Debug, Clone)]
pub struct Scope {
    at: Date,
    /// The units above the hamlets.
    gazetteer: Arc<Gazetteer>,
    admin: bool,
    areas: Vec<AreaId>,
    /// The hamlets that each own area covers.
    area_hamlets: HashMap<AreaId, HashSet<HamletId>>,
    /// Communes of the role commune.
    communes: BTreeSet<UnitCode>,
    /// Provinces of the role province.
    provinces: BTreeSet<UnitCode>,
    person_hamlets: HashSet<HamletId>,
    /// Areas that an own commune runs.
    run_areas: HashSet<AreaId>,
    /// Units of which counts are given, with all that is in them.
    counted: BTreeSet<UnitCode>,
    /// Hamlets that lie in those.
    counted_hamlets: HashSet<UnitCode>,
    /// Hamlets and communes in which an own area lies: they alone, without what is in them.
    touched: BTreeSet<UnitCode>,
    roots: Vec<UnitCode>,
}

impl Scope {
    /// What this caller may see and do on a day. `areas` are all areas of the deployment, or at least those of the caller's grants and communes.
    #[must_use]
    pub fn of(caller: &Caller, tree: &Tree, areas: &[AreaRow], at: Date) -> Scope {
        let mut scope = Scope {
            at,
            gazetteer: tree.shared_gazetteer(),
            admin: caller.has_role(Role::Admin),
            areas: Vec::new(),
            area_hamlets: HashMap::new(),
            communes: BTreeSet::new(),
            provinces: BTreeSet::new(),
            person_hamlets: HashSet::new(),
            run_areas: HashSet::new(),
            counted: BTreeSet::new(),
            counted_hamlets: HashSet::new(),
            touched: BTreeSet::new(),
            roots: Vec::new(),
        };
        for grant in &caller.grants {
            match grant.role {
                Role::Collaborator => scope.grant_area(grant, tree, areas),
                Role::Commune => scope.grant_commune(grant, tree, areas),
                Role::Province => {
                    scope.grant_counts(grant, tree, &[Level::Province]);
                    scope.provinces.extend(place_of(grant, tree, at, &[Level::Province]));
                }
                Role::Nation => scope.grant_counts(grant, tree, &[Level::Nation]),
                Role::Reader => scope.grant_counts(grant, tree, &ALL_LEVELS),
                Role::Admin => {}
            }
        }
        scope.gather_counted_hamlets(tree);
        scope.roots = topmost(scope.counted.union(&scope.touched).copied().collect(), tree, at);
        scope
    }

    /// A collaborator's own areas.
    #[must_use]
    pub fn areas(&self) -> &[AreaId] {
        &self.areas
    }

    /// The hamlets that one of the own areas covers.
    #[must_use]
    pub fn hamlets_of_area(&self, area: AreaId) -> Option<&HashSet<HamletId>> {
        self.area_hamlets.get(&area)
    }

    /// The hamlets whose persons an officer of a commune may see and review. Empty for every other role.
    #[must_use]
    pub fn person_hamlets(&self) -> &HashSet<HamletId> {
        &self.person_hamlets
    }

    /// Whether the caller may see a household with all that is in it.
    #[must_use]
    pub fn sees_household(&self, hamlet: HamletId, area: AreaId) -> bool {
        self.person_hamlets.contains(&hamlet) || self.area_hamlets.contains_key(&area)
    }

    /// Whether the caller may see any person at all.
    #[must_use]
    pub fn sees_persons(&self) -> bool {
        !self.areas.is_empty() || !self.communes.is_empty()
    }

    /// Whether the caller may record what happened in a hamlet, in a household of an area. With an area, a collaborator must have it and
    /// it must cover the hamlet; without one, any own area must cover the hamlet. An officer records in the whole commune.
    #[must_use]
    pub fn records_in(&self, hamlet: HamletId, area: Option<AreaId>) -> bool {
        let covered = match area {
            Some(area) => self.area_hamlets.get(&area).is_some_and(|hamlets| hamlets.contains(&hamlet)),
            None => self.area_hamlets.values().any(|hamlets| hamlets.contains(&hamlet)),
        };
        covered || self.person_hamlets.contains(&hamlet)
    }

    /// Whether the caller may accept and return what was recorded in a hamlet.
    #[must_use]
    pub fn reviews(&self, hamlet: HamletId) -> bool {
        self.person_hamlets.contains(&hamlet)
    }

    /// Whether the caller reviews anywhere.
    #[must_use]
    pub fn reviews_any(&self) -> bool {
        !self.communes.is_empty()
    }

    /// Whether the caller may have the counts of a unit of the scope's day: one inside a granted unit, or a hamlet or commune
    /// in which an own area lies.
    #[must_use]
    pub fn counts(&self, unit: UnitCode) -> bool {
        let inside = match unit.level() {
            Level::Hamlet => self.counted_hamlets.contains(&unit),
            Level::Nation | Level::Province | Level::District | Level::Commune => {
                self.gazetteer.path(unit, self.at).iter().any(|above| self.counted.contains(&above.code))
            }
        };
        inside || self.touched.contains(&unit)
    }

    /// Whether the caller may have the counts of a unit of an earlier day: all that it has become by the scope's day must be in scope.
    #[must_use]
    pub fn counts_at(&self, unit: UnitCode, at: Date) -> bool {
        if at >= self.at || unit.level() == Level::Hamlet || unit.level() == Level::Nation {
            return self.counts(unit);
        }
        let became = became(&self.gazetteer, unit, at, self.at);
        !became.is_empty() && became.iter().all(|unit| self.counts(*unit))
    }

    /// Where the tree of the unit picker starts: the granted units of which none lies in another.
    #[must_use]
    pub fn roots(&self) -> &[UnitCode] {
        &self.roots
    }

    /// Whether the caller may add this account, reset its password or make a code for its device. An administrator: every account.
    /// An officer of a commune: accounts that are nothing but collaborators of areas which the commune runs.
    #[must_use]
    pub fn manages_accounts(&self, of: &UserRow) -> bool {
        let only_own_collaborators = !of.grants.is_empty()
            && of
                .grants
                .iter()
                .all(|grant| grant.role == Role::Collaborator && grant.area.is_some_and(|area| self.run_areas.contains(&area)));
        self.admin || only_own_collaborators
    }

    /// Whether the caller runs the areas of a commune: its officer, or an administrator.
    #[must_use]
    pub fn runs(&self, commune: UnitCode) -> bool {
        self.admin || self.communes.contains(&commune)
    }

    /// The areas that the caller's communes run.
    pub fn run_areas(&self) -> impl Iterator<Item = AreaId> + '_ {
        self.run_areas.iter().copied()
    }

    /// Whether the caller may see who works in a commune: whoever runs it, and the office of its province.
    #[must_use]
    pub fn sees_network(&self, commune: UnitCode) -> bool {
        let above = || self.gazetteer.path(commune, self.at);
        self.runs(commune) || above().iter().any(|unit| self.provinces.contains(&unit.code))
    }

    /// Whether the caller may change the map in all of these provinces: an administrator everywhere, the office of a province inside it.
    #[must_use]
    pub fn reorganises(&self, provinces: &[UnitCode]) -> bool {
        self.admin || (!provinces.is_empty() && provinces.iter().all(|province| self.provinces.contains(province)))
    }

    /// Whether the caller may change the map anywhere.
    #[must_use]
    pub fn reorganises_any(&self) -> bool {
        self.admin || !self.provinces.is_empty()
    }

    /// Whether the caller manages any account at all.
    #[must_use]
    pub fn manages_any_account(&self) -> bool {
        self.admin || !self.communes.is_empty()
    }

    fn grant_area(&mut self, grant: &Grant, tree: &Tree, areas: &[AreaRow]) {
        let Some(area) = grant.area.and_then(|id| areas.iter().find(|area| area.id == id)) else { return };
        if self.area_hamlets.contains_key(&area.id) {
            return;
        }
        self.areas.push(area.id);
        self.area_hamlets.insert(area.id, area.hamlets.iter().copied().collect());
        for hamlet in area.hamlets.iter().filter_map(|id| tree.index_of(id.as_bytes())) {
            self.touched.extend(tree.ancestor(hamlet, Level::Hamlet, self.at));
            self.touched.extend(tree.commune_of(hamlet, self.at));
        }
    }

    fn grant_commune(&mut self, grant: &Grant, tree: &Tree, areas: &[AreaRow]) {
        let Some(commune) = place_of(grant, tree, self.at, &[Level::Commune]) else { return };
        let hamlets = tree.hamlets_in(commune, self.at);
        let ids = hamlets.iter().filter_map(|hamlet| tree.rows(*hamlet).first()).map(|row| HamletId::from_bytes(row.id));
        self.person_hamlets.extend(ids);
        let run = areas.iter().filter(|area| area.commune == commune.as_str()).map(|area| area.id);
        self.run_areas.extend(run);
        self.communes.insert(commune);
        self.counted.insert(commune);
    }

    fn grant_counts(&mut self, grant: &Grant, tree: &Tree, levels: &[Level]) {
        self.counted.extend(place_of(grant, tree, self.at, levels));
    }

    fn gather_counted_hamlets(&mut self, tree: &Tree) {
        if self.counted.is_empty() {
            return;
        }
        let levels: BTreeSet<Level> = self.counted.iter().map(UnitCode::level).collect();
        for hamlet in tree.indices() {
            let inside = levels
                .iter()
                .any(|level| tree.ancestor(hamlet, *level, self.at).is_some_and(|unit| self.counted.contains(&unit)));
            if inside {
                self.counted_hamlets.extend(tree.ancestor(hamlet, Level::Hamlet, self.at));
            }
        }
    }
}

/// The unit of a grant, if it is of a fitting level and there is such a unit on that day.
pub(crate) fn place_of(grant: &Grant, tree: &Tree, at: Date, levels: &[Level]) -> Option<UnitCode> {
    let unit: UnitCode = grant.unit.as_deref()?.parse().ok()?;
    let exists = !chain(unit, tree, at).is_empty();
    (exists && levels.contains(&unit.level())).then_some(unit)
}

/// The unit and all units that it lies in, on a day; empty if there is no such unit then.
fn chain(unit: UnitCode, tree: &Tree, at: Date) -> Vec<UnitCode> {
    match unit.level() {
        Level::Hamlet => {
            let hamlet = tree.index_of_code(unit);
            hamlet
                .map_or_else(Vec::new, |hamlet| ALL_LEVELS.iter().filter_map(|level| tree.ancestor(hamlet, *level, at)).collect())
        }
        Level::Nation | Level::Province | Level::District | Level::Commune => {
            tree.gazetteer().path(unit, at).iter().map(|above| above.code).collect()
        }
    }
}

/// The units that lie in no other one of them, in order of code.
fn topmost(units: BTreeSet<UnitCode>, tree: &Tree, at: Date) -> Vec<UnitCode> {
    let inside_another = |unit: &UnitCode| chain(*unit, tree, at).iter().any(|above| above != unit && units.contains(above));
    units.iter().filter(|unit| !inside_another(unit)).copied().collect()
}

/// What a unit of one day has become by another, later day; itself when nothing happened to it, nothing when it names no unit. A district
/// has no successor of its own: it became what its communes became.
pub(crate) fn became(gazetteer: &Gazetteer, unit: UnitCode, at: Date, by: Date) -> BTreeSet<UnitCode> {
    let mut settled = BTreeSet::new();
    let mut open = match unit.level() {
        Level::District => gazetteer.communes_of(unit, at).iter().map(|commune| (commune.code, at)).collect(),
        Level::Nation | Level::Province | Level::Commune | Level::Hamlet => {
            gazetteer.unit(unit, at).map(|unit| (unit.code, at)).into_iter().collect::<Vec<_>>()
        }
    };
    while let Some((unit, at)) = open.pop() {
        let next: Vec<_> = gazetteer.successors(unit, at).iter().filter(|next| next.on <= by).collect();
        if next.is_empty() {
            settled.insert(unit);
        }
        open.extend(next.into_iter().map(|next| (next.new, next.on)));
    }
    settled
}
