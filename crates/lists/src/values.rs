//! What a cell looks like, and cells as values.

use danso_linkage::date::Day;
use danso_linkage::number::Sex;
use danso_linkage::text::letters::fold;

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    /// Twelve digits.
    Twelve,
    /// Eleven digits: twelve that lost a zero.
    Eleven,
    /// Nine digits.
    Nine,
    /// Digits of a telephone.
    Phone,
    /// A day of birth.
    Day,
    /// A year of birth.
    Year,
    /// A sex.
    Sex,
    /// A mark, as x.
    Mark,
    /// Several words of letters.
    Words,
    /// One word of letters.
    Word,
    /// Anything else.
    Other,
}

/// What a cell looks like.
pub(crate) fn shape(cell: &str) -> Shape {
    if is_mark(cell) {
        return Shape::Mark;
    }
    if Sex::read(cell) != Sex::Unknown {
        return Shape::Sex;
    }
    // A sentence with a day in it is no day.
    let day = if cell.chars().any(|letter| letter.is_alphabetic() && letter != 'T' && letter != 'Z') {
        Day::default()
    } else {
        Day::read(cell)
    };
    let compact: String = digits(cell);
    let plain = compact.len() == cell.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-' | '\'' | '+')).count();
    if day.is_known() && !(plain && compact.len() == 8 && day.day == 0) {
        return if day.month == 0 { Shape::Year } else { Shape::Day };
    }
    if plain && !compact.is_empty() {
        return match (compact.len(), compact.as_bytes()[0]) {
            (12, _) => Shape::Twelve,
            (10 | 11, b'0') => Shape::Phone,
            (11, b'8') if compact.starts_with("84") && cell.starts_with('+') => Shape::Phone,
            (11, _) => Shape::Eleven,
            (9, _) => Shape::Nine,
            _ => Shape::Other,
        };
    }
    let letters = |word: &str| word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '\'' | '-' | '.'));
    match cell.split_whitespace().filter(|word| letters(word)).count() {
        0 => Shape::Other,
        many if many < cell.split_whitespace().count() || many > 7 => Shape::Other,
        1 => Shape::Word,
        _ => Shape::Words,
    }
}

/// The digits of a text.
pub(crate) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether a cell is only marked.
pub(crate) fn is_mark(cell: &str) -> bool {
    matches!(cell, "x" | "X" | "✓" | "✔" | "√" | "v" | "V" | "*" | "+")
}

/// `m`, `f`, or nothing.
pub(crate) fn sex(cell: &str) -> &'static str {
    match Sex::read(cell) {
        Sex::Male => "m",
        Sex::Female => "f",
        Sex::Unknown => "",
    }
}

/// A day as far as it is known: `1987-05-20`, `1987-05`, `1987`, or nothing.
pub(crate) fn iso(day: Day) -> String {
    let Day { year, month, day } = day;
    match (year, month, day) {
        (0, ..) => String::new(),
        (_, 0, _) => format!("{year:04}"),
        (_, _, 0) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// The day that a number of days since 30 December 1899 is, which a workbook shows when the form of a date is lost; from 1901 to 2099.
pub(crate) fn serial_day(days: i64) -> Option<Day> {
    // Days of the civil calendar from their number (Hinnant 2013, `civil_from_days`), from 1 January 1970.
    if !(367..73_051).contains(&days) {
        return None;
    }
    let days = days - 25_569 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(Day { year: u16::try_from(year).ok()?, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
}

/// A commune as a code where it is one: digits, with zeros that a workbook dropped put back to five places.
pub(crate) fn commune(cell: &str) -> String {
    let is_code = !cell.is_empty() && cell.len() < 5 && cell.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { format!("{cell:0>5}") } else { cell.to_owned() }
}

/// A name in capitals at the beginning of words, if it has none: what a font of capitals hides.
pub(crate) fn with_capitals(name: &str) -> String {
    if name.chars().any(char::is_uppercase) || fold(name).letters.is_empty() {
        return name.to_owned();
    }
    let mut written = String::with_capacity(name.len());
    for word in name.split(' ').filter(|word| !word.is_empty()) {
        if !written.is_empty() {
            written.push(' ');
        }
        let mut letters = word.chars();
        written.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        written.push_str(letters.as_str());
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (cell, wanted) in [
            ("092187000001", Shape::Twelve),
            ("092 187 000 001", Shape::Twelve),
            ("92187000001", Shape::Eleven),
            ("361234567", Shape::Nine),
            ("0912345678", Shape::Phone),
            ("+84 912 345 678", Shape::Phone),
            ("20/05/1987", Shape::Day),
            ("1987-05-20", Shape::Day),
            ("1987", Shape::Year),
            ("Nữ", Shape::Sex),
            ("x", Shape::Mark),
            ("Nguyễn Thị Hòa", Shape::Words),
            ("Hòa", Shape::Word),
            ("Ấp 5", Shape::Other),
            ("", Shape::Other),
        ] {
            assert_eq!(shape(cell), wanted, "{cell}");
        }
    }

    #[test]
    fn days_of_workbooks() {
        // Microsoft's own example: 1 January 2008 is day 39448.
        assert_eq!(serial_day(39_448), Some(Day { year: 2008, month: 1, day: 1 }));
        assert_eq!(serial_day(10_000), Some(Day { year: 1927, month: 5, day: 18 }));
        assert_eq!(serial_day(31_917), Some(Day { year: 1987, month: 5, day: 20 }));
        assert_eq!((serial_day(0), serial_day(1_987_052)), (None, None));
        assert_eq!(iso(Day { year: 1987, month: 5, day: 0 }), "1987-05");
    }

    #[test]
    fn names_get_capitals_only_if_they_have_none() {
        assert_eq!(with_capitals("nguyễn thị hòa"), "Nguyễn Thị Hòa");
        assert_eq!(with_capitals("Nguyễn thị"), "Nguyễn thị");
    }

    #[test]
    fn communes_get_their_zeros_back() {
        assert_eq!((commune("1234"), commune("31120"), commune("Xã 1")), ("01234".into(), "31120".into(), "Xã 1".into()));
    }
}
