//! Trajectories of `danso project`.

use super::project::write_rows;
use super::project_tables::Asked;
use crate::messages::expected;
use anyhow::Result;
use danso_demography::Error;
use danso_demography::stochastic::{Bands, Bundle, Driver, Drivers, Measure, Plan};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;

/// Bands that are written.
const LEVELS: [f64; 2] = [0.8, 0.95];

/// A file of drivers.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fertility: Option<Spread>,
    life: Option<Spread>,
    migration: Option<Spread>,
    least_fertility: Option<f64>,
}

/// How one quantity leaves the medium: by steps, or within bounds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spread {
    rho: Option<f64>,
    sd: Option<f64>,
    drift: Option<f64>,
    level: Option<f64>,
    below: Option<Vec<f64>>,
    above: Option<Vec<f64>>,
}

impl Spread {
    fn driver(&self, steps: usize) -> Result<Driver, Error> {
        match (&self.below, &self.above, self.drift) {
            (None, None, None) => Driver::autoregressive(self.rho.unwrap_or(1.0), self.sd.unwrap_or(0.0), steps),
            (None, None, Some(drift)) => Driver::random_walk(drift, self.sd.unwrap_or(0.0), steps),
            (below, above, _) => {
                let still = vec![0.0; steps];
                let low: Vec<f64> = below.as_ref().unwrap_or(&still).iter().map(|far| -far).collect();
                let high = above.as_ref().unwrap_or(&still);
                Driver::from_bounds(self.rho.unwrap_or(0.99), self.level.unwrap_or(0.8), &still, &low, high)
            }
        }
    }
}

/// What is taken without a file: about as uncertain as World Population Prospects 2024 takes Viet Nam to be.
fn usual(people: f64) -> File {
    let steps = |rho, sd| Some(Spread { rho: Some(rho), sd: Some(sd), drift: None, level: None, below: None, above: None });
    File { fertility: steps(0.99, 0.055), life: steps(0.99, 0.5), migration: steps(0.6, 0.0012 * people), least_fertility: None }
}

fn read(file: Option<&Path>, asked: &Asked) -> Result<Drivers> {
    let steps = asked.inputs.steps.len();
    let given = match file {
        None => usual(asked.inputs.base.male.iter().chain(&asked.inputs.base.female).sum()),
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|_| expected("no_such_file", &[("file", &file.display())]))?;
            serde_json::from_str(&text)
                .map_err(|error| expected("drivers_unusable", &[("file", &file.display()), ("detail", &error)]))?
        }
    };
    let driver = |spread: &Option<Spread>| match spread {
        None => Ok(Driver::still(steps)),
        Some(spread) => spread.driver(steps),
    };
    let name = file.map(|file| file.display().to_string()).unwrap_or_default();
    let unusable = |error: Error| expected("drivers_unusable", &[("file", &name), ("detail", &error)]);
    let still = Drivers::still(steps);
    Ok(Drivers {
        fertility: driver(&given.fertility).map_err(unusable)?,
        life: driver(&given.life).map_err(unusable)?,
        migration: driver(&given.migration).map_err(unusable)?,
        least_fertility: given.least_fertility.unwrap_or(still.least_fertility),
        migrants: None,
    })
}

/// What is asked of trajectories.
pub(super) struct Trajectories<'a> {
    pub(super) count: u64,
    pub(super) seed: u64,
    pub(super) drivers: Option<&'a Path>,
    pub(super) threads: u64,
}

impl Trajectories<'_> {
    /// Makes them, writes `quantiles.csv`, and tells how the last year came out.
    pub(super) fn run(&self, asked: &Asked, out: &Path) -> Result<Value> {
        let drivers = read(self.drivers, asked)?;
        let plan = Plan::new(&asked.inputs, &drivers, None)?;
        let bundle = self.bundle(&plan)?;
        let bands = Measure::ALL.into_iter().map(|measure| Ok((measure, bundle.bands(measure, &LEVELS)?)));
        let bands = bands.collect::<Result<Vec<_>, Error>>()?;
        let steps = asked.inputs.steps.len();
        let rows = bands.iter().flat_map(|(measure, bands)| {
            (0..steps).map(|step| {
                let year = (asked.first_year + step as i64).to_string();
                [year, measure.name().to_owned()]
                    .into_iter()
                    .chain(numbers(bands, step).map(|number| number.to_string()))
                    .collect()
            })
        });
        let names = ["year", "measure", "median", "mean", "low_80", "high_80", "low_95", "high_95"];
        write_rows(&out.join("quantiles.csv"), &names, rows)?;
        let last = bands.iter().find(|(measure, _)| *measure == Measure::Population).and_then(|(_, bands)| {
            let step = steps.checked_sub(1)?;
            let numbers: Vec<f64> = numbers(bands, step).collect();
            Some(json!({ "median": numbers[0], "mean": numbers[1], "80": [numbers[2], numbers[3]], "95": [numbers[4], numbers[5]] }))
        });
        Ok(json!({ "count": self.count, "seed": self.seed, "end": last }))
    }

    fn bundle(&self, plan: &Plan<'_>) -> Result<Bundle> {
        let threads = self.threads.clamp(1, self.count.max(1));
        let cut = |thread: u64| self.count * thread / threads;
        let parts = std::thread::scope(|scope| {
            let runs = (0..threads).map(|thread| scope.spawn(move || plan.run(self.seed, cut(thread)..cut(thread + 1))));
            let runs: Vec<_> = runs.collect();
            runs.into_iter()
                .map(|run| run.join().map_err(|_| anyhow::anyhow!("a thread of trajectories stopped")))
                .collect::<Result<Vec<_>>>()
        })?;
        Ok(Bundle::join(parts)?)
    }
}

fn numbers(bands: &Bands, step: usize) -> impl Iterator<Item = f64> + '_ {
    let bounds = bands.bounds.iter().flat_map(move |bounds| [bounds[step].0, bounds[step].1]);
    [bands.median[step], bands.mean[step]].into_iter().chain(bounds)
}
