//! `danso report`.

use super::{day, period};
use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use anyhow::{Context, Result};
use clap::Args;
use danso_app::FormAsk;
use danso_model::Position;
use danso_reports::Format;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a report of a form as it stands now, not closed, to a file.
#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    database: Database,
    /// 01-DSX, 02-DSX, 03-DSX, 01-DSH, 02-DSH, 01-DST, 02-DST
    #[arg(long)]
    form: String,
    /// Code of the unit that reports
    #[arg(long)]
    unit: String,
    /// 2026-10, 2026-Q3 or 2026, as the form wants
    #[arg(long)]
    period: String,
    /// xlsx, pdf, docx, csv, json or html
    #[arg(long)]
    format: String,
    /// The file
    #[arg(long)]
    out: PathBuf,
    /// As known at this position of the log
    #[arg(long, value_name = "POSITION")]
    known_at: Option<u32>,
    /// On the boundaries of this day; by default the last of the period, never later than today
    #[arg(long, value_name = "DATE")]
    boundaries: Option<String>,
}

impl Report {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let format: Format = self.format.parse().map_err(|_| expected("bad_format", &[("text", &self.format)]))?;
        let ask = FormAsk {
            form: self.form,
            unit: self.unit,
            period: period(&self.period)?,
            known_at: self.known_at.map(Position),
            boundaries: self.boundaries.as_deref().map(day).transpose()?,
        };
        let app = self.database.existing(KeyUse::Need).await?;
        let file = app.report_file_unchecked(&ask, format).map_err(super::refused)?;
        std::fs::write(&self.out, &file).with_context(|| self.out.display().to_string())?;
        let (shown, bytes) = (self.out.display().to_string(), file.len());
        if self.database.json {
            println!("{}", json!({ "file": shown, "bytes": bytes, "form": ask.form, "unit": ask.unit, "period": ask.period }));
        } else {
            println!("{}", text("report_written", &[("file", &shown), ("bytes", &bytes)]));
        }
        Ok(ExitCode::SUCCESS)
    }
}
