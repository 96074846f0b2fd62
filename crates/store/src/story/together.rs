//! Chapters on several callers at once.

use super::Maker;
use crate::{Store, StoreError};
use danso_model::Position;
use futures::future::join_all;

/// Of several commits that expect the same head, one wins; in the end all get through and the log has no gap.
pub async fn one_commit_wins(store: &dyn Store) {
    let make = Maker::new(61);
    for start in [0, 3] {
        let round = (0..8).map(async |_| {
            let mut batch = crate::Batch::new(make.shard, make.head(start));
            batch.entries = (start + 1..=start + 3).map(|position| make.entry(position)).collect();
            batch.persons = vec![make.person_row(1, "Hoa", "hoa")];
            store.commit(batch).await
        });
        let results = join_all(round).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        let end = Position(start + 3);
        let lost = |result: &Result<(), _>| match result {
            Ok(()) => true,
            Err(error) => matches!(error, StoreError::HeadMoved { found, .. } if *found == end),
        };
        assert!(results.iter().all(lost), "{results:?}");
    }
    let callers = (0..6).map(async |_| {
        loop {
            let mut batch = make.batch(store).await;
            batch.entries = vec![make.entry(batch.expected.position.0 + 1)];
            match store.commit(batch).await {
                Ok(()) => break,
                Err(StoreError::HeadMoved { .. }) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
    });
    join_all(callers).await;
    let entries = store.entries(make.shard, Position(0), 100).await.expect("entries");
    assert_eq!(entries.iter().map(|entry| entry.position.0).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
}

/// Commits of two shards and readers beside them do not hinder each other, and a reader sees whole batches.
pub async fn readers_beside_a_writer(store: &dyn Store) {
    let makers = [Maker::new(62), Maker::new(63)];
    let writers = makers.map(async |make| {
        for _ in 0..20 {
            let mut batch = make.batch(store).await;
            let at = batch.expected.position.0;
            batch.entries = (at + 1..=at + 5).map(|position| make.entry(position)).collect();
            store.commit(batch).await.expect("nobody else writes here");
        }
    });
    let readers = (0..12).map(async |n| {
        let make = makers[n % 2];
        for _ in 0..20 {
            let entries = store.entries(make.shard, Position(0), 1_000).await.expect("entries");
            assert_eq!(entries.len() % 5, 0, "a batch is seen whole");
        }
    });
    futures::future::join(join_all(writers), join_all(readers)).await;
    for make in makers {
        assert_eq!(store.head(make.shard).await.expect("head"), make.head(100));
    }
}
