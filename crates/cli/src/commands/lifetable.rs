//! `danso lifetable`.

use super::age_table::{AgeTable, label, vietnamese};
use crate::messages::{expected, text};
use anyhow::Result;
use clap::{Args, ValueEnum};
use comfy_table::Table;
use danso_demography::age::Sex;
use danso_demography::lifetable::{A0Rule, AxRule, Closure, LifeTable, Region, Rules, Young};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Life tables from a CSV file by age
#[derive(Debug, Args)]
pub(crate) struct Lifetable {
    /// Columns age and mx, or qx, or deaths and exposure; with _male and _female for one table a sex
    file: PathBuf,
    /// Whose numbers columns without a sex are; left out: both sexes together
    #[arg(long, value_enum)]
    sex: Option<SexArg>,
    /// Years lived by infants who die
    #[arg(long, value_enum, default_value = "andreev-kingkade")]
    infant: InfantArg,
    /// Years lived by those who die later
    #[arg(long, value_enum, default_value = "greville")]
    within: WithinArg,
    /// The open group: 1/m, a law fitted to the twenty years below, or years still to live
    #[arg(long, value_name = "auto|one-over-m|kannisto|gompertz|YEARS", default_value = "auto")]
    closure: String,
    /// Births the table begins with
    #[arg(long, default_value_t = 100_000.0)]
    radix: f64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SexArg {
    Male,
    Female,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum InfantArg {
    AndreevKingkade,
    CoaleDemenyNorth,
    CoaleDemenySouth,
    CoaleDemenyEast,
    CoaleDemenyWest,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum WithinArg {
    /// Greville, fitted from age 5 on
    Greville,
    /// Greville with 2.5 years at ages 5–14
    GrevilleClassic,
    KeyfitzFlieger,
    Half,
}

/// A table with the sex of its columns and, from deaths, the 95 % interval of the expectancy.
struct Made {
    sex: Option<Sex>,
    from: &'static str,
    table: LifeTable,
    interval: Option<Vec<(f64, f64)>>,
}

impl Lifetable {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let input = AgeTable::read(&self.file)?;
        let plain = self.sex.map(|sex| match sex {
            SexArg::Male => Sex::Male,
            SexArg::Female => Sex::Female,
        });
        let mut made = Vec::new();
        for (suffix, sex) in [("", plain), ("_male", Some(Sex::Male)), ("_female", Some(Sex::Female))] {
            made.extend(self.table(&input, suffix, sex)?);
        }
        if made.is_empty() {
            return Err(expected("lifetable_columns", &[("file", &self.file.display())]));
        }
        if self.json {
            println!("{}", json!({ "tables": made.iter().map(as_json).collect::<Vec<_>>() }));
        } else {
            made.iter().for_each(show);
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The table of the columns with a suffix, if they are there.
    fn table(&self, input: &AgeTable, suffix: &str, sex: Option<Sex>) -> Result<Option<Made>> {
        let name = |stem: &str| format!("{stem}{suffix}");
        let refused = |error| input.refused("lifetable", &error);
        let groups = &input.groups;
        if input.has(&name("mx")) {
            let m = input.column(&name("mx"))?;
            let rules = self.rules(input, sex, m.last().is_some_and(|rate| *rate > 0.0))?;
            let table = LifeTable::from_rates(groups, &m, &rules).map_err(refused)?;
            return Ok(Some(Made { sex, from: "mx", table, interval: None }));
        }
        if input.has(&name("qx")) {
            let q = input.column(&name("qx"))?;
            let table = LifeTable::from_probabilities(groups, &q, &self.rules(input, sex, false)?).map_err(refused)?;
            return Ok(Some(Made { sex, from: "qx", table, interval: None }));
        }
        if input.has(&name("deaths")) {
            let (deaths, exposure) = (input.column(&name("deaths"))?, input.column(&name("exposure"))?);
            let rules = self.rules(input, sex, deaths.last().is_some_and(|count| *count > 0.0))?;
            let estimate = LifeTable::from_deaths(groups, &deaths, &exposure, &rules).map_err(refused)?;
            let interval = estimate.interval(1.96).map_err(refused)?;
            return Ok(Some(Made { sex, from: "deaths", table: estimate.table, interval: Some(interval) }));
        }
        Ok(None)
    }

    fn rules(&self, input: &AgeTable, sex: Option<Sex>, open_rate_known: bool) -> Result<Rules> {
        let open = input.groups.last_start();
        let closure = match self.closure.as_str() {
            "auto" if open_rate_known => Closure::OneOverM,
            "auto" | "kannisto" => Closure::kannisto_below(&input.groups),
            "one-over-m" => Closure::OneOverM,
            "gompertz" => Closure::Gompertz { fit_from: open.saturating_sub(20), fit_to: open.saturating_sub(1) },
            years => match years.parse::<f64>() {
                Ok(years) if years.is_finite() => Closure::Expectancy(years),
                Ok(_) | Err(_) => return Err(expected("bad_closure", &[("text", &years)])),
            },
        };
        let infant = match self.infant {
            InfantArg::AndreevKingkade => A0Rule::AndreevKingkade,
            InfantArg::CoaleDemenyNorth => A0Rule::CoaleDemeny(Region::North),
            InfantArg::CoaleDemenySouth => A0Rule::CoaleDemeny(Region::South),
            InfantArg::CoaleDemenyEast => A0Rule::CoaleDemeny(Region::East),
            InfantArg::CoaleDemenyWest => A0Rule::CoaleDemeny(Region::West),
        };
        let within = match self.within {
            WithinArg::Greville => AxRule::Greville(Young::Fitted),
            WithinArg::GrevilleClassic => AxRule::Greville(Young::Half),
            WithinArg::KeyfitzFlieger => AxRule::KeyfitzFlieger,
            WithinArg::Half => AxRule::Half,
        };
        Ok(Rules { sex, infant, within, closure, radix: self.radix, ..Rules::both_sexes() })
    }
}

fn sex_code(sex: Option<Sex>) -> &'static str {
    match sex {
        Some(Sex::Male) => "male",
        Some(Sex::Female) => "female",
        None => "both",
    }
}

fn as_json(made: &Made) -> Value {
    let table = &made.table;
    let rows: Vec<Value> = (0..table.l.len())
        .map(|group| {
            let mut row = Map::new();
            row.insert("age".into(), json!(table.groups.starts()[group]));
            if let Some(width) = table.groups.width(group) {
                row.insert("width".into(), json!(width));
            }
            let columns = [
                ("mx", &table.m),
                ("ax", &table.a),
                ("qx", &table.q),
                ("lx", &table.l),
                ("dx", &table.d),
                ("Lx", &table.person_years),
                ("Tx", &table.remaining),
                ("ex", &table.expectancy),
            ];
            for (name, column) in columns {
                row.insert(name.into(), json!(column[group]));
            }
            if let Some(interval) = &made.interval {
                row.insert("ex_low".into(), json!(interval[group].0));
                row.insert("ex_high".into(), json!(interval[group].1));
            }
            Value::Object(row)
        })
        .collect();
    json!({ "sex": sex_code(made.sex), "from": made.from, "radix": table.radix, "e0": table.e0(), "rows": rows })
}

fn show(made: &Made) {
    let table = &made.table;
    println!("{}", text(&format!("sex_{}", sex_code(made.sex)), &[]));
    let mut shown = Table::new();
    let mut header: Vec<String> = [text("age", &[])].into();
    header.extend(["mx", "ax", "qx", "lx", "dx", "Lx", "Tx", "ex"].map(str::to_owned));
    if made.interval.is_some() {
        header.push(text("interval_95", &[]));
    }
    shown.set_header(header);
    for group in 0..table.l.len() {
        let mut cells = vec![
            label(&table.groups, group),
            vietnamese(table.m[group], 6),
            vietnamese(table.a[group], 2),
            vietnamese(table.q[group], 6),
            vietnamese(table.l[group], 0),
            vietnamese(table.d[group], 0),
            vietnamese(table.person_years[group], 0),
            vietnamese(table.remaining[group], 0),
            vietnamese(table.expectancy[group], 2),
        ];
        if let Some(interval) = &made.interval {
            let (low, high) = interval[group];
            cells.push(format!("{} – {}", vietnamese(low, 2), vietnamese(high, 2)));
        }
        shown.add_row(cells);
    }
    println!("{shown}");
}
