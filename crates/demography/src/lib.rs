//! Demography: the methods a population office works with, each with its formula, its source and its bounds. No IO and no clock; chance is passed in.

mod error;
mod linear;

pub mod age;
pub mod backtest;
pub mod chance;
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
