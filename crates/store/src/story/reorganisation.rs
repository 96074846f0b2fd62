//! A chapter on reorganisations: all or nothing, and back again.

use super::Maker;
use crate::{
    AreaRow, AuditRow, CommuneSetting, Grant, GrantsRow, GuessRow, HamletRow, HamletStepRow, MapRows, ReorganisationMark,
    ReorganisationRow, Reorganised, Role, RowSwap, Store, SuccessionRow, TerritoryChange, UnitRow, UserRow,
};
use danso_model::UserId;

const DAY: i32 = 20_270_101;
const EVE: i32 = 20_261_231;

fn turned<T: Clone>(swaps: &[RowSwap<T>]) -> Vec<RowSwap<T>> {
    swaps.iter().map(|swap| RowSwap { before: swap.after.clone(), after: swap.before.clone() }).collect()
}

fn back(change: &TerritoryChange) -> TerritoryChange {
    TerritoryChange {
        through: change.through.map(|(before, after)| (after, before)),
        units: turned(&change.units),
        successions: turned(&change.successions),
        steps: turned(&change.steps),
        guesses: turned(&change.guesses),
        hamlets: turned(&change.hamlets),
        areas: turned(&change.areas),
        settings: turned(&change.settings),
        grants: turned(&change.grants),
    }
}

const fn swap<T>(before: Option<T>, after: Option<T>) -> RowSwap<T> {
    RowSwap { before, after }
}

/// Two communes become one: hamlets, areas that change numbers with each other, a setting, a grant, the map.
fn change(make: Maker, user: UserId) -> TerritoryChange {
    let hamlet = |commune: &str, from, to| HamletRow {
        id: make.hamlet(1),
        code: "31117.01".to_owned(),
        name: "1".to_owned(),
        kind: "ấp".to_owned(),
        commune: commune.to_owned(),
        valid_from: from,
        valid_to: to,
    };
    let area = |n: u32, number: &str, commune: &str| AreaRow {
        id: make.area(n),
        number: number.to_owned(),
        name: "Địa bàn".to_owned(),
        commune: commune.to_owned(),
        hamlets: vec![make.hamlet(1)],
    };
    let unit = |code: &str, from, to| UnitRow {
        code: code.to_owned(),
        valid_from: from,
        valid_to: to,
        full_name: "Phường Gộp".to_owned(),
        parent: Some("92".to_owned()),
        decree: Some("1/NQ".to_owned()),
    };
    let grants =
        |unit: &str| GrantsRow { user, grants: vec![Grant { role: Role::Commune, unit: Some(unit.to_owned()), area: None }] };
    let succession = |old: &str| SuccessionRow {
        old: old.to_owned(),
        new: "31120".to_owned(),
        on: DAY,
        whole: true,
        decree: "1/NQ".to_owned(),
    };
    let step = HamletStepRow { old: make.hamlet(1), new: make.hamlet(2), on: DAY, households: 3, persons: 11 };
    TerritoryChange {
        through: Some((Some(20_250_630), None)),
        units: vec![swap(None, Some(unit("31120", Some(DAY), None))), swap(None, Some(unit("31117", None, Some(EVE))))],
        successions: vec![swap(None, Some(succession("31117"))), swap(None, Some(succession("31120")))],
        steps: vec![swap(None, Some(step))],
        guesses: vec![swap(None, Some(GuessRow { hamlet: make.hamlet(1), on: DAY }))],
        hamlets: vec![
            swap(Some(hamlet("31117", None, None)), Some(hamlet("31117", None, Some(EVE)))),
            swap(None, Some(hamlet("31120", Some(DAY), None))),
        ],
        areas: vec![
            swap(Some(area(1, "01", "31117")), Some(area(1, "02", "31120"))),
            swap(Some(area(2, "02", "31120")), Some(area(2, "01", "31120"))),
        ],
        settings: vec![
            swap(Some(CommuneSetting { commune: "31117".to_owned(), accept_clean: true }), None),
            swap(None, Some(CommuneSetting { commune: "31120".to_owned(), accept_clean: true })),
        ],
        grants: vec![swap(Some(grants("31117")), Some(grants("31120")))],
    }
}

async fn state(
    store: &dyn Store,
    make: Maker,
    user: UserId,
) -> (MapRows, Vec<HamletRow>, Vec<AreaRow>, Vec<CommuneSetting>, Vec<UserRow>) {
    (
        store.map_rows(make.shard).await.expect("the map"),
        store.hamlets(make.shard).await.expect("hamlets"),
        store.areas(make.shard).await.expect("areas"),
        store.commune_settings(make.shard).await.expect("settings"),
        store.users_by_id(&[user]).await.expect("the account"),
    )
}

/// A change is written whole or not at all, with a batch of the log beside it, and turned round it leaves what was.
pub async fn reorganisations(store: &dyn Store) {
    let make = Maker::new(43);
    let (shard, user) = (make.shard, make.user(43_001));
    let change = change(make, user);
    let befores = |swaps: &[RowSwap<HamletRow>]| swaps.iter().filter_map(|swap| swap.before.clone()).collect::<Vec<_>>();
    store.put_hamlets(shard, &befores(&change.hamlets)).await.expect("hamlets");
    let areas: Vec<AreaRow> = change.areas.iter().filter_map(|swap| swap.before.clone()).collect();
    store.put_areas(shard, &areas).await.expect("areas");
    for setting in change.settings.iter().filter_map(|swap| swap.before.as_ref()) {
        store.put_commune_setting(shard, setting).await.expect("a setting");
    }
    let grants = change.grants[0].before.clone().expect("a grant").grants;
    let (login, name, password) = ("xa.43".to_owned(), "Cán bộ".to_owned(), "!".to_owned());
    store.put_user(&UserRow { id: user, login, name, password, disabled: false, grants }).await.expect("an account");
    assert_eq!(store.map_rows(shard).await.expect("the map"), MapRows::default());
    store.put_map_through(shard, Some(20_250_630)).await.expect("a day");
    let before = state(store, make, user).await;
    assert_eq!(before.0.through, Some(20_250_630));

    let row = ReorganisationRow {
        id: [43; 16],
        name: "Gộp".to_owned(),
        plan: "{}".to_owned(),
        summary: "{}".to_owned(),
        first: DAY,
        changes: vec![1, 2, 3],
        made_ms: 1000,
        made_by: Some(user),
        undone_ms: None,
        undone_by: None,
    };
    let audit = |action: &str| AuditRow {
        at_ms: 1000,
        user: Some(user),
        action: action.to_owned(),
        object: "43".to_owned(),
        detail: "{}".to_owned(),
    };
    let made = ReorganisationMark::Made(row.clone());
    let mut batch = make.batch(store).await;
    batch.entries = vec![make.entry(1)];
    let done = store.reorganise(shard, &change, &made, Some(batch.clone()), &audit("reorganised")).await.expect("written");
    assert_eq!(done, Reorganised::Done);
    let after = state(store, make, user).await;
    assert_eq!(after.0.through, None);
    assert_eq!((after.0.units.len(), after.0.successions.len(), after.0.steps.len(), after.0.guesses.len()), (2, 2, 1, 1));
    assert_eq!(after.1.len(), 2);
    assert_eq!(
        after.2.iter().map(|area| (area.id, area.number.as_str())).collect::<Vec<_>>(),
        [(make.area(2), "01"), (make.area(1), "02")]
    );
    assert_eq!(after.4[0].grants[0].unit.as_deref(), Some("31120"));
    assert_eq!(store.head(shard).await.expect("head").position.0, 1, "the log moved with it");
    assert_eq!(store.reorganisation(shard, &row.id).await.expect("kept"), Some(row.clone()));
    assert_eq!(store.reorganisations(shard).await.expect("kept"), [ReorganisationRow { changes: Vec::new(), ..row.clone() }]);
    assert_eq!(store.audit_page(1).await.expect("the audit")[0].action, "reorganised");

    let again = ReorganisationMark::Made(ReorganisationRow { id: [44; 16], ..row.clone() });
    let moved = store.reorganise(shard, &change, &again, None, &audit("reorganised_twice")).await.expect("asked");
    assert!(matches!(moved, Reorganised::Moved { .. }), "{moved:?}");
    assert_eq!(state(store, make, user).await, after, "nothing of it was written");
    assert_eq!(store.reorganisations(shard).await.expect("kept").len(), 1);
    assert_eq!(store.audit_page(1).await.expect("the audit")[0].action, "reorganised");
    let late = store
        .reorganise(
            shard,
            &back(&change),
            &ReorganisationMark::Undone { id: [43; 16], at_ms: 2000, by: None },
            Some(batch),
            &audit("undone"),
        )
        .await;
    assert!(late.is_err(), "the log is not where the batch expects it");
    assert_eq!(state(store, make, user).await, after, "nothing of it was written");

    let undone = ReorganisationMark::Undone { id: [43; 16], at_ms: 2000, by: None };
    let done = store.reorganise(shard, &back(&change), &undone, None, &audit("undone")).await.expect("written");
    assert_eq!(done, Reorganised::Done);
    assert_eq!(state(store, make, user).await, before);
    assert_eq!(store.reorganisation(shard, &[43; 16]).await.expect("kept").and_then(|row| row.undone_ms), Some(2000));
    let twice = store.reorganise(shard, &back(&change), &undone, None, &audit("undone")).await.expect("asked");
    assert!(matches!(twice, Reorganised::Moved { .. }));
    assert_eq!(store.reorganisation(shard, &[45; 16]).await.expect("none"), None);
}
