//! Cục Dân số: counts of everything, no person.

use crate::world::*;
use danso_store::Role;
use pretty_assertions::assert_eq;

#[test]
fn sees_nobody() {
    assert_sees_nobody(&scope(vec![at_unit(Role::Nation, "VN")]));
}

#[test]
fn counts_every_unit_that_there_is_today() {
    let scope = scope(vec![at_unit(Role::Nation, "VN")]);
    assert_counts(&scope, &["VN", "92", "01", "31120", "31135", "00004", "31120.01", "31120.02", "31135.01", "00004.01"]);
    assert_eq!(roots(&scope), ["VN"]);
}
