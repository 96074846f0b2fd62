//! What people say and do about a reconciliation, as it is kept: added, never changed.

use danso_model::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether a row of the other list is someone of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is the person named.
    Same,
    /// It is nobody of the register.
    None,
    /// It cannot be told.
    Unsure,
}

/// What a difference turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeCode {
    /// The register is right.
    Ours,
    /// The other list is right.
    Theirs,
    /// Both are right.
    Both,
    /// The person moved.
    Moved,
    /// The person died.
    Dead,
    /// The person stands twice in one of them.
    Duplicate,
    /// The two count by different rules.
    Definition,
}

impl Verdict {
    /// Its stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::None => "none",
            Self::Unsure => "unsure",
        }
    }
}

impl OutcomeCode {
    /// Its stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
            Self::Both => "both",
            Self::Moved => "moved",
            Self::Dead => "dead",
            Self::Duplicate => "duplicate",
            Self::Definition => "definition",
        }
    }
}

/// Where someone moved to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MovedTo {
    /// `commune`, `province`, `abroad` or `unknown`.
    pub kind: String,
    /// Code of the commune or province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// What became of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Settled {
    pub(super) outcome: OutcomeCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<MovedTo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) event: Option<Uuid>,
    /// Whether the event was made by settling.
    #[serde(default)]
    pub(super) made: bool,
    /// The earlier list of the same office of which it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) carried: Option<Uuid>,
}

/// What was said of a row of an earlier list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CarriedAnswer {
    pub(super) row: u32,
    pub(super) verdict: Verdict,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) person: Option<Uuid>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Step {
    /// Someone said who a row is.
    Answered {
        row: u32,
        verdict: Verdict,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<Uuid>,
    },
    /// Someone took their last answer on a row back.
    AnswerUndone { row: u32 },
    /// Someone said what became of a difference.
    Settled { key: String, settled: Settled },
    /// Someone took that back.
    OutcomeUndone { key: String },
    /// Open differences of areas were handed to whoever holds these.
    HandedOver { areas: Vec<Uuid> },
    /// That was taken back.
    HandedBack { areas: Vec<Uuid> },
    /// Who holds the area said from a phone what became of a difference.
    Reported {
        key: String,
        settled: Settled,
        /// When it was said by the clock of the phone, by which it is known again when it is sent twice.
        said_at: String,
    },
    /// What was said of an earlier list of the same office, and still holds.
    Carried { from: Uuid, answers: Vec<CarriedAnswer>, outcomes: Vec<(String, Settled)> },
    /// A file was made.
    Downloaded { part: String },
    /// Everything but figures was destroyed.
    Destroyed { reason: String },
}

impl Step {
    /// Its stable name.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Answered { .. } => "answered",
            Self::AnswerUndone { .. } => "answer_undone",
            Self::Settled { .. } => "settled",
            Self::OutcomeUndone { .. } => "outcome_undone",
            Self::HandedOver { .. } => "handed_over",
            Self::HandedBack { .. } => "handed_back",
            Self::Reported { .. } => "reported",
            Self::Carried { .. } => "carried",
            Self::Downloaded { .. } => "downloaded",
            Self::Destroyed { .. } => "destroyed",
        }
    }
}

/// A step with who and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) number: u32,
    pub(super) by: UserId,
    pub(super) at_ms: i64,
    pub(super) step: Step,
}
