//! `danso project`.

use super::project_tables::{Asked, read};
use super::project_trajectories::Trajectories;
use crate::messages::{expected, text};
use anyhow::Result;
use clap::Args;
use danso_demography::age::Sex;
use danso_demography::projection::{Projection, ProjectionError, project};
use danso_reports::vietnamese_number;
use serde_json::{Value, json};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Project a population by cohorts and components from tables in a folder.
#[derive(Debug, Args)]
pub(crate) struct Project {
    /// Folder with base.csv, rates.csv and srb.csv
    #[arg(long, value_name = "FOLDER")]
    dir: PathBuf,
    /// Folder for population.csv and events.csv; made if need be
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Take mx_male and mx_female even if rates.csv has survival too
    #[arg(long)]
    death_rates: bool,
    /// Make so many trajectories too, and write their quantiles to quantiles.csv
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    trajectories: Option<u64>,
    /// Seed of trajectories: the same seed gives the same numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How fertility, life expectancy and migration leave the medium (JSON)
    #[arg(long, value_name = "FILE", requires = "trajectories")]
    drivers: Option<PathBuf>,
    /// Threads for trajectories; any number gives the same numbers. As many as there are processors by default
    #[arg(long, value_name = "NUMBER")]
    threads: Option<u64>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Project {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let asked = read(&self.dir, self.death_rates).map_err(unusable)?;
        let projection = project(&asked.inputs).map_err(|error| unusable(error.into()))?.folded(asked.open);
        std::fs::create_dir_all(&self.out).map_err(|_| unwritable(&self.out))?;
        write_population(&self.out.join("population.csv"), &projection, asked.first_year)?;
        write_events(&self.out.join("events.csv"), &projection, asked.first_year)?;
        let trajectories = match self.trajectories {
            None => None,
            Some(count) => {
                let threads = self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get() as u64));
                let wanted = Trajectories { count, seed: self.seed, drivers: self.drivers.as_deref(), threads };
                Some(wanted.run(&asked, &self.out)?)
            }
        };
        if self.json {
            let mut summary = summary(&asked, &projection);
            if let Some(trajectories) = trajectories {
                summary["trajectories"] = trajectories;
            }
            println!("{summary}");
        } else {
            let last = asked.first_year + projection.steps() as i64 - 1;
            let values: [(&str, &dyn std::fmt::Display); 5] = [
                ("first", &asked.first_year),
                ("last", &last),
                ("start", &rounded(projection.total(0))),
                ("end", &rounded(projection.total(projection.steps()))),
                ("out", &self.out.display()),
            ];
            println!("{}", text("projected", &values));
            if let Some(bounds) = trajectories.as_ref().and_then(|told| told["end"]["80"].as_array()) {
                let bounds: Vec<String> = bounds.iter().filter_map(Value::as_f64).map(rounded).collect();
                println!("{}", text("projected_between", &[("last", &last), ("bounds", &bounds.join(" – "))]));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What the tables have wrong is for whoever wrote them to mend.
fn unusable(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref::<ProjectionError>() {
        Some(wrong) => {
            let source = wrong.source().map(ToString::to_string).unwrap_or_default();
            expected("table_unusable", &[("detail", &format!("{wrong}: {source}"))])
        }
        None => error,
    }
}

fn unwritable(file: &Path) -> anyhow::Error {
    expected("unwritable", &[("file", &file.display())])
}

fn rounded(number: f64) -> String {
    vietnamese_number(number, 0)
}

/// Writes rows of a table.
pub(super) fn write_rows(file: &Path, names: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<()> {
    let mut csv = csv::Writer::from_path(file).map_err(|_| unwritable(file))?;
    csv.write_record(names)?;
    for row in rows {
        csv.write_record(row)?;
    }
    csv.flush().map_err(|_| unwritable(file))
}

fn write_population(file: &Path, projection: &Projection, first_year: i64) -> Result<()> {
    let steps = 0..projection.steps();
    let rows = steps.flat_map(|step| {
        let both = projection.population(step + 1, Sex::Male).iter().zip(projection.population(step + 1, Sex::Female));
        both.enumerate().map(move |(age, (male, female))| {
            vec![(first_year + step as i64).to_string(), age.to_string(), male.to_string(), female.to_string()]
        })
    });
    write_rows(file, &["year", "age", "male", "female"], rows)
}

fn write_events(file: &Path, projection: &Projection, first_year: i64) -> Result<()> {
    let rows = (0..projection.steps()).map(|step| {
        let flow = projection.flow(step);
        let numbers = [flow.births.sum(), flow.deaths.male, flow.deaths.female];
        let year = (first_year + step as i64).to_string();
        std::iter::once(year).chain(numbers.iter().map(f64::to_string)).collect()
    });
    write_rows(file, &["year", "births", "deaths_male", "deaths_female"], rows)
}

fn summary(asked: &Asked, projection: &Projection) -> Value {
    let steps = projection.steps();
    let sum = |of: fn(&Projection, usize) -> f64| (0..steps).map(|step| of(projection, step)).sum::<f64>();
    let wanted: f64 =
        asked.inputs.steps.iter().flat_map(|rates| rates.migration.male.iter().chain(&rates.migration.female)).sum();
    let moved = sum(|projection, step| projection.applied_migration(step).sum());
    let imbalance = (0..steps).map(|step| projection.imbalance(step).abs()).fold(0.0, f64::max);
    json!({
        "from": asked.first_year,
        "to": asked.first_year + steps as i64 - 1,
        "open_age": asked.open,
        "mortality": if asked.from_death_rates { "mx" } else { "sx" },
        "start": projection.total(0),
        "end": projection.total(steps),
        "births": sum(|projection, step| projection.flow(step).births.sum()),
        "deaths": sum(|projection, step| projection.flow(step).deaths.sum()),
        "migration": moved,
        "migration_not_possible": moved - wanted,
        "largest_imbalance": imbalance,
    })
}
