//! The port of closed reports, handed on to its tables.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::tables::closing;
use async_trait::async_trait;
use danso_model::{AreaId, ReportId, Shard};
use danso_store::{
    AreaEvents, DeclarationRow, DefinitionRow, EventCount, ReportFilter, ReportLine, ReportRevisionRow, ReportStepRow,
    ReportStepWrite, ReportStore, ReportVersionRow, StoreError,
};

#[async_trait]
impl ReportStore for SqlStore {
    async fn reports(&self, shard: Shard, filter: &ReportFilter) -> Result<Vec<ReportLine>, StoreError> {
        closing::reports(self.readers(), shard, filter).await
    }

    async fn report_steps(&self, shard: Shard, id: ReportId) -> Result<Vec<ReportStepRow>, StoreError> {
        closing::steps(self.readers(), shard, id).await
    }

    async fn report_versions(&self, shard: Shard, id: ReportId) -> Result<Vec<ReportVersionRow>, StoreError> {
        closing::versions(self.readers(), shard, id).await
    }

    async fn report_revisions(&self, shard: Shard, id: ReportId) -> Result<Vec<ReportRevisionRow>, StoreError> {
        closing::revisions(self.readers(), shard, id).await
    }

    async fn add_report_step(&self, shard: Shard, write: &ReportStepWrite) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let conn = &mut *tx;
        let id = write.report.id;
        if write.step.number == 1 {
            let report = std::slice::from_ref(&write.report);
            self.insert(conn, &closing::REPORT, report, |args, row| closing::bind_report(args, shard, row)).await?;
        }
        let step = std::slice::from_ref(&write.step);
        self.insert(conn, &closing::STEP, step, |args, row| closing::bind_step(args, shard, id, row)).await?;
        let bind = closing::bind_definition;
        self.insert(conn, &closing::DEFINITION, &write.definitions, |args, row| bind(args, shard, row)).await?;
        let version = write.version.as_slice();
        self.insert(conn, &closing::VERSION, version, |args, row| closing::bind_version(args, shard, id, row)).await?;
        tx.commit().await.map_err(engine_fault("adding a step of a report"))
    }

    async fn add_report_revision(
        &self,
        shard: Shard,
        id: ReportId,
        row: &ReportRevisionRow,
        definitions: &[DefinitionRow],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let bind = closing::bind_definition;
        self.insert(&mut tx, &closing::DEFINITION, definitions, |args, row| bind(args, shard, row)).await?;
        let row = std::slice::from_ref(row);
        self.insert(&mut tx, &closing::REVISION, row, |args, row| closing::bind_revision(args, shard, id, row)).await?;
        tx.commit().await.map_err(engine_fault("adding a revision of a report"))
    }

    async fn definitions(&self, shard: Shard, hashes: &[[u8; 32]]) -> Result<Vec<DefinitionRow>, StoreError> {
        closing::definitions(self.readers(), shard, hashes).await
    }

    async fn locked_until(&self, shard: Shard) -> Result<Vec<(String, i32)>, StoreError> {
        closing::locked_until(self.readers(), shard).await
    }

    async fn declare(&self, shard: Shard, row: &DeclarationRow) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let row = std::slice::from_ref(row);
        self.insert(&mut tx, &closing::DECLARATION, row, |args, row| closing::bind_declaration(args, shard, row)).await?;
        tx.commit().await.map_err(engine_fault("adding a declaration"))
    }

    async fn declarations(&self, shard: Shard, areas: &[AreaId], months: (i32, i32)) -> Result<Vec<DeclarationRow>, StoreError> {
        closing::declarations(self.readers(), shard, areas, months).await
    }

    async fn events_by_area(&self, shard: Shard, count: &EventCount) -> Result<Vec<AreaEvents>, StoreError> {
        closing::events_by_area(self.readers(), shard, count).await
    }

    async fn events_by_month(&self, shard: Shard, count: &EventCount) -> Result<Vec<(i32, u64)>, StoreError> {
        closing::events_by_month(self.readers(), shard, count).await
    }
}
