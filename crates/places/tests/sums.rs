//! Whatever the hamlets, the parts of the tree add up to the whole on every date.

use std::collections::BTreeSet;

use danso_places::{Gazetteer, Hamlet, HamletIndex, Level, Tree, Unit, UnitCode};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const OLD: Date = date(2025, 6, 30);
const NEW: Date = date(2025, 7, 1);
const DATES: [Date; 6] = [date(2000, 1, 1), OLD, NEW, date(2026, 4, 29), date(2026, 4, 30), date(2040, 1, 1)];

fn communes(at: Date) -> Vec<Unit> {
    Gazetteer::embedded().below(UnitCode::NATION, Level::Commune, at)
}

/// A hamlet that has always been: known in both trees, or by its old or its new commune alone.
fn hamlets() -> impl Strategy<Value = Vec<Hamlet>> {
    let known = select(vec![(true, true), (true, false), (false, true)]);
    prop::collection::vec((any::<Index>(), any::<Index>(), known), 0..40).prop_map(|picks| {
        let old = communes(OLD);
        (0_u8..)
            .zip(picks)
            .flat_map(|(number, (place, next, known))| {
                let before = place.get(&old).code;
                let after = next.get(Gazetteer::embedded().successors(before, OLD)).new;
                let code: UnitCode = format!("{before}.{number:03}").parse().expect("a hamlet code");
                let row = move |commune, valid_from, valid_to| Hamlet {
                    id: [number; 16],
                    code,
                    name: format!("Thôn {number}"),
                    kind: "thôn".to_owned(),
                    commune,
                    valid_from,
                    valid_to,
                };
                match known {
                    (true, true) => vec![row(before, None, Some(OLD)), row(after, Some(NEW), None)],
                    (true, false) => vec![row(before, None, None)],
                    (false, _) => vec![row(after, Some(NEW), None)],
                }
            })
            .collect()
    })
}

fn all_once(parts: impl Iterator<Item = Vec<HamletIndex>>) -> Option<BTreeSet<HamletIndex>> {
    let mut seen = BTreeSet::new();
    parts.flatten().all(|hamlet| seen.insert(hamlet)).then_some(seen)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn provinces_add_up_to_the_nation(rows in hamlets()) {
        let tree = Tree::new(rows).expect("a tree");
        let all: BTreeSet<HamletIndex> = tree.indices().collect();
        for at in DATES {
            prop_assert_eq!(&BTreeSet::from_iter(tree.hamlets_in(UnitCode::NATION, at)), &all);
            let provinces = tree.gazetteer().provinces(at);
            let sum = all_once(provinces.iter().map(|province| tree.hamlets_in(province.code, at)));
            prop_assert_eq!(sum.as_ref(), Some(&all));
        }
    }

    #[test]
    fn communes_add_up_to_what_is_placed(rows in hamlets()) {
        let tree = Tree::new(rows).expect("a tree");
        for at in DATES {
            let placed: BTreeSet<HamletIndex> =
                tree.indices().filter(|hamlet| tree.commune_of(*hamlet, at).is_some()).collect();
            let used: BTreeSet<UnitCode> = placed.iter().filter_map(|hamlet| tree.commune_of(*hamlet, at)).collect();
            let sum = all_once(used.iter().map(|commune| tree.hamlets_in(*commune, at)));
            prop_assert_eq!(sum.as_ref(), Some(&placed));
            for hamlet in tree.indices() {
                let candidates = tree.candidates(hamlet, at);
                prop_assert_eq!(candidates.len() == 1, placed.contains(&hamlet));
                prop_assert!(candidates.iter().all(|code| tree.gazetteer().unit(*code, at).is_some()));
            }
        }
    }

    #[test]
    fn every_level_above_agrees_with_the_gazetteer(rows in hamlets()) {
        let tree = Tree::new(rows).expect("a tree");
        for (hamlet, at) in tree.indices().flat_map(|hamlet| DATES.map(|at| (hamlet, at))) {
            let Some(commune) = tree.commune_of(hamlet, at) else { continue };
            for unit in tree.gazetteer().path(commune, at) {
                prop_assert_eq!(tree.ancestor(hamlet, unit.level(), at), Some(unit.code));
                prop_assert!(tree.is_within(hamlet, unit.code, at));
            }
        }
    }
}
