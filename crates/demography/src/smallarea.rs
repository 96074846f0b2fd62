//! Communes and other small areas: what can be said where every number is mostly chance.
//!
//! **The difficulty.** A commune of 5 000 people has some seventy births a year; from one year to the next that number moves by 12 % by chance alone. Its own
//! rates are noise, its parent's rates are not its own. Everything here is a way to lean on the parent as far as the numbers of the area do not speak for themselves,
//! and to say how far that was.
//!
//! | step | method | here |
//! |---|---|---|
//! | ages | each cohort changes as the last one did (Hamilton and Perry 1962) | [`cohort_change_ratios`], [`hamilton_perry`] |
//! | noise | own ratio and the parent's, weighted by how much the own one knows (Clayton and Kaldor 1987; Marshall 1991) | [`shrink`], [`Ratios::shrunk`] |
//! | nothing known | the parent's rates, set to the events of the area | [`synthetic_rates`] |
//! | totals | trends, shares of the parent, averages of several | [`totals`] |
//! | agreement | all areas add up to the parent, by age and sex | [`rake`], [`rake_two_way`] |
//! | whole people | rounding that keeps every sum | [`round_to_total`], [`round_two_way`] |
//! | new boundaries | old numbers on the new map | [`Concordance`] |
//!
//! **What is measured about them** (Baker, Swanson and Tayman 2021 on 65 221 tracts; own tests): cohort change ratios beat shares for ages, plain straight
//! lines beat them for totals, so control the one to the other; shrinkage pays for ages of areas under some 5 000 people; raking buys agreement, not
//! accuracy. Which method is best for an area is asked of its own past: [`crate::backtest`].

mod concordance;
mod integers;
mod raking;
mod ratios;
mod shrinkage;
pub mod totals;

pub use concordance::{Concordance, Link};
pub use integers::{round_to_total, round_two_way};
pub use raking::{Raked, rake, rake_two_way};
pub use ratios::{Ratios, ShrunkRatios, cohort_change_ratios, hamilton_perry};
pub use shrinkage::{Shrunk, shrink, synthetic_rates};
