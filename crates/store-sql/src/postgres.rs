//! What only PostgreSQL needs: commits of one shard wait for each other, and must not take the readers' connections meanwhile.

use crate::fault::engine_fault;
use crate::pools::Pools;
use danso_store::StoreError;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, Connection};
use std::time::Duration;

const WRITERS: u32 = 2;
const READERS: u32 = 8;
/// One text for each size of a multi-row insert, for every table.
const PREPARED: u32 = 512;

/// A connection idle for longer is tried before it is used.
const RESTED: Duration = Duration::from_secs(5);

/// Inside a transaction of a bulk load: its end may be lost in a power cut, the database stays whole.
pub(crate) const BULK_TRANSACTION: &str = "set local synchronous_commit = off";
/// After a bulk load.
pub(crate) const FINISH_BULK: &str = "analyze";
/// Commits of one shard wait for each other at the row of its head.
pub(crate) const BEGIN: &str = "begin";
/// Definitions of the indexes that no rule depends on.
pub(crate) const PLAIN_INDEXES: &str = "select cast(indexname as text), indexdef from pg_indexes \
     where schemaname = current_schema() and indexdef like 'CREATE INDEX%' order by 1";

pub(crate) async fn open(url: &str) -> Result<Pools, StoreError> {
    let doing = "connecting to the database server";
    let url = format!("{url}{}statement-cache-capacity={PREPARED}", if url.contains('?') { '&' } else { '?' });
    let options: AnyConnectOptions = url.parse().map_err(engine_fault(doing))?;
    let writer = pool(options.clone(), WRITERS).await.map_err(engine_fault(doing))?;
    let readers = pool(options, READERS).await.map_err(engine_fault(doing))?;
    Ok(Pools { writer, readers })
}

async fn pool(options: AnyConnectOptions, size: u32) -> Result<AnyPool, sqlx::Error> {
    AnyPoolOptions::new()
        .min_connections(1)
        .max_connections(size)
        .acquire_timeout(Duration::from_secs(60))
        .test_before_acquire(false)
        .before_acquire(|conn, used| {
            Box::pin(async move {
                // One that was at work a moment ago need not be asked whether it is alive.
                if used.idle_for > RESTED { conn.ping().await.map(|()| true) } else { Ok(true) }
            })
        })
        .connect_with(options)
        .await
}
