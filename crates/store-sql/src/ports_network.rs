//! The port of the network, handed on to its tables.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::query::Query;
use crate::tables::account::{self, Which};
use crate::tables::{network, training};
use async_trait::async_trait;
use danso_model::{AreaId, CampaignId, DeviceId, Shard, UserId};
use danso_store::{
    AreaHouseholds, AssignmentRow, BurstRow, CampaignRow, DeviceRow, NetworkStore, StoreError, TrainingRow, UserRow, WorkFilter,
    WorkRow,
};

#[async_trait]
impl NetworkStore for SqlStore {
    async fn assignments(&self, shard: Shard, areas: &[AreaId]) -> Result<Vec<AssignmentRow>, StoreError> {
        network::assignments(self.readers(), shard, areas).await
    }

    async fn hand_over(&self, shard: Shard, users: &[UserRow], spans: &[AssignmentRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        account::put(self.kind(), self.inserts(), &mut tx, users).await?;
        self.insert(&mut tx, &network::ASSIGNMENT, spans, |args, row| network::bind_assignment(args, shard, row)).await?;
        tx.commit().await.map_err(engine_fault("handing an area over"))
    }

    async fn users_of_areas(&self, areas: &[AreaId]) -> Result<Vec<UserRow>, StoreError> {
        let users = network::users_of(self.readers(), areas).await?;
        account::read(self.readers(), Which::Ids(&users)).await
    }

    async fn devices_of_users(&self, shard: Shard, users: &[UserId]) -> Result<Vec<(DeviceRow, u64)>, StoreError> {
        network::devices(self.readers(), shard, users).await
    }

    async fn revoke_device(&self, id: DeviceId, at_ms: i64) -> Result<bool, StoreError> {
        let revoke = Query::new("update device set revoked_ms = $1 where id = $2 and revoked_ms is null").also(at_ms).also(id);
        Ok(revoke.run("revoking a device", self.writer()).await? > 0)
    }

    async fn work(&self, shard: Shard, filter: &WorkFilter) -> Result<Vec<WorkRow>, StoreError> {
        network::work(self.readers(), shard, filter).await
    }

    async fn bursts(&self, shard: Shard, filter: &WorkFilter, at_least: u64) -> Result<Vec<BurstRow>, StoreError> {
        network::bursts(self.readers(), shard, filter, at_least).await
    }

    async fn area_households(&self, shard: Shard, areas: &[AreaId], days: (i32, i32)) -> Result<Vec<AreaHouseholds>, StoreError> {
        network::area_households(self.readers(), shard, areas, days).await
    }

    async fn put_campaign(&self, shard: Shard, row: &CampaignRow) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let campaign = std::slice::from_ref(row);
        self.insert(&mut tx, &network::CAMPAIGN, campaign, |args, row| network::bind_campaign(args, shard, row)).await?;
        let gone = Query::new("delete from campaign_area where shard = $1 and campaign = $2").also(shard).also(row.id);
        gone.run("replacing areas of a campaign", &mut *tx).await?;
        let bind = network::bind_campaign_area;
        self.insert(&mut tx, &network::CAMPAIGN_AREA, &row.areas, |args, area| bind(args, shard, row.id, *area)).await?;
        tx.commit().await.map_err(engine_fault("writing a campaign"))
    }

    async fn campaigns(&self, shard: Shard, units: &[String]) -> Result<Vec<CampaignRow>, StoreError> {
        network::campaigns(self.readers(), shard, units).await
    }

    async fn campaign(&self, shard: Shard, id: CampaignId) -> Result<Option<CampaignRow>, StoreError> {
        network::campaign(self.readers(), shard, id).await
    }

    async fn put_training(&self, shard: Shard, rows: &[TrainingRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        self.insert(&mut tx, &training::COMPLETION, rows, |args, row| training::bind(args, shard, row)).await?;
        tx.commit().await.map_err(engine_fault("keeping completed lessons"))
    }

    async fn training(&self, shard: Shard, users: &[UserId]) -> Result<Vec<TrainingRow>, StoreError> {
        training::completions(self.readers(), shard, users).await
    }
}
