//! Ids, and bodies of events.

use danso_model::{
    AreaId, BirthFacts, BirthPlace, Change, Code, Event, EventBody, EventId, HamletId, HouseholdId, HouseholdType, Member,
    Origin, PersonId, Personal, Placement, ResidenceStatus, Sex, Source, UserId,
};
use uuid::Uuid;

pub fn id(space: u128, number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | (space << 32) | number)
}

pub fn user(number: u128) -> UserId {
    UserId(id(1, number))
}

pub fn hamlet(number: u128) -> HamletId {
    HamletId(id(2, number))
}

pub fn area(number: u128) -> AreaId {
    AreaId(id(3, number))
}

pub fn house(number: u128) -> HouseholdId {
    HouseholdId(id(4, number))
}

/// Of the first sheet: 0 the head, 1 his wife, 2 their child. Greater numbers are free.
pub fn person(house: u128, member: u128) -> PersonId {
    PersonId(id(5, house * 0x100 + member))
}

pub fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub fn member(person: PersonId, sex: Sex, birth: &str, relationship: &str) -> Member {
    Member {
        person,
        sex,
        birth: birth.parse().unwrap(),
        relationship: code(relationship),
        residence: ResidenceStatus::REGISTERED,
        ethnic: None,
        education: None,
        marital: None,
        mother: None,
        father: None,
    }
}

pub fn family(number: u128) -> Vec<Member> {
    let (head, wife, child) = (person(number, 0), person(number, 1), person(number, 2));
    let married = Some(code("2"));
    vec![
        Member { marital: married, ..member(head, Sex::Male, "1985-03-02", "1") },
        Member { marital: married, ..member(wife, Sex::Female, "1988-06-05", "2") },
        Member { mother: Some(wife), father: Some(head), ..member(child, Sex::Female, "2015-09-07", "3") },
    ]
}

pub fn household(number: u128, place: u128, members: Vec<Member>) -> EventBody {
    EventBody::Household {
        household: house(number),
        hamlet: hamlet(place),
        area: area(place),
        number: number.to_string(),
        kind: HouseholdType::Family,
        members,
    }
}

/// The first sheet of a household, as loaded.
pub fn sheet(number: u128, place: u128) -> Event {
    let names = ["Phạm Văn Hùng", "Lê Thị Mận", "Phạm Thị Mơ"];
    let personal =
        names.iter().enumerate().map(|(at, name)| (person(number, at as u128).into(), Personal::named(*name))).collect();
    Event {
        id: EventId(id(6, number)),
        date: "2026-01-01".parse().unwrap(),
        recorded_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        by: user(90),
        device: None,
        supersedes: None,
        source: Source::Import,
        body: household(number, place, family(number)),
        personal,
        behalf: None,
        overrides: Vec::new(),
    }
}

pub const NO_FACTS: BirthFacts = BirthFacts {
    mother_birth: None,
    order: None,
    place: Some(BirthPlace::Station),
    multiple: false,
    weight_g: None,
    gestation_weeks: None,
};

/// A child of the wife of a household, numbered from 3.
pub fn birth_of(number: u128, place: u128, child: u128, born: &str, facts: BirthFacts) -> EventBody {
    let child = Member { mother: Some(person(number, 1)), ..member(person(number, child), Sex::Female, born, "3") };
    EventBody::Birth { household: house(number), hamlet: hamlet(place), child, facts }
}

pub fn birth(number: u128, place: u128, child: u128, born: &str) -> EventBody {
    birth_of(number, place, child, born, NO_FACTS)
}

pub fn death(person: PersonId) -> EventBody {
    EventBody::Death { person, place: Some(code("home")), cause: None }
}

pub fn screen(person: PersonId) -> EventBody {
    EventBody::NewbornScreen { person }
}

pub fn move_in(number: u128, place: u128, members: Vec<Member>) -> EventBody {
    EventBody::MoveIn { household: house(number), hamlet: hamlet(place), members, from: Origin::Abroad, reason: None }
}

pub fn move_out(number: u128, persons: Vec<PersonId>) -> EventBody {
    EventBody::MoveOut { household: house(number), persons, to: Origin::Abroad, reason: None, whole: false }
}

pub fn placed(person: PersonId, relationship: &str) -> Placement {
    Placement { person, relationship: code(relationship) }
}

pub fn transfer(from: u128, to: u128, place: u128, members: Vec<Placement>) -> EventBody {
    EventBody::Transfer {
        from_household: house(from),
        to_household: house(to),
        to_hamlet: hamlet(place),
        to_area: Some(area(place)),
        members,
        whole: from == to,
    }
}

pub fn change(person: PersonId, change: Change, base: Option<EventId>) -> EventBody {
    EventBody::Change { person, change, base }
}

pub fn education(person: PersonId, level: &str) -> EventBody {
    change(person, Change::Education(code(level)), None)
}

/// Two sheets are about one person; the first is kept.
pub fn same(person: PersonId, duplicate: PersonId) -> EventBody {
    EventBody::SamePerson { person, duplicate }
}

pub fn withdrawal(event: &Event) -> EventBody {
    EventBody::Withdrawal { event: event.id, reason: None }
}
