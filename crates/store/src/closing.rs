//! Reports that are closed: their steps, versions and revisions, what they were made with, and what was declared.
//! All of it is only ever added to.

use crate::StoreError;
use async_trait::async_trait;
use danso_model::{AreaId, EventKind, HamletId, Position, ReportId, Shard, UserId};

/// A report: which form of which unit for which period. There is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Which.
    pub id: ReportId,
    /// The form, `01-DSX`.
    pub form: String,
    /// Code of the unit at the last day of the period.
    pub unit: String,
    /// The period, `2026-10`.
    pub period: String,
    /// Its first day, yyyymmdd.
    pub first_day: i32,
    /// Its last day, yyyymmdd.
    pub last_day: i32,
}

/// A step that a report went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportStepRow {
    /// From 1, without gaps.
    pub number: u32,
    /// The state it led to, as `danso-indicators` writes it.
    pub state: String,
    /// The version it was about.
    pub version: u32,
    /// Who took it.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
    /// In their words.
    pub note: Option<String>,
}

/// A report with its latest step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// Which report.
    pub report: ReportRow,
    /// Where it stands.
    pub last: ReportStepRow,
    /// When a version was last sent.
    pub sent_ms: Option<i64>,
}

/// The numbers of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportVersionRow {
    /// From 1.
    pub version: u32,
    /// The position of the log whose knowledge they are made from.
    pub position: Position,
    /// Canonical JSON.
    pub content: String,
    /// BLAKE3 of the content.
    pub hash: [u8; 32],
    /// Hash of the list of definitions.
    pub definitions: [u8; 32],
}

/// What came later changed the numbers: they stand here, and the version stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRevisionRow {
    /// From 1, without gaps.
    pub number: u32,
    /// Why.
    pub reason: String,
    /// The numbers, as of a version. `version` is the one that is revised.
    pub numbers: ReportVersionRow,
    /// What differs from the version, or from the revision before, as JSON.
    pub difference: String,
    /// Who made it.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
}

/// Something that reports are made with, kept under the hash of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionRow {
    /// BLAKE3 of the body.
    pub hash: [u8; 32],
    /// A template, a list, a territory …
    pub body: Vec<u8>,
}

/// Nothing happened in an area in a month: someone says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclarationRow {
    /// Which area.
    pub area: AreaId,
    /// Which month, yyyymm.
    pub month: i32,
    /// Who says so.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
    /// In their words.
    pub note: Option<String>,
}

/// A step to add, with what belongs to it. One transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportStepWrite {
    /// The report; added with its first step.
    pub report: ReportRow,
    /// The step.
    pub step: ReportStepRow,
    /// The numbers, for a step that makes a version.
    pub version: Option<ReportVersionRow>,
    /// What they were made with. One that is there already stays.
    pub definitions: Vec<DefinitionRow>,
}

/// Filter of a list of reports. `None` means "any".
#[derive(Debug, Clone, Default)]
pub struct ReportFilter {
    /// Only this one.
    pub id: Option<ReportId>,
    /// Only this form.
    pub form: Option<String>,
    /// Only this period.
    pub period: Option<String>,
    /// Only these units.
    pub units: Option<Vec<String>>,
}

/// Which events to count. Those that wait or were accepted.
#[derive(Debug, Clone)]
pub struct EventCount {
    /// Of these kinds.
    pub kinds: Vec<EventKind>,
    /// In these hamlets.
    pub hamlets: Vec<HamletId>,
    /// That happened from this day to that, yyyymmdd, both included.
    pub happened: (i32, i32),
    /// Accepted after this position and not after that one; None for all, also those that wait.
    pub accepted: Option<(Position, Position)>,
}

/// Events of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaEvents {
    /// The area of the household they concern; None where there is none.
    pub area: Option<AreaId>,
    /// How many count.
    pub accepted: u64,
    /// How many wait.
    pub waiting: u64,
}

/// Closed reports and what belongs to them.
#[async_trait]
pub trait ReportStore: Send + Sync {
    /// Reports, the latest period first, then by form and unit.
    async fn reports(&self, shard: Shard, filter: &ReportFilter) -> Result<Vec<ReportLine>, StoreError>;
    /// The steps of a report, oldest first.
    async fn report_steps(&self, shard: Shard, id: ReportId) -> Result<Vec<ReportStepRow>, StoreError>;
    /// The versions of a report, oldest first.
    async fn report_versions(&self, shard: Shard, id: ReportId) -> Result<Vec<ReportVersionRow>, StoreError>;
    /// The revisions of a report, oldest first.
    async fn report_revisions(&self, shard: Shard, id: ReportId) -> Result<Vec<ReportRevisionRow>, StoreError>;
    /// Adds a step. [`StoreError::Duplicate`] when the report has a step with this number already, or there is another report of the
    /// same form, unit and period: someone else was faster.
    async fn add_report_step(&self, shard: Shard, write: &ReportStepWrite) -> Result<(), StoreError>;
    /// Adds a revision and what it was made with. [`StoreError::Duplicate`] when there is one with this number.
    async fn add_report_revision(
        &self,
        shard: Shard,
        id: ReportId,
        row: &ReportRevisionRow,
        definitions: &[DefinitionRow],
    ) -> Result<(), StoreError>;
    /// Definitions by hash; those that are not there are left out.
    async fn definitions(&self, shard: Shard, hashes: &[[u8; 32]]) -> Result<Vec<DefinitionRow>, StoreError>;
    /// For each unit that ever locked a report, the last day of the latest period that it locked one for.
    async fn locked_until(&self, shard: Shard) -> Result<Vec<(String, i32)>, StoreError>;
    /// Adds a declaration; the first one for an area and month stays.
    async fn declare(&self, shard: Shard, row: &DeclarationRow) -> Result<(), StoreError>;
    /// Declarations of these areas for months from one to another, both included, by area and month.
    async fn declarations(&self, shard: Shard, areas: &[AreaId], months: (i32, i32)) -> Result<Vec<DeclarationRow>, StoreError>;
    /// Counts events by area.
    async fn events_by_area(&self, shard: Shard, count: &EventCount) -> Result<Vec<AreaEvents>, StoreError>;
    /// Counts events by the month in which they happened, yyyymm, in order.
    async fn events_by_month(&self, shard: Shard, count: &EventCount) -> Result<Vec<(i32, u64)>, StoreError>;
}
