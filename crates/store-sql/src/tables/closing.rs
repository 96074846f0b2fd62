//! Closed reports: steps, versions, revisions, definitions, declarations.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::text;
use crate::values::{Columns, Value};
use danso_model::{AreaId, Position, ReportId, Shard};
use danso_store::{
    AreaEvents, DeclarationRow, DefinitionRow, EventCount, ReportFilter, ReportLine, ReportRevisionRow, ReportRow, ReportStepRow,
    ReportVersionRow, StoreError,
};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static REPORT: Target = Target {
    table: "report",
    columns: &["shard", "id", "form", "unit", "period", "first_day", "last_day"],
    conflict: Conflict::Refuse,
};

pub(crate) static STEP: Target = Target {
    table: "report_step",
    columns: &["shard", "report", "number", "state", "version", "account", "at_ms", "note"],
    conflict: Conflict::Refuse,
};

pub(crate) static VERSION: Target = Target {
    table: "report_version",
    columns: &["shard", "report", "version", "position", "content", "hash", "definitions"],
    conflict: Conflict::Refuse,
};

pub(crate) static REVISION: Target = Target {
    table: "report_revision",
    columns: &[
        "shard",
        "report",
        "number",
        "reason",
        "version",
        "position",
        "content",
        "hash",
        "definitions",
        "difference",
        "account",
        "at_ms",
    ],
    conflict: Conflict::Refuse,
};

pub(crate) static DEFINITION: Target =
    Target { table: "definition", columns: &["shard", "hash", "body"], conflict: Conflict::Keep };

pub(crate) static DECLARATION: Target =
    Target { table: "declaration", columns: &["shard", "area", "month", "account", "at_ms", "note"], conflict: Conflict::Keep };

pub(crate) fn bind_report(args: &mut AnyArguments, shard: Shard, row: &ReportRow) {
    shard.add_to(args);
    row.id.add_to(args);
    row.form.as_str().add_to(args);
    row.unit.as_str().add_to(args);
    row.period.as_str().add_to(args);
    row.first_day.add_to(args);
    row.last_day.add_to(args);
}

pub(crate) fn bind_step(args: &mut AnyArguments, shard: Shard, report: ReportId, row: &ReportStepRow) {
    shard.add_to(args);
    report.add_to(args);
    row.number.add_to(args);
    row.state.as_str().add_to(args);
    row.version.add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
    row.note.as_deref().add_to(args);
}

pub(crate) fn bind_version(args: &mut AnyArguments, shard: Shard, report: ReportId, row: &ReportVersionRow) {
    shard.add_to(args);
    report.add_to(args);
    bind_numbers(args, row);
}

fn bind_numbers(args: &mut AnyArguments, row: &ReportVersionRow) {
    row.version.add_to(args);
    row.position.add_to(args);
    row.content.as_str().add_to(args);
    row.hash.as_slice().add_to(args);
    row.definitions.as_slice().add_to(args);
}

pub(crate) fn bind_revision(args: &mut AnyArguments, shard: Shard, report: ReportId, row: &ReportRevisionRow) {
    shard.add_to(args);
    report.add_to(args);
    row.number.add_to(args);
    row.reason.as_str().add_to(args);
    bind_numbers(args, &row.numbers);
    row.difference.as_str().add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
}

pub(crate) fn bind_definition(args: &mut AnyArguments, shard: Shard, row: &DefinitionRow) {
    shard.add_to(args);
    row.hash.as_slice().add_to(args);
    row.body.as_slice().add_to(args);
}

pub(crate) fn bind_declaration(args: &mut AnyArguments, shard: Shard, row: &DeclarationRow) {
    shard.add_to(args);
    row.area.add_to(args);
    row.month.add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
    row.note.as_deref().add_to(args);
}

pub(crate) async fn reports(on: &AnyPool, shard: Shard, filter: &ReportFilter) -> Result<Vec<ReportLine>, StoreError> {
    Query::new(
        "select r.id, r.form, r.unit, r.period, r.first_day, r.last_day, \
         s.number, s.state, s.version, s.account, s.at_ms, s.note, \
         (select max(sent.at_ms) from report_step sent \
          where sent.shard = r.shard and sent.report = r.id and sent.state = 'sent') \
         from report r join report_step s on s.shard = r.shard and s.report = r.id and s.number = \
         (select max(step.number) from report_step step where step.shard = r.shard and step.report = r.id) \
         where r.shard = ",
    )
    .bind(shard)
    .when(" and r.id = ", filter.id)
    .when(" and r.form = ", filter.form.as_deref())
    .when(" and r.period = ", filter.period.as_deref())
    .when_within(
        " and r.unit ",
        filter.units.as_ref().map(|units| units.iter().map(String::as_str).collect::<Vec<_>>()).as_deref(),
    )
    .text(" order by r.last_day desc, r.form, r.unit, r.period")
    .read("report", on, |columns| {
        let report = ReportRow {
            id: columns.id()?,
            form: columns.text()?,
            unit: columns.text()?,
            period: columns.text()?,
            first_day: columns.number()?,
            last_day: columns.number()?,
        };
        Ok(ReportLine { report, last: read_step(columns)?, sent_ms: columns.maybe_number()? })
    })
    .await
}

fn read_step(columns: &mut Columns<'_>) -> Result<ReportStepRow, StoreError> {
    Ok(ReportStepRow {
        number: columns.number()?,
        state: columns.text()?,
        version: columns.number()?,
        by: columns.id()?,
        at_ms: columns.number()?,
        note: columns.maybe_text()?,
    })
}

pub(crate) async fn steps(on: &AnyPool, shard: Shard, report: ReportId) -> Result<Vec<ReportStepRow>, StoreError> {
    Query::new(
        "select number, state, version, account, at_ms, note from report_step where shard = $1 and report = $2 order by number",
    )
    .also(shard)
    .also(report)
    .read("report_step", on, read_step)
    .await
}

fn read_numbers(columns: &mut Columns<'_>) -> Result<ReportVersionRow, StoreError> {
    Ok(ReportVersionRow {
        version: columns.number()?,
        position: columns.position()?,
        content: columns.text()?,
        hash: columns.array()?,
        definitions: columns.array()?,
    })
}

pub(crate) async fn versions(on: &AnyPool, shard: Shard, report: ReportId) -> Result<Vec<ReportVersionRow>, StoreError> {
    Query::new(
        "select version, position, content, hash, definitions from report_version where shard = $1 and report = $2 order by version",
    )
    .also(shard)
    .also(report)
    .read("report_version", on, read_numbers)
    .await
}

pub(crate) async fn revisions(on: &AnyPool, shard: Shard, report: ReportId) -> Result<Vec<ReportRevisionRow>, StoreError> {
    Query::new(
        "select number, reason, version, position, content, hash, definitions, difference, account, at_ms \
         from report_revision where shard = $1 and report = $2 order by number",
    )
    .also(shard)
    .also(report)
    .read("report_revision", on, |columns| {
        Ok(ReportRevisionRow {
            number: columns.number()?,
            reason: columns.text()?,
            numbers: read_numbers(columns)?,
            difference: columns.text()?,
            by: columns.id()?,
            at_ms: columns.number()?,
        })
    })
    .await
}

pub(crate) async fn definitions(on: &AnyPool, shard: Shard, hashes: &[[u8; 32]]) -> Result<Vec<DefinitionRow>, StoreError> {
    let mut found = Vec::with_capacity(hashes.len());
    for hashes in hashes.chunks(LIST) {
        let hashes: Vec<&[u8; 32]> = hashes.iter().collect();
        let query = Query::new("select hash, body from definition where shard = ").bind(shard).text(" and hash ").within(&hashes);
        let read = |columns: &mut Columns<'_>| Ok(DefinitionRow { hash: columns.array()?, body: columns.bytes()? });
        found.extend(query.read("definition", on, read).await?);
    }
    Ok(found)
}

pub(crate) async fn locked_until(on: &AnyPool, shard: Shard) -> Result<Vec<(String, i32)>, StoreError> {
    Query::new(
        "select r.unit, max(r.last_day) from report r join report_step s on s.shard = r.shard and s.report = r.id \
         where r.shard = $1 and s.state = 'locked' group by r.unit order by r.unit",
    )
    .also(shard)
    .read("report", on, |columns| Ok((columns.text()?, columns.number()?)))
    .await
}

pub(crate) async fn declarations(
    on: &AnyPool,
    shard: Shard,
    areas: &[AreaId],
    (first, last): (i32, i32),
) -> Result<Vec<DeclarationRow>, StoreError> {
    let mut found = Vec::new();
    for areas in areas.chunks(LIST) {
        let query = Query::new("select area, month, account, at_ms, note from declaration where shard = ")
            .bind(shard)
            .text(" and month between ")
            .bind(first)
            .text(" and ")
            .bind(last)
            .text(" and area ")
            .within(areas);
        let read = |columns: &mut Columns<'_>| {
            Ok(DeclarationRow {
                area: columns.id()?,
                month: columns.number()?,
                by: columns.id()?,
                at_ms: columns.number()?,
                note: columns.maybe_text()?,
            })
        };
        found.extend(query.read("declaration", on, read).await?);
    }
    found.sort_by_key(|row| (row.area, row.month));
    Ok(found)
}

/// `from event e …` with all conditions of a count, after what is selected.
fn counting(selected: &str, shard: Shard, count: &EventCount) -> Query {
    let kinds: Vec<&str> = count.kinds.iter().map(|kind| text::kind(*kind)).collect();
    let query = Query::new(selected)
        .text(" where e.shard = ")
        .bind(shard)
        .text(" and e.hamlet ")
        .within(&count.hamlets)
        .text(" and e.kind ")
        .within(&kinds)
        .text(" and e.happened between ")
        .bind(count.happened.0)
        .text(" and ")
        .bind(count.happened.1);
    match count.accepted {
        None => query.text(" and e.status in ('submitted', 'accepted')"),
        Some((Position(after), Position(upto))) => {
            query.text(" and e.status = 'accepted' and e.decided > ").bind(after).text(" and e.decided <= ").bind(upto)
        }
    }
}

pub(crate) async fn events_by_area(on: &AnyPool, shard: Shard, count: &EventCount) -> Result<Vec<AreaEvents>, StoreError> {
    let selected = "select h.area, count(case when e.status = 'accepted' then 1 end), \
                    count(case when e.status = 'submitted' then 1 end) \
                    from event e left join household h on h.shard = e.shard and h.id = e.household";
    counting(selected, shard, count)
        .text(" group by h.area order by h.area")
        .read("event", on, |columns| {
            Ok(AreaEvents { area: columns.maybe_id()?, accepted: columns.number()?, waiting: columns.number()? })
        })
        .await
}

pub(crate) async fn events_by_month(on: &AnyPool, shard: Shard, count: &EventCount) -> Result<Vec<(i32, u64)>, StoreError> {
    counting("select e.happened / 100, count(*) from event e", shard, count)
        .text(" group by e.happened / 100 order by e.happened / 100")
        .read("event", on, |columns| Ok((columns.number()?, columns.number()?)))
        .await
}
