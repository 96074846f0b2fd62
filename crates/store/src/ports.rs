//! The log, the projections and the keys.

use crate::{
    Batch, EventRow, ForecastStore, Head, HouseholdRow, NetworkStore, ParkedRow, PeopleStore, PersonRow, PlaceStore,
    ReconciliationStore, ReorganisationStore, ReportStore, SameStore, SampleStore, Severity, StatusCounts, StoreError,
    StoredEntry, WorkingStore, WrappedKey,
};
use async_trait::async_trait;
use danso_model::{AreaId, DeviceId, EventId, EventStatus, HamletId, HouseholdId, PersonId, Position, Shard, SubjectId};

/// A whole store.
#[async_trait]
pub trait Store:
    LogStore
    + ProjectionStore
    + KeyStore
    + PlaceStore
    + PeopleStore
    + NetworkStore
    + ReorganisationStore
    + ReportStore
    + SameStore
    + SampleStore
    + ForecastStore
    + ReconciliationStore
    + WorkingStore
{
    /// Brings the tables up to date; called once at start.
    async fn migrate(&self) -> Result<(), StoreError>;
    /// `sqlite` or `postgres`, for messages.
    fn engine(&self) -> &'static str;
}

/// The append-only log.
#[async_trait]
pub trait LogStore: Send + Sync {
    /// Shards that have a log, in order.
    async fn shards(&self) -> Result<Vec<Shard>, StoreError>;
    /// The end of a log.
    async fn head(&self, shard: Shard) -> Result<Head, StoreError>;
    /// Writes a batch in one durable transaction (full fsync). Fails with [`StoreError::HeadMoved`] and changes nothing when the log is
    /// not where the batch expects it.
    async fn commit(&self, batch: Batch) -> Result<(), StoreError>;
    /// Up to `limit` entries after a position, in order.
    async fn entries(&self, shard: Shard, after: Position, limit: u32) -> Result<Vec<StoredEntry>, StoreError>;
    /// The event-carrying entries that concern any of these subjects, each once, in order of position. Any number of subjects.
    async fn entries_of(&self, shard: Shard, subjects: &[SubjectId]) -> Result<Vec<StoredEntry>, StoreError>;
    /// The event-carrying entries of these events, in order of position.
    async fn entries_by_event(&self, shard: Shard, events: &[EventId]) -> Result<Vec<StoredEntry>, StoreError>;
    /// The subjects under which these events are indexed.
    async fn subjects_of(&self, shard: Shard, events: &[EventId]) -> Result<Vec<(EventId, SubjectId)>, StoreError>;
}

/// Filter of a list of events. `None` means "any".
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// Only these hamlets.
    pub hamlets: Option<Vec<HamletId>>,
    /// Only this status.
    pub status: Option<EventStatus>,
    /// Only this severity.
    pub severity: Option<Severity>,
    /// Only under this household.
    pub household: Option<HouseholdId>,
    /// Only from this device.
    pub device: Option<DeviceId>,
    /// Only by this account.
    pub by: Option<danso_model::UserId>,
    /// Only those that came in or were decided on after this position.
    pub changed_after: Option<Position>,
    /// Only those that came in after this position (paging; lists are in order of position).
    pub after: Option<Position>,
    /// At most so many.
    pub limit: u32,
}

/// Filter of a list of persons. `None` means "any". Lists are in order of (fold, id).
#[derive(Debug, Clone, Default)]
pub struct PersonFilter {
    /// Only these hamlets.
    pub hamlets: Option<Vec<HamletId>>,
    /// Only these persons.
    pub persons: Option<Vec<PersonId>>,
    /// Every one of these folded words must stand in the folded name.
    pub words: Vec<String>,
    /// Only persons living there now.
    pub resident: Option<bool>,
    /// Those after this one in the order of the list.
    pub after: Option<(String, PersonId)>,
    /// At most so many.
    pub limit: u32,
}

/// What can be rebuilt from the log.
#[async_trait]
pub trait ProjectionStore: Send + Sync {
    /// Events by id, in no order.
    async fn events_by_id(&self, shard: Shard, ids: &[EventId]) -> Result<Vec<EventRow>, StoreError>;
    /// Where events stand and where they were decided on, in no order.
    async fn statuses(&self, shard: Shard, ids: &[EventId]) -> Result<Vec<(EventId, EventStatus, Option<Position>)>, StoreError>;
    /// Events of a list, in order of position.
    async fn events(&self, shard: Shard, filter: &EventFilter) -> Result<Vec<EventRow>, StoreError>;
    /// How many events of these hamlets (None: all) stand where.
    async fn status_counts(&self, shard: Shard, hamlets: Option<&[HamletId]>) -> Result<StatusCounts, StoreError>;
    /// Persons by id, in no order.
    async fn persons_by_id(&self, shard: Shard, ids: &[PersonId]) -> Result<Vec<PersonRow>, StoreError>;
    /// Persons of a list.
    async fn persons(&self, shard: Shard, filter: &PersonFilter) -> Result<Vec<PersonRow>, StoreError>;
    /// Persons with this identification number.
    async fn persons_by_pin(&self, shard: Shard, pin_mac: &[u8; 32]) -> Result<Vec<PersonRow>, StoreError>;
    /// Persons whose current or last household is one of these.
    async fn members_of(&self, shard: Shard, households: &[HouseholdId]) -> Result<Vec<PersonId>, StoreError>;
    /// The current or last households of these persons; those without one, or without a row, are left out.
    async fn homes_of(&self, shard: Shard, persons: &[PersonId]) -> Result<Vec<(PersonId, HouseholdId)>, StoreError>;
    /// Households by id, in no order.
    async fn households_by_id(&self, shard: Shard, ids: &[HouseholdId]) -> Result<Vec<HouseholdRow>, StoreError>;
    /// Households of these areas that changed after a position (0: all), in order of `changed`. Those of the last position come all,
    /// even beyond `limit`: one entry may change several, and the next page starts after that position.
    async fn households_of_areas(
        &self,
        shard: Shard,
        areas: &[AreaId],
        after: Position,
        limit: u32,
    ) -> Result<Vec<HouseholdRow>, StoreError>;
    /// All persons after an id, in order of id, for verification.
    async fn persons_page(&self, shard: Shard, after: Option<PersonId>, limit: u32) -> Result<Vec<PersonRow>, StoreError>;
    /// All households after an id, in order of id, for verification.
    async fn households_page(
        &self,
        shard: Shard,
        after: Option<HouseholdId>,
        limit: u32,
    ) -> Result<Vec<HouseholdRow>, StoreError>;
    /// Empties the projections of a shard, before a rebuild. Log, keys and parked events stay.
    async fn clear_projections(&self, shard: Shard) -> Result<(), StoreError>;
    /// Parked events that wait for any of these, or all when None.
    async fn parked(&self, shard: Shard, waiting_for: Option<&[SubjectId]>) -> Result<Vec<ParkedRow>, StoreError>;
    /// Parked events with these ids.
    async fn parked_by_id(&self, shard: Shard, ids: &[EventId]) -> Result<Vec<ParkedRow>, StoreError>;
    /// Counters received from a device, parked ones included: how many, the highest N such that 1..=N are all there, and up to 1000
    /// missing ones below the highest received.
    async fn counters(&self, shard: Shard, device: DeviceId) -> Result<(u64, u64, Vec<u64>), StoreError>;
}

/// Keys of subjects.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// Keys of these subjects; those never made are left out, erased ones come with `wrapped: None`.
    async fn keys(&self, shard: Shard, subjects: &[SubjectId]) -> Result<Vec<WrappedKey>, StoreError>;
}
