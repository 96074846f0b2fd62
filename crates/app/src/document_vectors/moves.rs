//! Who comes and goes, and what becomes of households.

use super::acts::{
    act, alone, case, change, death, e, far, h, known, line, move_in, move_out, name, one, p, place, rename, reviewed, split,
    told, transfer, two, with,
};
use super::{Case, FAR_HAMLET};
use danso_testkit::sample::{area, hamlet, household};
use serde_json::json;

pub(super) fn moves() -> Vec<Case> {
    let identified =
        json!({ "name": "Kim Thị Sô Phia", "pin": "094199001234", "phone": "0912345678", "health_card": "GD4949412345678" });
    let arrived = with(line(17, "f", "1999-11-20~", "10"), json!({ "residence": "6", "ethnic": "05", "marital": "1" }));
    let back = |date| {
        let restated = json!({ "ethnic": "01", "education": "7", "marital": "2" });
        move_in(2, date, 1, &[with(line(12, "f", "1987-05", "2"), restated)], &[(p(12), name("Trần Thị Hoà"))])
    };
    let elsewhere = with(line(24, "f", "2018-02-28", "7"), json!({ "ethnic": "01" }));
    let closed =
        || known(1, "move_out", "2026-02-01", json!({ "household": h(3), "persons": [p(31)], "to": { "kind": "unknown" } }), &[]);
    vec![
        case("a visitor moves in", one(), vec![move_in(1, "2026-04", 1, std::slice::from_ref(&arrived), &[(p(17), identified)])]),
        case(
            "moving into an empty household",
            vec![alone(), closed()],
            vec![move_in(1, "2026-05-01", 3, std::slice::from_ref(&arrived), &[])],
        ),
        case("moving away and coming back", one(), vec![move_out(1, "2026-02-10", 1, &[12]), back("2026-05-01")]),
        case(
            "coming back on the day of leaving has no effect before it",
            one(),
            vec![move_out(1, "2026-02-10", 1, &[12]), back("2026-02-10")],
        ),
        case("moving in while living in another household", two(), vec![move_in(1, "2026-05-01", 1, &[elsewhere], &[])]),
        case(
            "moving in where one lives already",
            one(),
            vec![move_in(
                1,
                "2026-05-01",
                1,
                &[with(line(13, "m", "2012-09-29", "9"), json!({ "education": "2", "residence": "5" }))],
                &[(p(13), name("Nguyễn Quốc Bảo Anh"))],
            )],
        ),
        case("moving in after death has no effect", one(), vec![death(1, "2026-02-10", 12), back("2026-05-01")]),
        case("one moves out", one(), vec![move_out(1, "2026-05-20", 1, &[13])]),
        case("all move out", one(), vec![move_out(1, "2026-05", 1, &[11, 12, 13, 14])]),
        case(
            "all leave one by one",
            one(),
            vec![move_out(1, "2026-05-03", 1, &[11, 14]), death(2, "2026-05-02", 12), move_out(3, "2026-05-01", 1, &[13])],
        ),
        case("moving out before the sheet was opened has no effect", one(), vec![move_out(1, "2025-12-20", 1, &[13])]),
        case(
            "moving in and out, the latter told first",
            one(),
            vec![move_out(1, "2026-05-01", 1, &[17]), move_in(2, "2026-04-01", 1, &[arrived], &[])],
        ),
        case(
            "a child is adopted",
            one(),
            vec![told(
                1,
                "adoption",
                "2026-04-01",
                json!({ "household": h(1), "hamlet": hamlet(1).to_string(), "child": line(16, "m", "2024", "4") }),
                &[(p(16), name("Lý Nam"))],
            )],
        ),
        case("a transfer between two households", two(), vec![transfer(1, "2026-04-10", 1, (2, 1), &[place(13, "9")])]),
        case(
            "there and back",
            two(),
            vec![
                transfer(1, "2026-04-10", 1, (2, 1), &[place(13, "9")]),
                transfer(2, "2026-05-10", 2, (1, 1), &[place(13, "3")]),
            ],
        ),
        case(
            "a transfer to where the phone does not see",
            vec![household(1), far()],
            vec![transfer(1, "2026-04-10", 1, (4, FAR_HAMLET), &[place(13, "9")])],
        ),
        case(
            "a whole household goes to another hamlet",
            one(),
            vec![act(
                1,
                "transfer",
                "2026-04-10",
                json!({
                    "from_household": h(1), "to_household": h(1), "to_hamlet": hamlet(3).to_string(), "to_area": area(3).to_string(),
                    "members": [place(11, "1"), place(12, "2"), place(13, "3"), place(14, "3")], "whole": true,
                }),
            )],
        ),
        case(
            "a transfer received with another relationship",
            two(),
            vec![
                transfer(1, "2026-04-10", 1, (2, 1), &[place(13, "9")]),
                act(
                    2,
                    "transfer_receipt",
                    "2026-04-12",
                    json!({ "transfer": e(101), "received": true, "household": h(2), "members": [place(13, "7")] }),
                ),
            ],
        ),
        case(
            "a transfer that never arrived",
            two(),
            vec![
                transfer(1, "2026-04-10", 1, (2, 1), &[place(13, "9")]),
                act(2, "transfer_receipt", "2026-04-12", json!({ "transfer": e(101), "received": false })),
            ],
        ),
    ]
}

pub(super) fn households() -> Vec<Case> {
    let opened = |number, date| {
        let members = [
            with(line(61, "m", "1990~", "1"), json!({ "ethnic": "04", "education": "5", "marital": "2" })),
            with(line(62, "f", "1993-02", "2"), json!({ "residence": "5", "marital": "2" })),
            line(64, "u", "2020", "3"),
            line(63, "f", "2020-01-01", "3"),
        ];
        let data = json!({
            "household": h(6), "hamlet": hamlet(1).to_string(), "area": area(1).to_string(), "number": "6.1", "type": "collective",
            "members": members,
        });
        told(number, "household", date, data, &[(h(6), json!({ "address": "Tổ 5" })), (p(61), name("Lò Văn Pánh"))])
    };
    let left_out = json!({
        "household": h(1), "hamlet": hamlet(1).to_string(), "area": area(1).to_string(), "number": "1", "type": "family",
        "members": [with(line(17, "f", "1950", "6"), json!({ "ethnic": "01", "marital": "3" }))],
    });
    let found = told(1, "household", "2026-05-01", left_out, &[(p(17), name("Nguyễn Thị Sáu"))]);
    let all = [place(21, "8"), place(22, "9"), place(23, "9"), place(24, "9")];
    let whole = json!({
        "from_household": h(2), "to_household": h(1), "to_hamlet": hamlet(1).to_string(), "to_area": area(1).to_string(),
        "members": all, "whole": true,
    });
    let all_go = act(2, "transfer", "2026-05-02", whole);
    vec![
        case("a new household", one(), vec![opened(1, "2026-03-01")]),
        case(
            "a new household and changes in it",
            vec![],
            vec![
                change(1, "2026-03-01", 62, "residence", "1"),
                opened(2, "2026-03-01"),
                rename(3, "2026-04-01", 62, "Lò Thị Ánh"),
            ],
        ),
        case("someone found is written into an open sheet", one(), vec![found]),
        case("everyone goes to another household", two(), vec![all_go]),
        case(
            "a household is numbered anew",
            one(),
            vec![told(
                1,
                "household_change",
                "2026-03-01",
                json!({ "household": h(1), "number": "12A", "area": area(2).to_string(), "type": "collective" }),
                &[(h(1), json!({ "address": "Số 12A, Ấp Tân Lợi" }))],
            )],
        ),
        case(
            "only the address changes",
            one(),
            vec![told(
                1,
                "household_change",
                "2026-03-01",
                json!({ "household": h(1) }),
                &[(h(1), json!({ "address": "Sau đình" }))],
            )],
        ),
        case(
            "another head, all restated",
            one(),
            vec![
                death(1, "2026-03-01", 11),
                act(
                    2,
                    "head_change",
                    "2026-03-01",
                    json!({ "household": h(1), "head": p(12), "members": [place(12, "1"), place(13, "3"), place(14, "3")] }),
                ),
            ],
        ),
        case(
            "another head, the others left",
            one(),
            vec![act(1, "head_change", "2026-03-01", json!({ "household": h(1), "head": p(12), "members": [place(11, "2")] }))],
        ),
        case("reviewed", one(), vec![reviewed(1, "2026-05-02"), reviewed(2, "2026-03")]),
        case("a couple splits off", one(), vec![split(1, "2026-04-01", &[place(13, "1"), place(14, "8")])]),
        case(
            "all split off",
            vec![household(1)],
            vec![split(1, "2026-04-01", &[place(11, "1"), place(12, "2"), place(13, "3"), place(14, "3")])],
        ),
        case(
            "someone moves into the household just split off",
            one(),
            vec![
                move_in(1, "2026-04-01", 5, &[line(17, "f", "2013", "2")], &[(p(17), name("Lê Thị Sen"))]),
                split(2, "2026-04-01", &[place(13, "1")]),
            ],
        ),
        case(
            "a merge closes the household merged",
            vec![household(1), alone()],
            vec![act(
                1,
                "merge",
                "2026-04",
                json!({ "from_household": h(3), "household": h(1), "hamlet": hamlet(1).to_string(), "members": [place(31, "6")] }),
            )],
        ),
    ]
}
