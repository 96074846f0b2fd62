//! Forecasts held against the counts that came later.

use super::shapes::{Brief, ForecastSummary, PastError, PastLine, Score};
use crate::{App, AppError};
use danso_places::UnitCode;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// Days after the base from which a count of today says something.
const SOONEST: i64 = 30;

/// What stands at a day between the ends of years, on a straight line; None outside of them.
fn between(values: &[f64], base: Date, day: Date) -> Option<f64> {
    let years = f64::from(i32::from(day.year()) - i32::from(base.year()));
    let into = (f64::from(day.day_of_year()) - f64::from(base.day_of_year())) / f64::from(day.days_in_year());
    let at = years + into;
    let (below, share) = (at.floor(), at - at.floor());
    let one = values.get(below as usize).filter(|_| at >= 0.0)?;
    if share < 1e-9 { Some(*one) } else { values.get(below as usize + 1).map(|other| one + share * (other - one)) }
}

impl App {
    fn residents(&self, unit: &str, at: Date) -> Result<u64, AppError> {
        let unit: UnitCode = unit.parse().map_err(|_| AppError::damaged("the unit of a forecast"))?;
        Ok(self.cube_of(unit, at)?.map_or(0, |cube| cube.total()))
    }

    /// A forecast against the register at each end of a year since its base, and today.
    pub(super) fn scores(
        &self,
        unit: &str,
        base: Date,
        brief: &Brief,
        counted: &mut HashMap<(String, Date), u64>,
    ) -> Result<Vec<Score>, AppError> {
        let today = self.env.today();
        let mut days: Vec<Date> = (base.year() + 1..=today.year())
            .filter_map(|year| Date::new(year, base.month(), base.day()).ok())
            .filter(|day| *day < today)
            .collect();
        let since = |day: Date| i64::from((today - day).get_days());
        if days.last().is_none_or(|last| since(*last) >= SOONEST) && since(base) >= SOONEST {
            days.push(today);
        }
        let mut scores = Vec::with_capacity(days.len());
        for day in days {
            let Some(forecast) = between(&brief.totals, base, day) else { break };
            let known = counted.get(&(unit.to_owned(), day)).copied();
            let number = match known {
                Some(number) => number,
                None => *counted.entry((unit.to_owned(), day)).or_insert(self.residents(unit, day)?),
            };
            if number == 0 {
                continue;
            }
            let first = brief.totals.first().map(|total| [*total, *total]);
            let bound = |at: usize| {
                let values: Vec<f64> = first.iter().chain(&brief.bands80).map(|band| band[at]).collect();
                between(&values, base, day)
            };
            let inside80 =
                (!brief.bands80.is_empty()).then(|| Some((bound(0)?..=bound(1)?).contains(&(number as f64)))).flatten();
            let error = 100.0 * (forecast - number as f64) / number as f64;
            scores.push(Score {
                at: day.to_string(),
                forecast: super::build::rounded(forecast),
                counted: number,
                error,
                inside80,
            });
        }
        Ok(scores)
    }
}

/// Errors of forecasts by full years since their base.
pub(super) fn errors(forecasts: &[ForecastSummary]) -> PastError {
    let mut by: BTreeMap<u32, Vec<&Score>> = BTreeMap::new();
    for forecast in forecasts {
        let Ok(base) = forecast.base.parse::<Date>() else { continue };
        for score in &forecast.scores {
            let Ok(day) = score.at.parse::<Date>() else { continue };
            if day.month() == base.month() && day.day() == base.day() {
                by.entry((day.year() - base.year()).unsigned_abs().into()).or_default().push(score);
            }
        }
    }
    let mean = |values: &mut dyn Iterator<Item = f64>, count: usize| values.sum::<f64>() / count as f64;
    let line = |(horizon, scores): (u32, Vec<&Score>)| {
        let banded: Vec<bool> = scores.iter().filter_map(|score| score.inside80).collect();
        PastLine {
            horizon,
            count: scores.len() as u32,
            mape: mean(&mut scores.iter().map(|score| score.error.abs()), scores.len()),
            bias: mean(&mut scores.iter().map(|score| score.error), scores.len()),
            covered80: (!banded.is_empty()).then(|| banded.iter().filter(|inside| **inside).count() as f64 / banded.len() as f64),
        }
    };
    PastError {
        vintages: forecasts.iter().filter(|each| !each.scores.is_empty()).count() as u32,
        lines: by.into_iter().map(line).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_ends_of_years_lies_a_straight_line() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let values = [100.0, 110.0, 130.0];
        let at = |text| between(&values, day("2024-12-31"), day(text));
        assert_eq!(at("2024-12-31"), Some(100.0));
        assert_eq!(at("2025-12-31").map(|value| (value * 10.0).round() / 10.0), Some(110.0));
        assert!((at("2025-07-02").unwrap() - 105.0).abs() < 0.1);
        assert_eq!(at("2027-01-05"), None);
        assert_eq!(at("2024-06-01"), None);
    }
}
