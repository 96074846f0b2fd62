//! `danso duplicates`: the search of the night, by hand or from cron.

use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use danso_app::App;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Look through all residents of a register for those who stand in it twice, and keep what was found for the desk, as the server does at night.
#[derive(Debug, Args)]
pub(crate) struct Duplicates {
    #[command(flatten)]
    database: Database,
    /// Write the pairs to this file: `one,other,commune_one,commune_other,probability,weight,same_number`, without names
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Duplicates {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let app = self.database.existing(KeyUse::Need).await?;
        let report = app.search_night().await?;
        if let Some(out) = &self.out {
            write(&app, out).await?;
        }
        if self.database.json {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            let seconds = format!("{:.1}", report.seconds).replace('.', ",");
            let numbers: [(&str, &dyn std::fmt::Display); 5] = [
                ("residents", &report.residents),
                ("pairs", &report.pairs),
                ("sure", &report.sure),
                ("across", &report.across),
                ("seconds", &seconds),
            ];
            println!("{}", text("duplicates_done", &numbers));
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn write(app: &App, out: &Path) -> Result<()> {
    let refused = || expected("link_cannot_write", &[("file", &out.display())]);
    let mut writer = csv::Writer::from_path(out).map_err(|_| refused())?;
    writer.write_record(["one", "other", "commune_one", "commune_other", "probability", "weight", "same_number"])?;
    for pair in app.night_file().await? {
        let [one, other] = pair.communes;
        writer.write_record([
            pair.one.to_string(),
            pair.other.to_string(),
            one,
            other,
            format!("{:.4}", pair.probability),
            format!("{:.3}", pair.weight),
            pair.same_number.to_string(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}
