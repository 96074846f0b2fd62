//! Migrations apply to an empty and to a populated database, any number of times, and bulk loading leaves the same tables.

mod common;

use common::Database;
use danso_store::story::{self, Maker};
use danso_store::{LogStore as _, Store as _};
use danso_store_sql::{Engine, SqlStore};
use sqlx::{AnyConnection, Connection, Row};

/// Tables and indexes with their definitions, in the engine's own words.
async fn schema(database: &Database, engine: Engine) -> Vec<String> {
    let text = match engine {
        Engine::Sqlite => "select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by sql",
        Engine::Postgres => {
            "select cast(table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as text) as text_of \
             from information_schema.columns where table_schema = 'public' \
             union all select indexdef from pg_indexes where schemaname = 'public' order by 1"
        }
    };
    let mut conn = AnyConnection::connect(&database.url).await.expect("the database opens");
    let rows = sqlx::query(text).fetch_all(&mut conn).await.expect("the schema is read");
    conn.close().await.expect("the connection ends");
    rows.iter().map(|row| row.get(0)).collect()
}

async fn migrate(database: Database, engine: Engine) {
    let store = database.open().await;
    let fresh = schema(&database, engine).await;
    assert!(fresh.len() > 20, "{fresh:?}");
    store.migrate().await.expect("an empty database");
    let memory = story::remember(&store).await;
    store.migrate().await.expect("a populated database");
    store.close().await;
    let again = database.open().await;
    story::recall(&again, &memory).await;
    assert_eq!(schema(&database, engine).await, fresh);
    again.close().await;
    database.drop().await;
}

async fn bulk(database: Database, engine: Engine) {
    let store = database.open().await;
    let fresh = schema(&database, engine).await;
    let make = Maker::new(81);
    let load = async |store: &SqlStore, from: u32| {
        let mut batch = make.batch(store).await;
        batch.entries = (from..from + 3_000).map(|position| make.entry(position)).collect();
        batch.events = (from..from + 3_000).map(|position| make.event_row(position)).collect();
        store.commit(batch).await.expect("a batch of the load");
    };
    store.begin_bulk().await.expect("the load begins");
    assert!(schema(&database, engine).await.len() < fresh.len(), "indexes are put aside");
    load(&store, 1).await;
    load(&store, 3_001).await;
    store.finish_bulk().await.expect("the load ends");
    assert_eq!(schema(&database, engine).await, fresh);
    load(&store, 6_001).await;

    store.begin_bulk().await.expect("a second load begins");
    store.close().await;
    let again = database.open().await;
    assert_eq!(schema(&database, engine).await, fresh, "a load that was broken off is mended by migrating");
    assert_eq!(again.head(make.shard).await.expect("head"), make.head(9_000));
    again.close().await;
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_migrates_twice() {
    migrate(Database::sqlite(), Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_migrates_twice() {
    migrate(Database::postgres().await, Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_loads_in_bulk() {
    bulk(Database::sqlite(), Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_loads_in_bulk() {
    bulk(Database::postgres().await, Engine::Postgres).await;
}

#[tokio::test]
async fn another_kind_of_url_is_refused() {
    let error = SqlStore::open("mysql://localhost/register").await.expect_err("no such engine");
    let source = std::error::Error::source(&error).expect("it says why");
    assert!(source.to_string().contains("sqlite://"), "{source}");
}
