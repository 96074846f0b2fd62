//! Streams of events: tidy and untidy, late, corrected, withdrawn.

use danso_model::{
    AreaId, BirthFacts, BirthPlace, Change, Code, Event, EventBody, EventId, HamletId, Health, HouseholdId, HouseholdType,
    Member, Origin, PartialDate, Partner, PersonId, Personal, Placement, PregnancyOutcome, ResidenceStatus, Risk, ScreenResult,
    Sex, Source, SubjectId, UserId,
};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

pub const PERSONS: u8 = 5;
pub const HAMLETS: u8 = 4;
pub const HOUSES: u8 = 3;

/// Kind, three choices, when (month and day), and how (corrects, hides the health content, tells the month only).
pub type Seed = ((u8, u8, u8, u8), (u8, u8), u8);

fn id(kind: u128, number: u8) -> Uuid {
    Uuid::from_u128(kind << 64 | u128::from(number))
}

pub fn person(number: u8) -> PersonId {
    PersonId(id(1, number % PERSONS))
}

pub fn hamlet(number: u8) -> HamletId {
    HamletId(id(3, number % HAMLETS))
}

pub fn household(number: u8) -> HouseholdId {
    HouseholdId(id(2, number % HOUSES))
}

/// Everyone and every household that events may be about.
pub fn subjects() -> Vec<SubjectId> {
    let persons = (0..PERSONS).map(|number| SubjectId::from(person(number)));
    persons.chain((0..HOUSES).map(|number| SubjectId::from(household(number)))).collect()
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn some_code(pick: u8, codes: &[&str]) -> Option<Code> {
    codes.get(usize::from(pick) % (codes.len() + 1)).map(|text| code(text))
}

fn member(number: u8, status: u8) -> Member {
    let born = 1930 + i32::from(number % PERSONS) * 19;
    Member {
        person: person(number),
        sex: [Sex::Male, Sex::Female, Sex::Unknown][usize::from(number % 3)],
        birth: format!("{born}-02-{:02}", 1 + status % 28).parse().unwrap(),
        relationship: code("1"),
        residence: ResidenceStatus::new(1 + status % 7).unwrap(),
        ethnic: some_code(status, &["01", "12", "55"]),
        education: some_code(status / 2, &["0", "3", "7"]),
        marital: some_code(status / 3, &["1", "2", "3", "9"]),
        mother: status.is_multiple_of(4).then(|| person(number % PERSONS + 1)),
        father: None,
    }
}

fn origin(pick: u8) -> Origin {
    [
        Origin::Commune(code("31120")),
        Origin::Commune(code("26734")),
        Origin::Province(code("79")),
        Origin::Province(code("00")),
        Origin::Abroad,
        Origin::Unknown,
    ][usize::from(pick) % 6]
}

fn changed(pick: u8, value: u8) -> Change {
    match pick % 6 {
        0 => Change::Residence(ResidenceStatus::new(1 + value % 7).unwrap()),
        1 => Change::Marital(code(["1", "3", "4", "x"][usize::from(value) % 4])),
        2 => Change::Education(code(["0", "5", "9"][usize::from(value) % 3])),
        3 => Change::Ethnic(code(["01", "05", "56"][usize::from(value) % 3])),
        4 => Change::Birth(format!("{}-06-01", 1950 + i32::from(value) % 60).parse().unwrap()),
        _ => Change::Sex([Sex::Male, Sex::Female][usize::from(value) % 2]),
    }
}

fn risk(pick: u8) -> Option<Risk> {
    [None, Some(Risk::Low), Some(Risk::High), Some(Risk::Normal)][usize::from(pick) % 4]
}

fn screened(pick: u8) -> Option<ScreenResult> {
    use ScreenResult::{Normal, NotDone, Positive, Suspect};
    [None, Some(NotDone), Some(Normal), Some(Suspect), Some(Positive)][usize::from(pick) % 5]
}

fn households((kind, a, b, c): (u8, u8, u8, u8)) -> EventBody {
    let placement = Placement { person: person(c), relationship: code("3") };
    match kind % 8 {
        0 | 1 => EventBody::Household {
            household: household(a),
            hamlet: hamlet(a),
            area: AreaId(id(4, 0)),
            number: "1".into(),
            kind: if c % 3 == 0 { HouseholdType::Collective } else { HouseholdType::Family },
            members: vec![member(b, c), member(c, b)],
        },
        2 => EventBody::MoveIn {
            household: household(a),
            hamlet: hamlet(a),
            members: vec![member(b, c)],
            from: origin(c),
            reason: None,
        },
        3 => EventBody::MoveOut { household: household(a), persons: vec![person(b)], to: origin(c), reason: None, whole: false },
        4 => EventBody::Transfer {
            from_household: household(a),
            to_household: household(b),
            to_hamlet: hamlet(b),
            to_area: None,
            members: vec![placement],
            whole: c % 2 == 0,
        },
        5 => EventBody::Transfer {
            from_household: household(a),
            to_household: household(a),
            to_hamlet: hamlet(b),
            to_area: None,
            members: vec![placement],
            whole: true,
        },
        6 => EventBody::HouseholdChange {
            household: household(a),
            number: None,
            area: None,
            kind: [None, Some(HouseholdType::Family), Some(HouseholdType::Collective)][usize::from(b) % 3],
        },
        _ => EventBody::Split {
            from_household: household(a),
            household: household(b),
            hamlet: hamlet(a),
            area: AreaId(id(4, 0)),
            number: "2".into(),
            members: vec![placement],
        },
    }
}

fn lives((kind, a, b, c): (u8, u8, u8, u8)) -> EventBody {
    let facts = BirthFacts {
        mother_birth: (b % 2 == 0).then(|| "1999".parse().unwrap()),
        order: (b % 3 > 0).then_some(b % 5),
        place: [None, Some(BirthPlace::Station), Some(BirthPlace::Home), Some(BirthPlace::Other), Some(BirthPlace::Hospital)]
            [usize::from(c) % 5],
        multiple: c % 2 == 0,
        weight_g: None,
        gestation_weeks: None,
    };
    let outside = Partner::Outside { sex: Sex::Male, birth: None, unit: None };
    match kind % 9 {
        0 => EventBody::Birth { household: household(a), hamlet: hamlet(a), child: member(b, c), facts },
        1 => EventBody::Death { person: person(a), place: some_code(b, &["home", "facility", "other", "x"]), cause: None },
        2 => EventBody::Marriage {
            partners: [
                Partner::Known(person(a)),
                if b % 3 == 0 { outside } else { Partner::Known(person(a % PERSONS + 1 + b % 3)) },
            ],
            registered: c % 2 == 0,
            counselled: [None, Some(true), Some(false)][usize::from(c) % 3],
            kin_degree: [None, Some(0), Some(2), Some(3)][usize::from(c) % 4],
        },
        3 => EventBody::Divorce { persons: vec![person(a), person(a % PERSONS + 1)] },
        4 => EventBody::Separation { persons: vec![person(a)] },
        5 => EventBody::Widowed { person: person(a) },
        6 => EventBody::ElderlyCheckup { person: person(a), place: None },
        7 => EventBody::Change { person: person(a), change: changed(b, c), base: None },
        _ => EventBody::Reviewed { household: household(a) },
    }
}

fn healths((kind, a, b, c): (u8, u8, u8, u8)) -> (EventBody, Health) {
    let person = person(a);
    let method = Health::Contraception { method: code(["1", "2", "8", "iud"][usize::from(b) % 4]), place: None, reason: None };
    let outcome = [PregnancyOutcome::Pregnant, PregnancyOutcome::Miscarriage, PregnancyOutcome::Abortion][usize::from(b) % 3];
    match kind % 7 {
        0 | 1 => (EventBody::ContraceptionStart { person }, method),
        2 => (EventBody::ContraceptionStop { person }, method),
        3 => (EventBody::Pregnancy { person }, Health::Pregnancy { outcome, number: None, lmp: None }),
        4 => {
            let (edward, down, patau, thalassemia) = (risk(b), risk(b / 4), risk(c), risk(c / 4));
            let week_band = if c % 2 == 0 { 12 } else { 21 };
            (EventBody::PrenatalScreen { person }, Health::Prenatal { week_band, edward, down, patau, thalassemia, place: None })
        }
        5 => {
            let (ch, g6pd, cah, hearing, heart) = (screened(b), screened(b / 5), screened(c), screened(c / 5), screened(c / 25));
            (EventBody::NewbornScreen { person }, Health::Newborn { ch, g6pd, cah, hearing, heart, place: None })
        }
        _ => (EventBody::Disability { person }, Health::Disability { kind: code("vision"), degree: None, certificate: None }),
    }
}

/// The events of a stream, in the order in which they were accepted.
pub fn events_of(seeds: &[Seed]) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for (number, (content, (month, day), how)) in seeds.iter().enumerate() {
        let earlier: Vec<EventId> = events.iter().map(|event| event.id).collect();
        let target = (!earlier.is_empty()).then(|| earlier[usize::from(content.1) % earlier.len().max(1)]);
        let when = date(2025 + i16::from(month % 3), 1 + (month / 3 % 12) as i8, 1 + (*day % 28) as i8);
        let (mut body, health) = match (content.0 % 10, target) {
            (0..=3, _) => (households((content.0 / 10, content.1, content.2, content.3)), None),
            (4..=6, _) => (lives((content.0 / 10, content.1, content.2, content.3)), None),
            (9, Some(event)) if content.0 % 20 == 9 => (EventBody::Withdrawal { event, reason: None }, None),
            _ => {
                let (body, health) = healths((content.0 / 10, content.1, content.2, content.3));
                (body, (how % 8 > 0).then_some(health))
            }
        };
        let month_only: PartialDate = format!("{:04}-{:02}", when.year(), when.month()).parse().unwrap();
        let told: PartialDate = if how / 64 == 3 { month_only } else { when.into() };
        if let EventBody::Birth { child, .. } = &mut body
            && how % 4 > 0
        {
            child.birth = told;
        }
        let personal = body
            .persons()
            .first()
            .copied()
            .into_iter()
            .zip(health)
            .map(|(who, health)| (SubjectId::from(who), Personal { health: Some(health), ..Personal::default() }));
        let personal = personal.collect();
        let supersedes = (how / 8 % 8 == 0).then(|| {
            let same = |event: &&Event| event.body.kind() == body.kind() && event.body.names_event().is_none();
            events.iter().rev().find(same).map(|event| event.id)
        });
        events.push(Event {
            // Not in the order in which they come.
            id: EventId(id(9, (number as u8).wrapping_mul(37))),
            date: told,
            recorded_at: Timestamp::UNIX_EPOCH,
            by: UserId(id(8, 0)),
            device: None,
            supersedes: supersedes.flatten(),
            source: Source::Interview,
            body,
            personal,
            behalf: None,
            overrides: Vec::new(),
        });
    }
    events
}
