//! Facts and issues of whole events against `conformance/facts.json`.

use danso_catalog::{Catalog, Evaluation, Facts, Lookup, Scope, Situation};
use jiff::civil::Date;
use pretty_assertions::assert_eq;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    situation: Given,
    evaluations: Vec<Expected>,
    issues: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    event: Value,
    before: Vec<Value>,
    after: Vec<Value>,
    today: Date,
    #[serde(default)]
    lookups: BTreeMap<String, Lookup>,
    closed_until: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    scope: Scope,
    subject: Option<String>,
    facts: Facts,
}

#[test]
fn events_give_the_facts_and_issues_of_the_cases() {
    let catalog = Catalog::embedded().unwrap();
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../../conformance/facts.json")).unwrap();
    for Case { name, situation: given, evaluations, issues } in cases {
        let situation = Situation {
            event: &given.event,
            before: &given.before.iter().collect::<Vec<_>>(),
            after: &given.after.iter().collect::<Vec<_>>(),
            today: given.today,
            lookups: given.lookups,
            closed_until: given.closed_until,
        };
        let expected: Vec<_> =
            evaluations.into_iter().map(|Expected { scope, subject, facts }| Evaluation { scope, subject, facts }).collect();
        assert_eq!(catalog.evaluations(&situation), expected, "{name}");
        let found = catalog.check_event(&situation).into_iter();
        let found: Vec<_> = found.map(|issue| format!("{} {}", issue.subject.as_deref().unwrap_or("-"), issue.rule)).collect();
        assert_eq!(found, issues, "{name}");
    }
}
