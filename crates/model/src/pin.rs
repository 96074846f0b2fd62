//! The personal identification number (số định danh cá nhân), twelve digits `PPP C YY NNNNNN`.
//!
//! Layout: province or country of birth registration, century and sex, year of birth, random part; it has no check digit
//! (Circular 59/2021/TT-BCA, article 4; Decree 137/2015/NĐ-CP, article 13).

use crate::{PartialDate, Sex};
use std::fmt;
use thiserror::Error;

/// A twelve-digit identification number. Shown masked: [`fmt::Debug`] prints its last four digits only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pin(String);

/// A text that is no identification number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an identification number has twelve digits")]
pub struct PinError;

/// A number that does not agree with what is known of its owner. It warns and never rejects: a corrected sex or birth keeps the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PinDoubt {
    /// The first three digits are no province of the list of 2016 and no country code.
    Place,
    /// The fourth digit says another sex.
    Sex,
    /// The fourth to sixth digits say another year of birth.
    BirthYear,
}

/// Codes of provinces in numbers (Circular 07/2016/TT-BCA, annex 1). Countries take the rest up to 999 from 100 on.
const PROVINCES: [u16; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48,
    49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

impl Pin {
    /// Reads a number; blanks and dots between digits are dropped.
    ///
    /// # Errors
    /// When what is left is not twelve ASCII digits.
    pub fn new(text: &str) -> Result<Self, PinError> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '\u{a0}')).collect();
        let fits = digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(digits)) } else { Err(PinError) }
    }

    /// All twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four digits, all that a screen shows.
    #[must_use]
    pub fn tail(&self) -> &str {
        &self.0[8..]
    }

    /// What speaks against the number, given its owner's sex and birth.
    #[must_use]
    pub fn doubts(&self, sex: Sex, birth: Option<PartialDate>) -> Vec<PinDoubt> {
        let digits = |range: std::ops::Range<usize>| self.0[range].bytes().fold(0u16, |n, b| n * 10 + u16::from(b - b'0'));
        let place = digits(0..3);
        let century_and_sex = digits(3..4);
        let mut doubts = Vec::new();
        if !PROVINCES.contains(&place) && place < 100 {
            doubts.push(PinDoubt::Place);
        }
        let says_female = century_and_sex % 2 == 1;
        match sex {
            Sex::Male if says_female => doubts.push(PinDoubt::Sex),
            Sex::Female if !says_female => doubts.push(PinDoubt::Sex),
            Sex::Male | Sex::Female | Sex::Unknown => {}
        }
        let year = 1900 + century_and_sex / 2 * 100 + digits(4..6);
        if birth.is_some_and(|birth| birth.earliest().year() != year as i16) {
            doubts.push(PinDoubt::BirthYear);
        }
        doubts
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pin(********{})", self.tail())
    }
}

#[cfg(test)]
mod tests {
    use super::{Pin, PinDoubt};
    use crate::Sex;

    #[test]
    fn twelve_digits_or_nothing() {
        assert_eq!(Pin::new("092 301 001 234").unwrap().as_str(), "092301001234");
        assert!(Pin::new("362345678").is_err(), "the old nine-digit number is another thing");
        assert!(Pin::new("09230100123x").is_err());
    }

    #[test]
    fn digits_are_compared_with_the_owner() {
        let pin = Pin::new("092301001234").unwrap();
        assert_eq!(pin.doubts(Sex::Female, "2001-04".parse().ok()), []);
        assert_eq!(pin.doubts(Sex::Male, "1999".parse().ok()), [PinDoubt::Sex, PinDoubt::BirthYear]);
        assert_eq!(Pin::new("003301001234").unwrap().doubts(Sex::Unknown, None), [PinDoubt::Place]);
    }

    #[test]
    fn debug_never_shows_the_number() {
        assert_eq!(format!("{:?}", Pin::new("092301001234").unwrap()), "Pin(********1234)");
    }
}
