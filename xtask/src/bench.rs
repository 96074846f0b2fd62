//! `cargo xtask bench`: the measurements, made by the example `bench` of the program; those of projections by that of their crate.

mod linkage;

use crate::postgres::Postgres;
use crate::process::{cargo, root};
use crate::web;
use anyhow::{Result, bail};
use clap::Args;
use std::process::{Command, ExitCode};

const SOURCE: &str = "crates/cli/examples/bench";

/// What is measured.
#[derive(Args)]
pub struct Options {
    /// Handed to the measurements as they are.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds for release and measures with a PostgreSQL server of our own; `web` measures the apps in a browser, `demography` projections beside numpy.
pub fn run(options: &Options) -> Result<ExitCode> {
    if let Some(("linkage", rest)) = options.arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return linkage::run(rest);
    }
    if options.arguments.iter().any(|argument| argument == "web") {
        return in_browser(&options.arguments);
    }
    if options.arguments.iter().any(|argument| argument == "demography") {
        return of_demography(&options.arguments);
    }
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

/// The example `demography_bench` of its crate, which needs no server and no web app.
fn of_demography(arguments: &[String]) -> Result<ExitCode> {
    let others = arguments.iter().filter(|argument| *argument != "demography");
    let mut bench = cargo();
    bench.args(["run", "--release", "--package", "danso-demography", "--example", "demography_bench", "--"]).args(others);
    let status = bench.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `e2e/bench.mjs` against a program built for release.
fn in_browser(arguments: &[String]) -> Result<ExitCode> {
    if arguments.len() > 1 {
        bail!("`web` is measured by itself: cargo xtask bench web");
    }
    web::build()?;
    let built = cargo().args(["build", "--release", "--package", "danso", "--bin", "danso"]).status()?;
    if !built.success() {
        return Ok(ExitCode::FAILURE);
    }
    let program = crate::process::target().join("release/danso");
    let status = Command::new("node")
        .arg("e2e/bench.mjs")
        .current_dir(root())
        .env("DANSO_BIN", program)
        .env("E2E_STORE", "sqlite")
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
