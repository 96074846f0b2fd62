//! Chapters on what the system knows of its own working.

use super::{Maker, people};
use crate::{
    Arrival, Batch, Beginning, DeviceRow, EntryKind, EventRow, Grant, NewEntry, PersonRow, PersonTally, Role, Severity, Store,
    ToldNumber, UseKind, UserRow,
};
use danso_model::{EventStatus, Position};

/// Noon of the 10th of a month of 2026 in Viet Nam.
fn noon(month: i64) -> i64 {
    const JANUARY: i64 = 1_768_021_200_000;
    const DAYS: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    JANUARY + DAYS[month as usize - 1] * 86_400_000
}

/// A batch with one entry of a month.
async fn in_month(store: &dyn Store, make: Maker, month: i64) -> Batch {
    let batch = make.batch(store).await;
    let position = batch.expected.position.0 + 1;
    Batch { entries: vec![NewEntry { at_ms: noon(month), ..make.entry(position) }], ..batch }
}

async fn tallies(store: &dyn Store, make: Maker, month: i32) -> Vec<(u32, [u64; 4])> {
    let rows = store.person_tallies(make.shard, month).await.expect("tallies");
    assert!(rows.is_sorted_by_key(|row| row.hamlet));
    let number = |row: &PersonTally| (1..10).find(|n| make.hamlet(*n) == row.hamlet).expect("a hamlet of the chapter");
    let told = rows.iter().map(|row| (number(row), [row.persons, row.identified, row.dated, row.new_year]));
    told.filter(|(_, numbers)| *numbers != [0; 4]).collect()
}

/// Usual residents are counted along with every commit, month by month, and once from all rows.
pub async fn person_tallies(store: &dyn Store) {
    let make = Maker::new(91);
    let shard = make.shard;
    assert_eq!(store.counting_since(shard).await.expect("since"), None);
    assert_eq!(tallies(store, make, 999_912).await, []);
    let row = |n: u32, hamlet: u32, birth: &str, pin: Option<u8>| PersonRow {
        hamlet: Some(make.hamlet(hamlet)),
        birth: birth.to_owned(),
        pin_mac: pin.map(|byte| [byte; 32]),
        ..make.person_row(n, "Hoa", "hoa")
    };
    let mut batch = in_month(store, make, 3).await;
    batch.persons = vec![
        row(1, 1, "1987-01-01", Some(1)),
        row(2, 1, "1987-05-20", None),
        row(3, 1, "1987-01-01~", Some(3)),
        row(4, 1, "1987-01", None),
        row(5, 2, "2001-01-01", None),
        PersonRow { residence: 5, ..row(6, 2, "2001-01-01", Some(6)) },
        PersonRow { resident: false, ..row(7, 2, "2001-01-01", Some(7)) },
        PersonRow { hamlet: None, ..row(8, 2, "2001-01-01", Some(8)) },
        row(9, 9, "1950", None),
        row(9, 2, "1950", Some(9)),
    ];
    store.commit(batch).await.expect("commit");
    let march = vec![(1, [4, 2, 2, 1]), (2, [2, 1, 1, 1])];
    assert_eq!(tallies(store, make, 202_603).await, march);
    assert_eq!(tallies(store, make, 202_602).await, []);

    // One moves, one gets a number, one goes, one comes to count, one is no person any more, one is new.
    let mut batch = in_month(store, make, 5).await;
    batch.persons = vec![
        row(1, 2, "1987-01-01", Some(1)),
        row(2, 1, "1987-05-20", Some(2)),
        PersonRow { resident: false, ..row(3, 1, "1987-01-01~", Some(3)) },
        row(6, 2, "2001-01-01", Some(6)),
        row(10, 3, "2026-04-30", None),
        row(11, 3, "2026-05-01", None),
    ];
    batch.gone_persons = vec![make.person(5), make.person(11)];
    store.commit(batch).await.expect("commit");
    let may = vec![(1, [2, 1, 1, 0]), (2, [3, 3, 2, 2]), (3, [1, 0, 1, 0])];
    assert_eq!(tallies(store, make, 202_605).await, may);
    assert_eq!(tallies(store, make, 202_604).await, march, "a month that is over stays");
    assert_eq!(tallies(store, make, 999_912).await, may);

    let beginning = Beginning { day: 20_260_715, ..Beginning::default() };
    assert!(store.begin_counting(shard, &beginning).await.expect("it begins"));
    assert!(!store.begin_counting(shard, &Beginning::default()).await.expect("it has begun"));
    assert_eq!(store.counting_since(shard).await.expect("since"), Some(20_260_715));
    assert_eq!(tallies(store, make, 999_912).await, may, "counted from the rows it is the same");
    assert_eq!(tallies(store, make, 202_603).await, may, "what was before is not told apart");
    let mut batch = in_month(store, make, 8).await;
    batch.gone_persons = vec![make.person(10)];
    store.commit(batch).await.expect("commit");
    assert_eq!(tallies(store, make, 202_608).await, may[..2]);
    assert_eq!(store.person_tallies(Maker::new(92).shard, 999_912).await.expect("tallies"), [], "of another shard");

    store.clear_projections(shard).await.expect("clear");
    assert_eq!(tallies(store, make, 999_912).await, []);
}

/// Persons count as faulty while an event about them has an error and stands.
pub async fn faulty_persons(store: &dyn Store) {
    let make = Maker::new(93);
    let shard = make.shard;
    let of = async || store.faulty_persons(shard).await.expect("faulty");
    let event = |n: u32, severity, status| EventRow { severity, status, ..make.event_row(n) };
    // Entry n is about persons n and n + 1.
    let mut batch = make.batch(store).await;
    batch.entries = (1..=9).map(|n| make.entry(n)).collect();
    batch.events = vec![
        event(1, Severity::Error, EventStatus::Submitted),
        event(2, Severity::Error, EventStatus::Accepted),
        event(3, Severity::Confirm, EventStatus::Accepted),
        event(5, Severity::Error, EventStatus::Returned),
        event(7, Severity::Error, EventStatus::Accepted),
        event(9, Severity::Clean, EventStatus::Submitted),
    ];
    batch.targets = vec![(make.event(9), make.event(7))];
    let person = |n: u32| PersonRow { hamlet: Some(make.hamlet(1 + n / 7)), ..make.person_row(n, "Hoa", "hoa") };
    batch.persons = (1..=9).map(person).collect();
    store.commit(batch).await.expect("commit");
    assert_eq!(of().await, [(make.hamlet(1), 3), (make.hamlet(2), 2)]);

    // The correction of event 7 is accepted, and event 1 given back.
    let mut batch = make.batch(store).await;
    batch.entries = vec![make.decision(10, EntryKind::Accepted, 9), make.decision(11, EntryKind::Returned, 1)];
    batch.events = vec![
        EventRow { decided: Some(Position(10)), ..event(9, Severity::Clean, EventStatus::Accepted) },
        EventRow { decided: Some(Position(11)), ..event(1, Severity::Error, EventStatus::Returned) },
    ];
    store.commit(batch).await.expect("commit");
    assert_eq!(of().await, [(make.hamlet(1), 2)]);
    // The correction is withdrawn, and the withdrawal accepted: event 7 stands again.
    let mut batch = make.batch(store).await;
    batch.entries = vec![make.entry(12)];
    batch.targets = vec![(make.event(12), make.event(9))];
    batch.events = vec![event(12, Severity::Clean, EventStatus::Accepted)];
    store.commit(batch).await.expect("commit");
    assert_eq!(of().await, [(make.hamlet(1), 2), (make.hamlet(2), 2)]);
    let mut batch = make.batch(store).await;
    batch.persons = vec![PersonRow { resident: false, ..person(3) }];
    store.commit(batch).await.expect("commit");
    assert_eq!(of().await, [(make.hamlet(1), 1), (make.hamlet(2), 2)], "who does not live there is not counted");

    // What happened before counting began is told once.
    let older = Maker::new(94);
    let mut batch = older.batch(store).await;
    batch.entries = vec![older.entry(1), older.entry(2)];
    let mut rows = [older.event_row(1), older.event_row(2)];
    rows.iter_mut().for_each(|row| row.status = EventStatus::Accepted);
    batch.events = rows.to_vec();
    batch.persons = (1..=3).map(|n| older.person_row(n, "Hoa", "hoa")).collect();
    store.commit(batch).await.expect("commit");
    assert_eq!(store.faulty_persons(older.shard).await.expect("faulty"), []);
    let faults = vec![(older.event(1), older.subject(1)), (older.event(2), older.subject(3))];
    let targets = vec![(older.event(2), older.event(1))];
    let beginning = Beginning { day: 20_260_101, faults, targets };
    store.begin_counting(older.shard, &beginning).await.expect("it begins");
    assert_eq!(store.faulty_persons(older.shard).await.expect("faulty"), [(older.hamlet(1), 1)]);
}

/// Where events came in, who asked, who records on a phone.
pub async fn working(store: &dyn Store) {
    let make = Maker::new(95);
    let shard = make.shard;
    let came = |hamlet, month| Arrival { hamlet: make.hamlet(hamlet), month };
    for arrivals in [vec![came(2, 202_605), came(1, 202_605), came(2, 202_605)], vec![came(2, 202_605), came(3, 202_607)]] {
        let batch = Batch { arrivals, ..make.batch(store).await };
        store.commit(batch).await.expect("commit");
    }
    let online = async |first, last| store.hamlets_online(shard, (first, last)).await.expect("hamlets");
    assert_eq!(online(202_605, 202_605).await, [make.hamlet(1), make.hamlet(2)]);
    assert_eq!(online(202_606, 202_612).await, [make.hamlet(3)]);
    assert_eq!(online(202_601, 202_604).await, []);
    assert_eq!(store.hamlets_online(Maker::new(96).shard, (202_601, 202_612)).await.expect("hamlets"), []);

    let asked = [(2, 20_260_701), (1, 20_260_702), (2, 20_260_702), (2, 20_260_702)];
    for (user, day) in asked {
        store.note_use(make.user(user), day, UseKind::Figures).await.expect("a use");
        store.note_use(make.user(user), day, UseKind::Reports).await.expect("a use");
    }
    let asking = async |first, last| store.users_asking((first, last)).await.expect("accounts");
    assert_eq!(asking(20_260_701, 20_260_702).await, [make.user(1), make.user(2)]);
    assert_eq!(asking(20_260_701, 20_260_701).await, [make.user(2)]);
    assert_eq!(asking(20_260_703, 20_261_231).await, []);
    mobile(store, make).await;
    told(store, make).await;
}

async fn mobile(store: &dyn Store, make: Maker) {
    let grant = Grant { role: Role::Collaborator, unit: None, area: Some(make.area(1)) };
    let user = |n: u32, grants: Vec<Grant>| UserRow { grants, ..people::user(make.user(n), &format!("may{n}")) };
    let officer = Grant { role: Role::Commune, unit: Some("31117".to_owned()), area: None };
    let mut users: Vec<UserRow> = (1..=5).map(|n| user(n, vec![grant.clone()])).collect();
    users[3].disabled = true;
    users[4].grants = vec![officer];
    store.put_users(&users).await.expect("accounts");
    let device = |n: u32, user: u32| DeviceRow {
        id: make.device(n),
        user: make.user(user),
        name: "Điện thoại".to_owned(),
        enrolled_ms: 10,
        revoked_ms: None,
        last_counter: 0,
        seen_ms: None,
    };
    for n in 1..=5 {
        store.put_device(&device(n, n)).await.expect("device");
    }
    let event = |n: u32, by: u32, device: Option<u32>, status| EventRow {
        by: make.user(by),
        device: device.map(|device| (make.device(device), u64::from(n))),
        status,
        ..make.event_row(n)
    };
    let mut batch = make.batch(store).await;
    batch.entries = (1..=8).map(|n| make.entry(n)).collect();
    batch.events = vec![
        event(1, 1, Some(1), EventStatus::Accepted),
        event(2, 2, Some(2), EventStatus::Submitted),
        event(3, 2, None, EventStatus::Accepted),
        // Of a device that is another's, and of one that nobody enrolled.
        event(4, 3, Some(1), EventStatus::Accepted),
        event(5, 3, Some(9), EventStatus::Accepted),
        event(6, 4, Some(4), EventStatus::Accepted),
        event(7, 5, Some(5), EventStatus::Accepted),
        event(8, 2, Some(2), EventStatus::Accepted),
    ];
    store.commit(batch).await.expect("commit");
    let of = async |after, upto| store.mobile_collaborators(make.shard, Position(after), Position(upto)).await.expect("accounts");
    assert_eq!(of(0, u32::MAX).await, [make.user(1), make.user(2)]);
    assert_eq!(of(0, 7).await, [make.user(1)]);
    assert_eq!(of(1, 8).await, [make.user(2)]);
    assert_eq!(of(8, u32::MAX).await, []);
}

async fn told(store: &dyn Store, make: Maker) {
    let row = |name: &str, unit: &str, day, value| ToldNumber {
        unit: unit.to_owned(),
        name: name.to_owned(),
        day,
        value,
        source: "Kế hoạch 174/KH-UBND".to_owned(),
        by: None,
        at_ms: 5,
    };
    let rows = [
        row("consumers", "92", 20_260_101, 7),
        row("warehouses", "92", 20_250_701, 104),
        row("warehouses", "VN", 20_250_701, 3_355),
    ];
    let last = ToldNumber { by: Some(make.user(1)), ..row("warehouses", "92", 20_260_101, 105) };
    for row in rows.iter().rev().chain([&ToldNumber { value: 1, ..last.clone() }, &last]) {
        store.tell(make.shard, row).await.expect("told");
    }
    let all = store.told(make.shard).await.expect("told");
    assert_eq!(all, [rows[0].clone(), rows[1].clone(), last, rows[2].clone()], "the same day again is another number");
    assert_eq!(store.told(Maker::new(96).shard).await.expect("told"), []);
}
