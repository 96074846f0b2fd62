//! Trajectories: the same whatever the split, as wide as the bounds they were calibrated to, around the medium.

#[path = "projection/data.rs"]
#[expect(dead_code, reason = "shared with the other tests of projections, which use the rest")]
mod data;

use danso_demography::age::BySex;
use danso_demography::projection::{Inputs, MigrationTiming, carry, project};
use danso_demography::stochastic::{Bundle, Driver, Drivers, Measure, Plan};
use data::{Table, VIET_NAM_2100};
use proptest::prelude::*;

fn viet_nam() -> (Table, Inputs) {
    let table = Table::read(VIET_NAM_2100, 101);
    let inputs = carry(&table.both("base", 0), &table.death_rates(MigrationTiming::End)).unwrap();
    (table, inputs)
}

/// Drivers with the published 80 % bounds of each.
fn published(table: &Table, inputs: &Inputs) -> Drivers {
    let fertility: Vec<f64> = inputs.steps.iter().map(|rates| rates.total_fertility(1.0)).collect();
    let migration: Vec<f64> =
        inputs.steps.iter().map(|rates| rates.migration.male.iter().chain(&rates.migration.female).sum()).collect();
    let bounds =
        |rho, medium: &[f64], low, high| Driver::from_bounds(rho, 0.8, medium, &table.list(low), &table.list(high)).unwrap();
    Drivers {
        fertility: bounds(0.99, &fertility, "tfr_80l", "tfr_80u"),
        life: bounds(0.99, &table.list("e0B"), "e0B_80l", "e0B_80u"),
        migration: bounds(0.6, &migration, "mig_80l", "mig_80u"),
        ..Drivers::still(inputs.steps.len())
    }
}

#[test]
fn without_drivers_each_trajectory_is_the_medium() {
    let (_, inputs) = viet_nam();
    let drivers = Drivers::still(77);
    let bundle = Plan::new(&inputs, &drivers, Some(5)).unwrap().run(1, 0..2);
    let medium = project(&inputs).unwrap();
    for step in 0..77 {
        for trajectory in 0..2 {
            let found = bundle.value(trajectory, step, Measure::Population).unwrap();
            assert!((found / medium.total(step + 1) - 1.0).abs() < 1e-10, "{step}: {found}");
            let births = bundle.value(trajectory, step, Measure::Births).unwrap();
            assert!((births / medium.flow(step).births.sum() - 1.0).abs() < 1e-10);
        }
    }
    let boys = bundle.age_bands(0, &[0.8]).unwrap();
    let wanted: f64 = medium.population(77, danso_demography::age::Sex::Male)[..5].iter().sum();
    assert!((boys.median[76] / wanted - 1.0).abs() < 1e-6);
}

/// Bounds of fertility, life expectancy and migration go in; those of the population are not told, and come out near the published ones: the 80 % interval
/// no more than a fifth wider or narrower.
#[test]
fn bounds_of_the_population_of_viet_nam_come_out_as_wide_as_published() {
    let (table, inputs) = viet_nam();
    let drivers = published(&table, &inputs);
    let bundle = Plan::new(&inputs, &drivers, None).unwrap().run(20_240_711, 0..1000);
    let bands = bundle.bands(Measure::Population, &[0.8, 0.95]).unwrap();
    for year in [2050, 2075, 2100] {
        let step = year - 2024;
        for (bounds, [low, high]) in bands.bounds.iter().zip([["low_80", "high_80"], ["low_95", "high_95"]]) {
            let wanted = table.list(high)[step] - table.list(low)[step];
            let width = (bounds[step].1 - bounds[step].0) / wanted;
            assert!((0.8..1.2).contains(&width), "{year} {low}: {width}");
        }
        let medium = table.list("end_male")[step] + table.list("end_female")[step];
        assert!((bands.median[step] / medium - 1.0).abs() < 0.03, "{year}: {}", bands.median[step]);
    }
}

#[test]
fn any_split_and_any_number_of_threads_give_the_same_to_the_last_bit() {
    let (table, inputs) = viet_nam();
    let drivers = published(&table, &inputs);
    let plan = Plan::new(&inputs, &drivers, Some(5)).unwrap();
    let whole = plan.run(5, 0..40);
    for cuts in [vec![0, 40], vec![0, 1, 40], vec![0, 13, 14, 39, 40]] {
        let parts: Vec<Bundle> = std::thread::scope(|scope| {
            let runs: Vec<_> = cuts.windows(2).map(|cut| scope.spawn(|| plan.run(5, cut[0]..cut[1]))).collect();
            runs.into_iter().rev().map(|run| run.join().unwrap()).collect()
        });
        assert_eq!(Bundle::join(parts).unwrap(), whole);
    }
    assert_ne!(plan.run(6, 0..40), whole);
}

#[test]
fn an_autoregression_has_the_spread_it_must_have() {
    // d(t) = 0.8 d(t−1) + 0.1 ε: variance 0.01 (1 − 0.64^t)/0.36. Migration of a population without events is the driver itself.
    let rates = danso_demography::projection::Rates {
        survival: BySex::new(vec![1.0, 1.0], vec![1.0, 1.0]),
        fertility: vec![0.0, 0.0],
        sex_ratio: 1.05,
        migration: BySex::new(vec![0.0, 0.0], vec![0.0, 0.0]),
        timing: MigrationTiming::End,
    };
    let inputs = Inputs { width: 1.0, base: BySex::new(vec![100.0; 2], vec![100.0; 2]), steps: vec![rates; 10] };
    let spread = |driver: Driver| -> Vec<f64> {
        let drivers = Drivers { migration: driver, ..Drivers::still(10) };
        let bundle = Plan::new(&inputs, &drivers, None).unwrap().run(1, 0..4000);
        let of =
            |step| (0..4000).map(|trajectory| bundle.value(trajectory, step, Measure::Migration).unwrap().powi(2)).sum::<f64>();
        (0..10).map(|step| of(step) / 4000.0).collect()
    };
    for (step, variance) in spread(Driver::autoregressive(0.8, 0.1, 10).unwrap()).into_iter().enumerate() {
        let wanted = 0.01 * (1.0 - 0.64_f64.powi(step as i32 + 1)) / 0.36;
        assert!((variance / wanted - 1.0).abs() < 0.12, "{step}: {variance} {wanted}");
    }
    for (step, variance) in spread(Driver::random_walk(0.0, 0.1, 10).unwrap()).into_iter().enumerate() {
        let wanted = 0.01 * (step + 1) as f64;
        assert!((variance / wanted - 1.0).abs() < 0.12, "{step}: {variance} {wanted}");
    }
    // A drift alone moves without spreading: 0.5 more each step.
    for (step, square) in spread(Driver::random_walk(0.5, 0.0, 10).unwrap()).into_iter().enumerate() {
        assert!((square - (0.5 * (step + 1) as f64).powi(2)).abs() < 1e-9);
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let (_, inputs) = viet_nam();
    assert!(Plan::new(&inputs, &Drivers::still(76), None).is_err());
    let migrants = Some(BySex::new(vec![0.5], vec![0.5]));
    assert!(Plan::new(&inputs, &Drivers { migrants, ..Drivers::still(77) }, None).is_err());
    assert!(Driver::autoregressive(1.1, 0.1, 3).is_err());
    assert!(Driver::autoregressive(0.5, f64::NAN, 3).is_err());
    assert!(Driver::from_bounds(0.9, 0.8, &[1.0], &[1.1], &[1.2]).is_err());
    assert!(Driver::from_bounds(0.9, 1.0, &[1.0], &[0.9], &[1.2]).is_err());
    assert!(Driver::from_bounds(0.9, 0.8, &[1.0], &[], &[1.2]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn nothing_is_negative_or_no_number(fertility in 0.0_f64..2.0, life in 0.0_f64..40.0, migration in 0.0_f64..500.0, seed: u64) {
        let rates = danso_demography::projection::Rates {
            survival: BySex::new(vec![0.97, 0.99, 0.9, 0.5], vec![0.98, 0.99, 0.95, 0.6]),
            fertility: vec![0.0, 0.3, 0.1, 0.0],
            sex_ratio: 1.1,
            migration: BySex::new(vec![0.0, -20.0, 5.0, 0.0], vec![0.0; 4]),
            timing: MigrationTiming::Even,
        };
        let inputs = Inputs { width: 5.0, base: BySex::new(vec![50.0; 4], vec![50.0; 4]), steps: vec![rates; 6] };
        let drivers = Drivers {
            fertility: Driver::autoregressive(0.9, fertility, 6)?,
            life: Driver::random_walk(0.0, life, 6)?,
            migration: Driver::autoregressive(0.5, migration, 6)?,
            ..Drivers::still(6)
        };
        let bundle = Plan::new(&inputs, &drivers, None)?.run(seed, 0..20);
        for measure in Measure::ALL {
            let bands = bundle.bands(measure, &[0.8])?;
            for (step, (low, high)) in bands.bounds[0].iter().enumerate() {
                prop_assert!(low.is_finite() && high.is_finite() && low <= &bands.median[step] && &bands.median[step] <= high);
                prop_assert!(measure == Measure::Migration || *low >= 0.0, "{measure:?} {low}");
            }
        }
    }
}
