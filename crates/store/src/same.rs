//! Who may be the same person: the little of rows that comparing needs, pairs that an officer said are two persons, and what the last night found.

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
    /// The name; empty when erased.
    pub name: String,
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

/// A search of the whole register for people who stand in it twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightRow {
    /// When it began.
    pub at_ms: i64,
    /// How long it took, in milliseconds.
    pub took_ms: i64,
    /// The position up to which it knew the log.
    pub position: Position,
    /// How many residents it looked through.
    pub residents: u64,
    /// SHA-256 of the model, in hexadecimal.
    pub model_hash: String,
    /// Whether the model was learned from this register, or is what is believed of any.
    pub learned: bool,
    /// JSON: the model.
    pub model: String,
}

/// Two whom a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightPairRow {
    /// The lesser id.
    pub one: PersonId,
    /// The greater id.
    pub other: PersonId,
    /// Where the first lived.
    pub hamlet_one: HamletId,
    /// Where the second lived.
    pub hamlet_other: HamletId,
    /// log₂ of the odds of their being one person, in thousandths.
    pub weight: i32,
    /// Whether both have the same identification number.
    pub same_number: bool,
    /// JSON: the weight as a sum.
    pub lines: String,
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
    /// Keeps a search with its pairs in the place of the one before, in one transaction.
    async fn put_night(&self, shard: Shard, row: &NightRow, pairs: &[NightPairRow]) -> Result<(), StoreError>;
    /// The last search.
    async fn night(&self, shard: Shard) -> Result<Option<NightRow>, StoreError>;
    /// Its pairs of whom at least one lived in one of these hamlets; None: all of them. Each once, in no order.
    async fn night_pairs(&self, shard: Shard, hamlets: Option<&[HamletId]>) -> Result<Vec<NightPairRow>, StoreError>;
}
