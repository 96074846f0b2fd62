//! Just enough arithmetic on partial ISO dates for the rules. The type of the register is `PartialDate` of the model.

/// A date of which the month or the day may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
}

impl Day {
    /// Reads `1987`, `1987-05` or `1987-05-20`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(|part| number(part, 2).filter(|m| (1..=12).contains(m)));
        let day = parts.next().map(|part| number(part, 2));
        if parts.next().is_some() || month == Some(None) || day == Some(None) || !(1850..=2150).contains(&year) {
            return None;
        }
        let (month, day) = (month.flatten(), day.flatten());
        if let (Some(month), Some(day)) = (month, day)
            && !(1..=days_in_month(year, month)).contains(&day)
        {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Year, month and day, an unknown part being the middle of what is possible: 1 July, or the 15th.
    fn imputed(self) -> (i64, i64, i64) {
        match (self.month, self.day) {
            (None, _) => (self.year, 7, 1),
            (Some(month), None) => (self.year, month, 15),
            (Some(month), Some(day)) => (self.year, month, day),
        }
    }

    /// Completed years from this date to another; negative when the other is earlier.
    pub(crate) fn age_at(self, at: Self) -> i64 {
        let number = |(year, month, day): (i64, i64, i64)| year * 10_000 + month * 100 + day;
        (number(at.imputed()) - number(self.imputed())).div_euclid(10_000)
    }

    /// Days from this date to another.
    pub(crate) fn days_to(self, other: Self) -> i64 {
        serial(other.imputed()) - serial(self.imputed())
    }

    /// Whether this date is certainly later: compared only as far as both are known.
    pub(crate) fn after(self, other: Self) -> bool {
        if self.year != other.year {
            return self.year > other.year;
        }
        match (self.month, other.month) {
            (Some(a), Some(b)) if a != b => a > b,
            (Some(_), Some(_)) => matches!((self.day, other.day), (Some(a), Some(b)) if a > b),
            (None, _) | (_, None) => false,
        }
    }
}

fn number(part: &str, digits: usize) -> Option<i64> {
    (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1 March of the year 0 of the proleptic Gregorian calendar; years start in March, so that a leap day is the last of its year.
fn serial((year, month, day): (i64, i64, i64)) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day
}

#[cfg(test)]
mod tests {
    use super::Day;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in
            ["", "87", "1987-5", "1987-13", "1987-00", "2023-02-29", "1987-05-20-1", "1849", "1987-05-2x", "1987~", "1987-"]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn counts_days_over_leap_years() {
        assert_eq!(day("2024-02-28").days_to(day("2024-03-01")), 2);
        assert_eq!(day("1900-02-28").days_to(day("1900-03-01")), 1);
        assert_eq!(day("2026-03-05").days_to(day("2025-03-05")), -365);
        assert_eq!(day("2025").days_to(day("2025-07")), 14);
    }

    #[test]
    fn after_is_only_said_when_certain() {
        assert!(day("1988").after(day("1987-12-31")));
        assert!(!day("1987").after(day("1987-05")));
        assert!(day("1987-06").after(day("1987-05-31")));
        assert!(!day("1987-05-20").after(day("1987-05-20")));
        assert!(day("1987-05-21").after(day("1987-05-20")));
    }
}
