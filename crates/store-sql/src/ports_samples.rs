//! The port of samples, handed on to its tables.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::query::Query;
use crate::tables::sample;
use async_trait::async_trait;
use danso_model::{SampleId, Shard};
use danso_store::{DifferenceRow, PointRow, SampleRow, SampleStore, SampledRow, StoreError};

#[async_trait]
impl SampleStore for SqlStore {
    async fn put_sample(&self, shard: Shard, row: &SampleRow, households: &[SampledRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let one = std::slice::from_ref(row);
        self.insert(&mut tx, &sample::SAMPLE, one, |args, row| sample::bind_sample(args, shard, row)).await?;
        let bind = sample::bind_household;
        self.insert(&mut tx, &sample::HOUSEHOLD, households, |args, each| bind(args, shard, row.id, each)).await?;
        tx.commit().await.map_err(engine_fault("writing a sample"))
    }

    async fn samples(&self, shard: Shard, unit: &str) -> Result<Vec<SampleRow>, StoreError> {
        sample::of_unit(self.readers(), shard, unit).await
    }

    async fn sample(&self, shard: Shard, id: SampleId) -> Result<Option<SampleRow>, StoreError> {
        sample::one(self.readers(), shard, id).await
    }

    async fn sampled(&self, shard: Shard, id: SampleId) -> Result<Vec<SampledRow>, StoreError> {
        sample::households(self.readers(), shard, id).await
    }

    async fn put_reading(
        &self,
        shard: Shard,
        id: SampleId,
        household: &SampledRow,
        points: &[PointRow],
        differences: &[DifferenceRow],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let one = std::slice::from_ref(household);
        self.insert(&mut tx, &sample::HOUSEHOLD, one, |args, row| sample::bind_household(args, shard, id, row)).await?;
        for table in ["sample_point", "sample_difference"] {
            let gone = Query::new("delete from ").text(table).text(" where shard = ").bind(shard);
            let gone = gone.text(" and sample = ").bind(id).text(" and household = ").bind(household.household);
            gone.run("replacing a reading", &mut *tx).await?;
        }
        self.insert(&mut tx, &sample::POINT, points, |args, row| sample::bind_point(args, shard, id, row)).await?;
        self.insert(&mut tx, &sample::DIFFERENCE, differences, |args, row| sample::bind_difference(args, shard, id, row)).await?;
        tx.commit().await.map_err(engine_fault("writing a reading"))
    }

    async fn sample_points(&self, shard: Shard, id: SampleId) -> Result<Vec<PointRow>, StoreError> {
        sample::points(self.readers(), shard, id).await
    }

    async fn sample_differences(&self, shard: Shard, id: SampleId) -> Result<Vec<DifferenceRow>, StoreError> {
        sample::differences(self.readers(), shard, id).await
    }

    async fn put_difference(&self, shard: Shard, id: SampleId, row: &DifferenceRow) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let one = std::slice::from_ref(row);
        self.insert(&mut tx, &sample::DIFFERENCE, one, |args, row| sample::bind_difference(args, shard, id, row)).await?;
        tx.commit().await.map_err(engine_fault("writing a verdict"))
    }
}
