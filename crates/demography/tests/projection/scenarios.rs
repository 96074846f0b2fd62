//! What-ifs that are published or follow from what they say.

use crate::data::{Table, VIET_NAM_2100};
use danso_demography::projection::scenario::{Scenario, fertility, net_reproduction};
use danso_demography::projection::{Inputs, MigrationTiming, carry, project};

fn medium() -> (Table, Inputs) {
    let table = Table::read(VIET_NAM_2100, 101);
    let inputs = carry(&table.both("base", 0), &table.death_rates(MigrationTiming::End)).unwrap();
    (table, inputs)
}

#[test]
fn low_and_high_fertility_give_the_published_totals_of_viet_nam() {
    let (table, medium) = medium();
    for (scenario, name) in [(Scenario::LowFertility, "low_fertility"), (Scenario::HighFertility, "high_fertility")] {
        let projection = project(&scenario.of(&medium)).unwrap();
        for (step, wanted) in table.list(name).into_iter().enumerate() {
            let wrong = (projection.total(step + 1) / wanted - 1.0).abs();
            assert!(wrong < 0.0015, "{name} {}: {wrong}", 2024 + step);
        }
    }
}

#[test]
fn replacement_replaces_and_momentum_comes_to_rest() {
    let (_, medium) = medium();
    let replaced = Scenario::InstantReplacement.of(&medium);
    for rates in &replaced.steps {
        assert!((net_reproduction(rates, 1.0) - 1.0).abs() < 1e-12);
    }
    let mut momentum = Scenario::Momentum.of(&medium);
    // Three hundred years of the same rates: the population no longer changes.
    let rates = momentum.steps[0].clone();
    momentum.steps = vec![rates; 300];
    let projection = project(&momentum).unwrap();
    assert!((projection.total(300) / projection.total(270) - 1.0).abs() < 1e-4);
    assert_eq!(projection.flow(10).migration.sum(), 0.0);
}

#[test]
fn constant_rates_are_those_of_the_first_step() {
    let (_, medium) = medium();
    let same = Scenario::NoChange.of(&medium);
    assert!(same.steps.iter().all(|rates| rates.fertility == medium.steps[0].fertility));
    assert!(same.steps.iter().all(|rates| rates.survival == medium.steps[0].survival));
    assert_eq!(same.steps[5].migration, medium.steps[5].migration);
    let mortality = Scenario::ConstantMortality.of(&medium);
    assert_eq!(mortality.steps[5].fertility, medium.steps[5].fertility);
    assert_eq!(Scenario::ConstantFertility.of(&mortality), same);
}

#[test]
fn fertility_of_a_total_has_that_total() {
    let f = fertility(2.1, &[0.0, 1.0, 3.0], 5.0);
    assert!((f.iter().sum::<f64>() * 5.0 - 2.1).abs() < 1e-15);
    assert_eq!(fertility(2.1, &[0.0, 0.0], 1.0), vec![0.0, 0.0]);
}
