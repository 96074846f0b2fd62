//! Who may be the same person: the little of rows that comparing needs, and pairs that an officer said are two persons.

use crate::StoreError;
use async_trait::async_trait;
use danso_model::{HamletId, HouseholdId, PersonId, Position, Shard, UserId};

/// What of a person is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LikeRow {
    /// Who.
    pub id: PersonId,
    /// The household lived in now or last.
    pub household: Option<HouseholdId>,
    /// The hamlet lived in now or last.
    pub hamlet: Option<HamletId>,
    /// Whether living in the register now.
    pub resident: bool,
    /// The name without accents and capitals; empty when erased.
    pub fold: String,
    /// `m`, `f` or `u`.
    pub sex: char,
    /// Partial date as text.
    pub birth: String,
    /// Keyed hash of the identification number.
    pub pin_mac: Option<[u8; 32]>,
    /// The last position that changed the row.
    pub changed: Position,
}

/// "These are two persons."
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApartRow {
    /// The lesser id.
    pub one: PersonId,
    /// The greater id.
    pub other: PersonId,
    /// Who said so.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
}

/// Who may be the same person.
#[async_trait]
pub trait SameStore: Send + Sync {
    /// Persons whose row changed after a position (0: all) and whose hamlet, now or last, is one of these; in no order.
    async fn people_since(&self, shard: Shard, hamlets: &[HamletId], after: Position) -> Result<Vec<LikeRow>, StoreError>;
    /// Keeps that two are not one; said again, the last one who says so stands.
    async fn put_apart(&self, shard: Shard, row: &ApartRow) -> Result<(), StoreError>;
    /// Forgets it; whether there was anything to forget.
    async fn remove_apart(&self, shard: Shard, one: PersonId, other: PersonId) -> Result<bool, StoreError>;
    /// Pairs whose lesser id is one of these, in no order.
    async fn apart(&self, shard: Shard, persons: &[PersonId]) -> Result<Vec<ApartRow>, StoreError>;
}
