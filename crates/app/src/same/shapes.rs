//! What is answered about persons who may be one.

use crate::EventLine;
use danso_wire::{HouseholdDocument, MemberDocument};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A page of pairs, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PairLine {
    /// The one with the lesser id.
    pub one: LikeSheet,
    /// The other.
    pub other: LikeSheet,
    /// The sum of the reasons' points.
    pub score: u32,
    /// Why, the weightiest first.
    pub reasons: Vec<LikeReason>,
}

/// Why two sheets may be about one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LikeReason {
    /// `pin_same`, `name_same`, `name_near`, `birth_same`, `birth_swapped`, `birth_within`, `birth_near`, `mother_same`,
    /// `household_same`, `hamlet_same` or `sex_same`.
    pub code: String,
    /// What it adds.
    pub points: u32,
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
    /// The sum of the reasons' points; 0 when they are not alike.
    pub score: u32,
    /// Why.
    pub reasons: Vec<LikeReason>,
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
