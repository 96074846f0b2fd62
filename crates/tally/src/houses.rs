//! Where households are, of which type, and whether they were confirmed within a year, in spells of days.

use crate::book::About;
use crate::happened::type_code;
use crate::numbers::Numbers;
use crate::rows::{OPEN, day_number};
use danso_registry::Home;

/// Being in a hamlet, of a type, confirmed within a year or not, for a spell. Whether someone lives there, the residence rows tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct HouseRow {
    pub(crate) household: u32,
    pub(crate) hamlet: u32,
    pub(crate) from: i32,
    pub(crate) to: i32,
    /// 1 family, 2 collective.
    pub(crate) kind: u8,
    /// 1 when confirmed in the twelve months before.
    pub(crate) fresh: u8,
}

impl About for HouseRow {
    type Key = u32;

    fn key(&self) -> u32 {
        self.household
    }
}

/// The day a year later, as a number; it need not be a day of the calendar to be compared with.
const YEAR: i32 = 10_000;

/// The rows of a household. The first begins before all days: where members lived earlier than the sheet says, they were a household.
pub(crate) fn rows_of(household: u32, home: &Home, numbers: &mut Numbers) -> Vec<HouseRow> {
    let confirmed: Vec<i32> = home.confirmed.iter().map(|day| day_number(*day)).collect();
    let mut cuts: Vec<i32> = confirmed.iter().flat_map(|day| [*day, *day + YEAR]).collect();
    cuts.extend(home.steps.iter().map(|(day, _, _)| day_number(*day)));
    cuts.push(i32::MIN);
    cuts.sort_unstable();
    cuts.dedup();
    let mut rows: Vec<HouseRow> = Vec::with_capacity(cuts.len());
    for (at, from) in cuts.iter().copied().enumerate() {
        let to = cuts.get(at + 1).copied().unwrap_or(OPEN);
        let step = home.steps.iter().rfind(|(day, _, _)| day_number(*day) <= from);
        let (hamlet, kind) = step.map_or(home.first, |(_, hamlet, kind)| (*hamlet, *kind));
        let fresh = confirmed.iter().any(|day| *day <= from && from < *day + YEAR);
        let row = HouseRow { household, hamlet: numbers.hamlet(hamlet), from, to, kind: type_code(kind), fresh: fresh.into() };
        match rows.last_mut() {
            Some(last) if (HouseRow { from: row.from, to: row.to, ..*last }) == row => last.to = row.to,
            Some(_) | None => rows.push(row),
        }
    }
    rows
}
