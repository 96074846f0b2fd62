//! Events that come in another order than they happened, too early, with a wrong clock, or in words that nobody understands yet.

use crate::acts::{birth, death, education, family, household, person, screen};
use crate::small::{Phone, Small, raw};
use danso_model::{Event, EventId, Position};
use danso_wire::OutcomeKind;
use serde_json::value::RawValue;
use uuid::Uuid;

#[tokio::test]
async fn events_of_a_device_arrive_in_any_order() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let events: Vec<Event> = (0..5).map(|at| phone.event("2026-07-01", education(person(at % 3, at / 3), "5"))).collect();
    let order = [3, 0, 4, 1, 2];
    let expected: [(u64, &[u64]); 5] = [(0, &[1, 2, 3]), (1, &[2, 3]), (1, &[2, 3]), (2, &[3]), (5, &[])];
    for (at, (upto, missing)) in order.into_iter().zip(expected) {
        let reply = phone.push(&small.app, std::slice::from_ref(&events[at])).await;
        assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued);
        assert_eq!((reply.received.upto, reply.received.missing.as_slice()), (upto, missing));
    }
    let arrived: Vec<EventId> = small.queue().await.iter().map(|line| EventId(line.id)).collect();
    assert_eq!(arrived, order.map(|at| events[at].id));
    assert_eq!(phone.snapshot(&small.app).await.counter, 5);
    small.clean().await;
}

#[tokio::test]
async fn what_comes_before_its_cause_waits_for_it_through_a_whole_chain() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let sheet = phone.event("2026-07-01", household(5, 0, family(5)));
    let born = phone.event("2026-07-02", birth(5, 0, 3, "2026-07-02"));
    let screened = phone.event("2026-07-05", screen(person(5, 3)));
    let died = phone.event("2026-07-06", death(person(5, 3)));
    let wrong = phone.event("2026-07-03", education(person(5, 0), "4"));
    let right = phone.correcting(&wrong, "2026-07-03", education(person(5, 0), "5"));
    let early = [died.clone(), right.clone(), screened.clone(), born.clone(), wrong.clone()];
    let reply = phone.push(&small.app, &early).await;
    for outcome in &reply.outcomes {
        assert_eq!((outcome.outcome, outcome.code.as_deref()), (OutcomeKind::Parked, Some("missing_parent")));
    }
    assert_eq!((reply.received.count, reply.received.missing.as_slice()), (5, &[1][..]), "what waits is received all the same");
    for event in &early {
        assert_eq!(phone.status(&small.app, event).await.as_deref(), Some("parked"));
    }
    let again = phone.push(&small.app, &early).await;
    assert!(again.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Duplicate));
    assert_eq!(again.outcomes[0].code.as_deref(), Some("missing_parent"));

    let reply = phone.push(&small.app, std::slice::from_ref(&sheet)).await;
    assert_eq!((reply.received.count, reply.received.upto), (6, 6));
    for event in [&sheet, &born, &screened, &died, &right] {
        assert_eq!(phone.status(&small.app, event).await.as_deref(), Some("submitted"), "{:?}", event.body.kind());
    }
    assert_eq!(phone.status(&small.app, &wrong).await.as_deref(), Some("withdrawn"), "its correction took its place");
    for event in [&sheet, &born, &screened, &died, &right] {
        small.accept(event).await;
    }
    let document = small.document(5).await;
    assert_eq!((document.members.len(), document.past.len()), (3, 1));
    assert_eq!(document.members[0].education.as_deref(), Some("5"));
    small.clean().await;
}

#[tokio::test]
async fn what_waits_is_woken_by_what_another_device_brings() {
    let small = Small::new().await;
    let (mut phone, mut other) = (Phone::of(0), Phone::of(1));
    let screened = phone.event("2026-07-05", screen(person(10, 3)));
    let reply = phone.push(&small.app, std::slice::from_ref(&screened)).await;
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Parked);
    let small = small.killed().await;
    let born = other.event("2026-07-02", birth(10, 1, 3, "2026-07-02"));
    assert_eq!(other.push(&small.app, std::slice::from_ref(&born)).await.outcomes[0].outcome, OutcomeKind::Queued);
    assert_eq!(phone.status(&small.app, &screened).await.as_deref(), Some("submitted"));
    let line = small.queue().await.into_iter().find(|line| line.id == screened.id.0).unwrap();
    assert!(line.issues.iter().any(|issue| issue.rule == "out_of_area"), "{:?}", line.issues);
    small.clean().await;
}

#[tokio::test]
async fn a_wrong_clock_is_kept_and_sorts_nothing() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let mut at = |recorded: &str, number: u128, level| Event {
        id: EventId(Uuid::from_u128(number)),
        recorded_at: recorded.parse().unwrap(),
        ..phone.event("2026-07-01", education(person(0, 0), level))
    };
    // Identifiers carry the wrong time too: the far future first, then long ago, then today.
    let ahead = at("2099-01-01T00:00:00.255Z", 0xfe00_0000_0000_7000_8000_0000_0000_0001, "3");
    let behind = at("1980-01-06T00:00:00.007Z", 0x0048_0000_0000_7000_8000_0000_0000_0002, "4");
    let behind = Event { supersedes: Some(ahead.id), ..behind };
    phone.push(&small.app, std::slice::from_ref(&ahead)).await;
    small.accept(&ahead).await;
    phone.push(&small.app, std::slice::from_ref(&behind)).await;
    let queue = small.queue().await;
    assert_eq!(queue[0].recorded_at, "1980-01-06T00:00:00.007Z");
    small.accept(&behind).await;
    assert_eq!(
        small.document(0).await.members[0].education.as_deref(),
        Some("4"),
        "the correction counts, whatever its clock said"
    );
    let item = small.app.review_item(&crate::small::officer(), ahead.id).await.unwrap();
    assert_eq!(item.event["recorded_at"], "2099-01-01T00:00:00.255Z");
    small.clean().await;
    small.killed().await.clean().await;
}

#[tokio::test]
async fn what_nobody_understands_yet_is_kept() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let newer = raw(&phone.event("2026-07-01", education(person(0, 0), "5"))).get().replace("\"v\":1", "\"v\":7");
    let strange =
        raw(&phone.event("2026-07-01", education(person(0, 1), "5"))).get().replace("\"kind\":", "\"mood\":1,\"kind\":");
    let wild = ["5", "\"x\"", "[]", "null", "{}", "{\"id\":\"7\"}", "{\"v\":1,\"id\":\"no\",\"counter\":-3}"];
    let texts = [newer.as_str(), strange.as_str()].into_iter().chain(wild);
    let sent: Vec<Box<RawValue>> = texts.map(|text| RawValue::from_string(text.to_owned()).unwrap()).collect();
    let reply = phone.push_raw(&small.app, sent.clone()).await;
    let codes: Vec<&str> = reply.outcomes.iter().map(|outcome| outcome.code.as_deref().unwrap()).collect();
    assert_eq!(codes[..2], ["unknown_version", "malformed"]);
    assert_eq!(codes.len(), sent.len());
    assert!(reply.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Parked));
    assert_eq!((reply.received.count, reply.received.upto), (2, 2), "the two that have counters");
    let states = phone.statuses(&small.app, Position(0)).await;
    assert_eq!(states.len(), sent.len());
    assert!(states.iter().all(|(_, status, reason)| status == "parked" && reason.is_some()));
    let again = phone.push_raw(&small.app, sent).await;
    assert!(again.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Duplicate));
    assert_eq!(again.receipt, reply.receipt);
    assert_eq!(small.killed().await.queue().await, vec![]);
}

#[tokio::test]
async fn what_is_told_of_someone_whose_arrival_was_returned_waits_where_that_was() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let born = phone.event("2026-07-02", birth(0, 0, 3, "2026-07-02"));
    phone.push(&small.app, std::slice::from_ref(&born)).await;
    small.give_back(&born).await;
    let died = phone.event("2026-07-06", death(person(0, 3)));
    phone.push(&small.app, std::slice::from_ref(&died)).await;
    assert!(small.queue().await.iter().any(|line| line.id == died.id.0), "someone has to decide on it");
    small.give_back(&died).await;
    small.clean().await;
}
