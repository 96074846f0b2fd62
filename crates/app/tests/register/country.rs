//! The change of 1 July 2025 on a small country: the same people before and after, and on old boundaries the same series for ever.

use crate::database::Database;
use crate::small::env_at;
use danso_app::people::By;
use danso_app::{App, BulkKind, CountAsk, CountBy};
use danso_catalog::Catalog;
use danso_model::Shard;
use danso_places::{Level, UnitCode, plan::Plan as Change};
use danso_store::{
    AreaRow, Grant, HamletRow, PeopleStore, PlaceStore, ProjectionStore, ReorganisationStore, Role, Store, UserRow,
};
use danso_store_sql::SqlStore;
use danso_testkit::{Account, Plan, generate, nation};
use danso_vault::MasterKey;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::sync::Arc;

const SHARD: Shard = Shard(0);
const PERSONS: u64 = 6_500;
const EVE: Date = date(2025, 6, 30);
const DAYS: [Date; 4] = [date(2025, 1, 1), EVE, date(2025, 7, 1), date(2026, 7, 1)];

fn grant(account: &Account, province: u8) -> Grant {
    let at = |role, unit: &str| Grant { role, unit: Some(unit.to_owned()), area: None };
    match &account.role {
        danso_testkit::Role::Collaborator { area } => Grant { role: Role::Collaborator, unit: None, area: Some(*area) },
        danso_testkit::Role::Commune { code } => at(Role::Commune, code),
        danso_testkit::Role::Province => at(Role::Province, &format!("{province:02}")),
        danso_testkit::Role::Nation => at(Role::Nation, "VN"),
        danso_testkit::Role::Admin => at(Role::Admin, "VN"),
        danso_testkit::Role::Reader => at(Role::Reader, &format!("{province:02}")),
    }
}

/// All 63 provinces in one register, on the units of June 2025.
async fn country(database: &Database) -> (Arc<SqlStore>, App) {
    let store = Arc::new(database.open().await);
    store.put_map_through(SHARD, Some(20_250_630)).await.unwrap();
    let plans = nation(&Plan { from: (2025, 1), old_map: true, ..Plan::new(0, PERSONS) }).unwrap();
    let mut events = Vec::new();
    let mut logins = std::collections::HashSet::new();
    for plan in plans {
        let generated = generate(&plan).unwrap();
        let deployment = generated.deployment();
        let hamlets = deployment.hamlets.iter().map(|hamlet| HamletRow {
            id: hamlet.id,
            code: hamlet.code.clone(),
            name: hamlet.name.clone(),
            kind: hamlet.kind.clone(),
            commune: hamlet.commune.clone(),
            valid_from: None,
            valid_to: None,
        });
        store.put_hamlets(SHARD, &hamlets.collect::<Vec<_>>()).await.unwrap();
        let areas = deployment.areas.iter().map(|area| AreaRow {
            id: area.id,
            number: area.number.to_string(),
            name: area.name.clone(),
            commune: area.commune.clone(),
            hamlets: area.hamlets.clone(),
        });
        store.put_areas(SHARD, &areas.collect::<Vec<_>>()).await.unwrap();
        let new = deployment.people.iter().filter(|account| logins.insert(account.login.clone()));
        let users = new.map(|account| UserRow {
            id: account.id,
            login: account.login.clone(),
            name: account.name.clone(),
            password: "!".to_owned(),
            disabled: false,
            grants: vec![grant(account, plan.province)],
        });
        store.put_users(&users.collect::<Vec<_>>()).await.unwrap();
        events.extend(generated.baseline());
    }
    let port: Arc<dyn Store> = Arc::clone(&store) as Arc<dyn Store>;
    let app = App::open(
        port,
        SHARD,
        MasterKey::from_bytes([7; 32]),
        Arc::new(Catalog::embedded().unwrap()),
        env_at("2026-07-15T03:00:00Z"),
    );
    let app = app.await.unwrap();
    for chunk in events.chunks(2000) {
        app.load_events(chunk.to_vec(), BulkKind::Fresh).await.unwrap();
    }
    (store, app)
}

type Counts = BTreeMap<String, u64>;

async fn by_unit(app: &App, at: Date) -> Counts {
    let ask = CountAsk { unit: "VN".to_owned(), at, by: vec![CountBy::Unit], known_at: None };
    let reply = app.count_unchecked(UnitCode::NATION, &ask).await.unwrap();
    reply.rows.into_iter().map(|row| (row.unit.unwrap_or_default(), row.count)).collect()
}

/// Residents of now by the units of a level on the map of a day; all of them in units, none estimated.
async fn on_map(app: &App, store: &SqlStore, boundary: Date, level: Level, day: Date) -> Counts {
    let grouping = app.grouping_at(boundary, level, UnitCode::NATION);
    let mut counts = Counts::new();
    let mut after = None;
    loop {
        let page = store.persons_page(SHARD, after, 5000).await.unwrap();
        let Some(last) = page.last() else { return counts };
        after = Some(last.id);
        for person in page.iter().filter(|person| person.resident) {
            let placing = grouping.of(person.hamlet.unwrap(), day);
            let unit = placing.whole().unwrap_or_else(|| panic!("not whole: {placing:?}"));
            *counts.entry(unit.to_string()).or_default() += 1;
        }
    }
}

#[tokio::test]
async fn the_change_of_july_2025() {
    let database = Database::sqlite();
    let (store, app) = country(&database).await;
    let kept = async || {
        (
            store.map_rows(SHARD).await.unwrap(),
            store.hamlets(SHARD).await.unwrap(),
            store.areas(SHARD).await.unwrap(),
            store.users().await.unwrap(),
        )
    };
    let figures = async || {
        let mut figures = Vec::new();
        for day in DAYS {
            figures.push((day, by_unit(&app, day).await));
        }
        figures
    };
    let old_series = async || {
        let mut series = Vec::new();
        for day in DAYS {
            for level in [Level::Province, Level::District, Level::Commune] {
                series.push((day, on_map(&app, &store, EVE, level, day).await));
            }
        }
        series
    };
    let before = (kept().await, figures().await, old_series().await);
    assert_eq!(before.1[0].1.len(), 63);
    assert_eq!(before.1[3].1.len(), 63, "until the plan is applied the old map lasts");
    assert!(before.2[1].1.len() > 60, "districts");
    let national: Vec<u64> = before.1.iter().map(|(_, units)| units.values().sum()).collect();
    assert!(national[0] > PERSONS * 9 / 10);

    let preview = app.preview_reorganisation(By::Console, &Change::country_2025()).await.unwrap();
    assert!(preview.possible, "{:?}", preview.conflicts);
    assert_eq!((preview.totals.provinces.before, preview.totals.provinces.after), (63, 34));
    assert_eq!((preview.totals.districts.before, preview.totals.districts.after), (696, 0));
    assert_eq!((preview.totals.communes.before, preview.totals.communes.after), (10_035, 3_321));
    assert_eq!(preview.national.before, preview.national.after);
    assert_eq!(preview.persons, preview.national.before, "everyone's commune is made anew");
    let (line, _) = app.reorganise(By::Console, &Change::country_2025()).await.unwrap();

    let after = figures().await;
    assert_eq!(after[..2], before.1[..2], "nothing changes before the day");
    assert_eq!(after.iter().map(|(_, units)| units.values().sum::<u64>()).collect::<Vec<_>>(), national);
    assert_eq!(after[2].1.len(), 34);
    assert_eq!(old_series().await, before.2, "on old boundaries the series is the same");
    let new_map = on_map(&app, &store, date(2025, 7, 1), Level::Province, EVE).await;
    assert_eq!(new_map, after[2].1, "and the past can be shown on new boundaries");
    let users = store.users().await.unwrap();
    let units = |login: &str| users.iter().find(|user| user.login == login).unwrap().grants[0].unit.clone();
    assert_eq!(units("tinh.93").as_deref(), Some("92"), "the office of a province follows");
    assert_eq!(units("tinh.10").as_deref(), Some("15"));
    let gazetteer = danso_places::Gazetteer::embedded();
    let officers = users.iter().filter(|user| user.grants.iter().any(|grant| grant.role == Role::Commune));
    for grant in officers.flat_map(|user| &user.grants) {
        let unit: UnitCode = grant.unit.as_deref().unwrap().parse().unwrap();
        assert!(gazetteer.unit(unit, date(2025, 7, 1)).is_some(), "{unit}");
    }

    app.undo_reorganisation(By::Console, line.id).await.unwrap();
    assert_eq!((kept().await, figures().await, old_series().await), before);
}
