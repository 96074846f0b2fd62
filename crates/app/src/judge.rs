//! What the rules and the register say of an event, given the households around it.

use crate::world::{View, World};
use crate::{App, AppError, messages};
use danso_catalog::{Lookup, Severity as RuleSeverity, Situation};
use danso_model::{Event, EventBody, HouseholdId, PersonId};
use danso_registry::{Finding, Same};
use danso_store::Severity;
use danso_wire::Issue;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An opinion on an event.
pub(crate) struct Opinion {
    pub(crate) issues: Vec<Issue>,
    pub(crate) severity: Severity,
}

const fn severity_name(severity: RuleSeverity) -> &'static str {
    match severity {
        RuleSeverity::Error => "error",
        RuleSeverity::Confirm => "confirm",
        RuleSeverity::Warn => "warn",
    }
}

fn severity_of(name: &str) -> Severity {
    match name {
        "error" => Severity::Error,
        "confirm" => Severity::Confirm,
        _ => Severity::Warn,
    }
}

impl Opinion {
    pub(crate) fn of(issues: Vec<Issue>) -> Self {
        let severity = issues.iter().map(|issue| severity_of(&issue.severity)).max().unwrap_or(Severity::Clean);
        Self { issues, severity }
    }
}

/// A finding of the register as an issue.
pub(crate) fn issue_of(finding: &Finding) -> Issue {
    Issue {
        rule: finding.code.to_owned(),
        severity: if finding.is_error { "error" } else { "confirm" }.to_owned(),
        message: messages::text(finding.code),
        event: finding.event.map(|id| id.0),
    }
}

/// A remark of the use case itself, such as `out_of_area`.
pub(crate) fn remark(code: &'static str) -> Issue {
    issue_of(&Finding { code, is_error: matches!(code, "unknown_hamlet" | "for_elsewhere"), event: None })
}

/// Households whose documents a rule may look at: those the event names, and those in which its persons live.
pub(crate) fn households_of(world: &mut World, event: &Event) -> Vec<HouseholdId> {
    let mut households: Vec<HouseholdId> = event.body.households();
    for person in event.body.persons() {
        let kept = world.kept(person, View::Standing);
        households.extend(world.person(kept, View::Standing).and_then(|person| person.household()));
    }
    let mut seen = BTreeSet::new();
    households.retain(|household| seen.insert(*household));
    households
}

/// An event as sent, with those who stand for others in the place of these: so the rules find them in the documents.
pub(crate) fn with_kept(mut raw: Value, same: &Same, event: &Event) -> Value {
    if same.is_empty() || matches!(event.body, EventBody::SamePerson { .. }) {
        return raw;
    }
    put_kept(&mut raw, same);
    raw
}

fn put_kept(value: &mut Value, same: &Same) {
    match value {
        Value::String(text) => {
            if let Ok(person) = text.parse::<PersonId>()
                && same.kept(person) != person
            {
                *text = same.kept(person).to_string();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| put_kept(value, same)),
        Value::Object(fields) => {
            for (name, mut value) in std::mem::take(fields) {
                put_kept(&mut value, same);
                let kept = name.parse::<PersonId>().map(|person| same.kept(person).to_string());
                // What is said of the one that is kept stands before what is said of the other.
                let name = kept.unwrap_or(name);
                if !fields.contains_key(&name) {
                    fields.insert(name, value);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl App {
    pub(crate) fn documents(&self, world: &mut World, households: &[HouseholdId]) -> Vec<Arc<Value>> {
        let today = self.env.today();
        households.iter().filter_map(|household| world.document(*household, today)).collect()
    }

    /// Asks the rules. `before` and `after` are the documents of the same households without and with the event.
    pub(crate) fn rules_say(
        &self,
        raw: &Value,
        before: &[Arc<Value>],
        after: &[Arc<Value>],
        lookups: BTreeMap<String, Lookup>,
    ) -> Vec<Issue> {
        let before: Vec<&Value> = before.iter().map(Arc::as_ref).collect();
        let after: Vec<&Value> = after.iter().map(Arc::as_ref).collect();
        let closed_until = self.closed_until(after.iter().chain(&before).copied());
        let situation = Situation { event: raw, before: &before, after: &after, today: self.env.today(), lookups, closed_until };
        let issues = self.catalog.check_event(&situation).into_iter();
        let issue = |issue: danso_catalog::Issue| Issue {
            message: if issue.unchecked { messages::text("unchecked") } else { issue.message_vi },
            rule: issue.rule,
            severity: severity_name(issue.severity).to_owned(),
            event: None,
        };
        let mut list: Vec<Issue> = issues.map(issue).collect();
        list.dedup();
        list
    }

    /// The latest day until which a commune of these households has locked its reports.
    fn closed_until<'a>(&self, documents: impl Iterator<Item = &'a Value>) -> Option<jiff::civil::Date> {
        let territory = self.territory();
        let hamlets = documents.filter_map(|document| document.get("hamlet")?.as_str()?.parse().ok());
        hamlets.filter_map(|hamlet| territory.closed_until(hamlet)).max()
    }

    /// What only the whole register knows of the persons an event names.
    pub(crate) async fn lookups(&self, world: &mut World, event: &Event) -> Result<BTreeMap<String, Lookup>, AppError> {
        let mut lookups: BTreeMap<String, Lookup> = BTreeMap::new();
        for (subject, personal) in &event.personal {
            let Some(pin) = &personal.pin else { continue };
            let others = self.store.persons_by_pin(self.shard, &self.master.mac_pin(pin.as_str())).await?;
            let kept = world.kept(PersonId(subject.0), View::Accepted);
            if others.iter().any(|row| row.id != kept) {
                lookups.entry(subject.to_string()).or_default().pin_taken = true;
            }
        }
        if let EventBody::MoveIn { household, members, .. } | EventBody::Household { household, members, .. } = &event.body {
            let persons: Vec<PersonId> = members.iter().map(|member| member.person).collect();
            for person in persons {
                let kept = world.kept(person, View::Standing);
                let lives = world.person(kept, View::Standing).and_then(|person| person.household());
                if lives.is_some_and(|lives| lives != *household) {
                    lookups.entry(person.to_string()).or_default().active_elsewhere = true;
                }
            }
        }
        Ok(lookups)
    }
}
