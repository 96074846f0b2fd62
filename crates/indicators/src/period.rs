//! The period of a figure: a month, quarter, half-year, year or several years.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A period of whole months as people name it: `2026`, `2026-H1`, `2026-Q3`, `2026-10`, `2024..2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i16,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    Month(i8),
    Quarter(i8),
    Half(i8),
    Year,
    Through(i16),
}

/// What sort of period it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// One month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Six months from January or July.
    Half,
    /// A calendar year.
    Year,
    /// Several calendar years together.
    Years,
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no period: {0:?}; write 2026, 2026-H1, 2026-Q3, 2026-10 or 2024..2026, years 1900 to 2199")]
pub struct PeriodError(pub String);

/// Years that a period may lie in, so that every day of it and the day before exist.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

impl Period {
    /// A calendar year, if it lies in 1900–2199.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        YEARS.contains(&year).then_some(Self { year, part: Part::Year })
    }

    /// A month (1–12) of a year.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self { year, part: Part::Month(month) })
    }

    /// A quarter (1–4) of a year.
    #[must_use]
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=4).contains(&quarter)).then_some(Self { year, part: Part::Quarter(quarter) })
    }

    /// The years from `first` to `last` together; one year if they are the same.
    #[must_use]
    pub fn years(first: i16, last: i16) -> Option<Self> {
        if first == last {
            return Self::year(first);
        }
        let fits = YEARS.contains(&first) && YEARS.contains(&last) && first < last;
        fits.then_some(Self { year: first, part: Part::Through(last) })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> PeriodKind {
        match self.part {
            Part::Month(_) => PeriodKind::Month,
            Part::Quarter(_) => PeriodKind::Quarter,
            Part::Half(_) => PeriodKind::Half,
            Part::Year => PeriodKind::Year,
            Part::Through(_) => PeriodKind::Years,
        }
    }

    /// The year it begins in.
    #[must_use]
    pub const fn first_year(self) -> i16 {
        self.year
    }

    /// Its number in the year: the month 1–12, quarter 1–4 or half 1–2; None for years.
    #[must_use]
    pub const fn number(self) -> Option<i8> {
        match self.part {
            Part::Month(number) | Part::Quarter(number) | Part::Half(number) => Some(number),
            Part::Year | Part::Through(_) => None,
        }
    }

    /// Its days.
    #[must_use]
    pub fn span(self) -> Span {
        let (last_year, first_month, last_month) = match self.part {
            Part::Month(month) => (self.year, month, month),
            Part::Quarter(quarter) => (self.year, quarter * 3 - 2, quarter * 3),
            Part::Half(half) => (self.year, half * 6 - 5, half * 6),
            Part::Year => (self.year, 1, 12),
            Part::Through(last) => (last, 1, 12),
        };
        Span { from: Date::constant(self.year, first_month, 1), to: Date::constant(last_year, last_month, 1).last_of_month() }
    }

    /// From 1 January of its (last) year to its last day, for cumulative columns.
    #[must_use]
    pub fn year_to_date(self) -> Span {
        let span = self.span();
        Span { from: span.to.first_of_year(), to: span.to }
    }

    /// The period of the same kind just before; several years give as many years before. None before 1900.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        let step = |number: i8, most: i8| if number == 1 { (self.year - 1, most) } else { (self.year, number - 1) };
        let before = match self.part {
            Part::Month(month) => {
                let (year, month) = step(month, 12);
                Self { year, part: Part::Month(month) }
            }
            Part::Quarter(quarter) => {
                let (year, quarter) = step(quarter, 4);
                Self { year, part: Part::Quarter(quarter) }
            }
            Part::Half(half) => {
                let (year, half) = step(half, 2);
                Self { year, part: Part::Half(half) }
            }
            Part::Year => Self { year: self.year - 1, part: Part::Year },
            Part::Through(last) => Self { year: self.year - (last - self.year + 1), part: Part::Through(self.year - 1) },
        };
        YEARS.contains(&before.year).then_some(before)
    }

    /// The `years` calendar years that end with it; None for a period that is not made of whole years, that is as long already,
    /// or where the years would begin before 1900.
    #[must_use]
    pub fn pooled(self, years: u8) -> Option<Self> {
        let last = match self.part {
            Part::Year => self.year,
            Part::Through(last) => last,
            Part::Month(_) | Part::Quarter(_) | Part::Half(_) => return None,
        };
        let first = last - i16::from(years) + 1;
        (first < self.year).then(|| Self::years(first, last)).flatten()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year;
        match self.part {
            Part::Month(month) => write!(f, "{year}-{month:02}"),
            Part::Quarter(quarter) => write!(f, "{year}-Q{quarter}"),
            Part::Half(half) => write!(f, "{year}-H{half}"),
            Part::Year => write!(f, "{year}"),
            Part::Through(last) => write!(f, "{year}..{last}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        parse(text).ok_or_else(|| PeriodError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Period> {
    let number = |text: &str, digits: usize| -> Option<i16> {
        (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    if let Some((first, last)) = text.split_once("..") {
        let (first, last) = (number(first, 4)?, number(last, 4)?);
        return (first < last).then(|| Period::years(first, last)).flatten();
    }
    let Some((year, part)) = text.split_once('-') else {
        return Period::year(number(text, 4)?);
    };
    let year = number(year, 4).filter(|year| YEARS.contains(year))?;
    let small = |text: &str| number(text, 1).and_then(|number| i8::try_from(number).ok());
    if let Some(quarter) = part.strip_prefix('Q') {
        Period::quarter(year, small(quarter)?)
    } else if let Some(half) = part.strip_prefix('H') {
        let half = small(half).filter(|half| (1..=2).contains(half))?;
        Some(Period { year, part: Part::Half(half) })
    } else {
        Period::month(year, i8::try_from(number(part, 2)?).ok()?)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Days of whole months, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    from: Date,
    to: Date,
}

impl Span {
    /// The first day.
    #[must_use]
    pub const fn from(self) -> Date {
        self.from
    }

    /// The last day.
    #[must_use]
    pub const fn to(self) -> Date {
        self.to
    }

    /// The day before it begins, at whose end a stock is the one at the start.
    #[must_use]
    pub fn day_before(self) -> Date {
        self.from.saturating_sub(1.day())
    }

    /// How many months.
    #[must_use]
    pub fn months(self) -> u32 {
        let months =
            (i32::from(self.to.year()) - i32::from(self.from.year())) * 12 + i32::from(self.to.month() - self.from.month()) + 1;
        u32::try_from(months).unwrap_or_default()
    }

    /// Its length in years: months divided by twelve.
    #[must_use]
    pub fn years(self) -> f64 {
        f64::from(self.months()) / 12.0
    }

    /// The days at whose ends the stocks of an average are taken: the day before it begins, and the last day of each month.
    #[must_use]
    pub fn stock_days(self) -> Vec<Date> {
        let ends = (0..self.months()).map(|month| self.from.saturating_add(i64::from(month).months()).last_of_month());
        std::iter::once(self.day_before()).chain(ends).collect()
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The average of a stock from the stocks of [`Span::stock_days`]: first and last weighted one half, divided by the number of months.
/// Summed as whole numbers, so one division is all that rounds.
///
/// # Panics
/// When fewer than two stocks are given.
#[must_use]
pub fn average(stocks: &[u64]) -> f64 {
    assert!(stocks.len() >= 2, "an average needs the stock at the start and at the end");
    let twice: u64 = stocks.iter().map(|stock| 2 * stock).sum::<u64>() - stocks[0] - stocks[stocks.len() - 1];
    twice as f64 / (2 * (stocks.len() - 1)) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, from: &str, to: &str, months: u32) -> Period {
        let period: Period = text.parse().expect("a period");
        assert_eq!(period.to_string(), text);
        let span = period.span();
        assert_eq!((span.from().to_string(), span.to().to_string(), span.months()), (from.to_owned(), to.to_owned(), months));
        period
    }

    #[test]
    fn periods_are_read_and_written() {
        check("2026", "2026-01-01", "2026-12-31", 12);
        check("2026-H2", "2026-07-01", "2026-12-31", 6);
        check("2026-Q3", "2026-07-01", "2026-09-30", 3);
        check("2024-02", "2024-02-01", "2024-02-29", 1);
        check("2024..2026", "2024-01-01", "2026-12-31", 36);
    }

    #[test]
    fn what_is_no_period_is_refused_and_quoted() {
        for text in [
            "",
            "26",
            "2026-13",
            "2026-00",
            "2026-1",
            "2026-Q5",
            "2026-Q0",
            "2026-H3",
            "2026..2024",
            "2026..2026",
            "1899",
            "2026-q1",
            "+026",
            "2026-Q+1",
        ] {
            let error = text.parse::<Period>().expect_err(text);
            assert!(error.to_string().starts_with(&format!("no period: {text:?}")), "{error}");
        }
    }

    #[test]
    fn the_period_before_has_the_same_length() {
        for (period, before) in [
            ("2026-01", "2025-12"),
            ("2026-Q1", "2025-Q4"),
            ("2026-H2", "2026-H1"),
            ("2026", "2025"),
            ("2024..2026", "2021..2023"),
        ] {
            let period: Period = period.parse().expect("a period");
            assert_eq!(period.previous().map(|period| period.to_string()).as_deref(), Some(before));
        }
        assert_eq!("1900-01".parse::<Period>().expect("a period").previous(), None);
    }

    #[test]
    fn years_are_pooled_backwards_and_only_whole_years() {
        let pooled = |text: &str, years| text.parse::<Period>().expect("a period").pooled(years).map(|period| period.to_string());
        assert_eq!(pooled("2026", 3).as_deref(), Some("2024..2026"));
        assert_eq!(pooled("2024..2026", 5).as_deref(), Some("2022..2026"));
        assert_eq!(pooled("2022..2026", 5), None);
        assert_eq!(pooled("2026-Q4", 3), None);
    }

    #[test]
    fn an_average_weighs_its_ends_one_half() {
        assert_eq!(average(&[10, 13]), 11.5);
        assert_eq!(average(&[10, 20, 30, 10]), 20.0);
        let span = "2026".parse::<Period>().expect("a period").span();
        let days = span.stock_days();
        assert_eq!(days.len(), 13);
        assert_eq!((days[0].to_string(), days[2].to_string()), ("2025-12-31".to_owned(), "2026-02-28".to_owned()));
    }

    #[test]
    fn cumulative_columns_begin_on_new_years_day() {
        let span = "2026-Q3".parse::<Period>().expect("a period").year_to_date();
        assert_eq!((span.from().to_string(), span.months()), ("2026-01-01".to_owned(), 9));
    }
}
