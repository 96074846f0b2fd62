//! Whether births and deaths of a unit were all written down, as far as numbers can tell.

use super::assumptions::National;
use super::quality::{QualityCheck, QualityMissing, Verdict, check_with};
use super::refused;
use crate::{App, AppError};
use danso_demography::age::AgeGroups;
use danso_demography::fertility::sex_ratio_at_birth;
use danso_demography::quality::{death_distribution, growth_balance};
use danso_places::UnitCode;
use danso_tally::{Count, CountQuery, Dim, FlowQuery, MAX_AGE, Map, MeasureQuery, StatusFilter, When};
use jiff::ToSpan;
use jiff::civil::Date;

/// Deaths below which chance alone moves the completeness by more than a tenth.
const ENOUGH_DEATHS: u64 = 500;
/// Births below which a sex ratio or a comparison with children found says nothing.
const ENOUGH_BIRTHS: u64 = 30;
/// Months between the two counts: the most at whose beginning the register was there.
const WINDOWS: [i32; 4] = [60, 48, 36, 24];
/// Months of births for the sex ratio.
const BIRTHS: i32 = 36;
/// The ages that the lines are fitted over: older than most who move (Hill, You and Choi 2009, *Demographic Research* 21, 235–254).
const FITTED: (u32, u32) = (30, 65);
/// The open age of the groups.
const OPEN: u32 = 75;
/// 95 %.
const Z: f64 = 1.959_964;

/// What the register knows of a unit's births and deaths.
struct Counted {
    /// Boys, girls.
    births: [u64; 2],
    /// In the twelve months before.
    births_of_a_year: u64,
    infants: u64,
    infant_deaths: u64,
    /// Years between two counts and what is between them; None where the register is too young.
    between: Option<Between>,
}

struct Between {
    years: f64,
    first: Vec<f64>,
    second: Vec<f64>,
    deaths: Vec<f64>,
}

impl App {
    fn counted_events(&self, unit: UnitCode, at: Date) -> Result<Counted, AppError> {
        let image = self.image.read().map_err(|_| AppError::damaged("the image, by a panic"))?;
        let groups = self.inside(&image, unit, at);
        let (statuses, threads) = (StatusFilter::usual(), crate::figures::threads());
        let day = |date: Result<Date, jiff::Error>| date.map_err(|error| AppError::bad("bad_query", error.to_string()));
        let ages = |at: Date| -> Vec<f64> {
            let cube = image.count(&CountQuery { at, known_at: None, groups: &groups, statuses, threads });
            let mut ages = vec![0.0; MAX_AGE + 1];
            cube.cells().for_each(|(_, _, age, count)| ages[age] += count as f64);
            ages
        };
        let births = |months: i32| -> Result<[u64; 3], AppError> {
            let starts = [day(at.checked_sub(months.months()).and_then(|date| date.tomorrow()))?];
            let ledger =
                image.flows(&FlowQuery { starts: &starts, end: day(at.tomorrow())?, known_at: None, groups: &groups, statuses });
            Ok(if groups.labels.is_empty() { [0; 3] } else { ledger.get(0, 0).births })
        };
        let map = Map::of(groups.clone());
        let deaths = |months: i32| -> Result<Vec<f64>, AppError> {
            let period = [(day(at.checked_sub(months.months()).and_then(|date| date.tomorrow()))?, at)];
            let query = MeasureQuery {
                count: Count::Deaths,
                when: When::Periods(&period),
                known_at: None,
                map: &map,
                only: &[],
                by: &[Dim::Age],
                modern: &[],
                threads,
            };
            let cells = image.measure(&query).map_err(|error| AppError::damaged(error.to_string()))?;
            let mut ages = vec![0.0; MAX_AGE + 1];
            for (_, _, values, count) in cells.iter() {
                ages[usize::from(values[0]).min(MAX_AGE)] += count as f64;
            }
            Ok(ages)
        };
        let second = ages(at);
        let people: f64 = second.iter().sum();
        let mut between = None;
        for months in WINDOWS {
            let first = ages(day(at.checked_sub(months.months()))?);
            // A register that was still being filled grows by more than people do.
            if people > 0.0 && first.iter().sum::<f64>() > 0.85 * people {
                between =
                    Some(Between { years: f64::from(months) / 12.0, first, second: second.clone(), deaths: deaths(months)? });
                break;
            }
        }
        let ([boys, girls, _], of_a_year) = (births(BIRTHS)?, births(12)?);
        Ok(Counted {
            births: [boys, girls],
            births_of_a_year: of_a_year.iter().sum(),
            infants: second[0] as u64,
            infant_deaths: deaths(12)?[0] as u64,
            between,
        })
    }

    /// Checks of whether births and deaths are all there, and those that cannot be made with the reason.
    pub(super) fn completeness(
        &self,
        unit: UnitCode,
        at: Date,
        few: bool,
    ) -> Result<(Vec<QualityCheck>, Vec<QualityMissing>), AppError> {
        let counted = self.counted_events(unit, at)?;
        let (mut checks, mut missing) = (Vec::new(), Vec::new());
        let too_few = |id: &str, reason: &str, count: u64, needed: u64| QualityMissing {
            id: id.to_owned(),
            reason: reason.to_owned(),
            count,
            needed,
        };
        let [boys, girls] = counted.births;
        match sex_ratio_at_birth(boys as f64, girls as f64, Z) {
            Ok(found) if boys + girls >= ENOUGH_BIRTHS => {
                let check = check_with("sex_ratio_birth", found.ratio, None);
                checks.push(QualityCheck { low: Some(found.low), high: Some(found.high), events: Some(boys + girls), ..check });
            }
            Ok(_) | Err(_) => missing.push(too_few("sex_ratio_birth", "few_births", boys + girls, ENOUGH_BIRTHS)),
        }
        let expected = counted.births_of_a_year.saturating_sub(counted.infant_deaths);
        if expected >= ENOUGH_BIRTHS {
            let value = 100.0 * counted.infants as f64 / expected as f64;
            let check = check_with("infants", value, (!few).then(|| off(value, 7.0, 15.0)));
            checks.push(QualityCheck { events: Some(counted.births_of_a_year), ..check });
        } else {
            missing.push(too_few("infants", "few_births", counted.births_of_a_year, ENOUGH_BIRTHS));
        }
        let deaths = |between: &Between| between.deaths.iter().sum::<f64>() as u64;
        match &counted.between {
            None => missing.push(too_few("deaths", "young_register", 0, 2)),
            Some(between) if deaths(between) < ENOUGH_DEATHS => {
                missing.push(too_few("deaths", "few_deaths", deaths(between), ENOUGH_DEATHS));
            }
            Some(between) => checks.extend(of_deaths(between, at)?),
        }
        Ok((checks, missing))
    }
}

/// How far a value is from 100.
fn off(value: f64, good: f64, fair: f64) -> Verdict {
    match (value - 100.0).abs() {
        far if far <= good => Verdict::Good,
        far if far <= fair => Verdict::Fair,
        _ => Verdict::Poor,
    }
}

/// The two estimates of completeness, per cent; one that cannot be made (nobody of an age) is left out.
fn of_deaths(between: &Between, at: Date) -> Result<Vec<QualityCheck>, AppError> {
    let single = AgeGroups::single(MAX_AGE as u32);
    let five = AgeGroups::five_year(OPEN).map_err(refused)?;
    let grouped = |ages: &[f64]| single.regroup(ages, &five).map_err(refused);
    let (first, second, deaths) = (grouped(&between.first)?, grouped(&between.second)?, grouped(&between.deaths)?);
    let national = National::read()?;
    let survival = national.survival(national.year(at.year()).life, 1.0)?;
    let (mut alive, mut open) = (1.0, 0.5);
    for (men, women) in survival.male.iter().zip(&survival.female).skip(OPEN as usize + 1) {
        alive *= f64::midpoint(*men, *women);
        open += alive;
    }
    let years = between.years;
    let balance = growth_balance(&five, &first, &second, &deaths, years, FITTED).map(|found| found.completeness);
    let distribution = death_distribution(&five, &first, &second, &deaths, years, open, FITTED).map(|found| found.completeness);
    let check = |(id, completeness): (&str, Result<f64, danso_demography::Error>)| {
        let value = 100.0 * completeness.ok().filter(|value| *value > 0.0)?;
        let verdict = if value > 110.0 { Verdict::Fair } else { off(value.min(100.0), 10.0, 25.0) };
        let events = deaths.iter().sum::<f64>() as u64;
        Some(QualityCheck { events: Some(events), ..check_with(id, value, Some(verdict)) })
    };
    Ok([("growth_balance", balance), ("death_distribution", distribution)].into_iter().filter_map(check).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People who die at the nation's rates and of whose deaths seven of ten were written down.
    #[test]
    fn missing_deaths_are_seen() {
        let national = National::read().unwrap();
        let survival = national.survival(national.year(2025).life, 1.0).unwrap();
        let (years, growth) = (5.0, 0.01_f64);
        let mut alive = 1.0;
        let first: Vec<f64> = (0..=MAX_AGE)
            .map(|age| {
                alive *= f64::midpoint(survival.male[age], survival.female[age]);
                100_000.0 * alive * (-growth * age as f64).exp()
            })
            .collect();
        let second: Vec<f64> = first.iter().map(|people| people * (growth * years).exp()).collect();
        let dying = |age: usize| 1.0 - f64::midpoint(survival.male[age + 1], survival.female[age + 1]);
        let mean = ((growth * years).exp() - 1.0) / growth;
        let deaths = |share: f64| -> Vec<f64> { (0..=MAX_AGE).map(|age| share * first[age] * dying(age) * mean).collect() };
        let found = |share: f64| {
            let between = Between { years, first: first.clone(), second: second.clone(), deaths: deaths(share) };
            of_deaths(&between, "2025-12-31".parse().unwrap()).unwrap()
        };
        for check in found(0.7) {
            assert!((check.value - 70.0).abs() < 5.0 && check.verdict == Some(Verdict::Poor), "{check:?}");
        }
        let whole = found(1.0);
        assert_eq!(whole.iter().map(|check| check.id.as_str()).collect::<Vec<_>>(), ["growth_balance", "death_distribution"]);
        assert!(whole.iter().all(|check| check.verdict == Some(Verdict::Good)), "{whole:?}");
    }
}
