//! One person on two sheets: merged they are one in rows, documents and figures, and apart again they are as before.

use crate::acts::{
    NO_FACTS, birth, birth_of, change, code, death, education, family, house, household, member, move_in, move_out, person,
    placed, same, transfer, withdrawal,
};
use crate::database::Database;
use crate::small::{Phone, SHARD, Small, counted, officer, raw, total};
use danso_app::{CountBy, CountReply};
use danso_model::{Change, Event, EventBody, PersonId, Personal, Position, Sex};
use danso_store::ProjectionStore;
use danso_wire::{HouseholdDocument, OutcomeKind};
use jiff::civil::date;

/// Documents and figures without positions, as they stand now.
async fn all(small: &Small) -> (Vec<HouseholdDocument>, Vec<CountReply>) {
    let documents = small.app.page_of_households(None, 1_000).await.unwrap();
    let documents = documents.into_iter().map(|document| HouseholdDocument { position: 0, ..document }).collect();
    let mut figures = Vec::new();
    for day in [date(2026, 1, 1), date(2026, 6, 5), date(2026, 7, 15)] {
        let reply = counted(&small.app, day, None, vec![CountBy::Sex, CountBy::Age, CountBy::Unit]).await;
        figures.push(CountReply { known_at: 0, waiting: 0, ..reply });
    }
    (documents, figures)
}

/// An event that the officer enters, which counts at once.
async fn entered(small: &Small, desk: &mut Phone, body: EventBody) -> Event {
    let event = Event { by: officer().user, device: None, ..desk.event("2026-07-01", body) };
    let outcomes = small.app.record(&officer(), vec![raw(&event)]).await.unwrap();
    assert_eq!(outcomes[0].outcome, OutcomeKind::Accepted, "{:?}", outcomes[0].issues);
    event
}

async fn row(small: &Small, who: PersonId) -> Option<danso_store::PersonRow> {
    small.store.persons_by_id(SHARD, &[who]).await.unwrap().pop()
}

fn named(event: Event, who: PersonId, name: &str) -> Event {
    Event { personal: vec![(who.into(), Personal::named(name))], ..event }
}

async fn merged_and_apart(small: Small) -> Small {
    let mut desk = Phone::of(7);
    // The wife of household 0 came to household 10 as far as the collaborator there knows, with a child; nobody told that she left.
    let (wife, again) = (person(0, 1), person(10, 8));
    let arrival = Event {
        personal: vec![(again.into(), Personal { phone: Some("0912345678".to_owned()), ..Personal::named("Lê Thị Mận") })],
        ..Phone::of(1).event("2026-06-02", move_in(10, 1, vec![member(again, Sex::Female, "1988-06-05", "9")]))
    };
    Phone::of(1).push(&small.app, std::slice::from_ref(&arrival)).await;
    small.accept(&arrival).await;
    let before = all(&small).await;
    let (kept_row, other_row, people) = (row(&small, wife).await, row(&small, again).await, total(&small.app).await);
    let position = small.head().await;

    let merge = entered(&small, &mut desk, same(wife, again)).await;
    small.clean().await;
    assert_eq!(total(&small.app).await, people - 1);
    assert_eq!(row(&small, again).await, None);
    let moved = row(&small, wife).await.unwrap();
    assert_eq!((moved.household, moved.name.as_str()), (Some(house(10)), "Lê Thị Mận"));
    let here = small.document(10).await;
    let line = here.members.iter().find(|member| member.id == wife.0).unwrap();
    assert_eq!((line.merged.as_slice(), line.phone.as_deref()), (&[again.0][..], Some("0912345678")));
    let left = small.document(0).await;
    assert_eq!(left.past.iter().map(|past| (past.id, past.reason.as_str())).collect::<Vec<_>>(), [(wife.0, "transfer")]);
    // Both areas hear of it with their next pull.
    for (collaborator, number) in [(0, 0), (1, 10)] {
        let pull = Phone::of(collaborator).pull(&small, position).await;
        assert!(pull.iter().any(|document| document.id == house(number).0), "area {collaborator}");
    }

    // A phone that has not heard of it yet tells of her by the other sheet.
    let mut old = Phone::of(1);
    old.counter = 10;
    let late = [
        old.event("2026-07-02", education(again, "5")),
        old.event("2026-07-03", move_out(10, vec![again])),
        old.event("2026-07-04", death(again)),
    ];
    let reply = old.push(&small.app, &late).await;
    assert!(reply.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Queued), "{:?}", reply.outcomes);
    let waiting = small.queue().await;
    assert!(waiting.iter().all(|line| line.subject == "Lê Thị Mận"), "named by the sheet that is kept: {waiting:?}");
    for event in &late {
        small.accept(event).await;
    }
    small.clean().await;
    assert_eq!(row(&small, wife).await.unwrap().died, Some(20_260_704));
    assert_eq!(total(&small.app).await, people - 2);
    for event in &late {
        entered(&small, &mut desk, withdrawal(event)).await;
    }

    entered(&small, &mut desk, withdrawal(&merge)).await;
    small.clean().await;
    assert_eq!(all(&small).await, before);
    let unchanged = |row: Option<danso_store::PersonRow>| row.map(|row| danso_store::PersonRow { changed: Position(0), ..row });
    assert_eq!(unchanged(row(&small, wife).await), unchanged(kept_row));
    assert_eq!(unchanged(row(&small, again).await), unchanged(other_row));
    // What was known while they were one stays known.
    let then = counted(&small.app, date(2026, 7, 15), Some(position.next()), vec![]).await;
    assert_eq!(then.total, people - 1);
    let small = small.killed().await;
    small.clean().await;
    assert_eq!(all(&small).await, before);
    small
}

impl Phone {
    async fn pull(&self, small: &Small, after: Position) -> Vec<HouseholdDocument> {
        small.app.pull(&self.caller, after).await.unwrap().households
    }
}

#[tokio::test]
async fn merged_they_are_one_and_apart_as_before_on_sqlite() {
    merged_and_apart(Small::new().await).await;
}

#[tokio::test]
async fn merged_they_are_one_and_apart_as_before_on_postgresql() {
    let Small { database, store, app } = merged_and_apart(Small::on(Database::postgres().await).await).await;
    drop(app);
    store.close().await;
    database.drop().await;
}

#[tokio::test]
async fn a_household_written_down_twice_is_one_again() {
    let small = Small::new().await;
    let mut desk = Phone::of(7);
    let people = total(&small.app).await;
    let listed = Event {
        personal: (0..3).map(|at| (person(50, at).into(), Personal::named("Phạm Văn Hùng"))).collect(),
        ..desk.event("2026-01-03", household(50, 0, family(50)))
    };
    small.app.load_events(vec![Event { device: None, ..listed }], danso_app::BulkKind::Later).await.unwrap();
    assert_eq!(total(&small.app).await, people + 3);
    for at in 0..3 {
        entered(&small, &mut desk, same(person(0, at), person(50, at))).await;
    }
    small.clean().await;
    assert_eq!(total(&small.app).await, people);
    let (kept, other) = (small.document(0).await, small.document(50).await);
    assert_eq!((kept.members.len(), other.members.len(), other.past.len()), (3, 0, 0));
    // A birth told on the sheet that is not kept is the kept mother's, whose husband stays head.
    let mut phone = Phone::of(0);
    let child = named(phone.event("2026-07-05", birth_of(0, 0, 4, "2026-07-05", NO_FACTS)), person(0, 4), "Phạm Thị Sen");
    let EventBody::Birth { household, hamlet, child: line, facts } = child.body.clone() else { unreachable!("it is a birth") };
    let line = danso_model::Member { mother: Some(person(50, 1)), ..line };
    let child = Event { body: EventBody::Birth { household, hamlet, child: line, facts }, ..child };
    phone.push(&small.app, std::slice::from_ref(&child)).await;
    small.accept(&child).await;
    let document = small.document(0).await;
    let newborn = document.members.iter().find(|member| member.id == person(0, 4).0).unwrap();
    assert_eq!(newborn.mother, Some(person(0, 1).0));
    small.clean().await;
}

#[tokio::test]
async fn children_elsewhere_name_the_mother_by_the_sheet_that_is_kept() {
    let small = Small::new().await;
    let mut desk = Phone::of(7);
    // The daughter of household 0 lives in household 20 now.
    entered(&small, &mut desk, transfer(0, 20, 2, vec![placed(person(0, 2), "9")])).await;
    let position = small.head().await;
    let merge = entered(&small, &mut desk, same(person(10, 1), person(0, 1))).await;
    let mother = |document: &HouseholdDocument| document.members.iter().find(|line| line.id == person(0, 2).0).unwrap().mother;
    assert_eq!(mother(&small.document(20).await), Some(person(10, 1).0));
    let pulled = Phone::of(2).pull(&small, position).await;
    assert_eq!(pulled.iter().find(|document| document.id == house(20).0).and_then(mother), Some(person(10, 1).0));
    let after = small.head().await;
    entered(&small, &mut desk, withdrawal(&merge)).await;
    let pulled = Phone::of(2).pull(&small, after).await;
    assert_eq!(pulled.iter().find(|document| document.id == house(20).0).and_then(mother), Some(person(0, 1).0));
    small.clean().await;
}

#[tokio::test]
async fn a_chain_is_one_person_and_each_link_is_undone_by_itself() {
    let small = Small::new().await;
    let mut desk = Phone::of(7);
    let people = total(&small.app).await;
    let [one, two, three] = [person(0, 2), person(1, 2), person(2, 2)];
    let first = entered(&small, &mut desk, same(two, three)).await;
    let second = entered(&small, &mut desk, same(one, two)).await;
    assert_eq!(total(&small.app).await, people - 2);
    assert_eq!(small.document(0).await.members[2].merged, [two.0, three.0]);
    small.clean().await;
    entered(&small, &mut desk, withdrawal(&first)).await;
    assert_eq!((row(&small, three).await.is_some(), row(&small, two).await.is_some()), (true, false));
    small.clean().await;
    // Merged the other way round as well: a ring still is one person, and it is the later decision that tells which.
    let third = entered(&small, &mut desk, same(two, one)).await;
    assert_eq!((row(&small, one).await.is_some(), row(&small, two).await.is_some()), (false, true));
    small.clean().await;
    for event in [&second, &third] {
        entered(&small, &mut desk, withdrawal(event)).await;
    }
    assert_eq!(total(&small.app).await, people);
    small.clean().await;
}

#[tokio::test]
async fn erasing_one_sheet_erases_the_person() {
    let small = Small::new().await;
    let mut desk = Phone::of(7);
    entered(&small, &mut desk, same(person(0, 1), person(10, 1))).await;
    let people = total(&small.app).await;
    small.app.erase(officer().user, person(10, 1).into()).await.unwrap();
    assert_eq!(row(&small, person(0, 1)).await.unwrap().name, "");
    assert_eq!(total(&small.app).await, people);
    small.clean().await;
    let small = small.killed().await;
    assert_eq!(small.document(0).await.members[1].name, None);
    small.clean().await;
}

#[tokio::test]
async fn a_link_that_waits_changes_nothing_until_it_is_accepted() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let before = all(&small).await;
    let link = phone.event("2026-07-01", same(person(0, 2), person(1, 2)));
    let reply = phone.push(&small.app, std::slice::from_ref(&link)).await;
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued);
    assert_eq!(all(&small).await, before);
    // What the same phone tells of the other sheet meanwhile is judged as if it were accepted.
    let told = phone.event("2026-07-02", change(person(1, 2), Change::Marital(code("1")), None));
    let child = named(phone.event("2026-07-02", birth(0, 0, 5, "2026-07-02")), person(0, 5), "Phạm Thị Đào");
    phone.push(&small.app, &[told, child]).await;
    small.clean().await;
    small.accept(&link).await;
    small.clean().await;
    assert_eq!(row(&small, person(1, 2)).await, None);
}
