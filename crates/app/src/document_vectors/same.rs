//! One person on two sheets: what comes late about the sheet that is not kept.

use super::Case;
use super::acts::{act, birth, case, change, death, known, line, move_out, name, p, rename, sheet, told, with};
use danso_model::Event;
use danso_testkit::sample::household;
use serde_json::json;

/// The wife of household 1 a second time, alone in household 3, and found to be the same.
fn listed_elsewhere() -> Vec<Event> {
    let again = with(line(31, "f", "1990", "1"), json!({ "ethnic": "05", "education": "4" }));
    let merged = known(1, "same_person", "2026-02-20", json!({ "person": p(12), "duplicate": p(31) }), &[]);
    vec![household(1), sheet(3, 1, &[again], &[(p(31), name("Trần Thị B"))]), merged]
}

/// The same within household 1.
fn listed_twice() -> Vec<Event> {
    let data = json!({
        "household": super::acts::h(1), "hamlet": danso_testkit::sample::hamlet(1).to_string(), "members": [line(19, "f", "1990", "9")],
        "from": { "kind": "unknown" },
    });
    let again = known(1, "move_in", "2026-02-10", data, &[(p(19), name("Trần Thị B"))]);
    let merged = known(2, "same_person", "2026-02-20", json!({ "person": p(12), "duplicate": p(19) }), &[]);
    vec![household(1), again, merged]
}

pub(super) fn same() -> Vec<Case> {
    let marry = json!({ "partners": [{ "person": p(31) }, { "sex": "m", "birth": "1985" }], "registered": true });
    vec![
        case(
            "a change and a name told of a merged sheet",
            listed_elsewhere(),
            vec![change(1, "2026-03-01", 31, "education", "5"), rename(2, "2026-03-02", 31, "Trần Thị Bé")],
        ),
        case("a death told of a merged sheet", listed_elsewhere(), vec![death(1, "2026-04-02", 31)]),
        case("a child of a merged sheet", listed_elsewhere(), vec![birth(1, "2026-03-05", 15, Some(31))]),
        case("a marriage told of a merged sheet", listed_elsewhere(), vec![act(1, "marriage", "2026-04-01", marry)]),
        case("a move out of the house of a merged sheet", listed_elsewhere(), vec![move_out(1, "2026-03-10", 3, &[31])]),
        case(
            "another status told of a line written twice",
            listed_twice(),
            vec![change(1, "2026-03-01", 19, "residence", "2"), change(2, "2026-03-02", 19, "marital", "3")],
        ),
        case("both lines of one person leave", listed_twice(), vec![move_out(1, "2026-03-10", 1, &[12, 19])]),
        case(
            "two sheets are found to be one, with what is told of either",
            listed_elsewhere().into_iter().take(2).collect(),
            vec![
                act(1, "same_person", "2026-03-01", json!({ "person": p(12), "duplicate": p(31) })),
                told(
                    2,
                    "change",
                    "2026-03-02",
                    json!({ "person": p(31), "field": "phone" }),
                    &[(p(31), json!({ "phone": "0912345678" }))],
                ),
            ],
        ),
    ]
}
