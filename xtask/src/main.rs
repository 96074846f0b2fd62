//! The project's own commands. Each subcommand is a file; `cargo xtask help` lists them.

mod bench;
mod demo;
mod dev;
mod fingerprint;
mod postgres;
mod process;
mod register;
mod server;
mod test;
mod tidy;
mod tools;
mod web;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Build, show and check danso.
#[derive(Parser)]
#[command(name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing and build the web app.
    Setup,
    /// Check everything: tidy, format, lints, tests, web app, browser journeys.
    Test(test::Options),
    /// The same as `test`, as continuous integration runs it.
    Ci,
    /// Check the rules of the source tree: dependency directions, file sizes, words that must not be there.
    Tidy,
    /// A synthetic register, the server over it, and the log-ins to try it with.
    Demo(demo::Options),
    /// The server on a small register and the web app with hot reload.
    Dev(dev::Options),
    /// The measurements that the project promises.
    Bench(bench::Options),
    /// Run a command with a PostgreSQL server of its own, named by `DANSO_TEST_POSTGRES`.
    Pg(postgres::Options),
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::Setup => {
            tools::install(&tools::ALL)?;
            web::build()?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Test(options) => test::run(&options),
        Command::Ci => test::run(&test::Options::for_ci()),
        Command::Tidy => tidy::command_line(),
        Command::Demo(options) => demo::run(&options),
        Command::Dev(options) => dev::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Pg(options) => postgres::run(&options),
    }
}
