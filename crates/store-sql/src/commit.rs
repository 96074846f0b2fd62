//! One batch, one transaction.

use crate::SqlStore;
use crate::fault::engine_fault;
use crate::tables::log::Placed;
use crate::tables::{device, event, household, key, last_of_each, log, parked, person, remove, working};
use danso_model::{DeviceId, EventId, Position, SubjectId};
use danso_store::{Batch, Head, StoreError};
use sqlx::AnyConnection;

pub(crate) async fn commit(store: &SqlStore, batch: &Batch) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    write(store, &mut tx, batch).await?;
    tx.commit().await.map_err(engine_fault("committing a batch"))?;
    if !batch.erased.is_empty() {
        store.forget_journal().await?;
    }
    Ok(())
}

/// Writes a batch inside the caller's transaction.
pub(crate) async fn write(store: &SqlStore, conn: &mut AnyConnection, batch: &Batch) -> Result<(), StoreError> {
    let shard = batch.shard;
    let placed = placed(batch);
    let head = placed.last().map_or(batch.expected, |last| Head { position: last.position, hash: last.entry.hash });
    log::move_head(conn, shard, batch.expected, head).await?;

    store.insert(conn, &log::TARGET, &placed, |args, row| log::bind(args, shard, row)).await?;
    let subjects = subjects(&placed);
    store
        .insert(conn, &log::SUBJECT, &subjects, |args, (subject, position)| {
            use crate::values::Value;
            shard.add_to(args);
            subject.add_to(args);
            position.add_to(args);
        })
        .await?;
    let keys = last_of_each(&batch.keys, |key| key.subject);
    store.insert(conn, &key::TARGET, &keys, |args, row| key::bind(args, shard, row)).await?;
    for subject in &batch.erased {
        key::erase(conn, shard, *subject).await?;
    }

    let counters = counters(batch);
    store
        .insert(conn, &event::COUNTER, &counters, |args, (device, counter, event)| {
            use crate::values::Value;
            shard.add_to(args);
            device.add_to(args);
            counter.add_to(args);
            event.add_to(args);
        })
        .await?;
    let events = last_of_each(&batch.events, |row| row.id);
    store.insert(conn, &event::TARGET, &events, |args, row| event::bind(args, shard, row)).await?;
    let faults = working::faults(batch);
    store
        .insert(conn, &working::FAULT, &faults, |args, (event, subject)| working::bind_pair(args, shard, *event, *subject))
        .await?;
    let targets = &batch.targets;
    store
        .insert(conn, &working::TARGET, targets, |args, (event, target)| working::bind_pair(args, shard, *event, *target))
        .await?;
    let arrivals = last_of_each(&batch.arrivals, |row| *row);
    store.insert(conn, &working::ARRIVAL, &arrivals, |args, row| working::bind_arrival(args, shard, row)).await?;

    let persons = last_of_each(&batch.persons, |row| row.id);
    let changes = working::change(conn, shard, &persons, &batch.gone_persons).await?;
    let month = working::month_of(batch);
    store.insert(conn, &working::TALLY, &changes, |args, change| working::bind_tally(args, shard, month, change)).await?;
    store.insert(conn, &person::TARGET, &persons, |args, row| person::bind(args, shard, row)).await?;
    let households = last_of_each(&batch.households, |row| row.id);
    store.insert(conn, &household::TARGET, &households, |args, row| household::bind(args, shard, row)).await?;

    remove(conn, "person", shard, &batch.gone_persons).await?;
    remove(conn, "household", shard, &batch.gone_households).await?;

    remove(conn, "parked", shard, &batch.unparked).await?;
    let waiting = last_of_each(&batch.parked, |row| row.id);
    store.insert(conn, &parked::TARGET, &waiting, |args, row| parked::bind(args, shard, row)).await?;
    for mark in &batch.devices {
        device::mark(conn, *mark).await?;
    }
    Ok(())
}

fn placed(batch: &Batch) -> Vec<Placed<'_>> {
    let mut position = batch.expected.position;
    let place = |entry| {
        position = position.next();
        Placed::of(position, entry)
    };
    batch.entries.iter().map(place).collect()
}

/// Only entries that carry an event are found by subject.
fn subjects(placed: &[Placed<'_>]) -> Vec<(SubjectId, Position)> {
    let carrying = placed.iter().filter(|placed| placed.entry.kind.carries_event());
    let mut pairs: Vec<_> =
        carrying.flat_map(|placed| placed.subjects.iter().map(|subject| (*subject, placed.position))).collect();
    pairs.sort_unstable();
    pairs
}

/// Of new events and parked ones. Two events with one counter are both handed to the database, which refuses the second.
fn counters(batch: &Batch) -> Vec<(DeviceId, u64, EventId)> {
    let of_events = batch.events.iter().filter_map(|row| row.device.map(|(device, counter)| (device, counter, row.id)));
    let of_parked = batch.parked.iter().filter_map(|row| row.device.map(|(device, counter)| (device, counter, row.id)));
    let mut counters: Vec<_> = of_events.chain(of_parked).collect();
    counters.sort_unstable();
    counters.dedup();
    counters
}
