//! Households interviewed a second time: drawn, read blind, compared with the register as it was known then, and decided on.

use crate::acts::{area, birth, education, house, person, user};
use crate::database::Database;
use crate::small::{COMMUNE, Phone, Small, nation, officer};
use danso_app::AppError;
use danso_app::samples::{ReadingAsk, ReadingRow, SampleAsk, VerdictAsk};
use danso_model::{HouseholdId, SampleId};
use danso_reports::Format;
use uuid::Uuid;

fn ask(households: u32) -> SampleAsk {
    SampleAsk {
        unit: COMMUNE.to_owned(),
        name: "Phúc tra tháng 7".to_owned(),
        area: None,
        collaborator: None,
        households: Some(households),
        percent: None,
    }
}

fn row(name: &str, sex: &str, birth: &str, relationship: &str) -> ReadingRow {
    let told = |text: &str| Some(text.to_owned());
    ReadingRow { name: told(name), sex: told(sex), birth: told(birth), relationship: told(relationship), ..ReadingRow::default() }
}

/// The family of every sheet, as it is.
fn family() -> Vec<ReadingRow> {
    vec![
        row("Phạm Văn Hùng", "m", "1985-03-02", "1"),
        row("Lê Thị Mận", "f", "1988-06-05", "2"),
        row("Phạm Thị Mơ", "f", "2015-09-07", "3"),
    ]
}

fn reading(persons: Vec<ReadingRow>) -> ReadingAsk {
    ReadingAsk { reader: Some(user(91).0), met: true, persons }
}

async fn told(database: Database) -> Small {
    let small = Small::on(database).await;
    let app = &small.app;
    let drawn = app.draw_sample(&officer(), &ask(6)).await.unwrap();
    let id = SampleId(drawn.id);
    assert_eq!((drawn.households, drawn.read, drawn.position), (6, 0, small.head().await.0));
    let list = app.sample(&officer(), id).await.unwrap();
    let of = |name: &str| list.households.iter().filter(|line| line.collaborator_name == name).count();
    assert_eq!((of("Người dùng 0"), of("Người dùng 1"), of("Người dùng 2")), (2, 2, 2), "stratified by collaborator");
    assert!(list.households.iter().all(|line| line.head.as_deref() == Some("Phạm Văn Hùng") && line.state == "waiting"));

    // The register learns something after the draw: it is compared as it was before.
    let first = HouseholdId(list.households[0].household);
    let number = (0..30).find(|number| house(*number) == first).unwrap();
    let mut phone = Phone::of(number / 10);
    let born = phone.event("2026-07-10", birth(number, number / 10, 3, "2026-07-10"));
    let learnt = phone.event("2026-07-10", education(person(number, 1), "5"));
    phone.push(app, &[born.clone(), learnt.clone()]).await;
    small.accept(&born).await;
    small.accept(&learnt).await;
    let reply = app.put_reading(&officer(), id, first, &reading(family())).await.unwrap();
    assert_eq!((reply.points, reply.differences), (3 + 4 * 3, 0), "nobody of then was left out");

    // Someone was not found, someone was left out, and a sex and a name differ.
    let second = HouseholdId(list.households[1].household);
    let mut rows = family();
    rows[0].sex = Some("f".to_owned());
    rows[1].name = Some("Lê Thị Mơ Mận".to_owned());
    rows[2] = row("Trần Bé Út", "m", "2024", "7");
    let reply = app.put_reading(&officer(), id, second, &reading(rows)).await.unwrap();
    assert_eq!(reply.differences, 4);
    let differences = app.sample_differences(&officer(), id).await.unwrap().items;
    let told: Vec<(&str, &str, &str)> =
        differences.iter().map(|line| (line.kind.as_str(), line.field.as_str(), line.who.as_str())).collect();
    let expected = [
        ("value", "sex", "Phạm Văn Hùng"),
        ("value", "name", "Lê Thị Mận"),
        ("inclusion", "person", "Phạm Thị Mơ"),
        ("omission", "person", "Trần Bé Út"),
    ];
    assert_eq!(told, expected);
    assert_eq!((differences[0].was.as_deref(), differences[0].said.as_deref()), (Some("m"), Some("f")));
    assert_eq!(differences[1].said.as_deref(), Some("Lê Thị Mơ Mận"), "read from what is sealed");

    let result = app.sample_result(&officer(), id).await.unwrap();
    assert_eq!((result.total.differences, result.total.open, result.total.gross), (4, 4, None));
    let decide = async |number, verdict: &str| {
        let ask = VerdictAsk { household: second.0, number, verdict: verdict.to_owned() };
        app.decide_difference(&officer(), id, &ask).await
    };
    for (number, verdict) in [(1, "register"), (2, "reading"), (3, "changed"), (4, "register")] {
        decide(number, verdict).await.unwrap();
    }
    assert!(matches!(decide(9, "register").await, Err(AppError::NotFound)));
    assert!(matches!(decide(1, "both").await, Err(AppError::BadRequest { code: "bad_verdict", .. })));
    let result = app.sample_result(&officer(), id).await.unwrap();
    let persons = &result.fields[0];
    assert_eq!((persons.of.as_str(), persons.line.points, persons.line.register, persons.line.changed), ("person", 7, 1, 1));
    assert_eq!(persons.line.net.map(f64::round), Some(1_429.0), "one in seven was left out");
    let all: u64 = result.collaborators.iter().map(|each| each.line.points).sum();
    assert_eq!(all, result.total.points, "collaborators share all data points");
    assert_eq!(result.total.gross.map(|rate| rate.rate > 0.0), Some(true));
    for format in [Format::Xlsx, Format::Csv, Format::Pdf] {
        assert!(app.sample_result_file(&officer(), id, format).await.unwrap().len() > 100);
    }
    let csv = String::from_utf8(app.sample_result_file(&officer(), id, Format::Csv).await.unwrap()).unwrap();
    assert!(csv.contains("Giới tính") && !csv.contains("Phạm"), "{csv}");

    // A reading written down again takes the place of the first one.
    app.put_reading(&officer(), id, second, &reading(family())).await.unwrap();
    assert_eq!(app.sample_differences(&officer(), id).await.unwrap().items, []);
    small.clean().await;
    small
}

#[tokio::test]
async fn on_sqlite() {
    told(Database::sqlite()).await;
}

#[tokio::test]
async fn on_postgres() {
    let Small { database, store, app } = told(Database::postgres().await).await;
    drop(app);
    store.close().await;
    database.drop().await;
}

#[tokio::test]
async fn whoever_recorded_a_household_does_not_ask_again() {
    let small = Small::new().await;
    let app = &small.app;
    let one = SampleAsk { area: Some(area(1).0), ..ask(1) };
    let id = SampleId(app.draw_sample(&officer(), &one).await.unwrap().id);
    let household = HouseholdId(app.sample(&officer(), id).await.unwrap().households[0].household);
    let by = async |number| {
        let ask = ReadingAsk { reader: Some(user(number).0), ..reading(family()) };
        app.put_reading(&officer(), id, household, &ask).await
    };
    assert!(matches!(by(1).await, Err(AppError::Conflict { code: "reader_recorded_it" })), "the area is theirs");
    assert!(
        matches!(by(90).await, Err(AppError::Conflict { code: "reader_recorded_it" })),
        "the sheets were loaded by the officer"
    );
    assert!(by(2).await.is_ok(), "a neighbour may");
    assert!(matches!(by(55).await, Err(AppError::BadRequest { code: "reading_malformed", .. })), "nobody");
    let elsewhere = app.put_reading(&officer(), id, house(404), &reading(family())).await;
    assert!(matches!(elsewhere, Err(AppError::NotFound)));
    let nobody = ReadingAsk { met: false, ..reading(Vec::new()) };
    app.put_reading(&officer(), id, household, &nobody).await.unwrap();
    let line = app.sample(&officer(), id).await.unwrap();
    assert_eq!((line.sample.read, line.sample.absent, line.households[0].differences), (0, 1, 0), "an empty house tells nothing");
    assert!(matches!(app.sample(&nation(), id).await, Err(AppError::Forbidden { .. })));
}

#[tokio::test]
async fn an_erasure_reaches_what_was_said_again_and_leaves_the_rates() {
    let small = Small::new().await;
    let app = &small.app;
    let one = SampleAsk { percent: Some(1.0), households: None, ..ask(1) };
    let id = SampleId(app.draw_sample(&officer(), &one).await.unwrap().id);
    let household = HouseholdId(app.sample(&officer(), id).await.unwrap().households[0].household);
    let number = (0..30).find(|number| house(*number) == household).unwrap();
    let mut rows = family();
    rows[1].name = Some("Lê Thị Mơ Mận".to_owned());
    app.put_reading(&officer(), id, household, &reading(rows)).await.unwrap();
    let before = app.sample_result(&officer(), id).await.unwrap();
    app.erase(user(90), person(number, 1).into()).await.unwrap();
    let line = app.sample_differences(&officer(), id).await.unwrap().items.remove(0);
    assert_eq!((line.who.as_str(), line.was, line.said), ("", None, None));
    assert_eq!(app.sample_result(&officer(), id).await.unwrap(), before);
}

#[tokio::test]
async fn a_draw_makes_sense_or_is_refused() {
    let small = Small::new().await;
    let app = &small.app;
    let refused = async |ask: SampleAsk| {
        matches!(app.draw_sample(&officer(), &ask).await, Err(AppError::BadRequest { code: "sample_malformed", .. }))
    };
    assert!(refused(SampleAsk { name: " ".to_owned(), ..ask(1) }).await);
    assert!(refused(ask(0)).await);
    assert!(refused(SampleAsk { percent: Some(5.0), ..ask(1) }).await, "one or the other");
    assert!(refused(SampleAsk { percent: Some(101.0), households: None, ..ask(1) }).await);
    assert!(refused(SampleAsk { area: Some(Uuid::nil()), ..ask(1) }).await);
    let own = SampleAsk { collaborator: Some(user(2).0), ..ask(99) };
    assert_eq!(app.draw_sample(&officer(), &own).await.unwrap().households, 3, "no more than there are");
    let form =
        app.sample_form(&officer(), SampleId(app.samples(&officer(), COMMUNE).await.unwrap().samples[0].id), Format::Html).await;
    let html = String::from_utf8(form.unwrap()).unwrap();
    assert!(html.contains("Phạm Văn Hùng") && !html.contains("Lê Thị Mận") && !html.contains("1985"), "blind");
}
