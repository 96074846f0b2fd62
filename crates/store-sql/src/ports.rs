//! The ports of `danso-store`, handed on to the tables.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::query::Query;
use crate::tables::account::Which;
use crate::tables::{account, area, audit, device, event, hamlet, household, key, last_of_each, log, parked, person, session};
use async_trait::async_trait;
use danso_model::{AreaId, DeviceId, EventId, EventStatus, HamletId, HouseholdId, PersonId, Position, Shard, SubjectId, UserId};
use danso_store::{
    AreaRow, AuditRow, Batch, CommuneSetting, DeviceCode, DeviceRow, EventFilter, EventRow, HamletRow, Head, HouseholdRow,
    KeyStore, LogStore, ParkedRow, PeopleStore, PersonFilter, PersonRow, PlaceStore, ProjectionStore, SessionRow, StatusCounts,
    Store, StoreError, StoredEntry, UserRow, WrappedKey,
};

#[async_trait]
impl Store for SqlStore {
    async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_tables().await
    }

    fn engine(&self) -> &'static str {
        self.kind().name()
    }
}

#[async_trait]
impl LogStore for SqlStore {
    async fn shards(&self) -> Result<Vec<Shard>, StoreError> {
        log::shards(self.readers()).await
    }

    async fn head(&self, shard: Shard) -> Result<Head, StoreError> {
        log::head(self.readers(), shard).await
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        crate::commit::commit(self, &batch).await
    }

    async fn entries(&self, shard: Shard, after: Position, limit: u32) -> Result<Vec<StoredEntry>, StoreError> {
        log::after(self.readers(), shard, after, limit).await
    }

    async fn entries_of(&self, shard: Shard, subjects: &[SubjectId]) -> Result<Vec<StoredEntry>, StoreError> {
        log::of_subjects(self.readers(), shard, subjects).await
    }

    async fn entries_by_event(&self, shard: Shard, events: &[EventId]) -> Result<Vec<StoredEntry>, StoreError> {
        log::by_event(self.readers(), shard, events).await
    }

    async fn subjects_of(&self, shard: Shard, events: &[EventId]) -> Result<Vec<(EventId, SubjectId)>, StoreError> {
        log::subjects_of(self.readers(), shard, events).await
    }
}

#[async_trait]
impl ProjectionStore for SqlStore {
    async fn events_by_id(&self, shard: Shard, ids: &[EventId]) -> Result<Vec<EventRow>, StoreError> {
        event::by_id(self.readers(), shard, ids).await
    }

    async fn statuses(&self, shard: Shard, ids: &[EventId]) -> Result<Vec<(EventId, EventStatus, Option<Position>)>, StoreError> {
        event::statuses(self.readers(), shard, ids).await
    }

    async fn events(&self, shard: Shard, filter: &EventFilter) -> Result<Vec<EventRow>, StoreError> {
        event::list(self.readers(), shard, filter).await
    }

    async fn status_counts(&self, shard: Shard, hamlets: Option<&[HamletId]>) -> Result<StatusCounts, StoreError> {
        event::counts(self.readers(), shard, hamlets).await
    }

    async fn persons_by_id(&self, shard: Shard, ids: &[PersonId]) -> Result<Vec<PersonRow>, StoreError> {
        person::by_id(self.readers(), shard, ids).await
    }

    async fn persons(&self, shard: Shard, filter: &PersonFilter) -> Result<Vec<PersonRow>, StoreError> {
        person::list(self.readers(), shard, filter).await
    }

    async fn persons_by_pin(&self, shard: Shard, pin_mac: &[u8; 32]) -> Result<Vec<PersonRow>, StoreError> {
        person::by_pin(self.readers(), shard, pin_mac).await
    }

    async fn members_of(&self, shard: Shard, households: &[HouseholdId]) -> Result<Vec<PersonId>, StoreError> {
        person::members_of(self.readers(), shard, households).await
    }

    async fn homes_of(&self, shard: Shard, persons: &[PersonId]) -> Result<Vec<(PersonId, HouseholdId)>, StoreError> {
        person::homes_of(self.readers(), shard, persons).await
    }

    async fn households_by_id(&self, shard: Shard, ids: &[HouseholdId]) -> Result<Vec<HouseholdRow>, StoreError> {
        household::by_id(self.readers(), shard, ids).await
    }

    async fn households_of_areas(
        &self,
        shard: Shard,
        areas: &[AreaId],
        after: Position,
        limit: u32,
    ) -> Result<Vec<HouseholdRow>, StoreError> {
        household::of_areas(self.readers(), shard, areas, after, limit).await
    }

    async fn persons_page(&self, shard: Shard, after: Option<PersonId>, limit: u32) -> Result<Vec<PersonRow>, StoreError> {
        person::page(self.readers(), shard, after, limit).await
    }

    async fn households_page(
        &self,
        shard: Shard,
        after: Option<HouseholdId>,
        limit: u32,
    ) -> Result<Vec<HouseholdRow>, StoreError> {
        household::page(self.readers(), shard, after, limit).await
    }

    async fn clear_projections(&self, shard: Shard) -> Result<(), StoreError> {
        let doing = "emptying the projections";
        let mut tx = self.begin().await?;
        for text in [
            "delete from event where shard = $1",
            "delete from person where shard = $1",
            "delete from household where shard = $1",
            "delete from person_tally where shard = $1",
            "delete from event_fault where shard = $1",
            "delete from event_target where shard = $1",
            "delete from device_counter where shard = $1 and not exists \
             (select 1 from parked where parked.shard = device_counter.shard and parked.id = device_counter.event)",
        ] {
            Query::new(text).also(shard).run(doing, &mut *tx).await?;
        }
        tx.commit().await.map_err(engine_fault(doing))
    }

    async fn parked(&self, shard: Shard, waiting_for: Option<&[SubjectId]>) -> Result<Vec<ParkedRow>, StoreError> {
        parked::waiting(self.readers(), shard, waiting_for).await
    }

    async fn parked_by_id(&self, shard: Shard, ids: &[EventId]) -> Result<Vec<ParkedRow>, StoreError> {
        parked::by_id(self.readers(), shard, ids).await
    }

    async fn counters(&self, shard: Shard, device: DeviceId) -> Result<(u64, u64, Vec<u64>), StoreError> {
        parked::counters(self.readers(), shard, device).await
    }
}

#[async_trait]
impl KeyStore for SqlStore {
    async fn keys(&self, shard: Shard, subjects: &[SubjectId]) -> Result<Vec<WrappedKey>, StoreError> {
        key::of(self.readers(), shard, subjects).await
    }
}

#[async_trait]
impl PlaceStore for SqlStore {
    async fn hamlets(&self, shard: Shard) -> Result<Vec<HamletRow>, StoreError> {
        hamlet::all(self.readers(), shard).await
    }

    async fn put_hamlets(&self, shard: Shard, rows: &[HamletRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let rows = last_of_each(rows, hamlet::key);
        self.insert(&mut tx, &hamlet::TARGET, &rows, |args, row| hamlet::bind(args, shard, row)).await?;
        tx.commit().await.map_err(engine_fault("adding hamlets"))
    }

    async fn areas(&self, shard: Shard) -> Result<Vec<AreaRow>, StoreError> {
        area::all(self.readers(), shard).await
    }

    async fn put_areas(&self, shard: Shard, rows: &[AreaRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        area::put(self.kind(), self.inserts(), &mut tx, shard, rows).await?;
        tx.commit().await.map_err(engine_fault("adding areas"))
    }

    async fn commune_settings(&self, shard: Shard) -> Result<Vec<CommuneSetting>, StoreError> {
        area::settings(self.readers(), shard).await
    }

    async fn put_commune_setting(&self, shard: Shard, row: &CommuneSetting) -> Result<(), StoreError> {
        area::put_setting(self.writer(), shard, row).await
    }
}

#[async_trait]
impl PeopleStore for SqlStore {
    async fn user_by_login(&self, login: &str) -> Result<Option<UserRow>, StoreError> {
        Ok(account::read(self.readers(), Which::Login(login)).await?.pop())
    }

    async fn users_by_id(&self, ids: &[UserId]) -> Result<Vec<UserRow>, StoreError> {
        account::read(self.readers(), Which::Ids(ids)).await
    }

    async fn users(&self) -> Result<Vec<UserRow>, StoreError> {
        account::read(self.readers(), Which::All).await
    }

    async fn put_user(&self, row: &UserRow) -> Result<(), StoreError> {
        self.put_users(std::slice::from_ref(row)).await
    }

    async fn put_users(&self, rows: &[UserRow]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        account::put(self.kind(), self.inserts(), &mut tx, rows).await?;
        tx.commit().await.map_err(engine_fault("adding accounts"))
    }

    async fn put_session(&self, row: &SessionRow) -> Result<(), StoreError> {
        session::put(self.writer(), row).await
    }

    async fn session(&self, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        session::by_token(self.readers(), token_hash).await
    }

    async fn delete_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        session::delete(self.writer(), token_hash).await
    }

    async fn delete_sessions_of(&self, user: UserId, now_ms: i64) -> Result<(), StoreError> {
        session::delete_of(self.writer(), user, now_ms).await
    }

    async fn put_device(&self, row: &DeviceRow) -> Result<(), StoreError> {
        device::put(self.writer(), row).await
    }

    async fn device(&self, id: DeviceId) -> Result<Option<DeviceRow>, StoreError> {
        device::by_id(self.readers(), id).await
    }

    async fn devices_of(&self, user: UserId) -> Result<Vec<DeviceRow>, StoreError> {
        device::of_user(self.readers(), user).await
    }

    async fn put_device_code(&self, row: &DeviceCode) -> Result<(), StoreError> {
        session::put_code(self.writer(), row).await
    }

    async fn take_device_code(&self, code_hash: &[u8; 32]) -> Result<Option<DeviceCode>, StoreError> {
        session::take_code(self.writer(), code_hash).await
    }

    async fn audit(&self, row: &AuditRow) -> Result<(), StoreError> {
        audit::add(self.writer(), row).await
    }

    async fn audit_page(&self, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        audit::page(self.readers(), limit).await
    }
}
