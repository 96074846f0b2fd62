//! Events as short as a case can say them. An act is numbered by the counter of its device; persons and households as in
//! `danso_testkit::sample`.

use super::{Case, FAR_HAMLET};
use danso_model::Event;
use danso_testkit::sample::{area, device, event_id, hamlet, household, household_id, person, user};
use danso_wire::decode;
use serde_json::{Map, Value, json};

pub(super) fn p(number: u32) -> String {
    person(number).to_string()
}

pub(super) fn h(number: u32) -> String {
    household_id(number).to_string()
}

/// The event `number`, the act of that counter.
pub(super) fn e(number: u32) -> String {
    event_id(number).to_string()
}

pub(super) fn build(number: u32, kind: &str, date: &str, data: Value, personal: Value) -> Event {
    let mut event = json!({
        "v": 1, "id": e(number), "kind": kind, "date": date, "recorded_at": "2026-06-29T02:00:00.000Z",
        "by": user(1).to_string(), "device": device(1).to_string(), "counter": number, "source": "interview", "data": data,
    });
    if personal.as_object().is_some_and(|personal| !personal.is_empty()) {
        event["personal"] = personal;
    }
    decode(event.to_string().as_bytes()).unwrap_or_else(|error| panic!("{event}: {error}"))
}

/// The act of a counter, told about nobody by name.
pub(super) fn act(number: u32, kind: &str, date: &str, data: Value) -> Event {
    build(100 + number, kind, date, data, json!({}))
}

pub(super) fn told(number: u32, kind: &str, date: &str, data: Value, personal: &[(String, Value)]) -> Event {
    let personal: Map<String, Value> = personal.iter().cloned().collect();
    build(100 + number, kind, date, data, personal.into())
}

/// An accepted event, older than all acts.
pub(super) fn known(number: u32, kind: &str, date: &str, data: Value, personal: &[(String, Value)]) -> Event {
    let personal: Map<String, Value> = personal.iter().cloned().collect();
    build(50 + number, kind, date, data, personal.into())
}

pub(super) fn correcting(number: u32, event: Event) -> Event {
    Event { supersedes: Some(event_id(100 + number)), ..event }
}

pub(super) fn line(number: u32, sex: &str, birth: &str, relationship: &str) -> Value {
    json!({ "person": p(number), "sex": sex, "birth": birth, "relationship": relationship, "residence": "1" })
}

pub(super) fn with(mut line: Value, more: Value) -> Value {
    if let (Some(line), Some(more)) = (line.as_object_mut(), more.as_object()) {
        line.extend(more.clone());
    }
    line
}

pub(super) fn name(text: &str) -> Value {
    json!({ "name": text })
}

pub(super) fn place(number: u32, relationship: &str) -> Value {
    json!({ "person": p(number), "relationship": relationship })
}

pub(super) fn sheet(number: u32, in_hamlet: u32, members: &[Value], personal: &[(String, Value)]) -> Event {
    let data = json!({
        "household": h(number), "hamlet": hamlet(in_hamlet).to_string(), "area": area(1).to_string(), "number": number.to_string(),
        "type": "family", "members": members,
    });
    let personal: Map<String, Value> = personal.iter().cloned().collect();
    build(number, "household", "2026-01-01", data, personal.into())
}

/// An old woman alone.
pub(super) fn alone() -> Event {
    sheet(3, 1, &[with(line(31, "f", "1949~", "1"), json!({ "ethnic": "05", "marital": "3" }))], &[(p(31), name("Thạch Thị Út"))])
}

/// A household that is not on the phone.
pub(super) fn far() -> Event {
    sheet(4, FAR_HAMLET, &[line(41, "m", "1970", "1")], &[(p(41), name("Lâm Văn Tư"))])
}

pub(super) fn case(name: &'static str, accepted: Vec<Event>, acts: Vec<Event>) -> Case {
    Case { name, accepted, acts }
}

pub(super) fn one() -> Vec<Event> {
    vec![household(1)]
}

pub(super) fn two() -> Vec<Event> {
    vec![household(1), household(2)]
}

pub(super) fn birth(number: u32, date: &str, child: u32, mother: Option<u32>) -> Event {
    let mut data = json!({
        "household": h(1), "hamlet": hamlet(1).to_string(), "place": "station", "order": 3, "weight_g": 3100,
        "child": with(line(child, "f", date, "3"), json!({ "ethnic": "01", "father": p(11) })),
    });
    if let Some(mother) = mother {
        data["child"]["mother"] = p(mother).into();
    }
    told(number, "birth", date, data, &[(p(child), name("Nguyễn Ngọc Mai"))])
}

pub(super) fn death(number: u32, date: &str, who: u32) -> Event {
    act(number, "death", date, json!({ "person": p(who), "place": "home" }))
}

pub(super) fn move_in(number: u32, date: &str, into: u32, members: &[Value], personal: &[(String, Value)]) -> Event {
    let data = json!({
        "household": h(into), "hamlet": hamlet(1).to_string(), "members": members, "from": { "kind": "abroad" },
    });
    told(number, "move_in", date, data, personal)
}

pub(super) fn move_out(number: u32, date: &str, from: u32, who: &[u32]) -> Event {
    let persons: Vec<String> = who.iter().map(|person| p(*person)).collect();
    act(number, "move_out", date, json!({ "household": h(from), "persons": persons, "to": { "kind": "unknown" } }))
}

pub(super) fn transfer(number: u32, date: &str, from: u32, to: (u32, u32), members: &[Value]) -> Event {
    let (household, to_hamlet) = to;
    let data = json!({
        "from_household": h(from), "to_household": h(household), "to_hamlet": hamlet(to_hamlet).to_string(), "members": members,
    });
    act(number, "transfer", date, data)
}

pub(super) fn split(number: u32, date: &str, members: &[Value]) -> Event {
    let data = json!({
        "from_household": h(1), "household": h(5), "hamlet": hamlet(1).to_string(), "area": area(1).to_string(), "number": "5",
        "members": members,
    });
    told(number, "split", date, data, &[(h(5), json!({ "address": "Cất nhà riêng cạnh kênh" }))])
}

pub(super) fn change(number: u32, date: &str, who: u32, field: &str, value: &str) -> Event {
    act(number, "change", date, json!({ "person": p(who), "field": field, "value": value }))
}

pub(super) fn rename(number: u32, date: &str, who: u32, new: &str) -> Event {
    told(number, "change", date, json!({ "person": p(who), "field": "name" }), &[(p(who), name(new))])
}

pub(super) fn health(number: u32, kind: &str, date: &str, who: u32, content: Value) -> Event {
    told(number, kind, date, json!({ "person": p(who) }), &[(p(who), json!({ "health": content }))])
}

pub(super) fn pregnant(date: &str) -> Event {
    let content = [(p(12), json!({ "health": { "outcome": "pregnant", "number": 3 } }))];
    known(1, "pregnancy", date, json!({ "person": p(12) }), &content)
}

pub(super) fn uses(method: &str) -> Event {
    let content = [(p(12), json!({ "health": { "method": method } }))];
    known(1, "contraception_start", "2026-02-01", json!({ "person": p(12) }), &content)
}

pub(super) fn withdrawal(number: u32, of: u32) -> Event {
    act(number, "withdrawal", "2026-06-01", json!({ "event": e(100 + of) }))
}

pub(super) fn reviewed(number: u32, date: &str) -> Event {
    act(number, "reviewed", date, json!({ "household": h(1) }))
}
