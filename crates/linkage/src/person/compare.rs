//! Two persons compared: one level a field, and how rare the agreeing values are.

use super::frequencies::Frequencies;
use super::levels::{at, birth, household, number, phone, place, sex};
use super::names::Names;
use super::record::Person;
use crate::date::Day;
use crate::fields::{Compared, NOTHING, Pattern};
use crate::number::{Differ, Sex, contradicts};
use crate::text::lexicon::Lexicon;

/// Bits of rarity by field.
pub type Rarities = [f32; 10];

/// Compares persons over one lexicon.
pub struct Comparer<'a> {
    names: Names<'a>,
    lexicon: &'a Lexicon,
    frequencies: &'a Frequencies,
}

impl<'a> Comparer<'a> {
    /// With the words and the frequencies of the lists.
    #[must_use]
    pub fn new(lexicon: &'a Lexicon, frequencies: &'a Frequencies) -> Self {
        Self { names: Names::new(lexicon), lexicon, frequencies }
    }

    /// Levels and the sum of the rarities.
    #[must_use]
    pub fn compare(&self, a: &Person, b: &Person) -> Compared {
        let (pattern, rarities) = self.explain(a, b);
        Compared { pattern, rarity: rarities.iter().sum() }
    }

    /// Levels and the rarity of each field.
    #[must_use]
    pub fn explain(&self, a: &Person, b: &Person) -> (Pattern, Rarities) {
        let named = self.names.compare(a, b);
        let mut rarities = [0.0; 10];
        let mut pattern = 0;
        let mut put = |field: usize, level: u8| pattern |= u64::from(level) << (4 * field);
        put(at::SURNAME, named.surname);
        put(at::MIDDLE, named.middle);
        put(at::GIVEN, named.given);
        put(at::ORDER, named.order);
        let [surname, middle, given] = self.frequencies.names(&named, a, b, self.lexicon);
        rarities[at::SURNAME] = surname;
        rarities[at::MIDDLE] = middle;
        rarities[at::GIVEN] = given;
        let born = births(a.birth, b.birth);
        put(at::BIRTH, born);
        if (birth::SAME..=birth::YEAR_ONLY).contains(&born) {
            rarities[at::BIRTH] = self.frequencies.year(a.birth.year);
        }
        put(at::SEX, sexes(a.sex, b.sex));
        put(at::NUMBER, numbers(a, b));
        let placed = places(a, b);
        put(at::PLACE, placed);
        if (place::HOUSE..=place::OTHER_HOUSE_ONLY).contains(&placed) {
            rarities[at::PLACE] = self.frequencies.commune(common_commune(a, b).unwrap_or(0));
        }
        put(at::PHONE, phones(a, b));
        put(at::HOUSEHOLD, households(a, b));
        (pattern, rarities)
    }
}

/// The level of two days of birth.
#[must_use]
pub fn births(a: Day, b: Day) -> u8 {
    if !a.is_known() || !b.is_known() {
        return NOTHING;
    }
    let years = a.year.abs_diff(b.year);
    if a.is_year_only() || b.is_year_only() {
        return match years {
            0 if a.is_year_only() && b.is_year_only() => birth::YEARS,
            0 => birth::YEAR_ONLY,
            1 => birth::YEAR_NEAR,
            2 => birth::NEAR,
            3..=15 => birth::SIBLING,
            _ => birth::FAR,
        };
    }
    if a.day == 0 || b.day == 0 {
        return match years {
            0 if a.month == b.month => birth::DAY,
            0 => birth::SAME_YEAR,
            1..=2 => birth::NEAR,
            3..=15 => birth::SIBLING,
            _ => birth::FAR,
        };
    }
    let same_place = a.month == b.month && a.day == b.day;
    let apart = a.number().abs_diff(b.number());
    match years {
        0 if same_place => birth::SAME,
        0 if a.month == b.day && a.day == b.month => birth::EXCHANGED,
        0 if a.month == b.month => birth::DAY,
        _ if (15..=55).contains(&apart) => birth::MOON,
        0 if a.day == b.day => birth::MONTH,
        0 => birth::SAME_YEAR,
        1 if same_place => birth::NEXT_YEAR,
        _ if same_place && one_digit(a.year, b.year) => birth::YEAR_DIGIT,
        1..=2 => birth::NEAR,
        3..=15 => birth::SIBLING,
        _ => birth::FAR,
    }
}

fn one_digit(a: u16, b: u16) -> bool {
    let digits = |year: u16| [year / 1000, year / 100 % 10, year / 10 % 10, year % 10];
    digits(a).iter().zip(digits(b)).filter(|(one, other)| **one != *other).count() == 1
}

fn sexes(a: Sex, b: Sex) -> u8 {
    if a == Sex::Unknown || b == Sex::Unknown {
        NOTHING
    } else if a == b {
        sex::SAME
    } else {
        sex::OTHER
    }
}

fn numbers(a: &Person, b: &Person) -> u8 {
    let old = || match (a.old_number.is_some() && b.old_number.is_some()).then(|| a.old_number.differ(b.old_number)) {
        None => NOTHING,
        Some(Differ::Same) => number::OLD_SAME,
        Some(Differ::OneSlip) => number::OLD_SLIP,
        Some(Differ::Much) => number::OLD_OTHER,
    };
    if !a.number.is_some() || !b.number.is_some() {
        return old();
    }
    match a.number.differ(b.number) {
        Differ::Same if contradicts(a.number, a.sex, a.birth) || contradicts(b.number, b.sex, b.birth) => number::CONTRADICTS,
        Differ::Same => number::SAME,
        Differ::OneSlip => number::SLIP,
        Differ::Much => match old() {
            same @ number::OLD_SAME => same,
            _ => number::OTHER,
        },
    }
}

fn common_commune(a: &Person, b: &Person) -> Option<u16> {
    let of_b = [b.commune, b.other_commune];
    [a.commune, a.other_commune].into_iter().find(|commune| *commune != 0 && of_b.contains(commune))
}

fn places(a: &Person, b: &Person) -> u8 {
    let same = |one: u32, other: u32| if one == 0 || other == 0 { None } else { Some(one == other) };
    let (hamlet, house) = (same(a.hamlet, b.hamlet), same(a.house, b.house));
    if a.commune == 0 || b.commune == 0 {
        return if hamlet == Some(true) && house == Some(true) { place::HOUSE_OTHER_COMMUNE } else { NOTHING };
    }
    if common_commune(a, b).is_none() {
        return if hamlet == Some(true) && house == Some(true) { place::HOUSE_OTHER_COMMUNE } else { place::OTHER };
    }
    match (hamlet, house) {
        (Some(true), Some(true)) => place::HOUSE,
        (Some(true), None) => place::HAMLET,
        (Some(true), Some(false)) => place::OTHER_HOUSE,
        (None, Some(true)) => place::HOUSE_ONLY,
        (Some(false), Some(true)) => place::HOUSE_OTHER_HAMLET,
        (None, None) => place::COMMUNE,
        (Some(false), None | Some(false)) => place::OTHER_HAMLET,
        (None, Some(false)) => place::OTHER_HOUSE_ONLY,
    }
}

fn phones(a: &Person, b: &Person) -> u8 {
    if !a.phone.is_some() || !b.phone.is_some() {
        return NOTHING;
    }
    match a.phone.differ(b.phone) {
        Differ::Same => phone::SAME,
        Differ::OneSlip => phone::SLIP,
        Differ::Much => phone::OTHER,
    }
}

fn households(a: &Person, b: &Person) -> u8 {
    if a.household == 0 || b.household == 0 {
        NOTHING
    } else if a.household == b.household {
        household::SAME
    } else {
        household::OTHER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, wanted: u8) {
        let (one, other) = (Day::read(one), Day::read(other));
        assert_eq!(births(one, other), wanted, "{one:?} {other:?}");
        assert_eq!(births(other, one), wanted, "{other:?} {one:?}");
    }

    #[test]
    fn levels_of_days() {
        check("1987-05-20", "20/05/1987", birth::SAME);
        check("1987-01-01", "1987", birth::YEARS);
        check("1987-05-20", "1987-01-01", birth::YEAR_ONLY);
        check("1987-05-12", "1987-12-05", birth::EXCHANGED);
        check("1987-05-20", "1987-05-02", birth::DAY);
        check("1987-05-20", "1987-09-20", birth::MONTH);
        check("1987-05-20", "1988-05-20", birth::NEXT_YEAR);
        check("1987-05-20", "1977-05-20", birth::YEAR_DIGIT);
        check("1987-05-20", "1987-04-18", birth::MOON);
        check("1987-01-20", "1986-12-20", birth::MOON);
        check("1987-05-20", "1987-11-02", birth::SAME_YEAR);
        check("1987-05-20", "1988-01-01", birth::YEAR_NEAR);
        check("1987-05-20", "1989-07-02", birth::NEAR);
        check("1987-05-20", "1999-07-02", birth::SIBLING);
        check("1987-05-20", "1959-07-02", birth::FAR);
        check("", "1959-07-02", NOTHING);
    }
}
