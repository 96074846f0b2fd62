//! The deployment's own map, and reorganisations as they are kept.

use crate::insert::{Conflict, Target};
use crate::query::Query;
use crate::values::{Columns, Value};
use danso_model::Shard;
use danso_store::{GuessRow, HamletStepRow, MapRows, ReorganisationRow, StoreError, SuccessionRow, UnitRow};
use sqlx::any::AnyArguments;
use sqlx::{AnyConnection, AnyPool};

pub(crate) static UNIT: Target = Target {
    table: "unit",
    columns: &["shard", "code", "valid_from", "valid_to", "full_name", "parent", "decree"],
    conflict: Conflict::Refuse,
};

pub(crate) static SUCCESSION: Target = Target {
    table: "unit_succession",
    columns: &["shard", "on_day", "old", "new", "whole", "decree"],
    conflict: Conflict::Refuse,
};

pub(crate) static STEP: Target = Target {
    table: "hamlet_step",
    columns: &["shard", "on_day", "old", "new", "households", "persons"],
    conflict: Conflict::Refuse,
};

pub(crate) static GUESS: Target =
    Target { table: "hamlet_guess", columns: &["shard", "on_day", "hamlet"], conflict: Conflict::Refuse };

/// Stands for "since ever".
const EVER: i32 = 0;

pub(crate) fn bind_unit(args: &mut AnyArguments, shard: Shard, row: &UnitRow) {
    shard.add_to(args);
    row.code.as_str().add_to(args);
    row.valid_from.unwrap_or(EVER).add_to(args);
    row.valid_to.add_to(args);
    row.full_name.as_str().add_to(args);
    row.parent.as_deref().add_to(args);
    row.decree.as_deref().add_to(args);
}

pub(crate) fn bind_succession(args: &mut AnyArguments, shard: Shard, row: &SuccessionRow) {
    shard.add_to(args);
    row.on.add_to(args);
    row.old.as_str().add_to(args);
    row.new.as_str().add_to(args);
    row.whole.add_to(args);
    row.decree.as_str().add_to(args);
}

pub(crate) fn bind_step(args: &mut AnyArguments, shard: Shard, row: &HamletStepRow) {
    shard.add_to(args);
    row.on.add_to(args);
    row.old.add_to(args);
    row.new.add_to(args);
    row.households.add_to(args);
    row.persons.add_to(args);
}

pub(crate) fn bind_guess(args: &mut AnyArguments, shard: Shard, row: &GuessRow) {
    shard.add_to(args);
    row.on.add_to(args);
    row.hamlet.add_to(args);
}

fn read_unit(columns: &mut Columns<'_>) -> Result<UnitRow, StoreError> {
    Ok(UnitRow {
        code: columns.text()?,
        valid_from: Some(columns.number()?).filter(|day| *day != EVER),
        valid_to: columns.maybe_number()?,
        full_name: columns.text()?,
        parent: columns.maybe_text()?,
        decree: columns.maybe_text()?,
    })
}

/// All rows of the map.
pub(crate) async fn map(on: &mut AnyConnection, shard: Shard) -> Result<MapRows, StoreError> {
    let through = Query::new("select through from map_through where shard = $1")
        .also(shard)
        .read_one("map_through", &mut *on, |columns| columns.number())
        .await?;
    let text =
        "select code, valid_from, valid_to, full_name, parent, decree from unit where shard = $1 order by code, valid_from";
    let units = Query::new(text).also(shard).read("unit", &mut *on, read_unit).await?;
    let text = "select on_day, old, new, whole, decree from unit_succession where shard = $1 order by on_day, old, new";
    let successions = Query::new(text)
        .also(shard)
        .read("unit_succession", &mut *on, |columns| {
            let (on, old, new) = (columns.number()?, columns.text()?, columns.text()?);
            Ok(SuccessionRow { old, new, on, whole: columns.flag()?, decree: columns.text()? })
        })
        .await?;
    let text = "select on_day, old, new, households, persons from hamlet_step where shard = $1 order by on_day, old, new";
    let steps = Query::new(text)
        .also(shard)
        .read("hamlet_step", &mut *on, |columns| {
            let (on, old, new) = (columns.number()?, columns.id()?, columns.id()?);
            Ok(HamletStepRow { old, new, on, households: columns.number()?, persons: columns.number()? })
        })
        .await?;
    let guesses = Query::new("select on_day, hamlet from hamlet_guess where shard = $1 order by on_day, hamlet")
        .also(shard)
        .read("hamlet_guess", &mut *on, |columns| Ok(GuessRow { on: columns.number()?, hamlet: columns.id()? }))
        .await?;
    Ok(MapRows { through, units, successions, steps, guesses })
}

pub(crate) async fn put_through(on: &mut AnyConnection, shard: Shard, through: Option<i32>) -> Result<(), StoreError> {
    let doing = "setting the day of the map";
    Query::new("delete from map_through where shard = $1").also(shard).run(doing, &mut *on).await?;
    if let Some(through) = through {
        let insert = Query::new("insert into map_through (shard, through) values ($1, $2)").also(shard).also(through);
        insert.run(doing, &mut *on).await?;
    }
    Ok(())
}

pub(crate) async fn add(on: &mut AnyConnection, shard: Shard, row: &ReorganisationRow) -> Result<(), StoreError> {
    Query::new(
        "insert into reorganisation \
         (shard, id, name, plan, summary, first_day, changes, made_ms, made_by, undone_ms, undone_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .also(shard)
    .also(&row.id)
    .also(row.name.as_str())
    .also(row.plan.as_str())
    .also(row.summary.as_str())
    .also(row.first)
    .also(row.changes.as_slice())
    .also(row.made_ms)
    .also(row.made_by)
    .also(row.undone_ms)
    .also(row.undone_by)
    .run("keeping a reorganisation", on)
    .await?;
    Ok(())
}

/// Marks one as undone; false if it is not there or undone already.
pub(crate) async fn undo(
    on: &mut AnyConnection,
    shard: Shard,
    id: &[u8; 16],
    at_ms: i64,
    by: Option<danso_model::UserId>,
) -> Result<bool, StoreError> {
    let update =
        Query::new("update reorganisation set undone_ms = $1, undone_by = $2 where shard = $3 and id = $4 and undone_ms is null");
    let marked = update.also(at_ms).also(by).also(shard).also(id).run("marking a reorganisation", on).await?;
    Ok(marked == 1)
}

const KEPT: &str = "id, name, plan, summary, first_day, made_ms, made_by, undone_ms, undone_by";

fn read(columns: &mut Columns<'_>) -> Result<ReorganisationRow, StoreError> {
    Ok(ReorganisationRow {
        id: columns.array()?,
        name: columns.text()?,
        plan: columns.text()?,
        summary: columns.text()?,
        first: columns.number()?,
        made_ms: columns.number()?,
        made_by: columns.maybe_id()?,
        undone_ms: columns.maybe_number()?,
        undone_by: columns.maybe_id()?,
        changes: Vec::new(),
    })
}

pub(crate) async fn list(on: &AnyPool, shard: Shard) -> Result<Vec<ReorganisationRow>, StoreError> {
    Query::new(&format!("select {KEPT} from reorganisation where shard = $1 order by made_ms desc, id desc"))
        .also(shard)
        .read("reorganisation", on, read)
        .await
}

pub(crate) async fn one(on: &AnyPool, shard: Shard, id: &[u8; 16]) -> Result<Option<ReorganisationRow>, StoreError> {
    Query::new(&format!("select {KEPT}, changes from reorganisation where shard = $1 and id = $2"))
        .also(shard)
        .also(id)
        .read_one("reorganisation", on, |columns| {
            let row = read(columns)?;
            Ok(ReorganisationRow { changes: columns.bytes()?, ..row })
        })
        .await
}
