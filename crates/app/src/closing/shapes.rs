//! What is told of reports.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportSummary {
    /// Which.
    pub id: Uuid,
    /// The form.
    pub form: String,
    /// Code of the unit.
    pub unit: String,
    /// Its name with its kind.
    pub unit_name: String,
    /// The period.
    pub period: String,
    /// `prepared`, `verified`, `signed`, `sent`, `received`, `accepted`, `returned` or `locked`.
    pub state: String,
    /// The latest version.
    pub version: u32,
    /// When the last step was taken.
    pub at: String,
    /// The day on which it is due; left out where no text was found that says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Whether all days off on the way to it are announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_announced: Option<bool>,
    /// The day on which it was last sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_on: Option<String>,
    /// Days that are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<u32>,
    /// Days by which it is or was late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_late: Option<u32>,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepLine {
    /// From 1.
    pub number: u32,
    /// Where it led.
    pub state: String,
    /// Which version it was about.
    pub version: u32,
    /// Who took it.
    pub by: Uuid,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: String,
    /// In their words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A version or a revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportPart {
    /// The version.
    pub version: u32,
    /// The number of the revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// From the knowledge at this position.
    pub position: u32,
    /// BLAKE3 of the content.
    pub hash: String,
    /// Why it was revised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was revised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The canonical JSON, byte by byte what is hashed.
    pub content: String,
}

/// A report with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportReply {
    /// The report.
    #[serde(flatten)]
    pub report: ReportSummary,
    /// All steps, oldest first.
    pub steps: Vec<StepLine>,
    /// All versions, oldest first.
    pub versions: Vec<ReportPart>,
    /// All revisions, oldest first.
    pub revisions: Vec<ReportPart>,
}

/// A version or revision that was made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckLine {
    /// The version.
    pub version: u32,
    /// The number of the revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// The hash that is stored.
    pub hash: String,
    /// The hash of what is made again; left out where it cannot be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again: Option<String>,
    /// Whether the stored content has the stored hash and is made again byte by byte.
    pub ok: bool,
    /// What is off, for a developer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// A report that was made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CheckReply {
    /// Which.
    pub id: Uuid,
    /// Whether nothing is off.
    pub ok: bool,
    /// Whether each step leads on from the one before.
    pub steps_ok: bool,
    /// Versions and revisions.
    pub parts: Vec<CheckLine>,
}

/// A cell that a revision changes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DifferenceLine {
    /// Id of the row.
    pub row: String,
    /// Its number as printed.
    pub number: String,
    /// Its label.
    pub label: String,
    /// The unit of the column.
    pub unit: String,
    /// `period` or `year_to_date`.
    pub span: String,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<f64>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<f64>,
    /// New less old.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<f64>,
}

/// A revision.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RevisionReply {
    /// Of which report.
    pub id: Uuid,
    /// From 1.
    pub revision: u32,
    /// Of this version.
    pub version: u32,
    /// Why.
    pub reason: String,
    /// From the knowledge at this position.
    pub position: u32,
    /// BLAKE3 of the content.
    pub hash: String,
    /// What differs from the version, or from the revision before.
    pub differences: Vec<DifferenceLine>,
}

/// A declaration that nothing happened in an area in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeclarationReply {
    /// Which area.
    pub area: Uuid,
    /// `2026-10`
    pub period: String,
    /// Whether it stands: what is declared once stays.
    pub declared: bool,
}

/// The report of one unit on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoardRow {
    /// Code of the unit.
    pub unit: String,
    /// Its name with its kind.
    pub unit_name: String,
    /// The report, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// `open`, or as in a list of reports.
    pub state: String,
    /// The latest version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Whether it was sent and not given back.
    pub reported: bool,
    /// The day on which it was last sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_on: Option<String>,
    /// Days that are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<u32>,
    /// Days by which it is or was late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_late: Option<u32>,
}

/// The work of one area on the board of its commune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AreaLine {
    /// Which.
    pub area: Uuid,
    /// Địa bàn số.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Who collects there.
    pub collaborators: Vec<String>,
    /// `reported`, `nothing` (declared) or `missing`.
    pub standing: String,
    /// Events of the period that count.
    pub accepted: u64,
    /// Events of the period that wait.
    pub waiting: u64,
    /// Whether it was declared that nothing happened, also where events came nevertheless.
    pub declared_nothing: bool,
}

/// The board in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoardSummary {
    /// How many should report: units below, or areas of a commune.
    pub due: u32,
    /// How many reported something.
    pub reported: u32,
    /// How many areas declared that there is nothing to report.
    pub nothing: u32,
    /// How many did neither.
    pub missing: u32,
    /// How many are late or were.
    pub late: u32,
    /// Reported or declared, in tenths of a percent.
    pub complete_permille: u32,
}

/// Who has reported and who has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoardReply {
    /// Code of the unit.
    pub unit: String,
    /// Its name with its kind.
    pub unit_name: String,
    /// The form.
    pub form: String,
    /// The period.
    pub period: String,
    /// The day on which reports are due; left out where no text was found that says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Whether all days off on the way to it are announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_announced: Option<bool>,
    /// The day on which this was looked at.
    pub today: String,
    /// Units that report on the form: those below, or the unit itself.
    pub rows: Vec<BoardRow>,
    /// Areas, for a commune.
    pub areas: Vec<AreaLine>,
    /// In numbers.
    pub summary: BoardSummary,
}
