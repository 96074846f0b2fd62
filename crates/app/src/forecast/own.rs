//! How a unit's own events change the rates of the unit above it, and how much they weigh.

use super::assumptions::National;
use super::base::{Area, sum};
use super::refused;
use super::shapes::OwnRate;
use crate::AppError;
use danso_demography::smallarea::shrink;

/// Variance of the ratio of a province's total fertility to the nation's: its coefficient of variation is 0.116 among the 63 provinces of the
/// General Statistics Office's projection for 2019–2024 (medium variant). Used where there are no other units to learn it from.
const BETWEEN_PROVINCES: f64 = 0.0135;
/// Deaths that are missing from a register must not make people immortal in its forecast, nor a year of plague kill them.
const HAZARD: (f64, f64) = (0.8, 1.25);
const FERTILITY: (f64, f64) = (0.4, 2.5);

/// The rates of a unit, relative to the assumptions for the nation; migrants for one person and year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Level {
    pub(crate) fertility: f64,
    pub(crate) hazard: f64,
    pub(crate) comes: f64,
    pub(crate) leaves: f64,
}

impl Level {
    /// As assumed, and nobody moves.
    const AS_ASSUMED: Self = Self { fertility: 1.0, hazard: 1.0, comes: 0.0, leaves: 0.0 };
}

/// A unit with its rates and how they came about.
#[derive(Debug, Clone)]
pub(crate) struct Levelled {
    /// What is assumed of where it lies.
    pub(crate) national: National,
    pub(crate) area: Area,
    pub(crate) level: Level,
    pub(crate) own: Vec<OwnRate>,
}

impl Levelled {
    /// A unit of whose events nothing is known.
    pub(crate) fn as_assumed(national: National, area: Area) -> Self {
        Self { national, area, level: Level::AS_ASSUMED, own: Vec::new() }
    }
}

/// Births and deaths that the nation's rates give a population in the window.
fn expected(national: &National, area: &Area, year: i16) -> Result<[f64; 2], AppError> {
    let middle = &area.middle;
    let rates = national.year(year);
    let births: f64 = middle.female.iter().zip(national.fertility(year, rates.tfr)).map(|(women, rate)| women * rate).sum();
    let survival = national.survival(rates.life, 1.0)?;
    let dying = |people: &[f64], survival: &[f64]| -> f64 {
        let last = survival.len() - 1;
        people.iter().enumerate().map(|(age, people)| people * (1.0 - survival[(age + 1).min(last)])).sum()
    };
    let boys = births * rates.srb / (1.0 + rates.srb);
    let infants = boys * (1.0 - survival.male[0]) + (births - boys) * (1.0 - survival.female[0]);
    let deaths = dying(&middle.male, &survival.male) + dying(&middle.female, &survival.female) + infants;
    Ok([births * area.years, deaths * area.years])
}

fn rate(id: &str, events: u64, expected: f64, weight: f64, factor: f64) -> OwnRate {
    OwnRate { id: id.to_owned(), events, expected, weight, factor }
}

/// The weight of a count when the ratio varies between units as given: what chance leaves of it.
fn credibility(expected: f64) -> f64 {
    if expected > 0.0 { BETWEEN_PROVINCES / (BETWEEN_PROVINCES + 1.0 / expected) } else { 0.0 }
}

/// A unit by itself, against the nation. Its migrants are its own: there is nothing to hold them against.
pub(crate) fn alone(national: National, area: Area, year: i16) -> Result<Levelled, AppError> {
    let [births, deaths] = expected(&national, &area, year)?;
    let drawn = |events: u64, expected: f64| {
        let weight = credibility(expected);
        let own = if expected > 0.0 { events as f64 / expected } else { 1.0 };
        (weight, 1.0 + weight * (own - 1.0))
    };
    let (of_births, fertility) = drawn(area.births, births);
    let (of_deaths, hazard) = drawn(area.deaths, deaths);
    let lived = sum(&area.middle) * area.years;
    let per = |moves: u64| if lived > 0.0 { moves as f64 / lived } else { 0.0 };
    let level = Level {
        fertility: fertility.clamp(FERTILITY.0, FERTILITY.1),
        hazard: hazard.clamp(HAZARD.0, HAZARD.1),
        comes: per(area.moved_in),
        leaves: per(area.moved_out),
    };
    let own = vec![
        rate("fertility", area.births, births, of_births, level.fertility),
        rate("mortality", area.deaths, deaths, of_deaths, level.hazard),
        rate("in_migration", area.moved_in, area.moved_in as f64, 1.0, 1.0),
        rate("out_migration", area.moved_out, area.moved_out as f64, 1.0, 1.0),
    ];
    Ok(Levelled { national, area, level, own })
}

/// Units beside each other, against the rates of the unit above them: each drawn toward what they have in common. Each comes with what is assumed of it.
pub(crate) fn together(areas: Vec<(National, Area)>, above: Level, year: i16) -> Result<Vec<Levelled>, AppError> {
    let (nationals, areas): (Vec<National>, Vec<Area>) = areas.into_iter().unzip();
    let mut given = Vec::with_capacity(areas.len());
    for (national, area) in nationals.iter().zip(&areas) {
        let [births, deaths] = expected(national, area, year)?;
        given.push([births * above.fertility, deaths * above.hazard, sum(&area.middle) * area.years]);
    }
    let events = |of: fn(&Area) -> u64| areas.iter().map(|area| of(area) as f64).collect::<Vec<f64>>();
    let column = |at: usize| given.iter().map(|row| row[at]).collect::<Vec<f64>>();
    let drawn = |events: Vec<f64>, expected: Vec<f64>| {
        if expected.iter().sum::<f64>() > 0.0 { shrink(&events, &expected).map(Some) } else { Ok(None) }.map_err(refused)
    };
    let births = drawn(events(|area| area.births), column(0))?;
    let deaths = drawn(events(|area| area.deaths), column(1))?;
    let comes = drawn(events(|area| area.moved_in), column(2))?;
    let leaves = drawn(events(|area| area.moved_out), column(2))?;
    let of = |shrunk: &Option<danso_demography::smallarea::Shrunk>, at: usize, without: f64| {
        shrunk.as_ref().map_or((without, 0.0), |found| (found.ratios[at], found.weights[at]))
    };
    let mean = |shrunk: &Option<danso_demography::smallarea::Shrunk>| shrunk.as_ref().map_or(0.0, |found| found.mean);
    let levelled = areas.into_iter().zip(nationals).enumerate().map(|(at, (area, national))| {
        let ((fertility, of_births), (hazard, of_deaths)) = (of(&births, at, 1.0), of(&deaths, at, 1.0));
        let ((coming, of_coming), (leaving, of_leaving)) = (of(&comes, at, above.comes), of(&leaves, at, above.leaves));
        let fertility = fertility.clamp(FERTILITY.0, FERTILITY.1);
        let hazard = hazard.clamp(HAZARD.0, HAZARD.1);
        let relative = |own: f64, mean: f64| if mean > 0.0 { own / mean } else { 1.0 };
        let own = vec![
            rate("fertility", area.births, given[at][0], of_births, fertility),
            rate("mortality", area.deaths, given[at][1], of_deaths, hazard),
            rate("in_migration", area.moved_in, given[at][2] * mean(&comes), of_coming, relative(coming, mean(&comes))),
            rate("out_migration", area.moved_out, given[at][2] * mean(&leaves), of_leaving, relative(leaving, mean(&leaves))),
        ];
        let level = Level {
            fertility: above.fertility * fertility,
            hazard: (above.hazard * hazard).clamp(HAZARD.0, HAZARD.1),
            comes: coming,
            leaves: leaving,
        };
        Levelled { national, area, level, own }
    });
    Ok(levelled.collect())
}
