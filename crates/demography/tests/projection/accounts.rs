//! What holds for all inputs: accounts close, nobody is negative, refusals instead of panics.

use danso_demography::age::{BySex, Sex};
use danso_demography::projection::{
    DeathRates, Inputs, MigrationTiming, ProjectionError, Rates, carry, project, project_into, survival_from_death_rates,
};
use proptest::prelude::*;

fn rates(ages: usize, timing: MigrationTiming) -> impl Strategy<Value = Rates> {
    let list = |least: f64, most: f64| prop::collection::vec(least..most, ages);
    (list(0.0, 1.0), list(0.0, 1.0), list(0.0, 0.3), 0.9_f64..1.2, list(-400.0, 300.0), list(-400.0, 300.0)).prop_map(
        move |(men, women, fertility, sex_ratio, moving_men, moving_women)| Rates {
            survival: BySex::new(men, women),
            fertility,
            sex_ratio,
            migration: BySex::new(moving_men, moving_women),
            timing,
        },
    )
}

fn inputs() -> impl Strategy<Value = Inputs> {
    (2_usize..30, prop_oneof![Just(MigrationTiming::End), Just(MigrationTiming::Even)], prop_oneof![Just(1.0), Just(5.0)])
        .prop_flat_map(|(ages, timing, width)| {
            let people = move || prop::collection::vec(0.0_f64..1000.0, ages);
            (people(), people(), prop::collection::vec(rates(ages, timing), 0..12), Just(width))
        })
        .prop_map(|(men, women, steps, width)| Inputs { width, base: BySex::new(men, women), steps })
}

proptest! {
    #[test]
    fn accounts_close_and_nobody_is_negative(inputs in inputs()) {
        let projection = project(&inputs).unwrap();
        for step in 0..projection.steps() {
            let all = projection.total(step) + projection.total(step + 1);
            prop_assert!(projection.imbalance(step).abs() <= 1e-11 * all.max(1.0), "{}", projection.imbalance(step));
            let flow = projection.flow(step);
            let wanted: f64 = inputs.steps[step].migration.male.iter().sum();
            prop_assert!(flow.migration.male >= wanted - 1e-6);
            for (sex, dead, born) in [
                (Sex::Male, flow.deaths.male, flow.births.male),
                (Sex::Female, flow.deaths.female, flow.births.female),
            ] {
                prop_assert!(projection.population(step + 1, sex).iter().all(|people| *people >= 0.0));
                prop_assert!(projection.cohort_deaths(step, sex).iter().all(|people| *people >= 0.0));
                let by_cohort: f64 = projection.cohort_deaths(step, sex).iter().sum();
                let by_age: f64 = projection.deaths_by_age(step, sex).iter().sum();
                prop_assert!((by_cohort - dead).abs() <= 1e-9 * (all + born));
                prop_assert!((by_cohort - by_age).abs() <= 1e-9 * (all + born));
            }
            let by_mother: f64 = projection.births_by_age(step).iter().sum();
            prop_assert!((by_mother - flow.births.sum()).abs() <= 1e-9 * all.max(1.0));
        }
    }

    #[test]
    fn room_that_was_used_before_does_not_show(first in inputs(), second in inputs()) {
        let mut outcome = project(&first).unwrap();
        project_into(&second, &mut outcome).unwrap();
        prop_assert_eq!(outcome, project(&second).unwrap());
    }

    #[test]
    fn folding_keeps_everyone(inputs in inputs(), open in 0_usize..40) {
        let projection = project(&inputs).unwrap();
        let folded = projection.folded(open);
        for step in 0..=projection.steps() {
            prop_assert!((folded.total(step) - projection.total(step)).abs() <= 1e-9 * projection.total(step).max(1.0));
        }
        prop_assert!(folded.ages() >= 2 && folded.ages() <= projection.ages());
    }

    #[test]
    fn survival_is_a_share_whatever_the_rates(
        death in prop::collection::vec(0.0_f64..3.0, 12..120), longer in 0_usize..60,
    ) {
        let mut survival = vec![f64::NAN; death.len() + longer];
        if survival_from_death_rates(&death, Sex::Female, &mut survival).is_ok() {
            prop_assert!(survival.iter().all(|share| (0.0..=1.0).contains(share)), "{survival:?}");
        }
    }

    /// Five single years and one five-year step are the same people where ages and rates are flat within groups and nobody is born or moves.
    #[test]
    fn five_single_years_are_one_of_five(
        people in prop::collection::vec(1.0_f64..1000.0, 6), yearly in 0.8_f64..1.0,
    ) {
        let flat = |count: usize, share: f64, timing| Rates {
            survival: BySex::new(vec![share; count], vec![share; count]),
            fertility: vec![0.0; count],
            sex_ratio: 1.05,
            migration: BySex::new(vec![0.0; count], vec![0.0; count]),
            timing,
        };
        let single: Vec<f64> = people.iter().flat_map(|group| [group / 5.0; 5]).collect();
        let ones = Inputs {
            width: 1.0,
            base: BySex::new(single.clone(), single),
            steps: vec![flat(30, yearly, MigrationTiming::End); 5],
        };
        let fives = Inputs {
            width: 5.0,
            base: BySex::new(people.clone(), people.clone()),
            steps: vec![flat(6, yearly.powi(5), MigrationTiming::Even)],
        };
        let (ones, fives) = (project(&ones).unwrap(), project(&fives).unwrap());
        for group in 1..6 {
            let sum: f64 = ones.population(5, Sex::Male)[5 * group..5 * group + 5].iter().sum();
            // The open group holds all above: of single years 29 and over, of five 25 and over.
            let wanted = fives.population(1, Sex::Male)[group];
            prop_assert!((sum - wanted).abs() <= 1e-9 * wanted, "{group}: {sum} {wanted}");
        }
    }
}

fn small(migration: f64, timing: MigrationTiming) -> Inputs {
    let rates = Rates {
        survival: BySex::new(vec![0.9; 3], vec![0.5; 3]),
        fertility: vec![0.0, 0.5, 0.0],
        sex_ratio: 1.0,
        migration: BySex::new(vec![migration; 3], vec![0.0; 3]),
        timing,
    };
    Inputs { width: 1.0, base: BySex::new(vec![10.0; 3], vec![8.0; 3]), steps: vec![rates] }
}

#[test]
fn nobody_leaves_who_is_not_there() {
    let end = project(&small(-50.0, MigrationTiming::End)).unwrap();
    for left in end.population(1, Sex::Male) {
        assert!((left - 1e-5).abs() < 1e-12, "{left}");
    }
    // Half of them leave before the step, all but nobody; the other half finds nobody to leave with.
    let even = project(&small(-50.0, MigrationTiming::Even)).unwrap();
    assert_eq!(even.population(1, Sex::Male), [5e-4; 3]);
    assert!((end.applied_migration(0).male + 28.5).abs() < 2.0, "{:?}", end.applied_migration(0));
}

#[test]
fn deaths_are_split_between_the_ages_of_a_cohort() {
    let projection = project(&small(0.0, MigrationTiming::End)).unwrap();
    // Women: births 0.5 · (8 + 4)/2 = 3, half of them girls, half of those die; 4 of those who turn 1 and 8 of 16 who come to be 2 and over.
    assert_eq!(projection.cohort_deaths(0, Sex::Female), [0.75, 4.0, 8.0]);
    assert_eq!(projection.deaths_by_age(0, Sex::Female), [0.75 + 2.0, 2.0 + 2.0, 6.0]);
    assert_eq!(projection.exposure(0, Sex::Female), [(8.0 + 0.75) / 2.0, 6.0, 8.0]);
}

#[test]
fn what_cannot_be_is_refused() {
    let good = small(0.0, MigrationTiming::End);
    let with = |change: &dyn Fn(&mut Inputs)| {
        let mut inputs = good.clone();
        change(&mut inputs);
        project(&inputs)
    };
    assert!(matches!(with(&|inputs| inputs.base.male[0] = f64::NAN), Err(ProjectionError::Base(_))));
    assert!(matches!(with(&|inputs| inputs.base.female.truncate(2)), Err(ProjectionError::Base(_))));
    assert!(matches!(with(&|inputs| inputs.base = BySex::new(vec![1.0], vec![1.0])), Err(ProjectionError::Base(_))));
    assert!(matches!(with(&|inputs| inputs.width = 0.0), Err(ProjectionError::Base(_))));
    assert!(matches!(with(&|inputs| inputs.steps[0].survival.male[1] = 1.5), Err(ProjectionError::Step { step: 0, .. })));
    assert!(matches!(with(&|inputs| inputs.steps[0].fertility[1] = -0.1), Err(ProjectionError::Step { step: 0, .. })));
    assert!(matches!(with(&|inputs| inputs.steps[0].sex_ratio = f64::INFINITY), Err(ProjectionError::Step { step: 0, .. })));
    let empty = BySex::new(Vec::new(), Vec::new());
    assert!(carry(&empty, &[]).is_err());
    let rates = DeathRates {
        death: empty.clone(),
        fertility: Vec::new(),
        sex_ratio: 1.0,
        migration: empty.clone(),
        timing: MigrationTiming::End,
    };
    assert!(carry(&empty, &[rates]).is_err());
}

#[test]
fn old_ages_without_deaths_or_with_falling_rates_are_no_obstacle() {
    let base = BySex::new(vec![10.0; 91], vec![10.0; 91]);
    let year = |death: Vec<f64>| DeathRates {
        death: BySex::new(death.clone(), death),
        fertility: vec![0.0; 91],
        sex_ratio: 1.05,
        migration: BySex::new(vec![0.0; 91], vec![0.0; 91]),
        timing: MigrationTiming::End,
    };
    let falling: Vec<f64> = (0..91).map(|age| 0.3 - 0.003 * f64::from(age)).collect();
    let inputs = carry(&base, &[year(falling)]).unwrap();
    let projection = project(&inputs).unwrap().folded(90);
    assert_eq!(projection.ages(), 91);
    assert!(projection.population(1, Sex::Male).iter().all(|people| people.is_finite() && *people >= 0.0));
    // Rates of nothing cannot be carried on: that is said, with the step.
    assert!(matches!(carry(&base, &[year(vec![0.0; 91])]), Err(ProjectionError::Step { step: 0, .. })));
}
