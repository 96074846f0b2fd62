//! What follows the units: areas of work, accounts, settings of communes.

use super::counts::Counted;
use super::shapes::{AreaMove, PlanRemark, UserMove};
use super::work::remark;
use danso_model::HamletId;
use danso_places::plan::Change;
use danso_places::{Gazetteer, Level, Tree, UnitCode};
use danso_store::{AreaRow, CommuneSetting, Grant, GrantsRow, RowSwap, UserRow};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The map before and after, on a day, with who lives where.
pub(super) struct Maps<'a> {
    pub(super) before: &'a Tree,
    pub(super) after: &'a Tree,
    pub(super) change: &'a Change,
    pub(super) at: Date,
    pub(super) counted: &'a Counted,
    pub(super) went: Went,
}

/// What of the accounts, areas and settings changes, and what someone should look at.
#[derive(Default)]
pub(super) struct Followed {
    pub(super) areas: Vec<RowSwap<AreaRow>>,
    pub(super) grants: Vec<RowSwap<GrantsRow>>,
    pub(super) settings: Vec<RowSwap<CommuneSetting>>,
    pub(super) area_moves: Vec<AreaMove>,
    pub(super) user_moves: Vec<UserMove>,
    pub(super) warnings: Vec<PlanRemark>,
}

/// Persons of each unit of the map before, by the units of its level on the map after.
pub(super) type Went = HashMap<UnitCode, BTreeMap<UnitCode, u64>>;

/// Counts who goes where, in one pass over the hamlets.
pub(super) fn went(before: &Tree, after: &Tree, at: Date, counted: &Counted) -> Went {
    let mut went = Went::new();
    for index in before.indices() {
        let Some(id) = before.rows(index).first().map(|row| row.id) else { continue };
        let Some(now) = after.index_of(&id) else { continue };
        let persons = counted.of(HamletId::from_bytes(id)).persons;
        for level in [Level::Province, Level::District, Level::Commune] {
            if let (Some(old), Some(new)) = (before.ancestor(index, level, at), after.ancestor(now, level, at)) {
                *went.entry(old).or_default().entry(new).or_default() += persons;
            }
        }
    }
    went
}

impl Maps<'_> {
    /// What a unit of the map before is on the map after: itself, one other, several, or nothing. Those with most people come first.
    pub(super) fn became(&self, unit: UnitCode) -> Vec<UnitCode> {
        if unit.level() == Level::Nation {
            return vec![unit];
        }
        if unit.level() == Level::Hamlet {
            let index = self.after.index_of_code(unit);
            return index.and_then(|index| self.after.ancestor(index, Level::Hamlet, self.at)).into_iter().collect();
        }
        let begun = self.before.gazetteer().unit(unit, self.at).and_then(|unit| unit.valid_from);
        let eve = self.change.first.yesterday().unwrap_or(self.change.first);
        let mut became: Vec<UnitCode> =
            settled(self.after.gazetteer(), unit, begun.unwrap_or(eve).max(eve), self.at).into_iter().collect();
        if became.len() > 1 {
            let persons = |code: &UnitCode| self.went.get(&unit).and_then(|went| went.get(code)).copied().unwrap_or_default();
            became.sort_by_key(|code| (std::cmp::Reverse(persons(code)), *code));
        }
        became
    }

    /// The communes that a district of the map before became, as far as they lie wholly in what it was.
    fn communes_of_district(&self, district: UnitCode) -> Vec<UnitCode> {
        let eve = self.change.first.yesterday().unwrap_or(self.change.first);
        let gazetteer = self.after.gazetteer();
        let old: BTreeSet<UnitCode> = gazetteer.communes_of(district, eve).iter().map(|unit| unit.code).collect();
        let became: BTreeSet<UnitCode> = old.iter().flat_map(|commune| settled(gazetteer, *commune, eve, self.at)).collect();
        let within = |commune: &UnitCode| {
            gazetteer.predecessors(*commune, self.at).iter().all(|from| from.old == district || old.contains(&from.old))
        };
        became.into_iter().filter(within).collect()
    }
}

/// What a unit of one day is by another, later one.
fn settled(gazetteer: &Gazetteer, unit: UnitCode, from: Date, by: Date) -> BTreeSet<UnitCode> {
    let mut settled = BTreeSet::new();
    let mut open: Vec<(UnitCode, Date)> = gazetteer.unit(unit, from).map(|unit| (unit.code, from)).into_iter().collect();
    while let Some((unit, day)) = open.pop() {
        let next: Vec<_> = gazetteer.successors(unit, day).iter().filter(|next| next.on <= by).collect();
        if next.is_empty() && gazetteer.unit(unit, by).is_some() {
            settled.insert(unit);
        }
        open.extend(next.into_iter().map(|next| (next.new, next.on)));
    }
    settled
}

/// Lets everything follow.
pub(super) fn follow(maps: &Maps<'_>, areas: &[AreaRow], users: &[UserRow], settings: &[CommuneSetting]) -> Followed {
    let mut followed = Followed::default();
    follow_areas(maps, areas, &mut followed);
    follow_users(maps, users, &mut followed);
    follow_settings(maps, settings, &mut followed);
    followed
}

/// Where an area is run from now on, and the hamlets it covers.
fn moved_area(maps: &Maps<'_>, area: &AreaRow, followed: &mut Followed) -> AreaRow {
    let mut by_commune: BTreeMap<UnitCode, u64> = BTreeMap::new();
    let mut hamlets = area.hamlets.clone();
    for hamlet in &area.hamlets {
        let Some(index) = maps.after.index_of(hamlet.as_bytes()) else { continue };
        if let Some(commune) = maps.after.commune_of(index, maps.at) {
            *by_commune.entry(commune).or_default() += 1 + maps.counted.of(*hamlet).persons;
        }
        // Who works in a hamlet works in what it is joined to, and in the parts of it.
        let joined = maps.after.rows(maps.after.stand_in(index, maps.at)).first().map(|row| row.id);
        let parts =
            maps.change.divisions.iter().filter(|division| division.old == *hamlet.as_bytes()).map(|division| division.new);
        for new in joined.into_iter().chain(parts).map(HamletId::from_bytes) {
            if !hamlets.contains(&new) {
                hamlets.push(new);
            }
        }
    }
    if by_commune.len() > 1 {
        followed.warnings.push(remark("plan_area_divided", None, Some(area.name.clone())));
    }
    let own = by_commune.iter().find(|(commune, _)| commune.as_str() == area.commune).map(|(_, persons)| *persons);
    let most = by_commune.iter().max_by_key(|(commune, persons)| (**persons, std::cmp::Reverse(**commune)));
    let commune = match most {
        Some((_, persons)) if own == Some(*persons) => area.commune.clone(),
        Some((commune, _)) => commune.to_string(),
        None => area.commune.clone(),
    };
    AreaRow { commune, hamlets, ..area.clone() }
}

fn follow_areas(maps: &Maps<'_>, areas: &[AreaRow], followed: &mut Followed) {
    let mut moved: Vec<(&AreaRow, AreaRow)> = areas.iter().map(|area| (area, moved_area(maps, area, followed))).collect();
    // Those who stay keep their numbers; those who come take theirs along where it is free, in the order of the communes they come from.
    moved.sort_by_key(|(old, new)| {
        (new.commune.clone(), old.commune != new.commune, old.commune.clone(), number(&old.number), old.number.clone())
    });
    let mut taken: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (old, mut new) in moved {
        let taken = taken.entry(new.commune.clone()).or_default();
        if taken.contains(&new.number) {
            let highest = taken.iter().map(|text| number(text)).max().unwrap_or_default();
            new.number = format!("{:0width$}", highest + 1, width = old.number.len());
        }
        taken.insert(new.number.clone());
        if *old == new {
            continue;
        }
        if (&old.commune, &old.number) != (&new.commune, &new.number) {
            let place = |area: &AreaRow| format!("{}/{}", area.commune, area.number);
            followed.area_moves.push(AreaMove { id: old.id.0, name: old.name.clone(), before: place(old), after: place(&new) });
        }
        followed.areas.push(RowSwap { before: Some(old.clone()), after: Some(new) });
    }
}

fn number(text: &str) -> u32 {
    text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default()
}

fn follow_users(maps: &Maps<'_>, users: &[UserRow], followed: &mut Followed) {
    let mut known: HashMap<UnitCode, Vec<UnitCode>> = HashMap::new();
    for user in users {
        let mut grants: Vec<Grant> = Vec::with_capacity(user.grants.len());
        for grant in &user.grants {
            let unit = grant.unit.as_deref().and_then(|unit| unit.parse::<UnitCode>().ok());
            let Some(unit) = unit else {
                grants.push(grant.clone());
                continue;
            };
            let heirs = known.entry(unit).or_insert_with(|| heirs(maps, unit));
            match heirs.as_slice() {
                [] => followed.warnings.push(remark("plan_grant_lost", None, Some(user.login.clone()))),
                [_, _, ..] if unit.level() != Level::District => {
                    followed.warnings.push(remark("plan_grant_main_part", None, Some(user.login.clone())));
                }
                [..] => {}
            }
            let taken = if unit.level() == Level::District { heirs.as_slice() } else { &heirs[..heirs.len().min(1)] };
            for heir in taken {
                let follows = Grant { unit: Some(heir.to_string()), ..grant.clone() };
                if !grants.contains(&follows) {
                    grants.push(follows);
                }
            }
        }
        if grants != user.grants {
            let words = |grants: &[Grant]| grants.iter().map(words).collect();
            followed.user_moves.push(UserMove { login: user.login.clone(), before: words(&user.grants), after: words(&grants) });
            let before = GrantsRow { user: user.id, grants: user.grants.clone() };
            followed.grants.push(RowSwap { before: Some(before), after: Some(GrantsRow { user: user.id, grants }) });
        }
    }
}

/// The units that a grant at a unit goes on with. A place that is on no map stays as it is: it granted nothing before.
fn heirs(maps: &Maps<'_>, unit: UnitCode) -> Vec<UnitCode> {
    let there = match unit.level() {
        Level::Hamlet => maps.before.index_of_code(unit).is_some(),
        Level::Nation | Level::Province | Level::District | Level::Commune => {
            maps.before.gazetteer().unit(unit, maps.at).is_some()
        }
    };
    if !there {
        return vec![unit];
    }
    let became = maps.became(unit);
    if became.is_empty() && unit.level() == Level::District { maps.communes_of_district(unit) } else { became }
}

fn words(grant: &Grant) -> String {
    let place = grant.unit.clone().or_else(|| grant.area.map(|area| area.to_string())).unwrap_or_default();
    format!("{} {place}", grant.role.as_str()).trim_end().to_owned()
}

/// A commune accepts clean events at once if all the communes that it is made of chose that.
fn follow_settings(maps: &Maps<'_>, settings: &[CommuneSetting], followed: &mut Followed) {
    if settings.is_empty() {
        return;
    }
    let chose: HashMap<&str, bool> = settings.iter().map(|row| (row.commune.as_str(), row.accept_clean)).collect();
    let old = maps.before.gazetteer().below(UnitCode::NATION, Level::Commune, maps.at);
    let mut made: BTreeMap<UnitCode, Vec<Option<bool>>> = BTreeMap::new();
    let mut changed: BTreeSet<UnitCode> = BTreeSet::new();
    for commune in old {
        let became = maps.became(commune.code);
        if became != [commune.code] {
            changed.insert(commune.code);
            changed.extend(became.iter().copied());
        }
        for new in became {
            made.entry(new).or_default().push(chose.get(commune.code.as_str()).copied());
        }
    }
    for commune in changed {
        let before = chose.get(commune.as_str()).map(|accept| setting(commune, *accept));
        let of = made.get(&commune).map_or(&[][..], Vec::as_slice);
        let any = of.iter().any(Option::is_some);
        let after = any.then(|| setting(commune, of.iter().all(|accept| *accept == Some(true))));
        if before != after {
            followed.settings.push(RowSwap { before, after });
        }
    }
}

fn setting(commune: UnitCode, accept_clean: bool) -> CommuneSetting {
    CommuneSetting { commune: commune.to_string(), accept_clean }
}
