//! Where households are, of which type, and from when to when they were confirmed within a year, in spells of days.

use crate::book::About;
use crate::happened::type_code;
use crate::numbers::Numbers;
use crate::rows::{OPEN, day_number};
use danso_registry::Home;

/// Being in a hamlet, of a type, for a spell of days. Whether someone lives there, the residence rows tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct HouseRow {
    pub(crate) household: u32,
    pub(crate) hamlet: u32,
    pub(crate) from: i32,
    pub(crate) to: i32,
    /// From this day to before that one it was confirmed in the twelve months before; both 0 for never in this spell.
    pub(crate) fresh: (i32, i32),
    /// 1 family, 2 collective.
    pub(crate) kind: u8,
}

impl About for HouseRow {
    type Key = u32;

    fn key(&self) -> u32 {
        self.household
    }
}

/// The day a year later, as a number; it need not be a day of the calendar to be compared with.
const YEAR: i32 = 10_000;

/// The spells in which a household was confirmed in the twelve months before, one after the other and not touching.
fn fresh_spells(home: &Home) -> Vec<(i32, i32)> {
    let mut spells: Vec<(i32, i32)> = Vec::new();
    for day in home.confirmed.iter().map(|day| day_number(*day)) {
        match spells.last_mut().filter(|(_, to)| day <= *to) {
            Some(last) => last.1 = day + YEAR,
            None => spells.push((day, day + YEAR)),
        }
    }
    spells
}

/// The rows of a household. The first begins before all days: where members lived earlier than the sheet says, they were a household.
pub(crate) fn rows_of(household: u32, home: &Home, numbers: &mut Numbers) -> Vec<HouseRow> {
    let fresh = fresh_spells(home);
    let first = (i32::MIN, home.first.0, home.first.1);
    let steps: Vec<_> =
        std::iter::once(first).chain(home.steps.iter().map(|(day, hamlet, kind)| (day_number(*day), *hamlet, *kind))).collect();
    let mut rows = Vec::with_capacity(steps.len());
    for (at, (begin, hamlet, kind)) in steps.iter().copied().enumerate() {
        let end = steps.get(at + 1).map_or(OPEN, |(day, _, _)| *day);
        let within: Vec<(i32, i32)> = fresh.iter().copied().filter(|(from, to)| *from < end && begin < *to).collect();
        let mut row =
            HouseRow { household, hamlet: numbers.hamlet(hamlet), from: begin, to: end, fresh: (0, 0), kind: type_code(kind) };
        row.fresh = within.first().copied().unwrap_or_default();
        for spell in within.into_iter().skip(1) {
            rows.push(HouseRow { to: spell.0, ..row });
            row = HouseRow { from: spell.0, fresh: spell, ..row };
        }
        rows.push(row);
    }
    rows
}
