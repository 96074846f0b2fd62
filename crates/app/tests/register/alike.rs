//! Finding who may be one person, and what an officer says of it, on both stores.

use crate::acts::{hamlet, house, household, member, move_in, person};
use crate::database::Database;
use crate::small::{Phone, SHARD, Small, nation, officer, total};
use danso_app::{AppError, BulkKind, DuplicatesAsk, Likeness, PairLine};
use danso_model::{Event, Member, PersonId, Personal, Pin, Sex};
use danso_store::ProjectionStore;

fn ask(limit: usize) -> DuplicatesAsk {
    DuplicatesAsk { limit, ..DuplicatesAsk::default() }
}

async fn pairs(small: &Small) -> Vec<PairLine> {
    let mut page = small.app.duplicates(&officer(), &ask(50)).await.unwrap();
    let mut all = std::mem::take(&mut page.items);
    while let Some(after) = page.next {
        page = small.app.duplicates(&officer(), &DuplicatesAsk { after: Some(after), ..ask(50) }).await.unwrap();
        all.append(&mut page.items);
    }
    all
}

/// A household of one, as loaded.
async fn alone(small: &Small, number: u128, place: u128, line: Member, personal: Personal) {
    let event = Event {
        device: None,
        personal: vec![(line.person.into(), personal)],
        ..Phone::of(place).event("2026-01-05", household(number, place, vec![line]))
    };
    let event = Event { id: danso_model::EventId(crate::acts::id(0xf0, number)), ..event };
    small.app.load_events(vec![event], BulkKind::Later).await.unwrap();
}

/// How a field agrees.
fn level<'a>(likeness: &'a Likeness, field: &str) -> Option<&'a str> {
    likeness.lines.iter().find(|line| line.field == field).map(|line| line.level.as_str())
}

fn of(lines: &[PairLine], a: PersonId, b: PersonId) -> Option<&PairLine> {
    lines.iter().find(|line| [line.one.id, line.other.id] == [a.min(b).0, a.max(b).0])
}

async fn found_and_settled(small: Small) -> Small {
    // Every first sheet has the same three names and births, so those of nine households are alike.
    let all = pairs(&small).await;
    assert!(all.is_sorted_by(|one, other| one.likeness.probability >= other.likeness.probability));
    for Likeness { probability, weight, before, lines } in all.iter().map(|line| &line.likeness) {
        assert!((weight - before - lines.iter().map(|line| line.weight).sum::<f64>()).abs() < 1e-9);
        assert!((probability - 1.0 / (1.0 + (-weight).exp2())).abs() < 1e-9 && *probability > 0.5);
    }
    let page = small.app.duplicates(&officer(), &ask(99)).await.unwrap();
    assert_eq!((page.total, page.items.len()), (3 * 36, 50));
    let mut ids: Vec<_> = all.iter().map(|line| (line.one.id, line.other.id)).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 108, "each pair once over all pages");

    // Someone known by her number only: another name, another year.
    let pin = |text: &str| Some(Pin::new(text).unwrap());
    let (here, there) = (person(60, 0), person(61, 0));
    let told = Personal { pin: pin("092188001234"), ..Personal::named("Quách Thị Trân") };
    alone(&small, 60, 0, member(here, Sex::Female, "1988-02-01", "1"), told.clone()).await;
    let told = Personal { name: Some("Trần Thị Nga".to_owned()), ..told };
    alone(&small, 61, 1, member(there, Sex::Female, "1979", "1"), told).await;
    let lines = pairs(&small).await;
    let numbered = of(&lines, here, there).expect("found by the number alone");
    assert_eq!((level(&numbered.likeness, "number"), level(&numbered.likeness, "given")), (Some("same"), Some("other")));
    assert!(numbered.likeness.probability < 0.05, "rather two persons, but nobody else has her number");
    let side = small.app.duplicate_pair(&officer(), here, there).await.unwrap();
    assert!(side.one.has_pin && side.one.person.pin_tail.is_none() && side.one.household.members[0].pin_tail.is_none());

    // Side by side they are as sure as in the list, whichever is asked for first.
    let pair = small.app.duplicate_pair(&officer(), person(1, 2), person(0, 2)).await.unwrap();
    let line = of(&all, person(0, 2), person(1, 2)).unwrap();
    assert!((pair.likeness.probability - line.likeness.probability).abs() < 1e-9);

    // Not the same: gone for good, until taken back.
    small.app.keep_apart(&officer(), there, here, true).await.unwrap();
    assert!(of(&pairs(&small).await, here, there).is_none());
    assert_eq!(small.app.duplicate_pair(&officer(), here, there).await.unwrap().apart.unwrap().by_name, officer().name);
    small.app.keep_apart(&officer(), here, there, false).await.unwrap();
    assert!(of(&pairs(&small).await, here, there).is_some());

    // The preview is what comes of it, and undone all is as before.
    let people = total(&small.app).await;
    let preview = small.app.merge_preview(&officer(), here, there).await.unwrap();
    assert_eq!(total(&small.app).await, people, "a preview changes nothing");
    let merged = small.app.merge_persons(&officer(), here, there, "Cùng số định danh").await.unwrap();
    for each in &preview.households {
        let now = small.app.household(&officer(), danso_model::HouseholdId(each.after.id)).await.unwrap().household;
        assert_eq!(
            now.members.iter().map(|line| line.id).collect::<Vec<_>>(),
            each.after.members.iter().map(|line| line.id).collect::<Vec<_>>()
        );
    }
    assert_eq!(preview.households.iter().map(|each| each.before.members.len() - each.after.members.len()).sum::<usize>(), 1);
    assert_eq!(total(&small.app).await, people - 1);
    assert!(of(&pairs(&small).await, here, there).is_none());
    assert!(matches!(small.app.merge_persons(&officer(), here, there, "Lần nữa").await, Err(AppError::NotFound)));
    small.clean().await;
    small.app.unmerge(&officer(), danso_model::EventId(merged.event)).await.unwrap();
    assert_eq!(total(&small.app).await, people);
    assert!(of(&pairs(&small).await, here, there).is_some(), "asked about again");
    assert!(matches!(
        small.app.unmerge(&officer(), danso_model::EventId(merged.event)).await.map(|undone| undone.position),
        Ok(_) | Err(AppError::Conflict { .. })
    ));
    small.clean().await;

    // Nobody else is told anything.
    let forbidden = small.app.duplicates(&nation(), &ask(50)).await;
    assert!(matches!(forbidden, Err(AppError::Forbidden { .. })));
    for caller in [nation(), Phone::of(0).caller] {
        assert!(matches!(small.app.duplicate_pair(&caller, here, there).await, Err(AppError::NotFound)));
        assert!(matches!(small.app.merge_persons(&caller, here, there, "x").await, Err(AppError::NotFound)));
        assert!(matches!(small.app.keep_apart(&caller, here, there, true).await, Err(AppError::NotFound)));
    }
    let erased = small.app.erase(officer().user, there.into()).await.unwrap();
    assert!(erased.0 > 0);
    let refused = small.app.merge_persons(&officer(), here, there, "x").await;
    assert!(matches!(refused, Err(AppError::Conflict { code: "person_erased" })));
    small
}

#[tokio::test]
async fn pairs_are_found_and_settled_on_sqlite() {
    found_and_settled(Small::new().await).await;
}

#[tokio::test]
async fn pairs_are_found_and_settled_on_postgres() {
    let Small { database, store, app } = found_and_settled(Small::on(Database::postgres().await).await).await;
    drop(app);
    store.close().await;
    database.drop().await;
}

#[tokio::test]
async fn a_waiting_arrival_may_be_someone_in_the_book() {
    let small = Small::new().await;
    let mut phone = Phone::of(1);
    let newcomer = person(10, 8);
    let arrival = Event {
        personal: vec![(newcomer.into(), Personal::named("Lê Thị Mân"))],
        ..phone.event("2026-07-01", move_in(10, 1, vec![member(newcomer, Sex::Female, "1988-06-05", "9")]))
    };
    let other = phone.event("2026-07-01", crate::acts::education(person(10, 0), "5"));
    phone.push(&small.app, &[arrival.clone(), other.clone()]).await;
    let found = small.app.queue_likes(&officer(), arrival.id).await.unwrap();
    assert_eq!(found.items.len(), 1);
    assert_eq!(found.items[0].person.id, newcomer.0);
    assert_eq!(found.items[0].likes.len(), 3, "the likeliest of nine");
    assert_eq!(found.items[0].likes[0].other.hamlet_name, found.items[0].likes[0].one.hamlet_name, "of the same hamlet first");
    assert_eq!(small.app.queue_likes(&officer(), other.id).await.unwrap().items, []);
    assert!(matches!(small.app.queue_likes(&phone.caller, arrival.id).await, Err(AppError::Forbidden { .. })));

    // Accepted, and merged with the one who was there: the move is hers.
    small.accept(&arrival).await;
    small.app.merge_persons(&officer(), person(0, 1), newcomer, "Đã có trong sổ").await.unwrap();
    let row = small.store.persons_by_id(SHARD, &[person(0, 1)]).await.unwrap().pop().unwrap();
    assert_eq!((row.household, row.hamlet), (Some(house(10)), Some(hamlet(1))));
    small.clean().await;
}

#[tokio::test]
async fn those_who_died_or_left_are_no_pairs() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let before = small.app.duplicates(&officer(), &ask(1)).await.unwrap().total;
    let gone = [
        phone.event("2026-07-01", crate::acts::death(person(0, 0))),
        phone.event("2026-07-01", crate::acts::move_out(0, vec![person(0, 1), person(0, 2)])),
    ];
    phone.push(&small.app, &gone).await;
    for event in &gone {
        small.accept(event).await;
    }
    assert_eq!(small.app.duplicates(&officer(), &ask(1)).await.unwrap().total, before - 3 * 8);
}
