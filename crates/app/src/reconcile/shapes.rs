//! What is asked and answered about reconciliations.

use danso_lists::{Encoding, Format, Mapping};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How a file is to be read; what is left out is found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewAsk {
    /// Code of the unit: its earlier lists tell which column is what.
    #[serde(default)]
    pub unit: Option<String>,
    /// Whose list it is.
    #[serde(default)]
    pub source: Option<String>,
    /// A sheet of the workbook.
    #[serde(default)]
    pub sheet: Option<String>,
    /// `utf8`, `utf16`, `tcvn3`, `vni` or `windows1258`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub encoding: Option<Encoding>,
    /// Which column is what: fields and names of columns.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub mapping: Option<Mapping>,
}

/// A list to be compared with the register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconciliationAsk {
    /// Code of the unit whose residents are compared.
    pub unit: String,
    /// What people call it.
    pub name: String,
    /// `insurance`, `labour`, `statistics`, `civil_status`, `health`, `education`, `police` or `other`.
    pub source: String,
    /// What it is for.
    pub purpose: String,
    /// What allows it.
    pub legal_basis: String,
    /// The day for which the list holds.
    pub as_of: String,
    /// Which column is what; found where it is left out.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub mapping: Option<Mapping>,
    /// A sheet of the workbook.
    #[serde(default)]
    pub sheet: Option<String>,
    /// `utf8`, `utf16`, `tcvn3`, `vni` or `windows1258`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub encoding: Option<Encoding>,
    /// Whether nothing that was said of the office's last list is to hold for this one.
    #[serde(default)]
    pub afresh: bool,
}

/// A list before it is compared.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ListPreview {
    /// `csv`, `xlsx` or `parquet`.
    #[schema(value_type = String)]
    pub format: Format,
    /// How its letters are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub encoding: Option<Encoding>,
    /// The sheets of a workbook.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<String>,
    /// The sheet that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Rows that can be compared.
    pub rows: u32,
    /// The columns.
    pub columns: Vec<PreviewColumn>,
    /// The first rows, in the order of the columns.
    pub first: Vec<Vec<String>>,
    /// Rows that cannot be compared.
    pub bad_total: u32,
    /// The first of them.
    pub bad: Vec<BadLine>,
    /// Which column is what.
    #[schema(value_type = Object)]
    pub mapping: Mapping,
    /// Whether that is how an earlier list of the same office was read.
    pub remembered: bool,
    /// Fields that are needed and have no column.
    pub missing: Vec<String>,
    /// Whether it can be compared.
    pub ready: bool,
    /// The same file was compared before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_file: Option<SameFile>,
}

/// A reconciliation of the same file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SameFile {
    /// Which.
    pub id: Uuid,
    /// When it was made.
    pub made_at: String,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PreviewColumn {
    /// Its name.
    pub name: String,
    /// Values that stand in it.
    pub samples: Vec<String>,
    /// The share of rows that have something there.
    pub filled: f64,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// A row that cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BadLine {
    /// Its line in the file.
    pub line: u32,
    /// `no_name`, `no_birth_and_number`, `too_few_cells`, `too_many_cells`, `not_text` or `repeated`.
    pub reason: String,
    /// What stands there.
    pub cells: Vec<String>,
}

/// The file a list came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListFile {
    /// Its name.
    pub name: String,
    /// `csv`, `xlsx` or `parquet`.
    #[schema(value_type = String)]
    pub format: Format,
    /// How its letters were written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub encoding: Option<Encoding>,
    /// BLAKE3 of its bytes.
    pub hash: String,
}

/// From which probability what is done.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LinkThresholds {
    /// Linked from here.
    pub link: f64,
    /// Looked at from here.
    pub review: f64,
    /// Bits by which the best must lead the second.
    pub margin: f64,
}

/// What holds of what was said of the office's last list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarriedOver {
    /// That list's reconciliation.
    pub from: Uuid,
    /// Rows of which it is known who they are.
    pub answers: u32,
    /// Differences that are settled.
    pub outcomes: u32,
}

/// How many are open and settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenSettled {
    /// Still open.
    pub open: u32,
    /// Settled.
    pub settled: u32,
}

/// A reconciliation, in figures.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Reconciliation {
    /// Which.
    pub id: Uuid,
    /// Code of the unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// What people call it.
    pub name: String,
    /// Whose list it is.
    pub source: String,
    /// What it is for.
    pub purpose: String,
    /// What allows it.
    pub legal_basis: String,
    /// The day for which the list holds.
    pub as_of: String,
    /// When it was made.
    pub made_at: String,
    /// Who made it.
    pub by_name: String,
    /// The position at which the register was compared.
    pub known_at: u32,
    /// The file.
    pub file: ListFile,
    /// SHA-256 of the model.
    pub model_hash: String,
    /// What holds of what was said of the office's last list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried: Option<CarriedOver>,
    /// The list of a larger unit of which it is a part; the parts of one list have the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<Uuid>,
    /// From which probability what is done.
    pub thresholds: LinkThresholds,
    /// Rows of the list that were compared.
    pub rows: u32,
    /// Rows kept apart.
    pub bad: u32,
    /// Residents of the register that were compared.
    pub residents: u32,
    /// Rows that are someone of the register.
    pub linked: u32,
    /// Rows still to be looked at.
    pub doubtful: u32,
    /// Rows that someone answered.
    pub answered: u32,
    /// Rows that are nobody of the register.
    pub theirs_only: u32,
    /// Residents who are no row.
    pub ours_only: u32,
    /// Differences.
    pub differences: OpenSettled,
    /// `open`, `settled` or `destroyed`.
    pub state: String,
}

/// An event that came in since lists were compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventSince {
    /// Which.
    pub event: Uuid,
    /// Its kind.
    pub kind: String,
    /// When it happened, a partial date.
    pub date: String,
    /// `accepted` or `submitted`.
    pub status: String,
    /// Of whom it tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who recorded it.
    pub by_name: String,
    /// Where it came in.
    pub position: u32,
}

/// Events that may settle a difference, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventsSince {
    /// They, ten at most.
    pub items: Vec<EventSince>,
}

/// A row of a list that is in no commune's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its line in the file.
    pub line: u32,
    /// Why: `unplaced` where neither the person nor the commune is known, else as of [`BadLine`].
    pub reason: String,
}

/// A list of a larger unit, by commune.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Batch {
    /// What the parts have in common.
    pub id: Uuid,
    /// A part a commune, by code.
    pub items: Vec<Reconciliation>,
    /// Rows that are in none.
    pub left_out: Vec<LeftOut>,
}

/// Reconciliations, the latest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReconciliationList {
    /// They.
    pub items: Vec<Reconciliation>,
}

/// Why a reconciliation's rows are destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DestroyAsk {
    /// In words.
    pub reason: String,
}

/// One step of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HistoryLine {
    /// When.
    pub at: String,
    /// Who.
    pub by_name: String,
    /// `made`, `answered`, `answer_undone`, `settled`, `outcome_undone`, `downloaded` or `destroyed`.
    pub what: String,
    /// The row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// The history, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HistoryPage {
    /// The steps.
    pub items: Vec<HistoryLine>,
    /// Ask for the page after this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}
