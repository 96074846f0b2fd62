//! The port of forecasts, handed on to their table.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::tables::forecast;
use async_trait::async_trait;
use danso_model::{ForecastId, Shard};
use danso_store::{ForecastRow, ForecastStore, StoreError};

#[async_trait]
impl ForecastStore for SqlStore {
    async fn put_forecasts(&self, shard: Shard, rows: &[(ForecastRow, String)]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.insert(&mut tx, &forecast::TARGET, rows, |args, row| forecast::bind(args, shard, row)).await?;
        tx.commit().await.map_err(engine_fault("keeping forecasts"))
    }

    async fn forecasts(&self, shard: Shard, unit: &str, limit: u32) -> Result<Vec<ForecastRow>, StoreError> {
        forecast::of_unit(self.readers(), shard, unit, limit).await
    }

    async fn forecasts_below(&self, shard: Shard, parent: ForecastId) -> Result<Vec<ForecastRow>, StoreError> {
        forecast::below(self.readers(), shard, parent).await
    }

    async fn forecast(&self, shard: Shard, id: ForecastId) -> Result<Option<(ForecastRow, String)>, StoreError> {
        forecast::one(self.readers(), shard, id).await
    }
}
