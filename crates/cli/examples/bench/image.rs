//! One full pass over the image of a province: unit × sex × single age, with DuckDB on the same rows beside it.

use anyhow::{Context, Result};
use danso_model::{EventBody, HamletId, Position};
use danso_registry::ResidentClaim;
use danso_tally::{CountQuery, Grouping, Image, StatusFilter, day_number};
use danso_testkit::{Plan, generate};
use jiff::civil::date;
use std::collections::HashMap;
use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

const PERSONS: u64 = 4_200_000;
const PASSES: usize = 31;

/// Runs `DuckDB` of PyPI over the rows that Rust wrote; prints the median of its passes and the total it counted.
const PEER: &str = r#"
import sys, time, statistics
import duckdb
db = duckdb.connect()
db.execute("set threads = 2")
db.execute(f"create table episode as select * from read_csv('{sys.argv[1]}', header=true)")
query = "select unit, sex, (20260701 - birth) // 10000 as age, count(*) from episode where began <= 20260701 and ended > 20260701 group by all"
times = []
for _ in range(31):
    start = time.perf_counter()
    rows = db.execute(query).fetchall()
    times.append((time.perf_counter() - start) * 1000)
print(f"DuckDB {duckdb.__version__}: median {statistics.median(times):.1f} ms, best {min(times):.1f} ms, {sum(row[3] for row in rows)} persons, {len(rows)} cells")
"#;

pub fn run() -> Result<()> {
    let generated = generate(&Plan::new(92, PERSONS)).map_err(|error| anyhow::anyhow!("{error}"))?;
    let commune: HashMap<HamletId, String> =
        generated.deployment().hamlets.iter().map(|hamlet| (hamlet.id, hamlet.commune.clone())).collect();
    let file = std::env::temp_dir().join(format!("danso-bench-{}.csv", std::process::id()));
    let mut rows = std::io::BufWriter::new(std::fs::File::create(&file)?);
    writeln!(rows, "unit,sex,birth,began,ended")?;
    let started = Instant::now();
    let mut image = Image::new();
    for (position, event) in (1..).map(Position).zip(generated.baseline()) {
        let EventBody::Household { hamlet, members, .. } = &event.body else { continue };
        for member in members {
            image.learn(position, member.person, &[ResidentClaim::of(&event, member.person)]);
            let began = day_number(event.date.imputed());
            writeln!(rows, "{},{:?},{},{began},99991231", commune[hamlet], member.sex, member.birth.number())?;
        }
    }
    rows.flush()?;
    image.settle();
    let (live, _) = image.len();
    println!(
        "built from {live} episodes in {:.1} s, {:.1} bytes an episode",
        started.elapsed().as_secs_f64(),
        image.bytes() as f64 / live as f64
    );
    let groups = Grouping::new(image.hamlets(), |hamlet| commune.get(&hamlet).cloned());
    for threads in [1, 2] {
        let query =
            CountQuery { at: date(2026, 7, 1), known_at: None, groups: &groups, statuses: StatusFilter::usual(), threads };
        let mut times: Vec<Duration> = Vec::with_capacity(PASSES);
        let mut total = 0;
        for _ in 0..PASSES {
            let pass = Instant::now();
            let cube = image.count(&query);
            times.push(pass.elapsed());
            total = cube.total();
        }
        times.sort_unstable();
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!(
            "danso, {threads} thread(s): median {:.1} ms, best {:.1} ms, {total} persons, {} units × 3 sexes × 121 ages",
            ms(times[PASSES / 2]),
            ms(times[0]),
            groups.labels.len()
        );
    }
    peer(&file)?;
    std::fs::remove_file(&file)?;
    Ok(())
}

fn peer(file: &std::path::Path) -> Result<()> {
    let folder = std::env::temp_dir().join("danso-bench-venv");
    let python = folder.join("bin/python");
    if !python.exists() {
        run_quietly(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        run_quietly(Command::new(&python).args(["-m", "pip", "install", "--quiet", "duckdb"]))?;
    }
    let status = Command::new(&python).args(["-c", PEER]).arg(file).status().context("running DuckDB")?;
    anyhow::ensure!(status.success(), "DuckDB failed");
    Ok(())
}

fn run_quietly(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    anyhow::ensure!(status.success(), "{command:?} failed");
    Ok(())
}
