//! Where events stand.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::text;
use crate::values::{Columns, Value};
use danso_model::{EventId, EventStatus, HamletId, Position, Shard};
use danso_store::{EventFilter, EventRow, Severity, StatusCounts, StoreError};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static TARGET: Target = Target {
    table: "event",
    columns: &[
        "shard",
        "id",
        "kind",
        "status",
        "position",
        "decided",
        "changed",
        "by_user",
        "device",
        "counter",
        "hamlet",
        "household",
        "person",
        "happened",
        "recorded_ms",
        "received_ms",
        "severity",
        "issues",
        "reason",
        "for_user",
    ],
    conflict: Conflict::Replace(2),
};

const SELECT: &str = "select id, kind, status, position, decided, by_user, device, counter, hamlet, household, person, happened, \
                      recorded_ms, received_ms, severity, issues, reason, for_user from event where shard = ";

/// Counters, each of one event for ever: taking one for another event leaves it null, which the table refuses.
pub(crate) static COUNTER: Target = Target {
    table: "device_counter",
    columns: &["shard", "device", "counter", "event"],
    conflict: Conflict::Clause(
        "on conflict (shard, device, counter) do update \
         set event = case when device_counter.event = excluded.event then excluded.event end",
    ),
};

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, row: &EventRow) {
    shard.add_to(args);
    row.id.add_to(args);
    text::kind(row.kind).add_to(args);
    text::status(row.status).add_to(args);
    row.position.add_to(args);
    row.decided.add_to(args);
    row.decided.map_or(row.position, |decided| decided.max(row.position)).add_to(args);
    row.by.add_to(args);
    row.device.map(|(device, _)| device).add_to(args);
    row.device.map(|(_, counter)| counter).add_to(args);
    row.hamlet.add_to(args);
    row.household.add_to(args);
    row.person.add_to(args);
    row.date.add_to(args);
    row.recorded_ms.add_to(args);
    row.received_ms.add_to(args);
    text::severity(row.severity).add_to(args);
    row.issues.as_str().add_to(args);
    row.reason.as_deref().add_to(args);
    row.behalf.add_to(args);
}

fn read(columns: &mut Columns<'_>) -> Result<EventRow, StoreError> {
    Ok(EventRow {
        id: columns.id()?,
        kind: columns.word(text::parse_kind)?,
        status: columns.word(text::parse_status)?,
        position: columns.position()?,
        decided: columns.maybe_number()?.map(Position),
        by: columns.id()?,
        device: columns.maybe_id()?.zip(columns.maybe_number()?),
        hamlet: columns.maybe_id()?,
        household: columns.maybe_id()?,
        person: columns.maybe_id()?,
        date: columns.number()?,
        recorded_ms: columns.number()?,
        received_ms: columns.number()?,
        severity: columns.word(text::parse_severity)?,
        issues: columns.text()?,
        reason: columns.maybe_text()?,
        behalf: columns.maybe_id()?,
    })
}

pub(crate) async fn by_id(on: &AnyPool, shard: Shard, ids: &[EventId]) -> Result<Vec<EventRow>, StoreError> {
    let mut rows = Vec::with_capacity(ids.len());
    for ids in ids.chunks(LIST) {
        rows.extend(Query::new(SELECT).bind(shard).text(" and id ").within(ids).read("event", on, read).await?);
    }
    Ok(rows)
}

pub(crate) async fn statuses(
    on: &AnyPool,
    shard: Shard,
    ids: &[EventId],
) -> Result<Vec<(EventId, EventStatus, Option<Position>)>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(LIST) {
        let query = Query::new("select id, status, decided from event where shard = ").bind(shard).text(" and id ").within(ids);
        let read = |columns: &mut Columns<'_>| {
            Ok((columns.id()?, columns.word(text::parse_status)?, columns.maybe_number::<u32>()?.map(Position)))
        };
        found.extend(query.read("event", on, read).await?);
    }
    Ok(found)
}

pub(crate) async fn list(on: &AnyPool, shard: Shard, filter: &EventFilter) -> Result<Vec<EventRow>, StoreError> {
    // The index of open events is used only where the text says that only those are asked for.
    let open = matches!(filter.status, Some(EventStatus::Submitted | EventStatus::Returned));
    Query::new(SELECT)
        .bind(shard)
        .text(if open { " and status in ('submitted', 'returned')" } else { "" })
        .when(" and status = ", filter.status.map(text::status))
        .when_within(" and hamlet ", filter.hamlets.as_deref())
        .when(" and severity = ", filter.severity.map(text::severity))
        .when(" and household = ", filter.household)
        .when(" and device is not null and device = ", filter.device)
        .when(" and by_user = ", filter.by)
        .when(" and changed > ", filter.changed_after)
        .when(" and position > ", filter.after)
        .text(" order by position limit ")
        .bind(filter.limit)
        .read("event", on, read)
        .await
}

pub(crate) async fn counts(on: &AnyPool, shard: Shard, hamlets: Option<&[HamletId]>) -> Result<StatusCounts, StoreError> {
    let rows = Query::new("select status, severity, count(*) from event where status in ('submitted', 'returned') and shard = ")
        .bind(shard)
        .when_within(" and hamlet ", hamlets)
        .text(" group by status, severity")
        .read("event", on, |columns| {
            Ok((columns.word(text::parse_status)?, columns.word(text::parse_severity)?, columns.number::<u64>()?))
        })
        .await?;
    let mut counts = StatusCounts { last_ms: last(on, shard, hamlets).await?, ..StatusCounts::default() };
    for (status, severity, count) in rows {
        let place = match (status, severity) {
            (EventStatus::Submitted, Severity::Clean) => &mut counts.clean,
            (EventStatus::Submitted, Severity::Warn) => &mut counts.warn,
            (EventStatus::Submitted, Severity::Confirm) => &mut counts.confirm,
            (EventStatus::Submitted, Severity::Error) => &mut counts.error,
            (EventStatus::Returned, _) => &mut counts.returned,
            (EventStatus::Accepted | EventStatus::Withdrawn, _) => continue,
        };
        *place += count;
    }
    Ok(counts)
}

/// When the last event came in: one step into an index a hamlet, however many events there are.
async fn last(on: &AnyPool, shard: Shard, hamlets: Option<&[HamletId]>) -> Result<i64, StoreError> {
    let mut last = 0;
    let read = |columns: &mut Columns<'_>| columns.maybe_number();
    let Some(hamlets) = hamlets else {
        let query =
            Query::new("select received_ms from event where shard = ").bind(shard).text(" order by position desc limit 1");
        return Ok(query.read_one("event", on, read).await?.flatten().unwrap_or(last));
    };
    for hamlets in hamlets.chunks(LIST) {
        let mut query = Query::new(
            "select max((select received_ms from event where shard = $1 and hamlet = wanted.column1 order by position desc limit 1)) \
             from (values ",
        )
        .also(shard);
        for (at, hamlet) in hamlets.iter().enumerate() {
            query = query.text(if at == 0 { "(" } else { ",(" }).bind(*hamlet).text(")");
        }
        last = query.text(") as wanted").read_one("event", on, read).await?.flatten().unwrap_or(0).max(last);
    }
    Ok(last)
}
