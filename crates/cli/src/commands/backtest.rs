//! `danso backtest`.

use super::project_tables::Table;
use crate::messages::{expected, text};
use anyhow::Result;
use clap::Args;
use danso_demography::Error;
use danso_demography::backtest::{Case, Figure, Interval, Method, Past, Score, empirical_interval, launch, leave_one_out, score};
use danso_demography::smallarea::totals::Trend;
use danso_reports::vietnamese_number;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Methods that are tried, with their names.
const METHODS: [(&str, Method); 5] = [
    ("constant", Method::Trend(Trend::Constant)),
    ("linear", Method::Trend(Trend::Linear)),
    ("exponential", Method::Trend(Trend::Exponential)),
    ("damped", Method::Trend(Trend::Damped { damping: 0.9 })),
    ("average", Method::Average),
];

/// Score forecasts of totals on what was counted later.
#[derive(Debug, Args)]
pub(crate) struct Backtest {
    /// Table of published totals: unit, time, value and, if known, published; or a row a unit and a column a year
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// When forecasts are made: they know what was published by then
    #[arg(long, value_name = "TIME")]
    launch: f64,
    /// The first time of the series that trends look at; all by default
    #[arg(long, value_name = "TIME", default_value_t = f64::NEG_INFINITY, hide_default_value = true)]
    first: f64,
    /// Times to score; all counted after the launch by default
    #[arg(long, value_name = "TIME,…", value_delimiter = ',')]
    to: Vec<f64>,
    /// Bounds of classes of size, in the unit of the table
    #[arg(long, value_name = "NUMBER,…", value_delimiter = ',')]
    sizes: Vec<f64>,
    /// Share of units that the intervals are to hold
    #[arg(long, default_value_t = 0.8)]
    level: f64,
    /// Name of the column of units
    #[arg(long, default_value = "unit")]
    unit_column: String,
    /// Name of the column of times
    #[arg(long, default_value = "time")]
    time_column: String,
    /// Name of the column of totals
    #[arg(long, default_value = "value")]
    value_column: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A method at a time.
struct Line {
    to: f64,
    method: &'static str,
    all: Scored,
    /// By size; nothing where a class has no unit.
    classes: Vec<Option<Scored>>,
}

/// Scores of some units, and the interval that their errors give.
struct Scored {
    score: Score,
    interval: Interval,
    /// How often the interval of the others held one.
    held: Option<f64>,
}

impl Scored {
    fn of(cases: &[Case], level: f64) -> Result<Self, Error> {
        let errors = cases.iter().map(Case::error).collect::<Result<Vec<f64>, _>>()?;
        let held = if errors.len() < 3 { None } else { Some(leave_one_out(&errors, level)?) };
        Ok(Self { score: score(cases)?, interval: empirical_interval(&errors, level)?, held })
    }

    fn told(&self) -> Value {
        let Self { score, interval, held } = self;
        let mut told = json!({
            "cases": score.cases,
            "mape": score.mape,
            "malpe": score.malpe,
            "medape": score.medape,
            "p90": score.p90,
            "largest": score.largest,
            "interval": { "level": interval.level, "low": interval.low, "high": interval.high },
        });
        if let Some(held) = held {
            told["interval"]["coverage"] = (*held).into();
        }
        told
    }

    /// Cells of a table from the number of units on.
    fn cells(&self) -> Vec<String> {
        let Self { score, interval, held } = self;
        let numbers = [score.mape, score.malpe, score.p90].map(shown);
        let interval = format!("{} … {}", shown(interval.low), shown(interval.high));
        let held = held.map(|held| shown(100.0 * held)).unwrap_or_default();
        std::iter::once(score.cases.to_string()).chain(numbers).chain([interval, held]).collect()
    }
}

impl Backtest {
    pub(crate) async fn run(mut self) -> Result<ExitCode> {
        self.sizes.sort_by(f64::total_cmp);
        let units = self.read()?;
        let areas: Vec<Past> = units.into_values().collect();
        let mut lines = Vec::new();
        for to in self.times(&areas) {
            for (name, method) in METHODS {
                let wrong = |error: Error| expected("backtest_impossible", &[("method", &name), ("detail", &error)]);
                let found = launch(&areas, method, self.launch, self.first, to).map_err(wrong)?;
                let cases: Vec<Case> = found.into_iter().flatten().collect();
                if !cases.is_empty() {
                    lines.push(self.line(to, name, &cases).map_err(wrong)?);
                }
            }
        }
        if lines.is_empty() {
            return Err(expected("backtest_nothing", &[("file", &self.data.display()), ("launch", &self.launch)]));
        }
        if self.json {
            println!("{}", self.told(&lines));
        } else {
            print(&lines, &self.sizes, self.level);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn line(&self, to: f64, method: &'static str, cases: &[Case]) -> Result<Line, Error> {
        let class = |case: &Case| self.sizes.partition_point(|bound| *bound <= case.size);
        let of_class = |wanted: usize| {
            let of_class: Vec<Case> = cases.iter().filter(|case| class(case) == wanted).copied().collect();
            if of_class.is_empty() { Ok(None) } else { Scored::of(&of_class, self.level).map(Some) }
        };
        let classes =
            if self.sizes.is_empty() { Vec::new() } else { (0..=self.sizes.len()).map(of_class).collect::<Result<_, _>>()? };
        Ok(Line { to, method, all: Scored::of(cases, self.level)?, classes })
    }

    fn read(&self) -> Result<BTreeMap<String, Past>> {
        let table = Table::read(&self.data)?;
        let mut units: BTreeMap<String, Past> = BTreeMap::new();
        let lower = |name: &str| name.to_ascii_lowercase();
        let time = table.column(&lower(&self.time_column)).or_else(|| table.column("year"));
        if let (Some(time), Some(value)) = (time, table.column(&lower(&self.value_column))) {
            let (unit, published) = (table.needed(&lower(&self.unit_column))?, table.column("published"));
            for row in table.rows() {
                let time = row.number(time)?;
                let published = published.map_or(Ok(time), |column| row.number(column))?;
                let figure = Figure { time, value: row.number(value)?, published };
                units.entry(row.text(unit).to_owned()).or_default().figures.push(figure);
            }
        } else {
            let years = table.numbered();
            if years.is_empty() {
                table.needed(&lower(&self.time_column))?;
            }
            for row in table.rows() {
                let past = units.entry(row.text(0).to_owned()).or_default();
                for (column, time) in years.iter().filter(|(column, _)| !row.text(*column).is_empty()) {
                    past.figures.push(Figure { time: *time, value: row.number(*column)?, published: *time });
                }
            }
        }
        Ok(units)
    }

    fn times(&self, areas: &[Past]) -> Vec<f64> {
        if !self.to.is_empty() {
            return self.to.clone();
        }
        let mut times: Vec<f64> = areas.iter().flat_map(|past| past.figures.iter().map(|figure| figure.time)).collect();
        times.retain(|time| *time > self.launch);
        times.sort_by(f64::total_cmp);
        times.dedup();
        times
    }

    fn told(&self, lines: &[Line]) -> Value {
        let class = |(place, scored): (usize, &Option<Scored>)| {
            let mut told = scored.as_ref()?.told();
            let from = place.checked_sub(1).and_then(|before| self.sizes.get(before));
            for (key, bound) in [("from", from), ("below", self.sizes.get(place))] {
                if let Some(bound) = bound {
                    told[key] = (*bound).into();
                }
            }
            Some(told)
        };
        let line = |line: &Line| {
            let mut told = line.all.told();
            told["to"] = line.to.into();
            told["horizon"] = (line.to - self.launch).into();
            told["method"] = line.method.into();
            if !line.classes.is_empty() {
                told["by_size"] = line.classes.iter().enumerate().filter_map(class).collect::<Vec<_>>().into();
            }
            told
        };
        json!({ "launch": self.launch, "scores": lines.iter().map(line).collect::<Vec<_>>() })
    }
}

fn shown(number: f64) -> String {
    vietnamese_number(number, 1)
}

/// A time or a bound as it was given.
fn plain(number: f64) -> String {
    number.to_string().replace('.', ",")
}

/// What a class of size holds.
fn class_name(sizes: &[f64], place: usize) -> String {
    let from = place.checked_sub(1).and_then(|before| sizes.get(before));
    match (from, sizes.get(place)) {
        (Some(from), Some(below)) => text("backtest_between", &[("from", &plain(*from)), ("below", &plain(*below))]),
        (Some(from), None) => text("backtest_from", &[("from", &plain(*from))]),
        (None, Some(below)) => text("backtest_below", &[("below", &plain(*below))]),
        (None, None) => String::new(),
    }
}

fn print(lines: &[Line], sizes: &[f64], level: f64) {
    let mut table = comfy_table::Table::new();
    let names = ["backtest_to", "backtest_method", "backtest_cases", "backtest_mape", "backtest_malpe", "backtest_p90"];
    let mut header: Vec<String> = names.map(|key| text(key, &[])).to_vec();
    header.push(text("backtest_interval", &[("level", &shown(100.0 * level))]));
    header.push(text("backtest_held", &[]));
    table.set_header(header);
    for line in lines {
        let names = [plain(line.to), text(&format!("method_{}", line.method), &[])];
        table.add_row(names.into_iter().chain(line.all.cells()));
        for (place, class) in line.classes.iter().enumerate() {
            let Some(class) = class else { continue };
            let names = [String::new(), class_name(sizes, place)];
            table.add_row(names.into_iter().chain(class.cells()));
        }
    }
    println!("{table}");
}
