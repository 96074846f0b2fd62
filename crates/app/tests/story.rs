//! The way of one fact, from the phone to every figure and back in time, on both stores.

#[path = "../../store-sql/tests/common/mod.rs"]
mod database;
mod support;

use danso_app::{App, CountAsk, CountBy, FlowAsk, ReviewAsk};
use danso_auth::Caller;
use danso_model::{
    BirthFacts, BirthPlace, Code, Event, EventBody, EventId, Member, Personal, Position, ResidenceStatus, Sex, Source, SubjectId,
    UserId,
};
use danso_store::LogStore;
use danso_store_sql::SqlStore;
use danso_wire::{HouseholdDocument, OutcomeKind, Push, Snapshot};
use database::Database;
use jiff::civil::{Date, date};
use serde_json::value::RawValue;
use std::io::Read;
use support::{COMMUNE, Register, register};
use uuid::Uuid;

const TODAY: Date = date(2026, 7, 15);

async fn total(app: &App, caller: &Caller, unit: &str, known_at: Option<u32>) -> (u64, u64) {
    let ask = CountAsk { unit: unit.to_owned(), at: TODAY, by: vec![], known_at: known_at.map(Position) };
    let reply = app.count(caller, &ask).await.unwrap();
    (reply.total, reply.waiting)
}

fn raw(event: &Event) -> Box<RawValue> {
    RawValue::from_string(String::from_utf8(danso_wire::encode(event)).unwrap()).unwrap()
}

fn push(caller: &Caller, last_counter: u64, events: &[Event]) -> Push {
    Push { device: caller.device.unwrap().0, last_counter, events: events.iter().map(raw).collect() }
}

async fn snapshot(app: &App, caller: &Caller) -> Snapshot {
    let file = app.snapshot(caller).await.unwrap();
    let mut json = String::new();
    flate2::read::GzDecoder::new(file.gzip.as_slice()).read_to_string(&mut json).unwrap();
    serde_json::from_str(&json).unwrap()
}

fn made(number: u128, counter: u64, caller: &Caller, body: EventBody, name: Option<(SubjectId, &str)>) -> Event {
    Event {
        id: EventId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + number)),
        date: "2026-07-10".parse().unwrap(),
        recorded_at: "2026-07-11T02:03:04.123Z".parse().unwrap(),
        by: caller.user,
        device: Some((caller.device.unwrap(), counter)),
        supersedes: None,
        source: Source::Interview,
        body,
        personal: name.into_iter().map(|(subject, name)| (subject, Personal::named(name))).collect(),
        behalf: None,
        overrides: Vec::new(),
    }
}

fn birth(number: u128, counter: u64, caller: &Caller, household: &HouseholdDocument) -> Event {
    let child = danso_model::PersonId(Uuid::from_u128(0xc0_0000 + number));
    let mother =
        household.members.iter().find(|member| member.sex == "f" && ("1978".."2004").contains(&&member.birth[..4])).unwrap();
    let member = Member {
        person: child,
        sex: Sex::Female,
        birth: "2026-07-10".parse().unwrap(),
        relationship: Code::new("3").unwrap(),
        residence: ResidenceStatus::REGISTERED,
        ethnic: None,
        education: None,
        marital: None,
        mother: Some(danso_model::PersonId(mother.id)),
        father: None,
    };
    let facts = BirthFacts {
        mother_birth: mother.birth.parse().ok(),
        order: None,
        place: Some(BirthPlace::Station),
        multiple: false,
        weight_g: Some(3_100),
        gestation_weeks: None,
    };
    let body = EventBody::Birth {
        household: danso_model::HouseholdId(household.id),
        hamlet: danso_model::HamletId(household.hamlet),
        child: member,
        facts,
    };
    made(number, counter, caller, body, Some((child.into(), "Nguyễn Thị Mới")))
}

fn young_family(snapshot: &Snapshot) -> &HouseholdDocument {
    let fits = |household: &&HouseholdDocument| {
        let young = household.members.iter().any(|member| {
            member.sex == "f" && ("1990".."2004").contains(&&member.birth[..4]) && member.marital.as_deref() == Some("2")
        });
        let no_baby = household.members.iter().all(|member| member.birth.as_str() < "2025");
        young && no_baby
    };
    snapshot.households.iter().find(fits).unwrap()
}

/// The story itself; `store` is empty.
async fn story(store: SqlStore) {
    let register = register(store, 1_500, 6).await;
    let (app, officer, phone) = (&register.app, register.officer(), register.collaborator());
    figures_equal_the_truth(&register).await;
    let report = app.verify(|_, _| {}).await.unwrap();
    assert_eq!(report.differences, vec![]);
    assert!(report.persons >= 1_500 && report.balances > 0 && report.entries > 300);

    let area = snapshot(app, &phone).await;
    assert!(area.households.len() > 20);
    let household = young_family(&area);
    let hamlet = area.hamlets.iter().find(|hamlet| hamlet.id == household.hamlet).unwrap().code.clone();
    let units = [hamlet.as_str(), COMMUNE, "92", "VN"];
    let nation = register.nation();
    let mut before = Vec::new();
    for unit in units {
        before.push(total(app, &nation, unit, None).await);
    }

    // Submitted: it waits, nothing has moved. The same push again changes nothing and is told so.
    let newborn = birth(1, 1, &phone, household);
    let reply = app.push(&phone, push(&phone, 1, std::slice::from_ref(&newborn))).await.unwrap();
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued, "{:?}", reply.outcomes);
    assert_eq!(reply.outcomes[0].issues, vec![]);
    assert_eq!((reply.received.upto, reply.received.count), (1, 1));
    let again = app.push(&phone, push(&phone, 1, std::slice::from_ref(&newborn))).await.unwrap();
    assert_eq!(again.outcomes[0].outcome, OutcomeKind::Duplicate);
    assert_eq!(again.receipt, reply.receipt);
    for (unit, (people, waiting)) in units.iter().zip(&before) {
        assert_eq!(total(app, &nation, unit, None).await, (*people, waiting + 1), "{unit}");
    }

    // The officer sees it with the household before and after, and accepts: every level has moved by one.
    let page = app.review_list(&officer, &ReviewAsk { limit: 50, ..ReviewAsk::default() }).await.unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].subject, "Nguyễn Thị Mới");
    let item = app.review_item(&officer, newborn.id).await.unwrap();
    assert_eq!(item.after.unwrap().members.len(), item.before.unwrap().members.len() + 1);
    let known = register.store.head(support::SHARD).await.unwrap().position;
    let accepted = app.accept(&officer, newborn.id).await.unwrap();
    assert!(accepted > known);
    for (unit, (people, waiting)) in units.iter().zip(&before) {
        assert_eq!(total(app, &nation, unit, None).await, (people + 1, *waiting), "{unit}");
        assert_eq!(total(app, &nation, unit, Some(known.0)).await.0, *people, "{unit} as it was known");
    }
    assert_eq!(app.accept(&officer, newborn.id).await.unwrap_err().code(), "already_decided");

    // The phone hears of it.
    let pull = app.pull(&phone, known).await.unwrap();
    let document = pull.households.iter().find(|each| each.id == household.id).unwrap();
    assert!(document.members.iter().any(|member| member.name.as_deref() == Some("Nguyễn Thị Mới")));
    assert!(pull.events.iter().any(|state| state.id == newborn.id.0 && state.status == "accepted"));

    out_of_order(&register, &phone, household).await;
    returned_and_mended(&register, &phone, &officer, household).await;
    erased(&register, &newborn, &nation).await;

    // Everything again from the log, in another process.
    let reopened = support::open(&register.store, &register.master).await;
    let report = reopened.verify(|_, _| {}).await.unwrap();
    assert_eq!(report.differences, vec![]);
    for unit in units {
        assert_eq!(total(&reopened, &nation, unit, None).await, total(app, &nation, unit, None).await);
    }
}

async fn figures_equal_the_truth(register: &Register) {
    let nation = register.nation();
    let count = |at: Date, by: Vec<CountBy>| CountAsk { unit: "VN".to_owned(), at, by, known_at: None };
    let start = register.app.count(&nation, &count(date(2026, 1, 1), vec![])).await.unwrap();
    assert_eq!(start.total, 1_500);
    let by_sex = register.app.count(&nation, &count(date(2026, 1, 1), vec![CountBy::Sex, CountBy::Age5])).await.unwrap();
    assert_eq!(by_sex.rows.iter().map(|row| row.count).sum::<u64>(), 1_500);
    let ask = FlowAsk { unit: COMMUNE.to_owned(), from: date(2026, 1, 2), to: date(2026, 6, 30), by_month: true, known_at: None };
    let flows = register.app.flows(&nation, &ask).await.unwrap();
    for (row, month) in flows.rows.iter().zip(&register.truth.months) {
        let net = row.births as i64 - row.deaths as i64 + row.moved_in as i64 - row.moved_out as i64 + row.corrections;
        assert_eq!(row.start as i64 + net, row.end as i64, "{row:?}");
        assert_eq!((row.month.as_deref().map(|text| text[5..].parse::<i8>().unwrap())), Some(month.month));
    }
}

/// An event on a child whose birth has not arrived is kept until it does; counters tell the gap.
async fn out_of_order(register: &Register, phone: &Caller, household: &HouseholdDocument) {
    let second = birth(2, 2, phone, household);
    let EventBody::Birth { child, .. } = &second.body else { unreachable!("a birth") };
    let screen = made(3, 3, phone, EventBody::NewbornScreen { person: child.person }, None);
    let reply = register.app.push(phone, push(phone, 3, std::slice::from_ref(&screen))).await.unwrap();
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Parked);
    assert_eq!(reply.outcomes[0].code.as_deref(), Some("missing_parent"));
    assert_eq!((reply.received.upto, reply.received.missing.as_slice()), (1, &[2][..]));
    let reply = register.app.push(phone, push(phone, 3, std::slice::from_ref(&second))).await.unwrap();
    assert_eq!((reply.received.upto, reply.received.count), (3, 3));
    let states = register.app.pull(phone, Position(reply.position - 2)).await.unwrap().events;
    assert!(states.iter().any(|state| state.id == screen.id.0 && state.status == "submitted"), "{states:?}");

    // A newer program's event is kept as it is.
    let newer = String::from_utf8(danso_wire::encode(&screen))
        .unwrap()
        .replace("\"v\":1", "\"v\":9")
        .replace("\"counter\":3", "\"counter\":4");
    let newer = newer.replace(&screen.id.to_string(), "01990000-0000-7000-8000-0000000000ff");
    let push = Push { device: phone.device.unwrap().0, last_counter: 4, events: vec![RawValue::from_string(newer).unwrap()] };
    let reply = register.app.push(phone, push).await.unwrap();
    assert_eq!(reply.outcomes[0].code.as_deref(), Some("unknown_version"));
    assert_eq!(reply.received.upto, 4);
}

async fn returned_and_mended(register: &Register, phone: &Caller, officer: &Caller, household: &HouseholdDocument) {
    let (app, nation) = (&register.app, register.nation());
    let people = total(app, &nation, "92", None).await.0;
    let second = EventId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + 2));
    app.give_back(officer, second, "Kiểm tra lại ngày sinh".to_owned()).await.unwrap();
    assert_eq!(app.give_back(officer, second, "x".to_owned()).await.unwrap_err().code(), "already_decided");
    assert_eq!(app.give_back(officer, second, "  ".to_owned()).await.unwrap_err().code(), "reason_missing");
    let head = register.store.head(support::SHARD).await.unwrap().position;
    let states = app.pull(phone, Position(head.0 - 1)).await.unwrap().events;
    let returned = states.iter().find(|state| state.id == second.0).unwrap();
    assert_eq!((returned.status.as_str(), returned.reason.as_deref()), ("returned", Some("Kiểm tra lại ngày sinh")));
    assert_eq!(returned.by_name.as_deref(), Some(officer.name.as_str()));
    let mended = Event { supersedes: Some(second), ..birth(2, 5, phone, household) };
    let mended = Event { id: EventId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + 5)), ..mended };
    let reply = app.push(phone, push(phone, 5, std::slice::from_ref(&mended))).await.unwrap();
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued);
    app.accept(officer, mended.id).await.unwrap();
    assert_eq!(total(app, &nation, "92", None).await.0, people + 1, "counted once, by its correction");
    // Withdrawn after acceptance: through the officer, like any other event.
    let withdrawal = made(6, 6, phone, EventBody::Withdrawal { event: mended.id, reason: None }, None);
    let reply = app.push(phone, push(phone, 6, std::slice::from_ref(&withdrawal))).await.unwrap();
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued);
    app.accept(officer, withdrawal.id).await.unwrap();
    assert_eq!(total(app, &nation, "92", None).await.0, people);
}

async fn erased(register: &Register, newborn: &Event, nation: &Caller) {
    let app = &register.app;
    let before = total(app, nation, "92", None).await;
    let EventBody::Birth { child, household, .. } = &newborn.body else { unreachable!("a birth") };
    app.erase(UserId(Uuid::nil()), child.person.into()).await.unwrap();
    assert_eq!(total(app, nation, "92", None).await, before);
    let reply = app.household(&register.officer(), *household).await.unwrap();
    let member = reply.household.members.iter().find(|member| member.id == child.person.0).unwrap();
    assert_eq!((member.name.as_deref(), member.birth.as_str()), (None, "2026-07-10"));
    let report = app.verify(|_, _| {}).await.unwrap();
    assert_eq!(report.differences, vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_of_a_fact_on_sqlite() {
    let database = Database::sqlite();
    story(database.open().await).await;
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_of_a_fact_on_postgres() {
    let database = Database::postgres().await;
    story(database.open().await).await;
    database.drop().await;
}
