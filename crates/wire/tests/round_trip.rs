//! Events go out and come back unchanged, and what is no event is refused with a reason. The samples lie in `conformance/wire/`, where
//! TypeScript reads them as well; `UPDATE_VECTORS=1` writes them anew.

use danso_model::{Entry, Event, EventBody, PartialDate, PersonId, Personal, SubjectId};
use danso_testkit::sample::{event_id, every_change, every_kind, person, user};
use danso_wire::{
    Envelope, VERSION, decode, decode_entry, decode_open, decode_personal, encode, encode_entry, encode_open, encode_personal,
};
use jiff::civil::Date;
use proptest::prelude::{Strategy, prop_assert_eq, proptest};
use serde_json::{Value, json};
use std::path::Path;

fn samples() -> Vec<Event> {
    every_kind().into_iter().chain(every_change()).collect()
}

fn open(event: &Event) -> Event {
    Event { personal: Vec::new(), ..event.clone() }
}

#[test]
fn events_come_back_unchanged() {
    for event in samples() {
        let bytes = encode(&event);
        let sorted = |event: &Event| {
            let mut personal = event.personal.clone();
            personal.sort_by_key(|(subject, _)| *subject);
            Event { personal, ..event.clone() }
        };
        let back = decode(&bytes).unwrap();
        assert_eq!(back, sorted(&event));
        assert_eq!(encode(&back), bytes);
        let envelope: Envelope = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((envelope.v, envelope.id.0), (VERSION, event.id));
        assert_eq!(envelope.counter, event.device.map(|(_, counter)| counter));
    }
}

#[test]
fn an_event_says_on_whose_behalf_it_was_entered() {
    for event in samples() {
        let entered = Event { behalf: Some(user(7)), device: None, ..event };
        let open: Value = serde_json::from_slice(&encode_open(&entered)).unwrap();
        assert_eq!(open["for"], json!(user(7).to_string()), "it stays readable when persons are erased");
        assert_eq!(decode(&encode(&entered)).unwrap().behalf, Some(user(7)));
    }
}

#[test]
fn the_open_part_says_nothing_personal() {
    for event in samples() {
        let bytes = encode_open(&event);
        assert_eq!(decode_open(&bytes).unwrap(), open(&event));
        assert!(serde_json::from_slice::<Value>(&bytes).unwrap().get("personal").is_none());
        let text = String::from_utf8(bytes).unwrap();
        for (_, personal) in &event.personal {
            let words = [&personal.name, &personal.health_card, &personal.phone, &personal.address, &personal.note];
            assert!(words.into_iter().flatten().all(|word| !text.contains(word)), "{text}");
            assert_eq!(&decode_personal(&encode_personal(personal)).unwrap(), personal);
        }
    }
}

#[test]
fn entries_come_back_unchanged() {
    let (event, by) = (event_id(1), user(2));
    let decisions = [
        Entry::Accepted { event, by },
        Entry::Returned { event, by, reason: "hỏi lại ngày sinh".to_owned() },
        Entry::Withdrawn { event, by },
        Entry::Erased { subject: person(11).into(), by },
    ];
    let submitted = samples().into_iter().map(|event| Entry::Submitted(Box::new(open(&event))));
    let recorded = samples().into_iter().map(|event| Entry::Recorded(Box::new(open(&event))));
    for entry in decisions.into_iter().chain(submitted).chain(recorded) {
        let (kind, bytes) = encode_entry(&entry);
        assert_eq!(decode_entry(kind, &bytes).unwrap(), entry);
    }
}

#[test]
fn damaged_entries_are_refused() {
    let by = user(2).to_string();
    let cases = [
        ("erased", json!({ "by": by }), "decision without subject"),
        ("accepted", json!({ "by": by }), "decision without event"),
        ("returned", json!({ "by": by, "event": event_id(1).to_string() }), "decision without reason"),
        ("accepted", json!({ "by": by, "event": event_id(1).to_string(), "why": 1 }), "unknown field `why`"),
        ("merged", json!({ "by": by }), "entry kind \"merged\" is not known"),
    ];
    for (kind, payload, expected) in cases {
        let error = decode_entry(kind, &serde_json::to_vec(&payload).unwrap()).unwrap_err().to_string();
        assert!(error.contains(expected), "{kind}: {error}");
    }
}

fn sample(kind: &str) -> Value {
    let values = samples().into_iter().map(|event| serde_json::from_slice::<Value>(&encode(&event)).unwrap());
    values.into_iter().find(|value| value["kind"] == kind).unwrap()
}

fn about(person: PersonId, content: Value) -> Value {
    json!({ person.to_string(): content })
}

#[test]
fn what_is_no_event_is_refused_with_a_reason() {
    let method = json!({ "health": { "method": "1" } });
    let stranger = about(person(99), json!({ "name": "Lê Văn Lạ" }));
    let cases: [(&str, &str, &str, Value, &str); 17] = [
        ("a newer format", "reviewed", "/v", json!(2), "event format version 2 is newer than 1"),
        ("format zero", "reviewed", "/v", json!(0), "version 0 never was"),
        ("an unknown key", "reviewed", "/mood", json!("good"), "unknown field `mood`"),
        ("an unknown key of the data", "reviewed", "/data/mood", json!("good"), "unknown field `mood`"),
        ("an unknown kind", "reviewed", "/kind", json!("sighting"), "kind \"sighting\" is not known"),
        ("a note on a pregnancy", "pregnancy", "/personal", about(person(12), json!({ "note": "bé trai" })), "no note is taken"),
        ("a note on a screening", "prenatal_screen", "/personal", about(person(12), json!({ "note": "x" })), "no note is taken"),
        ("the sex of a foetus", "prenatal_screen", "/data/sex", json!("m"), "unknown field `sex`"),
        ("someone else's name", "reviewed", "/personal", stranger, "about someone whom the event does not concern"),
        ("health of another kind", "pregnancy", "/personal", about(person(12), method), "does not go with this kind"),
        ("a counter alone", "change", "/counter", json!(7), "device and counter (from 1) come together"),
        ("a counter of zero", "reviewed", "/counter", json!(0), "device and counter (from 1) come together"),
        ("a day that is none", "reviewed", "/date", json!("2026-02-30"), "2026-02-30"),
        ("null for nothing", "reviewed", "/data/household", Value::Null, "null"),
        ("a sex that is none", "birth", "/data/child/sex", json!("x"), "sex 'x' is none of m, f, u"),
        ("nobody", "divorce", "/data/persons", json!([]), "the event concerns nobody"),
        (
            "a name in the open",
            "change",
            "/data",
            json!({ "person": person(11).to_string(), "field": "name", "value": "An" }),
            "the value of name belongs into personal",
        ),
    ];
    for (name, kind, path, value, expected) in cases {
        let mut event = sample(kind);
        if path == "/counter" && kind == "change" {
            event.as_object_mut().unwrap().remove("device");
        }
        let (parent, key) = path.rsplit_once('/').unwrap();
        event.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(key.to_owned(), value);
        let error = decode(&serde_json::to_vec(&event).unwrap()).unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
    }
}

#[test]
fn samples_are_those_that_typescript_reads() {
    let values: Vec<Value> = samples().iter().map(|event| serde_json::from_slice(&encode(event)).unwrap()).collect();
    let text = serde_json::to_string_pretty(&values).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/wire/events.json");
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept == text, "events.json is not what is written now; look at it and run with UPDATE_VECTORS=1");
}

fn dates() -> impl Strategy<Value = PartialDate> {
    (1850_i16..=2150, 1_i8..=12, 1_i8..=28, 0_usize..3, proptest::bool::ANY).prop_map(|(year, month, day, known, guessed)| {
        let day = Date::new(year, month, day).unwrap().to_string();
        let text: &str = [&day[..4], &day[..7], &day[..]][known];
        text.parse::<PartialDate>().unwrap().with_estimated(guessed)
    })
}

proptest! {
    #[test]
    fn any_date_and_any_words_come_back(date in dates(), birth in dates(), name in "[^\u{0}]{0,40}", counter in 1_u64..) {
        let mut event = every_kind().into_iter().find(|event| matches!(event.body, EventBody::Birth { .. })).unwrap();
        event.date = date;
        event.device = event.device.map(|(device, _)| (device, counter));
        if let EventBody::Birth { child, .. } = &mut event.body {
            child.birth = birth;
            event.personal = vec![(SubjectId::from(child.person), Personal::named(&name))];
        }
        prop_assert_eq!(decode(&encode(&event)).unwrap(), event);
    }
}

/// What the forms of the phone make: `web/lib/forms/acts/acts.test.ts` writes the file.
#[test]
fn the_acts_of_the_phone_are_events() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/wire/acts.json");
    let acts: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(acts.len() >= 30, "{} acts", acts.len());
    let mut kinds = std::collections::HashSet::new();
    for act in &acts {
        let name = &act["name"];
        let event = decode(&serde_json::to_vec(&act["event"]).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        kinds.insert(event.body.kind());
        let back: Value = serde_json::from_slice(&encode(&event)).unwrap();
        assert_eq!(back, act["event"], "{name}");
    }
    let without_form = [danso_model::EventKind::Withdrawal, danso_model::EventKind::SamePerson];
    for event in every_kind().iter().filter(|event| !without_form.contains(&event.body.kind())) {
        assert!(kinds.contains(&event.body.kind()), "no act of kind {:?}", event.body.kind());
    }
}
