//! The network of collaborators: spans of areas, work done, campaigns.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::text;
use crate::values::{Columns, Value};
use danso_model::{AreaId, CampaignId, HamletId, HouseholdId, Shard, UserId};
use danso_store::{AreaHouseholds, AssignmentRow, BurstRow, CampaignRow, DeviceRow, StoreError, WorkFilter, WorkRow};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static ASSIGNMENT: Target = Target {
    table: "area_assignment",
    columns: &["shard", "area", "account", "from_ms", "to_ms", "by_account"],
    conflict: Conflict::Replace(4),
};

pub(crate) static CAMPAIGN: Target = Target {
    table: "campaign",
    columns: &["shard", "id", "unit", "name", "first_day", "last_day", "by_account", "at_ms", "ended_ms"],
    conflict: Conflict::Replace(2),
};

pub(crate) static CAMPAIGN_AREA: Target =
    Target { table: "campaign_area", columns: &["shard", "campaign", "area"], conflict: Conflict::Keep };

pub(crate) fn bind_assignment(args: &mut AnyArguments, shard: Shard, row: &AssignmentRow) {
    shard.add_to(args);
    row.area.add_to(args);
    row.user.add_to(args);
    row.from_ms.add_to(args);
    row.to_ms.add_to(args);
    row.by.add_to(args);
}

pub(crate) fn bind_campaign(args: &mut AnyArguments, shard: Shard, row: &CampaignRow) {
    shard.add_to(args);
    row.id.add_to(args);
    row.unit.as_str().add_to(args);
    row.name.as_str().add_to(args);
    row.days.0.add_to(args);
    row.days.1.add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
    row.ended_ms.add_to(args);
}

pub(crate) fn bind_campaign_area(args: &mut AnyArguments, shard: Shard, campaign: CampaignId, area: AreaId) {
    shard.add_to(args);
    campaign.add_to(args);
    area.add_to(args);
}

pub(crate) async fn assignments(on: &AnyPool, shard: Shard, areas: &[AreaId]) -> Result<Vec<AssignmentRow>, StoreError> {
    let mut found = Vec::new();
    for areas in areas.chunks(LIST) {
        let query = Query::new("select area, account, from_ms, to_ms, by_account from area_assignment where shard = ");
        let read = |columns: &mut Columns<'_>| {
            Ok(AssignmentRow {
                area: columns.id()?,
                user: columns.id()?,
                from_ms: columns.number()?,
                to_ms: columns.maybe_number()?,
                by: columns.maybe_id()?,
            })
        };
        found.extend(query.bind(shard).text(" and area ").within(areas).read("area_assignment", on, read).await?);
    }
    found.sort_by_key(|row| (row.area, row.from_ms, row.user));
    Ok(found)
}

/// Whose one of these areas is.
pub(crate) async fn users_of(on: &AnyPool, areas: &[AreaId]) -> Result<Vec<UserId>, StoreError> {
    let mut found = Vec::new();
    for areas in areas.chunks(LIST) {
        let query = Query::new("select distinct account from account_grant where area ").within(areas);
        found.extend(query.read("account_grant", on, |columns| columns.id::<UserId>()).await?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

pub(crate) async fn devices(on: &AnyPool, shard: Shard, users: &[UserId]) -> Result<Vec<(DeviceRow, u64)>, StoreError> {
    let mut found = Vec::new();
    for users in users.chunks(LIST) {
        let query = Query::new(
            "select d.id, d.account, d.name, d.enrolled_ms, d.revoked_ms, d.last_counter, d.seen_ms, \
             (select count(*) from device_counter c where c.shard = ",
        );
        let query = query.bind(shard).text(" and c.device = d.id) from device d where d.account ").within(users);
        let read = |columns: &mut Columns<'_>| Ok((super::device::read(columns)?, columns.number()?));
        found.extend(query.read("device", on, read).await?);
    }
    found.sort_by_key(|(row, _): &(DeviceRow, u64)| (row.user, row.enrolled_ms, row.id));
    Ok(found)
}

/// `… where` the conditions of a filter, for a piece of its hamlets.
fn recorded(selected: &str, shard: Shard, filter: &WorkFilter, hamlets: &[HamletId]) -> Query {
    Query::new(selected)
        .text(" from event where shard = ")
        .bind(shard)
        .text(" and hamlet ")
        .within(hamlets)
        .text(" and recorded_ms >= ")
        .bind(filter.recorded_ms.0)
        .text(" and recorded_ms < ")
        .bind(filter.recorded_ms.1)
}

pub(crate) async fn work(on: &AnyPool, shard: Shard, filter: &WorkFilter) -> Result<Vec<WorkRow>, StoreError> {
    let selected = "select coalesce(for_user, by_user), case when for_user is null then 0 else 1 end, kind, status, \
                    case when device is null then 0 else 1 end, count(*), max(recorded_ms), max(received_ms - recorded_ms)";
    let mut found: Vec<WorkRow> = Vec::new();
    for hamlets in filter.hamlets.chunks(LIST) {
        let query = recorded(selected, shard, filter, hamlets);
        let read = |columns: &mut Columns<'_>| {
            Ok(WorkRow {
                user: columns.id()?,
                behalf: columns.flag()?,
                kind: columns.word(text::parse_kind)?,
                status: columns.word(text::parse_status)?,
                mobile: columns.flag()?,
                events: columns.number()?,
                last_ms: columns.number()?,
                slowest_ms: columns.number()?,
            })
        };
        let group = " group by coalesce(for_user, by_user), case when for_user is null then 0 else 1 end, kind, status, \
                     case when device is null then 0 else 1 end";
        found.extend(query.text(group).read("event", on, read).await?);
    }
    let key = |row: &WorkRow| (row.user, text::kind(row.kind), row.status, row.mobile, row.behalf);
    found.sort_by_key(key);
    found.dedup_by(|later, first| {
        let same = key(later) == key(first);
        if same {
            first.events += later.events;
            first.last_ms = first.last_ms.max(later.last_ms);
            first.slowest_ms = first.slowest_ms.max(later.slowest_ms);
        }
        same
    });
    Ok(found)
}

pub(crate) async fn bursts(on: &AnyPool, shard: Shard, filter: &WorkFilter, at_least: u64) -> Result<Vec<BurstRow>, StoreError> {
    let mut found: Vec<BurstRow> = Vec::new();
    for hamlets in filter.hamlets.chunks(LIST) {
        let query = recorded("select by_user, recorded_ms / 1000, count(*)", shard, filter, hamlets)
            .text(" and device is not null group by by_user, recorded_ms / 1000");
        let read = |columns: &mut Columns<'_>| {
            Ok(BurstRow { user: columns.id()?, second: columns.number()?, events: columns.number()? })
        };
        found.extend(query.read("event", on, read).await?);
    }
    found.sort_by_key(|row| (row.user, row.second));
    found.dedup_by(|later, first| {
        let same = (later.user, later.second) == (first.user, first.second);
        if same {
            first.events += later.events;
        }
        same
    });
    found.retain(|row| row.events >= at_least);
    Ok(found)
}

pub(crate) async fn area_households(
    on: &AnyPool,
    shard: Shard,
    areas: &[AreaId],
    (first, last): (i32, i32),
) -> Result<Vec<AreaHouseholds>, StoreError> {
    let mut found = Vec::new();
    for areas in areas.chunks(LIST) {
        let all = Query::new("select area, count(*) from household where shard = ")
            .bind(shard)
            .text(" and closed is null and area ")
            .within(areas)
            .text(" group by area");
        let read = |columns: &mut Columns<'_>| {
            Ok(AreaHouseholds { area: columns.id()?, households: columns.number()?, seen: 0, reviewed: 0 })
        };
        let mut rows = all.read("household", on, read).await?;
        let seen = Query::new(
            "select h.area, e.household, max(case when e.kind = 'reviewed' then 1 else 0 end) from household h \
             join event e on e.shard = h.shard and e.household = h.id where h.shard = ",
        )
        .bind(shard)
        .text(" and h.closed is null and e.status in ('submitted', 'accepted') and e.happened between ")
        .bind(first)
        .text(" and ")
        .bind(last)
        .text(" and h.area ")
        .within(areas)
        .text(" group by h.area, e.household");
        let read = |columns: &mut Columns<'_>| Ok((columns.id::<AreaId>()?, columns.id::<HouseholdId>()?, columns.flag()?));
        for (area, _, reviewed) in seen.read("household", on, read).await? {
            if let Some(row) = rows.iter_mut().find(|row| row.area == area) {
                row.seen += 1;
                row.reviewed += u64::from(reviewed);
            }
        }
        found.append(&mut rows);
    }
    found.sort_by_key(|row| row.area);
    Ok(found)
}

const CAMPAIGNS: &str = "select id, unit, name, first_day, last_day, by_account, at_ms, ended_ms from campaign where shard = ";

fn read_campaign(columns: &mut Columns<'_>) -> Result<CampaignRow, StoreError> {
    Ok(CampaignRow {
        id: columns.id()?,
        unit: columns.text()?,
        name: columns.text()?,
        days: (columns.number()?, columns.number()?),
        areas: Vec::new(),
        by: columns.id()?,
        at_ms: columns.number()?,
        ended_ms: columns.maybe_number()?,
    })
}

async fn with_areas(on: &AnyPool, shard: Shard, mut rows: Vec<CampaignRow>) -> Result<Vec<CampaignRow>, StoreError> {
    let ids: Vec<CampaignId> = rows.iter().map(|row| row.id).collect();
    for ids in ids.chunks(LIST) {
        let query = Query::new("select campaign, area from campaign_area where shard = ").bind(shard);
        let query = query.text(" and campaign ").within(ids).text(" order by campaign, area");
        let read = |columns: &mut Columns<'_>| Ok((columns.id::<CampaignId>()?, columns.id()?));
        for (campaign, area) in query.read("campaign_area", on, read).await? {
            if let Some(row) = rows.iter_mut().find(|row| row.id == campaign) {
                row.areas.push(area);
            }
        }
    }
    Ok(rows)
}

pub(crate) async fn campaigns(on: &AnyPool, shard: Shard, units: &[String]) -> Result<Vec<CampaignRow>, StoreError> {
    let mut found = Vec::new();
    for units in units.chunks(LIST) {
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        let query = Query::new(CAMPAIGNS).bind(shard).text(" and unit ").within(&units);
        found.extend(query.read("campaign", on, read_campaign).await?);
    }
    found.sort_by_key(|row: &CampaignRow| (std::cmp::Reverse(row.days), row.id));
    with_areas(on, shard, found).await
}

pub(crate) async fn campaign(on: &AnyPool, shard: Shard, id: CampaignId) -> Result<Option<CampaignRow>, StoreError> {
    let found = Query::new(CAMPAIGNS).bind(shard).text(" and id = ").bind(id).read("campaign", on, read_campaign).await?;
    Ok(with_areas(on, shard, found).await?.pop())
}
