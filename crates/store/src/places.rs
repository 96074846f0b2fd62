//! The deployment's own territory: hamlets, areas of work, settings of communes.

use crate::StoreError;
use async_trait::async_trait;
use danso_model::{AreaId, HamletId, Shard};

/// A dated row of a hamlet. Several rows with one id tell its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HamletRow {
    /// Which.
    pub id: HamletId,
    /// The code, such as `31117.03`.
    pub code: String,
    /// The name.
    pub name: String,
    /// Thôn, ấp, khu vực …
    pub kind: String,
    /// The commune it belongs to in this span.
    pub commune: String,
    /// First day, yyyymmdd; None for "since ever".
    pub valid_from: Option<i32>,
    /// Last day, yyyymmdd; None for "until now".
    pub valid_to: Option<i32>,
}

/// A collaborator's area of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaRow {
    /// Which.
    pub id: AreaId,
    /// Địa bàn số, unique inside its commune.
    pub number: String,
    /// The name.
    pub name: String,
    /// The commune that runs it.
    pub commune: String,
    /// The hamlets it covers, wholly or in part.
    pub hamlets: Vec<HamletId>,
}

/// How a commune works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommuneSetting {
    /// Which commune.
    pub commune: String,
    /// Whether clean events are accepted without the officer.
    pub accept_clean: bool,
}

/// The deployment's territory.
#[async_trait]
pub trait PlaceStore: Send + Sync {
    /// All dated rows of hamlets, in order of (code, `valid_from`).
    async fn hamlets(&self, shard: Shard) -> Result<Vec<HamletRow>, StoreError>;
    /// Adds rows; one with the same (id, `valid_from`) is replaced.
    async fn put_hamlets(&self, shard: Shard, rows: &[HamletRow]) -> Result<(), StoreError>;
    /// All areas, in order of (commune, number).
    async fn areas(&self, shard: Shard) -> Result<Vec<AreaRow>, StoreError>;
    /// Adds or replaces areas by id.
    async fn put_areas(&self, shard: Shard, rows: &[AreaRow]) -> Result<(), StoreError>;
    /// Settings of communes; those that never chose are left out.
    async fn commune_settings(&self, shard: Shard) -> Result<Vec<CommuneSetting>, StoreError>;
    /// Adds or replaces a setting.
    async fn put_commune_setting(&self, shard: Shard, row: &CommuneSetting) -> Result<(), StoreError>;
}
