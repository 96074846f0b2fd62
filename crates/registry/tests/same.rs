//! One person on two sheets: what the sheet that is kept says then, and that nothing is left of it when it is withdrawn.

use danso_model::{
    AreaId, BirthFacts, Change, Code, EntryReason, Event, EventBody, EventId, HamletId, HouseholdId, HouseholdType, Member,
    Origin, PersonId, Personal, ResidenceStatus, Sex, Source, SubjectId, UserId,
};
use danso_registry::{DoubtKind, Person, Same, checks, fold_person};
use jiff::Timestamp;
use uuid::Uuid;

const A: PersonId = PersonId(Uuid::from_u128(1));
const B: PersonId = PersonId(Uuid::from_u128(2));
const C: PersonId = PersonId(Uuid::from_u128(3));

fn home(number: u128) -> HouseholdId {
    HouseholdId(Uuid::from_u128(100 + number))
}

fn hamlet(number: u128) -> HamletId {
    HamletId(Uuid::from_u128(200 + number))
}

fn event(id: u128, date: &str, body: EventBody) -> Event {
    Event {
        id: EventId(Uuid::from_u128(1_000 + id)),
        date: date.parse().unwrap(),
        recorded_at: Timestamp::UNIX_EPOCH,
        by: UserId(Uuid::from_u128(9)),
        device: None,
        behalf: None,
        supersedes: None,
        source: Source::Interview,
        body,
        personal: Vec::new(),
        overrides: Vec::new(),
    }
}

fn named(mut event: Event, person: PersonId, name: &str) -> Event {
    event.personal.push((SubjectId::from(person), Personal::named(name)));
    event
}

fn line(person: PersonId, birth: &str, education: Option<&str>) -> Member {
    Member {
        person,
        sex: Sex::Female,
        birth: birth.parse().unwrap(),
        relationship: Code::new("1").unwrap(),
        residence: ResidenceStatus::REGISTERED,
        ethnic: None,
        education: education.map(|code| Code::new(code).unwrap()),
        marital: None,
        mother: None,
        father: None,
    }
}

fn sheet(id: u128, date: &str, place: u128, members: Vec<Member>) -> Event {
    let body = EventBody::Household {
        household: home(place),
        hamlet: hamlet(place),
        area: AreaId(Uuid::from_u128(300)),
        number: "1".into(),
        kind: HouseholdType::Family,
        members,
    };
    event(id, date, body)
}

fn arrival(id: u128, date: &str, place: u128, person: PersonId) -> Event {
    let members = vec![line(person, "1990-05", None)];
    event(
        id,
        date,
        EventBody::MoveIn { household: home(place), hamlet: hamlet(place), members, from: Origin::Unknown, reason: None },
    )
}

fn birth(id: u128, date: &str, place: u128, child: PersonId, mother: Option<PersonId>) -> Event {
    let facts =
        BirthFacts { mother_birth: None, order: None, place: None, multiple: false, weight_g: None, gestation_weeks: None };
    let child = Member { mother, ..line(child, date, None) };
    event(id, date, EventBody::Birth { household: home(place), hamlet: hamlet(place), child, facts })
}

fn same(id: u128, person: PersonId, duplicate: PersonId) -> Event {
    event(id, "2026-06-01", EventBody::SamePerson { person, duplicate })
}

fn residences(person: &Person) -> Vec<(HamletId, String, Option<String>)> {
    let told = |episode: &danso_model::Episode<danso_model::Residence>| {
        (episode.what.hamlet, episode.spell.from.to_string(), episode.spell.to.map(|to| to.to_string()))
    };
    assert_eq!(checks::violations(&person.stays), vec![]);
    person.stays.residences.iter().map(told).collect()
}

fn lived(place: u128, from: &str, to: Option<&str>) -> (HamletId, String, Option<String>) {
    (hamlet(place), from.to_owned(), to.map(str::to_owned))
}

#[test]
fn listed_twice_in_one_household_counts_once_from_the_first_day() {
    let first = named(sheet(1, "2026-01-05", 1, vec![line(A, "1990", None)]), A, "Lê Thị Lan");
    let second = named(sheet(2, "2026-01-02", 1, vec![line(B, "1990-05-02", Some("3"))]), B, "Lê Thị Lân");
    let events = [first, second, same(3, A, B)];
    assert_eq!(fold_person(B, &events), None);
    let kept = fold_person(A, &events).unwrap();
    assert_eq!(residences(&kept), vec![lived(1, "2026-01-02", None)]);
    // The own sheet stands; the other fills in what it does not tell.
    assert_eq!((kept.birth.to_string(), kept.personal.name.as_deref()), ("1990".to_owned(), Some("Lê Thị Lan")));
    assert_eq!(kept.education.map(|code| code.to_string()).as_deref(), Some("3"));
}

#[test]
fn an_arrival_on_the_other_sheet_is_a_move_nobody_told() {
    let events = [sheet(1, "2024-01-01", 1, vec![line(A, "1990", None)]), arrival(2, "2026-03-01", 2, B), same(3, A, B)];
    let kept = fold_person(A, &events).unwrap();
    assert_eq!(residences(&kept), vec![lived(1, "2024-01-01", Some("2026-03-01")), lived(2, "2026-03-01", None)]);
    assert_eq!(kept.stays.residences[1].what.entry, EntryReason::Transferred(hamlet(1)));
    // Kept the other way round it is the same life.
    let turned = [events[0].clone(), events[1].clone(), same(3, B, A)];
    assert_eq!(residences(&fold_person(B, &turned).unwrap()), residences(&kept));
    assert_eq!(fold_person(A, &turned), None);
}

#[test]
fn being_found_elsewhere_takes_nobody_from_where_the_kept_sheet_has_him() {
    let leave = EventBody::MoveOut { household: home(2), persons: vec![B], to: Origin::Abroad, reason: None, whole: false };
    let status = EventBody::Change { person: B, change: Change::Residence(ResidenceStatus::new(4).unwrap()), base: None };
    let events = [
        sheet(1, "2024-01-01", 1, vec![line(A, "1990", None)]),
        sheet(2, "2025-01-01", 2, vec![line(B, "1990", None)]),
        event(4, "2025-06-01", status),
        event(5, "2025-07-01", leave),
        same(3, A, B),
    ];
    let kept = fold_person(A, &events).unwrap();
    assert_eq!(residences(&kept), vec![lived(1, "2024-01-01", None)]);
    let doubts: Vec<DoubtKind> = kept.stays.doubts.iter().map(|doubt| doubt.kind).collect();
    assert_eq!(doubts, [DoubtKind::AlreadyHere, DoubtKind::NotHere, DoubtKind::NotHere]);
    // Where the kept sheet says nothing yet, the other does.
    let turned = [events[0].clone(), events[1].clone(), same(3, B, A)];
    let residences = residences(&fold_person(B, &turned).unwrap());
    assert_eq!(residences, vec![lived(1, "2024-01-01", Some("2025-01-01")), lived(2, "2025-01-01", None)]);
}

#[test]
fn an_own_birth_goes_before_the_other_sheets() {
    let events = [
        birth(1, "2026-03-02", 1, A, None),
        birth(2, "2026-03-01", 2, B, None),
        sheet(3, "2026-02-01", 2, vec![line(C, "2026", None)]),
        same(4, A, B),
        same(5, A, C),
    ];
    assert_eq!(residences(&fold_person(A, &events).unwrap()), vec![lived(1, "2026-03-02", None)]);
    // The birth that only the other sheet tells is the person's birth.
    let told = [sheet(1, "2026-04-01", 1, vec![line(A, "2026", None)]), events[1].clone(), same(4, A, B)];
    let kept = fold_person(A, &told).unwrap();
    assert_eq!(residences(&kept), vec![lived(2, "2026-03-01", Some("2026-04-01")), lived(1, "2026-04-01", None)]);
    assert!(matches!(kept.stays.residences[0].what.entry, EntryReason::Birth { .. }));
}

#[test]
fn what_comes_late_about_the_duplicate_counts_for_the_one_that_is_kept() {
    let change = EventBody::Change { person: B, change: Change::Education(Code::new("5").unwrap()), base: None };
    let mut events = vec![
        sheet(1, "2024-01-01", 1, vec![line(A, "1990", Some("3"))]),
        sheet(2, "2024-01-01", 1, vec![line(B, "1990", None)]),
        same(3, A, B),
        event(4, "2026-07-01", change),
        birth(5, "2026-08-01", 1, C, Some(B)),
        event(6, "2026-09-01", EventBody::Death { person: B, place: None, cause: None }),
    ];
    let kept = fold_person(A, &events).unwrap();
    assert_eq!(kept.education.map(|code| code.to_string()).as_deref(), Some("5"));
    assert_eq!(kept.children.iter().map(|(child, ..)| *child).collect::<Vec<_>>(), [C]);
    assert_eq!(kept.stays.died.map(|day| day.to_string()).as_deref(), Some("2026-09-01"));
    assert_eq!(fold_person(C, &events).unwrap().mother, Some(A));
    events.push(event(7, "2026-10-01", EventBody::Withdrawal { event: events[2].id, reason: None }));
    let apart = fold_person(B, &events).unwrap();
    assert_eq!((apart.stays.died.is_some(), apart.children.len()), (true, 1));
    assert_eq!(fold_person(A, &events).unwrap().stays.died, None);
    assert_eq!(fold_person(C, &events).unwrap().mother, Some(B));
}

#[test]
fn chains_forks_and_rings_have_one_who_stands_for_all() {
    let kept = |links: &[Event]| {
        let same = Same::of(links);
        [A, B, C].map(|person| same.kept(person))
    };
    assert_eq!(kept(&[same(1, B, C), same(2, A, B)]), [A; 3]);
    assert_eq!(kept(&[same(2, B, C), same(1, A, B)]), [A; 3]);
    // Two are kept: the later decision tells.
    assert_eq!(kept(&[same(1, A, C), same(2, B, C)]), [B; 3]);
    assert_eq!(kept(&[same(2, A, C), same(1, B, C)]), [A; 3]);
    assert_eq!(kept(&[same(1, A, B), same(2, B, A)]), [B, B, C]);
    assert_eq!(kept(&[same(1, A, A)]), [A, B, C]);
}

#[test]
fn a_kept_sheet_that_nothing_opens_any_more_is_told_by_the_other() {
    let events = [sheet(2, "2024-01-01", 1, vec![line(B, "1990", Some("3"))]), arrival(4, "2026-01-01", 2, B), same(3, A, B)];
    let apart = fold_person(B, &events[..2]).unwrap();
    let kept = fold_person(A, &events).unwrap();
    assert_eq!((kept.stays, kept.birth, kept.education), (apart.stays, apart.birth, apart.education));
}
