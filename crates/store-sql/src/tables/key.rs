//! Keys of persons and households.

use crate::insert::{Conflict, Target};
use crate::query::{LIST, Query};
use crate::values::{Columns, Value};
use danso_model::{Shard, SubjectId};
use danso_store::{NewKey, StoreError, WrappedKey};
use sqlx::any::AnyArguments;
use sqlx::{AnyConnection, AnyPool};

pub(crate) static TARGET: Target =
    Target { table: "subject_key", columns: &["shard", "subject", "wrapped"], conflict: Conflict::Keep };

pub(crate) fn bind(args: &mut AnyArguments, shard: Shard, key: &NewKey) {
    shard.add_to(args);
    key.subject.add_to(args);
    key.wrapped.as_slice().add_to(args);
}

/// The row stays, so that no second key is made for an erased subject.
pub(crate) async fn erase(on: &mut AnyConnection, shard: Shard, subject: SubjectId) -> Result<(), StoreError> {
    Query::new(
        "insert into subject_key (shard, subject, wrapped) values ($1, $2, null) \
         on conflict (shard, subject) do update set wrapped = null",
    )
    .also(shard)
    .also(subject)
    .run("erasing a key", on)
    .await?;
    Ok(())
}

fn read(columns: &mut Columns<'_>) -> Result<WrappedKey, StoreError> {
    Ok(WrappedKey { subject: columns.id()?, wrapped: columns.maybe_bytes()? })
}

pub(crate) async fn of(on: &AnyPool, shard: Shard, subjects: &[SubjectId]) -> Result<Vec<WrappedKey>, StoreError> {
    let mut keys = Vec::with_capacity(subjects.len());
    for subjects in subjects.chunks(LIST) {
        let query = Query::new("select subject, wrapped from subject_key where shard = ").bind(shard);
        keys.extend(query.text(" and subject ").within(subjects).read("subject_key", on, read).await?);
    }
    Ok(keys)
}
