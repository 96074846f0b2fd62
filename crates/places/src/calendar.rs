//! Which days offices work, and deadlines counted in those days.
//!
//! Rules of the Labour Code 45/2019/QH14: articles 111 (weekly rest; a holiday on it is made good on the next working day) and 112
//! (holidays). Offices rest on Saturday and Sunday (Decision 188/1999/QĐ-TTg). Which days of Tết and around 2 September are off, and
//! which days are swapped, is announced each year: `data/holidays.tsv`. A year without its row goes by the bare rule, and what is
//! reckoned over such days says so ([`Reckoned::announced`]).

mod table;

use crate::LunarDate;
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use table::{Range, Swap, Yearly};

const TABLE: &str = include_str!("../data/holidays.tsv");

/// What a day is to an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// Worked as every week.
    Working,
    /// A Saturday or Sunday that is worked for a day off elsewhere.
    MadeUp,
    /// Saturday or Sunday.
    Weekend,
    /// A holiday in law.
    Holiday,
    /// Off for a holiday that fell on a weekend.
    Compensatory,
    /// A day of the week that is off and made up elsewhere.
    Swapped,
}

impl DayKind {
    /// Whether offices work.
    #[must_use]
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::MadeUp)
    }
}

/// When something is due after a period has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineRule {
    /// On the nth working day after it.
    WorkingDays(u32),
    /// On the nth day after it, or the next working day when that is none (Civil Code 91/2015/QH13, article 148, clause 5).
    CalendarDays(u32),
}

/// A day that was counted out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoned {
    /// The day.
    pub day: Date,
    /// Whether every day on the way is known: false where a Tết or 2 September lies on it of which the days off are not announced, or
    /// not in our table.
    pub announced: bool,
}

/// The working days of offices in Viet Nam.
#[derive(Debug)]
pub struct WorkCalendar {
    solar: Vec<Yearly>,
    lunar: Vec<Yearly>,
    tet: Vec<Range>,
    national: Vec<Range>,
    swaps: Vec<Swap>,
}

impl WorkCalendar {
    /// The calendar that comes with the program, read once.
    ///
    /// # Panics
    /// Never: a test reads the embedded table.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<WorkCalendar> = OnceLock::new();
        EMBEDDED.get_or_init(|| Self::read(TABLE).expect("the embedded table is part of the program"))
    }

    /// What a day is.
    #[must_use]
    pub fn kind(&self, day: Date) -> DayKind {
        if self.swaps.iter().any(|swap| swap.worked == day) {
            return DayKind::MadeUp;
        }
        if self.swaps.iter().any(|swap| swap.off == day) {
            return DayKind::Swapped;
        }
        self.days_off(day.year()).get(&day).copied().unwrap_or(if is_weekend(day) { DayKind::Weekend } else { DayKind::Working })
    }

    /// The holidays of a solar year and the days given for them, by day. Weekends and swapped days are not in it.
    #[must_use]
    pub fn days_off(&self, year: i16) -> BTreeMap<Date, DayKind> {
        let mut off = BTreeMap::new();
        if !self.is_known(year) {
            return off;
        }
        let solar = self.solar.iter().filter(|each| each.since <= year);
        let mut named: Vec<Date> = solar.filter_map(|each| Date::new(year, each.month, each.day).ok()).collect();
        let lunar = self.lunar.iter().filter(|each| each.since <= year);
        named.extend(lunar.filter_map(|each| LunarDate::new(year, each.month, each.day).to_solar()));
        for (ranges, rule) in [(&self.tet, tet_by_law(year)), (&self.national, national_by_law(year))] {
            match ranges.iter().find(|range| range.from.year() == year) {
                Some(range) => off.extend(days(range.from, range.to).map(|day| (day, DayKind::Holiday))),
                None => named.extend(rule),
            }
        }
        named.sort_unstable();
        off.extend(named.iter().map(|day| (*day, DayKind::Holiday)));
        for holiday in named.into_iter().filter(|day| is_weekend(*day)) {
            let next = days(holiday, Date::MAX).find(|day| !is_weekend(*day) && !off.contains_key(day));
            off.extend(next.map(|day| (day, DayKind::Compensatory)));
        }
        off
    }

    /// The nth working day after a day; the day itself for nought.
    #[must_use]
    pub fn add_working_days(&self, from: Date, n: u32) -> Reckoned {
        self.walk(from, n, |day| self.kind(day).is_working())
    }

    /// The day on which something is due after a period that ends on a day.
    #[must_use]
    pub fn deadline(&self, rule: DeadlineRule, period_end: Date) -> Reckoned {
        match rule {
            DeadlineRule::WorkingDays(n) => self.add_working_days(period_end, n),
            DeadlineRule::CalendarDays(n) => {
                let last = self.walk(period_end, n, |_| true).day;
                if self.kind(last).is_working() {
                    return Reckoned { day: last, announced: self.is_announced(last) };
                }
                let Reckoned { day, announced } = self.add_working_days(last, 1);
                Reckoned { day, announced: announced && self.is_announced(last) }
            }
        }
    }

    /// Working days after one day up to another, that included; negative when it is the earlier one.
    #[must_use]
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        let count = |from: Date, to| days(from, to).skip(1).filter(|day| self.kind(*day).is_working()).count() as i64;
        if from <= to { count(from, to) } else { -count(to, from) }
    }

    fn walk(&self, from: Date, n: u32, counts: impl Fn(Date) -> bool) -> Reckoned {
        let mut reckoned = Reckoned { day: from, announced: true };
        let mut left = n;
        for day in days(from, Date::MAX).skip(1) {
            if left == 0 {
                break;
            }
            reckoned.announced &= self.is_announced(day);
            reckoned.day = day;
            left -= u32::from(counts(day));
        }
        reckoned
    }

    /// Whether the days off around a day are known and not only ruled.
    fn is_announced(&self, day: Date) -> bool {
        let year = day.year();
        let told = |ranges: &[Range]| ranges.iter().any(|range| range.from.year() == year);
        let tet = LunarDate::new(year, 1, 1).to_solar();
        let near_tet = tet.is_some_and(|tet| (-7..=10).contains(&day_number(tet, day)));
        let near_national = (-4..=4).contains(&day_number(date(year, 9, 2), day));
        self.is_known(year) && (!near_tet || told(&self.tet)) && (!near_national || told(&self.national))
    }

    /// Whether the law of the table was in force in a year.
    fn is_known(&self, year: i16) -> bool {
        self.solar.iter().any(|each| each.since <= year)
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Days from one day to another.
fn day_number(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let next = |day: &Date| day.tomorrow().ok();
    std::iter::successors(Some(from), next).take_while(move |day| *day <= to)
}

/// Five days of Tết where nothing is announced: the last of the old year and the first four of the new.
fn tet_by_law(year: i16) -> Vec<Date> {
    let Some(first) = LunarDate::new(year, 1, 1).to_solar() else { return Vec::new() };
    let from = first.yesterday().unwrap_or(first);
    days(from, Date::MAX).take(5).collect()
}

/// 2 September and, where nothing is announced, the day before.
fn national_by_law(year: i16) -> Vec<Date> {
    vec![date(year, 9, 1), date(year, 9, 2)]
}

#[cfg(test)]
mod tests;
