//! Plans worked out on small trees: what holds of every one of them, and what single steps do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use danso_places::plan::{Act, Change, Fault, Plan, Side, Step, Swap, change};
use danso_places::{Gazetteer, Hamlet, HamletId, Level, Tree, Unit, UnitCode};
use jiff::civil::{Date, date};
use pretty_assertions::assert_eq;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const DAY: Date = date(2027, 1, 1);
const EVE: Date = date(2026, 12, 31);
const NEXT: Date = date(2027, 6, 1);
const DAYS: [Date; 7] = [date(2020, 1, 1), date(2025, 6, 30), date(2025, 7, 1), EVE, DAY, NEXT, date(2040, 1, 1)];
const COMMUNES: [&str; 4] = ["31120", "31135", "31147", "31213"];

fn code(text: &str) -> UnitCode {
    text.parse().expect("a unit code")
}

fn rows() -> Vec<Hamlet> {
    (0_u8..12)
        .map(|number| Hamlet {
            id: [number + 1; 16],
            code: code(&format!("{}.{:02}", COMMUNES[usize::from(number) / 3], number + 1)),
            name: format!("{}", number + 1),
            kind: "khu vực".to_owned(),
            commune: code(COMMUNES[usize::from(number) / 3]),
            valid_from: Some(date(2025, 7, 1)),
            valid_to: None,
        })
        .collect()
}

fn tree() -> Tree {
    Tree::new(rows()).expect("a tree")
}

fn plan(steps: Vec<Act>) -> Plan {
    let steps = steps.into_iter().map(|act| Step { on: None, decree: None, act }).collect();
    Plan { steps, on: Some(DAY), decree: Some("1/NQ".to_owned()), country: None, ..Plan::country_2025() }
}

fn worked(tree: &Tree, plan: &Plan) -> Result<(Change, Tree), Vec<Fault>> {
    let mut made = 100;
    change(tree, None, plan, &mut || {
        made += 1;
        [made; 16]
    })
}

fn side(unit: &str, name: Option<&str>, units: &[&str]) -> Side {
    Side {
        code: code(unit),
        name: name.map(str::to_owned),
        parent: None,
        units: units.iter().map(|unit| code(unit)).collect(),
        households: Vec::new(),
    }
}

fn laid<K: Ord, T: Clone>(rows: impl IntoIterator<Item = T>, swaps: &[Swap<T>], key: impl Fn(&T) -> K) -> Vec<T> {
    let mut all: BTreeMap<K, T> = rows.into_iter().map(|row| (key(&row), row)).collect();
    for before in swaps.iter().filter_map(|swap| swap.before.as_ref()) {
        assert!(all.remove(&key(before)).is_some(), "what a change takes out is there");
    }
    for after in swaps.iter().filter_map(|swap| swap.after.as_ref()) {
        assert!(all.insert(key(after), after.clone()).is_none(), "what a change adds was not there");
    }
    all.into_values().collect()
}

fn hamlet_key(row: &Hamlet) -> (HamletId, Option<Date>) {
    (row.id, row.valid_from)
}

fn turned<T: Clone>(swaps: &[Swap<T>]) -> Vec<Swap<T>> {
    swaps.iter().cloned().map(Swap::turned).collect()
}

/// The communes of each hamlet on each day.
fn places(tree: &Tree, days: &[Date]) -> BTreeMap<(HamletId, Date), Vec<UnitCode>> {
    let ids = tree.indices().filter_map(|index| Some((index, tree.rows(index).first()?.id)));
    ids.flat_map(|(index, id)| days.iter().map(move |day| ((id, *day), tree.candidates(index, *day).to_vec()))).collect()
}

fn random_act() -> impl Strategy<Value = Act> {
    let hamlet = (0_u8..12).prop_map(|n| code(&format!("{}.{:02}", COMMUNES[usize::from(n) / 3], n + 1)));
    let commune = select(COMMUNES.to_vec()).prop_map(code);
    let fresh = select(vec!["99001", "99002", "99003"]).prop_map(code);
    prop_oneof![
        commune.clone().prop_map(|unit| Act::Rename { unit, name: "Phường Mới".to_owned() }),
        hamlet.clone().prop_map(|unit| Act::Rename { unit, name: "Khu vực Mới".to_owned() }),
        (commune.clone(), fresh.clone()).prop_map(|(unit, code)| Act::Recode { unit, code }),
        (commune.clone(), commune.clone(), any::<bool>()).prop_map(|(one, two, keep)| Act::Merge {
            units: vec![one, two],
            into: side(if keep { one.as_str() } else { "99004" }, Some("Xã Gộp"), &[]),
        }),
        (any::<Index>(), fresh, any::<bool>()).prop_map(|(at, new, keep)| {
            let number = at.index(4);
            let (unit, first) = (COMMUNES[number], number * 3 + 1);
            let moved = format!("{unit}.{first:02}");
            let stays = if keep { side(unit, None, &[]) } else { side("99005", Some("Xã Cũ"), &[]) };
            Act::Split { unit: code(unit), into: vec![stays, side(new.as_str(), Some("Xã Tách"), &[&moved])] }
        }),
        (hamlet.clone(), commune.clone()).prop_map(|(unit, parent)| Act::Move { unit, parent }),
        commune.clone().prop_map(|unit| Act::Move { unit, parent: code("01") }),
        (commune.clone(), commune).prop_map(|(unit, into)| Act::End { unit, into: Some(into) }),
        (hamlet.clone(), hamlet.clone()).prop_map(|(unit, into)| Act::End { unit, into: Some(into) }),
        (hamlet.clone(), hamlet).prop_map(|(one, two)| Act::Create {
            side: Side { parent: Some(code("92")), ..side("99006", Some("Xã Lập"), &[one.as_str(), two.as_str()]) }
        }),
    ]
}

fn random_plan() -> impl Strategy<Value = Plan> {
    prop::collection::vec((random_act(), any::<bool>()), 1..6).prop_map(|acts| {
        let steps = acts.into_iter().map(|(act, later)| Step { on: later.then_some(NEXT), decree: None, act });
        Plan { steps: steps.collect(), ..plan(Vec::new()) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_plan_that_can_be_done_keeps_the_map_whole(plan in random_plan()) {
        let before = tree();
        let Ok((change, after)) = worked(&before, &plan) else { return Ok(()) };
        // Sums over hamlets are the units, on every version.
        for at in DAYS {
            let all: BTreeSet<_> = after.indices().collect();
            prop_assert_eq!(&BTreeSet::from_iter(after.hamlets_in(UnitCode::NATION, at)), &all, "nobody is lost on {}", at);
            let communes = after.gazetteer().below(UnitCode::NATION, Level::Commune, at);
            let mut seen = BTreeSet::new();
            for hamlet in communes.iter().flat_map(|commune| after.hamlets_in(commune.code, at)) {
                prop_assert!(seen.insert(hamlet));
            }
            let placed = after.indices().filter(|hamlet| after.commune_of(*hamlet, at).is_some()).count();
            prop_assert_eq!(seen.len(), placed);
        }
        for index in after.indices() {
            prop_assert!(after.commune_of(index, DAY).is_some() && after.commune_of(index, NEXT).is_some());
        }
        // What was before stays as it was.
        let earlier: Vec<Date> = DAYS.into_iter().filter(|day| *day < change.first).collect();
        prop_assert_eq!(places(&before, &earlier), places(&after, &earlier));
        // The rows before and after are the change, and turned round they are what was.
        let units: Vec<Unit> = Gazetteer::embedded().all().to_vec();
        let unit_key = |unit: &Unit| (unit.code, unit.valid_from);
        let new_units = laid(units.clone(), &change.units, unit_key);
        prop_assert_eq!(&new_units, &after.gazetteer().all().to_vec());
        prop_assert_eq!(laid(new_units, &turned(&change.units), unit_key), units);
        let new_rows = laid(rows(), &change.hamlets, hamlet_key);
        let overlaid: Vec<Unit> = change.units.iter().filter_map(|swap| swap.after).collect();
        let laid_over = Arc::new(Gazetteer::embedded().with(&overlaid, &change.successions));
        let again = Tree::over(laid_over, new_rows.clone()).expect("a tree").with_heirs(change.heirs.clone());
        prop_assert_eq!(places(&again, &DAYS), places(&after, &DAYS));
        let back = laid(new_rows, &turned(&change.hamlets), hamlet_key);
        prop_assert_eq!(BTreeSet::from_iter(back.iter().map(|row| format!("{row:?}"))), BTreeSet::from_iter(rows().iter().map(|row| format!("{row:?}"))));
    }
}

#[test]
fn most_random_plans_of_one_step_can_be_done() {
    let acts = [
        Act::Rename { unit: code("31120"), name: "Phường Mới".to_owned() },
        Act::Recode { unit: code("31120"), code: code("99001") },
        Act::Merge { units: vec![code("31120"), code("31135")], into: side("31120", None, &[]) },
        Act::Split { unit: code("31120"), into: vec![side("31120", None, &[]), side("99001", Some("Xã Tách"), &["31120.01"])] },
        Act::Move { unit: code("31120"), parent: code("01") },
        Act::Move { unit: code("31120.01"), parent: code("31135") },
        Act::Raise { unit: code("31147"), name: "Phường Mới".to_owned(), code: None },
        Act::End { unit: code("31120"), into: Some(code("31135")) },
        Act::End { unit: code("31120.01"), into: Some(code("31120.02")) },
        Act::Merge { units: vec![code("31120.01"), code("31135.04")], into: side("31135.77", Some("Khu vực 77"), &[]) },
        Act::Create { side: Side { parent: Some(code("92")), ..side("99001", Some("Xã Lập"), &["31120.01", "31135.04"]) } },
        Act::Create { side: Side { parent: Some(code("31120")), ..side("31120.88", Some("Khu vực 88"), &[]) } },
    ];
    for act in acts {
        let told = worked(&tree(), &plan(vec![act.clone()])).map(|_| ());
        assert_eq!(told, Ok(()), "{act:?}");
    }
}

#[test]
fn a_merged_commune_brings_its_hamlets_with_rows_of_their_own() {
    let act =
        Act::Merge { units: vec![code("31120"), code("31135")], into: side("31135", Some("Phường Ninh Kiều Lớn"), &[]) };
    let (change, after) = worked(&tree(), &plan(vec![act])).expect("it can be done");
    assert_eq!(change.hamlets.len(), 12, "six hamlets, each with a row that ends and one that begins");
    for hamlet in after.hamlets_in(code("31135"), DAY) {
        assert_eq!(after.rows(hamlet).len(), 2);
    }
    assert_eq!(after.hamlets_in(code("31135"), DAY).len(), 6);
    assert_eq!(after.hamlets_in(code("31135"), EVE).len(), 3);
    let became: Vec<UnitCode> = after.gazetteer().successors(code("31120"), EVE).iter().map(|s| s.new).collect();
    assert_eq!(became, [code("31135")]);
    assert_eq!(after.gazetteer().unit(code("31135"), DAY).map(|unit| unit.full_name), Some("Phường Ninh Kiều Lớn"));
}

#[test]
fn a_merged_province_takes_its_communes_along() {
    let act = Act::Merge { units: vec![code("92"), code("91")], into: side("92", None, &[]) };
    let (_, after) = worked(&tree(), &plan(vec![act])).expect("it can be done");
    assert_eq!(after.gazetteer().provinces(DAY).len(), 33);
    assert_eq!(after.gazetteer().communes_of(code("92"), DAY).len(), 103 + 102);
    assert_eq!(after.gazetteer().communes_of(code("92"), EVE).len(), 103);
}

#[test]
fn faults_say_why_and_where() {
    let told = |act: Act| {
        let faults = worked(&tree(), &plan(vec![act])).expect_err("it cannot be done");
        (faults[0].code, faults[0].unit.map(|unit| unit.to_string()).unwrap_or_default())
    };
    let fault = |code: &'static str, unit: &str| (code, unit.to_owned());
    assert_eq!(told(Act::Rename { unit: code("31121"), name: "Xã A".to_owned() }), fault("plan_no_unit", "31121"));
    assert_eq!(told(Act::Rename { unit: code("31120"), name: "Huyện A".to_owned() }), fault("plan_name", "31120"));
    assert_eq!(told(Act::Recode { unit: code("31120"), code: code("31135") }), fault("plan_code_taken", "31135"));
    assert_eq!(told(Act::Recode { unit: code("31120"), code: code("93") }), fault("plan_level", "93"));
    assert_eq!(told(Act::Recode { unit: code("31120.01"), code: code("31120.55") }), fault("plan_hamlet_code", "31120.01"));
    assert_eq!(told(Act::End { unit: code("31120"), into: None }), fault("plan_no_successor", "31120"));
    assert_eq!(told(Act::Move { unit: code("31120"), parent: code("93") }), fault("plan_no_parent", "31120"));
    assert_eq!(told(Act::Move { unit: code("31120.01"), parent: code("92") }), fault("plan_level", "92"));
    assert_eq!(told(Act::Merge { units: vec![code("31120")], into: side("31120", None, &[]) }), fault("plan_too_few", "31120"));
    let stranger =
        Act::Split { unit: code("31120"), into: vec![side("31120", None, &[]), side("99001", Some("Xã T"), &["31135.04"])] };
    assert_eq!(told(stranger), fault("plan_not_inside", "31135.04"));
    assert_eq!(
        told(Act::Create { side: Side { parent: Some(code("92")), ..side("99001", Some("Xã L"), &[]) } }),
        fault("plan_no_predecessor", "99001")
    );
    let twice = worked(
        &tree(),
        &plan(vec![
            Act::Recode { unit: code("31120"), code: code("99001") },
            Act::Recode { unit: code("99001"), code: code("99002") },
        ]),
    );
    assert_eq!(twice.expect_err("once a day")[0].code, "plan_twice_a_day");
    assert_eq!(worked(&tree(), &plan(vec![])).expect_err("no step")[0].code, "plan_empty");
    assert_eq!(worked(&tree(), &Plan { version: 2, ..Plan::country_2025() }).expect_err("later form")[0].code, "plan_version");
    assert_eq!(worked(&tree(), &Plan::country_2025()).expect_err("it is so already")[0].code, "plan_country_in_force");
}

#[test]
fn a_plan_is_read_from_its_file() {
    let text = r#"{
        "version": 1, "name": "2027", "on": "2027-01-01", "decree": "1/NQ",
        "steps": [
            { "do": "rename", "unit": "31120", "name": "Phường Mới" },
            { "do": "split", "unit": "31135", "on": "2027-06-01",
              "into": [{ "code": "31135" }, { "code": "99001", "name": "Xã Tách", "units": ["31135.04"] }] },
            { "do": "create", "code": "31120.88", "name": "Khu vực 88", "parent": "31120" }
        ]
    }"#;
    let plan: Plan = serde_json::from_str(text).expect("a plan");
    assert_eq!(plan.steps.len(), 3);
    let again: Plan = serde_json::from_str(&serde_json::to_string(&plan).expect("written")).expect("read again");
    assert_eq!(again, plan);
    let (change, _) = worked(&tree(), &plan).expect("it can be done");
    assert_eq!((change.first, change.last), (DAY, NEXT));
    assert!(serde_json::from_str::<Plan>(r#"{ "version": 1, "stepz": [] }"#).is_err(), "a slip is told");
}

/// Hamlets under every twentieth commune of June 2025, three each.
fn old_country() -> Tree {
    let map = Arc::new(Gazetteer::embedded().until(date(2025, 6, 30)));
    let communes = map.below(UnitCode::NATION, Level::Commune, EVE);
    let mut rows = Vec::new();
    for (at, commune) in communes.iter().enumerate().step_by(20) {
        for number in 0..3_u8 {
            let mut id = [number; 16];
            id[..8].copy_from_slice(&(at as u64).to_be_bytes());
            let (name, kind) = (format!("{number}"), "thôn".to_owned());
            let hamlet = code(&format!("{}.{number:02}", commune.code));
            rows.push(Hamlet { id, code: hamlet, name, kind, commune: commune.code, valid_from: None, valid_to: None });
        }
    }
    Tree::over(map, rows).expect("a tree")
}

#[test]
fn the_whole_change_of_july_2025() {
    let (eve, day) = (date(2025, 6, 30), date(2025, 7, 1));
    let before = old_country();
    assert_eq!(before.len(), 502 * 3);
    let none = &mut || unreachable!("no hamlet begins");
    let (change, after) = change(&before, Some(eve), &Plan::country_2025(), none).expect("it can be done");
    assert_eq!(change.through, Swap { before: Some(eve), after: None });
    assert_eq!((change.units.len(), change.successions.len()), (0, 0), "all of it is in the embedded tables");
    assert_eq!(change.hamlets.len(), before.len() * 2, "each hamlet has a row that ends and one that begins");
    assert_eq!(after.gazetteer().provinces(day).len(), 34);
    for index in before.indices() {
        assert_eq!(before.commune_of(index, eve), after.commune_of(index, eve), "the old map stays");
        let new = after.commune_of(index, day).expect("a commune of the new map");
        let old = before.commune_of(index, day).expect("the old map lasts on before");
        assert!(after.gazetteer().successors(old, eve).iter().any(|s| s.new == new), "{old} did not become {new}");
    }
    let guessed: BTreeSet<HamletId> = change.guessed.iter().map(|(id, _)| *id).collect();
    assert!(!guessed.is_empty());
    for index in after.indices() {
        let old = after.commune_of(index, eve).expect("a commune");
        let took = after.gazetteer().successors(old, eve).iter().filter(|s| s.people == danso_places::People::Some).count();
        assert_eq!(guessed.contains(&after.rows(index)[0].id), took > 1, "only what no record tells is guessed");
    }
    assert_eq!(worked(&after, &Plan::country_2025()).expect_err("once")[0].code, "plan_country_in_force");
}

#[test]
fn hamlets_may_be_named_where_a_commune_is_divided() {
    let (eve, day) = (date(2025, 6, 30), date(2025, 7, 1));
    let map = Arc::new(Gazetteer::embedded().until(eve));
    let row = |number: u8| Hamlet {
        id: [number; 16],
        code: code(&format!("00016.{number:02}")),
        name: number.to_string(),
        kind: "tổ dân phố".to_owned(),
        commune: code("00016"),
        valid_from: None,
        valid_to: None,
    };
    let before = Tree::over(map, (1..=3).map(row).collect()).expect("a tree");
    let named =
        |hamlet: &str, commune: &str| Plan { hamlets: BTreeMap::from([(code(hamlet), code(commune))]), ..Plan::country_2025() };
    let none = &mut || unreachable!("no hamlet begins");
    let (told, after) = change(&before, Some(eve), &named("00016.02", "00004"), none).expect("it can be done");
    let named_one = after.index_of_code(code("00016.02")).expect("a hamlet");
    assert_eq!(after.commune_of(named_one, day), Some(code("00004")));
    assert_eq!(told.guessed.len(), 2, "the other two are guessed");
    let wrong = change(&before, Some(eve), &named("00016.02", "31120"), none).expect_err("no heir");
    assert_eq!(wrong, [Fault { code: "plan_not_an_heir", step: None, unit: Some(code("00016.02")) }]);
}

#[test]
fn a_divided_hamlet_goes_on_smaller_beside_a_new_one() {
    let with = |households: &[&str]| Side {
        households: households.iter().map(|id| (*id).to_owned()).collect(),
        ..side("31120.99", Some("Khu vực 99"), &[])
    };
    let split = |second| Act::Split { unit: code("31120.01"), into: vec![side("31120.01", None, &[]), second] };
    let (change, after) = worked(&tree(), &plan(vec![split(with(&["a", "b"]))])).expect("it can be done");
    assert_eq!(change.divisions.len(), 2);
    assert_eq!(change.divisions[0].households, None, "those who stay");
    assert_eq!(change.divisions[1].households, Some(vec!["a".to_owned(), "b".to_owned()]));
    let new = after.index_of_code(code("31120.99")).expect("the new hamlet");
    assert_eq!(after.commune_of(new, DAY), Some(code("31120")));
    assert_eq!(after.commune_of(new, EVE), None);
    let fault = |second| worked(&tree(), &plan(vec![split(second)])).expect_err("it cannot be done")[0].code;
    assert_eq!(fault(with(&[])), "plan_no_households");
    assert_eq!(fault(Side { code: code("31120.02"), ..with(&["a"]) }), "plan_code_taken");
}
