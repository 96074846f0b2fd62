//! What only SQLite needs: the file, its modes, one writer beside several readers.

use crate::fault::engine_fault;
use crate::pools::Pools;
use danso_store::StoreError;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, Executor};
use std::time::Duration;

const READERS: u32 = 4;

/// Settings of every connection. The page size counts only when the file is new.
const EVERY: &str = "pragma page_size = 8192; pragma journal_mode = wal; pragma busy_timeout = 15000; pragma foreign_keys = on; \
                     pragma temp_store = memory; pragma mmap_size = 1073741824;";
/// An acknowledged event survives a power cut; an erased key is overwritten.
const WRITER: &str = "pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -65536; \
                      pragma wal_autocheckpoint = 2000;";
const READER: &str = "pragma query_only = on; pragma cache_size = -32768;";

/// While loading in bulk: the end of the load may be lost in a power cut, the file stays whole.
pub(crate) const BEGIN_BULK: &str =
    "pragma synchronous = normal; pragma secure_delete = off; pragma cache_size = -524288; pragma wal_autocheckpoint = 32000;";
/// Back to the settings of a writer.
pub(crate) const FINISH_BULK: &str = "pragma wal_checkpoint(truncate); pragma optimize = 0x10002; pragma synchronous = full; \
     pragma secure_delete = on; pragma cache_size = -65536; pragma wal_autocheckpoint = 2000;";
/// Overwrites the journal, where an erased key may still stand.
pub(crate) const FORGET_JOURNAL: &str = "pragma wal_checkpoint(truncate)";
/// The transaction that takes the right to write at once instead of at its first write.
pub(crate) const BEGIN: &str = "begin immediate";
/// Definitions of the indexes that no rule depends on.
pub(crate) const PLAIN_INDEXES: &str =
    "select name, sql from sqlite_master where type = 'index' and sql like 'create index%' order by name";

pub(crate) async fn open(url: &str) -> Result<Pools, StoreError> {
    let doing = "opening the database file";
    let file = if url.contains("mode=") {
        url.to_owned()
    } else {
        format!("{url}{}mode=rwc", if url.contains('?') { '&' } else { '?' })
    };
    let options: AnyConnectOptions = file.parse().map_err(engine_fault(doing))?;
    let writer = pool(options.clone(), 1, WRITER).await.map_err(engine_fault(doing))?;
    let readers = pool(options, READERS, READER).await.map_err(engine_fault(doing))?;
    Ok(Pools { writer, readers })
}

async fn pool(options: AnyConnectOptions, size: u32, role: &'static str) -> Result<AnyPool, sqlx::Error> {
    AnyPoolOptions::new()
        .min_connections(1)
        .max_connections(size)
        .acquire_timeout(Duration::from_secs(60))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                conn.execute(EVERY).await?;
                conn.execute(role).await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await
}

#[cfg(test)]
mod tests {
    use crate::SqlStore;
    use danso_store::Store as _;
    use sqlx::{AnyPool, Row};

    async fn modes(store: &SqlStore) -> (String, i64, i64, i64) {
        let journal = sqlx::query("pragma journal_mode").fetch_one(store.writer()).await.expect("a mode").get(0);
        let synchronous = number(store.writer(), "pragma synchronous").await;
        let secure = number(store.writer(), "pragma secure_delete").await;
        (journal, synchronous, secure, number(store.readers(), "pragma query_only").await)
    }

    async fn number(pool: &AnyPool, pragma: &'static str) -> i64 {
        sqlx::query(pragma).fetch_one(pool).await.expect(pragma).get(0)
    }

    #[tokio::test]
    async fn an_acknowledged_commit_is_on_the_disk_except_in_a_bulk_load() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = SqlStore::open(&format!("sqlite://{}/register.db", folder.path().display())).await.expect("it opens");
        store.migrate().await.expect("the tables are made");
        let (full, normal) = (2, 1);
        assert_eq!(modes(&store).await, ("wal".to_owned(), full, 1, 1));
        store.begin_bulk().await.expect("the load begins");
        assert_eq!(modes(&store).await, ("wal".to_owned(), normal, 0, 1));
        store.finish_bulk().await.expect("the load ends");
        assert_eq!(modes(&store).await, ("wal".to_owned(), full, 1, 1));
        store.close().await;
    }
}
