//! `danso indicators`.

use crate::messages::text;
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use comfy_table::Table;
use std::process::ExitCode;

/// The catalogue of indicators.
#[derive(Debug, Args)]
pub(crate) struct Indicators {
    #[command(flatten)]
    database: Database,
}

impl Indicators {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let app = self.database.existing(KeyUse::Need).await?;
        let reply = app.indicators_told();
        if self.database.json {
            println!("{}", serde_json::to_string(&reply)?);
            return Ok(ExitCode::SUCCESS);
        }
        let mut table = Table::new();
        table.set_header(["code", "name", "unit_of_measure", "formula", "breakdowns"].map(|key| text(key, &[])));
        for line in &reply.indicators {
            let cells = [&line.code, &line.vi, &line.unit_of_measure, &line.formula, &line.breakdowns.join(", ")];
            table.add_row(cells.map(String::as_str));
        }
        println!("{table}");
        Ok(ExitCode::SUCCESS)
    }
}
