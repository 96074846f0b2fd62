//! Persons as facts.

use crate::day::Day;
use crate::{FactMap, Lookup, engine};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What a rule may know of a member, besides what is computed.
const KEYS: [&str; 13] = [
    "name",
    "sex",
    "birth",
    "relationship",
    "residence",
    "since",
    "ethnic",
    "education",
    "marital",
    "mother",
    "father",
    "method",
    "pregnant",
];

/// What persons are read with: the day of the event, and which residence codes are counted.
pub(crate) struct Reading<'a> {
    pub(crate) date: Option<&'a str>,
    pub(crate) counted: BTreeSet<&'a str>,
}

impl Reading<'_> {
    /// A member of an event (`person`) or of a document (`id`).
    pub(crate) fn member(&self, member: &Map<String, Value>) -> FactMap {
        let mut facts = FactMap::new();
        if let Some(id) = member.get("id").or_else(|| member.get("person")) {
            facts.insert("id".to_owned(), id.clone());
        }
        for key in KEYS {
            if let Some(value) = member.get(key) {
                facts.insert(key.to_owned(), engine::plain(value));
            }
        }
        self.finish(facts)
    }

    /// Someone who is gone from a household.
    pub(crate) fn past(&self, past: &Map<String, Value>) -> FactMap {
        let mut facts = self.member(past);
        let reason = past.get("reason").and_then(Value::as_str);
        if let Some(left) = past.get("left") {
            let key = if reason == Some("death") { "died" } else { "left" };
            facts.insert(key.to_owned(), engine::plain(left));
        }
        if let Some(reason) = reason {
            facts.insert("left_reason".to_owned(), reason.into());
        }
        self.finish(facts)
    }

    /// Adds what is computed: the age on the day of the event, and whether someone still here is a usual resident.
    pub(crate) fn finish(&self, mut facts: FactMap) -> FactMap {
        facts.remove("age");
        facts.remove("resident");
        let birth = facts.get("birth").and_then(Value::as_str).and_then(Day::parse);
        if let (Some(birth), Some(at)) = (birth, self.date.and_then(Day::parse)) {
            facts.insert("age".to_owned(), birth.age_at(at).into());
        }
        let here = !facts.contains_key("left") && !facts.contains_key("died");
        if let Some(residence) = facts.get("residence").and_then(Value::as_str).filter(|_| here) {
            let resident = self.counted.contains(residence);
            facts.insert("resident".to_owned(), resident.into());
        }
        facts
    }
}

/// Adds what only the holder of the whole register knows.
pub(crate) fn look_up(facts: &mut FactMap, found: &Lookup) {
    let flags = [
        ("pin_taken", found.pin_taken),
        ("card_taken", found.card_taken),
        ("same_as_other", found.same_as_other),
        ("active_elsewhere", found.active_elsewhere),
    ];
    for (key, _) in flags.iter().filter(|(_, set)| *set) {
        facts.insert((*key).to_owned(), true.into());
    }
    if let Some(lmp) = &found.lmp {
        facts.insert("lmp".to_owned(), lmp.as_str().into());
    }
    if let Some(died) = &found.died {
        facts.insert("died".to_owned(), died.as_str().into());
    }
}
