//! Forecasts that were made.

use crate::insert::{Conflict, Target};
use crate::query::Query;
use crate::values::{Columns, Value};
use danso_model::{ForecastId, Shard};
use danso_store::{ForecastRow, StoreError};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static TARGET: Target = Target {
    table: "forecast",
    columns: &["shard", "id", "unit", "parent", "base", "by_account", "at_ms", "summary", "document"],
    conflict: Conflict::Refuse,
};

const SELECT: &str = "select id, unit, parent, base, by_account, at_ms, summary from forecast where shard = ";

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, (row, document): &(ForecastRow, String)) {
    shard.add_to(args);
    row.id.add_to(args);
    row.unit.as_str().add_to(args);
    row.parent.add_to(args);
    row.base.add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
    row.summary.as_str().add_to(args);
    document.as_str().add_to(args);
}

fn read(columns: &mut Columns<'_>) -> Result<ForecastRow, StoreError> {
    Ok(ForecastRow {
        id: columns.id()?,
        unit: columns.text()?,
        parent: columns.maybe_id()?,
        base: columns.number()?,
        by: columns.id()?,
        at_ms: columns.number()?,
        summary: columns.text()?,
    })
}

pub(crate) async fn of_unit(on: &AnyPool, shard: Shard, unit: &str, limit: u32) -> Result<Vec<ForecastRow>, StoreError> {
    let query = Query::new(SELECT).bind(shard).text(" and unit = ").bind(unit).text(" order by at_ms desc, id desc limit ");
    query.bind(limit).read("forecast", on, read).await
}

pub(crate) async fn below(on: &AnyPool, shard: Shard, parent: ForecastId) -> Result<Vec<ForecastRow>, StoreError> {
    let query = Query::new(SELECT).bind(shard).text(" and parent = ").bind(parent).text(" order by unit");
    query.read("forecast", on, read).await
}

pub(crate) async fn one(on: &AnyPool, shard: Shard, id: ForecastId) -> Result<Option<(ForecastRow, String)>, StoreError> {
    let query = Query::new("select id, unit, parent, base, by_account, at_ms, summary, document from forecast where shard = ");
    let whole = |columns: &mut Columns<'_>| Ok((read(columns)?, columns.text()?));
    Ok(query.bind(shard).text(" and id = ").bind(id).read("forecast", on, whole).await?.pop())
}
