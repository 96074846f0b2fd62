//! `danso report`.

use super::close::report_id;
use super::{day, period};
use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use anyhow::{Context, Result};
use clap::Args;
use danso_app::closing::ClosedPart;
use danso_app::{App, FormAsk};
use danso_model::Position;
use danso_reports::Format;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a report of a form to a file: as it stands now, or as it was closed.
#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    database: Database,
    /// 01-DSX, 02-DSX, 03-DSX, 01-DSH, 02-DSH, 01-DST, 02-DST
    #[arg(long, required_unless_present = "closed")]
    form: Option<String>,
    /// Code of the unit that reports
    #[arg(long, required_unless_present = "closed")]
    unit: Option<String>,
    /// 2026-10, 2026-Q3 or 2026, as the form wants
    #[arg(long, required_unless_present = "closed")]
    period: Option<String>,
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
    /// As it was closed: the id of the report; its last revision or version
    #[arg(long, value_name = "ID", conflicts_with_all = ["form", "unit", "period", "known_at", "boundaries"])]
    closed: Option<String>,
    /// This version of the closed report
    #[arg(long, requires = "closed")]
    version: Option<u32>,
    /// This revision of the closed report
    #[arg(long, requires = "closed", conflicts_with = "version")]
    revision: Option<u32>,
}

impl Report {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let format: Format = self.format.parse().map_err(|_| expected("bad_format", &[("text", &self.format)]))?;
        let app = self.database.existing(KeyUse::Need).await?;
        let (file, mut said) = match &self.closed {
            Some(id) => self.closed_file(&app, id, format).await?,
            None => self.file_of_now(&app, format)?,
        };
        std::fs::write(&self.out, &file).with_context(|| self.out.display().to_string())?;
        let (shown, bytes) = (self.out.display().to_string(), file.len());
        if self.database.json {
            said["file"] = json!(shown);
            said["bytes"] = json!(bytes);
            println!("{said}");
        } else {
            println!("{}", text("report_written", &[("file", &shown), ("bytes", &bytes)]));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn file_of_now(&self, app: &App, format: Format) -> Result<(Vec<u8>, Value)> {
        let ask = FormAsk {
            form: self.form.clone().unwrap_or_default(),
            unit: self.unit.clone().unwrap_or_default(),
            period: period(self.period.as_deref().unwrap_or_default())?,
            known_at: self.known_at.map(Position),
            boundaries: self.boundaries.as_deref().map(day).transpose()?,
        };
        let file = app.report_file_unchecked(&ask, format).map_err(super::refused)?;
        Ok((file, json!({ "form": ask.form, "unit": ask.unit, "period": ask.period })))
    }

    async fn closed_file(&self, app: &App, id: &str, format: Format) -> Result<(Vec<u8>, Value)> {
        let part = match (self.version, self.revision) {
            (_, Some(revision)) => ClosedPart::Revision(revision),
            (Some(version), None) => ClosedPart::Version(version),
            (None, None) => ClosedPart::Latest,
        };
        let file = app.closed_file_unchecked(report_id(id)?, part, format).await.map_err(super::close::refused)?;
        let mut said = json!({
            "form": file.form, "unit": file.unit, "period": file.period, "version": file.version, "hash": file.hash,
        });
        if let Some(revision) = file.revision {
            said["revision"] = json!(revision);
        }
        Ok((file.bytes, said))
    }
}
