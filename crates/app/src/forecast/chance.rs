//! Chance: how far fertility, lives and migration may run from what is assumed, and the bands that come of it.

use super::assumptions::AGES;
use super::base::sum;
use super::build::{movers, rounded, stated};
use super::own::Levelled;
use super::refused;
use super::shapes::AgeBands;
use crate::AppError;
use danso_demography::projection::Inputs;
use danso_demography::stochastic::{Bundle, Driver, Drivers, Measure, Plan};
use danso_places::Level as UnitLevel;

/// What the chance of one year keeps of the year before, for fertility and mortality (fitted to the bounds of World Population Prospects 2024) and for
/// migration.
const PERSISTENCE: f64 = 0.99;
const PERSISTENCE_OF_MIGRATION: f64 = 0.9;
/// Years of age of a group whose bounds are kept, and the age from which there are none.
const GROUP: u32 = 5;
const LAST: u32 = 100;
/// Trajectories times years up to which people by age are kept: 43 megabytes.
const MOST_KEPT: u64 = 200_000;

/// Deviation of what each year adds to the chance of net migration, migrants for one person; after ten years people differ by 14.2 of it
/// (ρ 0.9). Provinces: with [`PERSISTENCE_OF_MIGRATION`] it gives after ten years the spread of the errors that the
/// General Statistics Office's projection of 2014 had for the 63 provinces (nine of ten within 10.2 %); communes: errors of 8 to 18 % after ten years
/// (Smith, Tayman and Swanson for census tracts); the nation: the bounds of the United Nations.
fn deviation(level: UnitLevel) -> f64 {
    match level {
        UnitLevel::Nation => 0.000_7,
        UnitLevel::Province => 0.004_4,
        UnitLevel::District | UnitLevel::Commune | UnitLevel::Hamlet => 0.010_5,
    }
}

/// Where chance begins and how often it is tried.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance {
    pub(crate) seed: u64,
    pub(crate) trajectories: u32,
}

/// Bands of all people (2.5, 10, 50, 90 and 97.5 %) and, unless there are very many trajectories, of groups of ages.
pub(super) fn bands(
    levelled: &Levelled,
    inputs: &Inputs,
    unit: UnitLevel,
    from: i16,
    chance: Chance,
) -> Result<(Vec<[f64; 5]>, Option<AgeBands>), AppError> {
    let Levelled { national, level, .. } = levelled;
    let steps = inputs.steps.len();
    let years: Vec<_> = (1..=steps as i16).map(|step| national.year(from + step)).collect();
    let columns = |of: fn(&super::assumptions::Year) -> [f64; 3], by: f64| {
        let column = |at: usize| years.iter().map(|year| of(year)[at] * by).collect::<Vec<f64>>();
        Driver::from_bounds(PERSISTENCE, 0.8, &column(0), &column(1), &column(2)).map_err(refused)
    };
    let mut drivers = Drivers::still(steps);
    drivers.fertility = columns(|year| [year.tfr, year.tfr_band[0], year.tfr_band[1]], level.fertility)?;
    drivers.life =
        columns(|year| [f64::midpoint(year.life_band[0], year.life_band[1]), year.life_band[0], year.life_band[1]], 1.0)?;
    let spread = deviation(unit) * sum(&inputs.base);
    drivers.migration = Driver::autoregressive(PERSISTENCE_OF_MIGRATION, spread, steps).map_err(refused)?;
    drivers.migrants = Some(stated(1.0, &movers()?));
    let all = u64::from(chance.trajectories);
    let kept = (all * steps as u64 <= MOST_KEPT).then_some(GROUP as usize);
    let plan = Plan::new(inputs, &drivers, kept).map_err(refused)?;
    let parts = crate::figures::threads().clamp(1, 8) as u64;
    let bundles: Vec<Bundle> = std::thread::scope(|scope| {
        let plan = &plan;
        let range = |part: u64| part * all / parts..(part + 1) * all / parts;
        let handles: Vec<_> = (0..parts).map(|part| scope.spawn(move || plan.run(chance.seed, range(part)))).collect();
        handles.into_iter().filter_map(|handle| handle.join().ok()).collect()
    });
    let bundle = Bundle::join(bundles.into_iter().filter(|part| part.trajectories() > 0).collect()).map_err(refused)?;
    let found = bundle.bands(Measure::Population, &[0.8, 0.95]).map_err(refused)?;
    let line = |step: usize| {
        let ((low, high), (lowest, highest)) = (found.bounds[0][step], found.bounds[1][step]);
        [lowest, low, found.median[step], high, highest]
    };
    let ages = if kept.is_some() { Some(age_bands(&bundle, steps)?) } else { None };
    Ok(((0..steps).map(line).collect(), ages))
}

/// Bounds of groups of five years below 100.
fn age_bands(bundle: &Bundle, steps: usize) -> Result<AgeBands, AppError> {
    let from: Vec<u32> = (0..LAST).step_by(GROUP as usize).collect();
    let women = AGES.div_ceil(GROUP as usize);
    let of = |first: usize| -> Result<Vec<Vec<[f64; 4]>>, AppError> {
        let mut rows = vec![Vec::with_capacity(from.len()); steps];
        for group in 0..from.len() {
            let found = bundle.age_bands(first + group, &[0.8, 0.95]).map_err(refused)?;
            for (step, row) in rows.iter_mut().enumerate() {
                let ((low, high), (lowest, highest)) = (found.bounds[0][step], found.bounds[1][step]);
                row.push([lowest, low, high, highest].map(rounded));
            }
        }
        Ok(rows)
    };
    Ok(AgeBands { male: of(0)?, female: of(women)?, from })
}
