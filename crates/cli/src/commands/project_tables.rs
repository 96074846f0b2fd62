//! The tables that `danso project` reads.

use crate::messages::expected;
use anyhow::Result;
use danso_demography::age::BySex;
use danso_demography::projection::{DeathRates, Inputs, MigrationTiming, Rates, carry};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A table of numbers under names, with the file it is from.
pub(crate) struct Table {
    file: PathBuf,
    names: Vec<String>,
    rows: Vec<(u64, csv::StringRecord)>,
}

impl Table {
    /// Reads a CSV file. Names are compared without regard to case; columns that nobody asks for are left alone.
    pub(crate) fn read(file: &Path) -> Result<Self> {
        let unreadable = || expected("no_such_file", &[("file", &file.display())]);
        let mut csv = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(file).map_err(|_| unreadable())?;
        let name = |name: &str| name.trim_start_matches('\u{feff}').trim_matches('"').to_ascii_lowercase();
        let names = csv.headers().map_err(|_| unreadable())?.iter().map(name).collect();
        let mut rows = Vec::new();
        for row in csv.into_records() {
            let row = row.map_err(|error| expected("table_row", &[("file", &file.display()), ("detail", &error)]))?;
            rows.push((row.position().map_or(0, csv::Position::line), row));
        }
        Ok(Self { file: file.to_owned(), names, rows })
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|found| found == name)
    }

    pub(crate) fn needed(&self, name: &str) -> Result<usize> {
        self.column(name).ok_or_else(|| expected("table_column", &[("file", &self.file.display()), ("column", &name)]))
    }

    /// Columns whose name is a number, with it.
    pub(crate) fn numbered(&self) -> Vec<(usize, f64)> {
        let number = |(place, name): (usize, &String)| name.parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| (place, n));
        self.names.iter().enumerate().filter_map(number).collect()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

/// One row of a table.
pub(crate) struct Row<'a> {
    table: &'a Table,
    line: u64,
    cells: &'a csv::StringRecord,
}

impl Row<'_> {
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    pub(crate) fn text(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }

    pub(crate) fn number(&self, column: usize) -> Result<f64> {
        match self.text(column).parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            Ok(_) | Err(_) => Err(self.bad(column)),
        }
    }

    /// A whole number; of an age also one with a plus behind it.
    pub(crate) fn whole(&self, column: usize) -> Result<i64> {
        self.text(column).trim_end_matches('+').parse().map_err(|_| self.bad(column))
    }

    pub(crate) fn bad(&self, column: usize) -> anyhow::Error {
        let column_name = self.table.names.get(column).map_or("", String::as_str);
        expected(
            "table_cell",
            &[("file", &self.table.file.display()), ("line", &self.line), ("column", &column_name), ("text", &self.text(column))],
        )
    }
}

/// What a folder says.
pub(crate) struct Asked {
    /// The inputs; from death rates they go to 130.
    pub(crate) inputs: Inputs,
    /// The row of the open age of `base.csv`.
    pub(crate) open: usize,
    /// The year of the first step.
    pub(crate) first_year: i64,
    /// Whether mortality came as death rates.
    pub(crate) from_death_rates: bool,
}

/// Mortality of a year as it was given.
struct Given {
    mortality: BySex<Vec<f64>>,
    fertility: Vec<f64>,
    migration: BySex<Vec<f64>>,
}

/// Reads `base.csv`, `rates.csv` and `srb.csv` of a folder.
pub(crate) fn read(dir: &Path, death_rates_asked: bool) -> Result<Asked> {
    let base = read_base(&dir.join("base.csv"))?;
    let ages = base.male.len();
    let file = dir.join("rates.csv");
    let table = Table::read(&file)?;
    let has_survival = table.column("sx_male").is_some() && table.column("sx_female").is_some();
    let from_death_rates = death_rates_asked || !has_survival;
    let mortality = if from_death_rates { ["mx_male", "mx_female"] } else { ["sx_male", "sx_female"] };
    let years = read_rates(&table, mortality, ages)?;
    let births = read_births(&dir.join("srb.csv"))?;
    let Some(first_year) = years.keys().next().copied() else {
        return Err(expected("table_empty", &[("file", &file.display())]));
    };
    let mut steps = Vec::new();
    for (place, (year, given)) in years.into_iter().enumerate() {
        if year != first_year + place as i64 {
            return Err(expected("table_year", &[("file", &file.display()), ("year", &(first_year + place as i64))]));
        }
        let Some((sex_ratio, timing)) = births.get(&year).copied() else {
            return Err(expected("table_year", &[("file", &dir.join("srb.csv").display()), ("year", &year)]));
        };
        steps.push((given, sex_ratio, timing));
    }
    let inputs = if from_death_rates {
        let steps: Vec<DeathRates> = steps
            .into_iter()
            .map(|(Given { mortality, fertility, migration }, sex_ratio, timing)| DeathRates {
                death: mortality,
                fertility,
                sex_ratio,
                migration,
                timing,
            })
            .collect();
        carry(&base, &steps)?
    } else {
        let steps = steps.into_iter().map(|(Given { mortality, fertility, migration }, sex_ratio, timing)| Rates {
            survival: mortality,
            fertility,
            sex_ratio,
            migration,
            timing,
        });
        Inputs { width: 1.0, base, steps: steps.collect() }
    };
    Ok(Asked { inputs, open: ages - 1, first_year, from_death_rates })
}

fn read_base(file: &Path) -> Result<BySex<Vec<f64>>> {
    let table = Table::read(file)?;
    let (age, male, female) = (table.needed("age")?, table.needed("male")?, table.needed("female")?);
    let mut people = BTreeMap::new();
    for row in table.rows() {
        if people.insert(row.whole(age)?, (row.number(male)?, row.number(female)?)).is_some() {
            return Err(row.bad(age));
        }
    }
    let complete = people.keys().enumerate().all(|(wanted, age)| wanted as i64 == *age);
    if people.len() < 2 || !complete {
        return Err(expected("table_ages", &[("file", &file.display())]));
    }
    let (male, female) = people.into_values().unzip();
    Ok(BySex::new(male, female))
}

fn read_rates(table: &Table, mortality: [&str; 2], ages: usize) -> Result<BTreeMap<i64, Given>> {
    let (year, age) = (table.needed("year")?, table.needed("age")?);
    let columns = [mortality[0], mortality[1], "asfr", "mig_male", "mig_female"];
    let columns = columns.into_iter().map(|name| table.needed(name)).collect::<Result<Vec<_>>>()?;
    let mut years: BTreeMap<i64, BTreeMap<i64, Vec<f64>>> = BTreeMap::new();
    for row in table.rows() {
        let numbers = columns.iter().map(|column| row.number(*column)).collect::<Result<Vec<_>>>()?;
        if years.entry(row.whole(year)?).or_default().insert(row.whole(age)?, numbers).is_some() {
            return Err(row.bad(age));
        }
    }
    let mut given = BTreeMap::new();
    for (year, rows) in years {
        if rows.len() != ages || !rows.keys().enumerate().all(|(wanted, age)| wanted as i64 == *age) {
            return Err(expected(
                "table_ages_of_year",
                &[("file", &table.file.display()), ("year", &year), ("last", &(ages - 1))],
            ));
        }
        let list = |column: usize| rows.values().map(|numbers| numbers[column]).collect::<Vec<f64>>();
        let rates =
            Given { mortality: BySex::new(list(0), list(1)), fertility: list(2), migration: BySex::new(list(3), list(4)) };
        given.insert(year, rates);
    }
    Ok(given)
}

fn read_births(file: &Path) -> Result<BTreeMap<i64, (f64, MigrationTiming)>> {
    let table = Table::read(file)?;
    let (year, sex_ratio, timing) = (table.needed("year")?, table.needed("srb")?, table.column("mig_assumption"));
    let mut births = BTreeMap::new();
    for row in table.rows() {
        let when = match timing.map(|column| (column, row.text(column).to_ascii_lowercase())) {
            None => MigrationTiming::End,
            Some((_, text)) if text.is_empty() || text == "end" => MigrationTiming::End,
            Some((_, text)) if text == "even" => MigrationTiming::Even,
            Some((column, _)) => return Err(row.bad(column)),
        };
        births.insert(row.whole(year)?, (row.number(sex_ratio)?, when));
    }
    Ok(births)
}
