//! Who reports for which unit, who receives, who declares: each role at each place.

use crate::world::*;
use danso_auth::Duties;
use danso_model::AreaId;
use danso_places::UnitCode;
use danso_store::{Grant, Role};
use jiff::civil::{Date, date};

const END: Date = date(2026, 1, 31);

fn duties(grants: Vec<Grant>) -> Duties {
    Duties::of(&caller(grants), &tree(), &areas(), TODAY)
}

/// The units, as they were on a day, that these grants report for and receive from.
fn over(grants: Vec<Grant>, units: &[&str], on: Date) -> (Vec<String>, Vec<String>) {
    let (duties, tree) = (duties(grants), tree());
    let of = |holds: &dyn Fn(UnitCode) -> bool| -> Vec<String> {
        units.iter().filter(|unit| holds(unit.parse().unwrap())).map(|unit| (*unit).to_owned()).collect()
    };
    (of(&|unit| duties.reports_for(&tree, unit, on)), of(&|unit| duties.receives_from(&tree, unit, on)))
}

const UNITS: [&str; 6] = ["31120", "31135", "00004", "92", "01", "VN"];

#[test]
fn each_role() {
    let none: [&str; 0] = [];
    let table: [(Grant, &[&str], &[&str]); 7] = [
        (at_unit(Role::Commune, "31120"), &["31120"], &none),
        (at_unit(Role::Province, "92"), &["92"], &["31120", "31135"]),
        (at_unit(Role::Nation, "VN"), &none, &["92", "01"]),
        (at_unit(Role::Reader, "92"), &none, &none),
        (in_area(KHE), &none, &none),
        (Grant { role: Role::Admin, unit: None, area: None }, &none, &none),
        (at_unit(Role::Commune, "92"), &none, &none),
    ];
    for (grant, reports, receives) in table {
        let (found, received) = over(vec![grant.clone()], &UNITS, END);
        assert_eq!(found, reports, "{grant:?}");
        assert_eq!(received, receives, "{grant:?}");
    }
}

#[test]
fn units_that_are_no_more() {
    // Quận Ninh Kiều was 916; nothing of it lies outside today's 92.
    let old = date(2025, 3, 31);
    let (reports, _) = over(vec![at_unit(Role::Province, "92")], &["916", "92"], old);
    assert_eq!(reports, ["916", "92"], "both became parts of today's 92");
    let (_, receives) = over(vec![at_unit(Role::Nation, "VN")], &["916"], old);
    assert_eq!(receives, ["916"]);
    let (reports, receives) = over(vec![at_unit(Role::Commune, "31135")], &["916", "31120"], old);
    assert_eq!((reports, receives), (vec![], vec![]));
}

#[test]
fn declarations() {
    let all = [KHE, KHE_B, KIEU];
    let declared = |grants: Vec<Grant>| -> Vec<AreaId> {
        let duties = duties(grants);
        all.into_iter().filter(|area| duties.declares_for(*area)).collect()
    };
    assert_eq!(declared(vec![in_area(KHE)]), [KHE]);
    assert_eq!(declared(vec![at_unit(Role::Commune, "31120")]), [KHE, KHE_B]);
    for grant in [at_unit(Role::Province, "92"), at_unit(Role::Nation, "VN"), at_unit(Role::Reader, "31120")] {
        assert_eq!(declared(vec![grant]), []);
    }
}
