//! Small hand-made events for tests: fixed ids, one household of four, and one event of each kind.
//!
//! The household `n` has head `person(10 n + 1)` (a man), spouse `+ 2` and children `+ 3` (a boy) and `+ 4` (a girl); it was written down
//! on 2026-01-01 in `hamlet(1)`, `area(1)` by `user(1)`.

use crate::person::{code, code2, word};
use danso_model::{
    AreaId, BirthFacts, BirthPlace, Change, DeviceId, Event, EventBody, EventId, HamletId, Health, HouseholdId, HouseholdType,
    Member, Origin, PartialDate, Partner, PersonId, Personal, Pin, Placement, PregnancyOutcome, ResidenceStatus, Risk,
    ScreenResult, Sex, Source, UserId,
};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use uuid::{Builder, Uuid};

const START: Timestamp = Timestamp::constant(1_767_229_200, 0);

fn id(kind: u8, number: u32) -> Uuid {
    let [a, b, c, d] = number.to_be_bytes();
    Builder::from_unix_timestamp_millis(1_767_229_200_000, &[0, kind, 0, 0, 0, 0, a, b, c, d]).into_uuid()
}

/// The person of a number.
#[must_use]
pub fn person(number: u32) -> PersonId {
    PersonId(id(1, number))
}

/// The household of a number.
#[must_use]
pub fn household_id(number: u32) -> HouseholdId {
    HouseholdId(id(2, number))
}

/// The hamlet of a number.
#[must_use]
pub fn hamlet(number: u32) -> HamletId {
    HamletId(id(3, number))
}

/// The area of a number.
#[must_use]
pub fn area(number: u32) -> AreaId {
    AreaId(id(4, number))
}

/// The user of a number.
#[must_use]
pub fn user(number: u32) -> UserId {
    UserId(id(5, number))
}

/// The device of a number.
#[must_use]
pub fn device(number: u32) -> DeviceId {
    DeviceId(id(6, number))
}

/// The event of a number.
#[must_use]
pub fn event_id(number: u32) -> EventId {
    EventId(id(7, number))
}

/// A line of a sheet: someone registered and living here, Kinh.
///
/// # Panics
/// When the birth is no partial date.
#[must_use]
pub fn member(number: u32, sex: Sex, birth: &str, relationship: u8) -> Member {
    Member {
        person: person(number),
        sex,
        birth: birth.parse().expect("a partial date"),
        relationship: code(relationship),
        residence: ResidenceStatus::REGISTERED,
        ethnic: Some(code2(1)),
        education: None,
        marital: None,
        mother: None,
        father: None,
    }
}

/// An event of a number, by `user(1)` at an interview: recorded so many hours after the start of 2026-01-01 at eight in Viet Nam.
#[must_use]
pub fn event(number: u32, date: Date, body: EventBody) -> Event {
    Event {
        id: event_id(number),
        date: PartialDate::day(date),
        recorded_at: START.saturating_add(SignedDuration::from_hours(number.into())).unwrap_or(START),
        by: user(1),
        device: None,
        supersedes: None,
        source: Source::Interview,
        body,
        personal: Vec::new(),
        behalf: None,
        overrides: Vec::new(),
    }
}

/// The same event, as sent by `device(1)` with a counter.
#[must_use]
pub fn from_device(counter: u64, event: Event) -> Event {
    Event { device: Some((device(1), counter)), ..event }
}

/// The sheet of household `number`: a couple with two children. It is `event_id(number)`.
#[must_use]
pub fn household(number: u32) -> Event {
    let of = |place: u32| 10 * number + place;
    let (father, mother) = (Some(person(of(1))), Some(person(of(2))));
    let married = Some(code(2));
    let members = vec![
        Member { marital: married, education: Some(code(3)), ..member(of(1), Sex::Male, "1985-04-12", 1) },
        Member { marital: married, education: Some(code(6)), ..member(of(2), Sex::Female, "1987-05", 2) },
        Member { father, mother, ..member(of(3), Sex::Male, "2012-09-30", 3) },
        Member { father, mother, ..member(of(4), Sex::Female, "2018-02-28", 3) },
    ];
    let names = ["Nguyễn Văn An", "Trần Thị Hòa", "Nguyễn Quốc Bảo", "Nguyễn Ngọc Ánh"];
    let address = Personal { address: Some(format!("Số {number}, Ấp Tân Lợi")), ..Personal::default() };
    let personal = members.iter().zip(names).map(|(member, name)| (member.person.into(), Personal::named(name)));
    let personal = std::iter::once((household_id(number).into(), address)).chain(personal).collect();
    let body = EventBody::Household {
        household: household_id(number),
        hamlet: hamlet(1),
        area: area(1),
        number: number.to_string(),
        kind: HouseholdType::Family,
        members,
    };
    Event { source: Source::Import, personal, ..event(number, Date::constant(2026, 1, 1), body) }
}

fn placement(number: u32, relationship: u8) -> Placement {
    Placement { person: person(number), relationship: code(relationship) }
}

/// One valid event of each of the 26 kinds, about households 1 and 2, in an order in which each can be placed. Together they say
/// everything an event can say at least once.
#[must_use]
pub fn every_kind() -> Vec<Event> {
    let day = |day: i8| Date::constant(2026, 2, day);
    let mut events = vec![household(1), household(2)];
    let mut add = |date: Date, body: EventBody, personal: Vec<(u32, Personal)>| {
        let number = 100 + events.len() as u32;
        let personal = personal.into_iter().map(|(number, personal)| (person(number).into(), personal)).collect();
        events.push(from_device(u64::from(number - 101), Event { personal, ..event(number, date, body) }));
    };
    let about = |number: u32, health: Health| vec![(number, Personal { health: Some(health), ..Personal::default() })];
    let (one, two, three) = (household_id(1), household_id(2), household_id(3));

    let change = EventBody::HouseholdChange {
        household: one,
        number: Some("12A".to_owned()),
        area: Some(area(2)),
        kind: Some(HouseholdType::Collective),
    };
    add(day(1), change, vec![]);
    let outcome = Health::Pregnancy {
        outcome: PregnancyOutcome::Pregnant,
        number: Some(3),
        lmp: Some(PartialDate::day(Date::constant(2025, 12, 1))),
    };
    add(day(1), EventBody::Pregnancy { person: person(12) }, about(12, outcome));
    let tested = Health::Prenatal {
        week_band: 12,
        edward: Some(Risk::Low),
        down: Some(Risk::High),
        patau: Some(Risk::Normal),
        thalassemia: None,
        place: Some(word("hospital")),
    };
    add(day(2), EventBody::PrenatalScreen { person: person(12) }, about(12, tested));
    let facts = BirthFacts {
        mother_birth: "1987-05".parse().ok(),
        order: Some(3),
        place: Some(BirthPlace::Station),
        multiple: true,
        weight_g: Some(2900),
        gestation_weeks: Some(38),
    };
    let child = Member { mother: Some(person(12)), father: Some(person(11)), ..member(15, Sex::Female, "2026-02-03", 3) };
    add(
        day(3),
        EventBody::Birth { household: one, hamlet: hamlet(1), child, facts },
        vec![(15, Personal::named("Nguyễn Mai Chi"))],
    );
    let screened = Health::Newborn {
        ch: Some(ScreenResult::Normal),
        g6pd: Some(ScreenResult::Suspect),
        cah: Some(ScreenResult::NotDone),
        hearing: Some(ScreenResult::Positive),
        heart: None,
        place: Some(word("station")),
    };
    add(day(5), EventBody::NewbornScreen { person: person(15) }, about(15, screened));
    let adopted = member(16, Sex::Male, "2024", 4);
    let origin = Some(Origin::Province(word("96")));
    add(
        day(6),
        EventBody::Adoption { household: one, hamlet: hamlet(1), child: adopted, origin },
        vec![(16, Personal::named("Lý Nam"))],
    );
    let arrived = Member {
        residence: ResidenceStatus::new(2).unwrap_or(ResidenceStatus::REGISTERED),
        ..member(17, Sex::Female, "1999-11-20~", 10)
    };
    let identified = Personal {
        name: Some("Thạch Thị Sa Rây".to_owned()),
        pin: Pin::new("094199001234").ok(),
        health_card: Some("GD4949412345678".to_owned()),
        phone: Some("0912345678".to_owned()),
        note: Some("đi làm ca đêm".to_owned()),
        ..Personal::default()
    };
    let from = Origin::Commune(word("31528"));
    let arrival =
        EventBody::MoveIn { household: one, hamlet: hamlet(1), members: vec![arrived], from, reason: Some(word("work")) };
    add(day(7), arrival, vec![(17, identified)]);
    let partners =
        [Partner::Known(person(17)), Partner::Outside { sex: Sex::Male, birth: "1997".parse().ok(), unit: Some(word("92")) }];
    add(day(8), EventBody::Marriage { partners, registered: true, counselled: Some(false), kin_degree: Some(0) }, vec![]);
    let started = Health::Contraception { method: code(5), place: Some(word("station")), reason: None };
    add(day(9), EventBody::ContraceptionStart { person: person(17) }, about(17, started));
    let stopped = Health::Contraception { method: code(5), place: None, reason: Some(word("wants_child")) };
    add(day(10), EventBody::ContraceptionStop { person: person(17) }, about(17, stopped));
    add(day(11), EventBody::Separation { persons: vec![person(17)] }, vec![]);
    let departure =
        EventBody::MoveOut { household: one, persons: vec![person(17)], to: Origin::Abroad, reason: None, whole: false };
    add(day(12), departure, vec![]);
    let transfer = EventBody::Transfer {
        from_household: one,
        to_household: two,
        to_hamlet: hamlet(1),
        to_area: Some(area(1)),
        members: vec![placement(13, 9)],
        whole: false,
    };
    add(day(13), transfer, vec![]);
    let transferred = event_id(114);
    let receipt = EventBody::TransferReceipt {
        transfer: transferred,
        received: true,
        household: Some(two),
        members: vec![placement(13, 9)],
    };
    add(day(14), receipt, vec![]);
    let members = vec![placement(13, 1)];
    let split = EventBody::Split {
        from_household: two,
        household: three,
        hamlet: hamlet(1),
        area: area(1),
        number: "3".to_owned(),
        members,
    };
    add(day(15), split, vec![]);
    let merge = EventBody::Merge { from_household: three, household: two, hamlet: hamlet(1), members: vec![placement(13, 9)] };
    add(day(16), merge, vec![]);
    add(day(17), EventBody::Divorce { persons: vec![person(11), person(12)] }, vec![]);
    add(day(18), EventBody::Death { person: person(21), place: Some(word("home")), cause: Some(word("IX")) }, vec![]);
    add(day(18), EventBody::Widowed { person: person(22) }, vec![]);
    let members = vec![placement(22, 1), placement(23, 3), placement(24, 3), placement(13, 9)];
    add(day(19), EventBody::HeadChange { household: two, head: person(22), members }, vec![]);
    add(day(20), EventBody::ElderlyCheckup { person: person(22), place: Some(word("station")) }, vec![]);
    let disabled =
        Health::Disability { kind: word("mobility"), degree: Some(word("mild")), certificate: Some("000123".to_owned()) };
    add(day(21), EventBody::Disability { person: person(22) }, about(22, disabled));
    let renamed = EventBody::Change { person: person(22), change: Change::Name, base: Some(event_id(2)) };
    add(day(22), renamed, vec![(22, Personal::named("Trần Thị Hoà"))]);
    add(day(23), EventBody::Reviewed { household: two }, vec![]);
    let reviewed = event_id(124);
    add(day(24), EventBody::Withdrawal { event: reviewed, reason: Some("mistake".to_owned()) }, vec![]);
    add(day(25), EventBody::SamePerson { person: person(23), duplicate: person(24) }, vec![]);
    events
}

/// One change of each field that can change, of the head of household 1.
#[must_use]
pub fn every_change() -> Vec<Event> {
    let changes = [
        Change::Sex(Sex::Unknown),
        Change::Birth(PartialDate::day(Date::constant(1985, 12, 4))),
        Change::Ethnic(code2(5)),
        Change::Education(code(4)),
        Change::Marital(code(4)),
        Change::Residence(ResidenceStatus::new(5).unwrap_or(ResidenceStatus::REGISTERED)),
        Change::Relationship(code(9)),
        Change::Mother(person(22)),
        Change::Father(person(21)),
        Change::Name,
        Change::Pin,
        Change::HealthCard,
        Change::Phone,
    ];
    let sealed = |change: &Change| match change {
        Change::Name => Some(Personal::named("Nguyễn Văn Ân")),
        Change::Pin => Some(Personal { pin: Pin::new("092085001234").ok(), ..Personal::default() }),
        Change::HealthCard => Some(Personal { health_card: Some("GD4929212345678".to_owned()), ..Personal::default() }),
        Change::Phone => Some(Personal { phone: Some("0987654321".to_owned()), ..Personal::default() }),
        Change::Sex(_)
        | Change::Birth(_)
        | Change::Ethnic(_)
        | Change::Education(_)
        | Change::Marital(_)
        | Change::Residence(_)
        | Change::Relationship(_)
        | Change::Mother(_)
        | Change::Father(_) => None,
    };
    (200..)
        .zip(changes)
        .map(|(number, change)| {
            let body = EventBody::Change { person: person(11), change, base: Some(event_id(1)) };
            let personal = sealed(&change).into_iter().map(|personal| (person(11).into(), personal)).collect();
            Event { personal, ..event(number, Date::constant(2026, 3, 1), body) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{every_change, every_kind};
    use danso_model::{EventBody, EventId};
    use std::collections::HashSet;

    #[test]
    fn every_kind_is_there_and_names_only_what_is_known() {
        let (mut kinds, mut ids, mut subjects) = (HashSet::new(), HashSet::<EventId>::new(), HashSet::new());
        for event in every_kind() {
            kinds.insert(event.body.kind());
            let (persons, households) = event.body.introduces();
            subjects.extend(persons.into_iter().map(danso_model::SubjectId::from));
            subjects.extend(households.into_iter().map(danso_model::SubjectId::from));
            assert!(event.subjects().iter().all(|subject| subjects.contains(subject)), "{:?}", event.body);
            if let Some(target) = event.target() {
                assert!(ids.contains(&target), "{:?}", event.body);
            }
            assert!(ids.insert(event.id));
        }
        assert_eq!(kinds.len(), 27);
        let fields: HashSet<_> = every_change()
            .iter()
            .filter_map(|event| if let EventBody::Change { change, .. } = &event.body { Some(change.field()) } else { None })
            .collect();
        assert_eq!(fields.len(), 13);
    }
}
