//! The change of 1 July 2025 on a synthetic register of the whole country: applied and undone, with time and memory; national and
//! provincial figures before, after and undone must be the same. `DANSO_BENCH_PERSONS` sets the size.

use crate::province::watch;
use crate::served::program;
use anyhow::{Context, Result};
use serde_json::Value;
use std::process::{Command, Stdio};
use std::time::Instant;

const PERSONS: &str = "2000000";

pub fn run() -> Result<()> {
    let persons = std::env::var("DANSO_BENCH_PERSONS").unwrap_or_else(|_| PERSONS.to_owned());
    let folder = std::env::temp_dir().join(format!("danso-reorganise-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let url = format!("sqlite://{}", folder.join("country.sqlite").display());
    let told = |arguments: &[&str]| -> Result<Value> {
        let started = Instant::now();
        let mut command = Command::new(program()?);
        command.args(arguments).args(["--database", &url, "--json"]).env("DANSO_LOG", "error");
        let out = folder.join("answer.json");
        let mut child = command.stdout(Stdio::from(std::fs::File::create(&out)?)).spawn()?;
        let peak = watch(&mut child)?;
        println!("{}: {:.1} s, peak {} MB", arguments.join(" "), started.elapsed().as_secs_f64(), peak / 1024);
        serde_json::from_slice(&std::fs::read(&out)?).context("the answer of danso")
    };
    told(&["generate", "--province", "VN", "--persons", &persons, "--from", "2025-01"])?;
    let figures = || -> Result<[Value; 3]> {
        let of =
            |at: &str| Ok::<Value, anyhow::Error>(told(&["count", "--unit", "VN", "--by", "unit", "--at", at])?["rows"].take());
        Ok([of("2025-01-31")?, of("2025-06-30")?, of("2025-07-01")?])
    };
    let sum = |rows: &Value| rows.as_array().map_or(0, |rows| rows.iter().filter_map(|row| row["count"].as_u64()).sum::<u64>());
    let before = figures()?;
    let applied = told(&["reorganise", "--plan", "country-2025", "--apply"])?;
    let id = applied["id"].as_str().context("an id")?;
    println!(
        "applied in {:.2} s: {} hamlets ({} placed by rule), {} households, {} persons, {} accounts, {} areas",
        applied["seconds"].as_f64().unwrap_or_default(),
        applied["hamlets"],
        applied["guessed"],
        applied["households"],
        applied["persons"],
        applied["user_count"],
        applied["area_count"]
    );
    let after = figures()?;
    anyhow::ensure!(before[..2] == after[..2], "the provinces of before have other figures");
    anyhow::ensure!(sum(&before[2]) == sum(&after[2]), "the nation has another figure");
    println!("{} residents before and after; {} and {} provinces", sum(&after[2]), rows(&before[2]), rows(&after[2]));
    let undone = told(&["reorganise", "--undo", id])?;
    println!("undone in {:.2} s", undone["seconds"].as_f64().unwrap_or_default());
    anyhow::ensure!(figures()? == before, "undone, the figures are not what they were");
    println!(
        "undone: all figures as before; the file: {} MB",
        std::fs::metadata(folder.join("country.sqlite"))?.len() / 1_000_000
    );
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn rows(of: &Value) -> usize {
    of.as_array().map_or(0, Vec::len)
}
