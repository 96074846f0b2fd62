//! The indicators of the program's own working, on both stores: who records over the network and on phones, who asks, what was due, how
//! good the records are, what officers told.

use crate::acts::{area, birth, education, household, member, person, sheet, user};
use crate::database::Database;
use crate::small::{COMMUNE, Phone, SHARD, Small, TODAY, nation, officer, raw};
use danso_app::{FigureLine, FiguresAsk};
use danso_model::{Event, EventBody, EventId, Personal, Pin, ReportId, Sex};
use danso_places::Gazetteer;
use danso_store::{DeviceRow, PeopleStore, ReportRow, ReportStepRow, ReportStepWrite, ReportStore, ToldNumber, WorkingStore};
use jiff::Timestamp;
use uuid::Uuid;

const PROVINCE: &str = "92";

fn ask(indicator: &str, unit: &str, period: &str) -> FiguresAsk {
    FiguresAsk {
        indicators: vec![indicator.to_owned()],
        unit: unit.to_owned(),
        children: false,
        period: period.parse().unwrap(),
        by: Vec::new(),
        known_at: None,
        boundaries: None,
    }
}

impl Small {
    async fn figure(&self, indicator: &str, unit: &str, period: &str) -> FigureLine {
        self.app.figures_unchecked(&ask(indicator, unit, period)).await.unwrap().figures.remove(0)
    }

    /// What is counted and out of how many, where there is a value.
    async fn of(&self, indicator: &str, unit: &str, period: &str) -> (f64, f64) {
        let line = self.figure(indicator, unit, period).await;
        let (numerator, denominator) = (line.numerator.unwrap(), line.denominator.unwrap());
        assert_eq!(line.value, Some(numerator / denominator * 100.0), "{line:?}");
        assert_eq!((line.hidden, line.missing), (None, vec![]));
        (numerator, denominator)
    }

    /// Why there is no value, and what is missing.
    async fn hidden(&self, indicator: &str, unit: &str, period: &str) -> (String, Vec<String>) {
        let line = self.figure(indicator, unit, period).await;
        assert_eq!((line.value, line.numerator), (None, line.numerator.filter(|number| *number == 0.0)));
        (line.hidden.unwrap(), line.missing)
    }

    async fn in_commune(&self, indicator: &str, period: &str) -> (f64, f64) {
        self.of(indicator, COMMUNE, period).await
    }
}

fn why(hidden: &str, missing: &[&str]) -> (String, Vec<String>) {
    (hidden.to_owned(), missing.iter().map(|name| (*name).to_owned()).collect())
}

macro_rules! on_both_stores {
    ($($name:ident: $sqlite:ident $postgres:ident),+ $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $sqlite() {
            $name(Small::on(Database::sqlite()).await).await;
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $postgres() {
            let small = $name(Small::on(Database::postgres().await).await).await;
            small.store.close().await;
            small.database.drop().await;
        }
    )+};
}

/// K1: what is loaded does not come over the network; a push and an entry at the desk do.
async fn online(small: Small) -> Small {
    let all = Gazetteer::embedded().communes_of(PROVINCE.parse().unwrap(), TODAY).len() as f64;
    assert!(all > 100.0);
    assert_eq!(small.of("K1", PROVINCE, "2026-07").await, (0.0, all));
    let mut phone = Phone::of(0);
    let born = phone.event("2026-07-01", birth(0, 0, 3, "2026-07-01"));
    phone.push(&small.app, &[born]).await;
    assert_eq!(small.in_commune("K1", "2026-07").await, (1.0, 1.0));
    assert_eq!(small.in_commune("K1", "2026").await, (1.0, 1.0));
    assert_eq!(small.in_commune("K1", "2026-06").await, (0.0, 1.0));
    for unit in [PROVINCE, "VN", "R6"] {
        assert_eq!(small.of("K1", unit, "2026-07").await, (1.0, all), "{unit}: one province is in the register");
    }
    assert_eq!(small.hidden("K1", "31120.01", "2026-07").await, why("undefined", &[]), "a hamlet holds no commune");
    let children = FiguresAsk { children: true, ..ask("K1", PROVINCE, "2026-07") };
    let reply = small.app.figures_unchecked(&children).await.unwrap();
    let online: Vec<&str> =
        reply.figures.iter().filter(|line| line.numerator == Some(1.0)).map(|line| line.unit.as_str()).collect();
    assert_eq!((reply.figures.len() as f64, online), (all, vec![COMMUNE]));
    let past = FiguresAsk { known_at: Some(danso_model::Position(1)), ..ask("K1", PROVINCE, "2026-07") };
    let reply = small.app.figures_unchecked(&past).await.unwrap();
    assert_eq!(reply.figures[0].hidden.as_deref(), Some("live_only"));
    small
}

async fn at_the_desk(small: Small) -> Small {
    let desk = Event { device: None, by: officer().user, ..Phone::of(1).event("2026-07-01", birth(10, 1, 3, "2026-07-01")) };
    small.app.record(&officer(), vec![raw(&desk)]).await.unwrap();
    assert_eq!(small.in_commune("K1", "2026-07").await, (1.0, 1.0));
    let small = small.killed().await;
    assert_eq!(small.in_commune("K1", "2026-07").await, (1.0, 1.0));
    assert_eq!(small.in_commune("K2", "2026-07").await, (0.0, 3.0), "the desk is no phone");
    small
}

/// K2: an accepted event made on a phone that was enrolled for its owner.
async fn mobile(small: Small) -> Small {
    assert_eq!(small.in_commune("K2", "2026-07").await, (0.0, 3.0));
    let mut phone = Phone::of(0);
    let born = phone.event("2026-07-01", birth(0, 0, 3, "2026-07-01"));
    phone.push(&small.app, std::slice::from_ref(&born)).await;
    small.accept(&born).await;
    assert_eq!(small.in_commune("K2", "2026-07").await, (0.0, 3.0), "nobody enrolled the phone");
    let device = DeviceRow {
        id: phone.device(),
        user: user(0),
        name: "Điện thoại".to_owned(),
        enrolled_ms: 1,
        revoked_ms: None,
        last_counter: 1,
        seen_ms: None,
    };
    small.store.put_device(&device).await.unwrap();
    assert_eq!(small.in_commune("K2", "2026-07").await, (1.0, 3.0));
    assert_eq!(small.of("K2", "VN", "2026").await, (1.0, 3.0));
    assert_eq!(small.in_commune("K2", "2026-06").await, (0.0, 3.0));
    assert_eq!(small.of("K2", "31120.01", "2026-07").await, (1.0, 1.0));
    assert_eq!(small.of("K2", "31120.02", "2026-07").await, (0.0, 1.0));
    assert_eq!(small.of("K2", &area(0).0.to_string(), "2026-07").await, (1.0, 1.0));
    let mut waiting = Phone::of(1);
    let born = waiting.event("2026-07-01", birth(10, 1, 3, "2026-07-01"));
    small.store.put_device(&DeviceRow { id: waiting.device(), user: user(1), ..device }).await.unwrap();
    waiting.push(&small.app, std::slice::from_ref(&born)).await;
    assert_eq!(small.in_commune("K2", "2026-07").await, (1.0, 3.0), "it waits");
    let mut gone = small.store.users_by_id(&[user(2)]).await.unwrap().remove(0);
    gone.disabled = true;
    small.store.put_user(&gone).await.unwrap();
    small.accept(&born).await;
    assert_eq!(small.in_commune("K2", "2026-07").await, (2.0, 2.0));
    small
}

/// K4: people of the commune itself ask.
async fn reading(small: Small) -> Small {
    small.app.figures(&nation(), &ask("POP", COMMUNE, "2026-06")).await.unwrap();
    assert_eq!(small.in_commune("K4", "2026-07").await, (0.0, 1.0));
    let refused = small.app.figures(&officer(), &ask("POP", "VN", "2026-06")).await;
    assert!(refused.is_err());
    assert_eq!(small.in_commune("K4", "2026-07").await, (0.0, 1.0), "what is refused is no use");
    small.app.figures(&officer(), &ask("POP", COMMUNE, "2026-06")).await.unwrap();
    let small = small.killed().await;
    small.app.figures(&officer(), &ask("POP", COMMUNE, "2026-06")).await.unwrap();
    assert_eq!(small.in_commune("K4", "2026-07").await, (1.0, 1.0));
    assert_eq!(small.in_commune("K4", "2026-06").await, (0.0, 1.0));
    small
}

fn sent(number: u128, form: &str, period: &str, days: (i32, i32), state: &str, at: &str) -> ReportStepWrite {
    let report = ReportRow {
        id: ReportId(Uuid::from_u128(number)),
        form: form.to_owned(),
        unit: COMMUNE.to_owned(),
        period: period.to_owned(),
        first_day: days.0,
        last_day: days.1,
    };
    let at_ms = at.parse::<Timestamp>().unwrap().as_millisecond();
    let step = ReportStepRow { number: 1, state: state.to_owned(), version: 1, by: user(90), at_ms, note: None };
    ReportStepWrite { report, step, version: None, definitions: Vec::new() }
}

/// Q1: 01-DSX of June and 02-DSX of the quarter were due on 7 July; 01-DST of the province is due on the 20th.
async fn in_time(small: Small) -> Small {
    assert_eq!(small.in_commune("Q1", "2026-07").await, (0.0, 2.0));
    let june = (20_260_601, 20_260_630);
    let month = sent(1, "01-DSX", "2026-06", june, "sent", "2026-07-07T16:59:59.999Z");
    small.store.add_report_step(SHARD, &month).await.unwrap();
    assert_eq!(small.in_commune("Q1", "2026-07").await, (1.0, 2.0));
    let late = sent(2, "02-DSX", "2026-Q2", (20_260_401, 20_260_630), "sent", "2026-07-07T17:00:00Z");
    small.store.add_report_step(SHARD, &late).await.unwrap();
    for unit in [COMMUNE, PROVINCE, "VN"] {
        assert_eq!(small.of("Q1", unit, "2026-07").await, (1.0, 2.0), "{unit}");
    }
    assert_eq!(small.of("Q1", PROVINCE, "2026-04").await, (0.0, 3.0), "with the province's own of the quarter");
    assert_eq!(small.in_commune("Q1", "2026-04").await, (0.0, 2.0));
    assert_eq!(small.hidden("Q1", "31120.01", "2026-07").await, why("undefined", &[]));
    assert_eq!(small.hidden("Q1", COMMUNE, "2025-11").await, why("undefined", &[]), "before the register");
    let returned =
        ReportStepWrite { step: ReportStepRow { number: 2, state: "returned".to_owned(), ..month.step.clone() }, ..month };
    small.store.add_report_step(SHARD, &returned).await.unwrap();
    assert_eq!(small.in_commune("Q1", "2026-07").await, (0.0, 2.0), "what was given back is owed again");
    small
}

/// A family of June with one number, one 1 January, one birth told by the year and one estimated.
fn family_of_june() -> Event {
    let births = [("1990-01-01", "1"), ("1991", "2"), ("2015-01-01~", "3")];
    let members = (0..).zip(births).map(|(at, (birth, relation))| member(person(40, at), Sex::Male, birth, relation));
    let number = Personal { pin: Pin::new("092090001234").ok(), ..Personal::named("Phạm Văn Số") };
    assert!(number.pin.is_some());
    Event {
        id: EventId(Uuid::from_u128(0x40)),
        date: "2026-06-10".parse().unwrap(),
        recorded_at: "2026-06-10T00:00:00Z".parse().unwrap(),
        body: household(40, 1, members.collect()),
        personal: vec![(person(40, 0).into(), number)],
        ..sheet(40, 1)
    }
}

/// Q4 and Q6D: as the rows were at the end of each period.
async fn recorded(small: Small) -> Small {
    assert_eq!(small.in_commune("Q4", "2026-07").await, (0.0, 27.0));
    small.load(vec![family_of_june()]).await;
    for period in ["2026-07", "2026-06", "2026", "2026-H1"] {
        assert_eq!(small.in_commune("Q4", period).await, (1.0, 30.0), "{period}");
        assert_eq!(small.in_commune("Q6D", period).await, (1.0, 28.0), "{period}");
    }
    assert_eq!(small.in_commune("Q4", "2026-05").await, (0.0, 27.0));
    assert_eq!(small.in_commune("Q6D", "2026-Q1").await, (0.0, 27.0));
    assert_eq!(small.of("Q4", "31120.02", "2026-06").await, (1.0, 12.0));
    assert_eq!(small.of("Q4", "31120.01", "2026-06").await, (0.0, 9.0));
    assert_eq!(small.of("Q4", "VN", "2026-06").await, (1.0, 30.0));
    assert_eq!(small.hidden("Q4", COMMUNE, "2025").await, why("undefined", &[]), "nobody was there");
    // An erased person lives there still; the number is gone.
    small.app.erase(officer().user, person(40, 0).into()).await.unwrap();
    assert_eq!(small.in_commune("Q4", "2026-07").await, (0.0, 30.0));
    assert_eq!(small.in_commune("Q4", "2026-06").await, (1.0, 30.0));
    small
}

/// Q3: while an event with an error stands. V12: nothing happens after today.
async fn faultless(small: Small) -> Small {
    let mut phone = Phone::of(0);
    let school = |phone: &mut Phone, day: &str| phone.event(day, education(person(0, 2), "2"));
    let wrong = school(&mut phone, "2030-01-01");
    let reply = phone.push(&small.app, std::slice::from_ref(&wrong)).await;
    assert!(reply.outcomes[0].issues.iter().any(|issue| issue.severity == "error"), "{reply:?}");
    assert_eq!(small.in_commune("Q3", "2026-07").await, (26.0, 27.0));
    assert_eq!(small.of("Q3", "31120.01", "2026").await, (8.0, 9.0));
    assert_eq!(small.of("Q3", "31120.02", "2026").await, (9.0, 9.0));
    assert_eq!(small.hidden("Q3", COMMUNE, "2026-06").await, why("live_only", &[]));
    small.give_back(&wrong).await;
    assert_eq!(small.in_commune("Q3", "2026-07").await, (27.0, 27.0));

    let again = school(&mut phone, "2030-01-02");
    phone.push(&small.app, std::slice::from_ref(&again)).await;
    small.accept(&again).await;
    assert_eq!(small.in_commune("Q3", "2026-07").await, (26.0, 27.0));
    let right = phone.correcting(&again, "2026-07-01", education(person(0, 2), "2"));
    phone.push(&small.app, std::slice::from_ref(&right)).await;
    assert_eq!(small.in_commune("Q3", "2026-07").await, (26.0, 27.0), "the correction waits");
    small.accept(&right).await;
    assert_eq!(small.in_commune("Q3", "2026-07").await, (27.0, 27.0));
    let undone = phone.event("2026-07-02", EventBody::Withdrawal { event: right.id, reason: None });
    phone.push(&small.app, std::slice::from_ref(&undone)).await;
    small.accept(&undone).await;
    assert_eq!(small.in_commune("Q3", "2026-07").await, (26.0, 27.0), "without its correction it stands again");
    small
}

/// K3, K5, K6: told by an officer with day and source, of that unit and no other.
async fn told(small: Small) -> Small {
    let missing = why("not_known", &["warehouses", "warehouses_connected"]);
    assert_eq!(small.hidden("K3", PROVINCE, "2026-07").await, missing);
    assert_eq!(small.hidden("Q5", PROVINCE, "2026-07").await, why("not_known", &["records_matched", "records_other"]));
    let tell = async |name: &str, day, value| {
        let row = ToldNumber {
            unit: PROVINCE.to_owned(),
            name: name.to_owned(),
            day,
            value,
            source: "Báo cáo 12/BC-CCDS".to_owned(),
            by: None,
            at_ms: 1,
        };
        small.store.tell(SHARD, &row).await.unwrap();
    };
    tell("warehouses", 20_260_101, 104).await;
    assert_eq!(small.hidden("K3", PROVINCE, "2026-07").await, why("not_known", &["warehouses_connected"]));
    tell("warehouses_connected", 20_260_401, 26).await;
    tell("warehouses_connected", 20_260_701, 52).await;
    assert_eq!(small.of("K3", PROVINCE, "2026-07").await, (52.0, 104.0));
    assert_eq!(small.of("K3", PROVINCE, "2026-Q2").await, (26.0, 104.0));
    assert_eq!(small.hidden("K3", PROVINCE, "2026-Q1").await, why("not_known", &["warehouses_connected"]));
    assert_eq!(small.hidden("K3", COMMUNE, "2026-07").await, missing);
    tell("applications", 20_260_101, 6).await;
    assert_eq!(small.figure("K6", PROVINCE, "2026-07").await.value, Some(6.0));
    small
}

/// A register with a past, opened by the first program that counts.
async fn with_a_past(small: Small) -> Small {
    small.load(vec![family_of_june()]).await;
    let mut phone = Phone::of(0);
    let wrong = phone.event("2030-01-01", education(person(0, 2), "2"));
    let other = phone.event("2030-01-01", education(person(1, 2), "2"));
    let right = phone.correcting(&other, "2026-07-01", education(person(1, 2), "2"));
    phone.push(&small.app, &[wrong, other.clone()]).await;
    small.accept(&other).await;
    phone.push(&small.app, std::slice::from_ref(&right)).await;
    small.accept(&right).await;
    let now = [small.in_commune("Q3", "2026-07").await, small.in_commune("Q4", "2026-07").await];
    assert_eq!(now, [(29.0, 30.0), (1.0, 30.0)]);
    sqlx::any::install_default_drivers();
    let mut direct = <sqlx::AnyConnection as sqlx::Connection>::connect(&small.database.url).await.unwrap();
    for table in ["counting_since", "person_tally", "event_fault", "event_target", "arrival"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("delete from {table}"))).execute(&mut direct).await.unwrap();
    }
    <sqlx::AnyConnection as sqlx::Connection>::close(direct).await.unwrap();

    let small = small.killed().await;
    assert_eq!(small.store.counting_since(SHARD).await.unwrap(), Some(20_260_715));
    let again = [small.in_commune("Q3", "2026-07").await, small.in_commune("Q4", "2026-07").await];
    assert_eq!(again, now);
    for (indicator, period) in [("K1", "2026-07"), ("K1", "2026-06"), ("K4", "2026"), ("Q4", "2026-06"), ("Q6D", "2025")] {
        assert_eq!(small.hidden(indicator, COMMUNE, period).await, why("live_only", &[]), "{indicator} {period}");
    }
    small
}

on_both_stores! {
    online: online_sqlite online_postgres,
    at_the_desk: at_the_desk_sqlite at_the_desk_postgres,
    mobile: mobile_sqlite mobile_postgres,
    reading: reading_sqlite reading_postgres,
    in_time: in_time_sqlite in_time_postgres,
    recorded: recorded_sqlite recorded_postgres,
    faultless: faultless_sqlite faultless_postgres,
    told: told_sqlite told_postgres,
    with_a_past: with_a_past_sqlite with_a_past_postgres,
}
