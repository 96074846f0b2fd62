//! What the General Statistics Office assumed of each province in its projection of 2016, brought to the provinces of today.

use super::assumptions::National;
use crate::{App, AppError};
use danso_places::{Level, UnitCode};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Periods of five years, from 1 April 2014.
const PERIODS: usize = 5;
/// The middle of the first period: 1 October 2016.
const FIRST: f64 = 2016.75;
/// When the 63 provinces of the table became 34.
const MERGED: Date = date(2025, 7, 1);

/// One province of before 1 July 2025, or the nation.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    code: String,
    /// Thousands of women of 15–49, of men and of women in 2024.
    weights: [f64; 3],
    tfr: [f64; PERIODS],
    life: [[f64; PERIODS]; 2],
}

/// Levels by the middle of a period; between them straight lines, before the first and after the last they stay.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    tfr: [f64; PERIODS],
    life: [[f64; PERIODS]; 2],
}

fn along(values: &[f64; PERIODS], at: f64) -> f64 {
    let place = ((at - FIRST) / 5.0).clamp(0.0, (PERIODS - 1) as f64);
    let below = (place.floor() as usize).min(PERIODS - 2);
    values[below] + (place - below as f64) * (values[below + 1] - values[below])
}

impl Path {
    /// The middle of the last period.
    pub(crate) fn last(&self) -> f64 {
        FIRST + 5.0 * (self.tfr.len() - 1) as f64
    }

    /// Total fertility at a time, in years.
    pub(crate) fn tfr(&self, at: f64) -> f64 {
        along(&self.tfr, at)
    }

    /// Life expectancy of men (0) or women (1).
    pub(crate) fn life(&self, sex: usize, at: f64) -> f64 {
        along(&self.life[sex], at)
    }
}

/// The embedded table.
#[derive(Debug)]
pub(crate) struct Provinces(Vec<Row>);

impl Provinces {
    pub(crate) fn read() -> Result<Self, AppError> {
        let damaged = || AppError::damaged("the embedded table of provinces");
        let mut rows = Vec::new();
        for line in include_str!("data/provinces.tsv").lines().skip(2) {
            let mut cells = line.split('\t');
            let code = cells.next().ok_or_else(damaged)?.to_owned();
            let numbers: Vec<f64> = cells.filter_map(|cell| cell.parse().ok()).collect();
            let part = |from: usize| -> Option<[f64; PERIODS]> { numbers.get(from..from + PERIODS)?.try_into().ok() };
            let (Some(tfr), Some(men), Some(women)) = (part(3), part(3 + PERIODS), part(3 + 2 * PERIODS)) else {
                return Err(damaged());
            };
            rows.push(Row { code, weights: [numbers[0], numbers[1], numbers[2]], tfr, life: [men, women] });
        }
        if rows.is_empty() { Err(damaged()) } else { Ok(Self(rows)) }
    }

    /// The means of provinces of before 1 July 2025: fertility weighted with women of 15–49, life with men and women. None where one is not in the table.
    pub(crate) fn path(&self, codes: &[String]) -> Option<Path> {
        let rows: Vec<&Row> =
            codes.iter().map(|code| self.0.iter().find(|row| row.code == *code)).collect::<Option<Vec<&Row>>>()?;
        let mean = |weight: usize, of: &dyn Fn(&Row) -> f64| {
            let all: f64 = rows.iter().map(|row| row.weights[weight]).sum();
            rows.iter().map(|row| row.weights[weight] * of(row)).sum::<f64>() / all
        };
        if rows.is_empty() {
            return None;
        }
        let life = |sex: usize| std::array::from_fn(|period| mean(sex + 1, &|row: &Row| row.life[sex][period]));
        Some(Path { tfr: std::array::from_fn(|period| mean(0, &|row: &Row| row.tfr[period])), life: [life(0), life(1)] })
    }
}

impl App {
    /// The provinces of before 1 July 2025 that a province of a day was made of.
    fn provinces_before(&self, province: UnitCode, at: Date) -> Vec<UnitCode> {
        let territory = self.territory();
        let gazetteer = territory.tree.gazetteer();
        let (mut open, mut found) = (vec![(province, at)], Vec::new());
        while let Some((code, day)) = open.pop() {
            let before = gazetteer.predecessors(code, day);
            match before.first().filter(|succession| succession.on >= MERGED).and_then(|first| first.on.checked_sub(1.day()).ok())
            {
                Some(eve) => {
                    let provinces = before.iter().map(|succession| succession.old).filter(|old| old.level() == Level::Province);
                    open.extend(provinces.map(|old| (old, eve)));
                }
                None => found.push(code),
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The assumptions of the General Statistics Office for a unit: those of its province, or of the nation.
    pub(super) fn statistics_office(
        &self,
        nation: &National,
        provinces: &Provinces,
        unit: UnitCode,
        at: Date,
    ) -> Result<National, AppError> {
        let codes: Vec<String> = if unit == UnitCode::NATION {
            vec![UnitCode::NATION.to_string()]
        } else {
            let above = self.path(unit, at).into_iter().find(|line| line.level == "province").map(|line| line.code);
            let code = above.unwrap_or_else(|| unit.to_string());
            let province = code.parse().map_err(|_| AppError::bad("unknown_unit", code))?;
            self.provinces_before(province, at).iter().map(UnitCode::to_string).collect()
        };
        let path = provinces
            .path(&codes)
            .ok_or_else(|| AppError::bad("forecast_impossible", format!("no assumptions of the statistics office for {unit}")))?;
        Ok(nation.along(&path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendices of the projection: Ha Noi 1.98 children in 2024–2029; men of the nation 71.6 years.
    #[test]
    fn the_table_gives_back_what_was_published() {
        let provinces = Provinces::read().unwrap();
        assert_eq!(provinces.0.len(), 64);
        let path = provinces.path(&["01".to_owned()]).unwrap();
        assert!((path.tfr(2026.75) - 1.98).abs() < 1e-9);
        let nation = provinces.path(&["VN".to_owned()]).unwrap();
        assert!((nation.life(0, 2026.75) - 71.6).abs() < 1e-9 && nation.tfr(2060.0) == nation.tfr(2036.75));
        assert!((nation.tfr(2029.25) - f64::midpoint(1.91, 1.89)).abs() < 1e-9);
        assert_eq!(provinces.path(&["01".to_owned(), "99".to_owned()]), None);
    }

    #[test]
    fn merged_provinces_lie_between_their_parts() {
        let provinces = Provinces::read().unwrap();
        let of = |codes: &[&str]| provinces.path(&codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>()).unwrap();
        let (can_tho, hau_giang, both) = (of(&["92"]), of(&["93"]), of(&["92", "93"]));
        let (low, high) = (can_tho.tfr(2025.0).min(hau_giang.tfr(2025.0)), can_tho.tfr(2025.0).max(hau_giang.tfr(2025.0)));
        assert!(low <= both.tfr(2025.0) && both.tfr(2025.0) <= high);
    }

    #[test]
    fn after_the_last_period_fertility_stays_and_life_goes_on() {
        let nation = National::read().unwrap();
        let path = Provinces::read().unwrap().path(&["VN".to_owned()]).unwrap();
        let along = nation.along(&path);
        assert_eq!((along.year(2060).tfr, along.year(2090).tfr), (1.87, 1.87));
        let gained = along.year(2080).life[1] - along.year(2050).life[1];
        assert!((gained - (nation.year(2080).life[1] - nation.year(2050).life[1])).abs() < 1e-9 && gained > 0.0);
        for year in 2030..2100 {
            let (one, next) = (along.year(year), along.year(year + 1));
            assert!(next.life[0] >= one.life[0] - 1e-9 && next.life[0] - one.life[0] < 0.5, "{year}");
            assert!(one.tfr_band[0] <= one.tfr && one.tfr <= one.tfr_band[1], "{year}: {one:?}");
        }
    }
}
