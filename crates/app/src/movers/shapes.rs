//! What is answered about movers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Which end of a move a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoverSide {
    /// Someone came and nobody left.
    Arrival,
    /// Someone left and nobody came.
    Departure,
}

/// Movers of a unit whose other end is not known, the surest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MoversPage {
    /// Whether the caller sees persons here; who does not has the counts alone.
    pub persons: bool,
    /// How many moved.
    pub counts: MoverCounts,
    /// The lines.
    pub items: Vec<MoverLine>,
    /// Ask for the page after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many lines there are.
    pub total: u64,
}

/// How many moved in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MoverCounts {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Those who left.
    pub departures: MoverTally,
    /// Those who came in by a report of moving in.
    pub arrivals: MoverTally,
    /// Those found by a sheet who have likely come from elsewhere in the register; `open` of them is none.
    pub found: MoverTally,
    /// The same by where they say they went or came from, the most first.
    pub places: Vec<MoverPlace>,
}

/// How many of them have another end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct MoverTally {
    /// In all.
    pub total: u64,
    /// Whose other end the register knows.
    pub paired: u64,
    /// Who are likely someone at the other end: to be decided.
    pub likely: u64,
    /// Who are nobody that the register knows.
    pub open: u64,
}

/// Movers of one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MoverPlace {
    /// The place.
    pub place: StatedPlace,
    /// Those who left for it.
    pub departures: MoverTally,
    /// Those who came from it.
    pub arrivals: MoverTally,
}

/// Where someone says they went or came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
pub struct StatedPlace {
    /// `commune`, `province`, `abroad` or `unknown`.
    pub kind: String,
    /// The code as told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The name on the day of the event; left out where the code names nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// One end of a move, and who may be at the other.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MoverLine {
    /// Which end.
    pub side: MoverSide,
    /// The own person.
    pub person: MoverSheet,
    /// Those who may be the same, from a probability of one half on.
    pub candidates: Vec<MoverCandidate>,
}

/// A person of the own commune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MoverSheet {
    /// Who.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// `m`, `f` or `u`.
    pub sex: String,
    /// Partial date.
    pub birth: String,
    /// The household left or come to.
    pub household: Uuid,
    /// The hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet_name: Option<String>,
    /// The day of leaving or coming.
    pub day: String,
    /// Whether a sheet found the person there, which tells nothing of where from.
    pub found: bool,
    /// Where to or where from.
    pub place: StatedPlace,
}

/// Someone of another commune, or the own: no more than what lets one decide.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MoverCandidate {
    /// Who.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// `m`, `f` or `u`.
    pub sex: String,
    /// Partial date.
    pub birth: String,
    /// The commune of the other end, as it is named today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commune_name: Option<String>,
    /// The hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet_name: Option<String>,
    /// The day of leaving or coming.
    pub day: String,
    /// Whether the last four digits of the numbers agree; left out where one has no number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_agrees: Option<bool>,
    /// That the two are one, beside all others who may be.
    pub probability: f64,
    /// The weight before others are looked at, in bits: `before` and the lines.
    pub weight: f64,
    /// What is not in the lines.
    pub before: f64,
    /// Why.
    pub lines: Vec<MoverWeight>,
    /// Whether the caller may say that they are one: who reviews where the person came to.
    pub may_pair: bool,
}

/// What one thing adds.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MoverWeight {
    /// A field of the comparison of persons, or `days`, `destination`, `origin`.
    pub field: String,
    /// How it agrees.
    pub level: String,
    /// Bits.
    pub weight: f64,
}
