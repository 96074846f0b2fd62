//! Chapters on closed reports.

use super::Maker;
use crate::{
    AreaEvents, DeclarationRow, DefinitionRow, EventCount, EventRow, ReportFilter, ReportLine, ReportRevisionRow, ReportRow,
    ReportStepRow, ReportStepWrite, ReportVersionRow, Store, StoreError,
};
use danso_model::{EventKind, EventStatus, Position};

fn report(make: Maker, n: u32, unit: &str, month: i32) -> ReportRow {
    ReportRow {
        id: make.report(n),
        form: "01-DSX".to_owned(),
        unit: unit.to_owned(),
        period: format!("2026-{month:02}"),
        first_day: 20_260_001 + month * 100,
        last_day: 20_260_028 + month * 100,
    }
}

fn step(make: Maker, number: u32, state: &str, version: u32) -> ReportStepRow {
    let note = (state == "returned").then(|| "Xem lại dòng 4".to_owned());
    ReportStepRow { number, state: state.to_owned(), version, by: make.user(number), at_ms: 1_000 + i64::from(number), note }
}

fn numbers(make: Maker, version: u32) -> (ReportVersionRow, DefinitionRow) {
    let definition = DefinitionRow { hash: make.hash(100 + version), body: vec![0, version as u8, 255] };
    let content = format!("{{\"version\":{version},\"label\":\"Số người\"}}");
    let row = ReportVersionRow {
        version,
        position: Position(40 + version),
        content,
        hash: make.hash(version),
        definitions: definition.hash,
    };
    (row, definition)
}

fn write(make: Maker, report: &ReportRow, step: ReportStepRow) -> ReportStepWrite {
    let made = (step.state == "prepared").then(|| numbers(make, step.version));
    let (version, definition) = made.map_or((None, None), |(version, definition)| (Some(version), Some(definition)));
    ReportStepWrite { report: report.clone(), step, version, definitions: definition.into_iter().collect() }
}

/// Steps, versions and revisions are added once and stay.
pub async fn closed_reports(store: &dyn Store) {
    let make = Maker::new(61);
    let (shard, other) = (make.shard, Maker::new(62).shard);
    let october = report(make, 1, "31117", 10);
    let september = report(make, 2, "31120", 9);
    let course = [("prepared", 1), ("sent", 1), ("returned", 1), ("prepared", 2), ("sent", 2), ("locked", 2)];
    let steps: Vec<ReportStepRow> =
        (1..).zip(course).map(|(number, (state, version))| step(make, number, state, version)).collect();
    for step in &steps {
        store.add_report_step(shard, &write(make, &october, step.clone())).await.expect("a step");
    }
    store.add_report_step(shard, &write(make, &september, steps[0].clone())).await.expect("a step");

    let again = store.add_report_step(shard, &write(make, &october, steps[5].clone())).await;
    assert!(matches!(again, Err(StoreError::Duplicate { .. })), "{again:?}");
    let second = ReportRow { id: make.report(9), ..october.clone() };
    let taken = store.add_report_step(shard, &write(make, &second, steps[0].clone())).await;
    assert!(matches!(taken, Err(StoreError::Duplicate { .. })), "one report of a unit, form and period: {taken:?}");
    assert_eq!(store.report_steps(shard, second.id).await.expect("steps"), []);

    let of = async |filter: ReportFilter| store.reports(shard, &filter).await.expect("reports");
    let all = of(ReportFilter::default()).await;
    let newest = ReportLine { report: october.clone(), last: steps[5].clone(), sent_ms: Some(1_005) };
    let other_unit = ReportLine { report: september.clone(), last: steps[0].clone(), sent_ms: None };
    assert_eq!(all, [newest.clone(), other_unit.clone()], "the latest period first");
    assert_eq!(of(ReportFilter { id: Some(october.id), ..ReportFilter::default() }).await, std::slice::from_ref(&newest));
    assert_eq!(
        of(ReportFilter { period: Some("2026-09".to_owned()), ..ReportFilter::default() }).await,
        std::slice::from_ref(&other_unit)
    );
    assert_eq!(of(ReportFilter { form: Some("02-DSX".to_owned()), ..ReportFilter::default() }).await, []);
    let units = |units: &[&str]| Some(units.iter().map(|unit| (*unit).to_owned()).collect());
    assert_eq!(of(ReportFilter { units: units(&["31117", "31999"]), ..ReportFilter::default() }).await, [newest]);
    assert_eq!(of(ReportFilter { units: units(&[]), ..ReportFilter::default() }).await, []);
    assert_eq!(store.reports(other, &ReportFilter::default()).await.expect("reports"), []);

    assert_eq!(store.report_steps(shard, october.id).await.expect("steps"), steps);
    let versions = [numbers(make, 1).0, numbers(make, 2).0];
    assert_eq!(store.report_versions(shard, october.id).await.expect("versions"), versions);
    let hashes = [versions[1].definitions, make.hash(999), versions[0].definitions];
    let mut kept = store.definitions(shard, &hashes).await.expect("definitions");
    kept.sort_by_key(|row| row.hash);
    assert_eq!(kept, [numbers(make, 1).1, numbers(make, 2).1]);
    assert_eq!(store.definitions(shard, &[]).await.expect("definitions"), []);
    assert_eq!(store.locked_until(shard).await.expect("locked"), [("31117".to_owned(), 20_261_028)]);
    assert_eq!(store.locked_until(other).await.expect("locked"), []);

    let (late, definition) = (numbers(make, 3).0, numbers(make, 3).1);
    let revision = ReportRevisionRow {
        number: 1,
        reason: "Ghi muộn 2 trẻ".to_owned(),
        numbers: ReportVersionRow { version: 2, ..late },
        difference: "[]".to_owned(),
        by: make.user(1),
        at_ms: 9_000,
    };
    let add = async || store.add_report_revision(shard, october.id, &revision, std::slice::from_ref(&definition)).await;
    add().await.expect("a revision");
    assert!(matches!(add().await, Err(StoreError::Duplicate { .. })));
    assert_eq!(store.report_revisions(shard, october.id).await.expect("revisions"), [revision]);
    assert_eq!(store.report_versions(shard, october.id).await.expect("versions"), versions, "the version stays");
    assert_eq!(store.report_revisions(shard, september.id).await.expect("revisions"), []);
}

/// The first declaration of an area and month stays.
pub async fn declarations(store: &dyn Store) {
    let make = Maker::new(63);
    let row = |n: u32, month, at_ms| DeclarationRow { area: make.area(n), month, by: make.user(n), at_ms, note: None };
    let rows = [row(1, 202_609, 1), row(1, 202_610, 2), row(2, 202_610, 3)];
    for row in &rows {
        store.declare(make.shard, row).await.expect("declared");
    }
    store.declare(make.shard, &row(1, 202_610, 99)).await.expect("declared already");
    let of = async |areas: &[u32], months| {
        let areas: Vec<_> = areas.iter().map(|n| make.area(*n)).collect();
        store.declarations(make.shard, &areas, months).await.expect("declarations")
    };
    assert_eq!(of(&[2, 1, 7], (202_601, 202_612)).await, rows);
    assert_eq!(of(&[1], (202_610, 202_610)).await, rows[1..2]);
    assert_eq!(of(&[], (202_601, 202_612)).await, []);
}

/// Events are counted by the area of their household, and by month.
pub async fn counted_events(store: &dyn Store) {
    let make = Maker::new(64);
    let event = |n: u32, kind, status, date, household: Option<u32>| EventRow {
        kind,
        status,
        date,
        decided: (status == EventStatus::Accepted).then_some(Position(n)),
        household: household.map(|n| make.household(n)),
        ..make.event_row(n)
    };
    let (accepted, waiting) = (EventStatus::Accepted, EventStatus::Submitted);
    let mut batch = make.batch(store).await;
    batch.households = vec![make.household_row(1, 1, 1), make.household_row(2, 2, 1)];
    batch.events = vec![
        event(1, EventKind::Birth, accepted, 20_261_005, Some(1)),
        event(2, EventKind::Death, waiting, 20_261_031, Some(1)),
        event(3, EventKind::Birth, accepted, 20_260_930, Some(1)),
        event(4, EventKind::Reviewed, accepted, 20_261_005, Some(2)),
        event(5, EventKind::Death, accepted, 20_261_001, Some(2)),
        event(6, EventKind::Death, EventStatus::Returned, 20_261_002, Some(2)),
        event(7, EventKind::Death, accepted, 20_261_003, None),
    ];
    store.commit(batch).await.expect("events");
    let october = EventCount {
        kinds: vec![EventKind::Birth, EventKind::Death],
        hamlets: vec![make.hamlet(1)],
        happened: (20_261_001, 20_261_031),
        accepted: None,
    };
    let mut areas = store.events_by_area(make.shard, &october).await.expect("counted");
    areas.sort_by_key(|row| row.area);
    let row = |area: Option<u32>, accepted, waiting| AreaEvents { area: area.map(|n| make.area(n)), accepted, waiting };
    assert_eq!(areas, [row(None, 1, 0), row(Some(1), 1, 1), row(Some(2), 1, 0)]);
    let elsewhere = EventCount { hamlets: vec![make.hamlet(2)], ..october.clone() };
    assert_eq!(store.events_by_area(make.shard, &elsewhere).await.expect("counted"), []);

    let all_year = EventCount { happened: (20_260_101, 20_261_231), accepted: Some((Position(0), Position(5))), ..october };
    assert_eq!(store.events_by_month(make.shard, &all_year).await.expect("counted"), [(202_609, 1), (202_610, 2)]);
    let later = EventCount { accepted: Some((Position(1), Position(9))), ..all_year };
    assert_eq!(store.events_by_month(make.shard, &later).await.expect("counted"), [(202_609, 1), (202_610, 2)]);
}
