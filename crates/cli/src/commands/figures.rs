//! `danso figures`.

use super::{day, period};
use crate::messages::text;
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use comfy_table::Table;
use danso_app::{FigureLine, FiguresAsk};
use danso_model::Position;
use danso_reports::vietnamese_number;
use std::process::ExitCode;

/// Figures of indicators for a unit or the units below it.
#[derive(Debug, Args)]
pub(crate) struct Figures {
    #[command(flatten)]
    database: Database,
    /// Codes of indicators: POP,CBR,TFR
    #[arg(long, value_delimiter = ',', required = true)]
    indicator: Vec<String>,
    /// Code of a unit (VN, 92, 31120, 31120.03), of a region (R6), or the id of an area
    #[arg(long)]
    unit: String,
    /// The units next below instead
    #[arg(long)]
    children: bool,
    /// 2026-10, 2026-Q3, 2026-H1, 2026 or 2024..2026
    #[arg(long)]
    period: String,
    /// Broken down by sex, age5, urban …
    #[arg(long, value_delimiter = ',')]
    by: Vec<String>,
    /// As known at this position of the log
    #[arg(long, value_name = "POSITION")]
    known_at: Option<u32>,
    /// On the boundaries of this day; by default the last of the period, never later than today
    #[arg(long, value_name = "DATE")]
    boundaries: Option<String>,
}

impl Figures {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let ask = FiguresAsk {
            indicators: self.indicator,
            unit: self.unit,
            children: self.children,
            period: period(&self.period)?,
            by: self.by,
            known_at: self.known_at.map(Position),
            boundaries: self.boundaries.as_deref().map(day).transpose()?,
        };
        let app = self.database.existing(KeyUse::Need).await?;
        let reply = app.figures_unchecked(&ask).await.map_err(super::refused)?;
        if self.database.json {
            println!("{}", serde_json::to_string(&reply)?);
            return Ok(ExitCode::SUCCESS);
        }
        let values: [(&str, &dyn std::fmt::Display); 4] = [
            ("unit", &reply.unit_name),
            ("period", &reply.period),
            ("known_at", &reply.known_at),
            ("boundaries", &reply.boundaries),
        ];
        println!("{}", text("figures", &values));
        let mut table = Table::new();
        table.set_header(
            ["indicator", "unit", "category", "value", "interval", "numerator", "denominator", "late"].map(|key| text(key, &[])),
        );
        for line in &reply.figures {
            let unit = reply.units.iter().find(|unit| unit.code == line.unit).map(|unit| unit.name.clone());
            let category: Vec<&str> = line.by.iter().map(|by| by.vi.as_str()).collect();
            let whole = |number: Option<f64>| {
                number.map(|number| vietnamese_number(number, u8::from(number.fract() != 0.0))).unwrap_or_default()
            };
            table.add_row([
                line.indicator.clone(),
                unit.unwrap_or_else(|| line.unit.clone()),
                category.join(", "),
                value(line),
                interval(line),
                whole(line.numerator),
                whole(line.denominator.or(line.exposure)),
                line.late.map(|late| late.to_string()).unwrap_or_default(),
            ]);
        }
        println!("{table}");
        Ok(ExitCode::SUCCESS)
    }
}

fn value(line: &FigureLine) -> String {
    let mark = if line.estimated { "≈ " } else { "" };
    let pooled = line.pooled.as_ref().map(|years| format!(" ({years})")).unwrap_or_default();
    match (line.value, &line.hidden) {
        (Some(value), _) => format!("{mark}{} {}{pooled}", vietnamese_number(value, line.decimals), line.unit_of_measure),
        (None, Some(hidden)) => text(&format!("hidden_{hidden}"), &[]),
        (None, None) => String::new(),
    }
}

fn interval(line: &FigureLine) -> String {
    let number = |value| vietnamese_number(value, line.decimals);
    line.low.zip(line.high).map(|(low, high)| format!("{} – {}", number(low), number(high))).unwrap_or_default()
}
