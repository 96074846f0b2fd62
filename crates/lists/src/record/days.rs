//! Days whose month stands first.

use danso_linkage::date::Day;

/// Whether days of a column are written with the month first: some can only be read so, and none only the other way.
pub(super) fn is_month_first<'a>(cells: impl Iterator<Item = &'a String>) -> bool {
    let mut only_turned = false;
    for cell in cells {
        let Some([first, second, _]) = three(cell) else { continue };
        if first > 12 {
            return false;
        }
        only_turned |= second > 12;
    }
    only_turned
}

/// A day of three numbers of which the last is a year of four digits.
fn three(cell: &str) -> Option<[u32; 3]> {
    let mut parts = cell.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    (first.len() <= 2 && second.len() <= 2 && year.len() == 4)
        .then(|| [first, second, year].map(|part| part.parse().unwrap_or(0)))
}

pub(super) fn turned(cell: &str) -> Option<Day> {
    three(cell).map(|[month, day, year]| Day::checked(year, month, day))
}
