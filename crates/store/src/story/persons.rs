//! Chapters on persons, households and rebuilding.

use super::Maker;
use crate::{PersonFilter, PersonRow, Store};
use danso_model::Position;

async fn listed(store: &dyn Store, make: Maker, filter: PersonFilter) -> Vec<PersonRow> {
    let filter = PersonFilter { limit: if filter.limit == 0 { 1_000 } else { filter.limit }, ..filter };
    store.persons(make.shard, &filter).await.expect("persons")
}

fn same(mut found: Vec<PersonRow>, mut expected: Vec<PersonRow>) {
    found.sort_unstable_by_key(|row| row.id);
    expected.sort_unstable_by_key(|row| row.id);
    assert_eq!(found, expected);
}

/// Rows that a batch takes out are gone, and come back when written again.
async fn gone(store: &dyn Store, make: Maker, all: &[PersonRow]) {
    let shard = make.shard;
    let mut batch = crate::Batch::new(shard, store.head(shard).await.expect("head"));
    batch.gone_persons = vec![all[0].id];
    batch.gone_households = vec![make.household(1)];
    store.commit(batch).await.expect("taken out");
    assert_eq!(store.persons_by_id(shard, &[all[0].id]).await.expect("persons"), []);
    assert_eq!(store.households_by_id(shard, &[make.household(1)]).await.expect("households"), []);
    let mut batch = crate::Batch::new(shard, store.head(shard).await.expect("head"));
    batch.persons = vec![all[0].clone()];
    store.commit(batch).await.expect("back again");
    same(store.persons_by_id(shard, &[all[0].id]).await.expect("persons"), vec![all[0].clone()]);
}

/// Persons are replaced whole, found by words, number and household, and listed in order of name.
pub async fn persons(store: &dyn Store) {
    let make = Maker::new(21);
    let shard = make.shard;
    let hoa = make.person_row(1, "Nguyễn Thị Hoa", "nguyen thi hoa");
    let hoang = PersonRow {
        household: Some(make.household(2)),
        hamlet: Some(make.hamlet(2)),
        sex: 'm',
        pin_mac: Some([7; 32]),
        ..make.person_row(2, "Hoàng Văn An", "hoang van an")
    };
    let dead = PersonRow {
        resident: false,
        died: Some(20_260_301),
        pin_mac: Some([7; 32]),
        ..make.person_row(3, "Nguyễn Thị Hoa", "nguyen thi hoa")
    };
    let bare = PersonRow {
        household: None,
        hamlet: None,
        sex: 'u',
        residence: 7,
        relationship: String::new(),
        ..make.person_row(4, "", "")
    };
    let odd = make.person_row(5, "100%_!", "100%_!");
    let mut batch = make.batch(store).await;
    batch.persons = vec![
        make.person_row(1, "Trước", "truoc"),
        dead.clone(),
        hoa.clone(),
        PersonRow { name: "x".to_owned(), pin_mac: Some([8; 32]), ..bare.clone() },
        odd.clone(),
        hoang.clone(),
    ];
    store.commit(batch).await.expect("commit");
    let mut batch = make.batch(store).await;
    batch.persons = vec![bare.clone()];
    store.commit(batch).await.expect("replaced whole");

    let ids: Vec<_> = (1..1_500).map(|n| make.person(n)).collect();
    let all = vec![hoa.clone(), hoang.clone(), dead.clone(), bare.clone(), odd.clone()];
    same(store.persons_by_id(shard, &ids).await.expect("persons"), all.clone());
    same(store.persons_by_pin(shard, &[7; 32]).await.expect("persons"), vec![hoang.clone(), dead.clone()]);
    assert_eq!(store.persons_by_pin(shard, &[8; 32]).await.expect("persons"), [], "the number was taken away");
    let members = store.members_of(shard, &[make.household(1), make.household(9)]).await.expect("members");
    let ids_of = |mut ids: Vec<danso_model::PersonId>| {
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids_of(members), ids_of(vec![hoa.id, dead.id, odd.id]));
    assert_eq!(store.members_of(shard, &[]).await.expect("members"), []);
    let homes = store.homes_of(shard, &[hoa.id, bare.id, make.person_row(99, "", "").id]).await.expect("homes");
    assert_eq!(homes, [(hoa.id, make.household(1))]);
    gone(store, make, &all).await;

    let any = PersonFilter::default;
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let order = [&bare, &odd, &hoang, &hoa, &dead].map(Clone::clone);
    assert_eq!(listed(store, make, any()).await, order);
    assert_eq!(listed(store, make, PersonFilter { persons: Some(ids), ..any() }).await, order);
    assert_eq!(listed(store, make, PersonFilter { words: words(&["hoa"]), ..any() }).await, order[2..]);
    assert_eq!(listed(store, make, PersonFilter { words: words(&["thi", "hoa"]), ..any() }).await, order[3..]);
    assert_eq!(listed(store, make, PersonFilter { words: words(&["%_!"]), ..any() }).await, order[1..2]);
    assert_eq!(listed(store, make, PersonFilter { words: words(&["n_u"]), ..any() }).await, [], "a wildcard is a letter");
    assert_eq!(listed(store, make, PersonFilter { resident: Some(false), ..any() }).await, order[4..]);
    assert_eq!(listed(store, make, PersonFilter { hamlets: Some(vec![make.hamlet(2)]), ..any() }).await, order[2..3]);
    assert_eq!(listed(store, make, PersonFilter { hamlets: Some(vec![]), ..any() }).await, []);
    assert_eq!(listed(store, make, PersonFilter { persons: Some(vec![]), ..any() }).await, []);
    let first = PersonFilter { words: words(&["hoa"]), hamlets: Some(vec![make.hamlet(1), make.hamlet(2)]), limit: 2, ..any() };
    let page = listed(store, make, first.clone()).await;
    assert_eq!(page, order[2..4]);
    let next = PersonFilter { after: page.last().map(|row| (row.fold.clone(), row.id)), ..first };
    assert_eq!(listed(store, make, next).await, order[4..], "the same name twice, on two pages");

    assert_eq!(store.persons_page(shard, None, 2).await.expect("page"), all[..2]);
    assert_eq!(store.persons_page(shard, Some(make.person(2)), 10).await.expect("page"), all[2..]);
}

/// Households are replaced whole and found by area and change.
pub async fn households(store: &dyn Store) {
    let make = Maker::new(22);
    let shard = make.shard;
    let mut rows: Vec<_> = (1..=6).map(|n| make.household_row(n, n % 2, n.div_ceil(4))).collect();
    rows[5].closed = Some(20_260_401);
    rows[5].reviewed = Some(20_260_331);
    rows[5].collective = true;
    rows[5].size = 0;
    let mut batch = make.batch(store).await;
    batch.households = rows.iter().rev().cloned().collect();
    store.commit(batch).await.expect("commit");

    let ids: Vec<_> = (1..1_500).map(|n| make.household(n)).collect();
    let mut found = store.households_by_id(shard, &ids).await.expect("households");
    found.sort_unstable_by_key(|row| row.id);
    assert_eq!(found, rows);
    assert_eq!(store.households_page(shard, None, 4).await.expect("page"), rows[..4]);
    assert_eq!(store.households_page(shard, Some(make.household(4)), 9).await.expect("page"), rows[4..]);

    let both = [make.area(0), make.area(1)];
    let of = async |areas: &[_], after, limit| {
        store.households_of_areas(shard, areas, Position(after), limit).await.expect("households")
    };
    assert_eq!(of(&both, 0, 100).await, rows);
    assert_eq!(of(&both[1..], 0, 100).await, [rows[0].clone(), rows[2].clone(), rows[4].clone()]);
    assert_eq!(of(&[], 0, 100).await, []);
    assert_eq!(of(&both, 1, 100).await, rows[4..]);
    assert_eq!(of(&both, 0, 2).await, rows[..4], "one entry changed four households: a page does not end among them");
    assert_eq!(of(&both, 2, 2).await, []);

    let mut batch = make.batch(store).await;
    rows[0] = make.household_row(1, 9, 7);
    batch.households = vec![rows[0].clone()];
    store.commit(batch).await.expect("commit");
    assert_eq!(of(&both[1..], 0, 100).await, [rows[2].clone(), rows[4].clone()], "it moved to another area");
    assert_eq!(of(&[make.area(9)], 6, 100).await, rows[..1]);
}

/// Clearing keeps log, keys and parked events, and everything can be written again.
pub async fn projections_cleared(store: &dyn Store) {
    let make = Maker::new(23);
    let shard = make.shard;
    let mut event = make.event_row(1);
    event.device = Some((make.device(1), 1));
    let mut batch = make.batch(store).await;
    batch.entries = vec![make.entry(1)];
    batch.events = vec![event.clone()];
    batch.persons = vec![make.person_row(1, "Hoa", "hoa")];
    batch.households = vec![make.household_row(1, 1, 1)];
    batch.keys = vec![make.key(1)];
    batch.parked = vec![make.parked_row(9, Some((make.device(1), 2)), None)];
    store.commit(batch).await.expect("commit");

    store.clear_projections(shard).await.expect("clear");
    assert_eq!(store.events_by_id(shard, &[make.event(1)]).await.expect("events"), []);
    assert_eq!(store.persons_page(shard, None, 9).await.expect("persons"), []);
    assert_eq!(store.households_page(shard, None, 9).await.expect("households"), []);
    assert_eq!(store.head(shard).await.expect("head"), make.head(1));
    assert_eq!(store.entries_of(shard, &[make.subject(1)]).await.expect("entries").len(), 1);
    assert_eq!(store.keys(shard, &[make.subject(1)]).await.expect("keys").len(), 1);
    assert_eq!(store.parked(shard, None).await.expect("parked").len(), 1);
    assert_eq!(store.counters(shard, make.device(1)).await.expect("counters"), (1, 0, vec![1]));

    let mut again = make.batch(store).await;
    again.events = vec![event.clone()];
    store.commit(again).await.expect("rebuilding");
    assert_eq!(store.events_by_id(shard, &[make.event(1)]).await.expect("events"), [event]);
    assert_eq!(store.counters(shard, make.device(1)).await.expect("counters"), (2, 2, vec![]));
}
