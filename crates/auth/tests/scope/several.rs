//! Several roles of one person add up, each at its own place.

use crate::world::*;
use danso_store::Role;
use pretty_assertions::assert_eq;

#[test]
fn an_officer_who_is_also_a_collaborator_next_door() {
    let scope = scope(vec![at_unit(Role::Commune, "31120"), in_area(KIEU)]);
    assert_eq!(answers(&scope, K1, KHE), ALL);
    assert_eq!(answers(&scope, N1, KIEU), WORKS);
    assert_eq!(answers(&scope, H1, HANOI), NOTHING);
    assert_counts(&scope, &["31120", "31135", "31120.01", "31120.02", "31135.01"]);
    assert_eq!(roots(&scope), ["31120", "31135"]);
}

#[test]
fn a_root_inside_another_is_left_out() {
    let scope = scope(vec![at_unit(Role::Province, "92"), at_unit(Role::Commune, "31120"), in_area(HANOI)]);
    assert_eq!(roots(&scope), ["00004", "92"]);
    assert_eq!(answers(&scope, N1, KIEU), NOTHING, "counts of a province open no household");
}

#[test]
fn the_same_area_twice_is_once() {
    assert_eq!(scope(vec![in_area(KHE), in_area(KHE)]).areas(), [KHE]);
}
