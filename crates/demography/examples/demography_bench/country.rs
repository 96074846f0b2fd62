//! The inputs.

use crate::data::{Table, VIET_NAM_2100};
use danso_demography::age::{BySex, Sex};
use danso_demography::projection::{Inputs, MigrationTiming, Rates, carry, survival_from_death_rates};
use danso_demography::stochastic::{Driver, Drivers};
use std::error::Error;

/// Viet Nam, with an open age of 100 and carried to 130.
pub(crate) struct Country {
    pub(crate) inputs: Inputs,
    pub(crate) carried: Inputs,
    pub(crate) drivers: Drivers,
}

impl Country {
    pub(crate) fn read() -> Result<Self, Box<dyn Error>> {
        let table = Table::read(VIET_NAM_2100, 101);
        let base = table.both("base", 0);
        let years = table.death_rates(MigrationTiming::End);
        let carried = carry(&base, &years)?;
        let mut steps = Vec::new();
        for year in years {
            let mut survival = BySex::new(vec![0.0; 101], vec![0.0; 101]);
            survival_from_death_rates(&year.death.male, Sex::Male, &mut survival.male)?;
            survival_from_death_rates(&year.death.female, Sex::Female, &mut survival.female)?;
            let (fertility, sex_ratio, migration, timing) = (year.fertility, year.sex_ratio, year.migration, year.timing);
            steps.push(Rates { survival, fertility, sex_ratio, migration, timing });
        }
        let steps_done = steps.len();
        let inputs = Inputs { width: 1.0, base, steps };
        let drivers = Drivers {
            fertility: Driver::autoregressive(0.99, 0.055, steps_done)?,
            life: Driver::autoregressive(0.99, 0.5, steps_done)?,
            migration: Driver::autoregressive(0.6, 120.0, steps_done)?,
            ..Drivers::still(steps_done)
        };
        Ok(Self { inputs, carried, drivers })
    }

    /// A part of the country with so many of its people in a thousand, older or younger, with more or fewer children.
    pub(crate) fn part(&self, share: f64, tilt: f64, fertility: f64) -> Inputs {
        let mut inputs = self.inputs.clone();
        let tilted = |people: &mut Vec<f64>| {
            people.iter_mut().enumerate().for_each(|(age, people)| *people *= share * (tilt * (age as f64 - 35.0)).exp());
        };
        tilted(&mut inputs.base.male);
        tilted(&mut inputs.base.female);
        for rates in &mut inputs.steps {
            rates.fertility.iter_mut().for_each(|rate| *rate *= fertility);
            for migration in [&mut rates.migration.male, &mut rates.migration.female] {
                migration.iter_mut().for_each(|people| *people *= share);
            }
        }
        inputs
    }
}
