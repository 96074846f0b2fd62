//! `danso count`.

use super::day;
use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use comfy_table::Table;
use danso_app::{CountAsk, CountBy};
use danso_model::Position;
use danso_places::UnitCode;
use std::process::ExitCode;

/// Count usual residents of a unit at the end of a day.
#[derive(Debug, Args)]
pub(crate) struct Count {
    #[command(flatten)]
    database: Database,
    /// Code of a unit: VN, 92, 31120, 31120.03
    #[arg(long)]
    unit: String,
    /// The day, 2026-03-31
    #[arg(long)]
    at: String,
    /// Break down by sex, age, age5, unit
    #[arg(long, value_delimiter = ',')]
    by: Vec<String>,
    /// As known at this position of the log
    #[arg(long, value_name = "POSITION")]
    known_at: Option<u32>,
}

impl Count {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let unit: UnitCode = self.unit.parse().map_err(|_| expected("bad_unit", &[("text", &self.unit)]))?;
        let by = self.by.iter().map(|text| CountBy::parse(text).ok_or_else(|| expected("bad_by", &[("text", text)])));
        let ask = CountAsk {
            unit: self.unit.clone(),
            at: day(&self.at)?,
            by: by.collect::<Result<Vec<_>>>()?,
            known_at: self.known_at.map(Position),
        };
        let app = self.database.existing(KeyUse::None).await?;
        let reply = app.count_unchecked(unit, &ask).await?;
        if self.database.json {
            println!("{}", serde_json::to_string(&reply)?);
            return Ok(ExitCode::SUCCESS);
        }
        let values: [(&str, &dyn std::fmt::Display); 5] = [
            ("unit", &reply.unit),
            ("at", &reply.at),
            ("known_at", &reply.known_at),
            ("total", &reply.total),
            ("waiting", &reply.waiting),
        ];
        println!("{}", text("counted", &values));
        if !ask.by.is_empty() {
            let mut table = Table::new();
            table.set_header([text("unit", &[]), text("sex", &[]), text("age", &[]), text("count", &[])]);
            for row in &reply.rows {
                let age = row.age5.clone().or(row.age.map(|age| age.to_string()));
                table.add_row([
                    row.unit.clone().unwrap_or_default(),
                    row.sex.clone().unwrap_or_default(),
                    age.unwrap_or_default(),
                    row.count.to_string(),
                ]);
            }
            println!("{table}");
        }
        Ok(ExitCode::SUCCESS)
    }
}
