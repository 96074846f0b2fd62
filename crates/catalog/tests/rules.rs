//! The rules of this repository against their cases.

mod common;

use common::{Case, cases, folder};
use danso_catalog::{Catalog, Facts, Source, Vectors, lint};
use pretty_assertions::assert_eq;
use serde_json::Value;
use std::collections::BTreeMap;

fn rules_that_fire(catalog: &Catalog, case: &Case, facts: &Facts) -> Vec<String> {
    let mut ids: Vec<_> = catalog.check(case.scope, &case.kind, facts, case.on).into_iter().map(|issue| issue.rule).collect();
    ids.sort();
    ids
}

#[test]
fn every_case_gives_the_issues_it_names() {
    let catalog = Catalog::embedded().unwrap();
    let off: Vec<_> = cases()
        .into_iter()
        .map(|case| (rules_that_fire(&catalog, &case, &case.facts), case))
        .filter(|(fired, case)| *fired != case.expect)
        .map(|(fired, case)| {
            format!("{} expects {:?}, gets {fired:?}: {}", case.rule, case.expect, serde_json::to_string(&case.facts).unwrap())
        })
        .collect();
    assert_eq!(off, Vec::<String>::new());
}

#[test]
fn nothing_is_wrong_with_the_files() {
    let mut vectors: BTreeMap<String, Vectors> = BTreeMap::new();
    for case in cases() {
        let count = vectors.entry(case.rule.clone()).or_default();
        if case.expect.contains(&case.rule) { count.failing += 1 } else { count.passing += 1 }
    }
    let findings = lint(&Source::embedded().unwrap(), Some(&vectors)).unwrap();
    assert_eq!(findings, []);
    assert!(vectors.len() >= 40);
}

#[test]
fn the_program_holds_the_same_files_as_the_folder() {
    assert_eq!(Source::embedded().unwrap().version, Source::folder(&folder("catalog")).unwrap().version);
}

/// A rule that reads what is not known could not be evaluated; so each key of each case is taken away in turn.
#[test]
fn no_missing_fact_makes_a_rule_impossible_to_evaluate() {
    let catalog = Catalog::embedded().unwrap();
    for case in cases() {
        let whole = serde_json::to_value(&case.facts).unwrap();
        for path in paths(&whole) {
            let mut less = whole.clone();
            remove(&mut less, &path);
            let facts: Facts = serde_json::from_value(less).unwrap();
            let issues = catalog.check(case.scope, &case.kind, &facts, case.on);
            assert_eq!(issues.iter().find(|issue| issue.unchecked), None, "{} without {path:?}", case.rule);
        }
    }
}

fn paths(value: &Value) -> Vec<Vec<String>> {
    let inside = |key: String, value: &Value| {
        let deeper = paths(value).into_iter().map(|path| [vec![key.clone()], path].concat()).collect::<Vec<_>>();
        [vec![vec![key.clone()]], deeper].concat()
    };
    match value {
        Value::Object(map) => {
            map.iter().filter(|(key, _)| *key != "today").flat_map(|(key, value)| inside(key.clone(), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().flat_map(|(i, value)| inside(i.to_string(), value)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn remove(value: &mut Value, path: &[String]) {
    let Some((key, rest)) = path.split_first() else { return };
    match value {
        Value::Object(map) if rest.is_empty() => drop(map.remove(key)),
        Value::Object(map) => map.get_mut(key).into_iter().for_each(|inner| remove(inner, rest)),
        Value::Array(items) if rest.is_empty() => drop(items.remove(key.parse().unwrap())),
        Value::Array(items) => remove(&mut items[key.parse::<usize>().unwrap()], rest),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
