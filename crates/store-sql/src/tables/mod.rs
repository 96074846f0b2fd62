//! One file a table: its columns, how a row is bound and read, and the questions asked of it.

pub(crate) mod account;
pub(crate) mod area;
pub(crate) mod audit;
pub(crate) mod device;
pub(crate) mod event;
pub(crate) mod hamlet;
pub(crate) mod household;
pub(crate) mod key;
pub(crate) mod log;
pub(crate) mod parked;
pub(crate) mod person;
pub(crate) mod session;

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
