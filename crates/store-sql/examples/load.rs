//! How fast a store takes in pushes and a bulk load: `cargo run --release -p danso-store-sql --example load -- URL [BULK ENTRIES]`.
//! The database should be new. A bulk entry comes with 4 subjects, 4 persons, 5 keys, a household and an event
//! row. An event of a push is about two persons of one household in the area of its device; every fifth brings a new person with a key.

use danso_model::{
    AreaId, DeviceId, EventId, EventKind, EventStatus, HamletId, HouseholdId, PersonId, Position, Shard, SubjectId, UserId,
};
use danso_store::{
    Batch, EntryKind, EventFilter, EventRow, Head, HouseholdRow, LogStore as _, NewEntry, NewKey, PersonFilter, PersonRow,
    ProjectionStore as _, Severity, Store as _, StoreError,
};
use danso_store_sql::SqlStore;
use std::time::{Duration, Instant};
use uuid::Uuid;

const PUSHES: u32 = 200;
const BULK: u32 = 5_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("the URL of a new database is missing")?;
    let entries: u32 = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let store = SqlStore::open(&url).await?;
    store.migrate().await?;
    println!("{}", store.engine());

    store.begin_bulk().await?;
    let mut spent = Duration::ZERO;
    for from in (1..=entries).step_by(BULK as usize) {
        spent += commit(&store, from, BULK.min(entries + 1 - from), household).await?;
    }
    println!("bulk: {entries} entries in {spent:.2?}, {:.0} entries/s", f64::from(entries) / spent.as_secs_f64());
    let begun = Instant::now();
    store.finish_bulk().await?;
    println!("bulk: indexes and flushing in {:.2?}", begun.elapsed());

    for size in [20, 100, 200] {
        let mut times = Vec::new();
        for push in 0..PUSHES {
            let area = push * 7 % 50 * (entries / 50);
            let from = store.head(Shard(1)).await?.position.0 + 1;
            times.push(commit(&store, from, size, |batch, n| report(batch, n, area)).await?);
        }
        let total: Duration = times.iter().sum();
        times.sort_unstable();
        let rate = f64::from(PUSHES * size) / total.as_secs_f64();
        println!(
            "push of {size}: median {:.2?}, p95 {:.2?}, {rate:.0} entries/s",
            times[times.len() / 2],
            times[times.len() * 95 / 100]
        );
    }
    read(&store, entries).await?;
    store.close().await;
    Ok(())
}

async fn read(store: &SqlStore, entries: u32) -> Result<(), StoreError> {
    let begun = Instant::now();
    let (mut after, mut read) = (Position(0), 0);
    while let Some(last) = {
        let page = store.entries(Shard(1), after, 5_000).await?;
        read += page.len();
        page.last().map(|entry| entry.position)
    } {
        after = last;
    }
    println!("reading the log: {:.0} entries/s", read as f64 / begun.elapsed().as_secs_f64());

    let begun = Instant::now();
    let subjects: Vec<_> = (0..200_u32).map(|n| SubjectId(id(3, 1 + n * 7 % entries, 0))).collect();
    let found = store.entries_of(Shard(1), &subjects).await?.len();
    println!("{found} entries of 200 households in {:.2?}", begun.elapsed());

    let begun = Instant::now();
    let counts = store.status_counts(Shard(1), None).await?;
    println!("{} waiting, counted in {:.2?}", counts.waiting(), begun.elapsed());

    let hamlets = Some((0..10).map(|n| HamletId(id(4, n, 0))).collect());
    let begun = Instant::now();
    let filter = PersonFilter {
        hamlets: hamlets.clone(),
        words: vec!["thi".into(), "hoa 7".into()],
        limit: 50,
        ..PersonFilter::default()
    };
    let found = store.persons(Shard(1), &filter).await?.len();
    println!("{found} persons found by name in 10 hamlets in {:.2?}", begun.elapsed());

    let begun = Instant::now();
    let filter = EventFilter { hamlets, status: Some(EventStatus::Submitted), limit: 100, ..EventFilter::default() };
    let found = store.events(Shard(1), &filter).await?.len();
    println!("{found} waiting events of 10 hamlets in {:.2?}", begun.elapsed());
    Ok(())
}

async fn commit(store: &SqlStore, from: u32, count: u32, add: impl Fn(&mut Batch, u32)) -> Result<Duration, StoreError> {
    let before = Head { position: Position(from - 1), hash: hash(from - 1) };
    let mut batch = Batch::new(Shard(1), before);
    for n in from..from + count {
        add(&mut batch, n);
    }
    let begun = Instant::now();
    store.commit(batch).await?;
    Ok(begun.elapsed())
}

/// Ids in the order in which they were made, like those of version 7.
fn id(sort: u128, n: u32, part: u32) -> Uuid {
    Uuid::from_u128(u128::from(n) << 64 | sort << 32 | u128::from(part))
}

fn hash(n: u32) -> [u8; 32] {
    let mut hash = [0; 32];
    hash[..4].copy_from_slice(&n.to_be_bytes());
    hash
}

/// Bytes in no order, like those of a keyed hash.
fn scattered(n: u32) -> [u8; 32] {
    let mut state = u64::from(n);
    std::array::from_fn(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    })
}

/// A household with its persons is opened.
fn household(batch: &mut Batch, n: u32) {
    let persons: Vec<_> = (0..4).map(|part| PersonId(id(2, n, part))).collect();
    let mut subjects: Vec<SubjectId> = persons[..3].iter().map(|person| SubjectId(person.0)).collect();
    subjects.push(HouseholdId(id(3, n, 0)).into());
    batch.entries.push(entry(n, EntryKind::Recorded, subjects));
    batch.events.push(event(n, n, EventStatus::Accepted, None));
    batch.keys.extend((0..4).map(|part| NewKey { subject: SubjectId(id(2, n, part)), wrapped: vec![1; 72] }));
    batch.keys.push(NewKey { subject: SubjectId(id(3, n, 0)), wrapped: vec![1; 72] });
    batch.persons.extend((0..4).map(|part| person(n, part, n)));
    batch.households.push(household_row(n, n));
}

/// A device reports something about a household of its area.
fn report(batch: &mut Batch, n: u32, area: u32) {
    let home = area + 1 + n * 31 % 200;
    let subjects = vec![SubjectId(id(2, home, 0)), SubjectId(id(2, home, 1)), SubjectId(id(3, home, 0))];
    batch.entries.push(entry(n, EntryKind::Submitted, subjects));
    batch.events.push(event(n, home, EventStatus::Submitted, Some((DeviceId(id(7, area, 0)), u64::from(n)))));
    batch.persons.extend((0..2).map(|part| person(home, part, n)));
    batch.households.push(household_row(home, n));
    if n.is_multiple_of(5) {
        batch.persons.push(person(home, n, n));
        batch.keys.push(NewKey { subject: SubjectId(id(2, home, n)), wrapped: vec![1; 72] });
    }
}

fn hamlet(home: u32) -> HamletId {
    HamletId(id(4, home / 200 % 500, 0))
}

fn entry(n: u32, kind: EntryKind, subjects: Vec<SubjectId>) -> NewEntry {
    NewEntry {
        kind,
        event: Some(EventId(id(1, n, 0))),
        subjects,
        at_ms: i64::from(n),
        payload: vec![b'x'; if kind == EntryKind::Recorded { 700 } else { 350 }],
        sealed: vec![0; if kind == EntryKind::Recorded { 500 } else { 120 }],
        hash: hash(n),
    }
}

fn event(n: u32, home: u32, status: EventStatus, device: Option<(DeviceId, u64)>) -> EventRow {
    EventRow {
        id: EventId(id(1, n, 0)),
        kind: EventKind::Household,
        status,
        position: Position(n),
        decided: None,
        by: UserId(Uuid::nil()),
        behalf: None,
        device,
        hamlet: Some(hamlet(home)),
        household: Some(HouseholdId(id(3, home, 0))),
        person: None,
        date: 20_260_101,
        recorded_ms: i64::from(n),
        received_ms: i64::from(n),
        severity: Severity::Clean,
        issues: "[]".to_owned(),
        reason: None,
    }
}

fn person(home: u32, part: u32, changed: u32) -> PersonRow {
    PersonRow {
        id: PersonId(id(2, home, part)),
        household: Some(HouseholdId(id(3, home, 0))),
        hamlet: Some(hamlet(home)),
        resident: true,
        name: format!("Nguyễn Thị Hoa {home}"),
        fold: format!("nguyen thi hoa {home}"),
        sex: 'f',
        birth: "1987-05-20".to_owned(),
        birth_number: 19_870_520,
        relationship: "3".to_owned(),
        residence: 1,
        pin_mac: Some(scattered(home * 4 + part)),
        died: None,
        changed: Position(changed),
    }
}

fn household_row(home: u32, changed: u32) -> HouseholdRow {
    HouseholdRow {
        id: HouseholdId(id(3, home, 0)),
        hamlet: hamlet(home),
        area: AreaId(id(5, home / 200, 0)),
        number: home.to_string(),
        collective: false,
        head_name: format!("Nguyễn Văn {home}"),
        size: 4,
        reviewed: None,
        opened: 20_260_101,
        closed: None,
        changed: Position(changed),
    }
}
