//! Who manages whose account.

use crate::world::*;
use danso_store::{Grant, Role};

fn admin() -> Grant {
    Grant { role: Role::Admin, unit: None, area: None }
}

fn everyone() -> Vec<Grant> {
    vec![
        in_area(KHE),
        in_area(KIEU),
        at_unit(Role::Commune, "31120"),
        at_unit(Role::Province, "92"),
        at_unit(Role::Nation, "VN"),
        at_unit(Role::Reader, "31120"),
        admin(),
    ]
}

#[test]
fn an_administrator_manages_every_account() {
    let scope = scope(vec![admin()]);
    assert!(scope.manages_any_account());
    assert!(everyone().into_iter().all(|grant| scope.manages_accounts(&account(vec![grant]))));
    assert!(scope.manages_accounts(&account(vec![])));
}

#[test]
fn a_commune_manages_collaborators_of_its_own_areas_and_nobody_else() {
    let scope = scope(vec![at_unit(Role::Commune, "31120")]);
    assert!(scope.manages_any_account());
    let managed: Vec<Grant> =
        everyone().into_iter().filter(|grant| scope.manages_accounts(&account(vec![grant.clone()]))).collect();
    assert_eq!(managed, [in_area(KHE)]);
    assert!(scope.manages_accounts(&account(vec![in_area(KHE), in_area(KHE_B)])));
}

#[test]
fn one_role_beyond_the_commune_puts_an_account_out_of_its_reach() {
    let scope = scope(vec![at_unit(Role::Commune, "31120")]);
    for more in [in_area(KIEU), admin(), at_unit(Role::Commune, "31120")] {
        assert!(!scope.manages_accounts(&account(vec![in_area(KHE), more])));
    }
    assert!(!scope.manages_accounts(&account(vec![])), "an account without roles is the administrator's");
}

#[test]
fn the_others_manage_none() {
    for grant in everyone() {
        if grant.role == Role::Admin || grant.role == Role::Commune {
            continue;
        }
        let scope = scope(vec![grant]);
        assert!(!scope.manages_any_account());
        assert!(everyone().into_iter().all(|other| !scope.manages_accounts(&account(vec![other]))));
    }
}
