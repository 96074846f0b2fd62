//! Days whose month stands first.

use danso_linkage::date::Day;

/// Whether days of a column are written with the month first: some can only be read so, and none only the other way.
pub(super) fn is_month_first<'a>(cells: impl Iterator<Item = &'a String>) -> bool {
    let mut only_turned = false;
    for cell in cells {
        let Some(([first, second, _], _)) = three(cell) else { continue };
        if first > 12 {
            return false;
        }
        only_turned |= second > 12;
    }
    only_turned
}

/// The year that two digits stand for, as spreadsheets take them: up to 29 of this century, from 30 on of the last (Microsoft, "Change the date system, format,
/// or two-digit year interpretation").
const fn century(year: u32) -> u32 {
    if year < 30 { 2000 + year } else { 1900 + year }
}

/// A day of three numbers of which the last is a year, and whether that had four digits.
fn three(cell: &str) -> Option<([u32; 3], bool)> {
    let mut parts = cell.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty());
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |part: &str, most: usize| (part.len() <= most).then(|| part.parse::<u32>().ok()).flatten();
    let (first, second) = (number(first, 2)?, number(second, 2)?);
    match (year.len(), number(year, 4)?, parts.next()) {
        (4, year, _) => Some(([first, second, year], true)),
        (2, year, None) => Some(([first, second, century(year)], false)),
        _ => None,
    }
}

/// The day of a cell whose month stands first.
pub(super) fn turned(cell: &str) -> Option<Day> {
    three(cell).map(|([month, day, year], _)| Day::checked(year, month, day))
}

/// The day of a cell whose year has two digits.
pub(super) fn short_year(cell: &str) -> Option<Day> {
    three(cell).filter(|(_, whole)| !whole).map(|([day, month, year], _)| Day::checked(year, month, day))
}
