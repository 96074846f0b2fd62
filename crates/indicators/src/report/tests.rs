use super::*;
use crate::Value;
use jiff::civil::date;

/// A small report: one heading, one count, one share; the unit and one child.
pub(super) fn sample() -> ReportContent {
    let column = |unit: &str| Column {
        label: format!("column {unit}"),
        unit: unit.to_owned(),
        span: ColumnSpan::Period,
        estimated: false,
    };
    let row = |id: &str, heading: bool, cells: Vec<Option<Value>>| Row {
        id: id.to_owned(),
        number: "1".to_owned(),
        label: format!("label {id}"),
        unit: "person".to_owned(),
        indent: 0,
        draft: false,
        heading,
        cells,
    };
    ReportContent {
        form: "01-DSH".to_owned(),
        version: "2022".to_owned(),
        draft: false,
        form_lines: vec!["issued".to_owned()],
        title: vec!["title".to_owned()],
        legal_basis: "law".to_owned(),
        unit: UnitLabel { code: "921".to_owned(), name: "Old district".to_owned() },
        period: "2026-Q3".parse().expect("a period"),
        columns: vec![column("921"), column("31120")],
        rows: vec![
            row("head", true, vec![None, None]),
            row("births", false, vec![Some(Value::whole(12)), Some(Value::whole(5))]),
            row("share", false, vec![Value::rounded(8.25, 1), None]),
        ],
        notes: Vec::new(),
        receivers: vec!["receiver".to_owned()],
        signatures: vec![Signature { role: "head".to_owned(), label: "head".to_owned(), note: String::new() }],
        deadline: Deadline::CalendarDays(15),
        known_at: 4711,
        boundaries: date(2026, 9, 30),
        versions: Versions { catalog: "c".to_owned(), template: "t".to_owned(), places: "p".to_owned() },
    }
}

#[test]
fn canonical_json_comes_back_as_the_same_bytes() {
    let text = sample().canonical();
    let back: ReportContent = serde_json::from_str(&text).expect("a report");
    assert_eq!((back.canonical(), back), (text.clone(), sample()));
    assert!(text.starts_with(r#"{"form":"01-DSH","version":"2022","form_lines":["issued"],"title":["title"],"#), "{text}");
    assert!(text.contains(r#""deadline":{"calendar_days":15},"known_at":4711,"boundaries":"2026-09-30","#), "{text}");
    assert!(text.contains(r#""cells":["8.3",null]"#), "{text}");
}

#[test]
fn a_revision_lists_every_changed_cell_and_nothing_else() {
    let old = sample();
    assert_eq!(difference(&old, &old), Vec::new());
    let mut new = sample();
    new.rows[1].cells[0] = Some(Value::whole(13));
    new.rows[1].label = "another wording".to_owned();
    new.rows[2].cells[1] = Value::rounded(20.0, 1);
    let found = difference(&old, &new);
    let seen: Vec<_> = found.iter().map(|d| (d.row.as_str(), d.column.unit.as_str(), d.old, d.new, d.change)).collect();
    assert_eq!(
        seen,
        [
            ("births", "921", Some(Value::whole(12)), Some(Value::whole(13)), Some(Value::whole(1))),
            ("share", "31120", None, Value::rounded(20.0, 1), None),
        ]
    );
}

#[test]
fn rows_and_columns_that_come_or_go_are_differences() {
    let old = sample();
    let mut new = sample();
    new.columns[1].unit = "31121".to_owned();
    new.rows.remove(2);
    let seen: Vec<_> = difference(&old, &new).into_iter().map(|d| (d.row, d.column.unit, d.old, d.new)).collect();
    assert_eq!(
        seen,
        [
            ("births".to_owned(), "31121".to_owned(), None, Some(Value::whole(5))),
            ("births".to_owned(), "31120".to_owned(), Some(Value::whole(5)), None),
            ("share".to_owned(), "921".to_owned(), Value::rounded(8.25, 1), None),
        ]
    );
}

#[test]
fn nothing_to_report_is_told_by_named_rows() {
    let mut report = sample();
    assert!(!report.is_nothing_in(&["births"]));
    report.rows[1].cells = vec![Some(Value::whole(0)), None];
    assert!(report.is_nothing_in(&["births"]));
    assert!(!report.is_nothing_in(&["births", "share"]));
}
