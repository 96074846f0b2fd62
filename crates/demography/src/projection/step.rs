//! One step of a projection, without allocation: the loop that everything else calls thousands of times.

use super::MigrationTiming;
use crate::age::BySex;

/// What stays where more people leave an age than live in it.
const LEFT_BEHIND: f64 = 1e-5;
/// What a negative number of people becomes.
const LEAST: f64 = 5e-4;

/// Rates of one step, borrowed; [`Rates`](super::Rates) says what each is. All slices have one value an age.
#[derive(Debug, Clone, Copy)]
pub struct Year<'a> {
    /// Share that lives into the age.
    pub survival: BySex<&'a [f64]>,
    /// Births a woman of the age has in one year.
    pub fertility: &'a [f64],
    /// Boys born for one girl.
    pub sex_ratio: f64,
    /// Net migrants of the whole step.
    pub migration: BySex<&'a [f64]>,
    /// When they move.
    pub timing: MigrationTiming,
    /// Years of the step and of an age.
    pub width: f64,
}

/// What happened in one step, in the unit of the base.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Flow {
    /// Boys and girls born.
    pub births: BySex<f64>,
    /// Deaths, of those born in the step too.
    pub deaths: BySex<f64>,
    /// Net migrants who really moved.
    pub migration: BySex<f64>,
}

impl Flow {
    /// What the step added: births less deaths, with those who moved.
    pub fn change(&self) -> f64 {
        self.births.sum() - self.deaths.sum() + self.migration.sum()
    }
}

/// Takes the people `from` through one step into `into`. The algebra is in the [module above](super).
///
/// Every slice must be as long as `from.male`, two ages or more; [`Inputs::check`](super::Inputs::check) sees to that. One pass over the
/// ages for each part, no allocation.
///
/// # Panics
/// If a slice is shorter than `from.male`, or that is empty.
pub fn advance(from: BySex<&[f64]>, year: &Year<'_>, into: BySex<&mut [f64]>) -> Flow {
    let ages = from.male.len();
    let (male, female) = (&mut into.male[..ages], &mut into.female[..ages]);
    let women = &from.female[..ages];
    let leaving = BySex::new(&year.migration.male[..ages], &year.migration.female[..ages]);

    let moved =
        BySex::new(arrive(from.male, leaving.male, year.timing, male), arrive(women, leaving.female, year.timing, female));
    let births = split(born(women, female, year), year.sex_ratio);
    let deaths = BySex::new(
        survive(male, births.male, &year.survival.male[..ages]),
        survive(female, births.female, &year.survival.female[..ages]),
    );
    let migration = BySex::new(
        moved.male + settle(from.male, leaving.male, year.timing, male),
        moved.female + settle(women, leaving.female, year.timing, female),
    );
    Flow { births, deaths, migration }
}

/// Births of each age of mothers; their sum is the births of [`advance`].
///
/// # Panics
/// As [`advance`].
pub fn births_by_age(from: &[f64], year: &Year<'_>, births: &mut [f64]) {
    births[0] = 0.0;
    for age in 1..from.len() {
        births[age] = year.width * year.fertility[age] * women_in_the_middle(from, age, year);
    }
}

/// Deaths by age at the end of the step of one sex, newborn first: `D(x) = P(x−1) · (1 − S(x))`, `D(0) = B · (1 − S(0))`.
/// `born` is the births of that sex.
///
/// # Panics
/// As [`advance`].
pub fn cohort_deaths(from: &[f64], migration: &[f64], survival: &[f64], timing: MigrationTiming, born: f64, deaths: &mut [f64]) {
    let open = from.len() - 1;
    let present = |age: usize| from[age] + first_half(from[age], migration[age], timing);
    deaths[0] = born * (1.0 - survival[0]);
    for age in 1..open {
        deaths[age] = present(age - 1) * (1.0 - survival[age]);
    }
    deaths[open] = (present(open - 1) + present(open)) * (1.0 - survival[open]);
}

/// Births split into boys and girls: `B · r / (1 + r)` and `B / (1 + r)`.
pub fn split(births: f64, sex_ratio: f64) -> BySex<f64> {
    BySex::new(births * sex_ratio / (1.0 + sex_ratio), births / (1.0 + sex_ratio))
}

/// Those who move before the step.
#[inline]
fn first_half(stock: f64, migrants: f64, timing: MigrationTiming) -> f64 {
    match timing {
        MigrationTiming::End => 0.0,
        MigrationTiming::Even => leave_some(stock, migrants / 2.0),
    }
}

/// Migrants, but never so many who leave that nobody stays.
#[inline]
fn leave_some(stock: f64, migrants: f64) -> f64 {
    if stock + migrants < 0.0 { -(stock - LEFT_BEHIND) } else { migrants }
}

#[inline]
fn not_below_nothing(people: f64) -> f64 {
    if people < 0.0 { LEAST } else { people }
}

/// People present when the step begins, written into `into`; says how many came.
fn arrive(from: &[f64], migration: &[f64], timing: MigrationTiming, into: &mut [f64]) -> f64 {
    match timing {
        MigrationTiming::End => {
            into.copy_from_slice(from);
            0.0
        }
        MigrationTiming::Even => {
            let mut moved = 0.0;
            for ((into, stock), migrants) in into.iter_mut().zip(from).zip(migration) {
                let half = leave_some(*stock, migrants / 2.0);
                *into = stock + half;
                moved += half;
            }
            moved
        }
    }
}

/// All births of the step. `present` are the women when it begins.
fn born(from: &[f64], present: &[f64], year: &Year<'_>) -> f64 {
    let ages = from.len();
    let (survival, fertility) = (&year.survival.female[..ages], &year.fertility[..ages]);
    let twice: f64 = match year.timing {
        MigrationTiming::End => {
            let closed: f64 = (1..ages - 1).map(|age| fertility[age] * (present[age] + present[age - 1] * survival[age])).sum();
            closed + fertility[ages - 1] * 2.0 * women_in_the_middle(from, ages - 1, year)
        }
        MigrationTiming::Even => (1..ages).map(|age| fertility[age] * 2.0 * women_in_the_middle(from, age, year)).sum(),
    };
    year.width * twice / 2.0
}

/// Mean of the women of an age at both ends of the step, with those who moved evenly and without those who come at its end.
fn women_in_the_middle(from: &[f64], age: usize, year: &Year<'_>) -> f64 {
    let half = |age: usize| first_half(from[age], year.migration.female[age], year.timing);
    let present = |age: usize| from[age] + half(age);
    let older = if age + 1 == from.len() { present(age) } else { 0.0 };
    let survivors = (present(age - 1) + older) * year.survival.female[age];
    (present(age) + not_below_nothing(survivors + half(age))) / 2.0
}

/// Makes everyone a step older in place; says how many died.
fn survive(people: &mut [f64], births: f64, survival: &[f64]) -> f64 {
    let open = people.len() - 1;
    let before: f64 = people.iter().sum();
    people[open] += people[open - 1];
    people[open] *= survival[open];
    people.copy_within(0..open - 1, 1);
    for (people, survival) in people[1..open].iter_mut().zip(&survival[1..open]) {
        *people *= survival;
    }
    people[0] = births * survival[0];
    before + births - people.iter().sum::<f64>()
}

/// Lets those who move at the end come and go; says how many did, with those that keep an age from falling below nothing.
fn settle(from: &[f64], migration: &[f64], timing: MigrationTiming, people: &mut [f64]) -> f64 {
    let mut moved = 0.0;
    for ((people, stock), migrants) in people.iter_mut().zip(from).zip(migration) {
        let survivors = *people;
        let wanted = match timing {
            MigrationTiming::End => leave_some(survivors, *migrants),
            MigrationTiming::Even => leave_some(*stock, migrants / 2.0),
        };
        *people = not_below_nothing(survivors + wanted);
        moved += *people - survivors;
    }
    moved
}
