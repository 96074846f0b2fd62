//! The register compared with lists of other offices: what was compared, and what people said of it since.

use crate::StoreError;
use async_trait::async_trait;
use danso_model::{ReconciliationId, Shard, UserId};

/// A reconciliation, without the rows and persons that were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationRow {
    /// Which.
    pub id: ReconciliationId,
    /// Code of the unit whose residents were compared.
    pub unit: String,
    /// Who made it.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
    /// The wrapped key of what was compared and said; None once that was destroyed.
    pub key: Option<Vec<u8>>,
    /// JSON: everything about it that is no row and no person, as it was when it was made.
    pub summary: String,
    /// JSON: how far people have come, by figures.
    pub progress: String,
    /// The number of its last step; 0 when there is none.
    pub last: u32,
}

/// Something that was said or done about a reconciliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationStep {
    /// From 1, without gaps.
    pub number: u32,
    /// Who.
    pub by: UserId,
    /// When.
    pub at_ms: i64,
    /// What kind of step.
    pub what: String,
    /// The rest, sealed under the key of the reconciliation; empty once that was destroyed.
    pub sealed: Vec<u8>,
}

/// Reconciliations. What was compared is written once; steps are only ever added.
#[async_trait]
pub trait ReconciliationStore: Send + Sync {
    /// Adds one with what was compared, sealed. A second one of an id is refused.
    async fn put_reconciliation(&self, shard: Shard, row: &ReconciliationRow, content: &[u8]) -> Result<(), StoreError>;
    /// Those of some units, or all, the latest first.
    async fn reconciliations(
        &self,
        shard: Shard,
        units: Option<&[String]>,
        limit: u32,
    ) -> Result<Vec<ReconciliationRow>, StoreError>;
    /// One.
    async fn reconciliation(&self, shard: Shard, id: ReconciliationId) -> Result<Option<ReconciliationRow>, StoreError>;
    /// What was compared, sealed; None for one that is none or whose content was destroyed.
    async fn reconciled(&self, shard: Shard, id: ReconciliationId) -> Result<Option<Vec<u8>>, StoreError>;
    /// Steps after a number, in order.
    async fn reconciliation_steps(
        &self,
        shard: Shard,
        id: ReconciliationId,
        after: u32,
    ) -> Result<Vec<ReconciliationStep>, StoreError>;
    /// Adds the next step and writes down the progress. [`StoreError::Duplicate`], and nothing changes, when a step has that number already.
    async fn add_reconciliation_step(
        &self,
        shard: Shard,
        id: ReconciliationId,
        step: &ReconciliationStep,
        progress: &str,
    ) -> Result<(), StoreError>;
    /// Destroys key, content and the sealed parts of all steps, adds a last step and leaves these figures.
    async fn destroy_reconciliation(
        &self,
        shard: Shard,
        id: ReconciliationId,
        step: &ReconciliationStep,
        progress: &str,
    ) -> Result<(), StoreError>;
}
