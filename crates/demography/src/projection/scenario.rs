//! What if: the same base with other rates.
//!
//! The variants are those of *World Population Prospects* (United Nations 2024, *Methodology Report*, table of variants). Each takes the inputs of
//! the medium projection and gives new ones; they can be put one after the other.

use super::{Inputs, Rates};

/// What a scenario changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// Half a child less: −0.25 in the first five years, −0.4 in the next five, −0.5 from then on.
    LowFertility,
    /// Half a child more, as steadily.
    HighFertility,
    /// Fertility of the first step throughout.
    ConstantFertility,
    /// Survival of the first step throughout.
    ConstantMortality,
    /// Both of these.
    NoChange,
    /// Each woman is followed by one daughter who lives to bear, from the first step on.
    InstantReplacement,
    /// Nobody moves.
    ZeroMigration,
    /// Replacement, mortality of the first step, nobody moves: growth that is in the ages of the living alone.
    Momentum,
}

impl Scenario {
    /// The inputs of the scenario.
    pub fn of(self, medium: &Inputs) -> Inputs {
        let mut inputs = medium.clone();
        match self {
            Self::LowFertility => shift_fertility(&mut inputs, -1.0),
            Self::HighFertility => shift_fertility(&mut inputs, 1.0),
            Self::ConstantFertility => constant_fertility(&mut inputs),
            Self::ConstantMortality => constant_mortality(&mut inputs),
            Self::NoChange => {
                constant_fertility(&mut inputs);
                constant_mortality(&mut inputs);
            }
            Self::InstantReplacement => replacement(&mut inputs),
            Self::ZeroMigration => no_migration(&mut inputs),
            Self::Momentum => {
                constant_mortality(&mut inputs);
                no_migration(&mut inputs);
                replacement(&mut inputs);
            }
        }
        inputs
    }
}

/// Fertility of a total and a pattern: `f(x) = total · pattern(x) / (n · Σ pattern)`. A pattern without a positive number gives 0 everywhere.
pub fn fertility(total: f64, pattern: &[f64], width: f64) -> Vec<f64> {
    let sum = pattern.iter().sum::<f64>() * width;
    let factor = if sum > 0.0 && sum.is_finite() { total / sum } else { 0.0 };
    pattern.iter().map(|share| share * factor).collect()
}

/// Daughters of one girl who live to bear, at the rates of one step: `n/(1+r) · Σ f(x) · L(x)`, where `L(x)` is the product of the survival into
/// all ages to x. 1 lets a population of the projection neither grow nor shrink in the long run.
pub fn net_reproduction(rates: &Rates, width: f64) -> f64 {
    let mut lived = 1.0;
    let mut daughters = 0.0;
    for (survival, fertility) in rates.survival.female.iter().zip(&rates.fertility) {
        lived *= survival;
        daughters += fertility * lived;
    }
    width * daughters / (1.0 + rates.sex_ratio)
}

fn shift_fertility(inputs: &mut Inputs, sign: f64) {
    let width = inputs.width;
    for (step, rates) in inputs.steps.iter_mut().enumerate() {
        let begins = step as f64 * width;
        let shift = if begins < 5.0 {
            0.25
        } else if begins < 10.0 {
            0.4
        } else {
            0.5
        };
        let total = rates.total_fertility(width) + sign * shift;
        rates.fertility = fertility(total.max(0.0), &rates.fertility, width);
    }
}

fn constant_fertility(inputs: &mut Inputs) {
    if let Some((first, others)) = inputs.steps.split_first_mut() {
        others.iter_mut().for_each(|rates| rates.fertility.clone_from(&first.fertility));
    }
}

fn constant_mortality(inputs: &mut Inputs) {
    if let Some((first, others)) = inputs.steps.split_first_mut() {
        others.iter_mut().for_each(|rates| rates.survival.clone_from(&first.survival));
    }
}

fn no_migration(inputs: &mut Inputs) {
    for rates in &mut inputs.steps {
        rates.migration.male.fill(0.0);
        rates.migration.female.fill(0.0);
    }
}

fn replacement(inputs: &mut Inputs) {
    for rates in &mut inputs.steps {
        let now = net_reproduction(rates, inputs.width);
        if now > 0.0 {
            rates.fertility.iter_mut().for_each(|fertility| *fertility /= now);
        }
    }
}
