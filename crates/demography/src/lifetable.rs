//! Life tables: how long people live, given the rates at which they die.
//!
//! **The question.** If people died at each age as they do this year, how many of 100 000 born would reach 60, and how long would they
//! live on average? A *period life table* answers both, and gives the survival ratios that carry a population one step forward.
//!
//! **The columns**, for the group from exact age `x` to `x + n` (Preston, Heuveline & Guillot 2001, *Demography*, chapter 3):
//!
//! | column | field | what |
//! |---|---|---|
//! | ₙmₓ | [`m`](LifeTable::m) | deaths per person-year |
//! | ₙaₓ | [`a`](LifeTable::a) | years lived in the group by those who die in it |
//! | ₙqₓ | [`q`](LifeTable::q) | probability of dying in the group, `n·m / (1 + (n − a)·m)` |
//! | lₓ | [`l`](LifeTable::l) | survivors to exact age x |
//! | ₙdₓ | [`d`](LifeTable::d) | deaths in the group, `l·q` |
//! | ₙLₓ | [`person_years`](LifeTable::person_years) | `n·l(x+n) + a·d`; in the open group `a·l` |
//! | Tₓ | [`remaining`](LifeTable::remaining) | person-years lived above x, the sum of the ₙLₓ from x |
//! | eₓ | [`expectancy`](LifeTable::expectancy) | `T / l`: mean years still to live |
//!
//! **Which rule when.** Rates alone do not say how long those who die have lived in their group. Infants die mostly in their first days:
//! [`A0Rule::AndreevKingkade`] is the present standard, [`A0Rule::CoaleDemeny`] the one of older tables. For five-year groups
//! [`AxRule::Greville`] follows the curve of the rates; [`AxRule::KeyfitzFlieger`] iterates on deaths; [`AxRule::Half`] is enough for single
//! ages. The open group is closed by its own rate ([`Closure::OneOverM`]) when that is well measured, else by a law fitted below it.
//!
//! ```
//! use danso_demography::age::{AgeGroups, Sex};
//! use danso_demography::lifetable::{LifeTable, Rules};
//!
//! let groups = AgeGroups::new(vec![0, 1, 5, 30, 60], None)?;
//! let table = LifeTable::from_rates(&groups, &[0.02, 0.001, 0.001, 0.008, 0.07], &Rules::of(Sex::Female))?;
//! assert!((table.l[1] - 98_039.0).abs() < 10.0);
//! assert!(table.expectancy[0] > 55.0 && table.expectancy[0] < 70.0);
//! # Ok::<(), danso_demography::Error>(())
//! ```
//!
//! Two tables are compared by [`LifeTable::decompose`]; small numbers get their intervals from [`Estimate`]; survival ratios for a
//! projection come from [`LifeTable::survival_ratios`].

mod build;
mod closure;
mod decompose;
mod infant;
mod probabilities;
mod survival;
mod uncertainty;
mod within;

pub use build::{HighMortality, LifeTable, Rules};
pub use closure::Closure;
pub use infant::{A0Rule, Region, a0_andreev_kingkade, a0_coale_demeny, a1_coale_demeny};
pub use survival::SurvivalRatios;
pub use uncertainty::Estimate;
pub use within::{AxRule, Young};

/// The probability of dying in a group of `width` years: `n·m / (1 + (n − a)·m)` (Chiang 1968; Preston, Heuveline & Guillot 2001, p. 43).
pub(crate) fn probability(width: f64, m: f64, a: f64) -> f64 {
    width * m / (1.0 + (width - a) * m)
}

/// Years lived in the group by those who die in it when the force of mortality is constant: `n + 1/m − n / (1 − exp(−n·m))`
/// (Preston, Heuveline & Guillot 2001, p. 46); half the width where `m` is zero.
pub(crate) fn constant_hazard_a(width: f64, m: f64) -> f64 {
    let passed = width * m;
    if passed < 1e-4 {
        return width * (0.5 - passed / 12.0);
    }
    width + 1.0 / m - width / -(-passed).exp_m1()
}
