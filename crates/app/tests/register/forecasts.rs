//! Forecasts are made of what is counted, kept as they were made, and held against what came later.

use crate::acts::{code, family, household, member, move_out, person};
use crate::small::{COMMUNE, Phone, Small, nation, officer};
use danso_app::AppError;
use danso_app::forecast::{BaseAsk, BaseTable, ForecastAsk, ForecastBasis, ForecastScenario, OwnAssumptions};
use danso_model::{ForecastId, Member, Sex};
use uuid::Uuid;

fn ask(unit: &str, scenario: ForecastScenario) -> ForecastAsk {
    ForecastAsk {
        unit: unit.to_owned(),
        to: 2045,
        scenario,
        trajectories: 0,
        name: None,
        base: Some("2026-06-30".to_owned()),
        children: false,
        own: None,
        basis: ForecastBasis::Un,
        table: None,
        seed: None,
    }
}

#[tokio::test]
async fn a_forecast_begins_with_what_is_counted_and_is_never_written_over() {
    let small = Small::new().await;
    let total = crate::small::counted(&small.app, "2026-06-30".parse().unwrap(), None, vec![]).await.total;
    let medium = ForecastAsk { trajectories: 200, ..ask(COMMUNE, ForecastScenario::Medium) };
    let first = small.app.make_forecast(&officer(), &medium).await.unwrap();
    assert!((first.first - total as f64).abs() < 0.1, "{} of {total}", first.first);
    let whole = small.app.forecast(&officer(), ForecastId(first.id)).await.unwrap();
    assert_eq!((whole.years.len(), whole.years[0].year, whole.years.last().unwrap().year), (20, 2026, 2045));
    for (line, next) in whole.years.iter().zip(&whole.years[1..]) {
        let flows = next.births.unwrap() - next.deaths.unwrap() + next.net_migration.unwrap();
        assert!((line.total + flows - next.total).abs() < 0.3, "{} closes", next.year);
        let [lowest, low, middle, high, highest] = next.total_band.unwrap();
        assert!(lowest <= low && low <= middle && middle <= high && high <= highest);
    }
    let bands = whole.age_bands.as_ref().unwrap();
    assert_eq!((bands.from.len(), bands.from[19], bands.male.len()), (20, 95, whole.years.len() - 1));
    for (rows, pyramid) in [(&bands.male, &whole.pyramid.male), (&bands.female, &whole.pyramid.female)] {
        for (row, ages) in rows.iter().zip(&pyramid[1..]) {
            for (at, [lowest, low, high, highest]) in row.iter().enumerate() {
                let people: f64 = ages[at * 5..at * 5 + 5].iter().sum();
                assert!(lowest <= low && low <= high && high <= highest);
                assert!(lowest - 1.5 <= people && people <= highest + 1.5, "{lowest} {people} {highest}");
            }
        }
    }
    for (line, (male, female)) in whole.years.iter().zip(whole.pyramid.male.iter().zip(&whole.pyramid.female)) {
        assert_eq!((male.len(), female.len()), (101, 101));
        let all: f64 = male.iter().chain(female).sum();
        assert!((all - line.total).abs() < 12.0, "rounded to a tenth at each age: {all} and {}", line.total);
    }

    // The same base and assumptions are the same forecast; when more is known it is another one, and the first stays as it was.
    let again = small.app.make_forecast(&officer(), &medium).await.unwrap();
    assert_eq!(again.hash, first.hash);
    let mut phone = Phone::of(0);
    let gone = phone.event("2026-06-20", move_out(0, vec![person(0, 0), person(0, 1), person(0, 2)]));
    phone.push(&small.app, std::slice::from_ref(&gone)).await;
    small.accept(&gone).await;
    let later = small.app.make_forecast(&officer(), &medium).await.unwrap();
    assert!(later.hash != first.hash && later.known_at > first.known_at);
    let list = small.app.forecasts(&officer(), COMMUNE).await.unwrap().items;
    // All were made in one instant, so their order says nothing.
    let ids = |mut ids: Vec<Uuid>| {
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids(list.iter().map(|item| item.id).collect()), ids(vec![later.id, again.id, first.id]));
    assert_eq!(small.app.forecast(&officer(), ForecastId(first.id)).await.unwrap().years, whole.years);
    small.clean().await;
}

#[tokio::test]
async fn scenarios_differ_as_they_should() {
    let small = Small::new().await;
    let made = |scenario| small.app.forecast_unchecked(&ask(COMMUNE, scenario)).unwrap();
    let births = |scenario| made(scenario).years.iter().filter_map(|line| line.births).sum::<f64>();
    let (low, medium, high) = (births(ForecastScenario::Low), births(ForecastScenario::Medium), births(ForecastScenario::High));
    assert!(low < medium && medium < high, "{low} {medium} {high}");
    let still = made(ForecastScenario::NoMigration);
    assert!(still.years.iter().filter_map(|line| line.net_migration).all(|net| net == 0.0));
    assert_eq!(made(ForecastScenario::Medium), made(ForecastScenario::Medium));
}

#[tokio::test]
async fn what_an_office_assumes_itself_is_reached_in_the_last_year() {
    let small = Small::new().await;
    let own = OwnAssumptions { tfr: Some(2.3), life_male: Some(76.0), life_female: None, net_migration: Some(10.0) };
    let asked = ForecastAsk { own: Some(own), ..ask(COMMUNE, ForecastScenario::Medium) };
    let made = small.app.forecast_unchecked(&asked).unwrap();
    let said = |id: &str| made.assumptions.iter().find(|each| each.id == id).unwrap();
    let last = |id: &str| *said(id).values.last().unwrap();
    assert!((last("tfr") - 2.3).abs() < 1e-9 && said("tfr").source == "stated");
    assert!((last("e0_male") - 76.0).abs() < 0.05 && said("e0_female").source == "wpp2024_own");
    let plain = small.app.forecast_unchecked(&ask(COMMUNE, ForecastScenario::Medium)).unwrap();
    assert!(made.years.last().unwrap().total > plain.years.last().unwrap().total);
    let comes = made.years[1].net_migration.unwrap();
    assert!((comes - made.years[0].total / 100.0).abs() < 0.11, "{comes}");
    let absurd = ForecastAsk { own: Some(OwnAssumptions { tfr: Some(30.0), ..own }), ..asked };
    assert!(matches!(small.app.forecast_unchecked(&absurd), Err(AppError::BadRequest { code: "forecast_malformed", .. })));
}

#[tokio::test]
async fn older_people_are_told_by_how_they_live() {
    let small = Small::new().await;
    let (married, widowed) = (Some(code("2")), Some(code("3")));
    let couple = vec![
        Member { marital: married, ..member(person(62, 0), Sex::Male, "1950-03-02", "1") },
        Member { marital: married, ..member(person(62, 1), Sex::Female, "1953-06-05", "2") },
    ];
    let widow = vec![Member { marital: widowed, ..member(person(63, 0), Sex::Female, "1944-02-01", "1") }];
    let mut phone = Phone::of(0);
    for body in [household(62, 0, couple), household(63, 0, widow)] {
        let event = phone.event("2026-05-01", body);
        phone.push(&small.app, std::slice::from_ref(&event)).await;
        small.accept(&event).await;
    }
    let made = small.app.make_forecast(&officer(), &ask(COMMUNE, ForecastScenario::NoMigration)).await.unwrap();
    let living = small.app.forecast(&officer(), ForecastId(made.id)).await.unwrap().living.unwrap();
    assert_eq!((living.male[1], living.female[1], living.female[2]), ([0, 1, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0]));
    let sectors = small.app.sectors(&officer(), ForecastId(made.id)).await.unwrap();
    let values = |id: &str| sectors.groups[2].lines.iter().find(|line| line.id == id).unwrap().values.clone();
    let all = values("older");
    let ways = ["living_alone", "living_couple", "living_others", "living_collective"].map(values);
    for (at, older) in all.iter().enumerate() {
        let sum: f64 = ways.iter().map(|way| way[at]).sum();
        assert!((sum - older).abs() < 0.3, "{sum} of {older}");
    }
    assert!(ways[1][0] > ways[0][0] && ways[0][0] > 0.0);
}

/// A province of which the register knows nobody, in groups as an office has them.
const TABLE: &str =
    "Nhóm tuổi;Nam;Nữ\n0-4;30.000;28.000\n5-9;32.000;30.000\n10-14;31.000;29.500\n15-64;260.000;262.000\n65+;22.000;34.000\n";

#[tokio::test]
async fn a_table_takes_the_place_of_the_register_and_is_kept() {
    let small = Small::new().await;
    let read = small.app.read_base(&nation(), &BaseAsk { text: Some(TABLE.to_owned()), file: None }).unwrap();
    assert_eq!((read.rows, read.male, read.method.as_str()), (5, 375_000.0, "monotone"));
    let table = BaseTable { text: read.text.clone(), source: "Niên giám thống kê 2025, bảng 2.4".to_owned() };
    // Ha Noi has no register here.
    let asked = ForecastAsk { table: Some(table), trajectories: 100, ..ask("01", ForecastScenario::Medium) };
    let made = small.app.make_forecast(&nation(), &asked).await.unwrap();
    assert!(made.imported && (made.first - 758_500.0).abs() < 1.0, "{}", made.first);
    assert!(made.scores.is_empty(), "there is no count to hold it against");
    let whole = small.app.forecast(&nation(), ForecastId(made.id)).await.unwrap();
    let kept = whole.table.unwrap();
    assert_eq!((kept.text, kept.method.as_str(), kept.hash.len()), (read.text, "monotone", 64));
    assert_eq!((whole.own, whole.assumptions[0].source.as_str()), (vec![], "wpp2024"));
    assert!(whole.years[1..].iter().all(|line| line.net_migration == Some(0.0)));
    let source = |asked: &ForecastAsk| ForecastAsk {
        table: Some(BaseTable { source: " ".to_owned(), text: TABLE.to_owned() }),
        ..asked.clone()
    };
    assert!(matches!(
        small.app.forecast_unchecked(&source(&asked)),
        Err(AppError::BadRequest { code: "forecast_malformed", .. })
    ));
    let broken = BaseTable { text: "age,male,female\n0,1,2\n1,x,2\n".to_owned(), source: "x".to_owned() };
    match small.app.forecast_unchecked(&ForecastAsk { table: Some(broken), ..asked }) {
        Err(AppError::BadRequest { code: "forecast_table", detail }) => assert_eq!(detail, "line 3: number"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_statistics_office_assumes_for_provinces() {
    let small = Small::new().await;
    let asked = |unit: &str, table: Option<BaseTable>| ForecastAsk {
        basis: ForecastBasis::Gso,
        table,
        ..ask(unit, ForecastScenario::Medium)
    };
    let made = small.app.forecast_unchecked(&asked(COMMUNE, None)).unwrap();
    let tfr = made.assumptions.iter().find(|each| each.id == "tfr").unwrap();
    assert_eq!(tfr.source, "gso2016_own");
    // Ha Noi by its table alone: 1.98 children in the middle of 2024–2029.
    let table = BaseTable { text: TABLE.to_owned(), source: "thử".to_owned() };
    let capital = small.app.forecast_unchecked(&asked("01", Some(table))).unwrap();
    let tfr = capital.assumptions.iter().find(|each| each.id == "tfr").unwrap();
    assert!(tfr.source == "gso2016" && (tfr.values[0] - 1.98).abs() < 0.005, "{:?}", tfr.values[0]);
    let all = small.app.forecast_unchecked(&ForecastAsk { children: true, ..asked("VN", None) }).unwrap();
    assert_eq!(all.children.len(), 1);
    assert!((all.children[0].years.last().unwrap().total - all.years.last().unwrap().total).abs() < 0.2);
}

#[tokio::test]
async fn units_below_agree_with_the_one_above() {
    let small = Small::new().await;
    let all = ForecastAsk { children: true, ..ask("VN", ForecastScenario::Medium) };
    let above = small.app.make_forecast(&nation(), &all).await.unwrap();
    let whole = small.app.forecast(&nation(), ForecastId(above.id)).await.unwrap();
    assert_eq!(whole.children.len(), 1);
    let child = small.app.forecast(&nation(), ForecastId(whole.children[0].id)).await.unwrap();
    assert_eq!(child.summary.parent, Some(above.id));
    for (line, of) in whole.years.iter().zip(&child.years) {
        assert!((line.total - of.total).abs() < 0.2, "{}: {} and {}", line.year, line.total, of.total);
    }
}

#[tokio::test]
async fn what_makes_no_forecast_is_said() {
    let small = Small::new().await;
    let refused = async |ask: ForecastAsk| match small.app.make_forecast(&nation(), &ask).await {
        Err(AppError::BadRequest { code, .. }) => code,
        other => panic!("{other:?}"),
    };
    let good = || ask(COMMUNE, ForecastScenario::Medium);
    assert_eq!(refused(ForecastAsk { to: 2026, ..good() }).await, "forecast_malformed");
    assert_eq!(refused(ForecastAsk { to: 2200, ..good() }).await, "forecast_malformed");
    assert_eq!(refused(ForecastAsk { trajectories: 5, ..good() }).await, "forecast_malformed");
    assert_eq!(refused(ForecastAsk { base: Some("yesterday".to_owned()), ..good() }).await, "forecast_malformed");
    assert_eq!(refused(ForecastAsk { unit: format!("{COMMUNE}.01"), ..good() }).await, "forecast_malformed");
    assert_eq!(refused(ForecastAsk { unit: "nowhere".to_owned(), ..good() }).await, "unknown_unit");
    assert_eq!(refused(ForecastAsk { base: Some("2001-12-31".to_owned()), to: 2030, ..good() }).await, "forecast_empty");
}

#[tokio::test]
async fn later_counts_stand_beside_a_forecast() {
    let small = Small::new().await;
    let early = ForecastAsk { base: Some("2026-03-31".to_owned()), ..ask(COMMUNE, ForecastScenario::NoMigration) };
    let made = small.app.make_forecast(&officer(), &early).await.unwrap();
    let [score] = &made.scores[..] else { panic!("{:?}", made.scores) };
    let counted = crate::small::total(&small.app).await;
    assert_eq!(score.counted, counted);
    assert!((score.error - 100.0 * (score.forecast - counted as f64) / counted as f64).abs() < 0.5, "{score:?}");
    let mut phone = Phone::of(0);
    let more = phone.event("2026-07-01", household(61, 0, family(61)));
    phone.push(&small.app, std::slice::from_ref(&more)).await;
    small.accept(&more).await;
    let now = small.app.forecasts(&officer(), COMMUNE).await.unwrap().items;
    assert_eq!(now[0].scores[0].counted, counted + 3, "the forecast is held against what is known now");
    let quality = small.app.quality(&officer(), COMMUNE, None).await.unwrap();
    assert!(quality.few && quality.total == counted + 3 && quality.checks.iter().all(|check| check.verdict.is_none()));
    let missing: Vec<(&str, &str)> = quality.missing.iter().map(|each| (each.id.as_str(), each.reason.as_str())).collect();
    assert_eq!(missing, [("sex_ratio_birth", "few_births"), ("infants", "few_births"), ("deaths", "young_register")]);
    let sectors = small.app.sectors(&officer(), ForecastId(made.id)).await.unwrap();
    assert_eq!(
        sectors.groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>(),
        ["school", "labour", "older", "women", "births", "structure"]
    );
    assert!(sectors.groups.iter().flat_map(|group| &group.lines).all(|line| line.values.len() == sectors.years.len()));
}
