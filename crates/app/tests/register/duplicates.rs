//! The same things sent more than once, and counters given out twice.

use crate::acts::{birth, death, education, person, screen};
use crate::database::Database;
use crate::small::{Phone, Small, issue_codes};
use danso_app::AppError;
use danso_model::{Event, Position};
use danso_wire::{OutcomeKind, PushReply};

fn kinds(reply: &PushReply) -> Vec<OutcomeKind> {
    reply.outcomes.iter().map(|outcome| outcome.outcome).collect()
}

async fn sent_again(small: Small) -> Small {
    let mut phone = Phone::of(0);
    let events = [phone.event("2026-07-01", education(person(0, 0), "5")), phone.event("2026-07-02", death(person(1, 0)))];
    let first = phone.push(&small.app, &events).await;
    assert_eq!(kinds(&first), [OutcomeKind::Queued; 2]);
    assert_eq!((first.received.count, first.received.upto), (2, 2));
    let head = small.head().await;

    let again = phone.push(&small.app, &events).await;
    assert_eq!(kinds(&again), [OutcomeKind::Duplicate; 2]);
    assert_eq!((&again.receipt, again.position, &again.received), (&first.receipt, head.0, &first.received));
    assert_eq!(again.outcomes[1].position, first.outcomes[1].position);

    // The answer was lost, and the phone has gone on: it sends all it has no receipt for, one of them twice.
    let third = phone.event("2026-07-03", education(person(0, 1), "4"));
    let repeated = [events[1].clone(), third.clone(), events[0].clone(), third];
    let more = phone.push(&small.app, &repeated).await;
    assert_eq!(kinds(&more), [OutcomeKind::Duplicate, OutcomeKind::Queued, OutcomeKind::Duplicate], "each once, as sent");
    assert_eq!((more.received.count, more.received.upto), (3, 3));
    assert_eq!(small.head().await, head.next());
    assert_eq!(small.queue().await.len(), 3);
    small.clean().await;
    small
}

#[tokio::test]
async fn what_comes_again_changes_nothing_on_sqlite() {
    sent_again(Small::new().await).await;
}

#[tokio::test]
async fn what_comes_again_changes_nothing_on_postgres() {
    let Small { database, store, app } = sent_again(Small::on(Database::postgres().await).await).await;
    drop(app);
    store.close().await;
    database.drop().await;
}

#[tokio::test]
async fn a_receipt_is_what_the_wire_document_says() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let mut events: Vec<Event> = (0..3).map(|at| phone.event("2026-07-01", education(person(at, 0), "5"))).collect();
    events.remove(1);
    events.reverse();
    let reply = phone.push(&small.app, &events).await;
    assert_eq!((reply.received.upto, reply.received.missing.as_slice()), (1, &[2][..]));
    let mut covered = phone.device().as_bytes().to_vec();
    covered.extend(1_u64.to_be_bytes());
    let mut ids = [events[0].id.0, events[1].id.0];
    ids.sort();
    covered.extend(ids.iter().flat_map(|id| id.into_bytes()));
    assert_eq!(reply.receipt, blake3::hash(&covered).to_hex().to_string());
}

#[tokio::test]
async fn two_hundred_events_go_in_one_push_and_no_more() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let mut events: Vec<Event> = (0..201).map(|_| phone.event("2026-07-01", death(person(0, 2)))).collect();
    let refused = small.app.push(&phone.caller, phone.message(events.iter().map(crate::small::raw).collect())).await;
    assert!(matches!(refused, Err(AppError::BadRequest { code: "push_too_large", .. })));
    assert_eq!(phone.statuses(&small.app, Position(0)).await, vec![], "refused as a whole");
    let last = events.pop().unwrap();
    let reply = phone.push(&small.app, &events).await;
    assert_eq!((reply.outcomes.len(), reply.received.upto), (200, 200));
    assert_eq!(phone.push(&small.app, &[last]).await.received.upto, 201);
}

/// A phone restored from a copy gives out its counters a second time: everything is kept and the officer is told.
async fn cloned(small: Small) -> Small {
    let mut phone = Phone::of(0);
    let mut twin = phone.clone_with(50);
    let mine = [phone.event("2026-07-01", education(person(0, 0), "5")), phone.event("2026-07-02", birth(0, 0, 3, "2026-07-02"))];
    phone.push(&small.app, &mine).await;
    // The first of its twin can be placed, the second waits for a birth that has not come.
    let theirs = [twin.event("2026-07-01", education(person(1, 0), "4")), twin.event("2026-07-05", screen(person(1, 3)))];
    let reply = twin.push(&small.app, &theirs).await;
    assert_eq!(kinds(&reply), [OutcomeKind::Queued, OutcomeKind::Parked]);
    assert_eq!(issue_codes(&reply.outcomes[0]), ["counter_reused"]);
    assert_eq!((reply.received.count, reply.received.upto), (2, 2));
    // It comes: the one that waited is placed, and its counter is still the other's.
    let born = twin.event("2026-07-04", birth(1, 0, 3, "2026-07-04"));
    let reply = twin.push(&small.app, std::slice::from_ref(&born)).await;
    assert_eq!(kinds(&reply), [OutcomeKind::Queued]);
    let queue = small.queue().await;
    let woken = queue.iter().find(|line| line.id == theirs[1].id.0).expect("placed once the birth is there");
    assert!(woken.issues.iter().any(|issue| issue.rule == "counter_reused"), "{:?}", woken.issues);
    assert_eq!(queue.len(), 5);
    // Two events of one push with one counter.
    let a = twin.event("2026-07-06", education(person(2, 0), "4"));
    let b = Event { id: danso_model::EventId(uuid::Uuid::from_u128(77)), ..a.clone() };
    let reply = twin.push(&small.app, &[a, b]).await;
    assert_eq!(kinds(&reply), [OutcomeKind::Queued; 2]);
    assert_eq!(issue_codes(&reply.outcomes[0]).len() + issue_codes(&reply.outcomes[1]).len(), 1);
    assert_eq!(small.queue().await.len(), 7);
    small.clean().await;
    small
}

#[tokio::test]
async fn counters_of_a_clone_lose_nothing_on_sqlite() {
    cloned(Small::new().await).await;
}

#[tokio::test]
async fn counters_of_a_clone_lose_nothing_on_postgres() {
    let Small { database, store, app } = cloned(Small::on(Database::postgres().await).await).await;
    drop(app);
    store.close().await;
    database.drop().await;
}

#[tokio::test]
async fn a_counter_far_ahead_is_kept_and_known_again() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    phone.counter = 49_999;
    let mut twin = phone.clone_with(50);
    let reply = {
        let event = phone.event("2026-07-01", education(person(0, 0), "5"));
        phone.push(&small.app, &[event]).await
    };
    assert_eq!((reply.received.count, reply.received.upto, reply.received.missing.len()), (1, 0, 1_000));
    let reply = {
        let event = twin.event("2026-07-01", education(person(1, 0), "5"));
        twin.push(&small.app, &[event]).await
    };
    assert_eq!(issue_codes(&reply.outcomes[0]), ["counter_reused"]);
    assert_eq!(phone.snapshot(&small.app).await.counter, 50_000, "a phone restored from nothing goes on after it");
    // A counter in the gap is nobody's.
    twin.counter = 1_000;
    let reply = {
        let event = twin.event("2026-07-01", education(person(2, 0), "5"));
        twin.push(&small.app, &[event]).await
    };
    assert_eq!(issue_codes(&reply.outcomes[0]), Vec::<&str>::new());
    assert_eq!(reply.received.count, 2);
}
