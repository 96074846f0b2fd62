//! An indicator as the catalogue writes it down.

use crate::{PeriodKind, Term};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One version of one indicator. Another formula is another version with the same code and other days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its code, for addresses and programs: letters, digits, `_`.
    pub code: String,
    /// As printed, where the code cannot say it: `P65+%`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    /// The first day it is used: a period has the version in force on its last day.
    pub valid_from: Date,
    /// The last day it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Under which head it is listed (`fertility`).
    pub group: Group,
    /// Its Vietnamese name.
    pub vi: String,
    /// Its English name.
    pub en: String,
    /// Vietnamese name of its unit.
    pub unit: String,
    /// English name of its unit.
    pub unit_en: String,
    /// What sort of number it is.
    pub kind: Kind,
    /// At the end of the period, or over it.
    pub reference: Reference,
    /// The names in its formulas.
    #[serde(default)]
    pub terms: BTreeMap<String, Term>,
    /// What it is worth (docs/indicators.md).
    pub formula: String,
    /// What is counted above the line, to show and for intervals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<String>,
    /// What it is a share of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// Person-years, for rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposure: Option<String>,
    /// By what numerator over denominator or exposure is multiplied: 100, 1000.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub scale: f64,
    /// Decimals when shown. The value itself is never rounded.
    #[serde(default)]
    pub decimals: u8,
    /// How sure it is.
    #[serde(default)]
    pub interval: Interval,
    /// Events that make the variance of a difference of two rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variance: Option<String>,
    /// When it is too small to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small: Option<SmallNumbers>,
    /// By what it may be broken down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breakdowns: Vec<BreakdownUse>,
    /// For which periods it means something; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<PeriodKind>,
    /// Whether it is known now only: the application counts it, and no earlier position can be asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub live: bool,
    /// What a reader should know, in Vietnamese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The law or decision it rests on.
    pub legal_basis: String,
    /// Where the formula was found.
    pub source: String,
    /// Whether it was compared with the official text.
    pub verified: bool,
}

const fn one() -> f64 {
    1.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_one(scale: &f64) -> bool {
    scale.to_bits() == one().to_bits()
}

/// Heads under which indicators are listed, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Group {
    Size,
    Structure,
    Fertility,
    Mortality,
    Migration,
    Marriage,
    FamilyPlanning,
    Screening,
    OlderPeople,
    Programme,
    Quality,
}

/// What sort of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number of persons, households or happenings.
    Count,
    /// A part of a whole, `scale` when all.
    Proportion,
    /// One number to another that it is no part of.
    Ratio,
    /// Happenings for each person-year.
    Rate,
    /// A mean.
    Mean,
    /// A measure without a unit.
    Index,
}

/// Which time it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// The end of the last day of the period.
    End,
    /// All of the period.
    Period,
}

/// By which method an interval of 95 % is made (docs/indicators.md).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// None: it is counted, not drawn.
    #[default]
    None,
    /// Poisson limits of the numerator over denominator or exposure.
    Poisson,
    /// Wilson's score interval of numerator out of denominator.
    Wilson,
    /// Of boys to girls, from the normal interval of the share of boys.
    SexRatio,
    /// Normal interval of a sum of rates with Poisson events; numerator and exposure are split alike.
    PoissonSum,
    /// Normal interval of a difference of rates with Poisson events in all `variance`.
    PoissonDifference,
}

/// When a figure is too small to be shown, and what then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallNumbers {
    /// What must be large enough, each of them.
    pub require: Vec<AtLeast>,
    /// Over how many years, one after the other, it is tried instead; hidden when none is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pool: Vec<u8>,
}

/// A least value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtLeast {
    /// Of what: a formula over the terms; a split one is summed.
    pub of: String,
    /// How much at least.
    pub min: f64,
}

/// A breakdown that an indicator allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum BreakdownUse {
    /// All counted terms are narrowed.
    All(String),
    /// Only these terms are narrowed: births by sex of the child for each inhabitant of either sex.
    Some {
        /// The breakdown.
        name: String,
        /// The terms.
        terms: Vec<String>,
    },
}

impl BreakdownUse {
    /// The name of the breakdown.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::All(name) | Self::Some { name, .. } => name,
        }
    }
}

impl Indicator {
    /// Whether this version is in force on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// As printed.
    #[must_use]
    pub fn symbol(&self) -> &str {
        self.symbol.as_deref().unwrap_or(&self.code)
    }

    /// Whether it means something for a kind of period.
    #[must_use]
    pub fn allows(&self, kind: PeriodKind) -> bool {
        self.periods.is_empty() || self.periods.contains(&kind)
    }
}
