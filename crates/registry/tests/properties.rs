//! Whatever events arrive, in whatever order and however often: one state, and the residency checks hold.

use danso_model::{
    AreaId, BirthFacts, Change, Code, Event, EventBody, EventId, HamletId, HouseholdId, HouseholdType, Member, Origin,
    PartialDate, PersonId, Placement, ResidenceStatus, Sex, Source, UserId,
};
use danso_registry::{Same, checks, claims_of, effective, fold_household, fold_person, fold_resident};
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

fn id(kind: u128, number: u8) -> Uuid {
    Uuid::from_u128(kind << 64 | u128::from(number))
}

fn person(number: u8) -> PersonId {
    PersonId(id(1, number % 3))
}

fn household(number: u8) -> HouseholdId {
    HouseholdId(id(2, number % 3))
}

fn hamlet(number: u8) -> HamletId {
    HamletId(id(3, number % 2))
}

fn member(number: u8, status: u8) -> Member {
    Member {
        person: person(number),
        sex: Sex::Female,
        birth: "1990".parse().unwrap(),
        relationship: Code::new("1").unwrap(),
        residence: ResidenceStatus::new(1 + status % 7).unwrap(),
        ethnic: None,
        education: None,
        marital: None,
        mother: None,
        father: None,
    }
}

fn body(kind: u8, a: u8, b: u8, c: u8, others: &[EventId]) -> EventBody {
    let placement = |number| Placement { person: person(number), relationship: Code::new("3").unwrap() };
    match kind {
        0 => EventBody::Household {
            household: household(a),
            hamlet: hamlet(b),
            area: AreaId(id(4, 0)),
            number: "1".into(),
            kind: HouseholdType::Family,
            members: vec![member(a, c), member(b, c)],
        },
        1 => EventBody::Birth {
            household: household(a),
            hamlet: hamlet(b),
            child: member(c, 0),
            facts: BirthFacts {
                mother_birth: None,
                order: Some(1),
                place: None,
                multiple: false,
                weight_g: None,
                gestation_weeks: None,
            },
        },
        2 => EventBody::Death { person: person(a), place: None, cause: None },
        3 => EventBody::MoveIn {
            household: household(a),
            hamlet: hamlet(b),
            members: vec![member(c, b)],
            from: Origin::Abroad,
            reason: None,
        },
        4 => EventBody::MoveOut {
            household: household(a),
            persons: vec![person(b)],
            to: Origin::Unknown,
            reason: None,
            whole: false,
        },
        5 => EventBody::Transfer {
            from_household: household(a),
            to_household: household(b),
            to_hamlet: hamlet(c),
            to_area: None,
            members: vec![placement(c)],
            whole: a % 3 == b % 3,
        },
        6 => EventBody::Change {
            person: person(a),
            change: Change::Residence(ResidenceStatus::new(1 + b % 7).unwrap()),
            base: None,
        },
        7 if !others.is_empty() => EventBody::Withdrawal { event: others[usize::from(a) % others.len()], reason: None },
        8 if !others.is_empty() => EventBody::TransferReceipt {
            transfer: others[usize::from(a) % others.len()],
            received: b.is_multiple_of(2),
            household: Some(household(c)),
            members: vec![placement(a)],
        },
        11 if a % 3 != b % 3 => EventBody::SamePerson { person: person(a), duplicate: person(b) },
        9 => EventBody::HeadChange { household: household(a), head: person(b), members: vec![placement(c)] },
        _ => EventBody::Split {
            from_household: household(a),
            household: household(b),
            hamlet: hamlet(c),
            area: AreaId(id(4, 1)),
            number: "9".into(),
            members: vec![placement(c)],
        },
    }
}

type Seed = (u8, u8, u8, u8, u8, u8, bool);

fn date(month: u8, precision: u8) -> PartialDate {
    let text = match precision % 3 {
        0 => "2026".to_owned(),
        1 => format!("2026-{:02}", 1 + month % 12),
        _ => format!("2026-{:02}-{:02}", 1 + month % 12, 1 + month % 28),
    };
    text.parse().unwrap()
}

fn stream(seeds: Vec<Seed>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for (number, (kind, a, b, c, month, precision, corrects)) in seeds.into_iter().enumerate() {
        let others: Vec<EventId> = events.iter().map(|event| event.id).collect();
        let body = body(kind % 12, a, b, c, &others);
        let supersedes = events.iter().rev().find(|other| corrects && other.body.kind() == body.kind()).map(|other| other.id);
        events.push(Event {
            id: EventId(id(9, (number as u8).wrapping_mul(37))),
            date: date(month, precision),
            recorded_at: Timestamp::UNIX_EPOCH,
            by: UserId(id(8, 0)),
            device: None,
            supersedes,
            source: Source::Interview,
            body,
            personal: Vec::new(),
            behalf: None,
            overrides: Vec::new(),
        });
    }
    events
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    prop::collection::vec(any::<Seed>(), 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_residency_checks_hold_after_any_stream(seeds in seeds()) {
        let events = stream(seeds);
        for number in 0..3 {
            if let Some(person) = fold_person(person(number), &events) {
                prop_assert_eq!(checks::violations(&person.stays), vec![]);
            }
        }
    }

    #[test]
    fn order_and_repetition_change_nothing(seeds in seeds(), shuffle in any::<u64>()) {
        let events = stream(seeds);
        let mut mixed: Vec<&Event> = events.iter().chain(events.iter().step_by(2)).collect();
        let mut state = shuffle | 1;
        for at in (1..mixed.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            mixed.swap(at, (state >> 33) as usize % (at + 1));
        }
        for number in 0..3 {
            prop_assert_eq!(fold_person(person(number), &events), fold_person(person(number), mixed.iter().copied()));
            prop_assert_eq!(fold_household(household(number), &events), fold_household(household(number), mixed.iter().copied()));
        }
    }

    #[test]
    fn withdrawing_the_last_event_restores_the_state_before_it(seeds in seeds(), seed in any::<Seed>()) {
        let mut events = stream(seeds.clone());
        let before: Vec<_> = (0..3).map(|number| fold_person(person(number), &events)).collect();
        let mut more = seeds;
        more.push(([0, 1, 2, 3, 4, 5, 6, 11][usize::from(seed.0 % 8)], seed.1, seed.2, seed.3, seed.4, seed.5, false));
        let added = stream(more).pop().unwrap();
        let withdrawal = Event { id: EventId(id(10, 1)), body: EventBody::Withdrawal { event: added.id, reason: None }, supersedes: None, ..added.clone() };
        events.extend([added, withdrawal]);
        let after: Vec<_> = (0..3).map(|number| fold_person(person(number), &events)).collect();
        prop_assert_eq!(before, after);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn one_of_those_who_are_the_same_stands_for_all(seeds in seeds()) {
        let events = stream(seeds);
        let same = Same::of(effective(&events));
        for number in 0..3 {
            let (who, kept) = (person(number), same.kept(person(number)));
            prop_assert_eq!(same.kept(kept), kept);
            if who != kept {
                prop_assert!(same.merged_into(kept).contains(&who));
                prop_assert_eq!(fold_person(who, &events), None);
                let told: Vec<_> = events.iter().map(|event| (event, None)).collect();
                prop_assert_eq!(fold_resident(&claims_of(who, &told)), None);
            }
        }
    }

    #[test]
    fn merges_that_are_all_withdrawn_leave_no_trace(seeds in seeds()) {
        let events = stream(seeds);
        let merges = || events.iter().filter(|event| matches!(event.body, EventBody::SamePerson { .. }));
        let without: Vec<&Event> = events.iter().filter(|event| !matches!(event.body, EventBody::SamePerson { .. })).collect();
        let withdrawals: Vec<Event> = merges().enumerate().map(|(number, event)| Event {
            id: EventId(id(11, number as u8)),
            supersedes: None,
            body: EventBody::Withdrawal { event: event.id, reason: None },
            ..event.clone()
        }).collect();
        let with: Vec<&Event> = events.iter().chain(&withdrawals).collect();
        if Same::of(effective(with.iter().copied())).is_empty() {
            for number in 0..3 {
                prop_assert_eq!(fold_person(person(number), with.iter().copied()), fold_person(person(number), without.iter().copied()));
            }
        }
    }

    #[test]
    fn what_is_counted_is_what_the_whole_person_says(seeds in seeds()) {
        let events = stream(seeds);
        for number in 0..3 {
            let who = person(number);
            let told: Vec<_> = events.iter().map(|event| (event, None)).collect();
            let claims = claims_of(who, &told);
            let whole = fold_person(who, &events).map(|person| (person.sex, person.birth, person.stays.residences));
            let counted = fold_resident(&claims).map(|resident| (resident.sex, resident.birth, resident.stays.residences));
            prop_assert_eq!(whole, counted);
        }
    }
}
