//! Samples, their households, and what differed.

use crate::insert::{Conflict, Target};
use crate::query::Query;
use crate::values::{Columns, Value};
use danso_model::{HouseholdId, SampleId, Shard};
use danso_store::{DifferenceRow, PointRow, SampleRow, SampledRow, SecondReading, StoreError};
use sqlx::AnyPool;
use sqlx::any::AnyArguments;

pub(crate) static SAMPLE: Target = Target {
    table: "sample",
    columns: &["shard", "id", "unit", "name", "position", "day", "seed", "by_account", "at_ms"],
    conflict: Conflict::Refuse,
};

pub(crate) static HOUSEHOLD: Target = Target {
    table: "sample_household",
    columns: &[
        "shard",
        "sample",
        "household",
        "place",
        "collaborator",
        "reader",
        "read_ms",
        "met",
        "reading",
        "sealed",
        "others",
    ],
    conflict: Conflict::Replace(3),
};

pub(crate) static POINT: Target = Target {
    table: "sample_point",
    columns: &["shard", "sample", "household", "field", "points"],
    conflict: Conflict::Replace(4),
};

pub(crate) static DIFFERENCE: Target = Target {
    table: "sample_difference",
    columns: &[
        "shard",
        "sample",
        "household",
        "number",
        "kind",
        "field",
        "person",
        "row_number",
        "was",
        "said",
        "verdict",
        "by_account",
        "at_ms",
    ],
    conflict: Conflict::Replace(4),
};

pub(crate) fn bind_sample(args: &mut AnyArguments, shard: Shard, row: &SampleRow) {
    shard.add_to(args);
    row.id.add_to(args);
    row.unit.as_str().add_to(args);
    row.name.as_str().add_to(args);
    row.position.add_to(args);
    row.day.add_to(args);
    row.seed.add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
}

pub(crate) fn bind_household(args: &mut AnyArguments, shard: Shard, sample: SampleId, row: &SampledRow) {
    let reading = row.reading.as_ref();
    shard.add_to(args);
    sample.add_to(args);
    row.household.add_to(args);
    row.place.add_to(args);
    row.collaborator.add_to(args);
    reading.map(|reading| reading.reader).add_to(args);
    reading.map(|reading| reading.at_ms).add_to(args);
    reading.is_some_and(|reading| reading.met).add_to(args);
    reading.map(|reading| &reading.id).add_to(args);
    reading.map(|reading| reading.sealed.as_slice()).add_to(args);
    reading.map(|reading| reading.others.as_slice()).add_to(args);
}

pub(crate) fn bind_point(args: &mut AnyArguments, shard: Shard, sample: SampleId, row: &PointRow) {
    shard.add_to(args);
    sample.add_to(args);
    row.household.add_to(args);
    row.field.as_str().add_to(args);
    row.points.add_to(args);
}

pub(crate) fn bind_difference(args: &mut AnyArguments, shard: Shard, sample: SampleId, row: &DifferenceRow) {
    shard.add_to(args);
    sample.add_to(args);
    row.household.add_to(args);
    row.number.add_to(args);
    row.kind.as_str().add_to(args);
    row.field.as_str().add_to(args);
    row.person.add_to(args);
    row.row.map(i64::from).add_to(args);
    row.was.as_deref().add_to(args);
    row.said.as_deref().add_to(args);
    row.verdict.as_deref().add_to(args);
    row.by.add_to(args);
    row.at_ms.add_to(args);
}

const SAMPLES: &str = "select id, unit, name, position, day, seed, by_account, at_ms from sample where shard = ";

fn read_sample(columns: &mut Columns<'_>) -> Result<SampleRow, StoreError> {
    Ok(SampleRow {
        id: columns.id()?,
        unit: columns.text()?,
        name: columns.text()?,
        position: columns.position()?,
        day: columns.number()?,
        seed: columns.number()?,
        by: columns.id()?,
        at_ms: columns.number()?,
    })
}

pub(crate) async fn of_unit(on: &AnyPool, shard: Shard, unit: &str) -> Result<Vec<SampleRow>, StoreError> {
    let query = Query::new(SAMPLES).bind(shard).text(" and unit = ").bind(unit);
    let mut found = query.read("sample", on, read_sample).await?;
    found.sort_by_key(|row| (std::cmp::Reverse(row.at_ms), row.id));
    Ok(found)
}

pub(crate) async fn one(on: &AnyPool, shard: Shard, id: SampleId) -> Result<Option<SampleRow>, StoreError> {
    Ok(Query::new(SAMPLES).bind(shard).text(" and id = ").bind(id).read("sample", on, read_sample).await?.pop())
}

pub(crate) async fn households(on: &AnyPool, shard: Shard, id: SampleId) -> Result<Vec<SampledRow>, StoreError> {
    let query = Query::new(
        "select household, place, collaborator, reader, read_ms, met, reading, sealed, others from sample_household where shard = ",
    );
    let read = |columns: &mut Columns<'_>| {
        let (household, place, collaborator) = (columns.id()?, columns.number()?, columns.maybe_id()?);
        let (reader, at_ms, met) = (columns.maybe_id()?, columns.maybe_number()?, columns.flag()?);
        let (id, sealed, others) = (columns.maybe_array()?, columns.maybe_bytes()?, columns.maybe_bytes()?);
        let reading = reader.zip(at_ms).zip(id).map(|((reader, at_ms), id)| SecondReading {
            reader,
            at_ms,
            met,
            id,
            sealed: sealed.unwrap_or_default(),
            others: others.unwrap_or_default(),
        });
        Ok(SampledRow { household, place, collaborator, reading })
    };
    let mut found = query.bind(shard).text(" and sample = ").bind(id).read("sample_household", on, read).await?;
    found.sort_by_key(|row: &SampledRow| row.place);
    Ok(found)
}

pub(crate) async fn points(on: &AnyPool, shard: Shard, id: SampleId) -> Result<Vec<PointRow>, StoreError> {
    let query = Query::new("select household, field, points from sample_point where shard = ");
    let read = |columns: &mut Columns<'_>| {
        Ok(PointRow { household: columns.id::<HouseholdId>()?, field: columns.text()?, points: columns.number()? })
    };
    let mut found = query.bind(shard).text(" and sample = ").bind(id).read("sample_point", on, read).await?;
    found.sort_by(|one: &PointRow, other| (one.household, &one.field).cmp(&(other.household, &other.field)));
    Ok(found)
}

pub(crate) async fn differences(on: &AnyPool, shard: Shard, id: SampleId) -> Result<Vec<DifferenceRow>, StoreError> {
    let query = Query::new(
        "select household, number, kind, field, person, row_number, was, said, verdict, by_account, at_ms from sample_difference \
         where shard = ",
    );
    let read = |columns: &mut Columns<'_>| {
        Ok(DifferenceRow {
            household: columns.id()?,
            number: columns.number()?,
            kind: columns.text()?,
            field: columns.text()?,
            person: columns.maybe_id()?,
            row: columns.maybe_number()?,
            was: columns.maybe_text()?,
            said: columns.maybe_text()?,
            verdict: columns.maybe_text()?,
            by: columns.maybe_id()?,
            at_ms: columns.maybe_number()?,
        })
    };
    let mut found = query.bind(shard).text(" and sample = ").bind(id).read("sample_difference", on, read).await?;
    found.sort_by_key(|row: &DifferenceRow| (row.household, row.number));
    Ok(found)
}
