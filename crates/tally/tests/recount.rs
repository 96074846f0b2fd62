//! Every count of the image equals a plain recount of what was accepted, at any day, as known at any position, however it was learnt.

use danso_model::{
    AreaId, BirthFacts, Change, Code, Event, EventBody, EventId, HamletId, HouseholdId, HouseholdType, Member, Origin, PersonId,
    Placement, Position, ResidenceStatus, Sex, Source, UserId,
};
use danso_registry::{Resident, ResidentClaim, fold_resident};
use danso_tally::{CountQuery, Doubts, Extract, FlowQuery, Grouping, Happening, Image, PeopleQuery, StatusFilter};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

const PERSONS: u8 = 4;
const HAMLETS: u8 = 3;

fn id(kind: u128, number: u8) -> Uuid {
    Uuid::from_u128(kind << 64 | u128::from(number))
}

fn person(number: u8) -> PersonId {
    PersonId(id(1, number % PERSONS))
}

fn hamlet(number: u8) -> HamletId {
    HamletId(id(3, number % HAMLETS))
}

fn household(number: u8) -> HouseholdId {
    HouseholdId(id(2, number % HAMLETS))
}

fn member(number: u8, status: u8) -> Member {
    let sex = [Sex::Male, Sex::Female, Sex::Unknown][usize::from(number % 3)];
    Member {
        person: person(number),
        sex,
        birth: format!("{}-02-{:02}", 1930 + i32::from(number % PERSONS) * 20, 1 + status % 28).parse().unwrap(),
        relationship: Code::new("1").unwrap(),
        residence: ResidenceStatus::new(1 + status % 7).unwrap(),
        ethnic: None,
        education: None,
        marital: None,
        mother: None,
        father: None,
    }
}

fn body((kind, a, b, c): (u8, u8, u8, u8), earlier: &[EventId]) -> EventBody {
    let placement = Placement { person: person(c), relationship: Code::new("3").unwrap() };
    let facts = BirthFacts {
        mother_birth: "1999".parse().ok(),
        order: Some(2),
        place: None,
        multiple: false,
        weight_g: None,
        gestation_weeks: None,
    };
    match kind % 9 {
        0 => EventBody::Household {
            household: household(a),
            hamlet: hamlet(a),
            area: AreaId(id(4, 0)),
            number: "1".into(),
            kind: HouseholdType::Family,
            members: vec![member(b, c), member(c, b)],
        },
        1 => EventBody::Birth { household: household(a), hamlet: hamlet(a), child: member(b, 0), facts },
        2 => EventBody::Death { person: person(a), place: None, cause: None },
        3 => EventBody::MoveIn {
            household: household(a),
            hamlet: hamlet(a),
            members: vec![member(b, c)],
            from: Origin::Abroad,
            reason: None,
        },
        4 => EventBody::MoveOut {
            household: household(a),
            persons: vec![person(b)],
            to: Origin::Abroad,
            reason: None,
            whole: false,
        },
        5 | 6 => EventBody::Transfer {
            from_household: household(a),
            to_household: household(b),
            to_hamlet: hamlet(b),
            to_area: None,
            members: vec![placement],
            whole: false,
        },
        7 => EventBody::Change {
            person: person(a),
            change: Change::Residence(ResidenceStatus::new(1 + b % 7).unwrap()),
            base: None,
        },
        _ if earlier.is_empty() => EventBody::Death { person: person(a), place: None, cause: None },
        _ => EventBody::Withdrawal { event: earlier[usize::from(a) % earlier.len()], reason: None },
    }
}

type Seed = ((u8, u8, u8, u8), u8, u8);

fn stream(seeds: &[Seed]) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for (number, (content, month, day)) in seeds.iter().enumerate() {
        let earlier: Vec<EventId> = events.iter().map(|event| event.id).collect();
        let when = date(2026, 1 + (*month % 12) as i8, 1 + (*day % 28) as i8);
        events.push(Event {
            id: EventId(id(9, number as u8)),
            date: when.into(),
            recorded_at: Timestamp::UNIX_EPOCH,
            by: UserId(id(8, 0)),
            device: None,
            supersedes: None,
            source: Source::Interview,
            body: body(*content, &earlier),
            personal: Vec::new(),
            behalf: None,
            overrides: Vec::new(),
        });
    }
    events
}

/// What is known of everyone after the first `upto` events: the plain way.
fn recount(events: &[Event], upto: usize) -> Vec<Resident> {
    let claims = |who| events[..upto].iter().map(|event| ResidentClaim::of(event, who)).collect::<Vec<_>>();
    (0..PERSONS).filter_map(|number| fold_resident(&claims(person(number)))).collect()
}

/// An image that learns event by event, position by position.
fn learn(events: &[Event]) -> Image {
    let mut image = Image::new();
    for at in 0..events.len() {
        for number in 0..PERSONS {
            let who = person(number);
            let claims: Vec<_> = events[..=at].iter().map(|event| ResidentClaim::of(event, who)).collect();
            image.learn(Position(at as u32 + 1), who, &claims);
        }
    }
    image
}

fn by_hamlet(image: &Image) -> Grouping {
    Grouping::new(image.hamlets(), |hamlet| Some(hamlet.to_string()))
}

fn stock(residents: &[Resident], at: Date, inside: impl Fn(HamletId) -> bool) -> usize {
    let here = |resident: &&Resident| {
        resident
            .stays
            .residences
            .iter()
            .any(|episode| episode.spell.covers(at) && episode.what.status.is_usual() && inside(episode.what.hamlet))
    };
    residents.iter().filter(here).count()
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    prop::collection::vec(any::<Seed>(), 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_count_equals_a_plain_recount(seeds in seeds(), month in 1i8..=12, known in 0usize..20) {
        let events = stream(&seeds);
        let image = learn(&events);
        let known = known.min(events.len());
        let at = date(2026, month, 20);
        let residents = recount(&events, known);
        let groups = by_hamlet(&image);
        let query = CountQuery { at, known_at: Some(Position(known as u32)), groups: &groups, statuses: StatusFilter::usual(), threads: 2 };
        let cube = image.count(&query);
        for (group, label) in groups.labels.iter().enumerate() {
            let plain = stock(&residents, at, |hamlet| hamlet.to_string() == *label);
            prop_assert_eq!(cube.group_total(group), plain as u64);
        }
        for (_, sex, age, _) in cube.cells() {
            let plain = residents.iter().filter(|resident| {
                stock(std::slice::from_ref(resident), at, |_| true) == 1
                    && [Sex::Male, Sex::Female, Sex::Unknown][sex] == resident.sex
                    && resident.birth.age_at(at).max(0) as usize == age
            }).count() as u64;
            let counted: u64 = (0..groups.labels.len()).map(|group| cube.get(group, sex, age)).sum();
            prop_assert_eq!(counted, plain);
        }
        let listed = image.people(&PeopleQuery {
            what: Happening::Living(at), known_at: Some(Position(known as u32)), groups: &groups, statuses: StatusFilter::usual(), sex: None, ages: None,
        });
        prop_assert_eq!(listed.len() as u64, cube.total());
    }

    #[test]
    fn the_balance_closes_for_every_unit_and_month(seeds in seeds(), known in 0usize..20, split in any::<bool>()) {
        let events = stream(&seeds);
        let image = learn(&events);
        let known_at = Some(Position(known.min(events.len()) as u32));
        let starts: Vec<Date> = (1..=12).map(|month| date(2026, month, 1)).collect();
        let all = Grouping::new(image.hamlets(), |_| Some("VN".into()));
        let groups = if split { by_hamlet(&image) } else { all };
        let statuses = StatusFilter::usual();
        let ledger = image.flows(&FlowQuery { starts: &starts, end: date(2027, 1, 1), known_at, groups: &groups, statuses });
        let stock = |at| image.count(&CountQuery { at, known_at, groups: &groups, statuses, threads: 1 });
        for group in 0..groups.labels.len() {
            for (month, start) in starts.iter().enumerate() {
                let before = stock(start.yesterday().unwrap()).group_total(group) as i64;
                let after = stock(start.last_of_month()).group_total(group) as i64;
                prop_assert_eq!(before + ledger.get(group, month).net(), after);
            }
        }
    }

    #[test]
    fn an_extract_of_several_images_counts_as_they_do_together(seeds in seeds(), others in seeds(), month in 1i8..=12, split in any::<bool>()) {
        let images = [learn(&stream(&seeds)), learn(&stream(&others))];
        let mut extract = Extract::new();
        images.iter().for_each(|image| extract.add(image));
        let label = |hamlet: HamletId| Some(if split { hamlet.to_string() } else { "VN".into() });
        let (at, starts) = (date(2026, month, 20), [date(2026, 1, 1), date(2026, month, 2)]);
        let statuses = StatusFilter::usual();
        let groups = Grouping::new(extract.hamlets(), label);
        let cube = extract.count(at, &groups, statuses, 2);
        let ledger = extract.flows(&FlowQuery { starts: &starts, end: date(2027, 1, 1), known_at: None, groups: &groups, statuses });
        for (group, name) in groups.labels.iter().enumerate() {
            let mut persons = vec![0; 3 * 121];
            let mut net = [0; 2];
            for image in &images {
                let groups = Grouping::new(image.hamlets(), label);
                let Ok(own) = groups.labels.binary_search(name) else { continue };
                let counted = image.count(&CountQuery { at, known_at: None, groups: &groups, statuses, threads: 1 });
                (0..persons.len()).for_each(|cell| persons[cell] += counted.get(own, cell / 121, cell % 121));
                let flows = image.flows(&FlowQuery { starts: &starts, end: date(2027, 1, 1), known_at: None, groups: &groups, statuses });
                (0..2).for_each(|period| net[period] += flows.get(own, period).net());
            }
            let extracted: Vec<u64> = (0..persons.len()).map(|cell| cube.get(group, cell / 121, cell % 121)).collect();
            prop_assert_eq!(extracted, persons);
            prop_assert_eq!([ledger.get(group, 0).net(), ledger.get(group, 1).net()], net);
        }
    }

    #[test]
    fn learning_twice_or_all_at_once_gives_the_same_present(seeds in seeds()) {
        let events = stream(&seeds);
        let mut image = learn(&events);
        let rows = image.fingerprint();
        for number in 0..PERSONS {
            let claims: Vec<_> = events.iter().map(|event| ResidentClaim::of(event, person(number))).collect();
            image.learn(Position(events.len() as u32), person(number), &claims);
        }
        prop_assert_eq!(image.fingerprint(), rows);
    }
}

#[test]
fn copied_households_and_births_on_new_year_are_told() {
    let opened = |number: u8, household: u8, births: [&str; 3]| {
        let members = births.iter().zip(0..).map(|(birth, at)| Member {
            person: PersonId(id(1, number * 10 + at)),
            birth: birth.parse().unwrap(),
            ..member(0, 0)
        });
        let body = EventBody::Household {
            household: HouseholdId(id(2, household)),
            hamlet: hamlet(0),
            area: AreaId(id(4, 0)),
            number: "1".into(),
            kind: HouseholdType::Family,
            members: members.collect(),
        };
        Event { id: EventId(id(9, number)), body, ..stream(&[((8, 0, 0, 0), 0, 0)]).remove(0) }
    };
    let copied = ["1980-01-01", "1985-05-01", "2010"];
    let events = [opened(1, 11, copied), opened(2, 12, copied), opened(3, 13, ["1980-01-01", "1985-05-02", "2010"])];
    let mut image = Image::new();
    for (event, position) in events.iter().zip(1..) {
        let EventBody::Household { members, .. } = &event.body else { unreachable!("only households") };
        for member in members {
            image.learn(Position(position), member.person, &[ResidentClaim::of(event, member.person)]);
        }
    }
    let groups = Grouping::new(image.hamlets(), |_| Some("1".into()));
    let doubts = image.doubts(&groups, date(2026, 12, 31));
    let expected = Doubts { persons: 9, new_year: 3, households: 3, alike: 2 };
    assert_eq!(doubts, [expected]);
    assert_eq!(image.doubts(&groups, date(2025, 12, 31)), [Doubts::default()], "nobody lived there yet");
}
