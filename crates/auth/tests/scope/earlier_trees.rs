//! Counts of units as they were before the reorganisation of 2025-07-01.

use crate::world::*;
use danso_places::Gazetteer;
use danso_store::Role;
use jiff::civil::{Date, date};

const BEFORE: Date = date(2025, 6, 30);

#[test]
fn a_commune_counts_what_went_into_it_whole() {
    let scope = scope(vec![at_unit(Role::Commune, "31120")]);
    assert!(scope.counts_at(unit("31117"), BEFORE), "the old Cái Khế went whole into the new one");
    assert!(scope.counts_at(unit("31120"), BEFORE), "An Hòa too, whose code the new one has");
    assert!(!scope.counts_at(unit("31178"), BEFORE), "only a part of it came");
    assert!(!scope.counts_at(unit("31135"), BEFORE));
    assert!(!scope.counts_at(unit("916"), BEFORE), "the district became several communes");
    assert!(!scope.counts_at(unit("92"), BEFORE));
}

#[test]
fn a_province_counts_the_provinces_it_was_made_from() {
    let scope = scope(vec![at_unit(Role::Province, "92")]);
    for old in ["92", "93", "94", "916", "31117", "31178"] {
        assert!(scope.counts_at(unit(old), BEFORE), "{old}");
    }
    assert!(!scope.counts_at(unit("01"), BEFORE));
    assert!(!scope.counts_at(unit("93"), TODAY), "there is no province 93 today");
}

#[test]
fn a_code_used_again_is_read_at_its_date() {
    let scope = scope(vec![at_unit(Role::Province, "15")]);
    let lao_cai_before = Gazetteer::embedded().versions(unit("10")).iter().any(|version| version.name == "Lào Cai");
    assert!(lao_cai_before);
    assert!(scope.counts_at(unit("10"), BEFORE), "Lào Cai was 10 and is 15");
    assert!(scope.counts_at(unit("15"), BEFORE), "Yên Bái went into it");
}

#[test]
fn the_nation_is_the_nation_on_any_day() {
    assert!(scope(vec![at_unit(Role::Nation, "VN")]).counts_at(unit("VN"), BEFORE));
    assert!(scope(vec![at_unit(Role::Nation, "VN")]).counts_at(unit("916"), BEFORE));
}
