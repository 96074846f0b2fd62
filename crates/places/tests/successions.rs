//! How the tree of June 2025 became the tree of July.

use std::collections::{BTreeMap, BTreeSet};

use danso_places::{Gazetteer, Level, People, Relation, Succession, UnitCode};
use jiff::civil::{Date, date};
use pretty_assertions::assert_eq;

const OLD: Date = date(2025, 6, 30);
const NEW: Date = date(2025, 7, 1);

fn places() -> &'static Gazetteer {
    Gazetteer::embedded()
}

fn code(text: &str) -> UnitCode {
    text.parse().expect("a unit code")
}

fn olds(new: &str, at: Date) -> Vec<String> {
    places().predecessors(code(new), at).iter().map(|s| s.old.to_string()).collect()
}

#[test]
fn every_end_has_a_successor_and_every_beginning_a_predecessor() {
    let islands: BTreeSet<UnitCode> = ["318", "471", "498", "536", "755"].map(code).into();
    for unit in places().all().iter().filter(|unit| unit.in_force(OLD) && unit.level() > Level::Nation) {
        let went = !places().successors(unit.code, OLD).is_empty();
        assert_eq!(went, unit.level() != Level::District || islands.contains(&unit.code), "{unit:?}");
    }
    for unit in places().all().iter().filter(|unit| unit.in_force(NEW) && unit.level() > Level::Nation) {
        assert!(!places().predecessors(unit.code, NEW).is_empty(), "{unit:?}");
    }
}

#[test]
fn no_code_breaks_off_unexplained() {
    for unit in places().all().iter().filter(|unit| unit.level() != Level::District) {
        let versions = places().versions(unit.code);
        if let Some(last) = unit.valid_to {
            let next = last.tomorrow().expect("a day after");
            let went = places().successors(unit.code, last).iter().any(|s| s.on == next);
            assert!(went || versions.iter().any(|other| other.valid_from == Some(next)), "{unit:?}");
        }
        if let Some(first) = unit.valid_from {
            let eve = first.yesterday().expect("a day before");
            let made = places().predecessors(unit.code, first).iter().any(|s| s.on == first);
            assert!(made || versions.iter().any(|other| other.valid_to == Some(eve)), "{unit:?}");
        }
    }
}

#[test]
fn both_ends_exist_on_their_days() {
    for s in places().successions() {
        let eve = s.on.yesterday().expect("a day before");
        let old = places().unit(s.old, eve).unwrap_or_else(|| panic!("no old unit: {s:?}"));
        let new = places().unit(s.new, s.on).unwrap_or_else(|| panic!("no new unit: {s:?}"));
        assert_eq!(old.valid_to, Some(eve));
        assert_eq!(new.valid_from, Some(s.on));
        assert_eq!(new.decree, Some(s.decree));
    }
    let in_july = places().successions().iter().filter(|s| s.on == NEW).count();
    assert_eq!(in_july, 63 + 10_570);
}

#[test]
fn successors_and_predecessors_are_inverse() {
    let key = |s: &Succession| (s.old, s.new, s.relation, s.people, s.on, s.decree);
    let mut down: Vec<_> = Vec::new();
    let mut up: Vec<_> = Vec::new();
    for unit in places().all() {
        if let Some(next) = unit.valid_to.and_then(|last| last.tomorrow().ok()) {
            let became = places().successors(unit.code, next.yesterday().expect("a day before"));
            down.extend(became.iter().filter(|s| s.on == next).map(key));
        }
        if let Some(first) = unit.valid_from {
            up.extend(places().predecessors(unit.code, first).iter().filter(|s| s.on == first).map(key));
        }
    }
    down.sort();
    up.sort();
    assert_eq!(down.len(), places().successions().len());
    assert!(down == up);
}

#[test]
fn a_unit_goes_whole_to_one_or_in_parts_to_several() {
    let mut went: BTreeMap<(UnitCode, Date), Vec<&Succession>> = BTreeMap::new();
    for s in places().successions() {
        went.entry((s.old, s.on)).or_default().push(s);
    }
    for ((old, _), all) in went {
        let whole = all.iter().filter(|s| s.relation == Relation::Whole).count();
        assert!((whole, all.len()) == (1, 1) || (whole == 0 && all.len() > 1), "{old}: {all:?}");
        assert!(all.iter().all(|s| s.relation == Relation::Part || s.people == People::All));
        if all.iter().any(|s| s.people == People::All) {
            let others = all.iter().filter(|s| s.people != People::All);
            assert!(others.clone().all(|s| s.people == People::None), "{old}: {all:?}");
            assert_eq!(others.count() + 1, all.len());
        } else {
            assert!(all.iter().any(|s| s.people == People::Some), "{old}: {all:?}");
        }
    }
}

#[test]
fn communes_follow_their_province() {
    for s in places().successions().iter().filter(|s| s.on == NEW && s.new.level() == Level::Commune) {
        let old = places().ancestor(s.old, Level::Province, OLD).expect("a province");
        let new = places().ancestor(s.new, Level::Province, NEW);
        let became: Vec<_> = places().successors(old, OLD).iter().map(|s| s.new).collect();
        assert_eq!(became, Vec::from_iter(new), "{s:?}");
    }
}

#[test]
fn provinces_merged() {
    assert_eq!(olds("92", NEW), ["92", "93", "94"]);
    assert_eq!(olds("15", NEW), ["10", "15"]);
    assert_eq!(olds("12", NEW), ["12"]);
    assert_eq!(places().predecessors(code("92"), NEW)[0].decree, "202/2025/QH15");
    assert_eq!(places().predecessors(code("12"), NEW)[0].decree, "19/2025/QĐ-TTg");
}

#[test]
fn a_commune_in_parts() {
    let told: Vec<_> = places().successors(code("00016"), OLD).iter().map(|s| (s.new, s.relation, s.people)).collect();
    assert!(told.len() > 1 && told.iter().all(|t| t.1 == Relation::Part && t.2 == People::Some), "{told:?}");
    assert!(told.iter().any(|t| t.0 == code("00004")));
    assert_eq!(olds("26732", NEW), ["755"]);
}

#[test]
fn dates_bound_the_answer() {
    assert_eq!(places().successors(code("00016"), NEW), []);
    assert_eq!(places().predecessors(code("00004"), OLD), []);
    assert_eq!(places().successors(code("99999"), OLD), []);
    assert_eq!(olds("25270", date(2026, 4, 30)), olds("25270", NEW));
    assert_eq!(places().successors(code("75"), NEW), []);
}
