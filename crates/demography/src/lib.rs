//! Demography: the methods a population office works with, each with its formula, its source and its bounds. No IO and no clock; chance is passed in.
//!
//! The crate reads like a small textbook: each module begins with the question it answers, a table of what to use when, and a worked example;
//! each function says its formula, where it was published, its units and what it refuses.
//!
//! # Where to look
//!
//! | I have … | and want … | module |
//! |---|---|---|
//! | a list of numbers by age | ages that cannot be mistaken, wider groups | [`age`] |
//! | a count by age and sex | to know whether to believe it | [`quality`] |
//! | five-year groups | single ages | [`graduate`] |
//! | groups with rounded ages | smooth ones | [`smooth`] |
//! | deaths and people, or rates | life expectancy, survival ratios, intervals | [`lifetable`] |
//! | few deaths, missing or future ones | a schedule of rates | [`mortality`] |
//! | births by age of the mother | total fertility, mean age, sex ratio at birth | [`fertility`] |
//! | a total fertility rate | rates by age | [`schedule`] |
//! | two lists compared person by person | how many both miss | [`coverage`] |
//! | two counts, or moves | net migration by age | [`migration`] |
//! | a population and rates | the population of later years | [`projection`], [`stochastic`] |
//! | communes and their province | forecasts that agree | [`smallarea`] |
//! | old forecasts and what came | how wrong to expect to be | [`backtest`] |
//! | a forecast by age | classes, workers, older people | [`sector`] |
//! | a seed | random numbers, the same everywhere | [`chance`] |
//!
//! # A published life table in ten lines
//!
//! Austria, males, 1992: Preston, Heuveline & Guillot 2001, *Demography*, box 3.1, p. 49. They find an expectancy at birth of 72.889 years.
//!
//! ```
//! use danso_demography::age::AgeGroups;
//! use danso_demography::lifetable::{HighMortality, LifeTable};
//!
//! let people = [47925.0, 189127.0, 234793.0, 238790.0, 254996.0, 326831.0, 355086.0, 324222.0, 269963.0, 261971.0, 238011.0, 261612.0,
//!     181385.0, 187962.0, 153832.0, 105169.0, 73694.0, 57512.0, 32248.0];
//! let deaths = [419.0, 70.0, 36.0, 46.0, 249.0, 420.0, 403.0, 441.0, 508.0, 769.0, 1154.0, 1866.0, 2043.0, 3496.0, 4366.0, 4337.0, 5279.0,
//!     6460.0, 6146.0];
//! let a = [0.068, 1.626, 2.5, 3.143, 2.724, 2.520, 2.481, 2.601, 2.701, 2.663, 2.698, 2.676, 2.645, 2.624, 2.619, 2.593, 2.518, 2.423,
//!     32248.0 / 6146.0];
//! let m: Vec<f64> = deaths.iter().zip(people).map(|(deaths, people)| deaths / people).collect();
//! let table = LifeTable::from_rates_and_years(&AgeGroups::abridged(85)?, &m, &a, HighMortality::ConstantHazard, 100_000.0)?;
//!
//! assert_eq!(format!("{:.3}", table.e0()), "72.889");
//! assert_eq!(format!("{:.6} {:.6}", table.q[0], table.q[9]), "0.008672 0.014577");
//! # Ok::<(), danso_demography::Error>(())
//! ```
//!
//! # Promises
//!
//! - Nothing panics on numbers, and nothing that is not finite comes out: what cannot be computed is an [`Error`] that says why.
//! - The same numbers in give the same numbers out, on every machine and with any number of threads.
//! - What another implementation gives is reproduced to 1e-9, or the difference of convention has a name: `tests/reference/README.md`.
//!
//! # To add a method
//!
//! Put it into the module whose question it answers, in a file of its own; write formula, source (author, year, page), units, shapes and errors
//! above it; test it with a published number, and with a property that must hold for any input.

mod error;
mod linear;

pub mod age;
pub mod backtest;
pub mod chance;
pub mod coverage;
pub mod fertility;
pub mod graduate;
pub mod lifetable;
pub mod migration;
pub mod mortality;
pub mod projection;
pub mod quality;
pub mod schedule;
pub mod sector;
pub mod smallarea;
pub mod smooth;
pub mod stochastic;

pub use error::Error;
