//! The last search of the whole register for people who stand in it twice.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use danso_model::{HamletId, Shard};
use danso_store::{NightPairRow, NightRow, StoreError};
use sqlx::any::AnyArguments;
use sqlx::{AnyConnection, AnyPool};

pub(crate) static TARGET: Target = Target {
    table: "night",
    columns: &["shard", "at_ms", "took_ms", "position", "residents", "model_hash", "learned", "model"],
    conflict: Conflict::Replace(1),
};

pub(crate) static PAIRS: Target = Target {
    table: "night_pair",
    columns: &["shard", "one", "other", "hamlet_one", "hamlet_other", "weight", "same_number", "lines"],
    conflict: Conflict::Refuse,
};

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, row: &NightRow) {
    shard.add_to(args);
    row.at_ms.add_to(args);
    row.took_ms.add_to(args);
    row.position.add_to(args);
    row.residents.add_to(args);
    row.model_hash.as_str().add_to(args);
    row.learned.add_to(args);
    row.model.as_str().add_to(args);
}

pub(crate) fn bind_pair(args: &mut AnyArguments, shard: Shard, row: &NightPairRow) {
    shard.add_to(args);
    row.one.add_to(args);
    row.other.add_to(args);
    row.hamlet_one.add_to(args);
    row.hamlet_other.add_to(args);
    row.weight.add_to(args);
    row.same_number.add_to(args);
    row.lines.as_str().add_to(args);
}

pub(crate) async fn clear_pairs(conn: &mut AnyConnection, shard: Shard) -> Result<(), StoreError> {
    Query::new("delete from night_pair where shard = ").bind(shard).run("forgetting a search", conn).await?;
    Ok(())
}

pub(crate) async fn last(on: &AnyPool, shard: Shard) -> Result<Option<NightRow>, StoreError> {
    let query = Query::new("select at_ms, took_ms, position, residents, model_hash, learned, model from night where shard = ");
    let read = |columns: &mut Columns<'_>| {
        Ok(NightRow {
            at_ms: columns.number()?,
            took_ms: columns.number()?,
            position: columns.position()?,
            residents: columns.number()?,
            model_hash: columns.text()?,
            learned: columns.flag()?,
            model: columns.text()?,
        })
    };
    Ok(query.bind(shard).read("night", on, read).await?.pop())
}

fn read_pair(columns: &mut Columns<'_>) -> Result<NightPairRow, StoreError> {
    Ok(NightPairRow {
        one: columns.id()?,
        other: columns.id()?,
        hamlet_one: columns.id()?,
        hamlet_other: columns.id()?,
        weight: columns.number()?,
        same_number: columns.flag()?,
        lines: columns.text()?,
    })
}

pub(crate) async fn pairs(on: &AnyPool, shard: Shard, hamlets: Option<&[HamletId]>) -> Result<Vec<NightPairRow>, StoreError> {
    let select = || {
        Query::new("select one, other, hamlet_one, hamlet_other, weight, same_number, lines from night_pair where shard = ")
            .bind(shard)
    };
    let Some(hamlets) = hamlets else { return select().read("night_pair", on, read_pair).await };
    let mut rows = Vec::new();
    for part in hamlets.chunks(LIST) {
        rows.extend(select().text(" and hamlet_one ").within(part).read("night_pair", on, read_pair).await?);
        rows.extend(select().text(" and hamlet_other ").within(part).read("night_pair", on, read_pair).await?);
    }
    rows.sort_unstable_by_key(|row| (row.one, row.other));
    rows.dedup_by_key(|row| (row.one, row.other));
    Ok(rows)
}
