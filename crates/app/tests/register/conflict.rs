//! Two people who change the same thing without knowing of each other.

use crate::acts::{birth, change, code, education, person};
use crate::small::{Phone, Small, issue_codes, officer};
use danso_model::{Change, Event, EventBody, EventId, Personal};
use danso_wire::OutcomeKind;

#[tokio::test]
async fn two_changes_on_one_base_wait_and_name_each_other() {
    let small = Small::new().await;
    small.accept_clean().await;
    let mut phone = Phone::of(0);
    let mut other = Phone::of(1);
    other.caller.grants = phone.caller.grants.clone();
    let first = phone.event("2026-07-01", education(person(0, 0), "4"));
    assert_eq!(phone.push(&small.app, std::slice::from_ref(&first)).await.outcomes[0].outcome, OutcomeKind::Accepted);
    let base = small.document(0).await.members[0].edits["education"];
    assert_eq!(base, first.id.0);
    let level = |text| change(person(0, 0), Change::Education(code(text)), Some(EventId(base)));

    let mine = phone.event("2026-07-02", level("5"));
    let theirs = other.event("2026-07-03", level("6"));
    let same = other.event("2026-07-03", level("6"));
    phone.push(&small.app, std::slice::from_ref(&mine)).await;
    let reply = other.push(&small.app, &[theirs.clone(), same.clone()]).await;
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued);
    assert_eq!(issue_codes(&reply.outcomes[0]), ["conflict"]);
    assert_eq!(reply.outcomes[0].issues[0].event, Some(mine.id.0));
    assert_eq!(issue_codes(&reply.outcomes[1]), ["conflict"], "the same value twice is no conflict with itself");
    let item = small.app.review_item(&officer(), theirs.id).await.unwrap();
    let shown = item.conflict.unwrap();
    assert_eq!((shown["id"].as_str(), shown["data"]["value"].as_str()), (Some(mine.id.to_string().as_str()), Some("5")));

    // The first was clean when it came and counts; the officer takes the other one.
    assert_eq!(phone.status(&small.app, &mine).await.as_deref(), Some("accepted"));
    small.accept(&theirs).await;
    small.give_back(&same).await;
    assert_eq!(small.document(0).await.members[0].education.as_deref(), Some("6"));
    // Whoever knows of it may go on without a question.
    let next = change(person(0, 0), Change::Education(code("7")), Some(theirs.id));
    let next = phone.event("2026-07-04", next);
    assert_eq!(phone.push(&small.app, &[next]).await.outcomes[0].issues, vec![]);
    small.clean().await;
}

#[tokio::test]
async fn both_wait_where_the_commune_decides_and_one_is_returned() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let sealed = |event: Event, name: &str| Event { personal: vec![(person(0, 1).into(), Personal::named(name))], ..event };
    let name = || change(person(0, 1), Change::Name, None);
    let mine = sealed(phone.event("2026-07-02", name()), "Lê Thị Mẫn");
    let theirs = sealed(phone.event("2026-07-02", name()), "Lê Thị Mẩn");
    let sex = phone.event("2026-07-02", change(person(0, 1), Change::Phone, None));
    let reply = phone.push(&small.app, &[mine.clone(), theirs.clone(), sex]).await;
    assert_eq!(issue_codes(&reply.outcomes[0]), Vec::<&str>::new());
    assert_eq!(issue_codes(&reply.outcomes[1]), ["conflict"]);
    assert_eq!(issue_codes(&reply.outcomes[2]), Vec::<&str>::new(), "another field");
    assert_eq!(small.document(0).await.members[1].name.as_deref(), Some("Lê Thị Mận"));
    small.accept(&theirs).await;
    small.give_back(&mine).await;
    let document = small.document(0).await;
    assert_eq!(document.members[1].name.as_deref(), Some("Lê Thị Mẩn"));
    assert_eq!(document.members[1].edits["name"], theirs.id.0);
    small.clean().await;
}

#[tokio::test]
async fn two_collaborators_report_one_birth() {
    let small = Small::new().await;
    let (mut phone, mut other) = (Phone::of(0), Phone::of(1));
    let first = phone.event("2026-07-02", birth(0, 0, 3, "2026-07-02"));
    let second = other.event("2026-07", birth(0, 0, 4, "2026-07"));
    phone.push(&small.app, std::slice::from_ref(&first)).await;
    let reply = other.push(&small.app, std::slice::from_ref(&second)).await;
    let issue = reply.outcomes[0].issues.iter().find(|issue| issue.rule == "second_report").expect("it is asked about");
    assert_eq!(issue.event, Some(first.id.0));
    small.accept(&first).await;
    small.give_back(&second).await;
    assert_eq!(small.document(0).await.members.len(), 4);
    // Twins are two reports on purpose.
    let EventBody::Birth { household, hamlet, child, facts } = birth(1, 0, 3, "2026-07-05") else { unreachable!("a birth") };
    let twin = |at: u128| {
        let child = danso_model::Member { person: person(1, at), ..child };
        EventBody::Birth { household, hamlet, child, facts: danso_model::BirthFacts { multiple: true, ..facts } }
    };
    let twins = [phone.event("2026-07-05", twin(3)), phone.event("2026-07-05", twin(4))];
    let reply = phone.push(&small.app, &twins).await;
    assert!(reply.outcomes.iter().all(|outcome| !issue_codes(outcome).contains(&"second_report")), "{reply:?}");
    small.clean().await;
}
