//! The port of what the system knows of its own working, handed on to its tables.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::tables::working;
use async_trait::async_trait;
use danso_model::{HamletId, Position, Shard, UserId};
use danso_store::{Beginning, PersonTally, StoreError, ToldNumber, UseKind, WorkingStore};

#[async_trait]
impl WorkingStore for SqlStore {
    async fn begin_counting(&self, shard: Shard, beginning: &Beginning) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let begun = working::begin(&mut tx, shard, beginning.day).await?;
        if begun {
            working::recount(&mut tx, shard).await?;
            let (faults, targets) = (&beginning.faults, &beginning.targets);
            let fault = |args: &mut _, (event, subject): &_| working::bind_pair(args, shard, *event, *subject);
            self.insert(&mut tx, &working::FAULT, faults, fault).await?;
            let target = |args: &mut _, (event, target): &_| working::bind_pair(args, shard, *event, *target);
            self.insert(&mut tx, &working::TARGET, targets, target).await?;
        }
        tx.commit().await.map_err(engine_fault("beginning to count"))?;
        Ok(begun)
    }

    async fn counting_since(&self, shard: Shard) -> Result<Option<i32>, StoreError> {
        working::since(self.readers(), shard).await
    }

    async fn hamlets_online(&self, shard: Shard, months: (i32, i32)) -> Result<Vec<HamletId>, StoreError> {
        working::online(self.readers(), shard, months).await
    }

    async fn note_use(&self, user: UserId, day: i32, kind: UseKind) -> Result<(), StoreError> {
        working::note_use(self.writer(), user, day, kind).await
    }

    async fn users_asking(&self, days: (i32, i32)) -> Result<Vec<UserId>, StoreError> {
        working::asking(self.readers(), days).await
    }

    async fn mobile_collaborators(&self, shard: Shard, after: Position, upto: Position) -> Result<Vec<UserId>, StoreError> {
        working::mobile(self.readers(), shard, after, upto).await
    }

    async fn person_tallies(&self, shard: Shard, month: i32) -> Result<Vec<PersonTally>, StoreError> {
        working::tallies(self.readers(), shard, month).await
    }

    async fn faulty_persons(&self, shard: Shard) -> Result<Vec<(HamletId, u64)>, StoreError> {
        working::faulty(self.readers(), shard).await
    }

    async fn tell(&self, shard: Shard, row: &ToldNumber) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let row = std::slice::from_ref(row);
        self.insert(&mut tx, &working::TOLD, row, |args, row| working::bind_told(args, shard, row)).await?;
        tx.commit().await.map_err(engine_fault("telling a number"))
    }

    async fn told(&self, shard: Shard) -> Result<Vec<ToldNumber>, StoreError> {
        working::told(self.readers(), shard).await
    }
}
