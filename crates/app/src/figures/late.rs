//! What came late: happenings of a month that were accepted after its deadline.

use super::Counter;
use crate::viet_nam::ends_ms;
use crate::{App, AppError};
use danso_indicators::{Ask, Count, Period, Span};
use danso_model::Position;
use danso_places::{DeadlineRule, WorkCalendar};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

/// After so many working days a month's happenings are late: the deadline of the monthly reports of communes.
const DEADLINE: DeadlineRule = DeadlineRule::WorkingDays(5);

/// Positions at the ends of days gone by.
#[derive(Debug, Default)]
pub(crate) struct Days(Mutex<HashMap<Date, Position>>);

/// The months of a period whose deadline is over, each with the last position before.
pub(crate) type Deadlines = Vec<(Span, Position)>;

impl App {
    /// The months of a span whose deadline was over by today.
    pub(crate) async fn deadlines(&self, span: Span) -> Result<Deadlines, AppError> {
        let mut found = Vec::new();
        let mut month = span.from();
        while month <= span.to() {
            let due = WorkCalendar::embedded().deadline(DEADLINE, month.last_of_month()).day;
            if due >= self.env.today() {
                break;
            }
            if let Some(period) = Period::month(month.year(), month.month()) {
                found.push((period.span(), self.position_at_end(due).await?));
            }
            let Ok(next) = month.last_of_month().tomorrow() else { break };
            month = next;
        }
        Ok(found)
    }

    /// The last position taken in by the end of a day in Viet Nam. The server's clock gives entries their times, so they never go back
    /// by more than that clock did.
    pub(super) async fn position_at_end(&self, day: Date) -> Result<Position, AppError> {
        let known = |days: &Days| days.0.lock().unwrap_or_else(PoisonError::into_inner).get(&day).copied();
        if let Some(position) = known(&self.days) {
            return Ok(position);
        }
        let end = ends_ms(day).unwrap_or(i64::MAX);
        let (mut low, mut high) = (0, self.store.head(self.shard).await?.position.0);
        while low < high {
            let middle = low + (high - low) / 2;
            let entry = self.store.entries(self.shard, Position(middle), 1).await?.pop();
            match entry {
                Some(entry) if entry.at_ms < end => low = middle + 1,
                Some(_) | None => high = middle,
            }
        }
        self.days.0.lock().unwrap_or_else(PoisonError::into_inner).insert(day, Position(low));
        Ok(Position(low))
    }
}

/// The kinds of happenings that some questions count, each once.
fn happenings(asks: &[Ask]) -> BTreeSet<Count> {
    let counted = |ask: &Ask| match ask {
        Ask::Counted { measure, .. } => Some(measure.count),
        Ask::Operational { .. } => None,
    };
    let happens = |count: &Count| !count.is_stock() && *count != Count::Corrections;
    asks.iter().filter_map(counted).filter(happens).collect()
}

/// How many of the happenings that questions count came late, for each unit (docs/measures.md). None where no happening is counted.
pub(crate) fn late(
    now: &mut Counter<'_>,
    deadlines: &Deadlines,
    asks: &[Ask],
    units: &[String],
) -> Result<Option<Vec<u64>>, AppError> {
    let counts = happenings(asks);
    if counts.is_empty() {
        return Ok(None);
    }
    let (known_at, mut sums) = (now.known_at(), vec![0.0; units.len()]);
    for (month, due) in deadlines.iter().filter(|(_, due)| *due < known_at) {
        for count in &counts {
            for (unit, sum) in units.iter().zip(&mut sums) {
                *sum += now.late(unit, *count, *month, *due)?;
            }
        }
    }
    Ok(Some(sums.into_iter().map(|sum: f64| sum.round() as u64).collect()))
}
