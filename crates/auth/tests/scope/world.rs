//! Two communes of one province, one of another, their hamlets, areas, and a table of answers.

use danso_auth::{Caller, Scope};
use danso_model::{AreaId, HamletId, UserId};
use danso_places::{Hamlet, Tree, UnitCode};
use danso_store::{AreaRow, Grant, Role, UserRow};
use jiff::civil::{Date, date};
use uuid::Uuid;

pub const TODAY: Date = date(2026, 3, 1);

pub const K1: HamletId = HamletId(Uuid::from_u128(0x11));
pub const K2: HamletId = HamletId(Uuid::from_u128(0x12));
pub const N1: HamletId = HamletId(Uuid::from_u128(0x21));
pub const H1: HamletId = HamletId(Uuid::from_u128(0x31));

pub const KHE: AreaId = AreaId(Uuid::from_u128(0xA1));
pub const KHE_B: AreaId = AreaId(Uuid::from_u128(0xA2));
pub const KIEU: AreaId = AreaId(Uuid::from_u128(0xA3));
pub const HANOI: AreaId = AreaId(Uuid::from_u128(0xA4));

const HAMLETS: [(HamletId, &str, &str); 4] =
    [(K1, "31120.01", "31120"), (K2, "31120.02", "31120"), (N1, "31135.01", "31135"), (H1, "00004.01", "00004")];

pub fn unit(code: &str) -> UnitCode {
    code.parse().expect("a unit code")
}

pub fn tree() -> Tree {
    let row = |(id, code, commune): (HamletId, &str, &str)| Hamlet {
        id: *id.as_bytes(),
        code: unit(code),
        name: format!("Khu vực {code}"),
        kind: "khu vực".to_owned(),
        commune: unit(commune),
        valid_from: Some(date(2025, 7, 1)),
        valid_to: None,
    };
    Tree::new(HAMLETS.into_iter().map(row).collect()).expect("a tree")
}

pub fn areas() -> Vec<AreaRow> {
    let area = |id, number: &str, commune: &str, hamlets: &[HamletId]| AreaRow {
        id,
        number: number.to_owned(),
        name: format!("Địa bàn {number}"),
        commune: commune.to_owned(),
        hamlets: hamlets.to_vec(),
    };
    vec![
        area(KHE, "01", "31120", &[K1, K2]),
        area(KHE_B, "02", "31120", &[K2]),
        area(KIEU, "01", "31135", &[N1]),
        area(HANOI, "01", "00004", &[H1]),
    ]
}

pub fn at_unit(role: Role, unit: &str) -> Grant {
    Grant { role, unit: Some(unit.to_owned()), area: None }
}

pub fn in_area(area: AreaId) -> Grant {
    Grant { role: Role::Collaborator, unit: None, area: Some(area) }
}

pub fn caller(grants: Vec<Grant>) -> Caller {
    Caller {
        user: UserId(Uuid::from_u128(1)),
        login: "nguoi.dung".to_owned(),
        name: "Người Dùng".to_owned(),
        grants,
        device: None,
    }
}

pub fn account(grants: Vec<Grant>) -> UserRow {
    UserRow {
        id: UserId(Uuid::from_u128(2)),
        login: "khac".to_owned(),
        name: "Người Khác".to_owned(),
        password: String::new(),
        disabled: false,
        grants,
    }
}

pub fn scope(grants: Vec<Grant>) -> Scope {
    Scope::of(&caller(grants), &tree(), &areas(), TODAY)
}

/// The answers to every question about one household's place: hamlet and area.
#[derive(Debug, PartialEq, Eq)]
pub struct Answers {
    pub sees: bool,
    pub records: bool,
    pub reviews: bool,
}

pub const ALL: Answers = Answers { sees: true, records: true, reviews: true };
pub const WORKS: Answers = Answers { sees: true, records: true, reviews: false };
pub const NOTHING: Answers = Answers { sees: false, records: false, reviews: false };

pub fn answers(scope: &Scope, hamlet: HamletId, area: AreaId) -> Answers {
    Answers {
        sees: scope.sees_household(hamlet, area),
        records: scope.records_in(hamlet, Some(area)),
        reviews: scope.reviews(hamlet),
    }
}

/// A role that counts and never sees a person: the same answers everywhere.
pub fn assert_sees_nobody(scope: &Scope) {
    for (hamlet, area) in [(K1, KHE), (K2, KHE), (K2, KHE_B), (N1, KIEU), (H1, HANOI)] {
        assert_eq!(answers(scope, hamlet, area), NOTHING);
        assert!(!scope.records_in(hamlet, None));
    }
    assert!(!scope.sees_persons());
    assert!(!scope.reviews_any());
    assert!(scope.areas().is_empty());
    assert!(scope.person_hamlets().is_empty());
}

/// Counts are given for exactly these of all the units there are.
pub fn assert_counts(scope: &Scope, given: &[&str]) {
    const UNITS: [&str; 12] =
        ["VN", "92", "01", "31120", "31135", "00004", "31120.01", "31120.02", "31135.01", "00004.01", "31117", "99999.01"];
    let counted: Vec<&str> = UNITS.into_iter().filter(|code| scope.counts(unit(code))).collect();
    assert_eq!(counted, given);
}

pub fn roots(scope: &Scope) -> Vec<&str> {
    scope.roots().iter().map(UnitCode::as_str).collect()
}
