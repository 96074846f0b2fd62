//! What a check finds.

use serde::{Deserialize, Serialize};

/// What a rule is evaluated on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Once for the event.
    Event,
    /// Once for each person the event names.
    Person,
    /// Once for each household document after the event.
    Household,
}

/// How much an issue weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Tells, and asks nothing.
    Warn,
    /// Asks for a reason.
    Confirm,
    /// Blocks the submission, never a draft.
    Error,
}

/// One rule that did not pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Id of the rule.
    pub rule: String,
    /// Its weight; always [`Severity::Warn`] when it could not be evaluated.
    pub severity: Severity,
    /// What to tell the user, in Vietnamese.
    pub message_vi: String,
    /// The fields to mark.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// The person or household looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whether the rule could not be evaluated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unchecked: bool,
}
