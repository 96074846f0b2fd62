//! Vectors for the phone: what a collaborator's unsent acts make of the household documents (`conformance/overlay.json`), and the figures
//! that follow (`conformance/figures.json`). `web/lib/overlay` runs the same files. `UPDATE_VECTORS=1` writes them anew.

mod acts;
mod cases;
mod moves;
mod same;

use crate::document::document;
use crate::world::{Standing, View, World};
use danso_model::{Event, EventId, EventStatus, HamletId, HouseholdId, PersonId, Position};
use danso_tally::{CountQuery, FlowQuery, Grouping, Image, StatusFilter};
use danso_testkit::sample::hamlet;
use danso_wire::{HouseholdDocument, encode};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The day on which the documents are made.
const TODAY: Date = Date::constant(2026, 6, 30);
/// The day at whose end persons are counted.
const LAST_DAY: Date = Date::constant(2026, 12, 31);
/// The hamlet whose households are not on the phone.
const FAR_HAMLET: u32 = 9;

/// What is accepted, and what a phone adds to it.
struct Case {
    name: &'static str,
    accepted: Vec<Event>,
    acts: Vec<Event>,
}

impl Case {
    fn world(&self, acts: EventStatus) -> World {
        let mut world = World::default();
        let accepted = self.accepted.iter().map(|event| (event, EventStatus::Accepted));
        for (at, (event, status)) in accepted.chain(self.acts.iter().map(|event| (event, acts))).enumerate() {
            let subjects = world.index_of(event);
            let position = Position(at as u32 + 1);
            world.put(Standing { event: Arc::new(event.clone()), status, position }, &subjects);
        }
        world
    }

    fn introduced(&self) -> (BTreeSet<PersonId>, BTreeSet<HouseholdId>) {
        let all = self.accepted.iter().chain(&self.acts).map(|event| event.body.introduces());
        let (persons, households): (Vec<_>, Vec<_>) = all.unzip();
        (persons.into_iter().flatten().collect(), households.into_iter().flatten().collect())
    }

    /// The documents of the households on the phone, in order of id.
    fn documents(&self, world: &mut World, view: View) -> Vec<HouseholdDocument> {
        let (_, households) = self.introduced();
        let all = households.into_iter().filter_map(|id| document(world, id, view, TODAY));
        all.filter(|document| document.hamlet != hamlet(FAR_HAMLET).0).collect()
    }

    fn vector(&self) -> Value {
        let mut world = self.world(EventStatus::Submitted);
        let before = self.documents(&mut world, View::Accepted);
        let after = self.documents(&mut world, View::Standing);
        let events: Vec<Value> = self.acts.iter().map(wire).collect();
        json!({ "name": self.name, "before": before, "events": events, "after": after })
    }

    fn figures(&self) -> Figures {
        let mut world = self.world(EventStatus::Accepted);
        let after = self.tally(&mut world);
        let households = self.documents(&mut world, View::Accepted);
        let before = self.tally(&mut self.world(EventStatus::Returned));
        Figures {
            name: self.name,
            households: households.iter().filter(|document| document.closed.is_none()).count(),
            persons: after.persons,
            residents: after.residents,
            births: after.births - before.births,
            deaths: after.deaths - before.deaths,
            moved_in: after.moved_in - before.moved_in,
            moved_out: after.moved_out - before.moved_out,
        }
    }

    /// What the server counts when all accepted events of the world are known.
    fn tally(&self, world: &mut World) -> Tally {
        let mut image = Image::new();
        for (at, person) in self.introduced().0.into_iter().enumerate() {
            image.learn(Position(at as u32 + 1), person, &world.claims(person));
        }
        let group = |id: &HamletId| if *id == hamlet(FAR_HAMLET) { u32::MAX } else { 0 };
        let of_hamlet = image.hamlets().iter().map(group).collect();
        let groups = Grouping { labels: vec!["near".to_owned()], of_hamlet };
        let count =
            |statuses| image.count(&CountQuery { at: LAST_DAY, known_at: None, groups: &groups, statuses, threads: 1 }).total();
        let query = FlowQuery {
            starts: &[Date::constant(2026, 1, 1)],
            end: Date::constant(2027, 1, 1),
            known_at: None,
            groups: &groups,
            statuses: StatusFilter::all(),
        };
        let flows = image.flows(&query).get(0, 0);
        let sum = |by_sex: [u64; 3]| by_sex.into_iter().sum::<u64>() as i64;
        Tally {
            persons: count(StatusFilter::all()),
            residents: count(StatusFilter::usual()),
            births: sum(flows.births),
            deaths: sum(flows.deaths),
            moved_in: flows.moved_in as i64,
            moved_out: flows.moved_out as i64,
        }
    }
}

fn all() -> Vec<Case> {
    let groups = [
        cases::births_and_deaths(),
        moves::moves(),
        moves::households(),
        cases::couples(),
        cases::changes(),
        cases::second_thoughts(),
        same::same(),
    ];
    groups.into_iter().flatten().collect()
}

struct Tally {
    persons: u64,
    residents: u64,
    births: i64,
    deaths: i64,
    moved_in: i64,
    moved_out: i64,
}

/// The figures of the households on the phone once its acts count; births, deaths and moves are those that the acts add.
#[derive(Serialize)]
struct Figures {
    name: &'static str,
    households: usize,
    persons: u64,
    residents: u64,
    births: i64,
    deaths: i64,
    moved_in: i64,
    moved_out: i64,
}

fn wire(event: &Event) -> Value {
    serde_json::from_slice(&encode(event)).expect("events are JSON")
}

fn compare(file: &str, vectors: &impl Serialize) {
    let text = serde_json::to_string_pretty(vectors).expect("vectors are plain JSON") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance").join(file);
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(&path, &text).expect("the folder is there");
    }
    let kept = std::fs::read_to_string(&path).expect("the file is there");
    assert!(kept == text, "{file} is not what is computed now; look at it and run with UPDATE_VECTORS=1");
}

#[test]
fn overlay_vectors_are_what_the_fold_makes() {
    let vectors: Vec<Value> = all().iter().map(Case::vector).collect();
    compare("overlay.json", &vectors);
}

#[test]
fn figures_vectors_are_what_the_server_counts() {
    let figures: Vec<Figures> = all().iter().map(Case::figures).collect();
    compare("figures.json", &figures);
}

#[test]
fn cases_have_names_and_ids_of_their_own() {
    let mut names = BTreeSet::new();
    for case in all() {
        assert!(names.insert(case.name), "{}", case.name);
        let mut ids: BTreeSet<EventId> = BTreeSet::new();
        assert!(case.accepted.iter().chain(&case.acts).all(|event| ids.insert(event.id)), "{}", case.name);
    }
}

#[test]
fn what_waits_looks_as_it_will_when_accepted() {
    for case in all() {
        let waiting = case.documents(&mut case.world(EventStatus::Submitted), View::Standing);
        let accepted = case.documents(&mut case.world(EventStatus::Accepted), View::Accepted);
        let plain = |document: HouseholdDocument| HouseholdDocument { position: 0, ..document };
        let [waiting, accepted] = [waiting, accepted].map(|documents| documents.into_iter().map(plain).collect::<Vec<_>>());
        assert_eq!(waiting, accepted, "{}", case.name);
    }
}

#[test]
fn the_order_of_acts_does_not_matter() {
    for mut case in all() {
        let forward = case.documents(&mut case.world(EventStatus::Accepted), View::Accepted);
        // A withdrawal or correction is placed by the event that it names, so that one stays in front.
        if case.acts.iter().any(|event| event.target().is_some()) {
            continue;
        }
        case.acts.reverse();
        let back = case.documents(&mut case.world(EventStatus::Accepted), View::Accepted);
        let plain = |document: HouseholdDocument| HouseholdDocument { position: 0, ..document };
        let [forward, back] = [forward, back].map(|documents| documents.into_iter().map(plain).collect::<Vec<_>>());
        assert_eq!(forward, back, "{}", case.name);
    }
}
