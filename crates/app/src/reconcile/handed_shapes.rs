//! What is asked and answered about differences that are with the collaborators.

use super::difference::DifferenceKind;
use super::sheets::OwnerCount;
use super::steps::OutcomeCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Whose differences are handed over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandAsk {
    /// Areas; whoever holds one sees its open differences.
    pub areas: Vec<Uuid>,
}

/// How the areas of a reconciliation stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandedOwners {
    /// By area, as in the list of differences.
    pub owners: Vec<OwnerCount>,
}

/// An open difference as a phone has it: what someone must know to ask at the household, and nothing else of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandedDifference {
    /// Of which reconciliation.
    pub reconciliation: Uuid,
    /// Which difference of it.
    pub key: String,
    /// Whose list, as a code.
    pub source: String,
    /// The day of the list.
    pub as_of: String,
    /// Since when it is with the collaborator.
    pub handed_at: String,
    /// What kind.
    pub kind: DifferenceKind,
    /// `name`, `sex`, `birth` or `number`, of `value`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hamlet: Option<Uuid>,
    /// The household of the register; of `theirs_only` where someone left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<Uuid>,
    /// The person of the register; of `theirs_only` someone who left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Uuid>,
    /// The name: of `theirs_only` as the list has it, of the others as the register has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `m`, `f` or `u`, of whom the name is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// Partial date, or what the list says that is none; of whom the name is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<String>,
    /// The last four digits in the list, of `theirs_only`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_tail: Option<String>,
    /// The address in the list, of `theirs_only`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What the list tells, of `value`; of a number the last four digits, of a sex its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs_value: Option<String>,
    /// What the register tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours_value: Option<String>,
    /// What suggests itself, as in the list of differences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
}

/// What is with a collaborator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandedDifferences {
    /// Stands for the content.
    pub mark: String,
    /// They, by hamlet and household; left out where the phone has them by this mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<HandedDifference>>,
}

/// What a collaborator says of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandedAnswer {
    /// Of which reconciliation.
    pub reconciliation: Uuid,
    /// Which difference of it.
    pub key: String,
    /// What it turned out to be.
    pub outcome: OutcomeCode,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
    /// An own event that was recorded for it.
    #[serde(default)]
    pub event: Option<Uuid>,
    /// When it was said, by the clock of the phone. The same answer is known by it when it comes again.
    pub at: String,
}

/// Answers of a phone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandedAnswers {
    /// They, 50 at most, in any order and any number of times.
    pub answers: Vec<HandedAnswer>,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandedResult {
    /// It counts, since now or since it came before.
    Taken,
    /// Someone else settled the difference meanwhile.
    Settled,
    /// The difference is not with the collaborator: taken back, destroyed, or none any more.
    Gone,
    /// Its event has not arrived; it is to be sent again.
    Later,
    /// It makes no sense: the event is another's or was withdrawn, or the note is too long.
    Refused,
}

/// What became of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandedReply {
    /// Of which reconciliation.
    pub reconciliation: Uuid,
    /// Which difference of it.
    pub key: String,
    /// What.
    pub result: HandedResult,
}

/// What became of answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HandedReplies {
    /// One each, in the order of the answers.
    pub replies: Vec<HandedReply>,
}
