//! Reads `data/holidays.tsv`; its form is told in `data/SOURCES.md`.

use super::WorkCalendar;
use jiff::civil::Date;
use thiserror::Error;

/// A holiday of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Yearly {
    pub(super) month: i8,
    pub(super) day: i8,
    pub(super) since: i16,
}

/// Days off in one year, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) from: Date,
    pub(super) to: Date,
}

/// A day off and the day worked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Swap {
    pub(super) off: Date,
    pub(super) worked: Date,
}

/// A line of the table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line} of the table of holidays is no row")]
pub(crate) struct HolidayError {
    pub(super) line: usize,
}

impl WorkCalendar {
    pub(super) fn read(text: &str) -> Result<Self, HolidayError> {
        let mut calendar =
            Self { solar: Vec::new(), lunar: Vec::new(), tet: Vec::new(), national: Vec::new(), swaps: Vec::new() };
        let lines = text.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
        for (row, line) in lines {
            calendar.add(row).ok_or(HolidayError { line })?;
        }
        Ok(calendar)
    }

    fn add(&mut self, row: &str) -> Option<()> {
        let mut fields = row.split('\t');
        let (kind, first, second, source) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        if source.is_empty() || fields.next().is_some() {
            return None;
        }
        match kind {
            "yearly" => self.solar.push(yearly(first, second)?),
            "lunar" => self.lunar.push(yearly(first, second)?),
            "tet" => self.tet.push(range(first, second)?),
            "national" => self.national.push(range(first, second)?),
            "swap" => self.swaps.push(Swap { off: first.parse().ok()?, worked: second.parse().ok()? }),
            _ => return None,
        }
        Some(())
    }
}

fn yearly(day: &str, since: &str) -> Option<Yearly> {
    let (month, day) = day.split_once('-')?;
    Some(Yearly { month: month.parse().ok()?, day: day.parse().ok()?, since: since.parse().ok()? })
}

fn range(from: &str, to: &str) -> Option<Range> {
    let range = Range { from: from.parse().ok()?, to: to.parse().ok()? };
    (range.from <= range.to && range.from.year() == range.to.year()).then_some(range)
}
