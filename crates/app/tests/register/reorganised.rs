//! The map changes under phones that hold unsent work: nothing is lost, everyone keeps their place, and undone it is as it was.

use crate::acts::{area, birth, hamlet, house, user};
use crate::database::Database;
use crate::small::{COMMUNE, Phone, SHARD, Small, TODAY, counted, issue_codes, officer, total};
use danso_app::people::By;
use danso_app::{App, AppError, CountAsk, CountBy, ReviewAsk};
use danso_auth::Caller;
use danso_model::{HamletId, Position};
use danso_places::{Level, UnitCode};
use danso_store::{AreaRow, DeviceRow, Grant, HamletRow, MapRows, PeopleStore, PlaceStore, ReorganisationStore, Role, UserRow};
use danso_wire::OutcomeKind;
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use uuid::Uuid;

const DAY: Date = date(2026, 7, 1);
const OTHER: &str = "31135";

fn code(text: &str) -> UnitCode {
    text.parse().unwrap()
}

async fn apply(small: &Small, plan: &Value) -> Result<Uuid, AppError> {
    let plan = App::read_plan(&plan.to_string())?;
    Ok(small.app.reorganise(By::Console, &plan).await?.0.id)
}

fn plan(steps: Value) -> Value {
    json!({ "version": 1, "name": "thử", "on": DAY.to_string(), "decree": "1/NQ", "steps": steps })
}

fn merged() -> Value {
    plan(json!([{ "do": "merge", "units": [COMMUNE, OTHER], "into": { "code": OTHER, "name": "Phường Ninh Kiều" } }]))
}

type Kept = (MapRows, Vec<HamletRow>, Vec<AreaRow>, Vec<UserRow>, Vec<danso_store::CommuneSetting>);

async fn kept(small: &Small) -> Kept {
    (
        small.store.map_rows(SHARD).await.unwrap(),
        small.store.hamlets(SHARD).await.unwrap(),
        small.store.areas(SHARD).await.unwrap(),
        small.store.users().await.unwrap(),
        small.store.commune_settings(SHARD).await.unwrap(),
    )
}

/// Counts by unit on a day's own map, and by communes on the map of another day.
async fn series(small: &Small, boundary: Date) -> Vec<(Date, Vec<(Option<String>, u64)>, Vec<(String, u64)>)> {
    let mut series = Vec::new();
    for day in [date(2026, 2, 1), date(2026, 6, 30), DAY, TODAY] {
        let own = counted(&small.app, day, None, vec![CountBy::Unit]).await;
        let grouping = small.app.grouping_at(boundary, Level::Commune, UnitCode::NATION);
        let mut units: Vec<(String, u64)> = Vec::new();
        for number in 0..3 {
            let ask = CountAsk { unit: format!("{COMMUNE}.{:02}", number + 1), at: day, by: vec![], known_at: None };
            let count = small.app.count_unchecked(code(&ask.unit), &ask).await.unwrap().total;
            let unit = grouping.of(hamlet(number), day).whole().map(|unit| unit.to_string()).unwrap_or_default();
            units.push((unit, count));
        }
        series.push((day, own.rows.into_iter().map(|row| (row.unit, row.count)).collect(), units));
    }
    series
}

fn caller_of(row: &UserRow) -> Caller {
    Caller { user: row.id, login: row.login.clone(), name: row.name.clone(), grants: row.grants.clone(), device: None }
}

/// A day, its counts by sex or unit, and its counts on the map of before.
type Counted = (Date, Vec<(Option<String>, u64)>, Vec<(String, u64)>);

#[tokio::test]
async fn a_phone_with_unsent_work_syncs_after_a_merger_and_loses_nothing() {
    for database in [Database::sqlite(), Database::postgres().await] {
        let small = Small::on(database).await;
        small.accept_clean().await;
        let other = danso_store::CommuneSetting { commune: OTHER.to_owned(), accept_clean: true };
        small.store.put_commune_setting(SHARD, &other).await.unwrap();
        let before = (kept(&small).await, series(&small, date(2026, 6, 30)).await);
        let mut phone = Phone::of(0);
        let (name, id) = ("máy".to_owned(), phone.device());
        let device = DeviceRow { id, user: user(0), name, enrolled_ms: 0, revoked_ms: None, last_counter: 0, seen_ms: None };
        small.store.put_device(&device).await.unwrap();
        let first = phone.event("2026-06-20", birth(0, 0, 3, "2026-06-20"));
        let unsent = phone.event("2026-07-10", birth(1, 0, 3, "2026-07-10"));
        let orphan = phone.event("2026-07-11", birth(77, 0, 3, "2026-07-11"));
        assert_eq!(phone.push(&small.app, std::slice::from_ref(&first)).await.outcomes[0].outcome, OutcomeKind::Accepted);
        let old_snapshot = phone.snapshot(&small.app).await;
        assert!(old_snapshot.hamlets.iter().all(|hamlet| hamlet.commune == COMMUNE));

        let preview =
            small.app.preview_reorganisation(By::Console, &App::read_plan(&merged().to_string()).unwrap()).await.unwrap();
        assert!(preview.possible, "{:?}", preview.conflicts);
        assert_eq!((preview.hamlets, preview.households, preview.persons), (3, 9, 28));
        assert_eq!((preview.national.before, preview.national.after), (28, 28));
        assert_eq!(
            preview.devices.iter().map(|device| (device.login.as_str(), device.unsent)).collect::<Vec<_>>(),
            [("ctv0", 2)]
        );
        assert_eq!(preview.users.iter().map(|user| user.login.as_str()).collect::<Vec<_>>(), ["ctv90"]);
        assert_eq!(kept(&small).await, before.0, "a preview writes nothing");

        let id = apply(&small, &merged()).await.unwrap();
        let moved = small.store.users_by_id(&[user(90)]).await.unwrap().remove(0);
        assert_eq!(moved.grants, [Grant { role: Role::Commune, unit: Some(OTHER.to_owned()), area: None }]);
        assert!(small.store.areas(SHARD).await.unwrap().iter().all(|area| area.commune == OTHER));
        assert_eq!(small.store.audit_page(1).await.unwrap()[0].action, "reorganised");

        // The phone has heard of nothing.
        let reply = phone.push(&small.app, &[unsent.clone(), orphan.clone()]).await;
        assert_eq!(reply.received.missing, [] as [u64; 0]);
        assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Accepted, "{:?}", issue_codes(&reply.outcomes[0]));
        assert_eq!(reply.outcomes[1].outcome, OutcomeKind::Parked, "what cannot be placed yet is kept");
        assert_eq!(phone.status(&small.app, &orphan).await.as_deref(), Some("parked"));
        let snapshot = phone.snapshot(&small.app).await;
        assert!(snapshot.hamlets.iter().all(|hamlet| hamlet.commune == OTHER), "a download tells the new commune");
        assert_eq!(snapshot.households.len(), 3);
        assert_eq!(total(&small.app).await, 29);

        // The officer goes on in the new commune.
        let office = caller_of(&moved);
        assert_eq!(small.app.household(&office, house(1)).await.unwrap().household.members.len(), 4);
        assert!(small.app.review_list(&office, &ReviewAsk { limit: 10, ..ReviewAsk::default() }).await.is_ok());
        let at = |unit: &str, at| CountAsk { unit: unit.to_owned(), at, by: vec![], known_at: None };
        assert_eq!(small.app.count(&office, &at(OTHER, TODAY)).await.unwrap().total, 29);
        assert_eq!(small.app.count(&office, &at(COMMUNE, date(2026, 6, 30))).await.unwrap().total, 28, "what it was made from");

        let again = apply(&small, &merged()).await.unwrap_err();
        assert_eq!(again.code(), "plan_conflicts");
        small.app.undo_reorganisation(By::Console, id).await.unwrap();
        assert_eq!(kept(&small).await, before.0);
        assert_eq!(
            small.app.household(&officer(), house(1)).await.unwrap().household.members.len(),
            4,
            "what came meanwhile stays"
        );
        assert_eq!(small.app.undo_reorganisation(By::Console, id).await.unwrap_err().code(), "reorganisation_undone");
        small.clean().await;
    }
}

#[tokio::test]
async fn series_before_are_the_same_and_undone_all_are() {
    let small = Small::new().await;
    let before = (kept(&small).await, series(&small, date(2026, 6, 30)).await);
    let split = plan(json!([
        { "do": "split", "unit": COMMUNE, "into": [
            { "code": COMMUNE }, { "code": "31199", "name": "Phường Bình Hai", "units": [format!("{COMMUNE}.02")] } ] },
        { "do": "rename", "unit": OTHER, "name": "Phường Khác" },
        { "do": "create", "code": format!("{OTHER}.01"), "name": "Khu vực 1", "parent": OTHER },
    ]));
    let id = apply(&small, &split).await.unwrap();
    let after = series(&small, date(2026, 6, 30)).await;
    let national =
        |series: &[Counted]| series.iter().map(|(_, rows, _)| rows.iter().map(|row| row.1).sum::<u64>()).collect::<Vec<_>>();
    assert_eq!(national(&before.1), national(&after));
    let old = |series: &[Counted]| series.iter().map(|(day, _, units)| (*day, units.clone())).collect::<Vec<_>>();
    assert_eq!(old(&before.1), old(&after), "on old boundaries nothing has changed");
    assert_eq!(before.1[..2], after[..2], "and nothing at all before the day");
    let on_new: Vec<String> = series(&small, DAY).await[0].2.iter().map(|(unit, _)| unit.clone()).collect();
    assert_eq!(on_new, [COMMUNE, "31199", COMMUNE], "the past on new boundaries");
    let communes = small.store.areas(SHARD).await.unwrap();
    assert_eq!(communes.iter().map(|area| area.commune.as_str()).collect::<Vec<_>>(), [COMMUNE, COMMUNE, "31199"]);
    // Something that rests on it.
    let grants = vec![Grant { role: Role::Reader, unit: Some("31199".to_owned()), area: None }];
    let reader =
        UserRow { id: user(95), login: "doc".to_owned(), name: String::new(), password: "!".to_owned(), disabled: false, grants };
    small.store.put_user(&reader).await.unwrap();
    assert_eq!(small.app.undo_reorganisation(By::Console, id).await.unwrap_err().code(), "reorganisation_built_on");
    small.store.put_user(&UserRow { grants: vec![], ..reader.clone() }).await.unwrap();
    let later = json!({ "version": 1, "on": "2026-07-05", "steps": [{ "do": "rename", "unit": "31199", "name": "Phường Ba" }] });
    let second = apply(&small, &later).await.unwrap();
    assert_eq!(small.app.undo_reorganisation(By::Console, id).await.unwrap_err().code(), "reorganisation_built_on");
    small.app.undo_reorganisation(By::Console, second).await.unwrap();
    small.app.undo_reorganisation(By::Console, id).await.unwrap();
    let users = small.store.users().await.unwrap().into_iter().filter(|row| row.id != reader.id).collect();
    let (map, hamlets, areas, _, settings) = kept(&small).await;
    assert_eq!((map, hamlets, areas, users, settings), before.0);
    assert_eq!(series(&small, date(2026, 6, 30)).await, before.1);
    assert_eq!(small.app.reorganisations(By::Console).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_hamlet_is_divided_by_households_and_joined_again() {
    let small = Small::new().await;
    let before = kept(&small).await;
    let divided = |households: &[u128]| {
        let ids: Vec<String> = households.iter().map(|number| house(*number).to_string()).collect();
        plan(json!([{ "do": "split", "unit": format!("{COMMUNE}.01"), "into": [
            { "code": format!("{COMMUNE}.01") },
            { "code": format!("{COMMUNE}.09"), "name": "Khu vực 9", "parent": OTHER, "households": ids } ] }]))
    };
    let stranger = apply(&small, &divided(&[0, 10])).await.unwrap_err();
    assert_eq!(stranger.code(), "plan_conflicts", "household 10 lives in another hamlet");
    let head = small.head().await;
    let id = apply(&small, &divided(&[0])).await.unwrap();
    assert_eq!(small.head().await, Position(head.0 + 1), "one event of transfer");
    assert_eq!(total(&small.app).await, 27);
    let new = small.app.territory().tree.index_of_code(code(&format!("{COMMUNE}.09"))).unwrap();
    let new = HamletId::from_bytes(small.app.territory().tree.rows(new)[0].id);
    assert_eq!(small.document(1).await.hamlet, hamlet(0).0);
    let held = Phone::of(0).snapshot(&small.app).await;
    let moved = held.households.iter().find(|household| household.id == house(0).0).unwrap();
    assert_eq!((moved.hamlet, moved.area, moved.members.len()), (new.0, area(0).0, 3), "the collaborator keeps it");
    // Before the day the old hamlet stands for both, by weights, on the new boundaries.
    let grouping = small.app.grouping_at(TODAY, Level::Commune, UnitCode::NATION);
    let placing = grouping.of(hamlet(0), date(2026, 5, 1));
    assert!(placing.estimated);
    let shares: Vec<(String, f64)> = placing.parts.iter().map(|part| (part.unit.to_string(), part.share)).collect();
    assert_eq!(shares, [(COMMUNE.to_owned(), 6.0 / 9.0), (OTHER.to_owned(), 3.0 / 9.0)]);
    let old = small.app.grouping_at(date(2026, 6, 30), Level::Commune, UnitCode::NATION);
    assert_eq!(old.of(new, TODAY).whole(), Some(code(COMMUNE)), "exact on the old ones");
    assert!(!old.of(new, TODAY).estimated);
    small.clean().await;
    small.app.undo_reorganisation(By::Console, id).await.unwrap();
    assert_eq!(kept(&small).await, before);
    assert_eq!(small.document(0).await.hamlet, hamlet(0).0, "the transfer is withdrawn");
    assert_eq!(total(&small.app).await, 27);
    small.clean().await;

    // Again, and now a phone brings what it held.
    let id = apply(&small, &divided(&[0])).await.unwrap();
    let mut phone = Phone::of(0);
    let unsent = phone.event("2026-06-01", birth(0, 0, 3, "2026-06-01"));
    let reply = phone.push(&small.app, &[unsent]).await;
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued);
    assert!(!issue_codes(&reply.outcomes[0]).contains(&"out_of_area"));
    let refused = small.app.undo_reorganisation(By::Console, id).await.unwrap_err();
    assert_eq!(refused.code(), "reorganisation_built_on", "an event waits in the new hamlet");
}

#[tokio::test]
async fn a_joined_hamlet_is_answered_as_the_other() {
    let small = Small::new().await;
    let before = (kept(&small).await, series(&small, DAY).await);
    let ended = plan(json!([{ "do": "end", "unit": format!("{COMMUNE}.02"), "into": format!("{COMMUNE}.01") }]));
    let id = apply(&small, &ended).await.unwrap();
    let at = |unit: String| CountAsk { unit, at: TODAY, by: vec![], known_at: None };
    let of = async |unit: String| small.app.count_unchecked(code(&unit), &at(unit.clone())).await.unwrap().total;
    assert_eq!(of(format!("{COMMUNE}.01")).await, 18);
    assert_eq!(of(COMMUNE.to_owned()).await, 27);
    assert_eq!(total(&small.app).await, 27);
    let mut phone = Phone::of(1);
    let unsent = phone.event("2026-07-09", birth(10, 1, 3, "2026-07-09"));
    let reply = phone.push(&small.app, &[unsent]).await;
    assert_eq!(reply.outcomes[0].outcome, OutcomeKind::Queued, "{:?}", issue_codes(&reply.outcomes[0]));
    assert_eq!(issue_codes(&reply.outcomes[0]), [] as [&str; 0], "its old hamlet is known");
    assert_eq!(phone.snapshot(&small.app).await.households.len(), 3);
    assert_eq!(small.queue().await.len(), 1);
    let empty = plan(json!([{ "do": "end", "unit": format!("{COMMUNE}.03") }]));
    assert_eq!(apply(&small, &empty).await.unwrap_err().code(), "plan_conflicts", "people live there");
    small.app.undo_reorganisation(By::Console, id).await.unwrap();
    assert_eq!(kept(&small).await, before.0);
    assert_eq!(series(&small, DAY).await, before.1);
}
