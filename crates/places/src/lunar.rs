//! The lunar calendar of Viet Nam, computed from the sun and the moon at UTC+7.
//!
//! A month begins on the day of the new moon, the eleventh month has the winter solstice in it, and in a year of thirteen months the
//! leap month is the first after the eleventh without a major solar term (rules as Hồ Ngọc Đức, "Thuật toán tính âm lịch", 2004, tells
//! them; in force since Decision 121-CP of 8 August 1967). Positions: J. Meeus, Astronomical Algorithms, 1998, chapters 25 and 49.
//! `web/lib/rules/lunar.ts` does the same on the phone; `conformance/lunar.json` holds both to published days.

use jiff::civil::{Date, date};

/// Hours by which Viet Nam is ahead of universal time.
const VIET_NAM: i32 = 7;

/// A day of the lunar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LunarDate {
    /// The lunar year, numbered as the solar year in which it begins.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 30.
    pub day: i8,
    /// Whether the month is the leap one, which follows the month of the same number.
    pub leap: bool,
}

impl LunarDate {
    /// A day of a month that is no leap month.
    #[must_use]
    pub const fn new(year: i16, month: i8, day: i8) -> Self {
        Self { year, month, day, leap: false }
    }

    /// The solar day; None when there is no such day in that year.
    ///
    /// ```
    /// use danso_places::LunarDate;
    /// use jiff::civil::date;
    /// assert_eq!(LunarDate::new(2026, 1, 1).to_solar(), Some(date(2026, 2, 17)));
    /// assert_eq!(LunarDate::new(2007, 1, 1).to_solar(), Some(date(2007, 2, 17))); // a day before China
    /// ```
    #[must_use]
    pub fn to_solar(self) -> Option<Date> {
        self.to_solar_at(VIET_NAM)
    }

    fn to_solar_at(self, zone: i32) -> Option<Date> {
        if !(1..=12).contains(&self.month) || !(1..=30).contains(&self.day) {
            return None;
        }
        let late = self.month >= 11;
        let months = Months::of(if late { self.year + 1 } else { self.year }, zone);
        let offset = i32::from(if late { self.month - 11 } else { self.month + 1 });
        if self.leap && months.leap != Some(offset + 1) {
            return None;
        }
        let after_leap = self.leap || months.leap.is_some_and(|leap| offset >= leap);
        let moon = months.first + offset + i32::from(after_leap);
        let start = new_moon_day(moon, zone);
        let day = start + i32::from(self.day) - 1;
        if day < new_moon_day(moon + 1, zone) { solar(day) } else { None }
    }

    /// The lunar date of a solar day.
    #[must_use]
    pub fn of(day: Date) -> Self {
        let zone = VIET_NAM;
        let julian = julian_day(day);
        let moon = moon_before(julian, zone);
        let cycle = if moon >= eleventh_month(day.year(), zone) { day.year() + 1 } else { day.year() };
        let Months { first, leap } = Months::of(cycle, zone);
        let index = moon - first;
        let offset = if leap.is_some_and(|leap| index >= leap) { index - 1 } else { index };
        Self {
            year: if offset < 2 { cycle - 1 } else { cycle },
            month: if offset < 2 { offset + 11 } else { offset - 1 } as i8,
            day: (julian - new_moon_day(moon, zone) + 1) as i8,
            leap: leap == Some(index),
        }
    }
}

const EPOCH: Date = date(1970, 1, 1);
const EPOCH_JULIAN: i32 = 2_440_588;

/// The Julian day number at noon of a day.
fn julian_day(day: Date) -> i32 {
    EPOCH_JULIAN + EPOCH.until(day).map_or(0, |span| span.get_days())
}

fn solar(julian: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(julian - EPOCH_JULIAN).ok()?).ok()
}

/// Dynamical minus universal time in days: a fit that is good to some seconds from 1900 to 2100.
fn delta_t(julian: f64) -> f64 {
    let year = 2000.0 + (julian - 2_451_545.0) / 365.25;
    let t = year - 2000.0;
    let seconds = if year < 1986.0 { 56.86 + 0.5 * (year - 1986.0) } else { 63.86 + 0.3345 * t + 0.0057 * t * t };
    seconds.max(-3.0) / 86_400.0
}

/// Julian date in universal time of the `k`th new moon after that of 6 January 2000 (Meeus, chapter 49).
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let e = 1.0 - 0.002_516 * t - 0.000_007_4 * t * t;
    let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t * t - 0.000_000_15 * t * t * t;
    let sun = (2.5534 + 29.105_356_7 * k - 0.000_001_4 * t * t).to_radians();
    let moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t).to_radians();
    let latitude = (160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t).to_radians();
    let node = (124.7746 - 1.563_755_88 * k + 0.002_067_2 * t * t).to_radians();
    let terms = [
        (-0.4072, moon),
        (0.172_41 * e, sun),
        (0.016_08, 2.0 * moon),
        (0.010_39, 2.0 * latitude),
        (0.007_39 * e, moon - sun),
        (-0.005_14 * e, moon + sun),
        (0.002_08 * e * e, 2.0 * sun),
        (-0.001_11, moon - 2.0 * latitude),
        (-0.000_57, moon + 2.0 * latitude),
        (0.000_56 * e, 2.0 * moon + sun),
        (-0.000_42, 3.0 * moon),
        (0.000_42 * e, sun + 2.0 * latitude),
        (0.000_38 * e, sun - 2.0 * latitude),
        (-0.000_24 * e, 2.0 * moon - sun),
        (-0.000_17, node),
        (-0.000_07, moon + 2.0 * sun),
        (0.000_04, 2.0 * moon - 2.0 * latitude),
        (0.000_04, 3.0 * sun),
        (0.000_03, moon + sun - 2.0 * latitude),
        (0.000_03, 2.0 * moon + 2.0 * latitude),
        (-0.000_03, moon + sun + 2.0 * latitude),
        (0.000_03, moon - sun + 2.0 * latitude),
    ];
    let planets = [
        (0.000_325, 299.77 + 0.107_408 * k),
        (0.000_165, 251.88 + 0.016_321 * k),
        (0.000_164, 251.83 + 26.651_886 * k),
        (0.000_126, 349.42 + 36.412_478 * k),
        (0.000_11, 84.66 + 18.206_239 * k),
        (0.000_062, 141.74 + 53.303_771 * k),
        (0.000_06, 207.14 + 2.453_732 * k),
        (0.000_056, 154.84 + 7.306_86 * k),
    ];
    let periodic: f64 = terms.iter().map(|(size, angle)| size * f64::sin(*angle)).sum();
    let disturbed: f64 = planets.iter().map(|(size, angle)| size * f64::to_radians(*angle).sin()).sum();
    let dynamical = mean + periodic + disturbed;
    dynamical - delta_t(dynamical)
}

/// The day at a place, as a Julian day number, of the `k`th new moon.
fn new_moon_day(k: i32, zone: i32) -> i32 {
    (new_moon(f64::from(k)) + 0.5 + f64::from(zone) / 24.0).floor() as i32
}

/// The last new moon at or before a day.
fn moon_before(julian: i32, zone: i32) -> i32 {
    let mut k = ((f64::from(julian) - 2_451_550.1) / 29.530_588_861).floor() as i32 + 1;
    while new_moon_day(k, zone) > julian {
        k -= 1;
    }
    k
}

/// In which twelfth of its way from the spring equinox the sun is at the midnight that begins a day (Meeus, chapter 25).
fn solar_twelfth(day: i32, zone: i32) -> i32 {
    let universal = f64::from(day) - 0.5 - f64::from(zone) / 24.0;
    let t = (universal + delta_t(universal) - 2_451_545.0) / 36_525.0;
    let anomaly = (357.529_11 + 35_999.050_29 * t - 0.000_153_7 * t * t).to_radians();
    let centre = (1.914_602 - 0.004_817 * t - 0.000_014 * t * t) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1934.136 * t).to_radians();
    let mean = 280.466_46 + 36_000.769_83 * t + 0.000_303_2 * t * t;
    let longitude = mean + centre - 0.005_69 - 0.004_78 * node.sin();
    (longitude.rem_euclid(360.0) / 30.0).floor() as i32
}

/// The index of the new moon that begins the eleventh month of a year.
fn eleventh_month(year: i16, zone: i32) -> i32 {
    let moon = moon_before(julian_day(date(year, 12, 31)), zone);
    if solar_twelfth(new_moon_day(moon, zone), zone) >= 9 { moon - 1 } else { moon }
}

/// The months from the eleventh of the year before to the tenth.
struct Months {
    /// Index of the new moon that begins the first of them.
    first: i32,
    /// Which month after it is the leap month, if any.
    leap: Option<i32>,
}

impl Months {
    fn of(year: i16, zone: i32) -> Self {
        let first = eleventh_month(year - 1, zone);
        if eleventh_month(year, zone) - first == 12 {
            return Self { first, leap: None };
        }
        let twelfth = |offset: i32| solar_twelfth(new_moon_day(first + offset, zone), zone);
        let leap = (1..13).find(|leap| twelfth(*leap) == twelfth(leap + 1));
        Self { first, leap }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pretty_assertions::assert_eq;

    #[test]
    fn the_time_zone_tells_viet_nam_from_china() {
        let tet = |year, zone| LunarDate::new(year, 1, 1).to_solar_at(zone);
        for (year, here, china) in [
            (1985, date(1985, 1, 21), date(1985, 2, 20)),
            (2007, date(2007, 2, 17), date(2007, 2, 18)),
            (2030, date(2030, 2, 2), date(2030, 2, 3)),
        ] {
            assert_eq!(tet(year, VIET_NAM), Some(here));
            assert_eq!(tet(year, 8), Some(china));
        }
    }

    #[test]
    fn leap_months() {
        let leap = |year, month| LunarDate { leap: true, ..LunarDate::new(year, month, 1) }.to_solar();
        assert_eq!(leap(2020, 4), Some(date(2020, 5, 23)));
        assert_eq!(leap(2023, 2), Some(date(2023, 3, 22)));
        assert_eq!(leap(2025, 6), Some(date(2025, 7, 25)));
        assert_eq!(leap(2024, 2), None);
        assert_eq!(LunarDate::new(2024, 13, 1).to_solar(), None);
        assert_eq!(LunarDate::new(2025, 12, 30).to_solar(), None, "that month had 29 days");
    }

    #[test]
    fn there_and_back() {
        assert_eq!(LunarDate::of(date(1987, 5, 20)), LunarDate::new(1987, 4, 23));
        let mut day = date(1900, 1, 1);
        while day < date(2100, 1, 1) {
            assert_eq!(LunarDate::of(day).to_solar(), Some(day));
            day = day.checked_add(jiff::Span::new().days(3)).unwrap();
        }
    }
}
