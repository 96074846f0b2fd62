//! What is asked of figures and what is told.

use danso_indicators::Period;
use danso_model::Position;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// Which figures.
#[derive(Debug, Clone)]
pub struct FiguresAsk {
    /// Codes of indicators.
    pub indicators: Vec<String>,
    /// Code of a unit or region, or the id of an area.
    pub unit: String,
    /// Those of the units next below instead.
    pub children: bool,
    /// The period.
    pub period: Period,
    /// Broken down by these breakdowns; several give each combination.
    pub by: Vec<String>,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
    /// On the boundaries of this day; None for the last day of the period, and never later than today.
    pub boundaries: Option<Date>,
}

/// Figures of a unit or of those below it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FiguresReply {
    /// The unit.
    pub unit: String,
    /// Its name with its kind.
    pub unit_name: String,
    /// The period.
    pub period: String,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// The position whose knowledge the figures are made from.
    pub known_at: u32,
    /// The day whose boundaries the units have.
    pub boundaries: String,
    /// The indicators, in the versions used.
    pub indicators: Vec<IndicatorLine>,
    /// The units, in order.
    pub units: Vec<FiguresUnit>,
    /// The figures: by indicator, then unit, then category.
    pub figures: Vec<FigureLine>,
}

/// A unit whose figures are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FiguresUnit {
    /// Its code.
    pub code: String,
    /// Its name with its kind.
    pub name: String,
    /// `nation`, `region`, `province`, `district`, `commune`, `hamlet` or `area`.
    pub level: String,
}

/// An indicator in a version.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IndicatorLine {
    /// Its code.
    pub code: String,
    /// As printed.
    pub symbol: String,
    /// The first day of the version.
    pub version: String,
    /// The last day of the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    /// The head it is listed under.
    pub group: String,
    /// Vietnamese name.
    pub vi: String,
    /// English name.
    pub en: String,
    /// Vietnamese name of what it is measured in.
    pub unit_of_measure: String,
    /// English name of that.
    pub unit_of_measure_en: String,
    /// `count`, `proportion`, `ratio`, `rate`, `mean` or `index`.
    pub kind: String,
    /// `end` or `period`.
    pub reference: String,
    /// The formula.
    pub formula: String,
    /// Its names: what they count.
    #[schema(value_type = Object)]
    pub terms: serde_json::Value,
    /// By what numerator over denominator is multiplied.
    pub scale: f64,
    /// Decimals when shown.
    pub decimals: u8,
    /// The method of its interval of 95 %.
    pub interval: String,
    /// When it is too small to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub small: Option<serde_json::Value>,
    /// By what it may be broken down.
    pub breakdowns: Vec<String>,
    /// Kinds of periods it means something for; all when empty.
    pub periods: Vec<String>,
    /// Whether it is known now only.
    pub live: bool,
    /// What a reader should know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The law or decision it rests on.
    pub legal_basis: String,
    /// Where the formula was found.
    pub source: String,
    /// Whether it was compared with the official text.
    pub verified: bool,
}

/// A category of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ByValue {
    /// The breakdown.
    pub breakdown: String,
    /// Code of the category.
    pub code: String,
    /// Vietnamese name.
    pub vi: String,
    /// English name.
    pub en: String,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FigureLine {
    /// Code of the indicator.
    pub indicator: String,
    /// The first day of the version used.
    pub version: String,
    /// Code of the unit.
    pub unit: String,
    /// Its category of each breakdown asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<ByValue>,
    /// The value, not rounded.
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
    /// By which method: `none`, `poisson`, `wilson`, `sex_ratio`, `poisson_sum`, `poisson_difference`.
    pub interval: String,
    /// Why there is no value: `small_numbers`, `undefined`, `by_subtraction` (another one could be computed from it), `not_known` (the
    /// program does not know it), `live_only` (not of an earlier position), `shared_hamlet` (an area that has part of a hamlet).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<String>,
    /// What is not known, where that is why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The years it was pooled over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pooled: Option<String>,
    /// Whether a share of a hamlet or a choice by rule is in it.
    pub estimated: bool,
    /// How many of the happenings of the period that it counts were accepted after their month's deadline; left out where it counts none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<u64>,
    /// Decimals when shown.
    pub decimals: u8,
    /// What it is measured in, in Vietnamese.
    pub unit_of_measure: String,
}
