//! How far the reports of a period have come.

use super::State;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is known of the work of one area in a period. Nothing at all is never taken for "nothing happened".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaStanding {
    /// Something that happened in the period was reported.
    Reported,
    /// Its collaborator declared that nothing happened.
    Nothing,
    /// Neither.
    Missing,
}

impl AreaStanding {
    /// From what was reported and declared. Events weigh more than a declaration that nothing happened.
    #[must_use]
    pub const fn of(events: u64, declared_nothing: bool) -> Self {
        if events > 0 {
            Self::Reported
        } else if declared_nothing {
            Self::Nothing
        } else {
            Self::Missing
        }
    }

    /// The text that answers carry.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Nothing => "nothing",
            Self::Missing => "missing",
        }
    }
}

/// How many of those who should have reported did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completeness {
    /// Who should.
    pub due: u32,
    /// Who reported something.
    pub reported: u32,
    /// Who declared that there is nothing to report.
    pub nothing: u32,
}

impl Completeness {
    /// Of which nothing is known.
    #[must_use]
    pub const fn missing(self) -> u32 {
        self.due - self.reported - self.nothing
    }

    /// Reported or declared, in tenths of a percent, rounded down so that 100 % means all; 1000 where nobody is due.
    #[must_use]
    pub const fn permille(self) -> u32 {
        match ((self.reported + self.nothing) * 1000).checked_div(self.due) {
            Some(permille) => permille,
            None => 1000,
        }
    }
}

impl FromIterator<AreaStanding> for Completeness {
    fn from_iter<I: IntoIterator<Item = AreaStanding>>(all: I) -> Self {
        all.into_iter().fold(Self::default(), |sum, one| Self {
            due: sum.due + 1,
            reported: sum.reported + u32::from(one == AreaStanding::Reported),
            nothing: sum.nothing + u32::from(one == AreaStanding::Nothing),
        })
    }
}

/// Whether a report came in time. Days are days of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Punctuality {
    /// Not due yet; days left, 0 on the last one.
    Running(u32),
    /// Due and not sent; days since.
    Overdue(u32),
    /// Sent in time.
    InTime,
    /// Sent so many days after it was due.
    Late(u32),
}

impl Punctuality {
    /// `sent` is the day on which the latest version left the unit, if it did and was not given back.
    #[must_use]
    pub fn of(state: State, sent: Option<Date>, due: Date, today: Date) -> Self {
        let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
        let sent = sent.filter(|_| state.is_reported());
        let over = days(due, sent.unwrap_or(today));
        match (sent, over > 0) {
            (None, false) => Self::Running(over.unsigned_abs()),
            (None, true) => Self::Overdue(over.unsigned_abs()),
            (Some(_), false) => Self::InTime,
            (Some(_), true) => Self::Late(over.unsigned_abs()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn silence_is_not_nothing() {
        assert_eq!(AreaStanding::of(0, false), AreaStanding::Missing);
        assert_eq!(AreaStanding::of(0, true), AreaStanding::Nothing);
        assert_eq!(AreaStanding::of(2, true), AreaStanding::Reported);
    }

    #[test]
    fn completeness_counts_declarations() {
        let areas = [AreaStanding::Reported, AreaStanding::Nothing, AreaStanding::Missing];
        let complete: Completeness = areas.into_iter().collect();
        assert_eq!((complete.due, complete.missing(), complete.permille()), (3, 1, 666));
        assert_eq!(Completeness::default().permille(), 1000);
    }

    #[test]
    fn due_days() {
        let due = date(2026, 11, 6);
        let of = |state, sent, today| Punctuality::of(state, sent, due, today);
        assert_eq!(of(State::Open, None, date(2026, 11, 2)), Punctuality::Running(4));
        assert_eq!(of(State::Signed, None, due), Punctuality::Running(0));
        assert_eq!(of(State::Open, None, date(2026, 11, 22)), Punctuality::Overdue(16));
        assert_eq!(of(State::Sent, Some(due), date(2026, 11, 22)), Punctuality::InTime);
        assert_eq!(of(State::Locked, Some(date(2026, 11, 9)), date(2026, 11, 22)), Punctuality::Late(3));
        assert_eq!(of(State::Returned, Some(due), date(2026, 11, 7)), Punctuality::Overdue(1), "given back is not sent");
    }
}
