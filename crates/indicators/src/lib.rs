//! Indicators as data: what they count, by which formula, over which period, how sure.
//!
//! # The most common change: an indicator
//! A file or an object under `catalog/indicators/`; no code.

mod measure;

pub use measure::{Count, Dimension, Measure, When};
