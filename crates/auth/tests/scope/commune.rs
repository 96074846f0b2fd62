//! Viên chức dân số xã: sees, records and reviews all of the commune, nothing of the next one.

use crate::world::*;
use danso_store::Role;
use pretty_assertions::assert_eq;

#[test]
fn does_everything_in_the_own_commune_whatever_the_area() {
    let scope = scope(vec![at_unit(Role::Commune, "31120")]);
    for (hamlet, area) in [(K1, KHE), (K2, KHE), (K2, KHE_B), (K1, KIEU)] {
        assert_eq!(answers(&scope, hamlet, area), ALL);
    }
    assert!(scope.records_in(K1, None));
    assert!(scope.sees_persons());
    assert!(scope.reviews_any());
    assert!(scope.areas().is_empty());
    assert_eq!(scope.person_hamlets(), &[K1, K2].into());
}

#[test]
fn sees_nothing_of_the_next_commune() {
    let scope = scope(vec![at_unit(Role::Commune, "31120")]);
    assert_eq!(answers(&scope, N1, KIEU), NOTHING);
    assert_eq!(answers(&scope, N1, KHE), NOTHING, "an area of the commune does not open another commune's hamlet");
    assert_eq!(answers(&scope, H1, HANOI), NOTHING);
    assert!(!scope.records_in(N1, None));
}

#[test]
fn counts_the_commune_and_its_hamlets() {
    let scope = scope(vec![at_unit(Role::Commune, "31120")]);
    assert_counts(&scope, &["31120", "31120.01", "31120.02"]);
    assert_eq!(roots(&scope), ["31120"]);
}
