//! Dated rows of hamlets.

use crate::insert::{Conflict, Target};
use crate::query::Query;
use crate::values::{Columns, Value};
use danso_model::Shard;
use danso_store::{HamletRow, StoreError};
use sqlx::any::AnyArguments;
use sqlx::{Any, Executor};

pub(crate) static TARGET: Target = Target {
    table: "hamlet",
    columns: &["shard", "id", "valid_from", "code", "name", "kind", "commune", "valid_to"],
    conflict: Conflict::Replace(3),
};

/// Stands for "since ever".
const EVER: i32 = 0;

pub(crate) fn key(row: &HamletRow) -> (danso_model::HamletId, i32) {
    (row.id, row.valid_from.unwrap_or(EVER))
}

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, row: &HamletRow) {
    shard.add_to(args);
    row.id.add_to(args);
    row.valid_from.unwrap_or(EVER).add_to(args);
    row.code.as_str().add_to(args);
    row.name.as_str().add_to(args);
    row.kind.as_str().add_to(args);
    row.commune.as_str().add_to(args);
    row.valid_to.add_to(args);
}

fn read(columns: &mut Columns<'_>) -> Result<HamletRow, StoreError> {
    Ok(HamletRow {
        id: columns.id()?,
        valid_from: Some(columns.number()?).filter(|day| *day != EVER),
        code: columns.text()?,
        name: columns.text()?,
        kind: columns.text()?,
        commune: columns.text()?,
        valid_to: columns.maybe_number()?,
    })
}

pub(crate) async fn all(on: impl Executor<'_, Database = Any>, shard: Shard) -> Result<Vec<HamletRow>, StoreError> {
    Query::new(
        "select id, valid_from, code, name, kind, commune, valid_to from hamlet where shard = $1 order by code, valid_from, id",
    )
    .also(shard)
    .read("hamlet", on, read)
    .await
}
