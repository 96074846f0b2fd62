//! Chi cục: counts of a province and all below, no person.

use crate::world::*;
use danso_store::Role;
use pretty_assertions::assert_eq;

#[test]
fn sees_nobody() {
    assert_sees_nobody(&scope(vec![at_unit(Role::Province, "92")]));
}

#[test]
fn counts_the_province_and_all_below() {
    let scope = scope(vec![at_unit(Role::Province, "92")]);
    assert_counts(&scope, &["92", "31120", "31135", "31120.01", "31120.02", "31135.01"]);
    assert_eq!(roots(&scope), ["92"]);
}

#[test]
fn another_province_counts_its_own() {
    let scope = scope(vec![at_unit(Role::Province, "01")]);
    assert_counts(&scope, &["01", "00004", "00004.01"]);
}
