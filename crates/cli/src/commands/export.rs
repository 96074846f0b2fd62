//! `danso export events|units|register`.

use crate::messages::text;
use crate::open::{Database, KeyUse};
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use danso_app::App;
use danso_model::{HouseholdId, Position};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Columns of the register as CSV; `danso import register` reads them back.
pub(crate) const COLUMNS: [&str; 16] = [
    "hamlet",
    "area",
    "household",
    "address",
    "person_id",
    "name",
    "relationship",
    "sex",
    "birth",
    "ethnic",
    "education",
    "marital",
    "residence",
    "since",
    "pin_tail",
    "phone",
];

/// Households read at once.
const PAGE: u32 = 500;

/// Write events or the register to a file.
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    database: Database,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Every event with where it stands, one JSON document a line, the places first
    Events {
        /// The file
        #[arg(long)]
        out: PathBuf,
    },
    /// The map: units with their days, what became what, hamlets and regions, one JSON document a line
    Units {
        /// The file
        #[arg(long)]
        out: PathBuf,
    },
    /// Everyone who is a member of a household now: CSV, or household documents as NDJSON, by the end of the file's name
    Register {
        /// The file
        #[arg(long)]
        out: PathBuf,
    },
}

impl Export {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let app = self.database.existing(KeyUse::Need).await?;
        let (out, lines) = match &self.what {
            What::Events { out } => (out, events(&app, &mut create(out)?).await?),
            What::Units { out } => (out, units(&app, &mut create(out)?).await?),
            What::Register { out } if out.extension().is_some_and(|end| end == "csv") => {
                (out, register_csv(&app, create(out)?).await?)
            }
            What::Register { out } => (out, register(&app, &mut create(out)?).await?),
        };
        if self.database.json {
            println!("{}", json!({ "file": out.display().to_string(), "lines": lines }));
        } else {
            println!("{}", text("exported", &[("lines", &lines), ("file", &out.display())]));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn create(out: &PathBuf) -> Result<BufWriter<File>> {
    File::create(out).map(BufWriter::new).with_context(|| out.display().to_string())
}

fn line(out: &mut impl Write, value: &Value) -> Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")?;
    Ok(())
}

async fn events(app: &App, out: &mut impl Write) -> Result<u64> {
    let (hamlets, areas) = app.places().await?;
    for row in &hamlets {
        let hamlet = json!({
            "id": row.id.to_string(), "code": row.code, "name": row.name, "kind": row.kind, "commune": row.commune,
            "valid_from": row.valid_from, "valid_to": row.valid_to,
        });
        line(out, &json!({ "hamlet": hamlet }))?;
    }
    for row in &areas {
        let inside: Vec<String> = row.hamlets.iter().map(ToString::to_string).collect();
        let area = json!({ "id": row.id.to_string(), "number": row.number, "name": row.name, "commune": row.commune, "hamlets": inside });
        line(out, &json!({ "area": area }))?;
    }
    let (mut after, mut lines) = (Position(0), 0);
    loop {
        let (page, next) = app.page_of_events(after, 2_000).await?;
        for event in &page {
            line(out, event)?;
            lines += 1;
        }
        match next {
            Some(next) => after = next,
            None => break,
        }
    }
    out.flush()?;
    Ok(lines)
}

async fn units(app: &App, out: &mut impl Write) -> Result<u64> {
    let lines = app.map_lines().await?;
    for each in &lines {
        line(out, each)?;
    }
    out.flush()?;
    Ok(lines.len() as u64)
}

async fn register(app: &App, out: &mut impl Write) -> Result<u64> {
    let (mut after, mut lines) = (None, 0);
    loop {
        let page = app.page_of_households(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(HouseholdId(last.id));
        for household in &page {
            line(out, &serde_json::to_value(household)?)?;
            lines += 1;
        }
    }
    out.flush()?;
    Ok(lines)
}

async fn register_csv(app: &App, mut out: BufWriter<File>) -> Result<u64> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS)?;
    let (hamlets, areas) = app.places().await?;
    let hamlets: HashMap<_, _> = hamlets.into_iter().map(|row| (row.id.0, row.code)).collect();
    let areas: HashMap<_, _> = areas.into_iter().map(|row| (row.id.0, row.number)).collect();
    let (mut after, mut lines) = (None, 0);
    loop {
        let page = app.page_of_households(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(HouseholdId(last.id));
        for household in &page {
            for member in &household.members {
                let optional = |value: &Option<String>| value.clone().unwrap_or_default();
                csv.write_record([
                    hamlets.get(&household.hamlet).cloned().unwrap_or_default(),
                    areas.get(&household.area).cloned().unwrap_or_default(),
                    household.number.clone(),
                    optional(&household.address),
                    member.id.to_string(),
                    optional(&member.name),
                    member.relationship.clone(),
                    member.sex.clone(),
                    member.birth.clone(),
                    optional(&member.ethnic),
                    optional(&member.education),
                    optional(&member.marital),
                    member.residence.clone(),
                    member.since.clone(),
                    optional(&member.pin_tail),
                    optional(&member.phone),
                ])?;
                lines += 1;
            }
        }
    }
    csv.flush()?;
    Ok(lines)
}
