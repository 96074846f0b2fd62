//! Events from where they were not expected, and communes that let clean ones pass.

use crate::acts::{birth, change, death, education, family, household, move_in, person, user};
use crate::small::{Phone, Small, issue_codes, officer, raw, total};
use danso_app::AppError;
use danso_model::{Change, Event, EventBody, HamletId, Sex};
use danso_wire::{OutcomeKind, Push};

#[tokio::test]
async fn a_push_comes_from_the_device_of_the_session() {
    let small = Small::new().await;
    let (mut phone, other) = (Phone::of(0), Phone::of(1));
    let event = phone.event("2026-07-01", education(person(0, 0), "5"));
    let push = Push { device: other.device().0, last_counter: 1, events: vec![raw(&event)] };
    let refused = small.app.push(&phone.caller, push).await;
    assert!(matches!(refused, Err(AppError::BadRequest { code: "other_device", .. })));
    assert!(matches!(
        small.app.push(&officer(), phone.message(vec![raw(&event)])).await,
        Err(AppError::Forbidden { code: "device_needed" })
    ));
}

#[tokio::test]
async fn events_of_another_device_keep_its_counters() {
    let small = Small::new().await;
    let (mut phone, mut new) = (Phone::of(0), Phone::of(0));
    new.caller.device = Some(danso_model::DeviceId(uuid::Uuid::from_u128(0xdd)));
    new.mark = 60;
    let old = [phone.event("2026-07-01", education(person(0, 0), "5")), phone.event("2026-07-01", education(person(1, 0), "5"))];
    let own = new.event("2026-07-02", education(person(2, 0), "5"));
    let reply = new.push(&small.app, &[own, old[0].clone(), old[1].clone()]).await;
    assert!(reply.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Queued && outcome.issues.is_empty()));
    assert_eq!((reply.received.count, reply.received.upto), (1, 1), "those of the device that speaks");
    let reply = phone.push(&small.app, &old).await;
    assert!(reply.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Duplicate));
    assert_eq!((reply.received.count, reply.received.upto), (2, 2));
    small.clean().await;
}

#[tokio::test]
async fn who_signed_an_event_and_who_sent_it_may_differ() {
    let small = Small::new().await;
    small.accept_clean().await;
    let mut phone = Phone::of(0);
    let event = Event { by: user(1), ..phone.event("2026-07-01", education(person(0, 0), "5")) };
    let reply = phone.push(&small.app, std::slice::from_ref(&event)).await;
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued);
    assert_eq!(issue_codes(&reply.outcomes[0]), ["reported_by_other"]);
}

#[tokio::test]
async fn another_area_is_queued_and_named_never_refused() {
    let small = Small::new().await;
    small.accept_clean().await;
    let mut phone = Phone::of(0);
    let there = phone.event("2026-07-01", education(person(10, 0), "5"));
    let EventBody::Household { number, kind, area, household: id, members, .. } = household(7, 0, family(7)) else {
        unreachable!("a sheet")
    };
    let nowhere = HamletId(uuid::Uuid::from_u128(404));
    let lost = EventBody::Household { household: id, hamlet: nowhere, area, number, kind, members };
    let lost = phone.event("2026-07-01", lost);
    let reply = phone.push(&small.app, &[there.clone(), lost]).await;
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued);
    assert_eq!(issue_codes(&reply.outcomes[0]), ["out_of_area"]);
    assert_eq!(reply.outcomes[1].outcome, OutcomeKind::Queued);
    assert!(issue_codes(&reply.outcomes[1]).contains(&"unknown_hamlet"));
    small.accept(&there).await;
    assert_eq!(small.document(10).await.members[0].education.as_deref(), Some("5"));
    small.clean().await;
}

#[tokio::test]
async fn a_commune_may_let_clean_events_pass() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let before = total(&small.app).await;
    let waits = phone.event("2026-07-01", birth(0, 0, 3, "2026-07-01"));
    assert_eq!(phone.push(&small.app, &[waits]).await.outcomes[0].outcome, OutcomeKind::Queued);
    small.accept_clean().await;
    let born = phone.event("2026-07-02", birth(1, 0, 3, "2026-07-02"));
    // Mother too young, and a man as mother: to be confirmed, and forbidden.
    let girl = move_in(2, 0, vec![crate::acts::member(person(2, 5), Sex::Female, "2012-05-05", "3")]);
    let came = phone.event("2026-07-02", girl);
    let EventBody::Birth { household, hamlet, child, facts } = birth(2, 0, 6, "2026-07-04") else { unreachable!("a birth") };
    let of = |mother| EventBody::Birth { household, hamlet, child: danso_model::Member { mother: Some(mother), ..child }, facts };
    let young = phone.event("2026-07-04", of(person(2, 5)));
    let forbidden = phone.event("2026-07-04", of(person(2, 0)));
    let reply = phone.push(&small.app, &[born, came, young, forbidden]).await;
    let kinds: Vec<OutcomeKind> = reply.outcomes.iter().map(|outcome| outcome.outcome).collect();
    assert_eq!(kinds, [OutcomeKind::Accepted, OutcomeKind::Accepted, OutcomeKind::Queued, OutcomeKind::Queued], "{reply:?}");
    assert_eq!(total(&small.app).await, before + 2);
    // One event after another in one push: the second death is no longer clean.
    let died = phone.event("2026-07-05", death(person(1, 2)));
    let twice = phone.event("2026-07-06", death(person(1, 2)));
    let reply = phone.push(&small.app, &[died, twice]).await;
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Accepted, "{reply:?}");
    assert_eq!(reply.outcomes[1].outcome, OutcomeKind::Queued);
    assert!(issue_codes(&reply.outcomes[1]).contains(&"second_report"));
    assert_eq!(total(&small.app).await, before + 1);
    let renamed = phone.event("2026-07-07", change(person(0, 2), Change::Sex(Sex::Male), None));
    assert_eq!(phone.push(&small.app, &[renamed]).await.outcomes[0].outcome, OutcomeKind::Accepted);
    small.clean().await;
    let small = small.killed().await;
    assert_eq!(total(&small.app).await, before + 1);
    small.clean().await;
}
