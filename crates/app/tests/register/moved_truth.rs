//! How well movers are found: households and persons of a generated register leave one commune and come into another as new sheets, with the errors that new
//! sheets have, among others who leave for nowhere and come from nowhere; what is told is held against what was done.

use crate::acts::{id, sheet, user};
use crate::database::Database;
use crate::small::{SHARD, Small};
use danso_app::{BulkKind, MoverSide, MoversAsk};
use danso_auth::Caller;
use danso_model::{Code, Event, EventBody, EventId, HamletId, HouseholdId, Member, Origin, PersonId, Personal, SubjectId};
use danso_store::{AreaRow, Grant, HamletRow, PlaceStore, Role};
use danso_testkit::{Plan, generate};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use std::collections::HashMap;
use uuid::Uuid;

/// The communes among which people move.
const COMMUNES: [&str; 3] = ["31135", "31315", "31369"];

/// A household that can move, with the commune it lives in.
struct Home {
    id: HouseholdId,
    hamlet: HamletId,
    commune: String,
    members: Vec<(Member, Personal)>,
}

/// What was done: who came as whom, and the officers of all communes in one.
struct Done {
    truth: HashMap<PersonId, PersonId>,
    officer: Caller,
}

/// A name as a new sheet has it.
fn written_again(name: &str, chance: &mut ChaCha12Rng) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    match chance.random_range(0..10) {
        0..=2 => danso_catalog::fold(name),
        3 if words.len() > 3 => [&words[..1], &words[2..]].concat().join(" "),
        4 => name.chars().enumerate().filter(|(at, _)| *at != 4).map(|(_, letter)| letter).collect(),
        _ => name.to_owned(),
    }
}

/// A day of birth as a new sheet has it.
fn born_again(birth: danso_model::PartialDate, chance: &mut ChaCha12Rng) -> danso_model::PartialDate {
    let text = birth.to_string();
    let again = match chance.random_range(0..10) {
        0..=2 => text.get(..4).unwrap_or(&text).to_owned(),
        3 if text.len() == 10 => format!("{}-{}", &text[..7], if text.ends_with("11") { "12" } else { "11" }),
        _ => text,
    };
    again.parse().unwrap_or(birth)
}

impl Small {
    /// Loads a generated province and moves people about in it.
    async fn moved_about(&self) -> Done {
        let mut sheets: Vec<Event> = Vec::new();
        let (mut hamlets, mut areas): (Vec<HamletRow>, Vec<AreaRow>) = (Vec::new(), Vec::new());
        for (unit, seed) in COMMUNES.into_iter().zip(5..) {
            let plan = Plan { seed, commune: Some(unit.to_owned()), ..Plan::new(92, 1_800) };
            let generated = generate(&plan).unwrap();
            let deployment = generated.deployment();
            hamlets.extend(deployment.hamlets.iter().map(|hamlet| HamletRow {
                id: hamlet.id,
                code: hamlet.code.clone(),
                name: hamlet.name.clone(),
                kind: hamlet.kind.clone(),
                commune: hamlet.commune.clone(),
                valid_from: Some(20_250_701),
                valid_to: None,
            }));
            areas.extend(deployment.areas.iter().map(|area| AreaRow {
                id: area.id,
                number: area.number.to_string(),
                name: area.name.clone(),
                commune: area.commune.clone(),
                hamlets: area.hamlets.clone(),
            }));
            sheets.extend(generated.baseline());
        }
        let commune: HashMap<HamletId, String> = hamlets.iter().map(|hamlet| (hamlet.id, hamlet.commune.clone())).collect();
        self.store.put_hamlets(SHARD, &hamlets).await.unwrap();
        self.store.put_areas(SHARD, &areas).await.unwrap();
        self.app.reload_territory().await.unwrap();
        let mut homes: Vec<Home> = Vec::new();
        for event in &sheets {
            let EventBody::Household { household, hamlet, members, .. } = &event.body else { continue };
            let named = |line: &Member| Some((*line, event.personal_of(SubjectId::from(line.person))?.clone()));
            let members = members.iter().filter_map(named).collect();
            homes.push(Home { id: *household, hamlet: *hamlet, commune: commune[hamlet].clone(), members });
        }
        self.app.load_events(sheets, BulkKind::Fresh).await.unwrap();
        let grants = COMMUNES.map(|unit| Grant { role: Role::Commune, unit: Some(unit.to_owned()), area: None }).to_vec();
        let officer =
            Caller { user: user(90), login: "xa".to_owned(), name: "Người dùng 90".to_owned(), grants, device: None };
        let (events, truth) = moves(&homes);
        self.app.load_events(events, BulkKind::Later).await.unwrap();
        Done { truth, officer }
    }

    /// Who is told of each arrival, the likeliest, with its probability.
    async fn told(&self, officer: &Caller) -> HashMap<PersonId, (PersonId, f64)> {
        let mut told = HashMap::new();
        let mut after = None;
        loop {
            let ask = MoversAsk { side: Some(MoverSide::Arrival), after, limit: 50, ..MoversAsk::default() };
            let page = self.app.movers(officer, &ask).await.unwrap();
            for line in &page.items {
                if let Some(best) = line.candidates.first() {
                    told.insert(PersonId(line.person.id), (PersonId(best.id), best.probability));
                }
            }
            after = page.next;
            if after.is_none() {
                return told;
            }
        }
    }
}

/// Of each hundred households: four move whole, four lose someone who comes elsewhere, three leave for good, and strangers come into three.
fn moves(homes: &[Home]) -> (Vec<Event>, HashMap<PersonId, PersonId>) {
    let mut chance = ChaCha12Rng::seed_from_u64(11);
    let (mut events, mut truth, mut number) = (Vec::new(), HashMap::new(), 0_u128);
    let mut event = |date: String, body: EventBody, personal: Vec<(SubjectId, Personal)>| {
        number += 1;
        events.push(Event { id: EventId(id(0x70, number)), date: date.parse().unwrap(), body, personal, ..sheet(0, 0) });
    };
    let day = |days: u32| format!("2026-{:02}-{:02}", 2 + days / 28, 1 + days % 28);
    for (at, home) in homes.iter().enumerate() {
        let what = at % 25;
        if what > 3 || home.members.len() < 2 {
            continue;
        }
        let mut others = (0..homes.len()).map(|step| &homes[(at * 37 + 11 + step) % homes.len()]);
        let Some(other) = others.find(|other| other.commune != home.commune) else { continue };
        let leaving: Vec<&(Member, Personal)> =
            if what == 0 || what == 2 { home.members.iter().collect() } else { home.members.get(1).into_iter().collect() };
        let stated = |commune: &str, chance: &mut ChaCha12Rng| match chance.random_range(0..4) {
            0 | 1 => Origin::Unknown,
            2 => Origin::Province(Code::new("92").unwrap()),
            _ => Origin::Commune(Code::new(commune).unwrap()),
        };
        let days = chance.random_range(0..84);
        if what < 3 {
            let persons = leaving.iter().map(|(line, _)| line.person).collect();
            let to = if what == 2 { Origin::Province(Code::new("79").unwrap()) } else { stated(&other.commune, &mut chance) };
            let body =
                EventBody::MoveOut { household: home.id, persons, to, reason: None, whole: leaving.len() == home.members.len() };
            event(day(days), body, Vec::new());
        }
        if what == 2 {
            continue;
        }
        // Strangers have the names of one, the days of birth of another.
        let stranger = &homes[(at * 53 + 7) % homes.len()];
        let mut members = Vec::new();
        let mut personal = Vec::new();
        for (place, (line, told)) in leaving.iter().enumerate() {
            let person = PersonId(Uuid::from_u128((0xe0_u128 << 120) | (at as u128) << 8 | place as u128));
            let (name, birth) = if what == 3 {
                let name = stranger.members[place % stranger.members.len()].1.name.clone().unwrap_or_default();
                (name, line.birth)
            } else {
                truth.insert(person, line.person);
                (written_again(&told.name.clone().unwrap_or_default(), &mut chance), born_again(line.birth, &mut chance))
            };
            let pin = told.pin.clone().filter(|_| what != 3 && chance.random_range(0..10) < 1);
            members.push(Member { person, birth, mother: None, father: None, relationship: Code::new("9").unwrap(), ..*line });
            personal.push((person.into(), Personal { pin, ..Personal::named(name) }));
        }
        let from = if what == 3 { Origin::Unknown } else { stated(&home.commune, &mut chance) };
        let body = EventBody::MoveIn { household: other.id, hamlet: other.hamlet, members, from, reason: None };
        event(day(days + chance.random_range(0..12)), body, personal);
    }
    (events, truth)
}

async fn found(small: Small) -> Small {
    let Done { truth, officer } = small.moved_about().await;
    let told = small.told(&officer).await;
    let right = told.iter().filter(|(came, (left, _))| truth.get(came) == Some(left)).count() as f64;
    let (precision, recall) = (right / told.len() as f64, right / truth.len() as f64);
    let said = told.values().map(|(_, probability)| probability).sum::<f64>() / told.len() as f64;
    println!("{} of {} told: precision {precision:.4}, recall {recall:.4}, said {said:.4}", told.len(), truth.len());
    assert!(truth.len() > 150, "{}", truth.len());
    assert!(precision >= LEAST_PRECISION && recall >= LEAST_RECALL, "precision {precision}, recall {recall}");
    assert!((said - precision).abs() < 0.03, "said {said}, were {precision}");

    // One after the other is settled; what is told of the others stays as it was.
    let mut order: Vec<(&PersonId, &(PersonId, f64))> = told.iter().filter(|(_, (_, probability))| *probability > 0.99).collect();
    order.sort_unstable_by_key(|(came, _)| **came);
    let settled: Vec<(PersonId, PersonId)> = order.into_iter().take(5).map(|(came, (left, _))| (*came, *left)).collect();
    for (came, left) in &settled {
        small.app.pair_movers(&officer, *came, *left, None).await.unwrap();
    }
    let after = small.told(&officer).await;
    assert_eq!(after.len(), told.len() - settled.len());
    let near = |(came, (left, probability)): (&PersonId, &(PersonId, f64))| {
        told.get(came).is_some_and(|(before, was)| before == left && (was - probability).abs() < 0.02)
    };
    assert!(
        after.iter().filter(|line| near(*line)).count() >= after.len() - 2,
        "{} of {}",
        after.iter().filter(|line| near(*line)).count(),
        after.len()
    );
    small
}

const LEAST_PRECISION: f64 = 0.985;
const LEAST_RECALL: f64 = 0.97;

#[tokio::test]
async fn those_who_moved_are_found_on_sqlite() {
    found(Small::empty(Database::sqlite()).await).await;
}

#[tokio::test]
async fn those_who_moved_are_found_on_postgres() {
    let Small { database, store, app } = found(Small::empty(Database::postgres().await).await).await;
    drop(app);
    store.close().await;
    database.drop().await;
}
