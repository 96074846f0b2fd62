//! A person whose content is erased: nothing names her any more, and every figure stays.

use crate::acts::{birth, change, code, education, family, house, household, person, placed, screen, transfer};
use crate::small::{Phone, SHARD, Small, counted, officer, total};
use danso_app::{CountBy, CountReply};
use danso_model::{Change, Entry, Event, EventBody, EventId, Health, PersonId, Personal, Pin, Position, PregnancyOutcome};
use danso_store::{Batch, EntryKind, KeyStore, LogStore, NewEntry};
use danso_tally::{Count, Dim, Grouping, Image, Map, MeasureQuery, When};
use danso_vault::{Link, MasterKey, STATISTICS, chain, seal};
use danso_wire::{OutcomeKind, encode_entry, encode_personal};
use jiff::civil::date;

const NAME: &str = "Quách Thị Huyền Trân";
const FOLDED: &str = "quach thi huyen tran";
const PHONE: &str = "0912345677";
const CARD: &str = "GD4929876543210";
const PIN: &str = "092188001234";

/// Every text of hers that stands readable in the files of the database.
fn readable(small: &Small) -> Vec<&'static str> {
    let path = small.database.url.strip_prefix("sqlite://").unwrap();
    let mut bytes = std::fs::read(path).unwrap();
    bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
    let stands = |text: &&str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    [NAME, FOLDED, PHONE, CARD, PIN].into_iter().filter(stands).collect()
}

/// Every measure by its first two dimensions, and of residents by method: counts of which health content is a part.
fn measures(small: &Small) -> Vec<(usize, usize, Vec<u16>, i64)> {
    let (days, year) = ([date(2026, 6, 30), date(2026, 7, 15)], [(date(2026, 1, 1), date(2026, 12, 31))]);
    let measured = |image: &Image, count: Count, by: &[Dim]| {
        let map = Map::of(Grouping::new(image.hamlets(), |_| Some("VN".to_owned())));
        let when = if count.is_stock() { When::Days(&days) } else { When::Periods(&year) };
        let query = MeasureQuery { count, when, known_at: None, map: &map, only: &[], by, modern: &[1], threads: 1 };
        image.measure(&query).unwrap().iter().collect::<Vec<_>>()
    };
    let all = |image: &Image| {
        let mut cells = measured(image, Count::Residents, &[Dim::Method, Dim::Disabled]);
        cells.extend(Count::ALL.into_iter().flat_map(|count| measured(image, count, count.dims().get(..2).unwrap_or_default())));
        cells
    };
    small.app.look(all).unwrap()
}

async fn figures(small: &Small) -> Vec<CountReply> {
    let mut figures = Vec::new();
    for day in [date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 1), date(2026, 7, 4), date(2026, 7, 15)] {
        let reply = counted(&small.app, day, None, vec![CountBy::Sex, CountBy::Age, CountBy::Unit]).await;
        figures.push(CountReply { known_at: 0, ..reply });
    }
    figures
}

/// What an export tells of health beside its events: the kind, the codes, and whether the event itself tells something sealed of her.
async fn exported(small: &Small) -> Vec<(String, serde_json::Value, bool)> {
    let lines = small.app.page_of_events(Position(0), 1_000).await.unwrap().0;
    let told = |line: &serde_json::Value| {
        let counted = line.get("counted")?.clone();
        let her = line["event"]["personal"].get(person(0, 1).0.to_string()).is_some();
        Some((line["event"]["kind"].as_str().unwrap().to_owned(), counted, her))
    };
    lines.iter().filter_map(told).collect()
}

fn told(event: Event, personal: Personal) -> Event {
    Event { personal: vec![(person(0, 1).into(), personal)], ..event }
}

fn her_events(phone: &mut Phone) -> Vec<Event> {
    let who = person(0, 1);
    let sealed = |what| change(who, what, None);
    let health = |health| Personal { health: Some(health), ..Personal::default() };
    let method = Health::Contraception { method: code("1"), place: None, reason: None };
    let pregnant = Health::Pregnancy { outcome: PregnancyOutcome::Pregnant, number: Some(2), lmp: "2026-03".parse().ok() };
    vec![
        told(phone.event("2026-06-01", sealed(Change::Name)), Personal::named(NAME)),
        told(phone.event("2026-06-01", sealed(Change::Phone)), Personal { phone: Some(PHONE.to_owned()), ..Personal::default() }),
        told(
            phone.event("2026-06-01", sealed(Change::HealthCard)),
            Personal { health_card: Some(CARD.to_owned()), ..Personal::default() },
        ),
        told(phone.event("2026-06-01", sealed(Change::Pin)), Personal { pin: Pin::new(PIN).ok(), ..Personal::default() }),
        told(phone.event("2026-06-02", EventBody::ContraceptionStart { person: who }), health(method)),
        told(phone.event("2026-06-03", EventBody::Pregnancy { person: who }), health(pregnant)),
        phone.event("2026-07-02", birth(0, 0, 3, "2026-07-02")),
        phone.event(
            "2026-07-03",
            EventBody::HeadChange { household: house(0), head: who, members: vec![placed(person(0, 0), "2")] },
        ),
    ]
}

#[tokio::test]
async fn nothing_that_names_her_is_left_and_every_figure_stays() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let events = her_events(&mut phone);
    phone.push(&small.app, &events).await;
    for event in &events {
        small.accept(event).await;
    }
    // What waits for its cause names her too.
    let early = told(phone.event("2026-07-09", screen(person(0, 9))), Personal::named(NAME));
    assert_eq!(phone.push(&small.app, &[early]).await.outcomes[0].outcome, OutcomeKind::Parked);
    let document = small.document(0).await;
    let her = document.members.iter().find(|member| member.id == person(0, 1).0).unwrap();
    assert_eq!((her.name.as_deref(), her.phone.as_deref(), her.pin_tail.as_deref()), (Some(NAME), Some(PHONE), Some("1234")));
    assert_eq!(her.relationship, "1");
    assert_eq!(readable(&small), [NAME, FOLDED], "the search finds what stands there before");
    let (before, position) = (figures(&small).await, small.head().await);
    assert_eq!(exported(&small).await, [], "as long as the event itself tells it");
    let counted = measures(&small);
    assert!(counted.iter().any(|(_, _, of, _)| of == &[1, 0]), "someone uses method 1");

    small.app.erase(officer().user, person(0, 1).into()).await.unwrap();
    assert_eq!(readable(&small), Vec::<&str>::new());
    assert_eq!(figures(&small).await, before);
    assert_eq!(measures(&small), counted);
    let codes = [("contraception_start", serde_json::json!({ "method": 1 })), ("pregnancy", serde_json::json!({ "outcome": 1 }))];
    assert_eq!(exported(&small).await, codes.map(|(kind, codes)| (kind.to_owned(), codes, false)), "codes, and nobody's");
    small.clean().await;
    let pull = small.app.pull(&phone.caller, position).await.unwrap();
    let told_again = pull.households.iter().find(|document| document.id == house(0).0).expect("the phone hears of it");
    let her = told_again.members.iter().find(|member| member.id == person(0, 1).0).unwrap();
    assert_eq!(
        (her.name.as_deref(), her.phone.as_deref(), her.pin_tail.as_deref(), her.method.as_deref()),
        (None, None, None, None)
    );
    assert_eq!((her.sex.as_str(), her.birth.as_str()), ("f", "1988-06-05"));

    // Sent again, and erased again.
    let again = phone.push(&small.app, &events).await;
    assert!(again.outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Duplicate));
    small.app.erase(officer().user, person(0, 1).into()).await.unwrap();
    assert_eq!(readable(&small), Vec::<&str>::new());
    let small = small.killed().await;
    assert_eq!(readable(&small), Vec::<&str>::new());
    assert_eq!(figures(&small).await, before);
    assert_eq!(measures(&small), counted);
    small.clean().await;
}

/// A phone that has not heard of it yet, or one that writes her name down anew, does not bring it back.
#[tokio::test]
async fn what_comes_later_about_her_brings_nothing_back() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let late = her_events(&mut phone);
    small.app.erase(officer().user, person(0, 1).into()).await.unwrap();
    small.accept_clean().await;
    let reply = phone.push(&small.app, &late).await;
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Accepted, "{:?}", reply.outcomes[0]);
    assert_eq!(readable(&small), Vec::<&str>::new());
    small.clean().await;
    for line in small.queue().await {
        small.app.accept(&officer(), EventId(line.id)).await.unwrap();
    }
    assert_eq!(readable(&small), Vec::<&str>::new());
    let document = small.document(0).await;
    let her = document.members.iter().find(|member| member.id == person(0, 1).0).unwrap();
    assert_eq!((her.name.as_deref(), her.relationship.as_str()), (None, "1"));
    assert_eq!(total(&small.app).await, 28);
    small.clean().await;
}

/// She has lived in two households, and both went on without her.
#[tokio::test]
async fn households_that_she_left_stay_as_they_are() {
    let small = Small::new().await;
    small.accept_clean().await;
    let mut phone = Phone::of(0);
    let events = [
        phone.event("2026-06-01", household(5, 0, family(5))),
        phone.event("2026-06-02", transfer(0, 5, 0, vec![placed(person(0, 2), "6")])),
        phone.event("2026-06-10", birth(0, 0, 3, "2026-06-10")),
        phone.event("2026-06-12", education(person(0, 0), "5")),
        phone.event("2026-06-20", transfer(5, 1, 0, vec![placed(person(0, 2), "6")])),
        phone.event("2026-06-21", birth(5, 0, 4, "2026-06-21")),
    ];
    phone.push(&small.app, &events).await;
    for line in small.queue().await {
        small.app.accept(&officer(), EventId(line.id)).await.unwrap();
    }
    let (before, position) = (figures(&small).await, small.head().await);
    small.clean().await;
    small.app.erase(officer().user, person(0, 2).into()).await.unwrap();
    small.clean().await;
    assert_eq!(figures(&small).await, before);
    let pull = small.app.pull(&phone.caller, position).await.unwrap();
    assert_eq!(pull.households.len(), 3, "she stood among the members of one and in the past of two");
    let names = pull.households.iter().flat_map(|document| document.past.iter()).filter(|past| past.id == person(0, 2).0);
    assert_eq!(names.map(|past| past.name.clone()).collect::<Vec<_>>(), [None, None]);
}

#[tokio::test]
async fn a_household_can_be_erased_too_and_nobody_unknown() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let mut moved = phone.event(
        "2026-07-01",
        EventBody::HouseholdChange { household: house(0), number: Some("9".to_owned()), area: None, kind: None },
    );
    let address = Personal { address: Some(NAME.to_owned()), ..Personal::default() };
    moved.personal = vec![(house(0).into(), address)];
    phone.push(&small.app, std::slice::from_ref(&moved)).await;
    small.accept(&moved).await;
    assert_eq!(small.document(0).await.address.as_deref(), Some(NAME));
    small.app.erase(officer().user, house(0).into()).await.unwrap();
    let document = small.document(0).await;
    assert_eq!((document.address, document.number.as_str(), document.members.len()), (None, "9", 3));
    assert_eq!(small.app.erase(officer().user, person(404, 0).into()).await.unwrap_err().code(), "not_found");
    assert_eq!(total(&small.app).await, counted(&small.app, date(2026, 1, 1), Some(Position(9)), vec![]).await.total);
    small.clean().await;
}

/// Writes an event as it was written before there was a statistics key: the personal part alone.
async fn written_before(small: &Small, event: Event) {
    let (master, who) = (MasterKey::from_bytes([7; 32]), person(0, 1));
    let head = small.store.head(SHARD).await.unwrap();
    let wrapped = small.store.keys(SHARD, &[who.into()]).await.unwrap().remove(0).wrapped.unwrap();
    let key = master.unwrap(who.into(), &wrapped).unwrap();
    let personal = encode_personal(event.personal_of(who).unwrap());
    let (id, subjects) = (event.id, event.subjects());
    let sealed = seal(&[(who.into(), key, personal)], id, &mut |bytes| bytes.fill(3));
    let (kind, payload) = encode_entry(&Entry::Recorded(Box::new(event)));
    let position = head.position.next();
    let link = Link { shard: SHARD, position, kind, event: Some(id), at_ms: 0, payload: &payload, sealed: &sealed };
    let hash = chain(&head.hash, &link);
    let entry = NewEntry { kind: EntryKind::Recorded, event: Some(id), subjects, at_ms: 0, payload, sealed, hash };
    let mut batch = Batch::new(SHARD, head);
    batch.entries.push(entry);
    small.store.commit(batch).await.unwrap();
}

fn users_of_a_method(image: &Image) -> i64 {
    let map = Map::of(Grouping::new(image.hamlets(), |_| Some("VN".to_owned())));
    let (days, only) = ([date(2026, 7, 15)], [(Dim::Method, vec![(1, 99)])]);
    let (count, when) = (Count::Residents, When::Days(&days));
    let query = MeasureQuery { count, when, known_at: None, map: &map, only: &only, by: &[], modern: &[], threads: 1 };
    image.measure(&query).unwrap().sum(0, 0)
}

#[tokio::test]
async fn what_was_written_before_there_was_a_statistics_key_counts_as_long_as_it_opens() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let named = told(phone.event("2026-06-01", change(person(0, 1), Change::Name, None)), Personal::named(NAME));
    phone.push(&small.app, std::slice::from_ref(&named)).await;
    small.accept(&named).await;
    let method = Health::Contraception { method: code("1"), place: None, reason: None };
    let event = phone.event("2026-06-02", EventBody::ContraceptionStart { person: person(0, 1) });
    let event = told(event, Personal { health: Some(method), ..Personal::default() });
    assert_eq!(users_of_a_method(&small.app.image_again(usize::MAX).await.unwrap()), 0);
    written_before(&small, event).await;
    assert_eq!(users_of_a_method(&small.app.image_again(usize::MAX).await.unwrap()), 1);
}

/// Nobody can write in the place of what is counted, not even as a person of that id.
#[tokio::test]
async fn the_subject_of_statistics_is_nobodys() {
    let small = Small::new().await;
    small.accept_clean().await;
    let mut phone = Phone::of(0);
    let mut members = family(5);
    members[2].person = PersonId(STATISTICS.0);
    let mut event = phone.event("2026-06-01", household(5, 0, members));
    event.personal = vec![(person(5, 0).into(), Personal::named(FOLDED)), (STATISTICS, Personal::named(NAME))];
    let reply = phone.push(&small.app, std::slice::from_ref(&event)).await;
    assert!(reply.outcomes[0].position.is_some(), "{:?}", reply.outcomes[0]);
    if reply.outcomes[0].outcome != OutcomeKind::Accepted {
        small.accept(&event).await;
    }
    assert_eq!(readable(&small), [FOLDED]);
    let small = small.killed().await;
    small.clean().await;
    let document = small.document(5).await;
    let names = document.members.iter().map(|member| member.name.as_deref());
    assert_eq!(names.collect::<Vec<_>>(), [Some(FOLDED), None, None]);
}
