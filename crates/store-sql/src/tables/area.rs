//! Areas of work, and how communes work.

use crate::Engine;
use crate::fault::engine_fault;
use crate::insert::{Conflict, Inserts, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use danso_model::{AreaId, HamletId, Shard};
use danso_store::{AreaRow, CommuneSetting, StoreError};
use sqlx::any::AnyArguments;
use sqlx::{Any, AnyConnection, AnyPool, Executor};
use std::collections::HashMap;

static AREA: Target =
    Target { table: "area", columns: &["shard", "id", "number", "name", "commune"], conflict: Conflict::Replace(2) };

static COVERED: Target =
    Target { table: "area_hamlet", columns: &["shard", "area", "place", "hamlet"], conflict: Conflict::Refuse };

fn bind(args: &mut AnyArguments, shard: Shard, row: &AreaRow) {
    shard.add_to(args);
    row.id.add_to(args);
    row.number.as_str().add_to(args);
    row.name.as_str().add_to(args);
    row.commune.as_str().add_to(args);
}

fn bind_covered(args: &mut AnyArguments, shard: Shard, (area, place, hamlet): &(AreaId, u32, HamletId)) {
    shard.add_to(args);
    area.add_to(args);
    place.add_to(args);
    hamlet.add_to(args);
}

/// Adds or replaces areas, inside the caller's transaction.
pub(crate) async fn put(
    engine: Engine,
    inserts: &Inserts,
    on: &mut AnyConnection,
    shard: Shard,
    rows: &[AreaRow],
) -> Result<(), StoreError> {
    let rows = super::last_of_each(rows, |row| row.id);
    inserts.run(engine, on, &AREA, &rows, |args, row| bind(args, shard, row)).await?;
    let ids: Vec<AreaId> = rows.iter().map(|row| row.id).collect();
    for ids in ids.chunks(LIST) {
        let query = Query::new("delete from area_hamlet where shard = ").bind(shard).text(" and area ").within(ids);
        query.run("replacing the hamlets of an area", &mut *on).await?;
    }
    let covered: Vec<(AreaId, u32, HamletId)> =
        rows.iter().flat_map(|row| (0..).zip(&row.hamlets).map(|(place, hamlet)| (row.id, place, *hamlet))).collect();
    inserts.run(engine, on, &COVERED, &covered, |args, row| bind_covered(args, shard, row)).await
}

pub(crate) async fn all(on: &AnyPool, shard: Shard) -> Result<Vec<AreaRow>, StoreError> {
    let mut tx = on.begin().await.map_err(engine_fault("reading areas"))?;
    let areas = all_on(&mut tx, shard).await?;
    tx.commit().await.map_err(engine_fault("reading areas"))?;
    Ok(areas)
}

/// The same, inside the caller's transaction.
pub(crate) async fn all_on(on: &mut AnyConnection, shard: Shard) -> Result<Vec<AreaRow>, StoreError> {
    let mut areas = Query::new("select id, number, name, commune from area where shard = $1 order by commune, number")
        .also(shard)
        .read("area", &mut *on, read)
        .await?;
    let covered = Query::new("select area, hamlet from area_hamlet where shard = $1 order by area, place")
        .also(shard)
        .read("area_hamlet", &mut *on, |columns| Ok((columns.id::<AreaId>()?, columns.id::<HamletId>()?)))
        .await?;
    let places: HashMap<AreaId, usize> = areas.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    for (area, hamlet) in covered {
        if let Some(at) = places.get(&area) {
            areas[*at].hamlets.push(hamlet);
        }
    }
    Ok(areas)
}

fn read(columns: &mut Columns<'_>) -> Result<AreaRow, StoreError> {
    Ok(AreaRow {
        id: columns.id()?,
        number: columns.text()?,
        name: columns.text()?,
        commune: columns.text()?,
        hamlets: Vec::new(),
    })
}

pub(crate) async fn settings(on: impl Executor<'_, Database = Any>, shard: Shard) -> Result<Vec<CommuneSetting>, StoreError> {
    Query::new("select commune, accept_clean from commune_setting where shard = $1 order by commune")
        .also(shard)
        .read("commune_setting", on, |columns| Ok(CommuneSetting { commune: columns.text()?, accept_clean: columns.flag()? }))
        .await
}

pub(crate) async fn put_setting(
    on: impl Executor<'_, Database = Any>,
    shard: Shard,
    row: &CommuneSetting,
) -> Result<(), StoreError> {
    Query::new(
        "insert into commune_setting (shard, commune, accept_clean) values ($1, $2, $3) \
         on conflict (shard, commune) do update set accept_clean = excluded.accept_clean",
    )
    .also(shard)
    .also(row.commune.as_str())
    .also(row.accept_clean)
    .run("changing how a commune works", on)
    .await?;
    Ok(())
}
