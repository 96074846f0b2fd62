//! What an indicator is worth.

use crate::{Interval, Period};
use jiff::civil::Date;
use serde::Serialize;

/// The value of one indicator for one unit and period, with what it was made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The indicator.
    pub code: String,
    /// The first day of the version that was used.
    pub version: Date,
    /// What was asked for.
    pub period: Period,
    /// The value, not rounded; None when hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// What was counted above the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numerator: Option<f64>,
    /// What it is a share of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denominator: Option<f64>,
    /// Person-years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<f64>,
    /// Lower end of the interval of 95 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// By which method.
    pub interval: Interval,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
    /// The years it was pooled over because the period alone is too small.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pooled: Option<Period>,
    /// Decimals when shown.
    pub decimals: u8,
}

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hidden {
    /// There are too few for the number to mean anything, in the period and pooled. Numerator and denominator are of the period.
    SmallNumbers,
    /// Nothing to divide by.
    Undefined,
}
