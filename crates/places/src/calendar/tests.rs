use super::table::HolidayError;
use super::*;
use pretty_assertions::assert_eq;

fn calendar() -> &'static WorkCalendar {
    WorkCalendar::embedded()
}

/// The days off of a year that are no Saturday or Sunday.
fn weekdays_off(year: i16) -> Vec<String> {
    days(date(year, 1, 1), date(year, 12, 31))
        .filter(|day| !is_weekend(*day) && !calendar().kind(*day).is_working())
        .map(|day| day.to_string()[5..].to_owned())
        .collect()
}

fn due(rule: DeadlineRule, end: Date) -> (String, bool) {
    let Reckoned { day, announced } = calendar().deadline(rule, end);
    (day.to_string(), announced)
}

#[test]
fn the_years_as_they_were_announced() {
    let off = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(weekdays_off(2023), off("01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04"));
    assert_eq!(weekdays_off(2024), off("01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03"));
    assert_eq!(weekdays_off(2025), off("01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02"));
    assert_eq!(weekdays_off(2026), off("01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02"));
}

#[test]
fn the_bare_rule_gave_2022_as_it_was() {
    let off = "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02";
    assert_eq!(weekdays_off(2022).join(" "), off);
    assert!(!calendar().add_working_days(date(2022, 1, 31), 5).announced);
    assert!(calendar().add_working_days(date(2022, 3, 31), 5).announced);
}

#[test]
fn kinds() {
    for (day, kind) in [
        (date(2024, 5, 4), DayKind::MadeUp),
        (date(2024, 4, 29), DayKind::Swapped),
        (date(2024, 4, 30), DayKind::Holiday),
        (date(2024, 5, 5), DayKind::Weekend),
        (date(2024, 5, 6), DayKind::Working),
        (date(2026, 4, 26), DayKind::Holiday),
        (date(2026, 4, 27), DayKind::Compensatory),
        (date(2026, 11, 24), DayKind::Working),
    ] {
        assert_eq!(calendar().kind(day), kind, "{day}");
    }
}

#[test]
fn five_working_days_after_a_month() {
    let rule = DeadlineRule::WorkingDays(5);
    assert_eq!(due(rule, date(2026, 10, 31)), ("2026-11-06".to_owned(), true), "a month that ends on a Saturday");
    assert_eq!(due(rule, date(2026, 1, 31)), ("2026-02-06".to_owned(), true));
    assert_eq!(due(rule, date(2025, 12, 31)), ("2026-01-09".to_owned(), true), "1 and 2 January are off");
    assert_eq!(due(rule, date(2024, 4, 30)), ("2024-05-07".to_owned(), true), "1 May is off, Saturday 4 May is worked");
}

#[test]
fn over_tet() {
    assert_eq!(due(DeadlineRule::WorkingDays(5), date(2025, 1, 24)), ("2025-02-07".to_owned(), true));
    assert_eq!(due(DeadlineRule::WorkingDays(5), date(2027, 1, 31)), ("2027-02-12".to_owned(), false), "not announced yet");
}

#[test]
fn calendar_days_end_on_a_working_day() {
    let rule = DeadlineRule::CalendarDays(15);
    assert_eq!(due(rule, date(2026, 3, 31)), ("2026-04-15".to_owned(), true));
    assert_eq!(due(rule, date(2026, 10, 31)), ("2026-11-16".to_owned(), true), "15 November is a Sunday");
    assert_eq!(due(DeadlineRule::CalendarDays(0), date(2026, 10, 30)), ("2026-10-30".to_owned(), true));
}

#[test]
fn days_between() {
    let between = |from, to| calendar().working_days_between(from, to);
    assert_eq!(between(date(2026, 11, 6), date(2026, 11, 6)), 0);
    assert_eq!(between(date(2026, 11, 6), date(2026, 11, 9)), 1);
    assert_eq!(between(date(2026, 11, 9), date(2026, 11, 6)), -1);
    assert_eq!(between(date(2026, 2, 13), date(2026, 2, 23)), 1);
}

#[test]
fn before_the_law_of_the_table_nothing_is_claimed() {
    assert_eq!(calendar().days_off(2020), BTreeMap::new());
    assert!(!calendar().add_working_days(date(2020, 6, 30), 5).announced);
}

#[test]
fn a_bad_line_is_named() {
    let read = |text| WorkCalendar::read(text).map(|_| ());
    assert_eq!(read("# note\n\nyearly\t01-01\t2021\tlaw\n"), Ok(()));
    assert_eq!(read("yearly\t01-01\t2021\n"), Err(HolidayError { line: 1 }));
    assert_eq!(read("# note\nfeast\t01-01\t2021\tlaw\n"), Err(HolidayError { line: 2 }));
    assert_eq!(read("tet\t2026-02-22\t2026-02-14\tlaw\n"), Err(HolidayError { line: 1 }));
}
