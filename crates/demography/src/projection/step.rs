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

    let before = BySex::new(sum(from.male), sum(women));
    arrive(from.male, leaving.male, year.timing, male);
    arrive(women, leaving.female, year.timing, female);
    let present = match year.timing {
        MigrationTiming::End => before,
        MigrationTiming::Even => BySex::new(sum(male), sum(female)),
    };
    let births = split(born(women, female, year), year.sex_ratio);
    survive(male, births.male, &year.survival.male[..ages]);
    survive(female, births.female, &year.survival.female[..ages]);
    let alive = BySex::new(sum(male), sum(female));
    settle(from.male, leaving.male, year.timing, male);
    settle(women, leaving.female, year.timing, female);
    let after = BySex::new(sum(male), sum(female));
    // Rounding must not make the dead negative where nobody dies.
    let deaths =
        BySex::new((present.male + births.male - alive.male).max(0.0), (present.female + births.female - alive.female).max(0.0));
    let migration = BySex::new(
        present.male - before.male + after.male - alive.male,
        present.female - before.female + after.female - alive.female,
    );
    Flow { births, deaths, migration }
}

/// Births of each age of mothers; their sum is the births of [`advance`].
///
/// # Panics
/// As [`advance`].
pub fn births_by_age(from: &[f64], year: &Year<'_>, births: &mut [f64]) {
    let open = from.len() - 1;
    let bear = |age: usize| year.width * year.fertility[age] * women_in_the_middle(from, age, year);
    births[0] = 0.0;
    match year.timing {
        MigrationTiming::End => {
            let rates = year.fertility[1..open].iter().zip(&year.survival.female[1..open]);
            let women = from[1..open].iter().zip(&from[..open - 1]);
            for ((births, (older, younger)), (fertility, survival)) in births[1..open].iter_mut().zip(women).zip(rates) {
                *births = year.width * fertility * ((older + younger * survival) / 2.0);
            }
        }
        MigrationTiming::Even => {
            for (age, births) in births.iter_mut().enumerate().take(open).skip(1) {
                *births = bear(age);
            }
        }
    }
    births[open] = bear(open);
}

/// Deaths by age at the end of the step of one sex, newborn first: `D(x) = P(x−1) · (1 − S(x))`, `D(0) = B · (1 − S(0))`. `born` is the births of that
/// sex; `present` are those who are there when the step begins, with the first half of those who move evenly ([`present_at_beginning`]).
///
/// # Panics
/// As [`advance`].
pub fn cohort_deaths(present: &[f64], survival: &[f64], born: f64, deaths: &mut [f64]) {
    let open = present.len() - 1;
    deaths[0] = born * (1.0 - survival[0]);
    for ((deaths, present), survival) in deaths[1..open].iter_mut().zip(&present[..open - 1]).zip(&survival[1..open]) {
        *deaths = present * (1.0 - survival);
    }
    deaths[open] = (present[open - 1] + present[open]) * (1.0 - survival[open]);
}

/// People of one sex who are there when the step begins: all of `from`, with the first half of those who move evenly.
///
/// # Panics
/// If the slices have different lengths.
pub fn present_at_beginning(from: &[f64], migration: &[f64], timing: MigrationTiming, into: &mut [f64]) {
    arrive(from, migration, timing, into);
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

/// How many parts a sum has.
const PARTS: usize = 8;

/// A sum in eight parts, which a processor adds up side by side.
pub(crate) fn sum(numbers: &[f64]) -> f64 {
    let eights = numbers.chunks_exact(PARTS);
    let rest: f64 = eights.remainder().iter().sum();
    let mut parts = [0.0; PARTS];
    for eight in eights {
        for (part, number) in parts.iter_mut().zip(eight) {
            *part += number;
        }
    }
    of_parts(&parts) + rest
}

fn of_parts(parts: &[f64; PARTS]) -> f64 {
    ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + (parts[6] + parts[7]))
}

/// People present when the step begins, written into `into`.
fn arrive(from: &[f64], migration: &[f64], timing: MigrationTiming, into: &mut [f64]) {
    match timing {
        MigrationTiming::End => into.copy_from_slice(from),
        MigrationTiming::Even => {
            for ((into, stock), migrants) in into.iter_mut().zip(from).zip(migration) {
                *into = stock + leave_some(*stock, migrants / 2.0);
            }
        }
    }
}

/// All births of the step. `present` are the women when it begins.
fn born(from: &[f64], present: &[f64], year: &Year<'_>) -> f64 {
    let open = from.len() - 1;
    let bear = |age: usize| year.fertility[age] * women_in_the_middle(from, age, year);
    let closed = match year.timing {
        MigrationTiming::End => {
            let (older, younger) = (&present[1..open], &present[..open - 1]);
            let (fertility, survival) = (&year.fertility[1..open], &year.survival.female[1..open]);
            let mut parts = [0.0; PARTS];
            let whole = older.len() - older.len() % PARTS;
            for start in (0..whole).step_by(PARTS) {
                let cut = start..start + PARTS;
                let (older, younger) = (&older[cut.clone()], &younger[cut.clone()]);
                let (fertility, survival) = (&fertility[cut.clone()], &survival[cut]);
                for (place, part) in parts.iter_mut().enumerate() {
                    *part += fertility[place] * (older[place] + younger[place] * survival[place]);
                }
            }
            let rest = (whole..older.len()).map(|place| fertility[place] * (older[place] + younger[place] * survival[place]));
            (of_parts(&parts) + rest.sum::<f64>()) / 2.0
        }
        MigrationTiming::Even => (1..open).map(bear).sum(),
    };
    year.width * (closed + bear(open))
}

/// Mean of the women of an age at both ends of the step, with those who moved evenly and without those who come at its end.
fn women_in_the_middle(from: &[f64], age: usize, year: &Year<'_>) -> f64 {
    let half = |age: usize| first_half(from[age], year.migration.female[age], year.timing);
    let present = |age: usize| from[age] + half(age);
    let older = if age + 1 == from.len() { present(age) } else { 0.0 };
    let survivors = (present(age - 1) + older) * year.survival.female[age];
    (present(age) + not_below_nothing(survivors + half(age))) / 2.0
}

/// Makes everyone a step older in place.
fn survive(people: &mut [f64], births: f64, survival: &[f64]) {
    let open = people.len() - 1;
    people[open] += people[open - 1];
    people[open] *= survival[open];
    people.copy_within(0..open - 1, 1);
    for (people, survival) in people[1..open].iter_mut().zip(&survival[1..open]) {
        *people *= survival;
    }
    people[0] = births * survival[0];
}

/// Lets those who move at the end come and go.
fn settle(from: &[f64], migration: &[f64], timing: MigrationTiming, people: &mut [f64]) {
    match timing {
        MigrationTiming::End => {
            for (people, migrants) in people.iter_mut().zip(migration) {
                *people = not_below_nothing(*people + leave_some(*people, *migrants));
            }
        }
        MigrationTiming::Even => {
            for ((people, stock), migrants) in people.iter_mut().zip(from).zip(migration) {
                *people = not_below_nothing(*people + leave_some(*stock, migrants / 2.0));
            }
        }
    }
}
