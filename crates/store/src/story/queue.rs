//! Chapters on lists of events.

use super::Maker;
use crate::{EventFilter, EventRow, Severity, StatusCounts, Store};
use danso_model::{EventKind, EventStatus, Position};

async fn listed(store: &dyn Store, make: Maker, filter: EventFilter) -> Vec<u32> {
    let filter = EventFilter { limit: if filter.limit == 0 { 1_000 } else { filter.limit }, ..filter };
    let rows = store.events(make.shard, &filter).await.expect("events");
    rows.iter().map(|row| row.position.0).collect()
}

async fn fill(store: &dyn Store, make: Maker) -> Vec<EventRow> {
    let mut rows: Vec<_> = (1..=12).map(|position| make.event_row(position)).collect();
    rows[1].hamlet = Some(make.hamlet(2));
    rows[2].hamlet = None;
    rows[3] = EventRow { status: EventStatus::Accepted, decided: Some(Position(13)), ..rows[3].clone() };
    rows[4].severity = Severity::Warn;
    rows[5].severity = Severity::Confirm;
    rows[6].severity = Severity::Error;
    rows[7].household = Some(make.household(2));
    rows[8].device = Some((make.device(1), 5));
    rows[9].by = make.user(2);
    rows[10] = EventRow {
        status: EventStatus::Returned,
        decided: Some(Position(14)),
        reason: Some("Thiếu ngày sinh".to_owned()),
        household: None,
        person: None,
        ..rows[10].clone()
    };
    rows[11] = EventRow { status: EventStatus::Withdrawn, kind: EventKind::NewbornScreen, ..rows[11].clone() };
    let mut batch = make.batch(store).await;
    batch.entries = (1..=12).map(|position| make.entry(position)).collect();
    batch.events = rows.clone();
    store.commit(batch).await.expect("commit");
    rows
}

/// Events are listed by every part of the filter, in order of position, page by page.
pub async fn events(store: &dyn Store) {
    let make = Maker::new(11);
    let rows = fill(store, make).await;
    let ids: Vec<_> = (1..1_500).rev().map(|n| make.event(n)).collect();
    let mut read = store.events_by_id(make.shard, &ids).await.expect("events");
    read.sort_unstable_by_key(|row| row.position);
    assert_eq!(read, rows);
    let mut stands = store.statuses(make.shard, &ids).await.expect("statuses");
    stands.sort_unstable_by_key(|(id, ..)| rows.iter().position(|row| row.id == *id));
    assert_eq!(stands, rows.iter().map(|row| (row.id, row.status, row.decided)).collect::<Vec<_>>());

    let any = EventFilter::default;
    assert_eq!(listed(store, make, any()).await, (1..=12).collect::<Vec<_>>());
    assert_eq!(listed(store, make, EventFilter { hamlets: Some(vec![]), ..any() }).await, []);
    assert_eq!(listed(store, make, EventFilter { hamlets: Some(vec![make.hamlet(2), make.hamlet(9)]), ..any() }).await, [2]);
    assert_eq!(listed(store, make, EventFilter { status: Some(EventStatus::Accepted), ..any() }).await, [4]);
    assert_eq!(listed(store, make, EventFilter { status: Some(EventStatus::Returned), ..any() }).await, [11]);
    assert_eq!(listed(store, make, EventFilter { status: Some(EventStatus::Withdrawn), ..any() }).await, [12]);
    assert_eq!(listed(store, make, EventFilter { severity: Some(Severity::Confirm), ..any() }).await, [6]);
    assert_eq!(listed(store, make, EventFilter { household: Some(make.household(2)), ..any() }).await, [8]);
    assert_eq!(listed(store, make, EventFilter { device: Some(make.device(1)), ..any() }).await, [9]);
    assert_eq!(listed(store, make, EventFilter { by: Some(make.user(2)), ..any() }).await, [10]);
    assert_eq!(listed(store, make, EventFilter { changed_after: Some(Position(11)), ..any() }).await, [4, 11, 12]);
    assert_eq!(listed(store, make, EventFilter { after: Some(Position(10)), ..any() }).await, [11, 12]);
    let waiting = EventFilter {
        status: Some(EventStatus::Submitted),
        hamlets: Some(vec![make.hamlet(1)]),
        severity: Some(Severity::Clean),
        ..any()
    };
    assert_eq!(listed(store, make, waiting.clone()).await, [1, 8, 9, 10]);
    assert_eq!(listed(store, make, EventFilter { limit: 2, ..waiting.clone() }).await, [1, 8]);
    assert_eq!(listed(store, make, EventFilter { limit: 2, after: Some(Position(8)), ..waiting }).await, [9, 10]);
    assert_eq!(store.events(make.shard, &any()).await.expect("events"), [], "no more than the limit, which is none");
}

/// Counts follow the status.
pub async fn status_counts(store: &dyn Store) {
    let make = Maker::new(12);
    let none = StatusCounts::default();
    assert_eq!(store.status_counts(make.shard, None).await.expect("counts"), none);
    let rows = fill(store, make).await;
    let all = StatusCounts { clean: 6, warn: 1, confirm: 1, error: 1, returned: 1, last_ms: rows[11].received_ms };
    assert_eq!(store.status_counts(make.shard, None).await.expect("counts"), all);
    assert_eq!(all.waiting(), 9);
    let second = StatusCounts { clean: 1, last_ms: rows[1].received_ms, ..none };
    assert_eq!(store.status_counts(make.shard, Some(&[make.hamlet(2)])).await.expect("counts"), second);
    let most = StatusCounts { clean: 5, ..all };
    let hamlets: Vec<_> = (1..1_000).map(|n| make.hamlet(n)).collect();
    assert_eq!(store.status_counts(make.shard, Some(&hamlets)).await.expect("counts"), most);
    assert_eq!(store.status_counts(make.shard, Some(&hamlets[1..])).await.expect("counts"), second);
    assert_eq!(store.status_counts(make.shard, Some(&hamlets[2..])).await.expect("counts"), none);
    assert_eq!(store.status_counts(make.shard, Some(&[])).await.expect("counts"), none);

    let mut batch = make.batch(store).await;
    batch.events = vec![
        EventRow { status: EventStatus::Returned, decided: Some(Position(13)), ..rows[0].clone() },
        EventRow { status: EventStatus::Accepted, decided: Some(Position(14)), ..rows[0].clone() },
    ];
    store.commit(batch).await.expect("the last row of an id counts");
    let fewer = StatusCounts { clean: 5, ..all };
    assert_eq!(store.status_counts(make.shard, None).await.expect("counts"), fewer);
}
