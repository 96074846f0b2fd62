//! What is asked and answered of tables that a forecast begins with (docs/forecasts.md).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// People by age and sex that take the place of the register's.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BaseTable {
    /// Lines of age (`0`, `0-4`, `80+`), men and women, as `POST /api/forecasts/base` gives them back.
    pub text: String,
    /// Where the table comes from; at most 300 characters.
    pub source: String,
}

/// A table to be read: one of both.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BaseAsk {
    /// Pasted text.
    #[serde(default)]
    pub text: Option<String>,
    /// The bytes of a file (CSV or a workbook) in base64.
    #[serde(default)]
    pub file: Option<String>,
}

/// A table as it was understood.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BaseRead {
    /// What a forecast is asked with.
    pub text: String,
    /// Groups of ages.
    pub rows: u32,
    /// Men and boys.
    pub male: f64,
    /// Women and girls.
    pub female: f64,
    /// The open age; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<u32>,
    /// How groups are divided into single ages: `none` (they are) or `monotone`.
    pub method: String,
}

/// The table that a forecast began with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportedBase {
    /// Where it comes from.
    pub source: String,
    /// blake3 of the text, in hexadecimal.
    pub hash: String,
    /// How groups were divided into single ages: `none` (they are) or `monotone`.
    pub method: String,
    /// The table itself.
    pub text: String,
}
