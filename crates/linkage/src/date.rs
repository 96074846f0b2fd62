//! Days of birth as lists have them: whole, year and month, year alone, or 1 January for "some day of that year".

/// A day, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day {
    /// The year; 0 when nothing is known.
    pub year: u16,
    /// The month, 1 to 12; 0 when not known.
    pub month: u8,
    /// The day of the month; 0 when not known.
    pub day: u8,
}

impl Day {
    /// Reads `1987-05-20`, `20/05/1987`, `20-5-1987`, `05/1987`, `1987`, `19870520`; anything else is nothing known.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut numbers = [(0_u32, 0_usize); 3];
        let mut found = 0;
        for part in text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()) {
            let (Some(slot), Ok(number)) = (numbers.get_mut(found), part.parse()) else {
                // A time of day after the date, or a number too long to be a date.
                break;
            };
            *slot = (number, part.len());
            found += 1;
        }
        match (found, numbers) {
            (3, [(year, 4), (month, 1..=2), (day, 1..=2)]) | (3, [(day, 1..=2), (month, 1..=2), (year, 4)]) => {
                Self::checked(year, month, day)
            }
            (2, [(year, 4), (month, 1..=2), _]) | (2, [(month, 1..=2), (year, 4), _]) => Self::checked(year, month, 0),
            (1, [(year, 4), ..]) => Self::checked(year, 0, 0),
            (1, [(all, 8), ..]) => Self::checked(all / 10_000, all / 100 % 100, all % 100),
            _ => Self::default(),
        }
    }

    /// A day from numbers; what cannot be is left out, the year stays.
    #[must_use]
    pub fn checked(year: u32, month: u32, day: u32) -> Self {
        let Some(year) = u16::try_from(year).ok().filter(|year| (1800..2200).contains(year)) else {
            return Self::default();
        };
        match (u8::try_from(month), u8::try_from(day)) {
            (Ok(month @ 1..=12), Ok(day @ 1..=31)) => Self { year, month, day },
            (Ok(month @ 1..=12), _) => Self { year, month, day: 0 },
            _ => Self { year, month: 0, day: 0 },
        }
    }

    /// Whether a year is known.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.year != 0
    }

    /// Whether no day is known, or it is the 1 January that is written for an unknown one.
    #[must_use]
    pub fn is_year_only(self) -> bool {
        self.month == 0 || (self.month == 1 && self.day <= 1)
    }

    /// Whether year, month and day are known and it is not 1 January.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.day != 0 && !self.is_year_only()
    }

    /// Days since an arbitrary day, in the proleptic Gregorian calendar (Hinnant 2013, `days_from_civil`).
    #[must_use]
    pub fn number(self) -> i32 {
        let (month, day) = (i32::from(self.month.max(1)), i32::from(self.day.max(1)));
        let year = i32::from(self.year) - i32::from(month <= 2);
        let era = year.div_euclid(400);
        let of_era = year - era * 400;
        let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_a_day() {
        let day = Day { year: 1987, month: 5, day: 20 };
        for text in ["1987-05-20", "20/05/1987", "20-5-1987", " 20.05.1987 ", "19870520", "1987-05-20T00:00:00"] {
            assert_eq!(Day::read(text), day, "{text}");
        }
        assert_eq!(Day::read("05/1987"), Day { day: 0, ..day });
        assert_eq!(Day::read("1987"), Day { month: 0, day: 0, ..day });
        for text in ["", "x", "20/05/87", "99999999999"] {
            assert!(!Day::read(text).is_known(), "{text}");
        }
        assert_eq!(Day::read("1987-13-20"), Day { month: 0, day: 0, ..day });
    }

    #[test]
    fn days_follow_each_other() {
        let number = |year, month, day| Day { year, month, day }.number();
        assert_eq!(number(2000, 3, 1) - number(2000, 2, 28), 2);
        assert_eq!(number(2001, 1, 1) - number(2000, 1, 1), 366);
    }
}
