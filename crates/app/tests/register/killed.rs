//! A push that is cut off anywhere on its way, and sent again.

use crate::acts::{birth, death, education, family, household, person, screen};
use crate::small::{Phone, Small, total};
use danso_model::Event;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;

/// Lets a future go on a number of times, then drops it. Whether it came to its end.
async fn cut_off<F: Future>(future: F, after: u32) -> bool {
    let mut future = pin!(future);
    let mut left = after;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        future.as_mut().poll(context).map(|_| true)
    })
    .await
}

fn day_of_work(phone: &mut Phone) -> (Event, Vec<Event>) {
    let sheet = phone.event("2026-07-01", household(5, 0, family(5)));
    let early = vec![
        phone.event("2026-07-05", screen(person(5, 3))),
        phone.event("2026-07-02", birth(5, 0, 3, "2026-07-02")),
        phone.event("2026-07-06", death(person(5, 3))),
        phone.event("2026-07-07", education(person(5, 0), "5")),
    ];
    (sheet, early)
}

/// Cut off after ever more steps; then the phone, which heard nothing, sends the same again to a server that went on or was started anew.
#[tokio::test]
async fn a_push_cut_off_anywhere_and_sent_again_loses_nothing() {
    let mut whole = false;
    let mut steps = 1;
    while !whole {
        let mut small = Small::new().await;
        small.accept_clean().await;
        let mut phone = Phone::of(0);
        let before = total(&small.app).await;
        let (sheet, early) = day_of_work(&mut phone);
        phone.push(&small.app, &early).await;
        let message = phone.message(vec![crate::small::raw(&sheet)]);
        whole = cut_off(small.app.push(&phone.caller, message), steps).await;
        if steps % 2 == 0 {
            small = small.killed().await;
        }
        let reply = phone.push(&small.app, std::slice::from_ref(&sheet)).await;
        assert_eq!((reply.received.count, reply.received.upto), (5, 5));
        for event in &early {
            assert_eq!(phone.status(&small.app, event).await.as_deref(), Some("submitted"), "cut off after {steps} steps");
            small.accept(event).await;
        }
        assert_eq!(total(&small.app).await, before + 3, "cut off after {steps} steps");
        small.clean().await;
        steps += if steps < 20 { 1 } else { 7 };
    }
    assert!(steps > 5, "a push has several steps");
}

#[tokio::test]
async fn a_decision_cut_off_anywhere_can_be_made_again() {
    let mut whole = false;
    let mut steps = 1;
    while !whole {
        let small = Small::new().await;
        let mut phone = Phone::of(0);
        let before = total(&small.app).await;
        let born = phone.event("2026-07-02", birth(0, 0, 3, "2026-07-02"));
        phone.push(&small.app, std::slice::from_ref(&born)).await;
        whole = cut_off(small.app.accept(&crate::small::officer(), born.id), steps).await;
        let again = small.app.accept(&crate::small::officer(), born.id).await;
        assert!(again.is_ok() || again.is_err_and(|error| error.code() == "already_decided"));
        let small = if steps % 2 == 0 { small.killed().await } else { small };
        let next = phone.event("2026-07-03", birth(1, 0, 3, "2026-07-03"));
        phone.push(&small.app, std::slice::from_ref(&next)).await;
        small.accept(&next).await;
        assert_eq!(total(&small.app).await, before + 2, "cut off after {steps} steps");
        small.clean().await;
        steps += 1;
    }
}

#[tokio::test]
async fn a_server_started_anew_between_any_two_steps_goes_on() {
    let mut small = Small::new().await;
    let mut phone = Phone::of(0);
    let before = total(&small.app).await;
    let (sheet, early) = day_of_work(&mut phone);
    for event in early.iter().chain([&sheet]) {
        phone.push(&small.app, std::slice::from_ref(event)).await;
        small = small.killed().await;
        small.clean().await;
    }
    let accepted = [&sheet, &early[1], &early[0], &early[2], &early[3]];
    let expected = [3, 4, 4, 3, 3];
    for (event, more) in accepted.into_iter().zip(expected) {
        small.accept(event).await;
        small = small.killed().await;
        small.clean().await;
        assert_eq!(total(&small.app).await, before + more);
    }
    let states = phone.snapshot(&small.app).await;
    assert_eq!((states.counter, states.events), (5, vec![]));
}
