//! The program danso: the register's server and its commands.
//!
//! Exit codes: 0 done; 1 something is off (`verify`, `doctor`) or a bug; 2 the command line makes no sense; 3 it cannot be done, and the
//! message says what to mend.

mod commands;
mod messages;
mod open;
mod system;

use clap::{Parser, Subcommand};
use commands::{
    backtest, close, count, dedupe, doctor, duplicates, erase, export, figures, forecast, generate, graduate, import, indicators,
    lifetable, link, project, quality, reconcile, reorganise, report, revise, serve, setting, user, verify,
};
use messages::{Expected, text};
use std::process::ExitCode;

/// Folding and reading rows make many small allocations from several threads; the system's allocator takes a fifth of the time of a push.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Population information system for Viet Nam
#[derive(Debug, Parser)]
#[command(name = "danso", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a synthetic register
    Generate(generate::Generate),
    /// Serve app, desk and API
    Serve(serve::Serve),
    /// Count usual residents
    Count(count::Count),
    /// Figures of indicators
    Figures(figures::Figures),
    /// Forecast a unit of a register
    Forecast(forecast::Forecast),
    /// Compare the register with a list of another office
    Reconcile(reconcile::Reconcile),
    /// The catalogue of indicators
    Indicators(indicators::Indicators),
    /// Write a report of a form to a file, as it stands or as it was closed
    Report(report::Report),
    /// Derive everything from the log again and compare
    Verify(verify::Verify),
    /// Write events or the register to a file
    Export(export::Export),
    /// Read events or a legacy list from a file
    Import(import::Import),
    /// Accounts
    User(user::User),
    /// Close reports: take them forward, list, show, check them
    Close(close::Close),
    /// Revise a report that was sent with what arrived since
    Revise(revise::Revise),
    /// How a commune works
    Setting(setting::Setting),
    /// Change the map of units
    Reorganise(reorganise::Reorganise),
    /// Link two lists of persons
    Link(link::Link),
    /// Find records of one list that are one person
    Dedupe(dedupe::Dedupe),
    /// Find residents who stand in the register twice
    Duplicates(duplicates::Duplicates),
    /// Destroy the key of a person: the content is gone, every count stays
    Erase(erase::Erase),
    /// Look whether everything is in order to run
    Doctor(doctor::Doctor),
    /// Project a population by cohorts and components
    Project(project::Project),
    /// Score forecasts of totals on what was counted later
    Backtest(backtest::Backtest),
    /// Life tables from a CSV file by age
    Lifetable(lifetable::Lifetable),
    /// How far a count by age and sex can be believed
    Quality(quality::Quality),
    /// Single ages from age groups
    Graduate(graduate::Graduate),
}

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("DANSO_LOG").unwrap_or_else(|_| "info,sqlx=warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{}", text("failed", &[("what", &error)]));
            return ExitCode::from(1);
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => {
            if let Some(Expected(message)) = error.downcast_ref::<Expected>() {
                eprintln!("{message}");
            } else {
                let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
                eprintln!("{}", text("failed", &[("what", &chain.join(": "))]));
            }
            ExitCode::from(3)
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Generate(command) => command.run().await,
        Command::Serve(command) => command.run().await,
        Command::Count(command) => command.run().await,
        Command::Figures(command) => command.run().await,
        Command::Forecast(command) => command.run().await,
        Command::Reconcile(command) => command.run().await,
        Command::Indicators(command) => command.run().await,
        Command::Report(command) => command.run().await,
        Command::Verify(command) => command.run().await,
        Command::Export(command) => command.run().await,
        Command::Import(command) => command.run().await,
        Command::User(command) => command.run().await,
        Command::Close(command) => command.run().await,
        Command::Revise(command) => command.run().await,
        Command::Setting(command) => command.run().await,
        Command::Reorganise(command) => command.run().await,
        Command::Link(command) => command.run(),
        Command::Dedupe(command) => command.run(),
        Command::Duplicates(command) => command.run().await,
        Command::Erase(command) => command.run().await,
        Command::Doctor(command) => command.run().await,
        Command::Project(command) => command.run().await,
        Command::Backtest(command) => command.run().await,
        Command::Lifetable(command) => command.run().await,
        Command::Quality(command) => command.run().await,
        Command::Graduate(command) => command.run().await,
    }
}
