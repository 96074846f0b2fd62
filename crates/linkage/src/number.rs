//! Identity and telephone numbers: digits kept four bits each, so that two numbers are compared digit by digit with one exclusive or.

use crate::date::Day;

/// Up to 15 digits, the last in the lowest four bits; zero is no number. A code stands for a number that may not be read: it agrees or it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digits(pub u64);

/// How two numbers of the same kind differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differ {
    /// Not at all.
    Same,
    /// In one digit, or by two neighbours exchanged.
    OneSlip,
    /// More.
    Much,
}

/// What tells a code from digits, which need 60 bits.
const CODE: u64 = 15 << 60;

impl Digits {
    /// A code that stands for a number: equal for equal numbers, by a keyed hash of them.
    #[must_use]
    pub fn code(hash: u64) -> Self {
        Self(CODE | hash >> 4)
    }

    /// Whether it is a code and has no digits.
    #[must_use]
    pub fn is_code(self) -> bool {
        self.0 & CODE == CODE
    }

    /// The digits of a text, and how many there are; more than 15 are no number.
    #[must_use]
    pub fn read(text: &str) -> (Self, usize) {
        let mut digits = 0_u64;
        let mut count = 0;
        for digit in text.bytes().filter(u8::is_ascii_digit) {
            if count == 15 {
                return (Self::default(), 0);
            }
            // One more than the digit, so that leading zeros count.
            digits = (digits << 4) | u64::from(digit - b'0' + 1);
            count += 1;
        }
        (Self(digits), count)
    }

    /// Whether there is a number.
    #[must_use]
    pub fn is_some(self) -> bool {
        self.0 != 0
    }

    /// The `count` digits that begin `from` places before the end, as a number for hashing.
    #[must_use]
    pub fn part(self, from_end: u32, count: u32) -> u64 {
        (self.0 >> (4 * (from_end - count))) & ((1 << (4 * count)) - 1)
    }

    fn digit(self, from_end: u32) -> u64 {
        (self.0 >> (4 * (from_end - 1))) & 15
    }

    /// How two numbers differ.
    #[must_use]
    pub fn differ(self, other: Self) -> Differ {
        let apart = self.0 ^ other.0;
        if apart == 0 {
            return Differ::Same;
        }
        if self.is_code() || other.is_code() {
            return Differ::Much;
        }
        let first = apart.trailing_zeros() / 4;
        let rest = apart & !(15 << (4 * first));
        if rest == 0 {
            return Differ::OneSlip;
        }
        let neighbours = rest & !(15 << (4 * (first + 1))) == 0;
        let at = |number: Self, place: u32| (number.0 >> (4 * place)) & 15;
        let exchanged = at(self, first) == at(other, first + 1) && at(self, first + 1) == at(other, first);
        if neighbours && exchanged { Differ::OneSlip } else { Differ::Much }
    }
}

/// What the 12 digits of a personal number say of the person: the fourth digit is century and sex, the next two the year of birth
/// (decree 137/2015/ND-CP art. 13, circular 59/2021/TT-BCA art. 4; now decree 70/2024/ND-CP).
#[must_use]
pub fn said_by_number(number: Digits) -> Option<(Sex, u16)> {
    let value = |from_end| u16::try_from(number.digit(from_end)).ok()?.checked_sub(1);
    let (kind, tens, ones) = (value(9)?, value(8)?, value(7)?);
    let year = 1900 + 100 * (kind / 2) + 10 * tens + ones;
    let sex = if kind % 2 == 0 { Sex::Male } else { Sex::Female };
    (kind <= 3 && !number.is_code()).then_some((sex, year))
}

/// Whether the number says another sex or another year than the record.
#[must_use]
pub fn contradicts(number: Digits, sex: Sex, birth: Day) -> bool {
    said_by_number(number)
        .is_some_and(|(said, year)| (sex != Sex::Unknown && sex != said) || (birth.is_known() && birth.year.abs_diff(year) > 1))
}

/// The sex of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub enum Sex {
    /// Not said.
    #[default]
    Unknown = 0,
    /// Male.
    Male = 1,
    /// Female.
    Female = 2,
}

impl Sex {
    /// Reads m, f, 1, 2, nam, nu and what begins like them.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let folded = crate::text::letters::fold(text);
        match folded.text() {
            "m" | "1" | "nam" | "trai" | "male" => Self::Male,
            "f" | "2" | "nu" | "gai" | "female" => Self::Female,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_digits() {
        let number = |text| Digits::read(text).0;
        assert_eq!(number("092181000001").differ(number("092181000001")), Differ::Same);
        assert_eq!(number("092181000001").differ(number("092181000007")), Differ::OneSlip);
        assert_eq!(number("092181000001").differ(number("092811000001")), Differ::OneSlip);
        assert_eq!(number("092181000001").differ(number("092812000001")), Differ::Much);
        assert_eq!(number("092181000001").differ(number("192181000007")), Differ::Much);
        assert_eq!(Digits::read("1234567890123456"), (Digits(0), 0));
    }

    #[test]
    fn a_code_agrees_or_does_not() {
        let (one, other) = (Digits::code(0x0123_4567_89ab_cdef), Digits::code(0x0123_4567_89ab_cdff));
        assert!(one.is_code() && !Digits::read("999999999999999").0.is_code());
        assert_eq!((one.differ(one), one.differ(other)), (Differ::Same, Differ::Much));
        assert_eq!(Digits(one.0).differ(Digits::read("092181000001").0), Differ::Much);
        assert!(!contradicts(one, Sex::Male, Day { year: 1959, month: 1, day: 2 }));
    }

    #[test]
    fn what_a_number_says() {
        let number = Digits::read("094181522985").0;
        assert_eq!(said_by_number(number), Some((Sex::Female, 1981)));
        assert_eq!(said_by_number(Digits::read("001301000001").0), Some((Sex::Female, 2001)));
        assert!(contradicts(number, Sex::Male, Day::default()));
        assert!(contradicts(number, Sex::Female, Day { year: 1959, month: 1, day: 2 }));
        assert!(!contradicts(number, Sex::Unknown, Day { year: 1981, month: 1, day: 2 }));
    }
}
