//! The port of who may be the same person, handed on to its tables.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::tables::{person, same};
use async_trait::async_trait;
use danso_model::{HamletId, PersonId, Position, Shard};
use danso_store::{ApartRow, LikeRow, SameStore, StoreError};

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
}
