//! Dates as people know them: a day, a month, or only a year, and perhaps a guess.

use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
}

/// A calendar date of which the day, or the day and the month, may be unknown, and which may be a guess (`~`).
///
/// ```
/// use danso_model::PartialDate;
/// let date: PartialDate = "1987-05~".parse()?;
/// assert_eq!(date.imputed().to_string(), "1987-05-15");
/// assert_eq!(date.to_string(), "1987-05~");
/// # Ok::<(), danso_model::PartialDateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// The earliest day that it may be.
    first: Date,
    precision: Precision,
    estimated: bool,
}

/// A text that is no partial date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not a date of the form 1987, 1987-05 or 1987-05-20, between 1850 and 2150")]
pub struct PartialDateError(pub String);

impl PartialDate {
    /// A day that is known.
    #[must_use]
    pub const fn day(date: Date) -> Self {
        Self { first: date, precision: Precision::Day, estimated: false }
    }

    /// The same date, marked as a guess or not.
    #[must_use]
    pub const fn with_estimated(self, estimated: bool) -> Self {
        Self { estimated, ..self }
    }

    /// How much is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// Whether someone guessed it.
    #[must_use]
    pub const fn is_estimated(self) -> bool {
        self.estimated
    }

    /// The earliest day it may be.
    #[must_use]
    pub const fn earliest(self) -> Date {
        self.first
    }

    /// The latest day it may be.
    #[must_use]
    pub fn latest(self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => self.first.last_of_month(),
            Precision::Year => self.first.last_of_year(),
        }
    }

    /// The one day used for counting: the day itself, the 15th of a month, the 1st of July of a year. The middle of what is possible, so
    /// that ages are right on average; the same rule holds on the phone (`conformance/partial_date.json`).
    #[must_use]
    pub fn imputed(self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => Date::constant(self.first.year(), self.first.month(), 15),
            Precision::Year => Date::constant(self.first.year(), 7, 1),
        }
    }

    /// The imputed day as the number yyyymmdd.
    #[must_use]
    pub fn number(self) -> i32 {
        day_number(self.imputed())
    }

    /// Completed years from this date to `at`; negative before it.
    #[must_use]
    pub fn age_at(self, at: Date) -> i32 {
        (day_number(at) - self.number()).div_euclid(10_000)
    }

    /// Whether both may be the same day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.earliest() <= other.latest() && other.earliest() <= self.latest()
    }
}

/// A day as the number yyyymmdd, the form in which days are stored and compared.
pub(crate) fn day_number(date: Date) -> i32 {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self::day(date)
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || PartialDateError(text.to_owned());
        let (known, estimated) = match text.strip_suffix('~') {
            Some(known) => (known, true),
            None => (text, false),
        };
        let mut parts = known.split('-');
        let year: i16 = number(parts.next(), 4).ok_or_else(error)?;
        let month = parts.next().map(|part| number(Some(part), 2).ok_or_else(error)).transpose()?;
        let day = parts.next().map(|part| number(Some(part), 2).ok_or_else(error)).transpose()?;
        if parts.next().is_some() || !(1850..=2150).contains(&year) {
            return Err(error());
        }
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        };
        let first = Date::new(year, month.unwrap_or(1) as i8, day.unwrap_or(1) as i8).map_err(|_| error())?;
        Ok(Self { first, precision, estimated })
    }
}

fn number(part: Option<&str>, digits: usize) -> Option<i16> {
    let part = part?;
    (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.first;
        match self.precision {
            Precision::Year => write!(f, "{:04}", date.year())?,
            Precision::Month => write!(f, "{:04}-{:02}", date.year(), date.month())?,
            Precision::Day => write!(f, "{date}")?,
        }
        f.write_str(if self.estimated { "~" } else { "" })
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::PartialDate;
    use jiff::civil::date;

    #[test]
    fn reads_and_writes_each_precision() {
        for text in ["1987", "1987~", "1987-05", "1987-05-20", "2024-02-29~"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in ["", "87", "1987-5", "1987-13", "2023-02-29", "1987-05-20-1", "1849", "1987-05-2x", "~", "+987"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn age_is_in_completed_years() {
        let age = |birth: &str, at| birth.parse::<PartialDate>().unwrap().age_at(at);
        assert_eq!(age("2000-02-29", date(2025, 2, 28)), 24);
        assert_eq!(age("2000-02-29", date(2025, 3, 1)), 25);
        assert_eq!(age("2000", date(2025, 6, 30)), 24);
        assert_eq!(age("2000", date(2025, 7, 1)), 25);
        assert_eq!(age("2026-03-05", date(2026, 3, 4)), -1);
    }
}
