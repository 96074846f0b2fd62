//! What is asked and answered about samples.

use super::compare::ReadingRow;
use super::rates::RateLine;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A sample to draw: so many households, or so many of a hundred.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleAsk {
    /// Code of the commune.
    pub unit: String,
    /// What it is called.
    pub name: String,
    /// Only households of this area.
    #[serde(default)]
    pub area: Option<Uuid>,
    /// Only households of this collaborator's areas.
    #[serde(default)]
    pub collaborator: Option<Uuid>,
    /// How many households.
    #[serde(default)]
    pub households: Option<u32>,
    /// Or how many of a hundred, 0 to 100.
    #[serde(default)]
    pub percent: Option<f64>,
}

/// A sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SampleLine {
    /// Which.
    pub id: Uuid,
    /// The commune.
    pub unit: String,
    /// What it is called.
    pub name: String,
    /// The day of the draw.
    pub day: String,
    /// The register as it was known at this position is compared.
    pub position: u32,
    /// Draws the same households again.
    pub seed: u64,
    /// Who drew it.
    pub by_name: String,
    /// How many households.
    pub households: u32,
    /// How many were read a second time.
    pub read: u32,
    /// At how many of those nobody was met.
    pub absent: u32,
}

/// Samples of a commune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SamplesReply {
    /// The commune.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// Whether the caller may write readings and verdicts.
    pub may_read: bool,
    /// The latest first.
    pub samples: Vec<SampleLine>,
}

/// A household to interview again: what is needed to find it, and nothing that was written of anyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SampledLine {
    /// Which.
    pub household: Uuid,
    /// Its number on the list.
    pub place: u32,
    /// Hộ số.
    pub number: String,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The name of the head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// Its hamlet.
    pub hamlet_name: String,
    /// Whose area it was in.
    pub collaborator_name: String,
    /// `waiting`, `read` or `absent`.
    pub state: String,
    /// Who asked again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader_name: Option<String>,
    /// When it was written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<String>,
    /// Differences found.
    pub differences: u32,
    /// Those of them that are not decided on.
    pub open: u32,
}

/// An account that may ask again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReaderLine {
    /// Which.
    pub id: Uuid,
    /// The name.
    pub name: String,
}

/// A sample with its households; none for who may not see persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SampleReply {
    /// The sample.
    pub sample: SampleLine,
    /// Whether the caller may write readings and verdicts.
    pub may_read: bool,
    /// In the order of the list.
    pub households: Vec<SampledLine>,
    /// Accounts of the commune that may ask again, where they did not record the household themselves.
    pub readers: Vec<ReaderLine>,
}

/// A second reading.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingAsk {
    /// Who asked again; left out: whoever writes it down.
    #[serde(default)]
    pub reader: Option<Uuid>,
    /// False when nobody was met.
    pub met: bool,
    /// Who lives there, by what was said.
    #[serde(default)]
    pub persons: Vec<ReadingRow>,
}

/// What came of comparing a reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReadingReply {
    /// How many data points were compared.
    pub points: u64,
    /// How many differ.
    pub differences: u32,
}

/// A difference, with what both said as far as it can still be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SampleDifferenceLine {
    /// The household.
    pub household: Uuid,
    /// Its number on the list.
    pub place: u32,
    /// Hộ số.
    pub household_number: String,
    /// Its number in the household.
    pub number: u32,
    /// `omission` (found and not in the register), `inclusion` (in the register and not found) or `value`.
    pub kind: String,
    /// The field; `person` for the first two.
    pub field: String,
    /// Who it is about.
    pub who: String,
    /// What the register had at the draw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// What the second reading says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// What the register has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// `register`, `reading` or `changed`; left out while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
}

/// Differences of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DifferencesReply {
    /// By household and number.
    pub items: Vec<SampleDifferenceLine>,
}

/// A verdict on a difference.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictAsk {
    /// The household.
    pub household: Uuid,
    /// The number of the difference in it.
    pub number: u32,
    /// `register` or `reading` for who was wrong, `changed` for neither.
    pub verdict: String,
}

/// Rates of a part of the data points.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ResultLine {
    /// The field, or the name of the collaborator.
    pub of: String,
    /// Its rates.
    #[serde(flatten)]
    pub line: RateLine,
}

/// What a sample shows.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ResultReply {
    /// The sample.
    pub sample: SampleLine,
    /// All data points.
    pub total: RateLine,
    /// By field, persons first.
    pub fields: Vec<ResultLine>,
    /// By collaborator.
    pub collaborators: Vec<ResultLine>,
}
