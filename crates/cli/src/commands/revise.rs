//! `danso revise`.

use super::close::{caller, refused, report_id};
use crate::messages::text;
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use comfy_table::Table;
use danso_model::UserId;
use std::process::ExitCode;
use uuid::Uuid;

/// Revise a report that was sent with what arrived since: a numbered revision beside it, with the table of what differs.
#[derive(Debug, Args)]
pub(crate) struct Revise {
    #[command(flatten)]
    database: Database,
    /// Id of the report
    #[arg(long, value_name = "ID")]
    report: String,
    /// Why
    #[arg(long)]
    reason: String,
    /// The login of whoever revises, who must report for the unit; left out: whoever holds the database
    #[arg(long = "as", value_name = "LOGIN")]
    by: Option<String>,
}

impl Revise {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let id = report_id(&self.report)?;
        let app = self.database.existing(KeyUse::Need).await?;
        let reply = match &self.by {
            Some(login) => app.revise(&caller(&app, login).await?, id, &self.reason).await,
            None => app.revise_unchecked(UserId(Uuid::nil()), id, &self.reason).await,
        };
        let reply = reply.map_err(refused)?;
        if self.database.json {
            println!("{}", serde_json::to_string(&reply)?);
            return Ok(ExitCode::SUCCESS);
        }
        println!("{}", text("revised", &[("revision", &reply.revision), ("position", &reply.position), ("hash", &reply.hash)]));
        let mut table = Table::new();
        table
            .set_header(["number", "label", "unit", "span", "old", "new", "change"].map(|key| text(&format!("head_{key}"), &[])));
        for line in &reply.differences {
            let shown = |value: Option<f64>| value.map(|value| value.to_string().replace('.', ",")).unwrap_or_default();
            let span = text(&format!("span_{}", line.span), &[]);
            let row = [line.number.clone(), line.label.clone(), line.unit.clone(), span];
            table.add_row(row.into_iter().chain([shown(line.old), shown(line.new), shown(line.change)]));
        }
        println!("{table}");
        Ok(ExitCode::SUCCESS)
    }
}
