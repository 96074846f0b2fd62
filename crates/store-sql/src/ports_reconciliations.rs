//! The port of reconciliations, handed on to its tables.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::query::Query;
use crate::tables::reconciliation;
use async_trait::async_trait;
use danso_model::{ReconciliationId, Shard};
use danso_store::{ReconciliationRow, ReconciliationStep, ReconciliationStore, StoreError};

#[async_trait]
impl ReconciliationStore for SqlStore {
    async fn put_reconciliation(&self, shard: Shard, row: &ReconciliationRow, content: &[u8]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let one = std::slice::from_ref(row);
        self.insert(&mut tx, &reconciliation::ROW, one, |args, row| reconciliation::bind(args, shard, row)).await?;
        let bind = reconciliation::bind_content;
        self.insert(&mut tx, &reconciliation::CONTENT, &[(row.id, content)], |args, each| bind(args, shard, *each)).await?;
        tx.commit().await.map_err(engine_fault("writing a reconciliation"))
    }

    async fn reconciliations(
        &self,
        shard: Shard,
        units: Option<&[String]>,
        limit: u32,
    ) -> Result<Vec<ReconciliationRow>, StoreError> {
        reconciliation::of_units(self.readers(), shard, units, limit).await
    }

    async fn reconciliation(&self, shard: Shard, id: ReconciliationId) -> Result<Option<ReconciliationRow>, StoreError> {
        reconciliation::one(self.readers(), shard, id).await
    }

    async fn reconciled(&self, shard: Shard, id: ReconciliationId) -> Result<Option<Vec<u8>>, StoreError> {
        reconciliation::content(self.readers(), shard, id).await
    }

    async fn reconciliation_steps(
        &self,
        shard: Shard,
        id: ReconciliationId,
        after: u32,
    ) -> Result<Vec<ReconciliationStep>, StoreError> {
        reconciliation::steps(self.readers(), shard, id, after).await
    }

    async fn add_reconciliation_step(
        &self,
        shard: Shard,
        id: ReconciliationId,
        step: &ReconciliationStep,
        progress: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let next = Query::new("update reconciliation set progress = ").bind(progress).text(", last = ").bind(step.number);
        let next = next.text(" where shard = ").bind(shard).text(" and id = ").bind(id);
        let changed = next.text(" and last = ").bind(step.number.saturating_sub(1)).run("adding a step", &mut *tx).await?;
        if changed == 0 {
            return Err(StoreError::Duplicate { what: format!("step {} of reconciliation {id}", step.number) });
        }
        let one = std::slice::from_ref(step);
        let bind = reconciliation::bind_step;
        self.insert(&mut tx, &reconciliation::STEP, one, |args, step| bind(args, shard, id, step)).await?;
        tx.commit().await.map_err(engine_fault("adding a step"))
    }

    async fn destroy_reconciliation(
        &self,
        shard: Shard,
        id: ReconciliationId,
        step: &ReconciliationStep,
        progress: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let next = Query::new("update reconciliation set wrapped = null, progress = ").bind(progress).text(", last = ");
        let next = next.bind(step.number).text(" where shard = ").bind(shard).text(" and id = ").bind(id);
        let changed = next.text(" and last = ").bind(step.number.saturating_sub(1)).run("destroying", &mut *tx).await?;
        if changed == 0 {
            return Err(StoreError::Duplicate { what: format!("step {} of reconciliation {id}", step.number) });
        }
        let last = ReconciliationStep { sealed: Vec::new(), ..step.clone() };
        let bind = reconciliation::bind_step;
        self.insert(&mut tx, &reconciliation::STEP, &[last], |args, step| bind(args, shard, id, step)).await?;
        let empty = Query::new("update reconciliation_step set sealed = ").bind(&[][..] as &[u8]).text(" where shard = ");
        empty.bind(shard).text(" and reconciliation = ").bind(id).run("destroying", &mut *tx).await?;
        let gone = Query::new("delete from reconciliation_content where shard = ").bind(shard).text(" and id = ").bind(id);
        gone.run("destroying", &mut *tx).await?;
        tx.commit().await.map_err(engine_fault("destroying a reconciliation"))
    }
}
