//! Groups divided into single ages.

use crate::{FIVE_YEAR, close, counts, rows};
use danso_demography::age::AgeGroups;
use danso_demography::graduate::multipliers::{BEERS_MODIFIED, BEERS_ORDINARY, SPRAGUE};
use danso_demography::graduate::{Method, grabill_keeping_the_total, graduate, monotone};
use std::collections::BTreeMap;

#[test]
fn every_method_of_every_data_set() {
    let sets = counts(FIVE_YEAR, "male");
    let mut wanted: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    for row in rows(include_str!("out_graduation.csv")) {
        wanted.entry((row["dataset"].clone(), row["method"].clone())).or_default().push(row["value"].parse().unwrap());
    }
    assert_eq!(wanted.len(), 5 * 7);
    for ((set, method), wanted) in wanted {
        let (starts, counts) = &sets[&set];
        let groups = AgeGroups::new(starts.clone(), None).unwrap();
        let found = match method.as_str() {
            "sprague" => SPRAGUE.apply(&groups, counts).unwrap(),
            "beers_ord" => BEERS_ORDINARY.apply(&groups, counts).unwrap(),
            "beers_mod" | "beers_mod_johnson" => BEERS_MODIFIED.apply(&groups, counts).unwrap(),
            "grabill" => grabill_keeping_the_total(&groups, counts).unwrap(),
            "mono" => monotone(&groups, counts).unwrap(),
            "uniform" => graduate(&groups, counts, Method::Uniform).unwrap().counts,
            other => panic!("{other}"),
        };
        assert_eq!(found.len(), wanted.len());
        for (age, (found, wanted)) in found.iter().zip(&wanted).enumerate() {
            close(*found, *wanted, 1e-3, &format!("{set} {method} {age}"));
        }
    }
}

/// What `graduate` adds: the groups keep their totals, and Sprague's values below zero at the ends are replaced.
#[test]
fn groups_are_kept_and_nothing_is_below_zero() {
    for (starts, counts) in counts(FIVE_YEAR, "female").into_values() {
        let groups = AgeGroups::new(starts, None).unwrap();
        for method in
            [Method::Sprague, Method::BeersOrdinary, Method::BeersModified, Method::Grabill, Method::Monotone, Method::Pclm]
        {
            let single = graduate(&groups, &counts, method).unwrap();
            let back = single.groups.regroup(&single.counts, &groups).unwrap();
            for (given, sum) in counts.iter().zip(back) {
                close(sum, *given, 1e-3, &format!("{method:?}"));
            }
            assert!(single.counts.iter().all(|count| *count >= 0.0));
        }
    }
}
