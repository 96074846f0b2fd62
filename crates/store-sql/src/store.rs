//! Opening, migrating, transactions, bulk loading.

use crate::fault::engine_fault;
use crate::insert::{Inserts, Target};
use crate::pools::Pools;
use crate::query::Query;
use crate::{Engine, migrations, postgres, sqlite};
use danso_store::StoreError;
use sqlx::any::AnyArguments;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Executor, Transaction};
use std::sync::atomic::{AtomicBool, Ordering};

/// A store in SQL, on either engine.
#[derive(Debug)]
pub struct SqlStore {
    engine: Engine,
    pools: Pools,
    inserts: Inserts,
    bulk: AtomicBool,
}

impl SqlStore {
    /// Opens `sqlite://path` (made when it is not there) or `postgres://user@host/database`. The tables are brought up to date by
    /// [`danso_store::Store::migrate`].
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of_url(url).ok_or_else(|| StoreError::Engine {
            doing: "reading the database URL",
            source: "it must start with sqlite:// or postgres://".into(),
        })?;
        let pools = match engine {
            Engine::Sqlite => sqlite::open(url).await?,
            Engine::Postgres => postgres::open(url).await?,
        };
        Ok(Self { engine, pools, inserts: Inserts::default(), bulk: AtomicBool::new(false) })
    }

    /// Which engine it talks to.
    #[must_use]
    pub const fn kind(&self) -> Engine {
        self.engine
    }

    /// Ends all connections, after waiting for what is under way.
    pub async fn close(&self) {
        self.pools.readers.close().await;
        self.pools.writer.close().await;
    }

    /// Makes bulk loading fast until [`SqlStore::finish_bulk`]: indexes that no rule depends on are put aside, and a commit no longer
    /// waits for the disk. A power cut may lose the end of the load, and never damages what is there; a load that failed is done again
    /// on a new database. Uniqueness and checks stay in force. Nothing else should use the database meanwhile.
    pub async fn begin_bulk(&self) -> Result<(), StoreError> {
        let doing = "putting indexes aside";
        let plain = match self.engine {
            Engine::Sqlite => sqlite::PLAIN_INDEXES,
            Engine::Postgres => postgres::PLAIN_INDEXES,
        };
        let mut tx = self.begin().await?;
        let indexes = Query::new(plain).read("indexes", &mut *tx, |columns| Ok((columns.text()?, columns.text()?))).await?;
        for (name, definition) in indexes {
            Query::new("insert into postponed_index (name, definition) values ($1, $2)")
                .also(name.as_str())
                .also(definition.as_str())
                .run(doing, &mut *tx)
                .await?;
            tx.execute(AssertSqlSafe(format!("drop index {name}"))).await.map_err(engine_fault(doing))?;
        }
        tx.commit().await.map_err(engine_fault(doing))?;
        self.bulk.store(true, Ordering::Release);
        match self.engine {
            Engine::Sqlite => self.settle(sqlite::BEGIN_BULK).await,
            Engine::Postgres => Ok(()),
        }
    }

    /// Makes the indexes again and everything durable. Migrating does the same for a load that never came to its end.
    pub async fn finish_bulk(&self) -> Result<(), StoreError> {
        self.bulk.store(false, Ordering::Release);
        self.restore_indexes().await?;
        match self.engine {
            Engine::Sqlite => self.settle(sqlite::FINISH_BULK).await,
            Engine::Postgres => self.settle(postgres::FINISH_BULK).await,
        }
    }

    async fn restore_indexes(&self) -> Result<(), StoreError> {
        let doing = "making postponed indexes";
        let mut tx = self.begin().await?;
        let definitions = Query::new("select definition from postponed_index order by name")
            .read("postponed_index", &mut *tx, |columns| columns.text())
            .await?;
        for definition in definitions {
            tx.execute(AssertSqlSafe(definition)).await.map_err(engine_fault(doing))?;
        }
        Query::new("delete from postponed_index").run(doing, &mut *tx).await?;
        tx.commit().await.map_err(engine_fault(doing))
    }

    async fn settle(&self, statements: &'static str) -> Result<(), StoreError> {
        self.pools.writer.execute(statements).await.map(|_| ()).map_err(engine_fault("changing the settings of the database"))
    }

    /// Brings the tables up to date.
    pub(crate) async fn migrate_tables(&self) -> Result<(), StoreError> {
        migrations::migrator(self.engine)
            .run(&self.pools.writer)
            .await
            .map_err(|error| StoreError::Engine { doing: "bringing the tables up to date", source: Box::new(error) })?;
        self.restore_indexes().await
    }

    /// Overwrites what the journal still holds of deleted content, as far as readers let it. On PostgreSQL `vacuum` does that in its
    /// own time.
    pub(crate) async fn forget_journal(&self) -> Result<(), StoreError> {
        match self.engine {
            Engine::Sqlite => self.settle(sqlite::FORGET_JOURNAL).await,
            Engine::Postgres => Ok(()),
        }
    }

    /// The connections for reading.
    pub(crate) const fn readers(&self) -> &sqlx::AnyPool {
        &self.pools.readers
    }

    /// The connections for statements that write outside of a transaction of several.
    pub(crate) const fn writer(&self) -> &sqlx::AnyPool {
        &self.pools.writer
    }

    /// A transaction that writes.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        let begin = match self.engine {
            Engine::Sqlite => sqlite::BEGIN,
            Engine::Postgres => postgres::BEGIN,
        };
        let mut tx = self.pools.writer.begin_with(begin).await.map_err(engine_fault("beginning a transaction"))?;
        if self.engine == Engine::Postgres && self.bulk.load(Ordering::Acquire) {
            tx.execute(postgres::BULK_TRANSACTION).await.map_err(engine_fault("beginning a transaction"))?;
        }
        Ok(tx)
    }

    /// Inserts all rows.
    pub(crate) async fn insert<T>(
        &self,
        conn: &mut AnyConnection,
        target: &'static Target,
        rows: &[T],
        bind: impl Fn(&mut AnyArguments, &T),
    ) -> Result<(), StoreError> {
        self.inserts.run(self.engine, conn, target, rows, bind).await
    }

    /// The texts of inserts.
    pub(crate) const fn inserts(&self) -> &Inserts {
        &self.inserts
    }
}
