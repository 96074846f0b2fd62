//! `cargo xtask bench linkage`: danso and Splink on the same task in the same run.
//!
//! Generator and scorer are a kit that lies outside the repository, named by `--kit` or `DANSO_LINKAGE_KIT`: `gen_vn.py` makes the lists, `vnprep.py`
//! standardises for Splink and scores both, `vn_splink.py` runs Splink. They need Python; what they import comes from PyPI into a folder under `target`.

use crate::process::{self, cargo, kept, root};
use anyhow::{Context, Result};
use clap::Parser;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// The measurement itself.
const SCRIPT: &str = "xtask/src/bench/linkage.py";
const PACKAGES: [&str; 5] = ["splink==5.0.0", "duckdb", "pandas", "numpy", "pyarrow"];

/// What is measured.
#[derive(Parser)]
#[command(name = "linkage")]
struct Options {
    /// The folder of generator and scorer.
    #[arg(long, env = "DANSO_LINKAGE_KIT")]
    kit: PathBuf,
    /// People of the register.
    #[arg(long, default_value_t = 100_000)]
    n: u64,
    /// Seeds, one run each.
    #[arg(long, value_delimiter = ',', default_value = "1")]
    seeds: Vec<u64>,
    /// Only danso.
    #[arg(long)]
    without_splink: bool,
}

/// Builds, makes the lists, measures and prints.
pub(super) fn run(arguments: &[String]) -> Result<ExitCode> {
    let options = Options::try_parse_from(std::iter::once("linkage".to_owned()).chain(arguments.iter().cloned()))?;
    let kit = options.kit.canonicalize().with_context(|| format!("failed to find the kit {}", options.kit.display()))?;
    let folder = kept("linkage")?;
    let python = folder.join("venv/bin/python");
    if !python.is_file() {
        process::run(process::command("python3").args(["-m", "venv"]).arg(folder.join("venv")))?;
        process::run(process::command(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
    }
    process::run(cargo().args(["build", "--release", "--package", "danso", "--bin", "danso"]))?;
    process::run(cargo().args(["build", "--release", "--package", "danso-linkage", "--example", "resident"]))?;
    let release = root().join(process::target()).join("release");
    let mut measure = Command::new(&python);
    measure.arg(root().join(SCRIPT)).arg(&kit).arg(release.join("danso")).arg(release.join("examples/resident"));
    measure.arg(options.n.to_string()).arg(options.seeds.iter().map(u64::to_string).collect::<Vec<_>>().join(","));
    measure.arg(if options.without_splink { "alone" } else { "splink" }).current_dir(&folder);
    let status = measure.status().context("failed to start the measurement")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
