//! The port of who may be the same person, handed on to its tables.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::tables::{night, person, same};
use async_trait::async_trait;
use danso_model::{HamletId, PersonId, Position, Shard};
use danso_store::{ApartRow, LikeRow, NightPairRow, NightRow, SameStore, StoreError};

#[async_trait]
impl SameStore for SqlStore {
    async fn people_since(&self, shard: Shard, hamlets: &[HamletId], after: Position) -> Result<Vec<LikeRow>, StoreError> {
        person::since(self.readers(), shard, hamlets, after).await
    }

    async fn put_apart(&self, shard: Shard, row: &ApartRow) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let bind = |args: &mut _, row: &ApartRow| same::bind(args, shard, row);
        self.insert(&mut tx, &same::TARGET, std::slice::from_ref(row), bind).await?;
        tx.commit().await.map_err(engine_fault("keeping two persons apart"))
    }

    async fn remove_apart(&self, shard: Shard, one: PersonId, other: PersonId) -> Result<bool, StoreError> {
        same::remove(self.writer(), shard, one, other).await
    }

    async fn apart(&self, shard: Shard, persons: &[PersonId]) -> Result<Vec<ApartRow>, StoreError> {
        same::of(self.readers(), shard, persons).await
    }

    async fn put_night(&self, shard: Shard, row: &NightRow, pairs: &[NightPairRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        night::clear_pairs(&mut tx, shard).await?;
        let bind = |args: &mut _, row: &NightRow| night::bind(args, shard, row);
        self.insert(&mut tx, &night::TARGET, std::slice::from_ref(row), bind).await?;
        self.insert(&mut tx, &night::PAIRS, pairs, |args, row| night::bind_pair(args, shard, row)).await?;
        tx.commit().await.map_err(engine_fault("keeping a search"))
    }

    async fn night(&self, shard: Shard) -> Result<Option<NightRow>, StoreError> {
        night::last(self.readers(), shard).await
    }

    async fn night_pairs(&self, shard: Shard, hamlets: Option<&[HamletId]>) -> Result<Vec<NightPairRow>, StoreError> {
        night::pairs(self.readers(), shard, hamlets).await
    }
}
