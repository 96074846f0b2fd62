//! What is closed: a report with all that is needed to make it again.

use super::Completeness;
use crate::ReportContent;
use serde::{Deserialize, Serialize};

/// Events of a period closed before that were accepted after its closing, and so came too late for its report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// The period in which they happened, as the same form names it.
    pub period: String,
    /// How many.
    pub events: u64,
}

/// A version of a report as it is closed. Its canonical JSON is what is hashed, stored and given out; keys stand in the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosedReport {
    /// The number of the version, from 1; 0 in a revision.
    pub version: u32,
    /// The number of the revision, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// Hash of the list of definitions it was made with; they are kept.
    pub definitions: String,
    /// Whether the unit declared that nothing happened in the period.
    pub nothing: bool,
    /// Areas of work in the unit: how many reported, declared or did neither when this was made. Left out above communes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub areas: Option<Completeness>,
    /// Labelled late: what came since the period before was closed and belongs to it or an earlier one.
    pub late: Vec<Late>,
    /// The numbers, with position, boundaries and versions.
    pub report: ReportContent,
}

impl ClosedReport {
    /// The one JSON text of it: no spaces, keys in the order of the types.
    ///
    /// # Panics
    /// Never: every field has a JSON shape.
    #[must_use]
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).expect("texts, whole numbers and lists always have a JSON shape")
    }

    /// Reads what [`ClosedReport::canonical`] wrote.
    ///
    /// # Errors
    /// When the text is something else.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The same with the numbers made again.
    #[must_use]
    pub fn with_report(&self, report: ReportContent) -> Self {
        Self { report, ..self.clone() }
    }
}
