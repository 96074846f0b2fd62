//! From death rates to survival, with old ages carried to 130.
//!
//! Each year's rates give a life table with `a(0)` after Andreev and Kingkade (2015, table 3-2) and deaths in the middle of every other year of
//! age; `S` are ratios of its person-years (Preston, Heuveline and Guillot 2001, chapter 3, and 6.3). The rate of the open age is not used: a
//! line through the logits of the rates before it, Kannisto's model `m(x) = a·exp(bx) / (1 + a·exp(bx))` (Thatcher, Kannisto and Vaupel 1998),
//! goes on to [`OLDEST_AGE`], where the table closes with `L = l/m`. The United Nations do so for *World Population Prospects*
//! (2024, *Methodology Report*, mortality at older ages), with the line fitted to the ages 80 to 99.

use super::{Inputs, MigrationTiming, ProjectionError, Rates};
use crate::age::{BySex, Sex};
use crate::error::{Error, check_counts, check_length};
use crate::lifetable::a0_andreev_kingkade;
use crate::linear::line;

/// The open age of a projection that begins from death rates.
pub const OLDEST_AGE: usize = 130;

/// The line of Kannisto's model is fitted from this age on where there is enough above it.
const FIT_FROM: usize = 80;
/// How many ages it needs at least.
const FIT_LEAST: usize = 10;

/// Rates of one year with death rates in place of survival.
#[derive(Debug, Clone, PartialEq)]
pub struct DeathRates {
    /// Deaths in a year for one person-year, by single age; the last age is open.
    pub death: BySex<Vec<f64>>,
    /// As in [`Rates`].
    pub fertility: Vec<f64>,
    /// As in [`Rates`].
    pub sex_ratio: f64,
    /// As in [`Rates`].
    pub migration: BySex<Vec<f64>>,
    /// As in [`Rates`].
    pub timing: MigrationTiming,
}

/// Inputs by single age to 130 and over from death rates that may end earlier.
///
/// The people and migrants of the open age are split among the ages above it as in a stationary population, by `L(x)` of the year's table
/// (the base by that of the first year); births of its women stay at their age. [`super::Projection::folded`] with row `base.male.len() - 1` brings the outcome back.
///
/// # Errors
/// Lists of other lengths than the base, negative or not finite numbers, fewer than ten ages below the open one.
pub fn carry(base: &BySex<Vec<f64>>, years: &[DeathRates]) -> Result<Inputs, ProjectionError> {
    let open = base.male.len().saturating_sub(1);
    let ages = OLDEST_AGE.max(open) + 1;
    let mut inputs = Inputs { width: 1.0, base: base.clone(), steps: Vec::with_capacity(years.len()) };
    for (step, year) in years.iter().enumerate() {
        let wrong = |wrong| ProjectionError::Step { step, wrong };
        let mut rates = Rates {
            survival: BySex::new(vec![0.0; ages], vec![0.0; ages]),
            fertility: year.fertility.clone(),
            sex_ratio: year.sex_ratio,
            migration: year.migration.clone(),
            timing: year.timing,
        };
        check_length("fertility", &year.fertility, open + 1).map_err(wrong)?;
        rates.fertility.resize(ages, year.fertility[open]);
        let sides = [
            (Sex::Male, &year.death.male, &mut rates.survival.male, &mut rates.migration.male, &mut inputs.base.male),
            (Sex::Female, &year.death.female, &mut rates.survival.female, &mut rates.migration.female, &mut inputs.base.female),
        ];
        for (sex, death, survival, migration, people) in sides {
            check_length("death rates", death, open + 1).map_err(wrong)?;
            check_length("migration", migration, open + 1).map_err(wrong)?;
            survival_from_death_rates(death, sex, survival).map_err(wrong)?;
            let shares = shares_above(survival, open);
            spread(migration, &shares);
            if step == 0 {
                spread(people, &shares);
            }
        }
        inputs.steps.push(rates);
    }
    inputs.check()?;
    Ok(inputs)
}

/// Survival into each single age from death rates by single age whose last is open. `survival` may be longer than `death`: then the rates go
/// on by Kannisto's model from the open age to the last row, and the rate of the open age itself is not used. The row of births is `L(0)/l(0)`, the last
/// `T(ω)/T(ω−1)`.
///
/// # Errors
/// Negative or not finite rates; `survival` shorter than `death`, or of less than two ages; too few ages to fit, when there is something to extend.
pub fn survival_from_death_rates(death: &[f64], sex: Sex, survival: &mut [f64]) -> Result<(), Error> {
    check_counts("death rates", death)?;
    if death.len() < 2 || survival.len() < death.len() {
        return Err(Error::Shape { method: "survival from death rates", needs: "two ages or more, and room for all of them" });
    }
    let extended = survival.len() > death.len();
    let known = if extended { death.len() - 1 } else { death.len() };
    let old = if extended { Some(LogitLine::fit(&death[..known])?) } else { None };
    let rate = |age: usize| match (&old, death.get(age)) {
        (Some(old), _) if age >= known => old.rate(age),
        (_, Some(rate)) => *rate,
        (_, None) => 0.0,
    };
    let last = survival.len() - 1;
    let mut alive = 1.0;
    let mut before = 1.0;
    for (age, survival) in survival.iter_mut().enumerate() {
        let death = rate(age);
        let years = if age == 0 { a0_andreev_kingkade(death, Some(sex)) } else { 0.5 };
        let dying = (death / (1.0 + (1.0 - years) * death)).min(1.0);
        let lived = alive * (1.0 - (1.0 - years) * dying);
        if age < last {
            *survival = share(lived, before);
        } else {
            // L(ω) = l(ω)/m(ω); where nobody dies nobody needs an end, and all survive.
            let lived = if death > 0.0 { alive / death } else { f64::MAX };
            *survival = share(lived, before + lived);
        }
        alive *= 1.0 - dying;
        before = lived;
    }
    Ok(())
}

fn share(of: f64, all: f64) -> f64 {
    if all > 0.0 { (of / all).min(1.0) } else { 0.0 }
}

/// Kannisto's model as the United Nations fit it: a line through the logits themselves, by least squares. (The law in [`crate::mortality`] is fitted to logarithms of
/// rates, as the Human Mortality Database does; at 100 the two differ by some percent.)
struct LogitLine {
    at_zero: f64,
    slope: f64,
}

impl LogitLine {
    /// Over the ages from 80 (or the last ten) to the last given; rates of 0 or of 1 and more say nothing and are left out.
    fn fit(death: &[f64]) -> Result<Self, Error> {
        let needs = Error::Shape {
            method: "carrying death rates to old ages",
            needs: "ten single ages or more, two of the last with rates between 0 and 1",
        };
        let from = FIT_FROM.min(death.len().checked_sub(FIT_LEAST).ok_or_else(|| needs.clone())?);
        let known = death.iter().enumerate().skip(from).filter(|(_, death)| **death > 0.0 && **death < 1.0);
        let (ages, logits): (Vec<f64>, Vec<f64>) = known.map(|(age, death)| (age as f64, (death / (1.0 - death)).ln())).unzip();
        let (at_zero, slope) = line(&ages, &logits, &vec![1.0; ages.len()]).map_err(|_| needs)?;
        if slope >= 0.0 {
            return Ok(Self { at_zero, slope });
        }
        // Rates of few people may fall with age; the old do not live the longer for it.
        Ok(Self { at_zero: logits.iter().sum::<f64>() / logits.len() as f64, slope: 0.0 })
    }

    fn rate(&self, age: usize) -> f64 {
        1.0 / (1.0 + (-self.at_zero - self.slope * age as f64).exp())
    }
}

/// Shares of a stationary population in the open age and the ages above it.
fn shares_above(survival: &[f64], open: usize) -> Vec<f64> {
    let last = survival.len() - 1;
    let mut lived = vec![1.0; last - open + 1];
    for age in open + 1..=last {
        let before = lived[age - open - 1];
        // Of the last two ages together S(ω) live in the last.
        lived[age - open] =
            if age < last { before * survival[age] } else { before * survival[age] / (1.0 - survival[age]).max(1e-9) };
    }
    let all: f64 = lived.iter().sum();
    lived.iter().map(|lived| lived / all).collect()
}

/// Replaces the last number by its shares.
fn spread(numbers: &mut Vec<f64>, shares: &[f64]) {
    if let Some(open) = numbers.pop() {
        numbers.extend(shares.iter().map(|share| share * open));
    }
}
