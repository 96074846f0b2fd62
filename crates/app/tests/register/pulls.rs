//! What phones are told: pages, the same end by pulling as by a new download, and households that went elsewhere.

use crate::acts::{area, birth, death, education, hamlet, house, move_out, person, placed, sheet, transfer, withdrawal};
use crate::small::{Phone, Small};
use danso_app::App;
use danso_model::{EventBody, Position};
use danso_wire::{HouseholdDocument, Snapshot};
use std::collections::BTreeMap;
use uuid::Uuid;

type Held = BTreeMap<Uuid, HouseholdDocument>;

fn held(snapshot: Snapshot) -> Held {
    snapshot.households.into_iter().map(|document| (document.id, document)).collect()
}

/// Pulls until there is no more, and gives the position.
async fn follow(app: &App, phone: &Phone, mut after: Position, held: &mut Held) -> Position {
    loop {
        let pull = app.pull(&phone.caller, after).await.unwrap();
        for gone in &pull.gone {
            held.remove(gone);
        }
        held.extend(pull.households.into_iter().map(|document| (document.id, document)));
        assert!(pull.position >= after.0);
        after = Position(pull.position);
        if !pull.more {
            return after;
        }
    }
}

#[tokio::test]
async fn many_changed_households_come_in_pages() {
    let small = Small::empty(crate::database::Database::sqlite()).await;
    small.load((0..430).map(|number| sheet(number, 0)).collect()).await;
    let phone = Phone::of(0);
    let first = small.app.pull(&phone.caller, Position(0)).await.unwrap();
    assert_eq!((first.households.len(), first.more), (200, true));
    let mut pulled = Held::new();
    let end = follow(&small.app, &phone, Position(0), &mut pulled).await;
    assert_eq!((pulled.len(), end), (430, small.head().await));
    assert_eq!(held(phone.snapshot(&small.app).await), pulled);
    let rest = small.app.pull(&phone.caller, end).await.unwrap();
    assert_eq!((rest.households, rest.gone, rest.more), (vec![], vec![], false));
}

#[tokio::test]
async fn a_download_and_pulls_are_a_later_download() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let start = phone.snapshot(&small.app).await;
    let mut position = Position(start.position);
    let mut kept = held(start);
    let wrong = phone.event("2026-07-03", education(person(2, 0), "4"));
    let moved = phone.event("2026-07-05", transfer(1, 0, 0, vec![placed(person(1, 2), "6")]));
    let steps = [
        phone.event("2026-07-01", birth(0, 0, 3, "2026-07-01")),
        wrong.clone(),
        phone.event("2026-07-04", death(person(1, 0))),
        moved.clone(),
        phone.event("2026-07-06", move_out(2, vec![person(2, 0), person(2, 1), person(2, 2)])),
        phone.event("2026-07-06", crate::acts::change(person(1, 2), danso_model::Change::Sex(danso_model::Sex::Male), None)),
        phone.event("2026-07-06", withdrawal(&wrong)),
        phone.event("2026-07-07", withdrawal(&moved)),
    ];
    for (at, event) in steps.iter().enumerate() {
        phone.push(&small.app, std::slice::from_ref(event)).await;
        if small.queue().await.iter().any(|line| line.id == event.id.0) {
            small.accept(event).await;
        }
        if at % 2 == 0 {
            position = follow(&small.app, &phone, position, &mut kept).await;
        }
        let mut now = kept.clone();
        follow(&small.app, &phone, position, &mut now).await;
        assert_eq!(now, held(phone.snapshot(&small.app).await), "after step {at}");
    }
    small.clean().await;
}

/// The phone that had the household is told that it is gone, the phone of its new area gets it.
#[tokio::test]
async fn a_household_that_goes_to_another_area_leaves_one_phone_and_comes_to_another() {
    let small = Small::new().await;
    let (mut here, there) = (Phone::of(0), Phone::of(1));
    let everyone =
        |number| (0..3).map(|member| placed(person(number, member), ["1", "2", "3"][member as usize])).collect::<Vec<_>>();
    let ways = [
        (0, EventBody::HouseholdChange { household: house(0), number: None, area: Some(area(1)), kind: None }),
        (1, transfer(1, 1, 1, everyone(1))),
    ];
    for (number, body) in ways {
        let (mut had, mut gets) = (held(here.snapshot(&small.app).await), held(there.snapshot(&small.app).await));
        let before = small.head().await;
        let event = here.event("2026-07-05", body);
        here.push(&small.app, std::slice::from_ref(&event)).await;
        small.accept(&event).await;
        follow(&small.app, &here, before, &mut had).await;
        follow(&small.app, &there, before, &mut gets).await;
        assert!(!had.contains_key(&house(number).0), "household {number} is gone from the old area");
        assert!(gets.contains_key(&house(number).0), "household {number} has come to the new area");
        assert_eq!(had, held(here.snapshot(&small.app).await));
        assert_eq!(gets, held(there.snapshot(&small.app).await));
    }
    assert_eq!(small.document(1).await.hamlet, hamlet(1).0);
    small.clean().await;
}

#[tokio::test]
async fn a_sheet_that_is_withdrawn_is_gone() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let opened = phone.event("2026-07-01", crate::acts::household(6, 0, crate::acts::family(6)));
    phone.push(&small.app, std::slice::from_ref(&opened)).await;
    small.accept(&opened).await;
    let mut kept = held(phone.snapshot(&small.app).await);
    let before = small.head().await;
    assert_eq!(kept.len(), 4);
    let undone = phone.event("2026-07-02", withdrawal(&opened));
    phone.push(&small.app, std::slice::from_ref(&undone)).await;
    small.accept(&undone).await;
    follow(&small.app, &phone, before, &mut kept).await;
    assert_eq!(kept.len(), 3);
    assert_eq!(kept, held(phone.snapshot(&small.app).await));
    small.clean().await;
}
