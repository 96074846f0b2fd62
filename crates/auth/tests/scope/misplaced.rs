//! Grants whose place does not fit the role grant nothing.

use crate::world::*;
use danso_store::{Grant, Role};

#[test]
fn a_unit_of_the_wrong_level() {
    let wrong = [
        at_unit(Role::Commune, "92"),
        at_unit(Role::Commune, "VN"),
        at_unit(Role::Commune, "31120.01"),
        at_unit(Role::Province, "31120"),
        at_unit(Role::Province, "VN"),
        at_unit(Role::Nation, "92"),
    ];
    for grant in wrong {
        let scope = scope(vec![grant.clone()]);
        assert_sees_nobody(&scope);
        assert_counts(&scope, &[]);
        assert!(!scope.manages_any_account(), "{grant:?}");
    }
}

#[test]
fn a_unit_that_is_no_code_or_is_no_more_or_is_not_there() {
    let gone = "31117";
    let wrong = [
        at_unit(Role::Commune, gone),
        at_unit(Role::Commune, "99999"),
        at_unit(Role::Commune, "Cái Khế"),
        at_unit(Role::Reader, "31120.99"),
        Grant { role: Role::Commune, unit: None, area: None },
        Grant { role: Role::Commune, unit: None, area: Some(KHE) },
        at_unit(Role::Collaborator, "31120"),
        Grant { role: Role::Collaborator, unit: None, area: None },
    ];
    for grant in wrong {
        let scope = scope(vec![grant]);
        assert_sees_nobody(&scope);
        assert_counts(&scope, &[]);
    }
}

#[test]
fn no_grant_no_scope() {
    let scope = scope(vec![]);
    assert_sees_nobody(&scope);
    assert_counts(&scope, &[]);
    assert!(roots(&scope).is_empty());
}
