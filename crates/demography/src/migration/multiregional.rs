//! Several regions at once: people who leave one arrive in another.
//!
//! Net migration of a region has no one at risk: the people who could come live elsewhere. In a multiregional projection (Rogers 1975, *Introduction to
//! Multiregional Mathematical Demography*; 1995, *Multiregional Demography*, chapter 4) the survivors of each region are shared out among all regions, so a
//! region that empties sends fewer, and what one gains another loses.
//!
//! ```text
//! P'(x, j) = Σᵢ P(x−1, i) · S(x, i) · m(x, i, j)         Σⱼ m(x, i, j) = 1
//! B(j)     = n · Σ f(x, j) · (P(x, j) + P'(x, j)) / 2    P'(0, j) = Σᵢ B(i) · S(0, i) · m(0, i, j)
//! ```

use crate::age::BySex;
use crate::error::{Error, check_between, check_counts, check_length};
use crate::projection::step::split;

/// Rates of one region and sex.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// People by age, the last open.
    pub people: BySex<Vec<f64>>,
    /// Share that lives into the age.
    pub survival: BySex<Vec<f64>>,
    /// Of the survivors by age at the end: the share that is then in each region, age after age (`age · regions + destination`); of an age added up 1.
    pub moves: BySex<Vec<f64>>,
    /// Births a woman of the age has in a year.
    pub fertility: Vec<f64>,
    /// Boys for one girl.
    pub sex_ratio: f64,
}

/// People of each region after a step, and the births in each.
#[derive(Debug, Clone, PartialEq)]
pub struct After {
    /// People by age.
    pub people: Vec<BySex<Vec<f64>>>,
    /// Births, boys and girls.
    pub births: Vec<f64>,
    /// Deaths.
    pub deaths: Vec<f64>,
    /// People who survived and are elsewhere: `origin · regions + destination`.
    pub moved: Vec<f64>,
}

/// Takes all regions one step of `width` years on. Accounts close for all regions together and for each: end = start + births − deaths + came − left.
///
/// # Errors
/// No region; different ages; rates that are negative or not finite; survival above 1; shares of moves that do not add up to 1 within 1e-9.
pub fn step(regions: &[Region], width: f64) -> Result<After, Error> {
    let ages = regions.first().ok_or(Error::NoGroups)?.people.male.len();
    check_between("the width of ages", width, f64::MIN_POSITIVE, 1000.0)?;
    regions.iter().try_for_each(|region| check(region, ages, regions.len()))?;
    let count = regions.len();
    let empty = || BySex::new(vec![0.0; ages], vec![0.0; ages]);
    let mut after = After {
        people: vec![empty(); count],
        births: vec![0.0; count],
        deaths: vec![0.0; count],
        moved: vec![0.0; count * count],
    };
    for (origin, region) in regions.iter().enumerate() {
        for age in 1..ages {
            after.send(origin, age, Side::Male, region, older(&region.people.male, age));
            after.send(origin, age, Side::Female, region, older(&region.people.female, age));
        }
    }
    for (origin, region) in regions.iter().enumerate() {
        let women = region.people.female.iter().zip(&after.people[origin].female).zip(&region.fertility).skip(1);
        let births = width * women.map(|((start, end), rate)| rate * f64::midpoint(*start, *end)).sum::<f64>();
        after.births[origin] = births;
        let newborn = split(births, region.sex_ratio);
        after.send(origin, 0, Side::Male, region, newborn.male);
        after.send(origin, 0, Side::Female, region, newborn.female);
    }
    Ok(after)
}

#[derive(Clone, Copy)]
enum Side {
    Male,
    Female,
}

impl After {
    fn send(&mut self, origin: usize, age: usize, side: Side, region: &Region, cohort: f64) {
        let (survival, moves) = match side {
            Side::Male => (&region.survival.male, &region.moves.male),
            Side::Female => (&region.survival.female, &region.moves.female),
        };
        let count = self.births.len();
        let survivors = cohort * survival[age];
        self.deaths[origin] += cohort - survivors;
        for (destination, share) in moves[age * count..(age + 1) * count].iter().enumerate() {
            let people = &mut self.people[destination];
            let people = match side {
                Side::Male => &mut people.male,
                Side::Female => &mut people.female,
            };
            people[age] += survivors * share;
            if destination != origin {
                self.moved[origin * count + destination] += survivors * share;
            }
        }
    }
}

/// Those who come into an age.
fn older(people: &[f64], age: usize) -> f64 {
    if age + 1 == people.len() { people[age - 1] + people[age] } else { people[age - 1] }
}

fn check(region: &Region, ages: usize, regions: usize) -> Result<(), Error> {
    if ages < 2 {
        return Err(Error::Shape { method: "a multiregional step", needs: "two ages or more" });
    }
    let sides = [
        (&region.people.male, &region.survival.male, &region.moves.male),
        (&region.people.female, &region.survival.female, &region.moves.female),
    ];
    for (people, survival, moves) in sides {
        check_length("people", people, ages)?;
        check_counts("people", people)?;
        check_length("survival", survival, ages)?;
        check_counts("survival", survival)?;
        check_between("survival", survival.iter().copied().fold(0.0, f64::max), 0.0, 1.0 + 1e-6)?;
        check_length("shares of moves", moves, ages * regions)?;
        check_counts("shares of moves", moves)?;
        for shares in moves.chunks_exact(regions) {
            check_between("shares of moves added up", shares.iter().sum(), 1.0 - 1e-9, 1.0 + 1e-9)?;
        }
    }
    check_length("fertility", &region.fertility, ages)?;
    check_counts("fertility", &region.fertility)?;
    check_counts("the sex ratio at birth", &[region.sex_ratio])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::age::Sex;
    use crate::projection::{Inputs, MigrationTiming, Rates, project};

    fn region(people: f64, stays: f64, place: usize) -> Region {
        let shares = |age: usize| -> [f64; 2] {
            let stays = if age == 0 { 1.0 } else { stays };
            if place == 0 { [stays, 1.0 - stays] } else { [1.0 - stays, stays] }
        };
        let moves: Vec<f64> = (0..4).flat_map(shares).collect();
        Region {
            people: BySex::new(vec![people; 4], vec![people; 4]),
            survival: BySex::new(vec![0.95, 0.99, 0.9, 0.4], vec![0.96, 0.99, 0.92, 0.5]),
            moves: BySex::new(moves.clone(), moves),
            fertility: vec![0.0, 0.1, 0.1, 0.0],
            sex_ratio: 1.07,
        }
    }

    #[test]
    fn accounts_of_each_region_close_and_those_who_left_arrive() -> Result<(), Error> {
        let regions = [region(100.0, 0.8, 0), region(50.0, 0.95, 1)];
        let after = step(&regions, 5.0)?;
        let all = |people: &BySex<Vec<f64>>| people.male.iter().sum::<f64>() + people.female.iter().sum::<f64>();
        for (place, region) in regions.iter().enumerate() {
            let other = 1 - place;
            let net = after.moved[other * 2 + place] - after.moved[place * 2 + other];
            let wanted = all(&region.people) + after.births[place] - after.deaths[place] + net;
            assert!((all(&after.people[place]) - wanted).abs() < 1e-9);
        }
        assert!(after.moved[1] > after.moved[2]);
        Ok(())
    }

    #[test]
    fn one_region_is_the_projection_of_one() -> Result<(), Box<dyn std::error::Error>> {
        let mut alone = region(80.0, 1.0, 0);
        alone.moves = BySex::new(vec![1.0; 4], vec![1.0; 4]);
        let after = step(std::slice::from_ref(&alone), 5.0)?;
        let rates = Rates {
            survival: alone.survival.clone(),
            fertility: alone.fertility.clone(),
            sex_ratio: alone.sex_ratio,
            migration: BySex::new(vec![0.0; 4], vec![0.0; 4]),
            timing: MigrationTiming::End,
        };
        let projection = project(&Inputs { width: 5.0, base: alone.people.clone(), steps: vec![rates] })?;
        for (found, wanted) in after.people[0].male.iter().zip(projection.population(1, Sex::Male)) {
            assert!((found - wanted).abs() < 1e-12);
        }
        let mut wrong = alone;
        wrong.moves.male[2] = 0.9;
        assert!(step(&[wrong], 5.0).is_err() && step(&[], 5.0).is_err());
        Ok(())
    }
}
