//! A reader: counts of one unit of any level, nothing else.

use crate::world::*;
use danso_store::Role;
use pretty_assertions::assert_eq;

#[test]
fn sees_nobody_at_any_level() {
    for place in ["VN", "92", "31120", "31120.01"] {
        assert_sees_nobody(&scope(vec![at_unit(Role::Reader, place)]));
    }
}

#[test]
fn counts_the_unit_and_all_below() {
    assert_counts(&scope(vec![at_unit(Role::Reader, "31135")]), &["31135", "31135.01"]);
    assert_counts(&scope(vec![at_unit(Role::Reader, "31120.02")]), &["31120.02"]);
    assert_eq!(roots(&scope(vec![at_unit(Role::Reader, "31120.02")])), ["31120.02"]);
}
