//! Samples of households to be interviewed a second time.

use crate::StoreError;
use async_trait::async_trait;
use danso_model::{HouseholdId, PersonId, Position, SampleId, Shard, UserId};

/// A sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleRow {
    /// Which.
    pub id: SampleId,
    /// The commune.
    pub unit: String,
    /// What it is called.
    pub name: String,
    /// The register as it was known here is what the second reading is compared with.
    pub position: Position,
    /// The day of the draw, yyyymmdd.
    pub day: i32,
    /// Draws the same households again; below 2^53.
    pub seed: u64,
    /// Who drew it.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
}

/// A household of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledRow {
    /// Which.
    pub household: HouseholdId,
    /// Its number on the list, from 1.
    pub place: u32,
    /// Whose area it was in.
    pub collaborator: Option<UserId>,
    /// Its second reading.
    pub reading: Option<SecondReading>,
}

/// What was said a second time, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondReading {
    /// Who asked.
    pub reader: UserId,
    /// When it was written down.
    pub at_ms: i64,
    /// Whether anyone was met.
    pub met: bool,
    /// What the sealed part is bound to.
    pub id: [u8; 16],
    /// What was said of persons of the register, under their keys.
    pub sealed: Vec<u8>,
    /// What was said of others.
    pub others: Vec<u8>,
}

/// How often a field of a household was compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointRow {
    /// The household.
    pub household: HouseholdId,
    /// The field.
    pub field: String,
    /// How often.
    pub points: u64,
}

/// A difference between register and second reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceRow {
    /// The household.
    pub household: HouseholdId,
    /// Its number in the household, from 1.
    pub number: u32,
    /// `omission`, `inclusion` or `value`.
    pub kind: String,
    /// The field; `person` for the two others.
    pub field: String,
    /// Whom of the register it is about.
    pub person: Option<PersonId>,
    /// The row of the second reading, from 0.
    pub row: Option<u32>,
    /// What the register had, where that is a code or date.
    pub was: Option<String>,
    /// What the second reading has, likewise.
    pub said: Option<String>,
    /// `register`, `reading` or `changed`: which was wrong, or neither.
    pub verdict: Option<String>,
    /// Who decided that.
    pub by: Option<UserId>,
    /// When.
    pub at_ms: Option<i64>,
}

/// Samples and what came of them.
#[async_trait]
pub trait SampleStore: Send + Sync {
    /// Adds a sample with its households.
    async fn put_sample(&self, shard: Shard, row: &SampleRow, households: &[SampledRow]) -> Result<(), StoreError>;
    /// Samples of a unit, the latest first.
    async fn samples(&self, shard: Shard, unit: &str) -> Result<Vec<SampleRow>, StoreError>;
    /// A sample.
    async fn sample(&self, shard: Shard, id: SampleId) -> Result<Option<SampleRow>, StoreError>;
    /// Its households, in order of their places.
    async fn sampled(&self, shard: Shard, id: SampleId) -> Result<Vec<SampledRow>, StoreError>;
    /// Writes a household's reading, and what came of comparing it in the place of what came of an earlier one, in one transaction.
    async fn put_reading(
        &self,
        shard: Shard,
        id: SampleId,
        household: &SampledRow,
        points: &[PointRow],
        differences: &[DifferenceRow],
    ) -> Result<(), StoreError>;
    /// How much was compared, in order of (household, field).
    async fn sample_points(&self, shard: Shard, id: SampleId) -> Result<Vec<PointRow>, StoreError>;
    /// What differed, in order of (household, number).
    async fn sample_differences(&self, shard: Shard, id: SampleId) -> Result<Vec<DifferenceRow>, StoreError>;
    /// Replaces a difference, with its verdict.
    async fn put_difference(&self, shard: Shard, id: SampleId, row: &DifferenceRow) -> Result<(), StoreError>;
}
