//! Chapters on who may be the same person.

use super::Maker;
use crate::{ApartRow, LikeRow, NightPairRow, NightRow, PersonRow, Store};
use danso_model::{PersonId, Position};

/// What is compared of persons comes by hamlet and by what changed since; pairs that are two persons are kept and forgotten.
pub async fn same_persons(store: &dyn Store) {
    let make = Maker::new(24);
    let shard = make.shard;
    let changed = |number: u32| Position(number);
    let row = |number: u32| PersonRow { changed: changed(number), ..make.person_row(number, "Lê Thị Hoa", "le thi hoa") };
    let numbered = PersonRow { pin_mac: Some([7; 32]), resident: false, ..row(2) };
    let elsewhere = PersonRow { hamlet: Some(make.hamlet(9)), ..row(3) };
    let mut batch = make.batch(store).await;
    batch.persons = vec![row(1), numbered.clone(), elsewhere.clone()];
    store.commit(batch).await.expect("commit");

    let like = |row: &PersonRow| LikeRow {
        id: row.id,
        household: row.household,
        hamlet: row.hamlet,
        resident: row.resident,
        name: row.name.clone(),
        sex: row.sex,
        birth: row.birth.clone(),
        pin_mac: row.pin_mac,
        changed: row.changed,
    };
    let own = row(1).hamlet.expect("rows of the maker live somewhere");
    let since = async |hamlets: &[_], after: u32| {
        let mut rows = store.people_since(shard, hamlets, Position(after)).await.expect("persons");
        rows.sort_unstable_by_key(|row| row.id);
        rows
    };
    assert_eq!(since(&[own], 0).await, [like(&row(1)), like(&numbered)]);
    assert_eq!(since(&[own, make.hamlet(9)], 1).await, [like(&numbered), like(&elsewhere)]);
    assert_eq!(since(&[own, make.hamlet(9)], 3).await, []);
    assert_eq!(since(&[], 0).await, []);

    let mut ids: Vec<PersonId> = (1..=3).map(|number| make.person(number)).collect();
    ids.sort_unstable();
    let pair =
        |at: usize, user: u32| ApartRow { one: ids[at], other: ids[2], by: make.user(user), at_ms: 1_000 + i64::from(user) };
    for row in [pair(0, 1), pair(1, 2), pair(0, 3)] {
        store.put_apart(shard, &row).await.expect("kept");
    }
    let mut found = store.apart(shard, &ids).await.expect("pairs");
    found.sort_unstable_by_key(|row| row.one);
    assert_eq!(found, [pair(0, 3), pair(1, 2)], "the last who says so stands");
    assert_eq!(store.apart(shard, &ids[1..2]).await.expect("pairs"), [pair(1, 2)]);
    assert!(store.remove_apart(shard, ids[0], ids[2]).await.expect("forgotten"));
    assert!(!store.remove_apart(shard, ids[0], ids[2]).await.expect("nothing left to forget"));
    assert_eq!(store.apart(shard, &ids).await.expect("pairs"), [pair(1, 2)]);
    assert_eq!(store.apart(make.shard, &[]).await.expect("pairs"), []);
}

/// What the last search of the whole register found stands until the next one, which leaves nothing of it.
pub async fn searched_nights(store: &dyn Store) {
    let make = Maker::new(25);
    let shard = make.shard;
    assert_eq!(store.night(shard).await.expect("searches"), None);
    let mut ids: Vec<PersonId> = (1..=4).map(|number| make.person(number)).collect();
    ids.sort_unstable();
    let night = |at_ms: i64| NightRow {
        at_ms,
        took_ms: 12,
        position: Position(7),
        residents: 4,
        model_hash: "ab".repeat(32),
        learned: at_ms > 1_000,
        model: "{}".to_owned(),
    };
    let pair = |one: usize, other: usize, hamlets: [u32; 2], weight: i32| NightPairRow {
        one: ids[one],
        other: ids[other],
        hamlet_one: make.hamlet(hamlets[0]),
        hamlet_other: make.hamlet(hamlets[1]),
        weight,
        same_number: weight < 0,
        lines: format!("[{weight}]"),
    };
    let first = [pair(0, 1, [1, 1], 4_321), pair(0, 2, [1, 2], -9_000), pair(2, 3, [2, 3], 1)];
    store.put_night(shard, &night(1_000), &first).await.expect("kept");
    assert_eq!(store.night(shard).await.expect("searches"), Some(night(1_000)));
    let of = async |hamlets: Option<&[_]>| {
        let mut rows = store.night_pairs(shard, hamlets).await.expect("pairs");
        rows.sort_unstable_by_key(|row| (row.one, row.other));
        rows
    };
    assert_eq!(of(None).await, first);
    assert_eq!(of(Some(&[make.hamlet(1)])).await, first[..2]);
    assert_eq!(of(Some(&[make.hamlet(2), make.hamlet(1)])).await, first, "each once");
    assert_eq!(of(Some(&[make.hamlet(9)])).await, []);
    assert_eq!(of(Some(&[])).await, []);
    let second = [pair(1, 3, [1, 3], 77)];
    store.put_night(shard, &night(2_000), &second).await.expect("kept");
    assert_eq!((store.night(shard).await.expect("searches"), of(None).await), (Some(night(2_000)), second.to_vec()));
    store.put_night(shard, &night(3_000), &[]).await.expect("kept");
    assert_eq!(of(None).await, []);
    let other = Maker::new(26);
    assert_eq!(store.night(other.shard).await.expect("searches"), None, "of another shard");
}
