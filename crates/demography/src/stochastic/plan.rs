//! Runs trajectories.

use super::bands::{Bundle, MEASURES};
use super::{Drivers, Lifelines};
use crate::age::BySex;
use crate::chance::Stream;
use crate::error::{Error, check_counts, check_length};
use crate::projection::step::{advance, sum};
use crate::projection::{Inputs, ProjectionError};
use std::ops::Range;

/// Inputs and drivers, looked through once, from which any trajectory can be made.
#[derive(Debug)]
pub struct Plan<'a> {
    inputs: &'a Inputs,
    drivers: &'a Drivers,
    lines: Vec<BySex<Lifelines>>,
    /// Total fertility of the medium.
    fertility: Vec<f64>,
    migrants: BySex<Vec<f64>>,
    /// Rows of an age group that is kept; 0: none is.
    group: usize,
}

/// What a trajectory works in.
struct Room {
    now: BySex<Vec<f64>>,
    next: BySex<Vec<f64>>,
    survival: BySex<Vec<f64>>,
    fertility: Vec<f64>,
    migration: BySex<Vec<f64>>,
}

impl<'a> Plan<'a> {
    /// Looks through inputs and drivers. `kept_ages`: keep people by sex and groups of so many rows of ages, or none of them.
    ///
    /// # Errors
    /// Inputs that do not fit ([`Inputs::check`]), drivers of another number of steps, shares of migrants of another number of ages.
    pub fn new(inputs: &'a Inputs, drivers: &'a Drivers, kept_ages: Option<usize>) -> Result<Self, ProjectionError> {
        inputs.check()?;
        let migrants = check(inputs, drivers).map_err(ProjectionError::Base)?;
        let mut lines = Vec::with_capacity(inputs.steps.len());
        for (step, rates) in inputs.steps.iter().enumerate() {
            let of = |survival| Lifelines::new(survival, inputs.width).map_err(|wrong| ProjectionError::Step { step, wrong });
            lines.push(BySex::new(of(&rates.survival.male)?, of(&rates.survival.female)?));
        }
        let fertility = inputs.steps.iter().map(|rates| rates.total_fertility(inputs.width)).collect();
        Ok(Self { inputs, drivers, lines, fertility, migrants, group: kept_ages.unwrap_or(0) })
    }

    /// Makes the trajectories of these numbers. The same numbers and seed give the same trajectories, whatever the range they are made in.
    pub fn run(&self, seed: u64, numbers: Range<u64>) -> Bundle {
        let (ages, steps) = (self.inputs.ages(), self.inputs.steps.len());
        let both = || BySex::new(vec![0.0; ages], vec![0.0; ages]);
        let mut room = Room { now: both(), next: both(), survival: both(), fertility: vec![0.0; ages], migration: both() };
        let mut bundle = Bundle::new(numbers.clone(), steps, if self.group == 0 { 0 } else { 2 * ages.div_ceil(self.group) });
        for number in numbers {
            self.one(&mut Stream::new(seed, number), &mut room, &mut bundle);
        }
        bundle
    }

    fn one(&self, stream: &mut Stream, room: &mut Room, bundle: &mut Bundle) {
        room.now.male.copy_from_slice(&self.inputs.base.male);
        room.now.female.copy_from_slice(&self.inputs.base.female);
        let mut latent = [0.0; 3];
        for (step, rates) in self.inputs.steps.iter().enumerate() {
            let fertility = self.drivers.fertility.draw(step, &mut latent[0], stream);
            let life = self.drivers.life.draw(step, &mut latent[1], stream);
            let migrants = self.drivers.migration.draw(step, &mut latent[2], stream);

            let lines = &self.lines[step];
            lines.male.write(lines.male.expectancy() + life, &mut room.survival.male);
            lines.female.write(lines.female.expectancy() + life, &mut room.survival.female);
            let factor = self.factor(step, fertility);
            for (into, fertility) in room.fertility.iter_mut().zip(&rates.fertility) {
                *into = fertility * factor;
            }
            more_migrants(&rates.migration.male, migrants, &self.migrants.male, &mut room.migration.male);
            more_migrants(&rates.migration.female, migrants, &self.migrants.female, &mut room.migration.female);

            let year = crate::projection::step::Year {
                survival: room.survival.slices(),
                fertility: &room.fertility,
                migration: room.migration.slices(),
                ..rates.year(self.inputs.width)
            };
            let next = BySex::new(room.next.male.as_mut_slice(), room.next.female.as_mut_slice());
            let flow = advance(room.now.slices(), &year, next);
            std::mem::swap(&mut room.now, &mut room.next);
            bundle.push(&self.measures(&room.now, [flow.births.sum(), flow.deaths.sum(), flow.migration.sum()]));
            if self.group > 0 {
                bundle
                    .push_ages([&room.now.male, &room.now.female].into_iter().flat_map(|ages| ages.chunks(self.group)).map(sum));
            }
        }
    }

    /// What fertility is multiplied with for a total so far from the medium.
    fn factor(&self, step: usize, away: f64) -> f64 {
        let medium = self.fertility[step];
        if away == 0.0 || medium <= 0.0 { 1.0 } else { (medium + away).max(self.drivers.least_fertility) / medium }
    }

    fn measures(&self, people: &BySex<Vec<f64>>, [births, deaths, migration]: [f64; 3]) -> [f64; MEASURES] {
        let row = |age: f64| ((age / self.inputs.width) as usize).min(people.male.len());
        let of = |rows: Range<usize>| sum(&people.male[rows.clone()]) + sum(&people.female[rows]);
        let (children, old) = (of(0..row(15.0)), of(row(65.0)..people.male.len()));
        let between = of(row(15.0)..row(65.0));
        [children + between + old, births, deaths, migration, children, between, old]
    }
}

fn more_migrants(medium: &[f64], more: f64, shares: &[f64], into: &mut [f64]) {
    for ((into, medium), share) in into.iter_mut().zip(medium).zip(shares) {
        *into = medium + more * share;
    }
}

/// Checks the drivers, and finds who moves when more or fewer do.
fn check(inputs: &Inputs, drivers: &Drivers) -> Result<BySex<Vec<f64>>, Error> {
    let steps = inputs.steps.len();
    for (what, driver) in
        [("fertility", &drivers.fertility), ("life expectancy", &drivers.life), ("migration", &drivers.migration)]
    {
        if driver.steps() != steps {
            return Err(Error::Length { what, expected: steps, found: driver.steps() });
        }
    }
    check_counts("the least fertility", &[drivers.least_fertility])?;
    let ages = inputs.ages();
    if let Some(shares) = &drivers.migrants {
        for side in shares.slices().into_array() {
            check_length("shares of migrants", side, ages)?;
            check_counts("shares of migrants", side)?;
        }
        return Ok(shares.clone());
    }
    let mut shares = BySex::new(vec![0.0; ages], vec![0.0; ages]);
    for rates in &inputs.steps {
        for (share, moving) in shares.male.iter_mut().zip(&rates.migration.male) {
            *share += moving.abs();
        }
        for (share, moving) in shares.female.iter_mut().zip(&rates.migration.female) {
            *share += moving.abs();
        }
    }
    let all = sum(&shares.male) + sum(&shares.female);
    if all > 0.0 {
        return Ok(shares.map(|side| side.iter().map(|share| share / all).collect()));
    }
    let row = |age: f64| ((age / inputs.width) as usize).min(ages - 1);
    let young = row(15.0)..=row(39.0);
    let count = 2.0 * young.clone().count() as f64;
    let even: Vec<f64> = (0..ages).map(|age| if young.contains(&age) { 1.0 / count } else { 0.0 }).collect();
    Ok(BySex::new(even.clone(), even))
}
