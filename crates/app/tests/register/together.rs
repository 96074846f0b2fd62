//! Several at once, on one server or on two with one store: whoever comes second plans again and goes on.

use crate::acts::{birth, death, person};
use crate::small::{Phone, Small, TODAY, clean, counted, officer, open, total};
use danso_app::App;
use danso_model::{Event, EventId};
use danso_wire::OutcomeKind;

async fn births(app: &App, mut phone: Phone, place: u128, first: u128) -> Vec<EventId> {
    let mut sent = Vec::new();
    for child in 0..12 {
        let day = format!("2026-06-{:02}", child + 1);
        let events: Vec<Event> = (0..3).map(|at| phone.event(&day, birth(place * 10 + at, place, first + child, &day))).collect();
        let reply = phone.push(app, &events).await;
        assert!(reply.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Queued));
        app.accept(&officer(), events[0].id).await.unwrap();
        sent.extend(events.iter().map(|event| event.id));
    }
    sent
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_at_once_lose_nothing() {
    let small = Small::new().await;
    let other = open(&small.store).await;
    let before = total(&other).await;
    let (one, two) = tokio::join!(births(&small.app, Phone::of(0), 0, 3), births(&other, Phone::of(1), 1, 3));
    assert_eq!((one.len(), two.len()), (36, 36));
    assert_eq!(small.app.known_events(&[one, two].concat()).await.unwrap().len(), 72);
    let fresh = open(&small.store).await;
    assert_eq!(total(&fresh).await, before + 24);
    clean(&fresh).await;
    // Each has learnt of the other's by its own next act.
    for (app, collaborator) in [(&small.app, 2), (&other, 0)] {
        let mut phone = Phone::of(collaborator);
        phone.counter = 100;
        let event = phone.event("2026-07-01", death(person(collaborator * 10, 2)));
        phone.push(app, std::slice::from_ref(&event)).await;
        app.accept(&officer(), event.id).await.unwrap();
        let fresh = open(&small.store).await;
        assert_eq!(counted(app, TODAY, None, vec![]).await, counted(&fresh, TODAY, None, vec![]).await);
        clean(app).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_at_once_about_the_same_households_lose_nothing() {
    let small = Small::new().await;
    let before = total(&small.app).await;
    let (one, two, three) = tokio::join!(
        births(&small.app, Phone::of(0), 0, 3),
        births(&small.app, Phone::of(1), 0, 30),
        births(&small.app, Phone::of(2), 2, 3),
    );
    assert_eq!(small.app.known_events(&[one, two, three].concat()).await.unwrap().len(), 108);
    assert_eq!(total(&small.app).await, before + 36);
    small.clean().await;
    let fresh = open(&small.store).await;
    assert_eq!(total(&fresh).await, before + 36);
}

#[tokio::test]
async fn an_erasure_beside_another_server_takes_place() {
    let small = Small::new().await;
    let other = open(&small.store).await;
    let mut phone = Phone::of(0);
    let event = phone.event("2026-07-01", death(person(0, 2)));
    phone.push(&other, std::slice::from_ref(&event)).await;
    other.accept(&officer(), event.id).await.unwrap();
    small.app.erase(officer().user, person(0, 2).into()).await.unwrap();
    assert_eq!(total(&small.app).await, total(&other).await);
    small.clean().await;
}
