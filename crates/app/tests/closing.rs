//! Stories on a generated register, on both stores. Closing of reports: what is closed is made again byte by byte, whatever comes later; and
//! `reconcile`: the register compared with a list of another office.

/// Each story on both stores.
macro_rules! on_both_stores {
    ($($name:ident: $sqlite:ident $postgres:ident),+ $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $sqlite() {
            let database = Database::sqlite();
            $name(database.open().await).await;
        }

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $postgres() {
            let database = Database::postgres().await;
            $name(database.open().await).await;
            database.drop().await;
        }
    )+};
}

#[path = "../../store-sql/tests/common/mod.rs"]
mod database;
#[path = "closing/late.rs"]
mod lateness;
mod reconcile;
#[path = "closing/reorganised.rs"]
mod reorganised;
mod support;

use danso_app::closing::{ReportAsk, ReportReply, StepAsk};
use danso_app::{App, BulkKind};
use danso_auth::Caller;
use danso_indicators::Templates;
use danso_indicators::closing::{ClosedReport, State};
use danso_model::{
    BirthFacts, BirthPlace, Code, Event, EventBody, EventId, Member, PersonId, Personal, ReportId, ResidenceStatus, Sex, Source,
    SubjectId,
};
use danso_store::{HouseholdRow, PlaceStore, ProjectionStore, ReportFilter, ReportStore};
use danso_store_sql::SqlStore;
use database::Database;
use serde_json::value::RawValue;
use support::{COMMUNE, Register, SHARD, register};
use uuid::Uuid;

fn about(period: &str) -> ReportAsk {
    ReportAsk { form: "01-DSX".to_owned(), unit: COMMUNE.to_owned(), period: period.to_owned(), boundaries: None }
}

fn step(period: &str, to: State) -> StepAsk {
    StepAsk { report: about(period), to, note: None, nothing: false }
}

fn province(register: &Register) -> Caller {
    register.caller(|account| account.role == danso_testkit::Role::Province)
}

async fn lock(register: &Register, period: &str) -> ReportReply {
    register.app.take_steps(&register.officer(), &step(period, State::Sent)).await.unwrap();
    register.app.take_steps(&province(register), &step(period, State::Locked)).await.unwrap()
}

/// A birth on a day, in a household.
fn birth(number: u128, day: &str, by: &Caller, household: &HouseholdRow) -> Event {
    let child = PersonId(Uuid::from_u128(0xc1_0000 + number));
    let member = Member {
        person: child,
        sex: if number.is_multiple_of(2) { Sex::Female } else { Sex::Male },
        birth: day.parse().unwrap(),
        relationship: Code::new("3").unwrap(),
        residence: ResidenceStatus::REGISTERED,
        ethnic: None,
        education: None,
        marital: None,
        mother: None,
        father: None,
    };
    let facts = BirthFacts {
        mother_birth: "1996".parse().ok(),
        order: Some(1),
        place: Some(BirthPlace::Station),
        multiple: false,
        weight_g: None,
        gestation_weeks: None,
    };
    Event {
        id: EventId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0001_0000 + number)),
        date: day.parse().unwrap(),
        recorded_at: "2026-07-11T02:03:04.123Z".parse().unwrap(),
        by: by.user,
        device: None,
        supersedes: None,
        source: Source::Interview,
        body: EventBody::Birth { household: household.id, hamlet: household.hamlet, child: member, facts },
        personal: vec![(SubjectId::from(child), Personal::named("Nguyễn Văn Muộn"))],
        behalf: None,
        overrides: Vec::new(),
    }
}

async fn homes(register: &Register) -> Vec<HouseholdRow> {
    register.store.households_page(SHARD, None, 200).await.unwrap()
}

/// Loads births of May, which the register hears of in July.
async fn late_births(register: &Register, numbers: std::ops::Range<u128>) {
    let (homes, by) = (homes(register).await, register.officer());
    let birth = |number: u128| birth(number, "2026-05-20", &by, &homes[number as usize % homes.len()]);
    register.app.load_events(numbers.map(birth).collect(), BulkKind::Later).await.unwrap();
}

fn read(content: &str) -> ClosedReport {
    ClosedReport::read(content).unwrap()
}

/// The number of a row in the column of the period.
fn cell(closed: &ClosedReport, row: &str) -> f64 {
    let row = closed.report.rows.iter().find(|each| each.id == row).unwrap();
    row.cells[0].unwrap().number()
}

async fn check(app: &App, id: ReportId) -> Vec<String> {
    let reply = app.check_report_unchecked(id).await.unwrap();
    assert!(reply.ok, "{reply:?}");
    reply.parts.into_iter().map(|part| part.again.unwrap()).collect()
}

/// Locked, then 1 000 late events, another catalogue of forms, hamlets of another commune, another process.
async fn for_ever(store: SqlStore) {
    let mut register = register(store, 1_500, 6).await;
    let locked = lock(&register, "2026-05").await;
    let id = ReportId(locked.report.id);
    assert_eq!(locked.report.state, "locked");
    let closed = read(&locked.versions[0].content);
    assert_eq!(closed.canonical(), locked.versions[0].content);
    let truth = register.truth.months.iter().find(|month| month.month == 5).unwrap();
    assert_eq!(cell(&closed, "births"), truth.births as f64);
    assert_eq!(cell(&closed, "deaths"), truth.deaths as f64);
    assert_eq!(check(&register.app, id).await, [locked.versions[0].hash.clone()]);

    late_births(&register, 0..1_000).await;
    let other = include_str!("../../../catalog/reports/01-DSX.2025.json");
    let (births, deaths) = ("\"girls\": {\"count\": \"births\"", "\"girls\": {\"count\": \"deaths\"");
    let other = other.replace("Tổng số trẻ sinh ra", "Số trẻ").replace(births, deaths);
    assert!(other.contains(deaths) && other.contains("Số trẻ"));
    let reopened = support::open(&register.store, &register.master).await;
    register.app = reopened.with_templates(Templates::parse(&[("01-DSX.json", other.as_str())]).unwrap());
    let moved: Vec<_> = register.store.hamlets(SHARD).await.unwrap();
    let moved: Vec<_> = moved.into_iter().map(|row| danso_store::HamletRow { commune: "31135".to_owned(), ..row }).collect();
    register.store.put_hamlets(SHARD, &moved).await.unwrap();
    register.app.reload_territory().await.unwrap();
    assert_eq!(check(&register.app, id).await, [locked.versions[0].hash.clone()]);

    let by = register.officer();
    let refused = register.app.take_steps(&by, &step("2026-05", State::Prepared)).await.unwrap_err();
    assert_eq!(refused.code(), "step_not_next", "a locked report stays");

    // What came late is a revision beside it, made with the same definitions.
    let revision = register.app.revise(&by, id, "Ghi muộn sau khi rà soát").await.unwrap();
    let births = revision.differences.iter().find(|line| line.row == "births" && line.span == "period").unwrap();
    assert_eq!((births.old, births.change), (Some(truth.births as f64), Some(1_000.0)));
    assert!(births.label.starts_with("Tổng số trẻ sinh ra"), "the words of the form as it was: {}", births.label);
    assert_eq!(register.app.revise(&by, id, "lần nữa").await.unwrap_err().code(), "no_difference");
    assert_eq!(register.app.revise(&by, id, " ").await.unwrap_err().code(), "note_missing");
    let both = check(&register.app, id).await;
    assert_eq!(both, [locked.versions[0].hash.clone(), revision.hash.clone()]);

    late_births(&register, 1_000..1_003).await;
    let second = register.app.revise(&by, id, "Ba trẻ nữa").await.unwrap();
    let births = second.differences.iter().find(|line| line.row == "births" && line.span == "period").unwrap();
    assert_eq!((second.revision, births.change), (2, Some(3.0)), "from one revision to the next");
    assert_eq!(register.app.report_unchecked(id).await.unwrap().versions, locked.versions, "the original is untouched");
}

/// The next report labels what came late, and what is told of a locked month is warned of and taken.
async fn late(store: SqlStore) {
    let register = register(store, 1_500, 6).await;
    lock(&register, "2026-05").await;
    late_births(&register, 0..7).await;
    let june = register.app.take_steps(&register.officer(), &step("2026-06", State::Prepared)).await.unwrap();
    let closed = read(&june.versions[0].content);
    let late: Vec<(&str, u64)> = closed.late.iter().map(|late| (late.period.as_str(), late.events)).collect();
    assert_eq!(late, [("2026-05", 7)]);

    let phone = register.collaborator();
    let area = register.deployment.areas[0].id;
    let home = homes(&register).await.into_iter().find(|home| home.area == area).unwrap();
    let mut told = Vec::new();
    for (number, day) in [(8, "2026-05-31"), (9, "2026-06-01")] {
        let event = birth(number, day, &phone, &home);
        let raw = RawValue::from_string(String::from_utf8(danso_wire::encode(&event)).unwrap()).unwrap();
        let outcome = register.app.record(&phone, vec![raw]).await.unwrap().remove(0);
        told.push(outcome.issues.iter().any(|issue| issue.rule == "V12a" && issue.severity == "warn"));
    }
    assert_eq!(told, [true, false], "only the month that is locked");
}

/// Silence is not "nothing to report".
async fn nothing(store: SqlStore) {
    let register = register(store, 1_500, 2).await;
    let (app, officer) = (&register.app, register.officer());
    let quiet = |to| StepAsk { nothing: true, ..step("2026-05", to) };
    let refused = async |ask: &StepAsk| app.take_steps(&officer, ask).await.unwrap_err().code();
    assert_eq!(refused(&step("2026-05", State::Prepared)).await, "nothing_undeclared");
    assert_eq!(refused(&StepAsk { nothing: true, ..step("2026-01", State::Prepared) }).await, "not_nothing");
    assert_eq!(refused(&step("2026-07", State::Prepared)).await, "period_not_over");
    assert_eq!(refused(&step("2026-Q1", State::Prepared)).await, "bad_period");
    let strange = StepAsk { report: ReportAsk { form: "99-X".to_owned(), ..about("2026-05") }, ..quiet(State::Prepared) };
    assert_eq!(refused(&strange).await, "unknown_form");
    let high = StepAsk { report: ReportAsk { unit: "92".to_owned(), ..about("2026-05") }, ..quiet(State::Prepared) };
    assert_eq!(refused(&high).await, "form_level");

    let areas = &register.deployment.areas;
    let own = register.collaborator();
    let declared = app.declare_nothing(&own, areas[0].id, "2026-05", None).await.unwrap();
    assert!(declared.declared);
    assert_eq!(app.declare_nothing(&own, areas[1].id, "2026-05", None).await.unwrap_err().code(), "out_of_scope");
    let busy = areas.iter().map(|area| app.declare_nothing(&officer, area.id, "2026-01", None));
    let mut codes = Vec::new();
    for busy in busy {
        codes.push(busy.await.map_or_else(|error| error.code(), |_| "declared"));
    }
    assert!(codes.contains(&"not_nothing"), "{codes:?}");

    let prepared = app.take_steps(&officer, &quiet(State::Prepared)).await.unwrap();
    let closed = read(&prepared.versions[0].content);
    let complete = closed.areas.unwrap();
    assert!(closed.nothing);
    assert_eq!((complete.nothing, complete.reported, complete.due), (1, 0, areas.len() as u32));
    assert!(cell(&closed, "residents") > 1_400.0 && cell(&closed, "births") == 0.0);

    let board = app.board(&officer, &about("2026-05")).await.unwrap();
    assert_eq!((board.due.as_deref(), board.due_announced), (Some("2026-06-05"), Some(true)));
    assert_eq!(board.summary.nothing, 1);
    assert_eq!(board.areas.iter().filter(|area| area.standing == "missing").count(), areas.len() - 1);
    assert_eq!((board.rows[0].state.as_str(), board.rows[0].days_late), ("prepared", Some(40)));
    let above = app.board(&province(&register), &ReportAsk { unit: "92".to_owned(), ..about("2026-05") }).await.unwrap();
    assert_eq!((above.rows.len(), above.summary.reported, above.summary.missing), (1, 0, 1));
    app.take_steps(&officer, &step("2026-05", State::Sent)).await.unwrap();
    let above = app.board(&province(&register), &ReportAsk { unit: "92".to_owned(), ..about("2026-05") }).await.unwrap();
    assert_eq!((above.summary.reported, above.summary.complete_permille, above.summary.late), (1, 1000, 1));
}

/// Each side takes its own steps, a report that is given back becomes another version, and a damaged one is seen.
async fn sides(store: SqlStore) {
    let register = register(store, 1_500, 3).await;
    let (app, officer, province) = (&register.app, register.officer(), province(&register));
    let code = async |caller: &Caller, ask: &StepAsk| app.take_steps(caller, ask).await.unwrap_err().code();
    assert_eq!(code(&register.collaborator(), &step("2026-03", State::Prepared)).await, "out_of_scope");
    assert_eq!(code(&province, &step("2026-03", State::Prepared)).await, "step_of_other_side");
    assert_eq!(code(&officer, &step("2026-03", State::Locked)).await, "step_of_other_side");
    assert_eq!(code(&register.nation(), &step("2026-03", State::Prepared)).await, "out_of_scope");
    assert_eq!(app.reports_unchecked(&ReportFilter::default()).await.unwrap(), [], "refused as a whole");
    let sent = app.take_steps(&officer, &step("2026-03", State::Sent)).await.unwrap();
    let id = ReportId(sent.report.id);
    let both = Caller { grants: [officer.grants.clone(), province.grants.clone()].concat(), ..officer.clone() };
    assert_eq!(code(&both, &step("2026-03", State::Received)).await, "own_report");
    assert_eq!(code(&officer, &step("2026-03", State::Received)).await, "step_of_other_side");
    app.take_steps(&province, &step("2026-03", State::Received)).await.unwrap();
    let silent = step("2026-03", State::Returned);
    assert_eq!(code(&province, &silent).await, "note_missing");
    app.take_steps(&province, &StepAsk { note: Some("Xem lại dòng 4".to_owned()), ..silent }).await.unwrap();
    assert_eq!(app.revise(&officer, id, "chưa gửi").await.unwrap_err().code(), "not_closed");
    let again = app.take_steps(&officer, &step("2026-03", State::Sent)).await.unwrap();
    assert_eq!((again.report.version, again.steps.len(), again.versions.len()), (2, 10, 2));
    assert_eq!(again.steps[5].note.as_deref(), Some("Xem lại dòng 4"));
    let summary = app.reports(&province, &ReportFilter::default()).await.unwrap();
    assert_eq!(summary, [again.report]);
    let stranger = Caller { grants: Vec::new(), ..officer.clone() };
    assert_eq!(app.reports(&stranger, &ReportFilter::default()).await.unwrap(), []);
    assert_eq!(app.report(&stranger, id).await.unwrap_err().code(), "not_found");
    check(app, id).await;
}

/// Bytes that something else changed in the database are seen.
async fn damaged(database: Database) {
    let register = register(database.open().await, 1_500, 3).await;
    let sent = register.app.take_steps(&register.officer(), &step("2026-03", State::Sent)).await.unwrap();
    sqlx::any::install_default_drivers();
    let mut direct = <sqlx::AnyConnection as sqlx::Connection>::connect(&database.url).await.unwrap();
    let forged = "update report_version set content = replace(content, '\"nothing\":false', '\"nothing\":true')";
    sqlx::query(forged).execute(&mut direct).await.unwrap();
    let id = ReportId(sent.report.id);
    let reply = register.app.check_report_unchecked(id).await.unwrap();
    assert!(!reply.ok && reply.parts[0].fault.is_some(), "{reply:?}");
    sqlx::query("update report_version set content = replace(content, '\"nothing\":true', '\"nothing\":false')")
        .execute(&mut direct)
        .await
        .unwrap();
    check(&register.app, id).await;
    sqlx::query("update report_step set state = 'locked' where number = 2").execute(&mut direct).await.unwrap();
    let reply = register.app.check_report_unchecked(id).await.unwrap();
    assert!(!reply.ok && !reply.steps_ok);
    assert_eq!(register.store.report_steps(SHARD, id).await.unwrap().len(), 4);
    database.drop().await;
}

on_both_stores! {
    for_ever: for_ever_sqlite for_ever_postgres,
    late: late_sqlite late_postgres,
    nothing: nothing_sqlite nothing_postgres,
    sides: sides_sqlite sides_postgres,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damaged_sqlite() {
    damaged(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damaged_postgres() {
    damaged(Database::postgres().await).await;
}
