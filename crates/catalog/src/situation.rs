//! From an event and the documents around it to facts and issues.

use crate::engine::{self, plain};
use crate::person_facts::{Reading, look_up};
use crate::seen::{Overlay, Seen};
use crate::{Catalog, FactMap, Facts, Issue, Scope};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What only the holder of the whole register knows of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lookup {
    /// The identification number belongs to someone else too.
    pub pin_taken: bool,
    /// The health insurance card belongs to someone else too.
    pub card_taken: bool,
    /// Someone else has the same name, birth and mother.
    pub same_as_other: bool,
    /// Still a member of another household.
    pub active_elsewhere: bool,
    /// First day of the last period before the pregnancy under way.
    pub lmp: Option<String>,
    /// Day of death, of someone in none of the documents.
    pub died: Option<String>,
}

/// An event with what surrounds it. Everything is as on the wire (`docs/wire.md`), so a phone and a server give the same facts.
#[derive(Debug, Clone)]
pub struct Situation<'a> {
    /// The event, with `personal` still open.
    pub event: &'a Value,
    /// Documents of the households concerned, before the event.
    pub before: &'a [&'a Value],
    /// The same after the event; households rules look at these.
    pub after: &'a [&'a Value],
    /// The day of the check.
    pub today: Date,
    /// By person.
    pub lookups: BTreeMap<String, Lookup>,
    /// The last day of the last closed reporting period of the commune.
    pub closed_until: Option<Date>,
}

/// One evaluation: a scope, whom it is about, and the facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// What is evaluated.
    pub scope: Scope,
    /// The person or household looked at; none for the event itself.
    pub subject: Option<String>,
    /// What the rules see.
    pub facts: Facts,
}

impl Catalog {
    /// Evaluates all rules that hold for an event, on the event, on each person it names and on each household after it.
    ///
    /// An event whose date cannot be read is evaluated by the rules of `today`.
    #[must_use]
    pub fn check_event(&self, situation: &Situation<'_>) -> Vec<Issue> {
        let kind = situation.text("kind").unwrap_or_default();
        let on = self.day_of(situation);
        let (common, parts) = self.builder(situation, on).build(|scope| self.has_rules(scope, kind, on));
        if parts.is_empty() {
            return Vec::new();
        }
        let seen = Seen::new(&common, self.codes_on(on));
        let check = |part: &Part| -> Vec<Issue> {
            let values: Vec<_> = part.maps.iter().map(|(name, map)| (*name, engine::map(map))).collect();
            let members = part.members.as_deref().map(engine::list);
            let issues = self.run(part.scope, kind, &Overlay { under: &seen, maps: &values, members: members.as_ref() }, on);
            issues.into_iter().map(|issue| Issue { subject: part.subject.clone(), ..issue }).collect()
        };
        parts.iter().flat_map(check).collect()
    }

    /// The evaluations an event asks for, in the order event, persons, households.
    #[must_use]
    pub fn evaluations(&self, situation: &Situation<'_>) -> Vec<Evaluation> {
        let (common, parts) = self.builder(situation, self.day_of(situation)).build(|_| true);
        parts.into_iter().map(|part| part.over(&common)).collect()
    }

    fn builder<'a>(&'a self, situation: &'a Situation<'a>, on: Date) -> Builder<'a> {
        let counted = self
            .list("residence", on)
            .map(|list| list.items.iter().filter(|item| item.flag("counted")).map(|item| item.code.as_str()));
        let date = situation.text("date").map(|date| date.trim_end_matches('~'));
        let reading = Reading { date, counted: counted.into_iter().flatten().collect() };
        Builder { situation, reading, event: situation.event_facts() }
    }

    fn day_of(&self, situation: &Situation<'_>) -> Date {
        situation.text("date").and_then(|date| date.trim_end_matches('~').parse().ok()).unwrap_or(situation.today)
    }
}

impl Situation<'_> {
    fn text(&self, key: &str) -> Option<&str> {
        self.event.get(key)?.as_str()
    }

    fn data(&self) -> Option<&Map<String, Value>> {
        self.event.get("data")?.as_object()
    }

    fn personal(&self, id: &str) -> Option<&Map<String, Value>> {
        self.event.get("personal")?.get(id)?.as_object()
    }

    /// The map `event`.
    fn event_facts(&self) -> FactMap {
        let mut facts = FactMap::new();
        let subject = self.data().and_then(|data| data.get("person")).and_then(Value::as_str);
        let health = subject.and_then(|id| self.personal(id)?.get("health")?.as_object());
        for (key, value) in self.data().into_iter().chain(health).flatten() {
            facts.insert(key.clone(), plain(value));
        }
        for key in ["kind", "date", "source"] {
            if let Some(value) = self.event.get(key) {
                facts.insert(key.to_owned(), plain(value));
            }
        }
        if let Some(recorded) = self.text("recorded_at").and_then(|at| at.get(..10)) {
            facts.insert("recorded".to_owned(), recorded.into());
        }
        if let Some(closed) = self.closed_until {
            facts.insert("closed_until".to_owned(), closed.to_string().into());
        }
        facts
    }
}

struct Builder<'a> {
    situation: &'a Situation<'a>,
    reading: Reading<'a>,
    event: FactMap,
}

/// What one evaluation sees instead of what all share.
struct Part {
    scope: Scope,
    subject: Option<String>,
    maps: Vec<(&'static str, FactMap)>,
    members: Option<Vec<Value>>,
}

impl Part {
    fn over(self, common: &Facts) -> Evaluation {
        let mut facts = common.clone();
        for (name, map) in self.maps {
            match name {
                "person" => facts.person = map,
                "before" => facts.before = map,
                "household" => facts.household = map,
                _ => facts.head = map,
            }
        }
        facts.members = self.members.unwrap_or(facts.members);
        Evaluation { scope: self.scope, subject: self.subject, facts }
    }
}

impl Builder<'_> {
    /// What all evaluations share, and what is each one's own, for the scopes that anything is evaluated in.
    fn build(&self, wanted: impl Fn(Scope) -> bool) -> (Facts, Vec<Part>) {
        let stated = self.stated();
        let mut parts = Vec::new();
        if wanted(Scope::Event) {
            let subject = self.event.get("person").and_then(Value::as_str);
            let maps = subject.map(|id| ("person", self.before(id))).into_iter().collect();
            parts.push(Part { scope: Scope::Event, subject: None, maps, members: None });
        }
        for (id, said) in stated.iter().filter(|_| wanted(Scope::Person)) {
            let before = self.before(id);
            let maps = vec![("person", self.after_event(id, &before, said)), ("before", before)];
            parts.push(Part { scope: Scope::Person, subject: Some(id.clone()), maps, members: None });
        }
        for (at, document) in self.situation.after.iter().enumerate().filter(|_| wanted(Scope::Household)) {
            let subject = document.get("id").and_then(Value::as_str).map(str::to_owned);
            let mut part = Part { scope: Scope::Household, subject, maps: Vec::new(), members: None };
            if at > 0 {
                // The first is what all evaluations share.
                let (household, members) = self.household(document);
                part.maps = vec![("household", household), ("head", head_of(&members))];
                part.members = Some(members);
            }
            parts.push(part);
        }
        (self.common(&stated), parts)
    }

    /// The persons the event names, with what it says of each.
    fn stated(&self) -> Vec<(String, FactMap)> {
        let mut named: Vec<(String, FactMap)> = Vec::new();
        let mut name = |id: Option<&Value>, said: FactMap| {
            if let Some(id) = id.and_then(Value::as_str)
                && named.iter().all(|(known, _)| known != id)
            {
                named.push((id.to_owned(), said));
            }
        };
        name(self.event.get("person"), FactMap::new());
        for id in self.array("persons") {
            name(Some(id), FactMap::new());
        }
        for member in self.array("members").iter().chain(self.event.get("child")).filter_map(Value::as_object) {
            name(member.get("person"), self.reading.member(member));
        }
        for partner in self.array("partners") {
            name(partner.get("person"), FactMap::new());
        }
        named
    }

    fn array(&self, key: &str) -> &[Value] {
        self.event.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    fn common(&self, stated: &[(String, FactMap)]) -> Facts {
        let (household, members) = match self.situation.after.first() {
            Some(document) => self.household(document),
            None => (
                self.household_without_document(),
                stated.iter().filter(|(_, said)| !said.is_empty()).map(|(_, said)| said.clone().into()).collect(),
            ),
        };
        let child = self.event.get("child").and_then(Value::as_object).map(|child| self.child(child)).unwrap_or_default();
        let partners =
            self.array("partners").iter().filter_map(Value::as_object).map(|partner| self.partner(partner).into()).collect();
        Facts {
            event: self.event.clone(),
            mother: self.mother(&child),
            child,
            head: head_of(&members),
            household,
            members,
            partners,
            ..Facts::on(self.situation.today)
        }
    }

    fn household_without_document(&self) -> FactMap {
        let key = |(from, to): (&str, &str)| Some((to.to_owned(), self.event.get(from)?.clone()));
        [("household", "id"), ("type", "type"), ("number", "number"), ("area", "area"), ("hamlet", "hamlet")]
            .into_iter()
            .filter_map(key)
            .collect()
    }

    /// The facts of a document, and of its members.
    fn household(&self, document: &Value) -> (FactMap, Vec<Value>) {
        let members: Vec<Value> = persons(document, "members").map(|member| self.reading.member(member).into()).collect();
        let mut facts = FactMap::new();
        for key in ["id", "type", "number", "area", "hamlet", "opened", "reviewed", "closed"] {
            if let Some(value) = document.get(key) {
                facts.insert(key.to_owned(), plain(value));
            }
        }
        let residents = members.iter().filter(|member| member.get("resident") == Some(&Value::Bool(true))).count();
        facts.insert("size".to_owned(), members.len().into());
        facts.insert("residents".to_owned(), residents.into());
        if self.event.get("from_household").is_some_and(|from| document.get("id") == Some(from)) {
            facts.insert("source".to_owned(), true.into());
        }
        (facts, members)
    }

    /// A person as known before the event.
    fn before(&self, id: &str) -> FactMap {
        let is = |person: &&Map<String, Value>| person.get("id").and_then(Value::as_str) == Some(id);
        let documents = || self.situation.before.iter().copied();
        let member =
            documents().find_map(|document| persons(document, "members").find(is)).map(|member| self.reading.member(member));
        let past = || documents().find_map(|document| persons(document, "past").find(is)).map(|past| self.reading.past(past));
        let mut facts = member.or_else(past).unwrap_or_default();
        if let Some(found) = self.situation.lookups.get(id) {
            look_up(&mut facts, found);
        }
        facts
    }

    /// A person as the event leaves him.
    fn after_event(&self, id: &str, before: &FactMap, said: &FactMap) -> FactMap {
        let mut person = before.clone();
        person.insert("id".to_owned(), id.into());
        person.extend(said.clone());
        if self.event.get("kind").and_then(Value::as_str) == Some("change")
            && let (Some(field), value) = (self.event.get("field").and_then(Value::as_str), self.event.get("value"))
            && !matches!(field, "name" | "pin" | "health_card" | "phone")
        {
            match value {
                Some(value) => drop(person.insert(field.to_owned(), value.clone())),
                None => drop(person.remove(field)),
            }
        }
        for key in ["name", "pin", "health_card"] {
            if let Some(value) = self.situation.personal(id).and_then(|personal| personal.get(key)) {
                person.insert(key.to_owned(), value.clone());
            }
        }
        if let Some(found) = self.situation.lookups.get(id) {
            look_up(&mut person, found);
        }
        self.reading.finish(person)
    }

    fn child(&self, member: &Map<String, Value>) -> FactMap {
        let said = self.reading.member(member);
        match member.get("person").and_then(Value::as_str) {
            Some(id) => self.after_event(id, &FactMap::new(), &said),
            None => said,
        }
    }

    fn mother(&self, child: &FactMap) -> FactMap {
        let id = child.get("mother").and_then(Value::as_str);
        let mut mother = id.map(|id| self.before(id)).unwrap_or_default();
        if let Some(birth) = self.event.get("mother_birth")
            && !mother.contains_key("birth")
        {
            mother.insert("birth".to_owned(), birth.clone());
        }
        if let Some(id) = id {
            mother.insert("id".to_owned(), id.into());
            mother.insert("children".to_owned(), self.children(id, child.get("id")).into());
        }
        self.reading.finish(mother)
    }

    /// The children of a mother in the documents before the event, oldest first; those without a date of birth last.
    fn children(&self, mother: &str, except: Option<&Value>) -> Vec<Value> {
        let all = |document| persons(document, "members").chain(persons(document, "past"));
        let hers = |person: &&Map<String, Value>| {
            person.get("mother").and_then(Value::as_str) == Some(mother) && person.get("id") != except
        };
        let mut children: Vec<FactMap> = Vec::new();
        for child in self.situation.before.iter().copied().flat_map(all).filter(hers).map(|child| self.reading.member(child)) {
            if children.iter().all(|known| known.get("id") != child.get("id")) {
                children.push(child);
            }
        }
        children.sort_by_key(|child| child.get("birth").and_then(Value::as_str).unwrap_or("~").to_owned());
        children.into_iter().map(Value::from).collect()
    }

    fn partner(&self, partner: &Map<String, Value>) -> FactMap {
        let said = self.reading.member(partner);
        match partner.get("person").and_then(Value::as_str) {
            Some(id) => {
                let mut facts = self.before(id);
                facts.extend(said);
                facts
            }
            None => said,
        }
    }
}

fn persons<'a>(document: &'a Value, key: &str) -> impl Iterator<Item = &'a Map<String, Value>> {
    document.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn head_of(members: &[Value]) -> FactMap {
    let mut heads = members.iter().filter(|member| member.get("relationship").and_then(Value::as_str) == Some("1"));
    match (heads.next().and_then(Value::as_object), heads.next()) {
        (Some(head), None) => head.clone(),
        (None, _) | (Some(_), Some(_)) => FactMap::new(),
    }
}
