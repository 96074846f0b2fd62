//! Births and deaths, couples, changes of attributes, corrections and withdrawals.

use super::Case;
use super::acts::{
    act, alone, birth, case, change, correcting, death, h, health, known, move_out, one, p, place, pregnant, rename, reviewed,
    split, two, uses, withdrawal,
};
use danso_testkit::sample::{every_change, household};
use serde_json::{Value, json};

pub(super) fn births_and_deaths() -> Vec<Case> {
    vec![
        case("a birth ends the pregnancy", vec![household(1), pregnant("2026-01")], vec![birth(1, "2026-03-05", 15, Some(12))]),
        case(
            "a birth before the pregnancy told leaves it",
            vec![household(1), pregnant("2026-04-01")],
            vec![birth(1, "2026-03-05", 15, Some(12))],
        ),
        case("a birth known to the month, mother elsewhere", one(), vec![birth(1, "2026-03", 15, None)]),
        case("twins", one(), vec![birth(1, "2026-03-05", 16, Some(12)), birth(2, "2026-03-05", 15, Some(12))]),
        case("born and died on one day", one(), vec![death(1, "2026-03-05", 15), birth(2, "2026-03-05", 15, Some(12))]),
        case(
            "born in a month and died before its middle",
            one(),
            vec![birth(1, "2026-03", 15, Some(12)), death(2, "2026-03-10", 15)],
        ),
        case("born on a day and died in that month", one(), vec![birth(1, "2026-03-20", 15, Some(12)), death(2, "2026-03", 15)]),
        case("the head dies", one(), vec![death(1, "2026-04-02", 11)]),
        case("the last member dies", vec![alone()], vec![death(1, "2026-04~", 31)]),
        case("death known to the year", one(), vec![death(1, "2026", 12)]),
        case("a user of contraception dies", vec![household(1), uses("2")], vec![death(1, "2026-04-02", 12)]),
        case("someone who moved away dies", one(), vec![move_out(1, "2026-02-10", 1, &[12]), death(2, "2026-03-01", 12)]),
        case("two die, the later told first", vec![household(1)], vec![death(1, "2026-05-01", 11), death(2, "2026-04-01", 12)]),
    ]
}

pub(super) fn couples() -> Vec<Case> {
    let marry =
        |number, partners: Value| act(number, "marriage", "2026-04-01", json!({ "partners": partners, "registered": true }));
    vec![
        case("a marriage between two households", two(), vec![marry(1, json!([{ "person": p(13) }, { "person": p(24) }]))]),
        case(
            "a marriage with one from outside, then a move",
            one(),
            vec![marry(1, json!([{ "person": p(13) }, { "sex": "f", "birth": "2012" }])), move_out(2, "2026-04-02", 1, &[13])],
        ),
        case("a divorce", one(), vec![act(1, "divorce", "2026-04-01", json!({ "persons": [p(11), p(12)] }))]),
        case("a separation", one(), vec![act(1, "separation", "2026-04-01", json!({ "persons": [p(12)] }))]),
        case("widowed", one(), vec![death(1, "2026-04-01", 11), act(2, "widowed", "2026-04-01", json!({ "person": p(12) }))]),
        case("contraception starts", one(), vec![health(1, "contraception_start", "2026-04-01", 12, json!({ "method": "1" }))]),
        case(
            "contraception stops",
            vec![household(1), uses("5")],
            vec![health(1, "contraception_stop", "2026-04-01", 12, json!({ "method": "5", "reason": "wants_child" }))],
        ),
        case(
            "another method",
            vec![household(1), uses("5")],
            vec![
                health(1, "contraception_start", "2026-04-02", 12, json!({ "method": "2" })),
                health(2, "contraception_stop", "2026-04-01", 12, json!({ "method": "5" })),
            ],
        ),
        case(
            "a pregnancy known to the month",
            one(),
            vec![health(1, "pregnancy", "2026-04", 12, json!({ "outcome": "pregnant" }))],
        ),
        case(
            "the first day of the last period is that of the pregnancy told last",
            one(),
            vec![
                health(1, "pregnancy", "2026-01-10", 12, json!({ "outcome": "pregnant", "lmp": "2025-12-01" })),
                health(2, "pregnancy", "2026-02-10", 12, json!({ "outcome": "miscarriage" })),
                health(3, "pregnancy", "2026-05-10", 12, json!({ "outcome": "pregnant", "lmp": "2026-04-02" })),
                act(4, "elderly_checkup", "2026-05-01", json!({ "person": p(11) })),
                act(5, "elderly_checkup", "2026-03-01", json!({ "person": p(11) })),
            ],
        ),
        case(
            "a miscarriage",
            vec![household(1), pregnant("2026-02-20")],
            vec![health(1, "pregnancy", "2026-04-01", 12, json!({ "outcome": "miscarriage" }))],
        ),
        case(
            "screenings of the newborn and check-ups show the day they were done last",
            one(),
            vec![
                health(1, "prenatal_screen", "2026-04-01", 12, json!({ "week_band": 12, "down": "low" })),
                health(2, "newborn_screen", "2026-04-01", 14, json!({ "ch": "normal" })),
                act(3, "elderly_checkup", "2026-04-01", json!({ "person": p(11) })),
                health(4, "disability", "2026-04-01", 11, json!({ "type": "mobility" })),
            ],
        ),
    ]
}

pub(super) fn changes() -> Vec<Case> {
    let names = [
        "change of sex",
        "change of birth",
        "change of ethnic group",
        "change of education",
        "change of marital status",
        "change of residence",
        "change of relationship",
        "change of mother",
        "change of father",
        "change of name",
        "change of PIN",
        "change of health card",
        "change of telephone",
    ];
    let mut cases: Vec<Case> = names.into_iter().zip(every_change()).map(|(name, act)| case(name, two(), vec![act])).collect();
    let educated = || known(1, "change", "2026-02-01", json!({ "person": p(13), "field": "education", "value": "1" }), &[]);
    cases.extend([
        case(
            "a change after an accepted one",
            vec![household(1), educated()],
            vec![change(1, "2026-04-01", 13, "education", "2")],
        ),
        case(
            "two changes of a field, the later told first",
            one(),
            vec![change(1, "2026-04-10", 13, "education", "3"), change(2, "2026-04-01", 13, "education", "2")],
        ),
        case(
            "two changes of a field on one day",
            one(),
            vec![change(1, "2026-04-01", 13, "education", "3"), change(2, "2026-04-01", 13, "education", "2")],
        ),
        case(
            "a change of a month and one of a day before its middle",
            one(),
            vec![change(1, "2026-04", 13, "education", "3"), change(2, "2026-04-10", 13, "education", "2")],
        ),
        case(
            "absent, then gone",
            one(),
            vec![move_out(1, "2026-04-10", 1, &[13]), change(2, "2026-04-01", 13, "residence", "5")],
        ),
        case("named after death", one(), vec![death(1, "2026-04-01", 14), rename(2, "2026-04-20", 14, "Nguyễn Ngọc Anh")]),
        case(
            "a child is named",
            one(),
            vec![birth(1, "2026-04-01", 15, Some(12)), rename(2, "2026-04-01", 15, "Nguyễn Mai Chi")],
        ),
        case("older by a change of birth, so earlier on the sheet", one(), vec![change(1, "2026-04-01", 14, "birth", "2010~")]),
    ]);
    cases
}

pub(super) fn second_thoughts() -> Vec<Case> {
    let corrected = |number, date| correcting(1, birth(number, date, 15, Some(12)));
    vec![
        case("a waiting act is corrected", one(), vec![birth(1, "2026-03-05", 15, Some(12)), corrected(2, "2026-03-06")]),
        case(
            "corrected twice: the last is in force",
            one(),
            vec![birth(1, "2026-03-05", 15, Some(12)), corrected(2, "2026-03-06"), corrected(3, "2026-03-07")],
        ),
        case(
            "the correction is corrected",
            one(),
            vec![
                birth(1, "2026-03-05", 15, Some(12)),
                corrected(2, "2026-03-06"),
                correcting(2, birth(3, "2026-03-08", 15, Some(12))),
            ],
        ),
        case(
            "the correction of the correction is withdrawn",
            one(),
            vec![
                birth(1, "2026-03-05", 15, Some(12)),
                corrected(2, "2026-03-06"),
                correcting(2, birth(3, "2026-03-08", 15, Some(12))),
                withdrawal(4, 3),
            ],
        ),
        case(
            "the correction is withdrawn",
            one(),
            vec![birth(1, "2026-03-05", 15, Some(12)), corrected(2, "2026-03-06"), withdrawal(3, 2)],
        ),
        case(
            "of two corrections the last is withdrawn",
            one(),
            vec![birth(1, "2026-03-05", 15, Some(12)), corrected(2, "2026-03-06"), corrected(3, "2026-03-07"), withdrawal(4, 3)],
        ),
        case(
            "it was someone else who died",
            vec![household(1), uses("2")],
            vec![death(1, "2026-03-05", 12), correcting(1, death(2, "2026-03-05", 11))],
        ),
        case(
            "it was another child whose schooling changed",
            one(),
            vec![change(1, "2026-03-05", 13, "education", "3"), correcting(1, change(2, "2026-03-05", 14, "education", "1"))],
        ),
        case(
            "it was another household that was reviewed and numbered anew",
            two(),
            vec![
                reviewed(1, "2026-05-02"),
                correcting(1, act(2, "reviewed", "2026-05-02", json!({ "household": h(2) }))),
                act(3, "household_change", "2026-05-02", json!({ "household": h(1), "number": "7" })),
                correcting(3, act(4, "household_change", "2026-05-02", json!({ "household": h(2), "number": "7" }))),
            ],
        ),
        case("a waiting act is withdrawn", one(), vec![death(1, "2026-03-05", 11), withdrawal(2, 1)]),
        case("the withdrawal is withdrawn", one(), vec![death(1, "2026-03-05", 11), withdrawal(2, 1), withdrawal(3, 2)]),
        case("a new household is withdrawn", one(), vec![split(1, "2026-03-05", &[place(13, "1")]), withdrawal(2, 1)]),
    ]
}
