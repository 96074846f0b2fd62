//! What happens seldom and has to come out right all the same: events on one household, and what the sheet then says.

use crate::acts::{
    NO_FACTS, birth, birth_of, change, code, death, education, family, house, household, member, move_in, move_out, person,
    placed, transfer,
};
use crate::small::{Phone, Small, counted};
use danso_model::{BirthFacts, Change, EventBody, HouseholdType, Member, Origin, Partner, Personal, Pin, Sex, SubjectId};
use jiff::civil::{Date, date};

type Told = (&'static str, EventBody, Vec<(SubjectId, Personal)>);

struct Case {
    name: &'static str,
    events: Vec<Told>,
    /// Members of household 0 afterwards: number, relationship, birth, marital state.
    members: Vec<(u128, &'static str, &'static str, Option<&'static str>)>,
    /// Former members: number and reason.
    past: Vec<(u128, &'static str)>,
    /// Residents of the whole register at the end of a day; at first there are 27.
    counts: Vec<(Date, u64)>,
}

fn plain(date: &'static str, body: EventBody) -> Told {
    (date, body, vec![])
}

const HEAD: (u128, &str, &str, Option<&str>) = (0, "1", "1985-03-02", Some("2"));
const WIFE: (u128, &str, &str, Option<&str>) = (1, "2", "1988-06-05", Some("2"));
const CHILD: (u128, &str, &str, Option<&str>) = (2, "3", "2015-09-07", None);

fn twin() -> BirthFacts {
    BirthFacts { multiple: true, ..NO_FACTS }
}

fn married(registered: bool) -> EventBody {
    let partners = [Partner::Known(person(0, 0)), Partner::Known(person(0, 1))];
    EventBody::Marriage { partners, registered, counselled: None, kin_degree: None }
}

fn births_and_deaths() -> Vec<Case> {
    let day = |day| date(2026, 7, day);
    vec![
        Case {
            name: "twins on both sides of midnight between two months",
            events: vec![
                plain("2026-06-30", birth_of(0, 0, 3, "2026-06-30", twin())),
                plain("2026-07-01", birth_of(0, 0, 4, "2026-07-01", twin())),
            ],
            members: vec![HEAD, WIFE, CHILD, (3, "3", "2026-06-30", None), (4, "3", "2026-07-01", None)],
            past: vec![],
            counts: vec![(date(2026, 6, 29), 27), (date(2026, 6, 30), 28), (day(1), 29)],
        },
        Case {
            name: "death on the day of birth, told in the wrong order",
            events: vec![plain("2026-07-03", birth(0, 0, 3, "2026-07-03")), plain("2026-07-03", death(person(0, 3)))],
            members: vec![HEAD, WIFE, CHILD],
            past: vec![(3, "death")],
            counts: vec![(day(2), 27), (day(3), 27), (day(4), 27)],
        },
        Case {
            name: "a foundling without a mother is taken into a family",
            events: vec![plain(
                "2026-07-04",
                EventBody::Adoption {
                    household: house(0),
                    hamlet: crate::acts::hamlet(0),
                    child: member(person(0, 3), Sex::Unknown, "2026~", "3"),
                    origin: Some(Origin::Unknown),
                },
            )],
            members: vec![HEAD, WIFE, CHILD, (3, "3", "2026~", None)],
            past: vec![],
            counts: vec![(day(3), 27), (day(4), 28)],
        },
        Case {
            name: "born on the 29th of February",
            events: vec![plain("2026-07-05", move_in(0, 0, vec![member(person(0, 3), Sex::Male, "2024-02-29", "3")]))],
            members: vec![HEAD, WIFE, CHILD, (3, "3", "2024-02-29", None)],
            past: vec![],
            counts: vec![(day(4), 27), (day(5), 28)],
        },
        Case {
            name: "the head dies and the children are left",
            events: vec![
                plain("2026-07-02", death(person(0, 1))),
                plain("2026-07-03", death(person(0, 0))),
                plain("2026-07-04", EventBody::HeadChange { household: house(0), head: person(0, 2), members: vec![] }),
            ],
            members: vec![(2, "1", "2015-09-07", None)],
            past: vec![(0, "death"), (1, "death")],
            counts: vec![(day(1), 27), (day(2), 26), (day(3), 25)],
        },
        Case {
            name: "only the month of a birth is known, and the child dies in it",
            events: vec![plain("2026-05", birth(0, 0, 3, "2026-05")), plain("2026-05-04", death(person(0, 3)))],
            members: vec![HEAD, WIFE, CHILD],
            past: vec![(3, "death")],
            counts: vec![(date(2026, 4, 30), 27), (date(2026, 5, 31), 27)],
        },
    ]
}

fn moves_and_unions() -> Vec<Case> {
    let day = |day| date(2026, 7, day);
    let back = Member { marital: Some(code("2")), ..member(person(0, 0), Sex::Male, "1985-03-02", "1") };
    let number = Personal { pin: Pin::new("092085001234").ok(), ..Personal::default() };
    vec![
        Case {
            name: "out and back in one month",
            events: vec![plain("2026-07-02", move_out(0, vec![person(0, 0)])), plain("2026-07-06", move_in(0, 0, vec![back]))],
            members: vec![HEAD, WIFE, CHILD],
            past: vec![],
            counts: vec![(day(1), 27), (day(2), 26), (day(5), 26), (day(6), 27)],
        },
        Case {
            name: "out and back on one day",
            events: vec![
                plain("2026-07-02", move_out(0, vec![person(0, 2)])),
                plain("2026-07-03", move_in(0, 0, vec![member(person(0, 2), Sex::Female, "2015-09-07", "3")])),
                plain("2026-07-03", move_out(0, vec![person(0, 2)])),
            ],
            members: vec![HEAD, WIFE],
            past: vec![(2, "move_out")],
            counts: vec![(day(1), 27), (day(2), 26), (day(3), 26)],
        },
        Case {
            name: "divorce, then marriage to the same person",
            events: vec![
                plain("2026-03-01", EventBody::Divorce { persons: vec![person(0, 0), person(0, 1)] }),
                plain("2026-07-01", married(true)),
            ],
            members: vec![HEAD, WIFE, CHILD],
            past: vec![],
            counts: vec![(day(1), 27)],
        },
        Case {
            name: "separation of one side only",
            events: vec![plain("2026-07-01", EventBody::Separation { persons: vec![person(0, 1)] })],
            members: vec![HEAD, (1, "2", "1988-06-05", Some("5")), CHILD],
            past: vec![],
            counts: vec![(day(1), 27)],
        },
        Case {
            name: "the number comes years after the person",
            events: vec![("2026-07-01", change(person(0, 0), Change::Pin, None), vec![(person(0, 0).into(), number)])],
            members: vec![HEAD, WIFE, CHILD],
            past: vec![],
            counts: vec![(day(1), 27)],
        },
        Case {
            name: "marriage between two areas, and she moves to him",
            events: vec![
                plain("2026-07-01", death(person(0, 1))),
                plain("2026-07-02", death(person(10, 0))),
                plain(
                    "2026-07-08",
                    EventBody::Marriage {
                        partners: [Partner::Known(person(0, 0)), Partner::Known(person(10, 1))],
                        registered: true,
                        counselled: Some(true),
                        kin_degree: None,
                    },
                ),
                plain("2026-07-09", transfer(10, 0, 0, vec![placed(person(10, 1), "2")])),
            ],
            members: vec![HEAD, (10 * 0x100 + 1, "2", "1988-06-05", Some("2")), CHILD],
            past: vec![(1, "death")],
            counts: vec![(day(2), 25), (day(9), 25)],
        },
        Case {
            name: "dates that only name the year keep their order",
            events: vec![plain("2026~", education(person(0, 2), "2")), plain("2026", move_out(0, vec![person(0, 2)]))],
            members: vec![HEAD, WIFE],
            past: vec![(2, "move_out")],
            counts: vec![(date(2026, 1, 1), 27), (date(2026, 12, 31), 26)],
        },
    ]
}

async fn told(case: &Case, backwards: bool) {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let mut events = Vec::new();
    for (day, body, personal) in &case.events {
        events.push(danso_model::Event { personal: personal.clone(), ..phone.event(day, body.clone()) });
    }
    if backwards {
        events.reverse();
    }
    phone.push(&small.app, &events).await;
    for event in &events {
        small.accept(event).await;
    }
    let document = small.document(0).await;
    let members: Vec<_> = document
        .members
        .iter()
        .map(|one| (one.id, one.relationship.as_str(), one.birth.as_str(), one.marital.as_deref()))
        .collect();
    let expected =
        case.members.iter().map(|(number, relationship, birth, marital)| (person(0, *number).0, *relationship, *birth, *marital));
    assert_eq!(members, expected.collect::<Vec<_>>(), "{}, backwards: {backwards}", case.name);
    let mut past: Vec<_> = document.past.iter().map(|one| (one.id, one.reason.as_str())).collect();
    past.sort_unstable();
    let expected: Vec<_> = case.past.iter().map(|(number, reason)| (person(0, *number).0, *reason)).collect();
    assert_eq!(past, expected, "{}, backwards: {backwards}", case.name);
    for (at, people) in &case.counts {
        assert_eq!(counted(&small.app, *at, None, vec![]).await.total, *people, "{} on {at}, backwards: {backwards}", case.name);
    }
    small.clean().await;
    small.killed().await.clean().await;
}

#[tokio::test]
async fn seldom_births_and_deaths() {
    for case in births_and_deaths() {
        told(&case, false).await;
        told(&case, true).await;
    }
}

#[tokio::test]
async fn seldom_moves_and_unions() {
    for case in moves_and_unions() {
        told(&case, false).await;
        told(&case, true).await;
    }
}

#[tokio::test]
async fn households_of_children_and_of_an_institution_are_households() {
    let small = Small::new().await;
    let mut phone = Phone::of(0);
    let child = |at, relationship| member(person(5, at), Sex::Male, "2014-05-06", relationship);
    let children = phone.event("2026-07-01", household(5, 0, vec![child(0, "1"), child(1, "5")]));
    let EventBody::Household { household, hamlet, area, number, .. } = crate::acts::household(6, 0, family(6)) else {
        unreachable!("a sheet")
    };
    let inmates = (0..30).map(|at| member(person(6, at), Sex::Female, "1950~", "9")).collect();
    let home = EventBody::Household { household, hamlet, area, number, kind: HouseholdType::Collective, members: inmates };
    let home = phone.event("2026-07-01", home);
    phone.push(&small.app, &[children.clone(), home.clone()]).await;
    small.accept(&children).await;
    small.accept(&home).await;
    assert_eq!((small.document(5).await.members.len(), small.document(6).await.members.len()), (2, 30));
    assert_eq!(small.document(6).await.r#type, "collective");
    assert_eq!(counted(&small.app, date(2026, 7, 1), None, vec![]).await.total, 27 + 32);
    small.clean().await;
}
