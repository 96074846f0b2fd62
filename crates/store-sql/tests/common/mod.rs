//! A new database for each test, on either engine.

use danso_store::Store as _;
use danso_store_sql::SqlStore;
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::sync::atomic::{AtomicU32, Ordering};

/// A database that goes away with its test.
pub struct Database {
    pub url: String,
    kept: Kept,
}

enum Kept {
    Folder(#[expect(dead_code, reason = "it is removed when dropped")] tempfile::TempDir),
    Server { admin: String, name: String },
}

impl Database {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("register.db").display());
        Self { url, kept: Kept::Folder(folder) }
    }

    /// On the server that `DANSO_TEST_POSTGRES` names.
    pub async fn postgres() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let admin = std::env::var("DANSO_TEST_POSTGRES").expect(
            "DANSO_TEST_POSTGRES must hold the URL of a PostgreSQL server where databases may be made, such as \
             postgres://danso@localhost:54329/postgres; `cargo xtask test` starts one and sets it",
        );
        let name = format!("danso_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        run(&admin, &format!("create database {name}")).await;
        Self { url: with_database(&admin, &name), kept: Kept::Server { admin, name } }
    }

    pub async fn open(&self) -> SqlStore {
        let store = SqlStore::open(&self.url).await.expect("the database opens");
        store.migrate().await.expect("the tables are made");
        store
    }

    pub async fn drop(self) {
        if let Kept::Server { admin, name } = self.kept {
            run(&admin, &format!("drop database {name} with (force)")).await;
        }
    }
}

async fn run(url: &str, statement: &str) {
    sqlx::any::install_default_drivers();
    let mut server = sqlx::AnyConnection::connect(url).await.expect("the PostgreSQL server of DANSO_TEST_POSTGRES answers");
    server.execute(AssertSqlSafe(statement)).await.expect(statement);
    server.close().await.expect("the connection ends");
}

/// The same server with another database: the last part of the path before `?`.
fn with_database(url: &str, name: &str) -> String {
    let (path, parameters) = url.split_once('?').map_or((url, String::new()), |(path, rest)| (path, format!("?{rest}")));
    let (server, _) = path.rsplit_once('/').expect("the URL names a database");
    format!("{server}/{name}{parameters}")
}
