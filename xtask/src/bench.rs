//! `cargo xtask bench`: the measurements, made by the example `bench` of the program.

use crate::postgres::Postgres;
use crate::process::{cargo, root};
use crate::web;
use anyhow::{Result, bail};
use clap::Args;
use std::process::ExitCode;

const SOURCE: &str = "crates/cli/examples/bench";

/// What is measured.
#[derive(Args)]
pub struct Options {
    /// Handed to the measurements as they are.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds for release and measures with a PostgreSQL server of our own.
pub fn run(options: &Options) -> Result<ExitCode> {
    let source = root().join(SOURCE);
    if !source.with_extension("rs").is_file() && !source.join("main.rs").is_file() {
        bail!("there is nothing to measure yet: {SOURCE}.rs is missing");
    }
    web::build()?;
    let postgres = Postgres::start()?;
    let mut bench = cargo();
    bench.args(["run", "--release", "--package", "danso", "--example", "bench", "--"]).args(&options.arguments);
    postgres.tell(&mut bench);
    let status = bench.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
