//! The network of collaborators: who had which area, what was worked where, and campaigns of review.

use crate::{DeviceRow, StoreError, UserRow};
use async_trait::async_trait;
use danso_model::{AreaId, CampaignId, DeviceId, EventKind, EventStatus, HamletId, Shard, UserId};

/// A span of time in which someone had an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentRow {
    /// The area.
    pub area: AreaId,
    /// Who.
    pub user: UserId,
    /// From when; 0 where it began before it was noted.
    pub from_ms: i64,
    /// Until when; None for now.
    pub to_ms: Option<i64>,
    /// Who gave or took it last.
    pub by: Option<UserId>,
}

/// Which events to count: those of hamlets that were recorded in a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFilter {
    /// The hamlets.
    pub hamlets: Vec<HamletId>,
    /// From this instant to before that one.
    pub recorded_ms: (i64, i64),
}

/// Events of one person, kind and status, entered in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkRow {
    /// Who recorded them, or on whose behalf an officer did.
    pub user: UserId,
    /// Whether an officer entered them on this one's behalf.
    pub behalf: bool,
    /// What.
    pub kind: EventKind,
    /// How they stand.
    pub status: EventStatus,
    /// Whether they were made on a device.
    pub mobile: bool,
    /// How many.
    pub events: u64,
    /// When the last one was recorded.
    pub last_ms: i64,
    /// The longest time between recording and arriving, in milliseconds.
    pub slowest_ms: i64,
}

/// Events of one person recorded in one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BurstRow {
    /// Who.
    pub user: UserId,
    /// The second since 1970.
    pub second: i64,
    /// How many.
    pub events: u64,
}

/// A campaign of review (rà soát).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRow {
    /// Which.
    pub id: CampaignId,
    /// The unit whose areas it covers.
    pub unit: String,
    /// What it is called.
    pub name: String,
    /// First and last day, yyyymmdd.
    pub days: (i32, i32),
    /// Areas it is narrowed to; none for all of the unit.
    pub areas: Vec<AreaId>,
    /// Who made it.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
    /// When it was ended early.
    pub ended_ms: Option<i64>,
}

/// Households of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaHouseholds {
    /// The area.
    pub area: AreaId,
    /// Its households.
    pub households: u64,
    /// Those of them that an event concerned in the days asked for.
    pub seen: u64,
    /// Those of them that were found as written.
    pub reviewed: u64,
}

/// A lesson that someone completed on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingRow {
    /// Who.
    pub user: UserId,
    /// Which lesson.
    pub lesson: String,
    /// The day, yyyymmdd.
    pub day: i32,
    /// How much of its check was right at the first try, in percent.
    pub score: u8,
}

/// The network of collaborators.
#[async_trait]
pub trait NetworkStore: Send + Sync {
    /// Who had these areas, in order of (area, from, user).
    async fn assignments(&self, shard: Shard, areas: &[AreaId]) -> Result<Vec<AssignmentRow>, StoreError>;
    /// Replaces accounts with their grants and adds or replaces spans by (area, user, from), in one transaction.
    async fn hand_over(&self, shard: Shard, users: &[UserRow], spans: &[AssignmentRow]) -> Result<(), StoreError>;
    /// Accounts that have one of these areas, in order of login.
    async fn users_of_areas(&self, areas: &[AreaId]) -> Result<Vec<UserRow>, StoreError>;
    /// Devices of accounts, in order of (account, enrolled), each with how many of its events arrived.
    async fn devices_of_users(&self, shard: Shard, users: &[UserId]) -> Result<Vec<(DeviceRow, u64)>, StoreError>;
    /// Revokes a device; false when there is none or it was revoked before. Its sessions stay, so that it can be told.
    async fn revoke_device(&self, id: DeviceId, at_ms: i64) -> Result<bool, StoreError>;
    /// What was recorded by whom, in order of (account, kind, status, mobile).
    async fn work(&self, shard: Shard, filter: &WorkFilter) -> Result<Vec<WorkRow>, StoreError>;
    /// Seconds in which someone recorded at least so many events, in order of (account, second).
    async fn bursts(&self, shard: Shard, filter: &WorkFilter, at_least: u64) -> Result<Vec<BurstRow>, StoreError>;
    /// Households of areas, and those that accepted or waiting events of these days concern. Areas without households are left out.
    async fn area_households(&self, shard: Shard, areas: &[AreaId], days: (i32, i32)) -> Result<Vec<AreaHouseholds>, StoreError>;
    /// Adds or replaces a campaign by id.
    async fn put_campaign(&self, shard: Shard, row: &CampaignRow) -> Result<(), StoreError>;
    /// Campaigns of units, the latest first.
    async fn campaigns(&self, shard: Shard, units: &[String]) -> Result<Vec<CampaignRow>, StoreError>;
    /// A campaign.
    async fn campaign(&self, shard: Shard, id: CampaignId) -> Result<Option<CampaignRow>, StoreError>;
    /// Keeps completed lessons; one of the same person, lesson and day is replaced.
    async fn put_training(&self, shard: Shard, rows: &[TrainingRow]) -> Result<(), StoreError>;
    /// Completed lessons of accounts, in order of (account, lesson, day).
    async fn training(&self, shard: Shard, users: &[UserId]) -> Result<Vec<TrainingRow>, StoreError>;
}
