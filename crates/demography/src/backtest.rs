//! How wrong forecasts were: errors of the past, by size and horizon, and the intervals they give.
//!
//! **The question** is not how well a method fits but how far off it was from where it stood: launched with what had been *published* by then, scored on what was counted
//! later. A series that was revised after a census makes every method look better than anyone could have been, so numbers carry the time of their publication
//! ([`Figure`]) and a forecast sees only those published by its launch ([`forecast`]).
//!
//! **The measures** (Smith, Tayman and Swanson 2013, chapter 13), of the percentage error `e = 100 · (F − A) / A`:
//!
//! | measure | is | says |
//! |---|---|---|
//! | MAPE | mean of the sizes of e | how far off |
//! | MALPE | mean of e | in which direction |
//! | MedAPE | median of the sizes | how far off a usual area is |
//! | P90 | size that nine of ten stay under | how far off a bad one is |
//!
//! **Intervals from past errors** (Smith and Sincich 1988, *Demography* 25, 461–474; Rayer, Smith and Tayman 2009, *PRPR* 28, 773–793): what was missed before at this
//! horizon and size will be missed again about so often. How often, is tested by leaving each error out in turn ([`leave_one_out`]), and printed beside the interval.

mod intervals;
mod launch;
mod scores;

pub use intervals::{Interval, coverage, empirical_interval, leave_one_out};
pub use launch::{Figure, Method, Past, forecast, launch};
pub use scores::{Case, Score, by_size, score};
