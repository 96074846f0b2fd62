//! What can be wrong with the numbers that a method is given.

/// Why a method could not give an answer. No method of this crate panics on numbers, and none returns a value that is not finite:
/// what cannot be computed is one of these.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A table without a single age group.
    #[error("there are no age groups")]
    NoGroups,
    /// Starts of age groups must rise strictly.
    #[error("ages must rise, but {age} follows {before}")]
    AgesNotRising {
        /// The start of the group before.
        before: u32,
        /// The start that is not above it.
        age: u32,
    },
    /// A text that is no age or age group.
    #[error("‘{text}’ is no age group")]
    NotAnAge {
        /// The text as given.
        text: String,
    },
    /// Two neighbouring groups leave a gap or overlap: "0-4" followed by "6-9".
    #[error("a group ends at age {ends} but the next starts at {starts}")]
    GapOrOverlap {
        /// The first age after the earlier group.
        ends: u32,
        /// The first age of the later group.
        starts: u32,
    },
    /// A vector that does not fit its age groups or its partner.
    #[error("{what} has {found} values where {expected} are expected")]
    Length {
        /// The vector.
        what: &'static str,
        /// The expected number of values.
        expected: usize,
        /// The number found.
        found: usize,
    },
    /// Not a number, or infinite.
    #[error("{what} is not a finite number at position {index}")]
    NotFinite {
        /// The vector or number.
        what: &'static str,
        /// The position, from 0.
        index: usize,
    },
    /// Below zero where it cannot be.
    #[error("{what} is negative at position {index}: {value}")]
    Negative {
        /// The vector or number.
        what: &'static str,
        /// The position, from 0.
        index: usize,
        /// The value found.
        value: f64,
    },
    /// Outside the range in which the method has a meaning.
    #[error("{what} must lie between {low} and {high}, not {value}")]
    OutOfRange {
        /// The quantity.
        what: &'static str,
        /// The least value allowed.
        low: f64,
        /// The greatest value allowed.
        high: f64,
        /// The value found.
        value: f64,
    },
    /// The wanted groups cut a group that is given whole.
    #[error("no group starts at age {age}, so nothing can be cut there")]
    NotNested {
        /// The age of the cut.
        age: u32,
    },
    /// The ages do not have the shape that the method needs.
    #[error("{method} needs {needs}")]
    Shape {
        /// The method.
        method: &'static str,
        /// What it needs.
        needs: &'static str,
    },
    /// A sum or value that divides is zero.
    #[error("{what} is zero, and nothing can be divided by it")]
    ZeroDivisor {
        /// The quantity.
        what: &'static str,
    },
    /// An iteration that did not settle.
    #[error("{method} did not settle within {rounds} rounds")]
    NoConvergence {
        /// The method.
        method: &'static str,
        /// The number of rounds made.
        rounds: usize,
    },
}

/// Checks that `values` has `expected` entries.
///
/// # Errors
/// [`Error::Length`].
pub(crate) fn check_length(what: &'static str, values: &[f64], expected: usize) -> Result<(), Error> {
    if values.len() == expected { Ok(()) } else { Err(Error::Length { what, expected, found: values.len() }) }
}

/// Checks that every value is finite.
///
/// # Errors
/// [`Error::NotFinite`].
pub(crate) fn check_finite(what: &'static str, values: &[f64]) -> Result<(), Error> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(index) => Err(Error::NotFinite { what, index }),
        None => Ok(()),
    }
}

/// Checks that every value is finite and not below zero.
///
/// # Errors
/// [`Error::NotFinite`], [`Error::Negative`].
pub(crate) fn check_counts(what: &'static str, values: &[f64]) -> Result<(), Error> {
    check_finite(what, values)?;
    match values.iter().position(|value| *value < 0.0) {
        Some(index) => Err(Error::Negative { what, index, value: values[index] }),
        None => Ok(()),
    }
}

/// Checks that a number is finite and between two bounds, both allowed.
///
/// # Errors
/// [`Error::NotFinite`], [`Error::OutOfRange`].
pub(crate) fn check_between(what: &'static str, value: f64, low: f64, high: f64) -> Result<(), Error> {
    if !value.is_finite() {
        return Err(Error::NotFinite { what, index: 0 });
    }
    if value < low || value > high {
        return Err(Error::OutOfRange { what, low, high, value });
    }
    Ok(())
}

/// The quotient, or an error when the divisor is zero or the quotient is not finite.
///
/// # Errors
/// [`Error::ZeroDivisor`], named after the divisor.
pub(crate) fn divide(what: &'static str, above: f64, below: f64) -> Result<f64, Error> {
    let quotient = above / below;
    if below == 0.0 || !quotient.is_finite() { Err(Error::ZeroDivisor { what }) } else { Ok(quotient) }
}
