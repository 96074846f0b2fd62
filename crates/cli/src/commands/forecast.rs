//! `danso forecast`.

use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::{Args, ValueEnum};
use comfy_table::Table;
use danso_app::forecast::{BaseTable, ForecastAsk, ForecastBasis, ForecastScenario, OwnAssumptions, PlainForecast, read_base};
use danso_reports::vietnamese_number;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A scenario.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Scenario {
    Medium,
    Low,
    High,
    Constant,
    NoMigration,
}

/// Whose levels.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Basis {
    /// The United Nations for the nation
    Un,
    /// The General Statistics Office for the province
    Gso,
}

/// Forecast a unit of a register, and the units below it.
#[derive(Debug, Args)]
pub(crate) struct Forecast {
    #[command(flatten)]
    database: Database,
    /// Code of a commune or a unit above
    #[arg(long)]
    unit: String,
    /// The last year
    #[arg(long, value_name = "YEAR")]
    to: i16,
    /// What is assumed
    #[arg(long, value_enum, default_value = "medium")]
    scenario: Scenario,
    /// Day of the base; by default the last day of the last full year. Or a file (CSV, XLSX) of people by age and sex in place of the register's
    #[arg(long, value_name = "DATE|FILE")]
    base: Option<String>,
    /// With a file: the day its people are of
    #[arg(long, value_name = "DATE")]
    base_day: Option<String>,
    /// With a file: where it comes from; by default its name
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Whose levels of fertility and life it begins with
    #[arg(long, value_enum, default_value = "un")]
    basis: Basis,
    /// Trajectories for the bands of 80 and 95 %; none by default
    #[arg(long, default_value_t = 0, value_name = "N")]
    trajectories: u32,
    /// What chance begins with
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// The units one level below as well, made to agree with it
    #[arg(long)]
    children: bool,
    /// Total fertility in the last year
    #[arg(long, value_name = "CHILDREN")]
    tfr: Option<f64>,
    /// Life expectancy of men in the last year
    #[arg(long, value_name = "YEARS")]
    life_male: Option<f64>,
    /// Life expectancy of women in the last year
    #[arg(long, value_name = "YEARS")]
    life_female: Option<f64>,
    /// Net migrants of every year for 1000 people of the base
    #[arg(long, value_name = "PER MILLE", allow_negative_numbers = true)]
    net_migration: Option<f64>,
    /// Folder for forecast.json, years.csv and population.csv; made if need be
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

impl Forecast {
    /// The day of the base and the table, where one is given.
    fn base(&self) -> Result<(Option<String>, Option<BaseTable>)> {
        let Some(base) = &self.base else { return Ok((self.base_day.clone(), None)) };
        if base.parse::<jiff::civil::Date>().is_ok() {
            return Ok((Some(base.clone()), None));
        }
        let bytes = std::fs::read(base).map_err(|_| expected("no_such_file", &[("file", base)]))?;
        let read = read_base(&bytes).map_err(super::refused)?;
        let name = Path::new(base).file_name().map_or_else(|| base.clone(), |name| name.to_string_lossy().into_owned());
        let source = self.source.clone().unwrap_or(name);
        Ok((self.base_day.clone(), Some(BaseTable { text: read.text, source })))
    }

    pub(crate) async fn run(self) -> Result<ExitCode> {
        let (base, table) = self.base()?;
        let ask = ForecastAsk {
            unit: self.unit,
            to: self.to,
            scenario: match self.scenario {
                Scenario::Medium => ForecastScenario::Medium,
                Scenario::Low => ForecastScenario::Low,
                Scenario::High => ForecastScenario::High,
                Scenario::Constant => ForecastScenario::Constant,
                Scenario::NoMigration => ForecastScenario::NoMigration,
            },
            trajectories: self.trajectories,
            name: None,
            base,
            basis: match self.basis {
                Basis::Un => ForecastBasis::Un,
                Basis::Gso => ForecastBasis::Gso,
            },
            table,
            children: self.children,
            own: Some(OwnAssumptions {
                tfr: self.tfr,
                life_male: self.life_male,
                life_female: self.life_female,
                net_migration: self.net_migration,
            }),
            seed: self.seed,
        };
        let app = self.database.existing(KeyUse::Need).await?;
        let made = app.forecast_unchecked(&ask).map_err(super::refused)?;
        let unwritable = |_| expected("unwritable", &[("file", &self.out.display())]);
        std::fs::create_dir_all(&self.out).map_err(unwritable)?;
        std::fs::write(self.out.join("forecast.json"), serde_json::to_vec(&made)?).map_err(unwritable)?;
        years(&self.out.join("years.csv"), &made)?;
        ages(&self.out.join("population.csv"), &made)?;
        if self.database.json {
            let line = |made: &PlainForecast| {
                let [first, last] = [made.years.first(), made.years.last()].map(|line| line.map(|line| (line.year, line.total)));
                json!({ "unit": made.unit, "unit_name": made.unit_name, "first": first, "last": last })
            };
            let children: Vec<_> = made.children.iter().map(line).collect();
            let out = self.out.display().to_string();
            println!(
                "{}",
                json!({ "base": made.base, "known_at": made.known_at, "forecast": line(&made), "children": children, "out": out })
            );
            return Ok(ExitCode::SUCCESS);
        }
        println!("{}", text("forecast_made", &[("unit", &made.unit_name), ("base", &made.base), ("out", &self.out.display())]));
        let mut table = Table::new();
        table.set_header(
            ["forecast_year", "forecast_total", "forecast_births", "forecast_deaths", "forecast_migration"]
                .map(|key| text(key, &[])),
        );
        for line in &made.years {
            let shown = |value: Option<f64>| value.map(|value| vietnamese_number(value, 0)).unwrap_or_default();
            table.add_row([
                line.year.to_string(),
                shown(Some(line.total)),
                shown(line.births),
                shown(line.deaths),
                shown(line.net_migration),
            ]);
        }
        println!("{table}");
        Ok(ExitCode::SUCCESS)
    }
}

fn units(made: &PlainForecast) -> impl Iterator<Item = &PlainForecast> {
    std::iter::once(made).chain(&made.children)
}

fn years(path: &Path, made: &PlainForecast) -> Result<()> {
    let mut file = csv::Writer::from_path(path)?;
    let head =
        ["unit", "year", "total", "male", "female", "births", "deaths", "net_migration", "q025", "q10", "q50", "q90", "q975"];
    file.write_record(head)?;
    for unit in units(made) {
        for line in &unit.years {
            let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
            let mut row = vec![unit.unit.clone(), line.year.to_string()];
            row.extend([line.total, line.male, line.female].map(|value| number(Some(value))));
            row.extend([line.births, line.deaths, line.net_migration].map(number));
            row.extend((0..5).map(|at| number(line.total_band.map(|band| band[at]))));
            file.write_record(row)?;
        }
    }
    Ok(file.flush()?)
}

fn ages(path: &Path, made: &PlainForecast) -> Result<()> {
    let mut file = csv::Writer::from_path(path)?;
    file.write_record(["unit", "year", "age", "male", "female"])?;
    for unit in units(made) {
        for ((line, male), female) in unit.years.iter().zip(&unit.pyramid.male).zip(&unit.pyramid.female) {
            for (age, (male, female)) in male.iter().zip(female).enumerate() {
                let numbers = [f64::from(line.year), age as f64, *male, *female].map(|value| value.to_string());
                file.write_record(std::iter::once(unit.unit.clone()).chain(numbers))?;
            }
        }
    }
    Ok(file.flush()?)
}
