//! Forecasts that were made, each as it was made.

use crate::StoreError;
use async_trait::async_trait;
use danso_model::{ForecastId, Shard, UserId};

/// A forecast, without everything that went in and came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastRow {
    /// Which.
    pub id: ForecastId,
    /// Code of the unit.
    pub unit: String,
    /// The forecast of the unit above that it was made to agree with.
    pub parent: Option<ForecastId>,
    /// The day of the base, yyyymmdd.
    pub base: i32,
    /// Who made it.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
    /// JSON: what a list shows.
    pub summary: String,
}

/// Forecasts. They are added and read, never changed.
#[async_trait]
pub trait ForecastStore: Send + Sync {
    /// Adds forecasts, each with its document, in one transaction. A second one of an id is refused.
    async fn put_forecasts(&self, shard: Shard, rows: &[(ForecastRow, String)]) -> Result<(), StoreError>;
    /// Those of a unit, the latest first, `limit` at most.
    async fn forecasts(&self, shard: Shard, unit: &str, limit: u32) -> Result<Vec<ForecastRow>, StoreError>;
    /// Those made to agree with one, in order of unit.
    async fn forecasts_below(&self, shard: Shard, parent: ForecastId) -> Result<Vec<ForecastRow>, StoreError>;
    /// One, with its document.
    async fn forecast(&self, shard: Shard, id: ForecastId) -> Result<Option<(ForecastRow, String)>, StoreError>;
}
