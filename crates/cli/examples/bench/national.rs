//! The nation out of its provinces' images: an extract of 102 million episodes, one pass, memory; DuckDB and Polars on the same rows beside it, one after the other.
//! `DANSO_BENCH_PERSONS` makes it smaller. The rows lie in a file of about 32 bytes each while it runs.

use crate::figures::persons;
use anyhow::{Context, Result};
use danso_model::{EventBody, HamletId, Position};
use danso_places::Gazetteer;
use danso_registry::ResidentClaim;
use danso_tally::{Extract, Grouping, Image, StatusFilter, day_number};
use danso_testkit::{Plan, generate};
use jiff::civil::date;
use std::collections::HashMap;
use std::io::Write;
use std::process::Command;
use std::time::Instant;

const PERSONS: u64 = 102_000_000;
const PASSES: usize = 7;

const DUCKDB: &str = r#"
import sys, time, statistics, resource
import duckdb
db = duckdb.connect()
db.execute("set enable_progress_bar = false; set threads = 2; set memory_limit = '10GB'")
db.execute(f"create table episode as select unit::integer unit, sex::utinyint sex, birth::integer birth, began::integer began, ended::integer ended from read_csv('{sys.argv[1]}', header=true)")
query = "select unit, sex, (20260701 - birth) // 10000 as age, count(*) from episode where began <= 20260701 and ended > 20260701 group by all"
times = []
for _ in range(7):
    start = time.perf_counter()
    rows = db.execute(query).fetchall()
    times.append(time.perf_counter() - start)
print(f"DuckDB {duckdb.__version__}: median {statistics.median(times):.2f} s, {sum(row[3] for row in rows)} persons, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
"#;

const POLARS: &str = r#"
import sys, time, statistics, resource
import polars as pl
rows = pl.scan_csv(sys.argv[1], schema={"unit": pl.Int32, "sex": pl.UInt8, "birth": pl.Int32, "began": pl.Int32, "ended": pl.Int32}).collect(engine="streaming")
times = []
for _ in range(7):
    start = time.perf_counter()
    counted = (rows.lazy().filter((pl.col("began") <= 20260701) & (pl.col("ended") > 20260701))
        .group_by("unit", "sex", ((20260701 - pl.col("birth")) // 10000).alias("age")).len().collect(engine="streaming"))
    times.append(time.perf_counter() - start)
print(f"Polars {pl.__version__}: median {statistics.median(times):.2f} s, {counted['len'].sum()} persons, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
"#;

pub fn run() -> Result<()> {
    let on = date(2026, 7, 1);
    let provinces = Gazetteer::embedded().provinces(on);
    let each = persons(PERSONS) / provinces.len() as u64;
    let file = std::env::temp_dir().join(format!("danso-national-{}.csv", std::process::id()));
    let mut rows = std::io::BufWriter::new(std::fs::File::create(&file)?);
    writeln!(rows, "unit,sex,birth,began,ended")?;
    let started = Instant::now();
    let mut extract = Extract::new();
    let mut commune: HashMap<HamletId, String> = HashMap::new();
    for province in &provinces {
        let code: u8 = province.code.as_str().parse().context("a province's code is a number")?;
        let generated = generate(&Plan::new(code, each)).map_err(|error| anyhow::anyhow!("{error}"))?;
        commune.extend(generated.deployment().hamlets.iter().map(|hamlet| (hamlet.id, hamlet.commune.clone())));
        let mut image = Image::new();
        let mut position = 0;
        for event in generated.baseline() {
            position += 1;
            let EventBody::Household { hamlet, members, .. } = &event.body else { continue };
            for member in members {
                image.learn(Position(position), member.person, &[ResidentClaim::of(&event, member.person)]);
                let (began, sex) = (day_number(event.date.imputed()), member.sex as u8);
                writeln!(rows, "{},{sex},{},{began},99991231", commune[hamlet], member.birth.number())?;
            }
        }
        extract.add(&image);
    }
    rows.flush()?;
    drop(rows);
    println!(
        "{} episodes of {} provinces in {:.0} s, read province by province; the extract {:.2} GB, peak of the process {:.2} GB",
        extract.len(),
        provinces.len(),
        started.elapsed().as_secs_f64(),
        extract.bytes() as f64 / 1e9,
        peak_kb() as f64 / 1e6
    );
    let groups = Grouping::new(extract.hamlets(), |hamlet| commune.get(&hamlet).cloned());
    for threads in [1, 2] {
        let mut times = Vec::with_capacity(PASSES);
        let mut total = 0;
        for _ in 0..PASSES {
            let pass = Instant::now();
            total = extract.count(on, &groups, StatusFilter::usual(), threads).total();
            times.push(pass.elapsed().as_secs_f64());
        }
        times.sort_unstable_by(f64::total_cmp);
        println!(
            "danso, {threads} thread(s): median {:.2} s, {total} persons, {} communes",
            times[PASSES / 2],
            groups.labels.len()
        );
    }
    println!("peak of the process after counting {:.2} GB", peak_kb() as f64 / 1e6);
    drop(extract);
    let folder = std::env::temp_dir().join("danso-bench-venv");
    let python = folder.join("bin/python");
    if !python.exists() {
        done(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    done(Command::new(&python).args(["-m", "pip", "install", "--quiet", "duckdb", "polars"]))?;
    for script in [DUCKDB, POLARS] {
        done(Command::new(&python).args(["-c", script]).arg(&file))?;
    }
    std::fs::remove_file(&file)?;
    Ok(())
}

fn done(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    anyhow::ensure!(status.success(), "{command:?} failed");
    Ok(())
}

/// The peak memory of this process in kB, as Linux tells it.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
