//! Dirt: how often records are wrong in which way, and the ways of spelling a name wrongly.
//!
//! The rates are guesses in the order of what field reports tell; none is measured. They stand here together so that they can be changed.

use unicode_normalization::UnicodeNormalization;

/// Births written as a year alone, of those born before 1960: their papers never had a day.
pub(crate) const YEAR_ONLY_OLD: f64 = 0.18;
/// The same of younger people.
pub(crate) const YEAR_ONLY_YOUNG: f64 = 0.004;
/// Births written as 01/01, of those born before 1975: the usual way to fill the missing day.
pub(crate) const FIRST_OF_JANUARY_OLD: f64 = 0.08;
/// The same of younger people.
pub(crate) const FIRST_OF_JANUARY_YOUNG: f64 = 0.012;
/// How much more often both happen to people of ethnic minorities: births were registered late.
pub(crate) const MINORITY_FACTOR: f64 = 2.0;
/// Births with year and month alone: told by the lunar calendar.
pub(crate) const MONTH_ONLY: f64 = 0.004;
/// Day and month exchanged: two orders of writing.
pub(crate) const SWAPPED: f64 = 0.004;
/// Names typed without accents: a keyboard without a Vietnamese method.
pub(crate) const BARE_NAME: f64 = 0.012;
/// Names with the keys of telex left in: the method was off.
pub(crate) const TELEX_NAME: f64 = 0.002;
/// Persons on two sheets: registered where they come from and where they work.
pub(crate) const DUPLICATE: f64 = 0.002;
/// Households with the number of their neighbour: lists drawn up twice.
pub(crate) const REUSED_NUMBER: f64 = 0.003;
/// Numbers of persons that tell the other sex or another year: typed wrongly, or the paper was corrected.
pub(crate) const WRONG_PIN: f64 = 0.0008;
/// Schooling that does not go with the age: the wrong line was chosen.
pub(crate) const WRONG_EDUCATION: f64 = 0.0004;
/// Weights at birth with a digit too few: typing.
pub(crate) const WRONG_WEIGHT: f64 = 0.004;
/// Events told one to four months late: the collaborator was away, or the family did not tell.
pub(crate) const LATE: f64 = 0.05;

/// Without any accent: `Nguyen Thi Dao`.
pub(crate) fn bare(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

/// The keys that type a word by telex: `Hoaf`.
pub(crate) fn telex(word: &str) -> String {
    let mut keys = String::new();
    let mut tone = None;
    for c in word.nfd() {
        match c {
            'đ' => keys.push_str("dd"),
            'Đ' => keys.push_str("Dd"),
            '\u{302}' => keys.push(keys.chars().last().map_or('^', |c| c.to_ascii_lowercase())),
            '\u{306}' | '\u{31b}' => keys.push('w'),
            '\u{301}' => tone = Some('s'),
            '\u{300}' => tone = Some('f'),
            '\u{309}' => tone = Some('r'),
            '\u{303}' => tone = Some('x'),
            '\u{323}' => tone = Some('j'),
            other => keys.push(other),
        }
    }
    keys.extend(tone);
    keys
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{bare, telex};

    #[test]
    fn accents_go() {
        assert_eq!(bare("Đặng Thị Hường"), "Dang Thi Huong");
    }

    #[test]
    fn telex_keys() {
        assert_eq!(["Hòa", "Đặng", "Nguyễn", "Hường", "Lan"].map(telex), ["Hoaf", "Ddawngj", "Nguyeenx", "Huwowngf", "Lan"]);
    }
}
