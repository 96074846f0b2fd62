//! Corrections of corrections, withdrawals before and after acceptance, moves that did not take place.

use crate::acts::{area, birth, death, education, hamlet, house, person, placed, transfer, withdrawal};
use crate::small::{Phone, Small, TODAY, counted};
use danso_model::{Event, EventBody};
use danso_wire::OutcomeKind;
use jiff::civil::{Date, date};

async fn sent(small: &Small, phone: &Phone, event: &Event) -> OutcomeKind {
    phone.push(&small.app, std::slice::from_ref(event)).await.outcomes[0].outcome
}

async fn accepted(small: &Small, phone: &Phone, event: &Event) {
    assert_eq!(sent(small, phone, event).await, OutcomeKind::Queued);
    small.accept(event).await;
}

async fn at(small: &Small, day: Date) -> u64 {
    counted(&small.app, day, None, vec![]).await.total
}

/// How many more live here at the end of each of the first days of July than before.
async fn more(small: &Small, days: i8) -> Vec<i64> {
    let before = at(small, date(2026, 6, 30)).await;
    let mut more = Vec::new();
    for day in 1..=days {
        more.push(at(small, date(2026, 7, day)).await as i64 - before as i64);
    }
    more
}

fn born(phone: &mut Phone, day: &str, target: Option<&Event>) -> Event {
    Event { supersedes: target.map(|target| target.id), ..phone.event(day, birth(0, 0, 3, day)) }
}

async fn same_anew(small: Small) -> Small {
    small.clean().await;
    let before = more(&small, 9).await;
    let small = small.killed().await;
    assert_eq!(more(&small, 9).await, before, "the image made from the log says the same");
    small.clean().await;
    small
}

#[tokio::test]
async fn a_correction_of_a_correction_stands_alone() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let first = born(&mut phone, "2026-07-01", None);
    let second = born(&mut phone, "2026-07-03", Some(&first));
    let third = born(&mut phone, "2026-07-05", Some(&second));
    for event in [&first, &second, &third] {
        accepted(&small, &phone, event).await;
    }
    assert_eq!(more(&small, 6).await, [0, 0, 0, 0, 1, 1]);
    let document = small.document(0).await;
    assert_eq!((document.members.len(), document.members[3].birth.as_str()), (4, "2026-07-05"));
    let small = same_anew(small).await;
    // The last word is taken back: the one before it holds again.
    let undone = phone.event("2026-07-06", withdrawal(&third));
    accepted(&small, &phone, &undone).await;
    assert_eq!(more(&small, 6).await, [0, 0, 1, 1, 1, 1]);
    let small = same_anew(small).await;
    // That was a mistake too.
    let undone = phone.event("2026-07-06", withdrawal(&undone));
    accepted(&small, &phone, &undone).await;
    assert_eq!(more(&small, 6).await, [0, 0, 0, 0, 1, 1]);
    same_anew(small).await;
}

#[tokio::test]
async fn a_correction_of_a_returned_correction_replaces_the_event_itself() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let first = born(&mut phone, "2026-07-01", None);
    accepted(&small, &phone, &first).await;
    let second = born(&mut phone, "2026-07-03", Some(&first));
    assert_eq!(sent(&small, &phone, &second).await, OutcomeKind::Queued);
    small.give_back(&second).await;
    let third = born(&mut phone, "2026-07-05", Some(&second));
    let reply = phone.push(&small.app, std::slice::from_ref(&third)).await;
    assert_eq!(reply.outcomes[0].issues, vec![]);
    small.accept(&third).await;
    assert_eq!(more(&small, 6).await, [0, 0, 0, 0, 1, 1]);
    assert_eq!(small.document(0).await.members[3].birth, "2026-07-05");
    same_anew(small).await;
}

#[tokio::test]
async fn of_two_corrections_the_later_holds_and_its_correction_after_it() {
    let small = Small::new().await;
    let (mut phone, mut other) = (Phone::of(0), Phone::of(1));
    let first = born(&mut phone, "2026-07-01", None);
    let mine = born(&mut phone, "2026-07-02", Some(&first));
    let theirs = born(&mut other, "2026-07-03", Some(&first));
    let mended = born(&mut phone, "2026-07-04", Some(&mine));
    for (sender, event) in [(&phone, &first), (&phone, &mine), (&other, &theirs), (&phone, &mended)] {
        accepted(&small, sender, event).await;
    }
    assert!(theirs.id > mended.id);
    assert_eq!(more(&small, 6).await, [0, 0, 1, 1, 1, 1]);
    same_anew(small).await;
}

#[tokio::test]
async fn an_own_event_that_waits_is_taken_back_at_once() {
    let small = Small::new().await;
    let (mut phone, mut other) = (Phone::of(0), Phone::of(1));
    let waits = born(&mut phone, "2026-07-01", None);
    sent(&small, &phone, &waits).await;
    let stranger = other.event("2026-07-02", withdrawal(&waits));
    assert_eq!(sent(&small, &other, &stranger).await, OutcomeKind::Queued, "it is not theirs");
    let undone = phone.event("2026-07-02", withdrawal(&waits));
    assert_eq!(sent(&small, &phone, &undone).await, OutcomeKind::Accepted);
    assert_eq!(phone.status(&small.app, &waits).await.as_deref(), Some("withdrawn"));
    let error = small.app.accept(&crate::small::officer(), waits.id).await.unwrap_err();
    assert_eq!(error.code(), "already_decided");
    // A returned one is mended in place of the first.
    let returned = phone.event("2026-07-03", education(person(0, 0), "4"));
    sent(&small, &phone, &returned).await;
    small.give_back(&returned).await;
    let mended = phone.correcting(&returned, "2026-07-03", education(person(0, 0), "5"));
    accepted(&small, &phone, &mended).await;
    assert_eq!(phone.status(&small.app, &returned).await.as_deref(), Some("withdrawn"));
    // One that counts goes through the officer.
    let undone = phone.event("2026-07-04", withdrawal(&mended));
    accepted(&small, &phone, &undone).await;
    assert_eq!(small.document(0).await.members[0].education, None);
    assert_eq!(at(&small, TODAY).await, 27);
    same_anew(small).await;
}

#[tokio::test]
async fn households_split_merge_and_change_their_head() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let split = phone.event(
        "2026-07-01",
        EventBody::Split {
            from_household: house(0),
            household: house(8),
            hamlet: hamlet(0),
            area: area(0),
            number: "8".to_owned(),
            members: vec![placed(person(0, 1), "1"), placed(person(0, 2), "3")],
        },
    );
    accepted(&small, &phone, &split).await;
    assert_eq!((small.document(0).await.members.len(), small.document(8).await.members.len()), (1, 2));
    let head = EventBody::HeadChange { household: house(8), head: person(0, 2), members: vec![placed(person(0, 1), "6")] };
    let head = phone.event("2026-07-02", head);
    accepted(&small, &phone, &head).await;
    let document = small.document(8).await;
    assert_eq!((document.members[0].id, document.members[0].relationship.as_str()), (person(0, 2).0, "1"));
    let merge = EventBody::Merge {
        from_household: house(8),
        household: house(0),
        hamlet: hamlet(0),
        members: vec![placed(person(0, 1), "2"), placed(person(0, 2), "3")],
    };
    let merge = phone.event("2026-07-03", merge);
    accepted(&small, &phone, &merge).await;
    assert_eq!(small.document(0).await.members.len(), 3);
    assert_eq!(small.document(8).await.closed.as_deref(), Some("2026-07-03"));
    assert_eq!(more(&small, 5).await, [0; 5]);
    // Undone in the order in which nobody would: the split first.
    for event in [&split, &merge] {
        let undone = phone.event("2026-07-04", withdrawal(event));
        accepted(&small, &phone, &undone).await;
        small.clean().await;
    }
    assert_eq!(small.document(0).await.members.len(), 3);
    assert_eq!(more(&small, 5).await, [0; 5]);
    same_anew(small).await;
}

#[tokio::test]
async fn movers_who_never_came_live_where_they_lived() {
    let small = Small::new().await;
    let (mut phone, mut other) = (Phone::of(0), Phone::of(1));
    let moved = phone.event("2026-07-01", transfer(0, 10, 1, vec![placed(person(0, 2), "9")]));
    accepted(&small, &phone, &moved).await;
    assert_eq!((small.document(0).await.members.len(), small.document(10).await.members.len()), (2, 4));
    let told =
        |received, members| EventBody::TransferReceipt { transfer: moved.id, received, household: Some(house(10)), members };
    let came = other.event("2026-07-02", told(true, vec![placed(person(0, 2), "6")]));
    accepted(&small, &other, &came).await;
    assert!(small.document(10).await.members.iter().any(|member| member.relationship == "6"));
    let never = other.correcting(&came, "2026-07-02", told(false, vec![]));
    accepted(&small, &other, &never).await;
    assert_eq!((small.document(0).await.members.len(), small.document(10).await.members.len()), (3, 3));
    let small = same_anew(small).await;
    // And after all they came: the refusal is withdrawn, and so is what it corrected in favour of nothing.
    let undone = other.event("2026-07-03", withdrawal(&never));
    accepted(&small, &other, &undone).await;
    assert_eq!((small.document(0).await.members.len(), small.document(10).await.members.len()), (2, 4));
    let died = other.event("2026-07-04", death(person(0, 2)));
    accepted(&small, &other, &died).await;
    assert_eq!(small.document(10).await.past.len(), 1);
    same_anew(small).await;
}

#[tokio::test]
async fn a_corrected_withdrawal_still_withdraws() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let first = born(&mut phone, "2026-07-01", None);
    accepted(&small, &phone, &first).await;
    let undone = phone.event("2026-07-02", withdrawal(&first));
    accepted(&small, &phone, &undone).await;
    let why = EventBody::Withdrawal { event: first.id, reason: Some("nhầm hộ".to_owned()) };
    let again = phone.correcting(&undone, "2026-07-02", why);
    accepted(&small, &phone, &again).await;
    assert_eq!(more(&small, 5).await, [0; 5]);
    same_anew(small).await;
}
