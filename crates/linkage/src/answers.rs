//! What people's answers say of a run: how precise links are above a threshold, how many are missed, how well probabilities are calibrated, and which
//! question is worth asking next. Pure; an answer is a pair that a person has looked at.
//!
//! Pairs are not looked at evenly: the queue prefers those about which nothing is sure. So everything here is counted in strata of the probability, and
//! each answer stands for what its stratum holds.

mod calibration;
mod precision;
mod value;

pub use calibration::{Calibration, LEAST_ANSWERS, Step, calibrated};
pub use precision::{At, Interval, precision_at, wilson};
pub use value::expected_value;

/// A pair that a person has answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answered {
    /// The probability that the run gave the pair, 0 to 1.
    pub probability: f64,
    /// Its weight in bits, the log₂ of the odds, for whoever shows the answers by weight.
    pub weight_bits: f64,
    /// Whether the answer was: one person.
    pub same: bool,
}

/// Bounds between strata of the weight, in bits: about 0.03, 0.2, 0.5, 0.8, 0.97, 0.998.
const BOUNDS: [f64; 7] = [-5.0, -2.0, 0.0, 2.0, 5.0, 9.0, 14.0];
/// Strata.
const STRATA: usize = BOUNDS.len() + 1;

/// The stratum of a weight.
fn stratum(bits: f64) -> usize {
    BOUNDS.partition_point(|bound| *bound <= bits)
}
