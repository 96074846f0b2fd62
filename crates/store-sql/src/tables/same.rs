//! Pairs that an officer said are two persons.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use danso_model::{PersonId, Shard};
use danso_store::{ApartRow, StoreError};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static TARGET: Target =
    Target { table: "apart", columns: &["shard", "one", "other", "by_account", "at_ms"], conflict: Conflict::Replace(3) };

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, row: &ApartRow) {
    shard.add_to(args);
    row.one.add_to(args);
    row.other.add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
}

pub(crate) async fn of(on: &AnyPool, shard: Shard, persons: &[PersonId]) -> Result<Vec<ApartRow>, StoreError> {
    let mut rows = Vec::new();
    for persons in persons.chunks(LIST) {
        let query = Query::new("select one, other, by_account, at_ms from apart where shard = ");
        let read = |columns: &mut Columns<'_>| {
            Ok(ApartRow { one: columns.id()?, other: columns.id()?, by: columns.id()?, at_ms: columns.number()? })
        };
        rows.extend(query.bind(shard).text(" and one ").within(persons).read("apart", on, read).await?);
    }
    Ok(rows)
}

pub(crate) async fn remove(on: &AnyPool, shard: Shard, one: PersonId, other: PersonId) -> Result<bool, StoreError> {
    let query = Query::new("delete from apart where shard = ").bind(shard);
    let gone = query.text(" and one = ").bind(one).text(" and other = ").bind(other).run("forgetting a pair", on).await?;
    Ok(gone > 0)
}
