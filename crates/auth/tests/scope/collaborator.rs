//! Cộng tác viên: sees and records in the own areas, reviews nothing, counts the own hamlets and their communes.

use crate::world::*;
use danso_model::{AreaId, HamletId};
use pretty_assertions::assert_eq;
use uuid::Uuid;

#[test]
fn works_in_the_own_area_that_spans_two_hamlets() {
    let scope = scope(vec![in_area(KHE)]);
    assert_eq!(answers(&scope, K1, KHE), WORKS);
    assert_eq!(answers(&scope, K2, KHE), WORKS);
    assert_eq!(scope.areas(), [KHE]);
    assert!(scope.sees_persons());
    assert!(!scope.reviews_any());
}

#[test]
fn does_not_see_the_other_area_in_a_shared_hamlet() {
    let scope = scope(vec![in_area(KHE_B)]);
    assert_eq!(answers(&scope, K2, KHE_B), WORKS);
    assert_eq!(answers(&scope, K2, KHE), NOTHING);
    assert_eq!(answers(&scope, K1, KHE), NOTHING);
}

#[test]
fn does_not_see_another_commune() {
    let scope = scope(vec![in_area(KHE)]);
    assert_eq!(answers(&scope, N1, KIEU), NOTHING);
    assert_eq!(answers(&scope, H1, HANOI), NOTHING);
}

#[test]
fn still_sees_a_household_of_the_own_area_in_a_hamlet_taken_from_it_but_records_nothing_there() {
    let scope = scope(vec![in_area(KHE)]);
    assert!(scope.sees_household(N1, KHE));
    assert!(!scope.records_in(N1, Some(KHE)));
}

#[test]
fn records_without_an_area_only_where_an_own_area_lies() {
    let scope = scope(vec![in_area(KHE_B)]);
    assert!(scope.records_in(K2, None));
    assert!(!scope.records_in(K1, None));
    assert!(!scope.records_in(N1, None));
}

#[test]
fn counts_own_hamlets_and_the_commune_but_not_its_other_hamlets() {
    let scope = scope(vec![in_area(KHE_B)]);
    assert_counts(&scope, &["31120", "31120.02"]);
    assert_eq!(roots(&scope), ["31120"]);
}

#[test]
fn an_area_that_is_not_there_grants_nothing() {
    let scope = scope(vec![in_area(AreaId(Uuid::from_u128(0xFF)))]);
    assert_sees_nobody(&scope);
    assert_counts(&scope, &[]);
}

#[test]
fn person_hamlets_are_the_officers_alone() {
    let none: [HamletId; 0] = [];
    assert_eq!(scope(vec![in_area(KHE)]).person_hamlets().iter().copied().collect::<Vec<_>>(), none);
}
