//! `danso verify`.

use crate::messages::text;
use crate::open::{Database, KeyUse};
use anyhow::Result;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::process::ExitCode;

/// Derive everything from the log again and compare: chain, statuses, rows, residency checks, image, balance.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    database: Database,
}

impl Verify {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let app = self.database.existing(KeyUse::Need).await?;
        let bar = ProgressBar::new(0).with_message(text("verifying", &[]));
        bar.set_style(
            ProgressStyle::with_template("{msg} {bar:40} {human_pos}/{human_len} {eta}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        let report = app
            .verify(|done, total| {
                bar.set_length(total.max(done));
                bar.set_position(done);
            })
            .await?;
        bar.finish_and_clear();
        if self.database.json {
            let mut value = serde_json::to_value(&report)?;
            value["ok"] = report.is_clean().into();
            println!("{value}");
        } else if report.is_clean() {
            let values: [(&str, &dyn std::fmt::Display); 4] = [
                ("entries", &report.entries),
                ("persons", &report.persons),
                ("households", &report.households),
                ("balances", &report.balances),
            ];
            println!("{}", text("verify_clean", &values));
        } else {
            println!("{}", text("verify_wrong", &[("wrong", &report.wrong)]));
            for difference in &report.differences {
                println!("{}\t{}\t{}", difference.check, difference.place, difference.what);
            }
        }
        Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}
