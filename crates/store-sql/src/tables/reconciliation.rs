//! Reconciliations, what was compared, and the steps since.

use crate::insert::{Conflict, Target};
use crate::query::Query;
use crate::values::{Columns, Value};
use danso_model::{ReconciliationId, Shard};
use danso_store::{ReconciliationRow, ReconciliationStep, StoreError};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static ROW: Target = Target {
    table: "reconciliation",
    columns: &["shard", "id", "unit", "by_account", "at_ms", "wrapped", "summary", "progress", "last"],
    conflict: Conflict::Refuse,
};

pub(crate) static CONTENT: Target =
    Target { table: "reconciliation_content", columns: &["shard", "id", "sealed"], conflict: Conflict::Refuse };

pub(crate) static STEP: Target = Target {
    table: "reconciliation_step",
    columns: &["shard", "reconciliation", "number", "by_account", "at_ms", "what", "sealed"],
    conflict: Conflict::Refuse,
};

const SELECT: &str = "select id, unit, by_account, at_ms, wrapped, summary, progress, last from reconciliation where shard = ";

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, row: &ReconciliationRow) {
    shard.add_to(args);
    row.id.add_to(args);
    row.unit.as_str().add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
    row.key.as_deref().add_to(args);
    row.summary.as_str().add_to(args);
    row.progress.as_str().add_to(args);
    row.last.add_to(args);
}

pub(crate) fn bind_content(args: &mut AnyArguments, shard: Shard, (id, sealed): (ReconciliationId, &[u8])) {
    shard.add_to(args);
    id.add_to(args);
    sealed.add_to(args);
}

pub(crate) fn bind_step(args: &mut AnyArguments, shard: Shard, id: ReconciliationId, step: &ReconciliationStep) {
    shard.add_to(args);
    id.add_to(args);
    step.number.add_to(args);
    step.by.add_to(args);
    step.at_ms.add_to(args);
    step.what.as_str().add_to(args);
    step.sealed.as_slice().add_to(args);
}

fn read(columns: &mut Columns<'_>) -> Result<ReconciliationRow, StoreError> {
    Ok(ReconciliationRow {
        id: columns.id()?,
        unit: columns.text()?,
        by: columns.id()?,
        at_ms: columns.number()?,
        key: columns.maybe_bytes()?,
        summary: columns.text()?,
        progress: columns.text()?,
        last: columns.number()?,
    })
}

pub(crate) async fn of_units(
    on: &AnyPool,
    shard: Shard,
    units: Option<&[String]>,
    limit: u32,
) -> Result<Vec<ReconciliationRow>, StoreError> {
    let units: Option<Vec<&str>> = units.map(|units| units.iter().map(String::as_str).collect());
    let query = Query::new(SELECT).bind(shard).when_within(" and unit ", units.as_deref());
    query.text(" order by at_ms desc, id desc limit ").bind(limit).read("reconciliation", on, read).await
}

pub(crate) async fn one(on: &AnyPool, shard: Shard, id: ReconciliationId) -> Result<Option<ReconciliationRow>, StoreError> {
    Query::new(SELECT).bind(shard).text(" and id = ").bind(id).read_one("reconciliation", on, read).await
}

pub(crate) async fn content(on: &AnyPool, shard: Shard, id: ReconciliationId) -> Result<Option<Vec<u8>>, StoreError> {
    let query = Query::new("select sealed from reconciliation_content where shard = ").bind(shard).text(" and id = ").bind(id);
    query.read_one("reconciliation_content", on, |columns| columns.bytes()).await
}

pub(crate) async fn steps(
    on: &AnyPool,
    shard: Shard,
    id: ReconciliationId,
    after: u32,
) -> Result<Vec<ReconciliationStep>, StoreError> {
    let query = Query::new("select number, by_account, at_ms, what, sealed from reconciliation_step where shard = ").bind(shard);
    let query = query.text(" and reconciliation = ").bind(id).text(" and number > ").bind(after).text(" order by number");
    let read = |columns: &mut Columns<'_>| {
        Ok(ReconciliationStep {
            number: columns.number()?,
            by: columns.id()?,
            at_ms: columns.number()?,
            what: columns.text()?,
            sealed: columns.bytes()?,
        })
    };
    query.read("reconciliation_step", on, read).await
}
