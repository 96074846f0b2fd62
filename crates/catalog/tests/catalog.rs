//! Loading, looking up, and what happens to files that are wrong.

use danso_catalog::{Catalog, CatalogError, Facts, Finding, Scope, Severity, Source, SourceFile, Vectors, lint};
use jiff::civil::{Date, date};
use pretty_assertions::assert_eq;
use std::collections::BTreeMap;

fn rules(text: &str) -> Source {
    let kinds = r#"{"id":"event_kind","version":"1","valid_from":"1900-01-01","legal_basis":"-","source":"-","verified":true,
        "items":[{"code":"birth","vi":"Sinh","en":"Birth"}]}"#;
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
    Source::parse(vec![file("rules/x.json", text), file("lists/event_kind.json", kinds)]).unwrap()
}

fn rule(id: &str, expr: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","scope":"event","severity":"error","expr":"{expr}","message_vi":"Sai.","fields":["date"],"source":"-","since":"2020-01-01"{more}}}"#
    )
}

fn fired(catalog: &Catalog, kind: &str, on: Date) -> Vec<String> {
    catalog.check(Scope::Event, kind, &Facts::on(on), on).into_iter().map(|issue| issue.rule).collect()
}

#[test]
fn a_catalogue_goes_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    let catalog = Catalog::embedded().unwrap();
    shared(&catalog);
    let copy = catalog.clone();
    let version = std::thread::spawn(move || copy.version().to_owned()).join().unwrap();
    assert_eq!(version, catalog.version());
    assert_eq!(version.len(), 16);
}

#[test]
fn lists_say_which_statuses_are_counted() {
    let catalog = Catalog::embedded().unwrap();
    let list = catalog.list("residence", date(2026, 3, 1)).unwrap();
    let counted: Vec<_> = list.items.iter().filter(|item| item.flag("counted")).map(|item| item.code.as_str()).collect();
    assert_eq!(counted, ["1", "2", "3", "4", "7"]);
    assert_eq!(catalog.list("ethnic", date(2026, 3, 1)).unwrap().item("08").unwrap().vi, "Hmông");
    assert_eq!(catalog.list("kin_degree", date(2014, 12, 31)), None);
    assert!(catalog.rules().count() >= 40);
}

#[test]
fn what_cannot_be_evaluated_only_warns() {
    let catalog = Catalog::new(rules(&format!("[{}, {}]", rule("V01", "event.nothing == 1", ""), rule("V02", "1", "")))).unwrap();
    let issues = catalog.check(Scope::Event, "birth", &Facts::on(date(2026, 3, 1)), date(2026, 3, 1));
    let short: Vec<_> = issues.iter().map(|issue| (issue.rule.as_str(), issue.severity, issue.unchecked)).collect();
    assert_eq!(short, [("V01", Severity::Warn, true), ("V02", Severity::Warn, true)]);
    assert_eq!(issues[0].message_vi, "Không kiểm tra được quy tắc V01.");
}

#[test]
fn rules_hold_for_their_kinds_and_days() {
    let source = rules(&format!("[{}]", rule("V01", "false", r#", "until":"2020-12-31", "kinds":["birth"]"#)));
    let catalog = Catalog::new(source).unwrap();
    assert_eq!(fired(&catalog, "birth", date(2019, 12, 31)), [""; 0]);
    assert_eq!(fired(&catalog, "birth", date(2020, 1, 1)), ["V01"]);
    assert_eq!(fired(&catalog, "birth", date(2020, 12, 31)), ["V01"]);
    assert_eq!(fired(&catalog, "birth", date(2021, 1, 1)), [""; 0]);
    assert_eq!(fired(&catalog, "death", date(2020, 1, 1)), [""; 0]);
}

#[test]
fn files_that_are_wrong_are_named() {
    let parse = |text: &str| Source::parse(vec![SourceFile { path: "rules/x.json".to_owned(), text: text.to_owned() }]);
    assert!(matches!(parse("{"), Err(CatalogError::Shape { file, .. }) if file == "rules/x.json"));
    let unread = Catalog::new(rules(&format!("[{}]", rule("V01", "event.kind ==", ""))));
    assert!(matches!(unread, Err(CatalogError::Expression { rule, .. }) if rule == "V01"));
    assert!(matches!(Catalog::folder("/nowhere/at/all".as_ref()), Err(CatalogError::Read { .. })));
}

#[test]
fn lint_names_every_mistake() {
    let findings = |expr: &str, more: &str| -> Vec<String> {
        let found = lint(&rules(&format!("[{}]", rule("V01", expr, more))), None).unwrap();
        found.into_iter().map(|Finding { what, .. }| what).collect()
    };
    assert_eq!(findings("has(event.date) && days(event.date, today) > 3", ""), [""; 0]);
    assert_eq!(findings("members.exists_one(m, has(m.sex)) && partners.filter(p, true).size() == 2", ""), [""; 0]);
    assert_eq!(findings("evnt.date == today", ""), ["unknown field date", "unknown identifier evnt"]);
    assert_eq!(findings("event.dat == today", ""), ["unknown field dat"]);
    assert_eq!(findings("person.age + 1 > 3", ""), ["_+_ is not of the agreed language"]);
    assert_eq!(findings("event.date.substring(2) == today", ""), ["substring is not of the agreed language"]);
    assert_eq!(findings("1.5 > 1.0", "").len(), 2);
    assert_eq!(findings("person.sex in codes.sexes", ""), ["unknown field sexes"]);
    assert_eq!(findings("event.date.matches('(?i)a')", "").len(), 1);
    assert_eq!(findings("event.date == null", "").len(), 1);
    assert_eq!(findings("true", r#", "kinds":["brith"]"#), ["unknown kind of event brith"]);
    assert_eq!(findings("true", r#", "until":"2019-01-01""#), ["ends before it begins"]);
}

#[test]
fn lint_wants_one_id_and_four_cases() {
    let source = rules(&format!("[{}, {}, {}]", rule("V01", "true", ""), rule("V01", "true", ""), rule("X1", "true", "")));
    let enough = Vectors { passing: 2, failing: 2 };
    let vectors = BTreeMap::from([("V01".to_owned(), enough), ("V99".to_owned(), enough)]);
    let found: Vec<_> = lint(&source, Some(&vectors)).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "rules/x.json: V01: the id is used twice",
            "rules/x.json: X1: an id is V, two digits and perhaps a letter",
            "rules/x.json: X1: two passing and two failing cases are required, there are 0 and 0",
            "conformance/rules: V99: cases for a rule that is not there",
        ]
    );
}
