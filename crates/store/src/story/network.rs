//! Chapters on the network of collaborators.

use super::Maker;
use super::people::user;
use crate::{
    AreaHouseholds, AssignmentRow, BurstRow, CampaignRow, DeviceRow, EventRow, Grant, Role, Store, TrainingRow, WorkFilter,
    WorkRow,
};
use danso_model::{EventKind, EventStatus};

/// Areas pass from hand to hand with their history; devices are revoked once.
pub async fn areas_in_hands(store: &dyn Store) {
    let make = Maker::new(71);
    let (one, two) = (make.user(1), make.user(2));
    let with = |id, login: &str, areas: &[u32]| {
        let mut row = user(id, login);
        let grant = |n: &u32| Grant { role: Role::Collaborator, unit: None, area: Some(make.area(*n)) };
        row.grants = areas.iter().map(grant).collect();
        row
    };
    store.put_users(&[with(one, "giao.lan", &[1, 2]), with(two, "nhan.hoa", &[])]).await.expect("accounts");
    let of = async |areas: &[u32]| {
        let areas: Vec<_> = areas.iter().map(|n| make.area(*n)).collect();
        store.users_of_areas(&areas).await.expect("accounts")
    };
    assert_eq!(of(&[1, 2, 9]).await, [with(one, "giao.lan", &[1, 2])]);
    assert_eq!(of(&[9]).await, []);

    let span = |n: u32, user, from_ms, to_ms| AssignmentRow { area: make.area(n), user, from_ms, to_ms, by: Some(make.user(7)) };
    let users = [with(one, "giao.lan", &[2]), with(two, "nhan.hoa", &[1])];
    store.hand_over(make.shard, &users, &[span(1, one, 0, None)]).await.expect("handed over");
    store.hand_over(make.shard, &[], &[span(1, two, 50, None), span(1, one, 0, Some(50))]).await.expect("again");
    assert_eq!(of(&[1]).await, users[1..]);
    assert_eq!(of(&[2]).await, users[..1]);
    let spans = store.assignments(make.shard, &[make.area(1), make.area(2)]).await.expect("spans");
    assert_eq!(spans, [span(1, one, 0, Some(50)), span(1, two, 50, None)]);
    assert_eq!(store.assignments(Maker::new(72).shard, &[make.area(1)]).await.expect("spans"), []);

    let phone = DeviceRow {
        id: make.device(1),
        user: two,
        name: "Máy Samsung".to_owned(),
        enrolled_ms: 10,
        revoked_ms: None,
        last_counter: 9,
        seen_ms: None,
    };
    store.put_device(&phone).await.expect("device");
    assert_eq!(store.devices_of_users(make.shard, &[one, two]).await.expect("devices"), [(phone.clone(), 0)]);
    assert!(store.revoke_device(phone.id, 70).await.expect("revoked"));
    assert!(!store.revoke_device(phone.id, 80).await.expect("revoked before"), "the first day stays");
    assert!(!store.revoke_device(make.device(2), 80).await.expect("no such device"));
    let revoked = DeviceRow { revoked_ms: Some(70), ..phone };
    assert_eq!(store.devices_of_users(make.shard, &[two]).await.expect("devices"), [(revoked, 0)]);
}

/// What was recorded is counted by whom, and seconds in which too much was.
pub async fn work_done(store: &dyn Store) {
    let make = Maker::new(73);
    let (accepted, waiting) = (EventStatus::Accepted, EventStatus::Submitted);
    let event = |n: u32, kind, status, by: u32, recorded_ms, household: Option<u32>| {
        let row = make.event_row(n);
        EventRow {
            kind,
            status,
            by: make.user(by),
            hamlet: Some(make.hamlet(1)),
            household: household.map(|n| make.household(n)),
            date: 20_261_000 + n as i32,
            recorded_ms,
            received_ms: recorded_ms + i64::from(n) * 10,
            device: Some((make.device(by), u64::from(n))),
            ..row
        }
    };
    let mut batch = make.batch(store).await;
    batch.households = vec![make.household_row(1, 1, 1), make.household_row(2, 1, 1), make.household_row(3, 2, 1)];
    batch.events = vec![
        event(1, EventKind::Birth, accepted, 1, 5_000, Some(1)),
        event(2, EventKind::Birth, accepted, 1, 5_900, Some(1)),
        event(3, EventKind::Birth, waiting, 1, 5_950, Some(2)),
        event(4, EventKind::Reviewed, accepted, 2, 8_000, Some(3)),
        event(5, EventKind::Death, EventStatus::Returned, 2, 99_000, Some(3)),
        // Entered at the desk by one account on behalf of another.
        EventRow { behalf: Some(make.user(2)), device: None, ..event(6, EventKind::Reviewed, accepted, 3, 7_000, None) },
    ];
    store.commit(batch).await.expect("a batch");
    let filter = |to| WorkFilter { hamlets: vec![make.hamlet(1), make.hamlet(2)], recorded_ms: (5_000, to) };
    let row = |by: u32, kind, status, events, last_ms, slowest_ms| WorkRow {
        user: make.user(by),
        behalf: false,
        kind,
        status,
        mobile: true,
        events,
        last_ms,
        slowest_ms,
    };
    let work = store.work(make.shard, &filter(90_000)).await.expect("work");
    let expected = [
        row(1, EventKind::Birth, waiting, 1, 5_950, 30),
        row(1, EventKind::Birth, accepted, 2, 5_900, 20),
        WorkRow { behalf: true, mobile: false, ..row(2, EventKind::Reviewed, accepted, 1, 7_000, 60) },
        row(2, EventKind::Reviewed, accepted, 1, 8_000, 40),
    ];
    assert_eq!(work, expected);
    let nowhere = WorkFilter { hamlets: Vec::new(), ..filter(90_000) };
    assert_eq!(store.work(make.shard, &nowhere).await.expect("work"), []);
    let bursts = store.bursts(make.shard, &filter(90_000), 2).await.expect("bursts");
    assert_eq!(bursts, [BurstRow { user: make.user(1), second: 5, events: 3 }]);

    let areas = [make.area(1), make.area(2), make.area(3)];
    let of = async |days| store.area_households(make.shard, &areas, days).await.expect("households");
    let line = |n: u32, households, seen, reviewed| AreaHouseholds { area: make.area(n), households, seen, reviewed };
    assert_eq!(of((20_261_001, 20_261_004)).await, [line(1, 2, 2, 0), line(2, 1, 1, 1)]);
    assert_eq!(of((20_261_005, 20_261_005)).await, [line(1, 2, 0, 0), line(2, 1, 0, 0)], "a returned event is none");
}

/// A lesson is kept once a person and day, the last word on it.
pub async fn training(store: &dyn Store) {
    let make = Maker::new(73);
    let row = |n: u32, lesson: &str, day, score| TrainingRow { user: make.user(n), lesson: lesson.to_owned(), day, score };
    let rows = [row(1, "birth", 20_261_101, 67), row(1, "death", 20_261_102, 100), row(2, "birth", 20_261_101, 0)];
    for _ in 0..2 {
        store.put_training(make.shard, &rows).await.expect("kept, however often it comes");
    }
    let again = [row(1, "birth", 20_261_101, 100), row(1, "birth", 20_261_201, 100)];
    store.put_training(make.shard, &again).await.expect("kept");
    let kept = store.training(make.shard, &[make.user(2), make.user(1)]).await.expect("lessons");
    assert_eq!(kept, [again[0].clone(), again[1].clone(), rows[1].clone(), rows[2].clone()]);
    assert_eq!(store.training(make.shard, &[make.user(3)]).await.expect("none"), []);
}

/// Campaigns are kept by unit, with the areas they are narrowed to.
pub async fn campaigns(store: &dyn Store) {
    let make = Maker::new(74);
    let row = |n: u32, unit: &str, days, areas: &[u32]| CampaignRow {
        id: make.campaign(n),
        unit: unit.to_owned(),
        name: "Rà soát cuối năm".to_owned(),
        days,
        areas: areas.iter().map(|n| make.area(*n)).collect(),
        by: make.user(1),
        at_ms: 5,
        ended_ms: None,
    };
    let rows = [row(2, "31117", (20_261_101, 20_261_130), &[1, 2]), row(1, "31117", (20_260_101, 20_260_131), &[])];
    for row in rows.iter().chain([&row(3, "31120", (20_260_101, 20_260_101), &[])]) {
        store.put_campaign(make.shard, row).await.expect("a campaign");
    }
    assert_eq!(store.campaigns(make.shard, &["31117".to_owned()]).await.expect("campaigns"), rows);
    assert_eq!(store.campaigns(make.shard, &[]).await.expect("campaigns"), []);
    let ended = CampaignRow { ended_ms: Some(9), areas: vec![make.area(2)], ..rows[0].clone() };
    store.put_campaign(make.shard, &ended).await.expect("ended");
    assert_eq!(store.campaign(make.shard, ended.id).await.expect("a campaign"), Some(ended));
    assert_eq!(store.campaign(make.shard, make.campaign(9)).await.expect("none"), None);
}
