//! Days and instants in Viet Nam, which has one time (UTC+7) without summer time since 1975.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

const TIME: Offset = Offset::constant(7);

/// The day of an instant.
pub(crate) fn day_at(at: Timestamp) -> Date {
    TIME.to_datetime(at).date()
}

/// The day of an instant in milliseconds; None outside the calendar.
pub(crate) fn day_of_ms(ms: i64) -> Option<Date> {
    Some(day_at(Timestamp::from_millisecond(ms).ok()?))
}

/// The instant at which a day begins, in milliseconds; None outside the calendar.
pub(crate) fn begins_ms(day: Date) -> Option<i64> {
    TIME.to_timestamp(day.at(0, 0, 0, 0)).ok().map(Timestamp::as_millisecond)
}

/// The instant at which a day is over, in milliseconds; None at the end of the calendar.
pub(crate) fn ends_ms(day: Date) -> Option<i64> {
    begins_ms(day.tomorrow().ok()?)
}

/// An instant in milliseconds as the API writes it.
pub(crate) fn instant(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| ms.to_string(), |at| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_begins_seven_hours_before_that_of_greenwich() {
        let begin = begins_ms(date(2026, 11, 22)).unwrap();
        assert_eq!(instant(begin), "2026-11-21T17:00:00Z");
        assert_eq!(day_of_ms(begin), Some(date(2026, 11, 22)));
        assert_eq!(day_of_ms(begin - 1), Some(date(2026, 11, 21)));
        assert_eq!(ends_ms(date(2026, 11, 21)), Some(begin));
    }
}
