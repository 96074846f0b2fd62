//! The engine of the United Nations (ccmppWPP 09739c8) on its own inputs, to 1e-10; five-year steps of another program, to 1e-9.

use crate::data::{CANADA, FRANCE, Table, VIET_NAM, VIET_NAM_FIVE, close};
use danso_demography::age::Sex;
use danso_demography::projection::{MigrationTiming, project, survival_from_death_rates};

const TO: f64 = 1e-10;

#[track_caller]
fn check(text: &str, timing: MigrationTiming, prefix: &str, compared: &[usize]) {
    let table = Table::read(text, 101);
    let projection = project(&table.inputs(timing, 1.0)).unwrap();
    for step in compared {
        let wanted = |what: &str| table.ages(&format!("{prefix}{what}"), *step);
        close("men", projection.population(step + 1, Sex::Male), &wanted("end_male"), TO);
        close("women", projection.population(step + 1, Sex::Female), &wanted("end_female"), TO);
        close("births", projection.births_by_age(*step), &wanted("births"), TO);
        close("deaths of men", projection.cohort_deaths(*step, Sex::Male), &wanted("deaths_male"), TO);
        close("deaths of women", projection.cohort_deaths(*step, Sex::Female), &wanted("deaths_female"), TO);
        let flow = projection.flow(*step);
        close("all births", &[flow.births.sum()], &[wanted("births").iter().sum()], TO);
        close("all deaths of men", &[flow.deaths.male], &[wanted("deaths_male").iter().sum()], TO);
        close("all deaths of women", &[flow.deaths.female], &[wanted("deaths_female").iter().sum()], TO);
    }
}

#[test]
fn canada_from_1950_as_the_united_nations_project_it() {
    check(CANADA, MigrationTiming::End, "", &[0, 8, 15]);
}

#[test]
fn france_from_1950_as_the_united_nations_project_it() {
    check(FRANCE, MigrationTiming::End, "", &[0, 7, 14]);
}

#[test]
fn viet_nam_from_2024_with_both_timings_as_the_united_nations_project_it() {
    check(VIET_NAM, MigrationTiming::End, "end_", &[0, 9]);
    check(VIET_NAM, MigrationTiming::Even, "even_", &[0, 9]);
}

#[test]
fn viet_nam_by_five_years_as_another_program_projects_it() {
    let table = Table::read(VIET_NAM_FIVE, 21);
    let mut inputs = table.inputs(MigrationTiming::Even, 5.0);
    assert_eq!(inputs.steps.len(), 16);
    let projection = project(&inputs).unwrap();
    for step in [0, 15] {
        close("men", projection.population(step + 1, Sex::Male), &table.ages("end_male", step), 1e-9);
        close("women", projection.population(step + 1, Sex::Female), &table.ages("end_female", step), 1e-9);
    }
    // The comparison can fail: people who come at the end of the step are others.
    inputs.steps[0].timing = MigrationTiming::End;
    let other = project(&inputs).unwrap();
    assert!((other.total(1) / projection.total(1) - 1.0).abs() > 1e-6);
}

#[test]
fn survival_from_death_rates_of_viet_nam_2024_as_in_the_inputs_of_the_reference() {
    let table = Table::read(VIET_NAM, 101);
    for (sex, side) in [(Sex::Male, "male"), (Sex::Female, "female")] {
        let mut survival = vec![0.0; 131];
        survival_from_death_rates(&table.ages(&format!("death_{side}"), 0), sex, &mut survival).unwrap();
        let wanted = table.ages(&format!("survival_{side}"), 0);
        close(side, &survival[..100], &wanted[..100], 1e-12);
        // The reference ends at 100 and over: T(100)/T(99) of the table that goes on to 130.
        let mut lived = 1.0;
        let mut older = 0.0;
        for share in &survival[100..130] {
            lived *= share;
            older += lived;
        }
        older += lived * survival[130] / (1.0 - survival[130]);
        close(side, &[older / (1.0 + older)], &wanted[100..], 1e-12);
    }
}
