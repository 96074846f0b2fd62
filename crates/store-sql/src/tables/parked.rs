//! Parked events, and the counters received from devices.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use danso_model::{DeviceId, EventId, Shard, SubjectId};
use danso_store::{ParkedRow, StoreError};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static TARGET: Target = Target {
    table: "parked",
    columns: &["shard", "id", "by_user", "device", "counter", "code", "waiting_for", "raw", "received_ms"],
    conflict: Conflict::Keep,
};

const SELECT: &str = "select id, by_user, device, counter, code, waiting_for, raw, received_ms from parked where shard = ";
/// As many gaps as an answer names.
const GAPS: usize = 1000;

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, row: &ParkedRow) {
    shard.add_to(args);
    row.id.add_to(args);
    row.by.add_to(args);
    row.device.map(|(device, _)| device).add_to(args);
    row.device.map(|(_, counter)| counter).add_to(args);
    row.code.as_str().add_to(args);
    row.waiting_for.add_to(args);
    row.raw.as_slice().add_to(args);
    row.received_ms.add_to(args);
}

fn read(columns: &mut Columns<'_>) -> Result<ParkedRow, StoreError> {
    Ok(ParkedRow {
        id: columns.id()?,
        by: columns.id()?,
        device: columns.maybe_id()?.zip(columns.maybe_number()?),
        code: columns.text()?,
        waiting_for: columns.maybe_id()?,
        raw: columns.bytes()?,
        received_ms: columns.number()?,
    })
}

pub(crate) async fn waiting(on: &AnyPool, shard: Shard, waiting_for: Option<&[SubjectId]>) -> Result<Vec<ParkedRow>, StoreError> {
    let Some(waiting_for) = waiting_for else {
        return Query::new(SELECT).bind(shard).text(" order by received_ms, id").read("parked", on, read).await;
    };
    let mut rows = Vec::new();
    for subjects in waiting_for.chunks(LIST) {
        rows.extend(Query::new(SELECT).bind(shard).text(" and waiting_for ").within(subjects).read("parked", on, read).await?);
    }
    rows.sort_by_key(|row| (row.received_ms, row.id));
    rows.dedup_by_key(|row| row.id);
    Ok(rows)
}

pub(crate) async fn by_id(on: &AnyPool, shard: Shard, ids: &[EventId]) -> Result<Vec<ParkedRow>, StoreError> {
    let mut rows = Vec::with_capacity(ids.len());
    for ids in ids.chunks(LIST) {
        rows.extend(Query::new(SELECT).bind(shard).text(" and id ").within(ids).read("parked", on, read).await?);
    }
    Ok(rows)
}

pub(crate) async fn counters(on: &AnyPool, shard: Shard, device: DeviceId) -> Result<(u64, u64, Vec<u64>), StoreError> {
    let received: Option<(u64, Option<u64>)> =
        Query::new("select count(*), max(counter) from device_counter where shard = $1 and device = $2")
            .also(shard)
            .also(device)
            .read_one("device_counter", on, |columns| Ok((columns.number()?, columns.maybe_number()?)))
            .await?;
    let Some((count, Some(highest))) = received else {
        return Ok((0, 0, Vec::new()));
    };
    if count == highest {
        return Ok((count, highest, Vec::new()));
    }
    let gaps: Vec<(u64, u64)> = Query::new(
        "select before, counter from \
         (select counter, lag(counter, 1, 0) over (order by counter) as before from device_counter where shard = $1 and device = $2) \
         as pairs where counter > before + 1 order by counter limit $3",
    )
    .also(shard)
    .also(device)
    .also(GAPS as u64)
    .read("device_counter", on, |columns| Ok((columns.number()?, columns.number()?)))
    .await?;
    let upto = gaps.first().map_or(highest, |(before, _)| *before);
    let missing = gaps.iter().flat_map(|(before, counter)| before + 1..*counter).take(GAPS).collect();
    Ok((count, upto, missing))
}
