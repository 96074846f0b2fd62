//! `danso import events|register`.

use super::legacy::{self, Bad};
use crate::messages::{expected, text};
use crate::open::{Database, KeyUse};
use crate::system;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use danso_app::{App, BulkKind};
use danso_model::{Event, Shard};
use danso_store::{AreaRow, HamletRow, LogStore, PlaceStore};
use danso_store_sql::SqlStore;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Events written in one transaction.
const CHUNK: usize = 1_000;

/// Read events or a legacy list from a file. Rows that cannot be taken go to `FILE.bad.csv` (or `.bad.ndjson`) with the reason.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    database: Database,
    /// Two digits of the province, when the database is empty
    #[arg(long, global = true)]
    province: Option<u8>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// What `danso export events` wrote, or events of docs/wire.md one a line
    Events {
        /// The file
        file: PathBuf,
    },
    /// A list of persons by household: CSV or XLSX
    Register {
        /// The file
        file: PathBuf,
        /// JSON file that maps our column names to those of the list
        #[arg(long, value_name = "FILE")]
        map: Option<PathBuf>,
        /// The day on which the list was true; today when left out
        #[arg(long)]
        at: Option<String>,
    },
}

impl Import {
    pub(crate) async fn run(self) -> Result<ExitCode> {
        let store = self.database.store().await?;
        let shard = match (store.shards().await?.is_empty(), self.province) {
            (true, Some(province)) => Shard(province),
            (true, None) | (false, _) => match &self.what {
                What::Events { file } if store.shards().await?.is_empty() => province_of(file)?,
                What::Events { .. } | What::Register { .. } => self.database.only_shard(store.as_ref()).await?,
            },
        };
        let (good, bad, bad_file) = match &self.what {
            What::Events { file } => self.events(&store, shard, file).await?,
            What::Register { file, map, at } => self.register(&store, shard, file, map.as_deref(), at.as_deref()).await?,
        };
        store.close().await;
        if self.database.json {
            let bad_file = bad_file.filter(|_| bad > 0).map(|file| file.display().to_string());
            println!("{}", json!({ "good": good, "bad": bad, "bad_file": bad_file }));
        } else {
            println!("{}", text("imported", &[("good", &good), ("bad", &bad)]));
            if let Some(file) = bad_file.filter(|_| bad > 0) {
                println!("{}", text("bad_rows", &[("file", &file.display())]));
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn events(&self, store: &Arc<SqlStore>, shard: Shard, file: &Path) -> Result<(u64, u64, Option<PathBuf>)> {
        let reader = open(file)?;
        let bad_file = beside(file, "bad.ndjson");
        let mut bad_out: Option<File> = None;
        let (mut good, mut bad) = (0, 0);
        let (mut hamlets, mut areas): (Vec<HamletRow>, Vec<AreaRow>) = (Vec::new(), Vec::new());
        let mut app: Option<App> = None;
        let mut chunk: Vec<Event> = Vec::new();
        for line in reader.lines() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            match read_line(&line) {
                Ok(Line::Hamlet(row)) => hamlets.push(row),
                Ok(Line::Area(row)) => areas.push(row),
                Ok(Line::Skipped) => {}
                Ok(Line::Event(event)) => {
                    chunk.push(*event);
                    good += 1;
                }
                Err(what) => {
                    bad += 1;
                    if bad_out.is_none() {
                        bad_out = Some(File::create(&bad_file)?);
                    }
                    let reason = text("row_event", &[("what", &what)]);
                    if let Some(out) = &mut bad_out {
                        writeln!(out, "{}", json!({ "line": line, "reason": reason }))?;
                    }
                }
            }
            if chunk.len() == CHUNK {
                let app = self.ready(&mut app, store, shard, &mut hamlets, &mut areas).await?;
                good -= load(app, std::mem::take(&mut chunk)).await?;
            }
        }
        let app = self.ready(&mut app, store, shard, &mut hamlets, &mut areas).await?;
        good -= load(app, chunk).await?;
        Ok((good, bad, Some(bad_file)))
    }

    /// The register, opened when the places in the file have been written.
    async fn ready<'a>(
        &self,
        app: &'a mut Option<App>,
        store: &Arc<SqlStore>,
        shard: Shard,
        hamlets: &mut Vec<HamletRow>,
        areas: &mut Vec<AreaRow>,
    ) -> Result<&'a App> {
        store.put_hamlets(shard, &std::mem::take(hamlets)).await?;
        store.put_areas(shard, &std::mem::take(areas)).await?;
        if app.is_none() {
            *app = Some(self.database.app(Arc::clone(store), shard, KeyUse::Make).await?);
        }
        app.as_ref().context("the register was just opened")
    }

    async fn register(
        &self,
        store: &Arc<SqlStore>,
        shard: Shard,
        file: &Path,
        map: Option<&Path>,
        at: Option<&str>,
    ) -> Result<(u64, u64, Option<PathBuf>)> {
        let env = system::env();
        let at = at.map_or_else(|| Ok(env.today()), super::day)?;
        let table = legacy::read_table(file)?;
        let columns = legacy::columns(&table.header, map)?;
        let places = legacy::Places::new(store.hamlets(shard).await?, store.areas(shard).await?);
        let catalog = danso_catalog::Catalog::embedded()?;
        let outcome = legacy::households(&table, &columns, &places, &catalog, &env, at);
        let app = self.database.app(Arc::clone(store), shard, KeyUse::Make).await?;
        for chunk in outcome.events.chunks(CHUNK) {
            app.load_events(chunk.to_vec(), BulkKind::Fresh).await?;
        }
        let bad_file = beside(file, "bad.csv");
        if !outcome.bad.is_empty() {
            write_bad(&bad_file, &table.header, &outcome.bad)?;
        }
        Ok((outcome.good, outcome.bad.len() as u64, Some(bad_file)))
    }
}

/// Loads events that are not there yet; gives how many were.
async fn load(app: &App, events: Vec<Event>) -> Result<u64> {
    let ids: Vec<_> = events.iter().map(|event| event.id).collect();
    let known = app.known_events(&ids).await?;
    let fresh: Vec<Event> = events.into_iter().filter(|event| !known.contains(&event.id)).collect();
    app.load_events(fresh, BulkKind::Later).await?;
    Ok(known.len() as u64)
}

fn open(file: &Path) -> Result<BufReader<File>> {
    File::open(file).map(BufReader::new).map_err(|_| expected("no_such_file", &[("file", &file.display())]))
}

pub(crate) fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(end);
    PathBuf::from(name)
}

enum Line {
    Hamlet(HamletRow),
    Area(AreaRow),
    Event(Box<Event>),
    /// An event that did not count where it comes from.
    Skipped,
}

fn read_line(line: &str) -> Result<Line, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if let Some(hamlet) = value.get("hamlet").filter(|hamlet| hamlet.is_object()) {
        return Ok(Line::Hamlet(hamlet_row(hamlet).ok_or("hamlet without id, code or commune")?));
    }
    if let Some(area) = value.get("area").filter(|area| area.is_object()) {
        return Ok(Line::Area(area_row(area).ok_or("area without id, number or commune")?));
    }
    let status = value.get("status").and_then(Value::as_str);
    if status.is_some_and(|status| status != "accepted") {
        return Ok(Line::Skipped);
    }
    let event = value.get("event").filter(|event| event.is_object()).unwrap_or(&value);
    danso_wire::decode(event.to_string().as_bytes()).map(|event| Line::Event(Box::new(event))).map_err(|error| error.to_string())
}

fn hamlet_row(value: &Value) -> Option<HamletRow> {
    let word = |key: &str| value.get(key)?.as_str().map(str::to_owned);
    let number = |key: &str| value.get(key).and_then(Value::as_i64).and_then(|number| i32::try_from(number).ok());
    Some(HamletRow {
        id: word("id")?.parse().ok()?,
        code: word("code")?,
        name: word("name")?,
        kind: word("kind")?,
        commune: word("commune")?,
        valid_from: number("valid_from"),
        valid_to: number("valid_to"),
    })
}

fn area_row(value: &Value) -> Option<AreaRow> {
    let word = |key: &str| value.get(key)?.as_str().map(str::to_owned);
    let hamlets = value.get("hamlets")?.as_array()?.iter().filter_map(|id| id.as_str()?.parse().ok()).collect();
    Some(AreaRow {
        id: word("id")?.parse().ok()?,
        number: word("number")?,
        name: word("name")?,
        commune: word("commune")?,
        hamlets,
    })
}

/// The province of the first place in an export.
fn province_of(file: &Path) -> Result<Shard> {
    let first = open(file)?.lines().next().transpose()?.unwrap_or_default();
    let commune = match read_line(&first) {
        Ok(Line::Hamlet(row)) => Some(row.commune),
        Ok(Line::Area(_) | Line::Event(_) | Line::Skipped) | Err(_) => None,
    };
    let code = commune.and_then(|code| code.parse().ok());
    let today = system::env().today();
    let gazetteer = danso_places::Gazetteer::embedded();
    let province = code.and_then(|code| {
        gazetteer.ancestor(code, danso_places::Level::Province, today).or_else(|| {
            let old = jiff::civil::date(2025, 6, 30);
            let new = gazetteer.successors(code, old).first()?.new;
            gazetteer.ancestor(new, danso_places::Level::Province, today)
        })
    });
    let province = province.and_then(|code| code.as_str().parse().ok()).map(Shard);
    province.ok_or_else(|| expected("grant_place", &[("role", &"import"), ("option", &"--province")]))
}

fn write_bad(file: &Path, header: &[String], bad: &[Bad]) -> Result<()> {
    let mut out = File::create(file)?;
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(header.iter().map(String::as_str).chain(["reason"]))?;
    for row in bad {
        let mut record = row.cells.clone();
        record.resize(header.len(), String::new());
        record.push(row.reason.clone());
        csv.write_record(record)?;
    }
    csv.flush()?;
    Ok(())
}
