//! What is answered about persons who may be one.

use crate::EventLine;
use danso_linkage::person::explain::{Explanation, Line};
use danso_wire::{HouseholdDocument, MemberDocument};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A page of pairs, the likeliest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DuplicatePage {
    /// The pairs.
    pub items: Vec<PairLine>,
    /// Ask for the page after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many pairs there are about; those said to be two persons are not among them.
    pub total: u64,
}

/// Two sheets that may be about one person.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PairLine {
    /// The one with the lesser id.
    pub one: LikeSheet,
    /// The other.
    pub other: LikeSheet,
    /// Why.
    #[serde(flatten)]
    pub likeness: Likeness,
}

/// How sure it is that two sheets are about one person, and why: `before` and the lines sum up to `weight`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Likeness {
    /// That they are one person.
    pub probability: f64,
    /// log₂ of the odds.
    pub weight: f64,
    /// What is not in the lines: how rare duplicates are.
    pub before: f64,
    /// The fields that say something.
    pub lines: Vec<LikeWeight>,
}

/// What one field adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LikeWeight {
    /// The field: `surname`, `middle`, `given`, `order`, `birth`, `sex`, `number`, `place` or `household`.
    pub field: String,
    /// How it agrees.
    pub level: String,
    /// Bits.
    pub weight: f64,
}

impl Likeness {
    /// Of an explanation.
    pub(super) fn new(probability: f64, told: Explanation) -> Self {
        let line = |line: Line| LikeWeight { field: line.field, level: line.level, weight: line.weight };
        Self::of(probability, told.weight, told.lines.into_iter().map(line).collect())
    }

    /// Of a weight and its lines.
    pub(super) fn of(probability: f64, weight: f64, lines: Vec<LikeWeight>) -> Self {
        let before = weight - lines.iter().map(|line| line.weight).sum::<f64>();
        Self { probability, weight, before, lines }
    }
}

/// One line of one sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LikeSheet {
    /// Who.
    pub id: Uuid,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `m`, `f` or `u`.
    pub sex: String,
    /// Partial date.
    pub birth: String,
    /// Where the person lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<Uuid>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_number: Option<String>,
    /// The hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet_name: Option<String>,
}

/// Two sheets side by side.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DuplicatePair {
    /// The one asked for first.
    pub one: PairSide,
    /// The other.
    pub other: PairSide,
    /// How sure, and why.
    #[serde(flatten)]
    pub likeness: Likeness,
    /// Who said that these are two persons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apart: Option<ApartMark>,
}

/// Said to be two persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ApartMark {
    /// By whom.
    pub by_name: String,
    /// When.
    pub at: String,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PairSide {
    /// The person, without any part of the identity number.
    pub person: MemberDocument,
    /// Whether there is an identity number.
    pub has_pin: bool,
    /// The household.
    pub household: HouseholdDocument,
    /// Where.
    pub hamlet_name: String,
    /// Events about the person, newest first.
    pub events: Vec<EventLine>,
}

/// What a merge would do.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MergePreview {
    /// The person afterwards; left out when nobody lives anywhere any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<MemberDocument>,
    /// The households concerned.
    pub households: Vec<PreviewHousehold>,
}

/// A household before and after.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PreviewHousehold {
    /// As it stands.
    pub before: HouseholdDocument,
    /// As it would stand.
    pub after: HouseholdDocument,
}

/// A merge that was made, or undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Merged {
    /// The event that says so.
    pub event: Uuid,
    /// Where it stands in the log.
    pub position: u32,
}

/// Whom the newcomers of a waiting event may be already.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QueueLikes {
    /// Those who may be someone.
    pub items: Vec<NewcomerLikes>,
}

/// Whom one newcomer may be.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NewcomerLikes {
    /// The newcomer as the event tells.
    pub person: LikeSheet,
    /// The likeliest first; `one` is the newcomer and `other` who is in the register.
    pub likes: Vec<PairLine>,
}

/// What the last night found of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NightPage {
    /// The search; left out before the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub searched: Option<NightSummary>,
    /// Whether the caller sees persons here; who does not has the counts alone.
    pub persons: bool,
    /// Likely pairs by commune, the most first.
    pub units: Vec<NightUnit>,
    /// Pairs with someone outside the unit, the likeliest first.
    pub items: Vec<NightLine>,
    /// Ask for the page after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many lines there are.
    pub total: u64,
}

/// A search of the whole register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NightSummary {
    /// When it began.
    pub at: String,
    /// The position up to which it knew the log.
    pub position: u32,
    /// How many residents it looked through.
    pub residents: u64,
    /// SHA-256 of the model.
    pub model_hash: String,
    /// Whether the model was learned from this register, or is what is believed of any.
    pub learned: bool,
}

/// Likely pairs of a commune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NightUnit {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Pairs both of whom live in it.
    pub inside: u64,
    /// Pairs one of whom lives in another commune.
    pub across: u64,
}

/// A resident of the unit and someone outside it who may be the same.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NightLine {
    /// The own resident.
    pub own: LikeSheet,
    /// The other.
    pub other: NightOther,
    /// Whether both have one identification number.
    pub same_number: bool,
    /// Whether the caller may say what they are: who reviews both.
    pub may_settle: bool,
    /// How sure, and why.
    #[serde(flatten)]
    pub likeness: Likeness,
}

/// Someone of another commune: no more than what lets one ask. Of someone who is rather another person than the same, the commune alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NightOther {
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `m`, `f` or `u`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Partial date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
    /// The commune, as it is named today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commune_name: Option<String>,
    /// The hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet_name: Option<String>,
}
