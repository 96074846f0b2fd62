//! The story of the stores, on both engines.

mod common;

use common::Database;
use danso_store::story;

async fn tell(database: Database) {
    let store = database.open().await;
    story::everything(&store).await;
    let memory = story::remember(&store).await;
    store.close().await;
    drop(store);
    let again = database.open().await;
    story::recall(&again, &memory).await;
    again.close().await;
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite() {
    tell(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres() {
    tell(Database::postgres().await).await;
}
