//! `danso dedupe`: records of one list that are one person.

use super::link::{Options, finish, quoted, summary, tell};
use super::link_lists::Lists;
use crate::messages::{expected, text};
use anyhow::Result;
use clap::Args;
use danso_linkage::engine::cluster::clusters_of;
use serde_json::json;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Find records of one list that are one person
#[derive(Debug, Args)]
pub(crate) struct Dedupe {
    /// The list: CSV
    #[arg(long, value_name = "FILE")]
    a: PathBuf,
    /// Where to write the clusters: `cluster,id`, every record in one
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// From which probability two records are one person
    #[arg(long, default_value_t = 0.5)]
    least: f64,
    #[command(flatten)]
    options: Options,
}

impl Dedupe {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let started = Instant::now();
        let options = &self.options;
        let (mut summary, [clusters, records]) = options.in_threads(|| {
            let mut lists = Lists::read(&options.input(&self.a, None))?;
            let paired = lists.link(options.model.as_deref(), options.seed)?;
            let labels = clusters_of(&paired.linked, lists.sizes().0, self.least).labels();
            Ok((summary(&lists, &paired), write(&self.out, &lists, &labels)?))
        })?;
        let told = [
            ("clusters", json!(clusters)),
            ("duplicates", json!(records - clusters)),
            ("out", json!(self.out.display().to_string())),
        ];
        finish(&mut summary, told, started);
        if options.json {
            println!("{summary}");
        } else {
            println!("{}", text("dedupe_done", &[("records", &records), ("clusters", &clusters), ("out", &self.out.display())]));
            tell(&summary);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes the cluster of each record; gives clusters of more than one record, and records in them. A cluster is named by its first record.
fn write(file: &Path, lists: &Lists, labels: &[u32]) -> Result<[u64; 2]> {
    let mut out = BufWriter::new(File::create(file).map_err(|_| expected("link_cannot_write", &[("file", &file.display())]))?);
    writeln!(out, "cluster,id")?;
    let mut sizes = vec![0_u64; labels.len()];
    for (record, label) in labels.iter().enumerate() {
        writeln!(out, "{},{}", quoted(lists.id_a(*label as usize)), quoted(lists.id_a(record)))?;
        if let Some(size) = sizes.get_mut(*label as usize) {
            *size += 1;
        }
    }
    out.flush()?;
    let several = sizes.iter().filter(|size| **size > 1);
    Ok([several.clone().count() as u64, several.sum()])
}
