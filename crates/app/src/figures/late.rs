//! What came late: happenings of a month that were accepted after its deadline.

use super::Counter;
use crate::{App, AppError};
use danso_indicators::{Ask, Measure, Period, Span, When};
use danso_model::Position;
use danso_places::{DeadlineRule, WorkCalendar};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
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
        let end = day.tomorrow().ok().and_then(|next| jiff::tz::Offset::constant(7).to_timestamp(next.at(0, 0, 0, 0)).ok());
        let end = end.map_or(i64::MAX, jiff::Timestamp::as_millisecond);
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

/// The happenings that some questions count, each kind once and all of it.
fn happenings(asks: &[Ask], span: Span) -> Vec<Ask> {
    let mut found: Vec<Ask> = Vec::new();
    for ask in asks {
        let Ask::Counted { measure, .. } = ask else { continue };
        if measure.count.is_stock() || measure.count == danso_indicators::Count::Corrections {
            continue;
        }
        let all = Measure { count: measure.count, when: When::End, only: BTreeMap::new() };
        let ask = Ask::Counted { measure: all, by: None, span };
        if !found.contains(&ask) {
            found.push(ask);
        }
    }
    found
}

/// How many of the happenings that questions count were accepted after their month's deadline, for each unit: what is known of a month now
/// less what was known at its deadline. None where no happening is counted.
pub(crate) fn late(
    now: &mut Counter<'_>,
    at_deadline: &mut HashMap<Position, Counter<'_>>,
    deadlines: &Deadlines,
    asks: &[Ask],
    units: &[String],
) -> Result<Option<Vec<u64>>, AppError> {
    let Some(Ask::Counted { span, .. }) = asks.first() else { return Ok(None) };
    if happenings(asks, *span).is_empty() {
        return Ok(None);
    }
    let mut sums = vec![0; units.len()];
    for (month, position) in deadlines {
        let Some(then) = at_deadline.get_mut(position) else { continue };
        for ask in happenings(asks, *month) {
            for (unit, sum) in units.iter().zip(&mut sums) {
                let more = now.answer(unit, &ask)?[0] - then.answer(unit, &ask)?[0];
                *sum += more.max(0.0).round() as u64;
            }
        }
    }
    Ok(Some(sums))
}
