//! Closed reports through late events, changes of the map, upgrades and undoing, by the use cases that people call.

use super::database::Database;
use super::support::{COMMUNE, Register, SHARD, open_with, register};
use super::{about, birth, cell, check, homes, lock, read, step};
use danso_app::people::By;
use danso_app::{App, FiguresAsk, FormAsk};
use danso_auth::Caller;
use danso_catalog::{Catalog, Source};
use danso_indicators::Templates;
use danso_indicators::closing::State;
use danso_model::{Event, HouseholdId, ReportId};
use danso_store::{HouseholdRow, PeopleStore, PlaceStore};
use danso_wire::{OutcomeKind, Push};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use uuid::Uuid;

/// The commune beside (phường Ninh Kiều).
const OTHER: &str = "31135";
/// How many events come late, and how many a phone pushes at once.
const LATE: u128 = 1_000;
const PUSHED: usize = 200;

async fn apply(app: &App, plan: &Value) -> Uuid {
    let plan = App::read_plan(&plan.to_string()).unwrap();
    let preview = app.preview_reorganisation(By::Console, &plan).await.unwrap();
    assert!(preview.possible, "{:?}", preview.conflicts);
    app.reorganise(By::Console, &plan).await.unwrap().0.id
}

/// A plan that divides the hamlet of the first household: some of its households go to a new hamlet under a commune.
fn divided(homes: &[HouseholdRow], code: &str, parent: &str) -> (Value, Vec<HouseholdId>) {
    let there: Vec<HouseholdId> = homes.iter().filter(|home| home.hamlet == homes[0].hamlet).map(|home| home.id).collect();
    let gone: Vec<HouseholdId> = there.iter().copied().step_by(3).collect();
    let ids: Vec<String> = gone.iter().map(ToString::to_string).collect();
    let sides = json!([
        { "code": code },
        { "code": format!("{COMMUNE}.90"), "name": "Khu vực 90", "parent": parent, "households": ids },
    ]);
    (json!({ "do": "split", "unit": code, "into": sides }), gone)
}

async fn code_of(register: &Register, home: &HouseholdRow) -> String {
    let rows = register.store.hamlets(SHARD).await.unwrap();
    rows.into_iter().find(|row| row.id == home.hamlet).unwrap().code
}

/// Births of May that a phone pushes in July, all of which the officer then accepts.
async fn push_late(register: &Register) {
    let (phone, officer) = (register.collaborator(), register.officer());
    let area = register.deployment.areas[0].id;
    let homes: Vec<HouseholdRow> = homes(register).await.into_iter().filter(|home| home.area == area).collect();
    let device = phone.device.unwrap();
    let events = (0..LATE).map(|number| {
        let day = format!("2026-05-{:02}", number % 31 + 1);
        let made = birth(number, &day, &phone, &homes[number as usize % homes.len()]);
        Event { device: Some((device, number as u64 + 1)), ..made }
    });
    let events: Vec<Event> = events.collect();
    for batch in events.chunks(PUSHED) {
        let raw = |event: &Event| RawValue::from_string(String::from_utf8(danso_wire::encode(event)).unwrap()).unwrap();
        let last_counter = batch.last().unwrap().device.unwrap().1;
        let push = Push { device: device.0, last_counter, events: batch.iter().map(raw).collect() };
        let reply = register.app.push(&phone, push).await.unwrap();
        assert_eq!((reply.received.upto, reply.received.missing.len()), (last_counter, 0));
        for outcome in &reply.outcomes {
            assert_eq!(outcome.outcome, OutcomeKind::Queued, "what belongs to a locked month waits for the officer");
            assert!(outcome.issues.iter().any(|issue| issue.rule == "V12a"), "{:?}", outcome.issues);
        }
    }
    for event in events {
        register.app.accept(&officer, event.id).await.unwrap();
    }
}

/// The same register under a program with other rules and another form.
async fn upgraded(register: &Register) -> App {
    let mut rules = Source::embedded().unwrap();
    let before = rules.rules.len();
    rules.rules.retain(|(_, rule)| rule.id != "V12a");
    assert_eq!(rules.rules.len() + 1, before);
    rules.version.push_str("-upgraded");
    let form = include_str!("../../../../catalog/reports/01-DSX.2025.json");
    let (births, deaths) = ("\"girls\": {\"count\": \"births\"", "\"girls\": {\"count\": \"deaths\"");
    let other = form.replace("Tổng số trẻ sinh ra", "Số trẻ").replace(births, deaths);
    assert!(other.contains(deaths) && other.contains("Số trẻ"));
    let app = open_with(&register.store, &register.master, Catalog::new(rules).unwrap()).await;
    app.with_templates(Templates::parse(&[("01-DSX.json", other.as_str())]).unwrap())
}

/// The officer with what the reorganisation made of the account's grants.
async fn officer_now(register: &Register) -> Caller {
    let officer = register.officer();
    let row = register.store.users_by_id(&[officer.user]).await.unwrap().remove(0);
    Caller { grants: row.grants, ..officer }
}

/// Locked; then late events, another map, another program; then the map undone.
pub async fn through_everything(store: danso_store_sql::SqlStore) {
    let mut register = register(store, 1_500, 6).await;
    let locked = lock(&register, "2026-05").await;
    let (id, hash) = (ReportId(locked.report.id), locked.versions[0].hash.clone());
    let births = cell(&read(&locked.versions[0].content), "births");
    push_late(&register).await;
    assert_eq!(check(&register.app, id).await, std::slice::from_ref(&hash), "after late events");

    let homes = homes(&register).await;
    let (split, _) = divided(&homes, &code_of(&register, &homes[0]).await, OTHER);
    let merge = json!({ "do": "merge", "units": [COMMUNE, OTHER], "into": { "code": OTHER, "name": "Phường Ninh Kiều" } });
    let plan = json!({ "version": 1, "name": "thử", "on": "2026-07-01", "decree": "1/NQ", "steps": [merge, split] });
    let reorganised = apply(&register.app, &plan).await;
    assert_eq!(check(&register.app, id).await, std::slice::from_ref(&hash), "on another map");

    register.app = upgraded(&register).await;
    assert_eq!(check(&register.app, id).await, std::slice::from_ref(&hash), "under another program");
    let officer = officer_now(&register).await;
    assert_eq!(officer.grants[0].unit.as_deref(), Some(OTHER), "the commune is no more");
    let revision = register.app.revise(&officer, id, "Ghi muộn sau khi rà soát").await.unwrap();
    let line = revision.differences.iter().find(|line| line.row == "births" && line.span == "period").unwrap();
    assert_eq!((line.old, line.change), (Some(births), Some(LATE as f64)));
    let both = [hash, revision.hash];
    assert_eq!(check(&register.app, id).await, both);

    register.app.undo_reorganisation(By::Console, reorganised).await.unwrap();
    assert_eq!(check(&register.app, id).await, both, "undone");
    let reopened = super::support::open(&register.store, &register.master).await;
    assert_eq!(check(&reopened, id).await, both, "in another process");
    assert_eq!(register.app.report_unchecked(id).await.unwrap().versions, locked.versions, "the original is untouched");
}

/// A hamlet is divided within the month: what is closed is what figures say, marked as estimated.
pub async fn a_divided_hamlet(store: danso_store_sql::SqlStore) {
    let register = register(store, 1_500, 6).await;
    let (homes, officer) = (homes(&register).await, register.officer());
    let there: Vec<&HouseholdRow> = homes.iter().filter(|home| home.hamlet == homes[0].hamlet).collect();
    let births = (0..41_u128).map(|number| birth(number, "2026-06-05", &officer, there[number as usize % there.len()]));
    register.app.load_events(births.collect(), danso_app::BulkKind::Later).await.unwrap();
    let (split, gone) = divided(&homes, &code_of(&register, &homes[0]).await, OTHER);
    assert!(!gone.is_empty() && gone.len() < there.len());
    let plan = json!({ "version": 1, "on": "2026-06-15", "decree": "1/NQ", "steps": [split] });
    apply(&register.app, &plan).await;

    let prepared = register.app.take_steps(&officer, &step("2026-06", State::Prepared)).await.unwrap();
    let closed = read(&prepared.versions[0].content);
    assert!(closed.report.columns.iter().all(|column| column.estimated));
    let period = "2026-06".parse().unwrap();
    let ask = |indicator: &str| FiguresAsk {
        indicators: vec![indicator.to_owned()],
        unit: COMMUNE.to_owned(),
        children: false,
        period,
        by: Vec::new(),
        known_at: Some(danso_model::Position(closed.report.known_at as u32)),
        boundaries: None,
    };
    for (row, indicator) in [("births", "BIRTHS"), ("deaths", "DEATHS"), ("residents", "POP"), ("households", "HH")] {
        let figure = register.app.figures(&officer, &ask(indicator)).await.unwrap().figures.remove(0);
        assert!(figure.estimated);
        assert_eq!(figure.value.map(f64::round), Some(cell(&closed, row)), "{row}");
        assert!(row != "births" || figure.value.is_some_and(|value| value.fract() != 0.0), "a share is in it: {figure:?}");
    }
    let draft = FormAsk {
        form: about("2026-06").form,
        unit: COMMUNE.to_owned(),
        period,
        known_at: Some(danso_model::Position(closed.report.known_at as u32)),
        boundaries: None,
    };
    let draft = register.app.report_content(&draft).unwrap();
    assert_eq!((draft.rows, draft.columns), (closed.report.rows, closed.report.columns));
    check(&register.app, ReportId(prepared.report.id)).await;
}

on_both_stores! {
    through_everything: through_everything_sqlite through_everything_postgres,
    a_divided_hamlet: a_divided_hamlet_sqlite a_divided_hamlet_postgres,
}
