//! Rules as they are written down.

use crate::{Scope, Severity};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One validation rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its stable name.
    pub id: String,
    /// What it is evaluated on.
    pub scope: Scope,
    /// The kinds of event it holds for; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// How much it weighs.
    pub severity: Severity,
    /// The expression; true passes.
    pub expr: String,
    /// What to tell the user when it does not pass.
    pub message_vi: String,
    /// The fields to mark.
    #[serde(default)]
    pub fields: Vec<String>,
    /// The law, survey or reasoning behind it.
    pub source: String,
    /// The first day of event it holds for.
    pub since: Date,
    /// The last day of event it holds for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Rule {
    /// Whether the rule is for this scope, this kind of event and this day.
    #[must_use]
    pub fn applies(&self, scope: Scope, kind: &str, on: Date) -> bool {
        self.scope == scope
            && (self.kinds.is_empty() || self.kinds.iter().any(|k| k == kind))
            && self.since <= on
            && self.until.is_none_or(|last| on <= last)
    }
}
