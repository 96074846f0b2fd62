//! What is asked and answered about rows and differences of a reconciliation.

use super::difference::DifferenceKind;
use super::steps::{MovedTo, OutcomeCode, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What one list tells of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListSheet {
    /// The row of the other list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Its line in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The person of the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// As it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// As it is written; of the register a partial date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
    /// The last four digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_tail: Option<String>,
    /// The last four digits of an older number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_number_tail: Option<String>,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The commune as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commune: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commune_name: Option<String>,
    /// The hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet_name: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// House number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub house: Option<String>,
    /// The household in the list, as it is written, or of the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<String>,
    /// Number of the household.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_number: Option<String>,
    /// Relationship to the head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationship: Option<String>,
    /// When someone left who lives there no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_reason: Option<String>,
}

/// A row to be looked at.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Doubt {
    /// Which.
    pub row: u32,
    /// `doubtful`, `margin`, `contradiction`, `disagree`, or `second` for a second, blind reading.
    pub band: String,
    /// The row.
    pub theirs: ListSheet,
    /// The likeliest person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours: Option<ListSheet>,
    /// That they are one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// log₂ odds of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
}

/// A page of rows to be looked at.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DoubtPage {
    /// They, the most telling first.
    pub items: Vec<Doubt>,
    /// Ask for the page after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
    /// How many there are.
    pub total: u32,
}

/// What one field adds to a weight.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WeightLine {
    /// The field.
    pub field: String,
    /// The level of agreement.
    pub level: String,
    /// Bits.
    pub weight: f64,
    /// Of it: how rare the value is.
    pub rarity: f64,
}

/// Someone whom a row may be.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkCandidate {
    /// Who.
    pub person: Uuid,
    /// What the register tells.
    pub sheet: ListSheet,
    /// Who lives or lived in the household.
    pub household_members: Vec<ListSheet>,
    /// That they are one, beside the others.
    pub probability: f64,
    /// log₂ odds of that.
    pub weight: f64,
    /// What was known before any field, in bits.
    pub before: f64,
    /// Whether kin are the stronger other explanation.
    pub against_kin: bool,
    /// What the weaker other explanation takes away.
    pub other_explanation: f64,
    /// Field by field.
    pub lines: Vec<WeightLine>,
    /// Another row that counts as this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_by: Option<u32>,
}

/// An answer to a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RowAnswer {
    /// What was said.
    pub verdict: Verdict,
    /// Who it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    /// Who said so.
    pub by_name: String,
    /// When.
    pub at: String,
    /// Whether the caller said it.
    pub own: bool,
    /// Whether it was taken back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
    /// Whether it was said of an earlier list of the same office.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub carried: bool,
}

/// A row beside those whom it may be.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Facing {
    /// Which.
    pub row: u32,
    /// `linked`, `doubtful`, `none`, `same`, `different` or `unsure`.
    pub status: String,
    /// The row.
    pub theirs: ListSheet,
    /// Other rows of its household.
    pub theirs_household: Vec<ListSheet>,
    /// Whom it may be, the likeliest first.
    pub candidates: Vec<LinkCandidate>,
    /// What was said.
    pub answers: Vec<RowAnswer>,
    /// Whom it counts as now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerAsk {
    /// What is said.
    pub verdict: Verdict,
    /// Who it is, with `same`.
    #[serde(default)]
    pub person: Option<Uuid>,
}

/// Into which household somebody of the list comes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterAsk {
    /// One of the unit in which somebody lives.
    pub household: Uuid,
    /// To the head: a code of the list `relationship`.
    pub relationship: String,
    /// A code of the list `residence`.
    pub residence: String,
    /// Where from.
    #[serde(default)]
    pub from: Option<MovedTo>,
}

/// What a difference turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeAsk {
    /// What.
    pub outcome: OutcomeCode,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
    /// When, of a move, a death, or since when somebody lives here; a partial date.
    #[serde(default)]
    pub date: Option<String>,
    /// Where to, of a move.
    #[serde(default)]
    pub to: Option<MovedTo>,
    /// With `theirs` on somebody of the list alone: where they live. They come in with name, sex, birth and number of the list.
    #[serde(default)]
    pub enter: Option<EnterAsk>,
    /// An event that was recorded for it.
    #[serde(default)]
    pub event: Option<Uuid>,
}

/// What became of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DifferenceOutcome {
    /// What.
    pub outcome: OutcomeCode,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who said so.
    pub by_name: String,
    /// When.
    pub at: String,
    /// The event recorded for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Uuid>,
    /// Where that stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_status: Option<String>,
    /// The earlier reconciliation of the same office in which it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried: Option<Uuid>,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DifferenceLine {
    /// Which.
    pub key: String,
    /// What kind.
    pub kind: DifferenceKind,
    /// `name`, `sex`, `birth` or `number`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs: Option<ListSheet>,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours: Option<ListSheet>,
    /// What the list tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs_value: Option<String>,
    /// What the register tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours_value: Option<String>,
    /// The hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<Uuid>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet_name: Option<String>,
    /// The area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Uuid>,
    /// Who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
    /// `moved`, `dead`, `duplicate`, `elsewhere`, `born`, `arrived`, `absent` or `visitor`: what suggests itself.
    pub hints: Vec<String>,
    /// What became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<DifferenceOutcome>,
}

/// Differences of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct KindCount {
    /// What kind.
    pub kind: DifferenceKind,
    /// Still open.
    pub open: u32,
    /// Settled.
    pub settled: u32,
}

/// Differences of a hamlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HamletCount {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Still open.
    pub open: u32,
    /// Settled.
    pub settled: u32,
}

/// Differences of an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnerCount {
    /// Which.
    pub area: Uuid,
    /// Its name.
    pub area_name: String,
    /// Who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
    /// Still open.
    pub open: u32,
    /// Settled.
    pub settled: u32,
    /// Since when they are on the phone of whoever has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_at: Option<String>,
    /// Of those settled: by an answer from a phone.
    pub reported: u32,
}

/// A page of differences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DifferencePage {
    /// They.
    pub items: Vec<DifferenceLine>,
    /// Ask for the page after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
    /// How many there are.
    pub total: u32,
    /// By kind, of all.
    pub counts: Vec<KindCount>,
    /// By hamlet, of all.
    pub hamlets: Vec<HamletCount>,
    /// By area, of all.
    pub owners: Vec<OwnerCount>,
}

/// Which differences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DifferencesAsk {
    /// What kind.
    pub kind: Option<DifferenceKind>,
    /// Of which hamlet.
    pub hamlet: Option<Uuid>,
    /// Of which area.
    pub owner: Option<Uuid>,
    /// Settled ones, or open ones.
    pub settled: Option<bool>,
    /// After how many.
    pub after: u32,
    /// How many at most.
    pub limit: u32,
}
