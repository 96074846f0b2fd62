//! Enrolled devices.

use crate::query::Query;
use crate::values::Columns;
use danso_model::{DeviceId, Shard, UserId};
use danso_store::{DeviceBehind, DeviceMark, DeviceRow, StoreError};
use sqlx::{AnyConnection, AnyPool};

const SELECT: &str = "select id, account, name, enrolled_ms, revoked_ms, last_counter, seen_ms from device where ";

pub(crate) async fn put(on: &AnyPool, row: &DeviceRow) -> Result<(), StoreError> {
    Query::new(
        "insert into device (id, account, name, enrolled_ms, revoked_ms, last_counter, seen_ms) values ($1, $2, $3, $4, $5, $6, $7) \
         on conflict (id) do update set account = excluded.account, name = excluded.name, enrolled_ms = excluded.enrolled_ms, \
         revoked_ms = excluded.revoked_ms, last_counter = excluded.last_counter, seen_ms = excluded.seen_ms",
    )
    .also(row.id)
    .also(row.user)
    .also(row.name.as_str())
    .also(row.enrolled_ms)
    .also(row.revoked_ms)
    .also(row.last_counter)
    .also(row.seen_ms)
    .run("adding a device", on)
    .await?;
    Ok(())
}

/// A push that comes late does not turn the counter back.
pub(crate) async fn mark(on: &mut AnyConnection, mark: DeviceMark) -> Result<(), StoreError> {
    Query::new(
        "update device set last_counter = case when last_counter < $1 then $1 else last_counter end, \
         seen_ms = case when seen_ms > $2 then seen_ms else $2 end where id = $3",
    )
    .also(mark.last_counter)
    .also(mark.seen_ms)
    .also(mark.device)
    .run("noting what a device said", on)
    .await?;
    Ok(())
}

pub(super) fn read(columns: &mut Columns<'_>) -> Result<DeviceRow, StoreError> {
    Ok(DeviceRow {
        id: columns.id()?,
        user: columns.id()?,
        name: columns.text()?,
        enrolled_ms: columns.number()?,
        revoked_ms: columns.maybe_number()?,
        last_counter: columns.number()?,
        seen_ms: columns.maybe_number()?,
    })
}

pub(crate) async fn by_id(on: &AnyPool, id: DeviceId) -> Result<Option<DeviceRow>, StoreError> {
    Query::new(SELECT).text("id = ").bind(id).read_one("device", on, read).await
}

pub(crate) async fn of_user(on: &AnyPool, user: UserId) -> Result<Vec<DeviceRow>, StoreError> {
    Query::new(SELECT).text("account = ").bind(user).text(" order by enrolled_ms, id").read("device", on, read).await
}

/// Devices that have given out more counters than arrived in a shard.
pub(crate) async fn behind(on: &AnyPool, shard: Shard) -> Result<Vec<DeviceBehind>, StoreError> {
    Query::new(
        "select id, account, last_counter - received, seen_ms from \
         (select id, account, last_counter, seen_ms, \
         (select count(*) from device_counter where shard = $1 and device = device.id) as received \
         from device where revoked_ms is null and last_counter > 0) as counted \
         where last_counter > received order by id",
    )
    .also(shard)
    .read("device", on, |columns| {
        Ok(DeviceBehind { id: columns.id()?, user: columns.id()?, unsent: columns.number()?, seen_ms: columns.maybe_number()? })
    })
    .await
}
