//! Days as numbers, months, and the clock of Viet Nam (UTC+7 all year).

use jiff::Timestamp;
use jiff::civil::Date;

const DAY_MS: i64 = 86_400_000;
const OFFSET_MS: i64 = 7 * 3_600_000;

/// Days since 1970-01-01 (Hinnant's algorithm).
pub(crate) fn number(date: Date) -> i32 {
    let (month, day) = (i32::from(date.month()), i32::from(date.day()));
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day of a number.
pub(crate) fn date(number: i32) -> Date {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted - era * 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    Date::constant(year as i16, month as i8, day as i8)
}

/// The instant so many milliseconds after midnight in Viet Nam.
pub(crate) fn instant_ms(day: i32, of_day_ms: i64) -> i64 {
    i64::from(day) * DAY_MS - OFFSET_MS + of_day_ms
}

/// The instant of a number of milliseconds since 1970.
pub(crate) fn timestamp(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Completed years.
pub(crate) fn age(birth: Date, at: Date) -> i32 {
    let years = i32::from(at.year()) - i32::from(birth.year());
    years - i32::from((at.month(), at.day()) < (birth.month(), birth.day()))
}

/// The first day of the month so many months after another.
pub(crate) fn month_after(first: Date, months: u32) -> Date {
    let all = i32::from(first.year()) * 12 + i32::from(first.month()) - 1 + months as i32;
    Date::constant(all.div_euclid(12) as i16, (all.rem_euclid(12) + 1) as i8, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_agree() {
        assert_eq!(number(Date::constant(1970, 1, 1)), 0);
        for day in (-40_000..40_000).step_by(7) {
            assert_eq!(number(date(day)), day);
        }
        assert_eq!(date(number(Date::constant(2024, 2, 29)) + 1), Date::constant(2024, 3, 1));
        assert_eq!(timestamp(instant_ms(number(Date::constant(2026, 1, 1)), 0)).to_string(), "2025-12-31T17:00:00Z");
        assert_eq!(month_after(Date::constant(2025, 11, 1), 3), Date::constant(2026, 2, 1));
    }
}
