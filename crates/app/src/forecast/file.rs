//! A forecast as a file.

use super::shapes::{Forecast, ForecastBasis, ForecastScenario};
use crate::messages::text;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::ForecastId;
use danso_reports::{Align, Cell, Column, Document, Format, Head, HeadCell, Page, Part, Row, Standing, Table, render};

/// Width of a column of numbers, millimetres.
const NUMBER_MM: f32 = 20.0;

fn plain(title: &str, heads: Vec<(String, String)>, rows: Vec<Vec<Cell>>) -> Table {
    let column = |(at, (code, _)): (usize, &(String, String))| Column {
        code: Some(code.clone()),
        width_mm: NUMBER_MM,
        align: if at == 0 { Align::Left } else { Align::Right },
        mark: None,
    };
    Table {
        title: Some(title.to_owned()),
        columns: heads.iter().enumerate().map(column).collect(),
        header: vec![heads.iter().map(|(_, words)| HeadCell::new(words.clone())).collect()],
        label: 0,
        frozen: 1,
        rows: rows.into_iter().map(|cells| Row { cells, ..Row::default() }).collect(),
    }
}

/// A number of people who may not be whole.
fn people(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::decimal(value, 1))
}

fn years(forecast: &Forecast) -> Table {
    let banded = forecast.years.iter().any(|line| line.total_band.is_some());
    let mut codes = vec![
        "year",
        "total",
        "male",
        "female",
        "births",
        "deaths",
        "net_migration",
        "children",
        "working",
        "older",
        "median_age",
        "dependency",
    ];
    if banded {
        codes.extend(["q025", "q10", "q50", "q90", "q975"]);
    }
    let heads = codes.iter().map(|code| ((*code).to_owned(), text(&format!("forecast_{code}")))).collect();
    let rows = forecast.years.iter().map(|line| {
        let mut cells = vec![Cell::text(line.year.to_string())];
        let flows = [line.births, line.deaths, line.net_migration];
        cells.extend([line.total, line.male, line.female].map(|value| people(Some(value))));
        cells.extend(flows.map(people));
        cells
            .extend([line.children, line.working, line.older, line.median_age, line.dependency].map(|value| people(Some(value))));
        if banded {
            match line.total_band {
                Some(band) => cells.extend(band.map(|value| people(Some(value)))),
                None => cells.extend([const { Cell::Empty }; 5]),
            }
        }
        cells
    });
    plain(&text("forecast_by_year"), heads, rows.collect())
}

/// Groups of five years, men and women in turn, year by year.
fn ages(forecast: &Forecast) -> Table {
    let mut heads = vec![("age".to_owned(), text("forecast_age")), ("sex".to_owned(), text("forecast_sex"))];
    heads.extend(forecast.years.iter().map(|line| (format!("y{}", line.year), line.year.to_string())));
    let mut rows = Vec::new();
    for start in (0..=100).step_by(5) {
        let label = if start == 100 { "100+".to_owned() } else { format!("{start}-{}", start + 4) };
        for (sex, ages) in [("forecast_male", &forecast.pyramid.male), ("forecast_female", &forecast.pyramid.female)] {
            let mut cells = vec![Cell::text(label.clone()), Cell::text(text(sex))];
            cells.extend(ages.iter().map(|people_of| people(Some(people_of.iter().skip(start).take(5).sum()))));
            rows.push(cells);
        }
    }
    plain(&text("forecast_by_age"), heads, rows)
}

/// Bounds of groups of ages, of the years that end in 0 or 5 and the last one.
fn bounds(forecast: &Forecast) -> Option<Table> {
    let bands = forecast.age_bands.as_ref()?;
    let codes = ["year", "age", "sex", "q025", "q10", "q90", "q975"];
    let heads = codes.iter().map(|code| ((*code).to_owned(), text(&format!("forecast_{code}")))).collect();
    let mut rows = Vec::new();
    for (at, line) in forecast.years.iter().skip(1).enumerate() {
        if line.year % 5 != 0 && at + 2 != forecast.years.len() {
            continue;
        }
        for (group, from) in bands.from.iter().enumerate() {
            for (sex, of) in [("forecast_male", &bands.male), ("forecast_female", &bands.female)] {
                let mut cells = [line.year.to_string(), format!("{from}-{}", from + 4), text(sex)].map(Cell::text).to_vec();
                cells.extend(of[at][group].map(|value| people(Some(value))));
                rows.push(cells);
            }
        }
    }
    Some(plain(&text("forecast_by_age_bounds"), heads, rows))
}

const fn scenario_code(scenario: ForecastScenario) -> &'static str {
    match scenario {
        ForecastScenario::Medium => "forecast_scenario_medium",
        ForecastScenario::Low => "forecast_scenario_low",
        ForecastScenario::High => "forecast_scenario_high",
        ForecastScenario::Constant => "forecast_scenario_constant",
        ForecastScenario::NoMigration => "forecast_scenario_no_migration",
    }
}

fn document(forecast: &Forecast) -> Document {
    let summary = &forecast.summary;
    let title = [
        text("forecast_title"),
        format!("{} · {}–{} · {}", summary.unit_name, summary.base, summary.to, text(scenario_code(summary.scenario))),
    ];
    let mut notes = vec![match summary.basis {
        ForecastBasis::Un => text("forecast_sources"),
        ForecastBasis::Gso => text("forecast_sources_gso"),
    }];
    if let Some(table) = &forecast.table {
        notes.push(format!("{} {} ({})", text("forecast_sources_table"), table.source, table.hash));
    }
    notes.push(format!("{} {}", text("forecast_hash"), summary.hash));
    let parts = [Part::Table(years(forecast)), Part::NewPage, Part::Table(ages(forecast))].into_iter();
    let parts = parts.chain(bounds(forecast).into_iter().flat_map(|table| [Part::NewPage, Part::Table(table)]));
    Document {
        page: Page::A4_LANDSCAPE,
        head: Head::default(),
        title: title.into(),
        parts: parts.collect(),
        notes,
        signatures: Vec::new(),
        standing: Standing::Record { position: u64::from(summary.known_at) },
    }
}

impl App {
    /// A forecast as a file, with the name it is saved under.
    ///
    /// # Errors
    /// As [`App::forecast`].
    pub async fn forecast_file(&self, caller: &Caller, id: ForecastId, format: Format) -> Result<(String, Vec<u8>), AppError> {
        let forecast = self.forecast(caller, id).await?;
        let bytes = render(&document(&forecast), format).map_err(|error| AppError::damaged(format!("the forecast: {error}")))?;
        let summary = &forecast.summary;
        let unit = summary.unit.replace('.', "-");
        Ok((format!("du-bao-{unit}-{}-{}.{}", &summary.base[..4], summary.to, format.extension()), bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_file_is_there() {
        let codes = [
            "title",
            "by_year",
            "by_age",
            "by_age_bounds",
            "sources_gso",
            "sources_table",
            "age",
            "sex",
            "male",
            "female",
            "year",
            "total",
            "births",
            "deaths",
            "net_migration",
            "children",
            "working",
            "older",
            "median_age",
            "dependency",
            "q025",
            "q10",
            "q50",
            "q90",
            "q975",
            "sources",
            "hash",
            "scenario_medium",
            "scenario_low",
            "scenario_high",
            "scenario_constant",
            "scenario_no_migration",
        ];
        for code in codes.map(|code| format!("forecast_{code}")) {
            assert_ne!(text(&code), code);
        }
    }
}
