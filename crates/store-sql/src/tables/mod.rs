//! One file a table: its columns, how a row is bound and read, and the questions asked of it.

use crate::query::{LIST, Query};
use crate::values::Value;
use danso_model::Shard;
use danso_store::StoreError;
use sqlx::AnyConnection;

pub(crate) mod account;
pub(crate) mod area;
pub(crate) mod audit;
pub(crate) mod closing;
pub(crate) mod device;
pub(crate) mod event;
pub(crate) mod forecast;
pub(crate) mod hamlet;
pub(crate) mod household;
pub(crate) mod key;
pub(crate) mod log;
pub(crate) mod network;
pub(crate) mod night;
pub(crate) mod parked;
pub(crate) mod person;
pub(crate) mod reconciliation;
pub(crate) mod reorganisation;
pub(crate) mod same;
pub(crate) mod sample;
pub(crate) mod session;
pub(crate) mod training;
pub(crate) mod working;

/// Takes rows of one shard out of a table by id.
pub(crate) async fn remove<T: Value + Copy>(
    on: &mut AnyConnection,
    table: &str,
    shard: Shard,
    ids: &[T],
) -> Result<(), StoreError> {
    for ids in ids.chunks(LIST) {
        let query = Query::new(&format!("delete from {table} where shard = ")).bind(shard).text(" and id ").within(ids);
        query.run("taking rows out", &mut *on).await?;
    }
    Ok(())
}

/// References to rows in order of their key, the last one of each key: rows beside each other in the table are written together, and
/// no statement meets a row twice.
pub(crate) fn last_of_each<T, K: Ord>(rows: &[T], key: impl Fn(&T) -> K) -> Vec<&T> {
    let mut sorted: Vec<&T> = rows.iter().collect();
    sorted.sort_by_key(|row| key(row));
    sorted.reverse();
    sorted.dedup_by_key(|row| key(row));
    sorted.reverse();
    sorted
}
