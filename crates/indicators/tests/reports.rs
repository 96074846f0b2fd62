//! The forms that are built in, and what they become.

mod register;
mod unanswered;

use danso_indicators::{
    Ask, Count, Deadline, MadeFrom, Period, PeriodKind, ReportContent, ReportError, Source, Templates, UnitLabel, difference,
};
use jiff::civil::date;
use register::Register;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;
use unanswered::Unanswered;

fn templates() -> Templates {
    Templates::embedded().expect("the built-in forms")
}

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

fn unit(code: &str) -> UnitLabel {
    UnitLabel { code: code.to_owned(), name: format!("unit {code}") }
}

fn made_from() -> MadeFrom {
    MadeFrom { known_at: 99, boundaries: date(2026, 9, 30), catalog: "lists".to_owned(), places: "tree".to_owned() }
}

fn content(
    form: &str,
    text: &str,
    children: &[UnitLabel],
    answer: impl FnMut(&str, &Ask) -> Result<Vec<f64>, Unanswered>,
) -> ReportContent {
    let all = templates();
    let plan = all.plan(form, period(text), unit("1"), children).expect("in force").expect("a plan");
    plan.content(made_from(), answer).expect("a report")
}

fn cells(report: &ReportContent, id: &str) -> Vec<Option<String>> {
    let row = report.rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("row {id}"));
    row.cells.iter().map(|cell| cell.map(|value| value.to_string())).collect()
}

#[test]
fn all_files_of_the_folder_are_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog/reports");
    let seen = |templates: &Templates| templates.all().cloned().collect::<Vec<_>>();
    assert_eq!(seen(&Templates::folder(&folder).expect("the folder")), seen(&templates()));
}

#[test]
fn the_forms_of_the_circular_are_there_with_their_deadlines() {
    let all = templates();
    for (form, text, deadline) in [
        ("01-DSX", "2026-10", Some(Deadline::WorkingDays(5))),
        ("02-DSX", "2026-Q3", Some(Deadline::WorkingDays(5))),
        ("03-DSX", "2026", Some(Deadline::WorkingDays(5))),
        ("01-DSH", "2026-Q3", Some(Deadline::CalendarDays(15))),
        ("02-DSH", "2026", Some(Deadline::CalendarDays(15))),
        ("01-DST", "2026-Q3", Some(Deadline::CalendarDays(20))),
        ("02-DST", "2026", Some(Deadline::CalendarDays(20))),
        ("A0-CTV", "2026-10", None),
        ("P0-CTV", "2026-10", Some(Deadline::CalendarDays(1))),
    ] {
        let template = all.on(form, period(text).span().to()).unwrap_or_else(|| panic!("{form}"));
        assert_eq!(template.deadline, deadline, "{form}");
    }
}

/// Only what a source prints is without the mark of a draft: rows 1–9 of 01-DSH, I.1–I.3 of 03-DSX.
#[test]
fn rows_that_no_source_prints_are_drafts() {
    let all = templates();
    let sure = |form: &str| -> Vec<String> {
        let template = all.on(form, date(2026, 12, 31)).expect("in force");
        let rows = template.rows.iter().filter(|row| !row.draft && !template.draft && row.value.is_some());
        rows.map(|row| row.number.clone()).filter(|number| !number.is_empty()).collect()
    };
    assert_eq!(sure("01-DSH"), ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert_eq!(sure("03-DSX"), ["1", "2", "3"]);
    for form in ["01-DSX", "02-DSX", "02-DSH", "01-DST", "02-DST"] {
        assert_eq!(sure(form), Vec::<String>::new(), "{form}");
    }
}

#[test]
fn a_month_of_a_commune_counts_what_happened_in_it_and_since_new_year() {
    let mut register = Register::made_up();
    let report = content("01-DSX", "2026-10", &[], |_, ask| register.answer(ask));
    assert_eq!((report.title[1].contains("10"), report.title[1].contains("2026")), (true, true));
    let of = |ask: Count, from: &str| {
        let from = from.parse().expect("a day");
        let born = register.0.iter().filter(|line| line.count == ask && line.from >= from && line.from <= date(2026, 10, 31));
        Some(born.count().to_string())
    };
    assert_eq!(cells(&report, "births"), [of(Count::Births, "2026-10-01"), of(Count::Births, "2026-01-01")]);
    assert_eq!(cells(&report, "residents")[0], cells(&report, "residents")[1], "a stock is the same in both columns");
    let again: ReportContent = serde_json::from_str(&report.canonical()).expect("a report");
    assert_eq!(again.canonical(), report.canonical());
    assert_eq!(difference(&report, &again), Vec::new());
    assert_eq!((report.versions.catalog.as_str(), report.versions.template.len()), ("lists", 16));
}

/// A move between two communes of a district counts in each of them and not in the district; a couple from two communes likewise once.
#[test]
fn the_column_of_the_whole_is_counted_and_never_summed() {
    let mut asked = BTreeSet::new();
    let report = content("01-DSH", "2026-Q3", &[unit("11"), unit("12")], |unit, ask| {
        asked.insert(unit.to_owned());
        let Ask::Counted { measure, .. } = ask else { panic!("operational") };
        Ok(vec![match (measure.count, unit) {
            (Count::MovesIn, "1") => 3.0,
            (Count::MovesIn, _) | (Count::Couples, "1") => 5.0,
            (Count::Couples, _) => 4.0,
            _ => 0.0,
        }])
    });
    assert_eq!(asked.into_iter().collect::<Vec<_>>(), ["1", "11", "12"]);
    assert_eq!(report.columns.iter().map(|column| column.label.contains("unit 1")).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(cells(&report, "arrivals"), ["3", "5", "5"].map(|count| Some(count.to_owned())));
    assert_eq!(cells(&report, "couples_counselled"), ["5", "4", "4"].map(|count| Some(count.to_owned())));
}

#[test]
fn every_form_with_numbers_can_be_made_of_nothing() {
    for template in templates().all().filter(|template| !template.print) {
        let text = match template.period {
            PeriodKind::Month => "2024-05",
            PeriodKind::Quarter => "2024-Q2",
            PeriodKind::Half => "2024-H1",
            PeriodKind::Year | PeriodKind::Years => "2024",
        };
        let text = if template.valid_to.is_some() { text.to_owned() } else { text.replace("2024", "2026") };
        let report = content(&template.form, &text, &[unit("11")], |_, ask| Ok(vec![0.0; ask.answer_len()]));
        let happenings = template.happenings();
        assert!(happenings.contains(&"births") && !happenings.contains(&"residents"), "{happenings:?}");
        assert!(report.is_nothing_in(&happenings));
        assert_eq!(report.version, template.version);
        let texts = report.title.iter().chain(&report.notes).chain(report.columns.iter().map(|column| &column.label));
        assert!(!texts.into_iter().any(|text| text.contains('{')));
    }
}

#[test]
fn since_july_2025_communes_report_to_the_province() {
    let all = templates();
    let first = |day| all.on("01-DSX", day).expect("in force").receivers[0].role.clone();
    assert_eq!(first(date(2025, 6, 30)), "district_focal");
    assert_eq!(first(date(2025, 7, 31)), "province_office");
}

#[test]
fn what_a_form_is_not_for_is_refused() {
    let all = templates();
    let plan = |form: &str, text: &str| {
        all.plan(form, period(text), unit("1"), &[]).map(|plan| plan.map(|_| ()).map_err(|error| error.to_string()))
    };
    assert_eq!(plan("01-DSX", "2026"), Some(Err("01-DSX is for a period of the kind Month, and 2026 is not".to_owned())));
    assert_eq!(plan("P0-CTV", "2026-10"), Some(Err("P0-CTV prints records and has no numbers".to_owned())));
    assert_eq!(plan("01-DSX", "2021-10"), None, "before the circular");
    assert_eq!(plan("XX", "2026"), None);
}

/// A form of our own with a share: rounded once, halves away from zero; a share of nothing is an empty cell.
#[test]
fn cells_are_rounded_once_and_empty_where_undefined() {
    let form = json!({
        "form": "X", "version": "1", "valid_from": "2022-03-01", "level": "commune", "period": "year", "form_lines": [], "title": ["{last_day}"],
        "legal_basis": "a", "source": "a", "verified": false, "deadline": {"working_days": 5}, "receivers": [], "signatures": [],
        "columns": [{"label": "a"}, {"label": "{unit}", "of": "children"}], "terms": {"births": {"count": "births"}, "pop": {"count": "residents"}},
        "rows": [{"id": "rate", "label": "a", "unit": "a", "value": "births / (pop * years) * 1000", "decimals": 1}]
    });
    let all = Templates::parse(&[("x.json", form.to_string())]).expect("a form");
    let plan = all.plan("X", period("2026"), unit("1"), &[unit("2")]).expect("in force").expect("a plan");
    assert_eq!((plan.asks().len(), plan.units()), (2, vec!["1", "2"]));
    let answer = |unit: &str, ask: &Ask| -> Result<Vec<f64>, Unanswered> {
        let Ask::Counted { measure, .. } = ask else { panic!("operational") };
        Ok(vec![if measure.count == Count::Births {
            5.0
        } else if unit == "1" {
            4000.0
        } else {
            0.0
        }])
    };
    let report = plan.content(made_from(), answer).expect("a report");
    assert_eq!((cells(&report, "rate"), report.title), (vec![Some("1.3".to_owned()), None], vec!["31/12/2026".to_owned()]));
    let short = plan.content(made_from(), |_, _| Ok::<_, Unanswered>(Vec::new()));
    assert_eq!(short.expect_err("no numbers"), Unanswered::Report(ReportError::Length { found: 0, wanted: 1 }));
}
