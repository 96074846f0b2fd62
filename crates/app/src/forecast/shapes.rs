//! What is asked and answered of forecasts (docs/forecasts.md).

use super::imports::{BaseTable, ImportedBase};
use super::living::LivingCounts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A scenario.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ForecastScenario {
    /// What is thought likeliest.
    #[default]
    Medium,
    /// A quarter, then 0.4, then half a child less.
    Low,
    /// As many more.
    High,
    /// Rates of the first year throughout.
    Constant,
    /// Nobody moves.
    NoMigration,
}

/// What the asking office assumes itself. Each is reached in the last year, on a straight line from what is assumed of the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnAssumptions {
    /// Children a woman has in her life, 0.5 to 8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tfr: Option<f64>,
    /// Years of life at birth of men, 40 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life_male: Option<f64>,
    /// Years of life at birth of women, 40 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life_female: Option<f64>,
    /// Net migrants of a year for 1000 people of the base, −100 to 100; the same in every year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_migration: Option<f64>,
}

/// Whose levels of fertility and life a forecast begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ForecastBasis {
    /// The United Nations for the nation, brought to the unit by its own events.
    #[default]
    Un,
    /// The General Statistics Office for the province, its projection of 2016.
    Gso,
}

/// Which forecast is to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForecastAsk {
    /// A commune or a unit above.
    pub unit: String,
    /// The last year.
    pub to: i16,
    /// The scenario.
    #[serde(default)]
    pub scenario: ForecastScenario,
    /// How many trajectories the bands are made of; none of them without.
    #[serde(default)]
    pub trajectories: u32,
    /// What it is called; the scenario when left out.
    #[serde(default)]
    pub name: Option<String>,
    /// The day of the base, `2025-12-31`; the last day of the last full year when left out.
    #[serde(default)]
    pub base: Option<String>,
    /// The units below as well, made to agree with it.
    #[serde(default)]
    pub children: bool,
    /// What the office assumes itself; what it leaves out is as in the scenario.
    #[serde(default)]
    pub own: Option<OwnAssumptions>,
    /// Whose levels it begins with.
    #[serde(default)]
    pub basis: ForecastBasis,
    /// People by age and sex in place of the register's. Own events of the register are then left aside.
    #[serde(default)]
    pub table: Option<BaseTable>,
    /// What chance begins with; left out: the same for the same unit and base.
    #[serde(default)]
    pub seed: Option<u64>,
}

/// A forecast against a count that came later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Score {
    /// The day of the count.
    pub at: String,
    /// What the forecast says of that day.
    pub forecast: f64,
    /// What was counted.
    pub counted: u64,
    /// Forecast less count, per cent of the count.
    pub error: f64,
    /// Whether the count lies inside the band of 80 %; left out without bands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inside80: Option<bool>,
}

/// A forecast in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ForecastSummary {
    /// Which.
    pub id: Uuid,
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// The day of the base.
    pub base: String,
    /// The position of the register at which the base was counted.
    pub known_at: u32,
    /// The last year.
    pub to: i16,
    /// The scenario.
    pub scenario: ForecastScenario,
    /// Whose levels it begins with.
    pub basis: ForecastBasis,
    /// Whether the base is a table and not the register.
    pub imported: bool,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was made.
    pub made_at: String,
    /// Who made it.
    pub by_name: String,
    /// blake3 of everything that went in and came out, in hexadecimal.
    pub hash: String,
    /// Of how many trajectories the bands are made; 0: there are none.
    pub trajectories: u32,
    /// People at the beginning.
    pub first: f64,
    /// People at the end.
    pub last: f64,
    /// The forecast of the unit above that it agrees with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Uuid>,
    /// Against the counts that came later, the earliest first.
    pub scores: Vec<Score>,
}

/// Forecasts of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ForecastList {
    /// The latest first.
    pub items: Vec<ForecastSummary>,
}

/// One year of a forecast; stocks at its end. The first line is the base, without flows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct YearLine {
    /// Which.
    pub year: i16,
    /// All people.
    pub total: f64,
    /// Men and boys.
    pub male: f64,
    /// Women and girls.
    pub female: f64,
    /// Births.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub births: Option<f64>,
    /// Deaths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deaths: Option<f64>,
    /// Came less left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_migration: Option<f64>,
    /// Under 15.
    pub children: f64,
    /// 15 to 64.
    pub working: f64,
    /// 65 and over.
    pub older: f64,
    /// The age that half have not reached.
    pub median_age: f64,
    /// Under 15 and 65 and over for 100 from 15 to 64.
    pub dependency: f64,
    /// Quantiles 2.5, 10, 50, 90 and 97.5 % of all people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_band: Option<[f64; 5]>,
}

/// People by single age, the last open, one row a year as in `years`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Pyramid {
    /// Men and boys.
    pub male: Vec<Vec<f64>>,
    /// Women and girls.
    pub female: Vec<Vec<f64>>,
}

/// Bounds of groups of five years of age between which the trajectories run: quantiles 2.5, 10, 90 and 97.5 %.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AgeBands {
    /// The first age of each group; those of 100 and over are left out.
    pub from: Vec<u32>,
    /// Men, one row a year after the base, in it one group after the other.
    pub male: Vec<Vec<[f64; 4]>>,
    /// Women.
    pub female: Vec<Vec<[f64; 4]>>,
}

/// What was assumed of one thing, year by year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Assumption {
    /// `tfr`, `e0_male`, `e0_female`, `srb` or `net_migration`.
    pub id: String,
    /// The years.
    pub years: Vec<i16>,
    /// One a year.
    pub values: Vec<f64>,
    /// Where it comes from: a code of a source, such as `wpp2024`, with `own` where the unit's own numbers changed it.
    pub source: String,
}

/// What the unit's own events did to a rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OwnRate {
    /// `fertility`, `mortality`, `in_migration` or `out_migration`.
    pub id: String,
    /// Events counted in the years before the base, three at most.
    pub events: u64,
    /// What the rates of the unit above would have given.
    pub expected: f64,
    /// Weight of the own number, 0 to 1.
    pub weight: f64,
    /// What the rate of the unit above is multiplied with.
    pub factor: f64,
}

/// A unit below, forecast with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChildLine {
    /// Its own forecast.
    pub id: Uuid,
    /// Code.
    pub unit: String,
    /// Name.
    pub unit_name: String,
    /// People at the beginning.
    pub first: f64,
    /// People at the end.
    pub last: f64,
    /// In the last year: people after it was made to agree, for one before.
    pub factor: f64,
}

/// How wrong forecasts of the unit and of those beside it were, so many years after their base.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PastLine {
    /// Full years since the base.
    pub horizon: u32,
    /// How many forecasts.
    pub count: u32,
    /// Mean absolute error, per cent.
    pub mape: f64,
    /// Mean error, per cent; above nought: too many were forecast.
    pub bias: f64,
    /// Share of counts inside the band of 80 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered80: Option<f64>,
}

/// Errors of the past.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PastError {
    /// Forecasts that a later count could be held against.
    pub vintages: u32,
    /// By horizon.
    pub lines: Vec<PastLine>,
}

/// A forecast, whole.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Forecast {
    /// As in a list.
    #[serde(flatten)]
    pub summary: ForecastSummary,
    /// Year by year, the base first.
    pub years: Vec<YearLine>,
    /// By age.
    pub pyramid: Pyramid,
    /// What was assumed.
    pub assumptions: Vec<Assumption>,
    /// What the unit's own events did to it.
    pub own: Vec<OwnRate>,
    /// The units below that were made to agree with it.
    pub children: Vec<ChildLine>,
    /// The table it began with; left out where it began with the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<ImportedBase>,
    /// With whom people of 60 and over lived at the base; left out where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub living: Option<LivingCounts>,
    /// Bounds by age; left out without trajectories.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_bands: Option<AgeBands>,
    /// How wrong earlier ones were.
    pub past_error: PastError,
}

/// What of a forecast is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) years: Vec<YearLine>,
    pub(crate) pyramid: Pyramid,
    pub(crate) assumptions: Vec<Assumption>,
    pub(crate) own: Vec<OwnRate>,
    pub(crate) children: Vec<ChildLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) table: Option<ImportedBase>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) living: Option<LivingCounts>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) age_bands: Option<AgeBands>,
}

/// What of a forecast is kept for lists: the summary without what the row itself holds, and what scoring needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Brief {
    pub(crate) unit_name: String,
    pub(crate) known_at: u32,
    pub(crate) to: i16,
    pub(crate) scenario: ForecastScenario,
    #[serde(default)]
    pub(crate) basis: ForecastBasis,
    #[serde(default)]
    pub(crate) imported: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    pub(crate) hash: String,
    pub(crate) trajectories: u32,
    /// All people at the end of each year, the base first.
    pub(crate) totals: Vec<f64>,
    /// The band of 80 % beside them; empty without bands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) bands80: Vec<[f64; 2]>,
}
