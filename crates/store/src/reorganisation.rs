//! The deployment's own map over the embedded one, and the reorganisations that made it.
//!
//! A reorganisation is a set of rows before and after, over all tables of the territory and the grants of accounts, written in one
//! transaction; undoing it is the same set turned round. It is refused when a row is not what it was when the set was worked out.

use crate::{AreaRow, AuditRow, Batch, CommuneSetting, Grant, HamletRow, StoreError};
use async_trait::async_trait;
use danso_model::{DeviceId, HamletId, Shard, UserId};

/// A version of a unit above the hamlets that the deployment laid over the embedded map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// The code.
    pub code: String,
    /// First day, yyyymmdd; None for "since ever".
    pub valid_from: Option<i32>,
    /// Last day, yyyymmdd; None for "until now".
    pub valid_to: Option<i32>,
    /// Kind and name: `Phường Ba Đình`.
    pub full_name: String,
    /// The unit above.
    pub parent: Option<String>,
    /// The legal text.
    pub decree: Option<String>,
}

/// One unit going, whole or in part, into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessionRow {
    /// The old unit.
    pub old: String,
    /// The new unit.
    pub new: String,
    /// The day, yyyymmdd.
    pub on: i32,
    /// Whether it went whole, with all its people.
    pub whole: bool,
    /// The legal text.
    pub decree: String,
}

/// People of one hamlet who went to another, or stayed, when hamlets were divided or joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HamletStepRow {
    /// Where they lived.
    pub old: HamletId,
    /// Where they live now.
    pub new: HamletId,
    /// The day, yyyymmdd.
    pub on: i32,
    /// Households.
    pub households: u32,
    /// Usual residents.
    pub persons: u32,
}

/// A hamlet whose commune from a day on was chosen by rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuessRow {
    /// The hamlet.
    pub hamlet: HamletId,
    /// The day, yyyymmdd.
    pub on: i32,
}

/// What of the map is the deployment's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MapRows {
    /// The last day, yyyymmdd, whose embedded decrees are in force; None for all of them.
    pub through: Option<i32>,
    /// In order of (code, `valid_from`).
    pub units: Vec<UnitRow>,
    /// In order of (on, old, new).
    pub successions: Vec<SuccessionRow>,
    /// In order of (on, old, new).
    pub steps: Vec<HamletStepRow>,
    /// In order of (on, hamlet).
    pub guesses: Vec<GuessRow>,
}

/// What an account may do where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantsRow {
    /// Whose.
    pub user: UserId,
    /// All of them, in their order.
    pub grants: Vec<Grant>,
}

/// A row before and after; missing before: added, missing after: taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSwap<T> {
    /// As it is.
    pub before: Option<T>,
    /// As it is to be.
    pub after: Option<T>,
}

/// What a reorganisation writes. A row stands in at most one swap, by its key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TerritoryChange {
    /// [`MapRows::through`], when it changes: before and after.
    pub through: Option<(Option<i32>, Option<i32>)>,
    /// By (code, `valid_from`).
    pub units: Vec<RowSwap<UnitRow>>,
    /// By (on, old, new).
    pub successions: Vec<RowSwap<SuccessionRow>>,
    /// By (on, old, new).
    pub steps: Vec<RowSwap<HamletStepRow>>,
    /// By (on, hamlet).
    pub guesses: Vec<RowSwap<GuessRow>>,
    /// By (id, `valid_from`).
    pub hamlets: Vec<RowSwap<HamletRow>>,
    /// By id.
    pub areas: Vec<RowSwap<AreaRow>>,
    /// By commune.
    pub settings: Vec<RowSwap<CommuneSetting>>,
    /// By user; both sides are there.
    pub grants: Vec<RowSwap<GrantsRow>>,
}

/// A reorganisation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReorganisationRow {
    /// Its id.
    pub id: [u8; 16],
    /// What it is called.
    pub name: String,
    /// The plan as it was given, JSON.
    pub plan: String,
    /// What it counted, JSON.
    pub summary: String,
    /// First day of all that it changes, yyyymmdd.
    pub first: i32,
    /// What it wrote, as its maker encodes it, for undoing.
    pub changes: Vec<u8>,
    /// When applied.
    pub made_ms: i64,
    /// By whom; None from the command line.
    pub made_by: Option<UserId>,
    /// When undone.
    pub undone_ms: Option<i64>,
    /// By whom.
    pub undone_by: Option<UserId>,
}

/// What is noted of a reorganisation in the transaction that writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReorganisationMark {
    /// It is made.
    Made(ReorganisationRow),
    /// It is undone.
    Undone {
        /// Which.
        id: [u8; 16],
        /// When.
        at_ms: i64,
        /// By whom.
        by: Option<UserId>,
    },
}

/// Whether a reorganisation was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reorganised {
    /// All of it.
    Done,
    /// Nothing: something is not what it was when the change was worked out.
    Moved {
        /// Which row.
        what: String,
    },
}

/// A device that has given out more counters than arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceBehind {
    /// Which.
    pub id: DeviceId,
    /// Whose.
    pub user: UserId,
    /// Counters given out and not received, by what it said when it last spoke.
    pub unsent: u64,
    /// When it last spoke.
    pub seen_ms: Option<i64>,
}

/// The deployment's own map and its reorganisations.
#[async_trait]
pub trait ReorganisationStore: Send + Sync {
    /// What of the map is the deployment's own.
    async fn map_rows(&self, shard: Shard) -> Result<MapRows, StoreError>;
    /// Sets the last day whose embedded decrees are in force; for a register that is being made.
    async fn put_map_through(&self, shard: Shard, through: Option<i32>) -> Result<(), StoreError>;
    /// All reorganisations, the last made first, with empty `changes`.
    async fn reorganisations(&self, shard: Shard) -> Result<Vec<ReorganisationRow>, StoreError>;
    /// One of them, whole.
    async fn reorganisation(&self, shard: Shard, id: &[u8; 16]) -> Result<Option<ReorganisationRow>, StoreError>;
    /// Devices, not revoked, that have given out more counters than arrived in the shard, in order of id.
    async fn devices_behind(&self, shard: Shard) -> Result<Vec<DeviceBehind>, StoreError>;
    /// Writes a change, its mark, an entry of the audit and perhaps a batch of the log in one transaction. Nothing is written when a row
    /// before is not what the change says, or when the one to be undone is not there or undone already; `HeadMoved` as for a commit.
    async fn reorganise(
        &self,
        shard: Shard,
        change: &TerritoryChange,
        mark: &ReorganisationMark,
        batch: Option<Batch>,
        audit: &AuditRow,
    ) -> Result<Reorganised, StoreError>;
}
