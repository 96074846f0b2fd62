//! Smoothed five-year groups.

use crate::{FIVE_YEAR, close, counts, rows};
use danso_demography::age::AgeGroups;
use danso_demography::smooth::{Method, Tail, redistribute, smooth, zigzag};
use std::collections::BTreeMap;

type Wanted = BTreeMap<(String, String, String), Vec<f64>>;

fn wanted() -> Wanted {
    let mut wanted: Wanted = BTreeMap::new();
    for row in rows(include_str!("out_smoothing.csv")) {
        let key = (row["dataset"].clone(), row["method"].clone(), row["young_tail"].clone());
        wanted.entry(key).or_default().push(row["value"].parse().unwrap());
    }
    wanted
}

#[test]
fn methods_with_a_formula() {
    let sets = counts(FIVE_YEAR, "male");
    let mut compared = 0;
    for ((set, method, tail), wanted) in wanted() {
        let (starts, counts) = &sets[&set];
        let groups = AgeGroups::new(starts.clone(), None).unwrap();
        let tail = if tail == "Arriaga" { Tail::Arriaga } else { Tail::Original };
        let method = match method.as_str() {
            "Carrier-Farrag" => Method::CarrierFarrag,
            "KKN" => Method::KarupKingNewton,
            "Arriaga" => Method::Arriaga,
            "United Nations" => Method::UnitedNations,
            "Strong" => Method::Strong { to: 69 },
            "MAV" => Method::MovingAverage,
            "Zigzag" => continue,
            other => panic!("{other}"),
        };
        for (group, (found, wanted)) in smooth(&groups, counts, method, tail).unwrap().iter().zip(&wanted).enumerate() {
            close(*found, *wanted, 1e-3, &format!("{set} {method:?} {tail:?} {group}"));
        }
        compared += 1;
    }
    assert_eq!(compared, 5 * 6 * 2);
}

/// The redistribution is the reference's for its shares; our shares come nearer to what both seek.
#[test]
fn zigzag_redistributes_alike_and_smooths_more() {
    let sets = counts(FIVE_YEAR, "male");
    for ((set, method, tail), wanted) in wanted() {
        if method != "Zigzag" || tail != "Original" {
            continue;
        }
        let (starts, counts) = &sets[&set];
        let groups = AgeGroups::new(starts.clone(), None).unwrap();
        let ours = zigzag(&groups, counts, 10, 64).unwrap();
        assert_eq!(ours.givers, vec![3, 5, 7, 9, 11]);
        let shares: Vec<f64> = ours.givers.iter().map(|giver| (1.0 - wanted[*giver] / counts[*giver]) / 2.0).collect();
        for (found, wanted) in redistribute(counts, &ours.givers, &shares).unwrap().iter().zip(&wanted) {
            close(*found, *wanted, 1e-3, &set);
        }
        let bends = |counts: &[f64]| {
            (2..=12).map(|group| (counts[group] - (counts[group - 1] + counts[group + 1]) / 2.0).powi(2)).sum::<f64>()
        };
        assert!(bends(&ours.counts) <= bends(&wanted) && bends(&ours.counts) < bends(counts), "{set}");
    }
}
