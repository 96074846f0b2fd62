//! What lists know of households.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use danso_model::{AreaId, HouseholdId, Position, Shard};
use danso_store::{HouseholdRow, StoreError};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static TARGET: Target = Target {
    table: "household",
    columns: &[
        "shard",
        "id",
        "hamlet",
        "area",
        "number",
        "collective",
        "head_name",
        "size",
        "reviewed",
        "opened",
        "closed",
        "changed",
    ],
    conflict: Conflict::Replace(2),
};

const SELECT: &str = "select id, hamlet, area, number, collective, head_name, size, reviewed, opened, closed, changed \
                      from household where shard = ";

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, row: &HouseholdRow) {
    shard.add_to(args);
    row.id.add_to(args);
    row.hamlet.add_to(args);
    row.area.add_to(args);
    row.number.as_str().add_to(args);
    row.collective.add_to(args);
    row.head_name.as_str().add_to(args);
    row.size.add_to(args);
    row.reviewed.add_to(args);
    row.opened.add_to(args);
    row.closed.add_to(args);
    row.changed.add_to(args);
}

fn read(columns: &mut Columns<'_>) -> Result<HouseholdRow, StoreError> {
    Ok(HouseholdRow {
        id: columns.id()?,
        hamlet: columns.id()?,
        area: columns.id()?,
        number: columns.text()?,
        collective: columns.flag()?,
        head_name: columns.text()?,
        size: columns.number()?,
        reviewed: columns.maybe_number()?,
        opened: columns.number()?,
        closed: columns.maybe_number()?,
        changed: columns.position()?,
    })
}

pub(crate) async fn by_id(on: &AnyPool, shard: Shard, ids: &[HouseholdId]) -> Result<Vec<HouseholdRow>, StoreError> {
    let mut rows = Vec::with_capacity(ids.len());
    for ids in ids.chunks(LIST) {
        rows.extend(Query::new(SELECT).bind(shard).text(" and id ").within(ids).read("household", on, read).await?);
    }
    Ok(rows)
}

/// One entry may change several households: those of the last position come all, so that the next page may start after it.
pub(crate) async fn of_areas(
    on: &AnyPool,
    shard: Shard,
    areas: &[AreaId],
    after: Position,
    limit: u32,
) -> Result<Vec<HouseholdRow>, StoreError> {
    let of = || Query::new(SELECT).bind(shard).text(" and area ").within(areas);
    let query = of().text(" and changed > ").bind(after).text(" order by changed, id limit ").bind(limit);
    let mut rows = query.read("household", on, read).await?;
    if let Some(last) = rows.last()
        && rows.len() >= usize::try_from(limit).unwrap_or(usize::MAX)
    {
        let rest = of().text(" and changed = ").bind(last.changed).text(" and id > ").bind(last.id).text(" order by id");
        rows.extend(rest.read("household", on, read).await?);
    }
    Ok(rows)
}

pub(crate) async fn page(
    on: &AnyPool,
    shard: Shard,
    after: Option<HouseholdId>,
    limit: u32,
) -> Result<Vec<HouseholdRow>, StoreError> {
    let query = Query::new(SELECT).bind(shard).when(" and id > ", after).text(" order by id limit ").bind(limit);
    query.read("household", on, read).await
}
