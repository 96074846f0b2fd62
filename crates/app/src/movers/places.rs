//! Places that movers name: read at the day of the event, on the map of that day and of today.

use super::evidence::Agrees;
use super::shapes::StatedPlace;
use crate::Territory;
use danso_model::{HamletId, Origin};
use danso_places::{Gazetteer, Level, UnitCode};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How often units may have changed since a code was written.
const CHANGES: usize = 8;

/// What a code meant on a day, and all that it has become since. A code that named nothing that day is read as one that was in force before: paper and habit keep old codes for a while.
fn meanings(gazetteer: &Gazetteer, code: UnitCode, at: Date) -> BTreeSet<UnitCode> {
    let named = gazetteer.unit(code, at).is_some();
    let last = || gazetteer.versions(code).iter().filter_map(|unit| unit.valid_to).filter(|to| *to < at).max();
    let Some(day) = (if named { Some(at) } else { last() }) else { return BTreeSet::from([code]) };
    let mut found = BTreeSet::from([code]);
    let mut open = vec![(code, day)];
    for _ in 0..CHANGES {
        let step = |(unit, at): (UnitCode, Date)| {
            gazetteer.successors(unit, at).iter().map(|next| (next.new, next.on)).collect::<Vec<_>>()
        };
        open = open.into_iter().flat_map(step).collect();
        found.extend(open.iter().map(|(unit, _)| *unit));
    }
    found
}

/// The communes that a hamlet lay in on a day, and lies in today.
fn communes(territory: &Territory, hamlet: HamletId, at: Date, today: Date) -> BTreeSet<UnitCode> {
    let Some(index) = territory.index(hamlet) else { return BTreeSet::new() };
    territory.tree.communes_on(index, at).into_iter().chain(territory.commune_of(hamlet, today)).collect()
}

fn provinces(gazetteer: &Gazetteer, communes: &BTreeSet<UnitCode>, at: Date, today: Date) -> BTreeSet<UnitCode> {
    let of = |code: &UnitCode| [at, today].map(|day| gazetteer.ancestor(*code, Level::Province, day));
    communes.iter().flat_map(of).flatten().collect()
}

/// How a place that was named on a day agrees with a hamlet.
pub(super) fn agrees(territory: &Territory, named: Origin, at: Date, hamlet: HamletId, today: Date) -> Agrees {
    let gazetteer = territory.tree.gazetteer();
    let here = communes(territory, hamlet, at, today);
    let around = provinces(gazetteer, &here, at, today);
    let read = |code: danso_model::Code| code.as_str().parse::<UnitCode>().ok().map(|code| meanings(gazetteer, code, at));
    match named {
        Origin::Unknown => Agrees::Untold,
        Origin::Abroad => Agrees::Abroad,
        _ if here.is_empty() => Agrees::Untold,
        Origin::Commune(code) => match read(code) {
            None => Agrees::Untold,
            Some(meant) if meant.iter().any(|code| here.contains(code)) => Agrees::Commune,
            Some(meant) => {
                let theirs = provinces(gazetteer, &meant, at, today);
                if theirs.iter().any(|code| around.contains(code)) { Agrees::OtherCommune } else { Agrees::OtherProvince }
            }
        },
        Origin::Province(code) => match read(code) {
            None => Agrees::Untold,
            Some(meant) if meant.iter().any(|code| around.contains(code)) => Agrees::Province,
            Some(_) => Agrees::OtherProvince,
        },
    }
}

/// A named place in words, on the map of the day.
pub(super) fn stated(territory: &Territory, place: Origin, at: Date) -> StatedPlace {
    let named = |kind: &str, code: danso_model::Code| {
        let gazetteer = territory.tree.gazetteer();
        let unit = code.as_str().parse::<UnitCode>().ok();
        let unit = unit.and_then(|code| gazetteer.unit(code, at).or_else(|| gazetteer.versions(code).last().copied()));
        StatedPlace {
            kind: kind.to_owned(),
            code: Some(code.as_str().to_owned()),
            name: unit.map(|unit| unit.full_name.to_owned()),
        }
    };
    let plain = |kind: &str| StatedPlace { kind: kind.to_owned(), code: None, name: None };
    match place {
        Origin::Commune(code) => named("commune", code),
        Origin::Province(code) => named("province", code),
        Origin::Abroad => plain("abroad"),
        Origin::Unknown => plain("unknown"),
    }
}
