//! The steps, in the order in which they find most for least time.

use super::{Options, Part, Report};
use crate::postgres::Postgres;
use crate::process::{cargo, command, logged, on_path, target};
use crate::tools::{self, Tool};
use crate::{tidy, web};
use anyhow::{Context, Result};
use std::process::Command;

/// What the web app is made of and tested with.
const OF_WEB: [&str; 4] = ["web", "catalog", "conformance", "xtask/src"];
/// What program and web app together are made of and tested with.
const OF_PROGRAM: [&str; 8] = ["crates", "web", "catalog", "conformance", "e2e", "xtask/src", "Cargo.toml", "Cargo.lock"];

/// Does every step that is wanted. `Err` only if there is no point in going on.
pub(super) fn all(options: &Options, report: &mut Report) -> Result<()> {
    let wants_rust = options.wants(Part::Rust);
    if options.only.is_none() {
        report.step("tools", |_| tools::install(&tools::ALL).map(|()| (true, String::new())));
    }
    if wants_rust {
        report.step("tidy", |_| tidy::finding());
        report.step("format", |log| logged(plain(cargo().args(["fmt", "--all", "--check"])), log));
    }
    let built = report.step("web build", |_| web::build().map(|()| (true, String::new())));
    if options.wants(Part::Web) {
        if built {
            web_steps(report);
        } else {
            report.cannot("web tests", "the web app is not built");
        }
    }
    if wants_rust && !options.no_clippy {
        report.step("clippy", |log| {
            logged(
                plain(cargo().args([
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--keep-going",
                    "--quiet",
                    "--",
                    "-D",
                    "warnings",
                ])),
                log,
            )
        });
    }
    if wants_rust || options.wants(Part::E2e) {
        with_program(options, report, built);
    }
    Ok(())
}

fn web_steps(report: &mut Report) {
    report.step("web types", |log| logged(plain(web::in_web("npm").args(["run", "--silent", "check"])), log));
    report.step("web tests", |log| logged(plain(web::in_web("npx").args(["vitest", "run"])), log));
    report.step("web size", |log| logged(plain(web::in_web("npm").args(["run", "--silent", "size"])), log));
    // A browser waits more than it works: two of them take little longer than one.
    report.beside(
        |other| {
            other.steady("web acts", &OF_WEB, |log| {
                logged(browser(web::in_web("npm").args(["run", "--silent", "journey:acts"]))?, log)
            });
            other.steady("web collaborator", &OF_WEB, |log| {
                logged(browser(web::in_web("npm").args(["run", "--silent", "journey"]))?, log)
            });
            other.steady("web alone", &OF_WEB, |log| {
                logged(browser(web::in_web("npm").args(["run", "--silent", "journey:alone"]))?, log)
            });
        },
        |own| {
            own.steady("web desk", &OF_WEB, |log| {
                logged(browser(web::in_web("npx").args(["vitest", "run", "--config", "test/desk.browser.config.ts"]))?, log)
            });
        },
    );
}

/// Steps that need the crates built, and both stores.
fn with_program(options: &Options, report: &mut Report, web_is_built: bool) {
    let mut postgres = None;
    report.step("postgres", |_| {
        let server = Postgres::start()?;
        let version = crate::postgres::version()?;
        postgres = Some(server);
        Ok((true, version))
    });
    let wants_rust = options.wants(Part::Rust);
    let build: &[&str] = if wants_rust {
        &["build", "--workspace", "--lib", "--bins", "--tests", "--examples", "--keep-going"]
    } else {
        &["build", "--package", "danso"]
    };
    let built = report.step("build", |log| logged(plain(cargo().args(build)), log));
    if wants_rust {
        match (&postgres, built) {
            (Some(postgres), true) => rust_tests(report, postgres),
            (None, _) => report.cannot("rust tests", "no PostgreSQL server"),
            (_, false) => report.cannot("rust tests", "the crates do not build"),
        }
    }
    if options.wants(Part::E2e) {
        match (&postgres, built && web_is_built) {
            (Some(postgres), true) => {
                report.steady("journeys", &OF_PROGRAM, |log| {
                    let mut journeys = command("node");
                    journeys.arg("e2e/run.mjs").env("DANSO_BIN", target().join("debug/danso"));
                    postgres.tell(&mut journeys);
                    logged(browser(&mut journeys)?, log)
                });
                report.steady("phones and officer", &OF_PROGRAM, |log| {
                    let mut sync = command("node");
                    sync.args(["web/node_modules/vitest/vitest.mjs", "run", "--config", "e2e/sync/vitest.config.mjs"]);
                    postgres.tell(&mut sync);
                    logged(plain(&mut sync).env("DANSO_BIN", target().join("debug/danso")), log)
                });
            }
            (None, _) => report.cannot("journeys", "no PostgreSQL server"),
            (_, false) => report.cannot("journeys", "the program or the web app is not built"),
        }
    }
}

fn rust_tests(report: &mut Report, postgres: &Postgres) {
    report.step("rust tests", |log| {
        let mut tests = cargo();
        if on_path("cargo-nextest").is_some() {
            tests.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
        } else {
            tests.args(["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests", "--examples"]);
        }
        postgres.tell(&mut tests);
        logged(plain(&mut tests), log)
    });
    report.step("doc tests", |log| logged(plain(cargo().args(["test", "--workspace", "--doc"])), log));
}

/// Without colours, so that the output can be read by us.
fn plain(command: &mut Command) -> &mut Command {
    command.env("NO_COLOR", "1").env("CARGO_TERM_COLOR", "never").env_remove("FORCE_COLOR")
}

/// With the browser named.
fn browser(command: &mut Command) -> Result<&mut Command> {
    tools::install(&[Tool::Chromium])?;
    let chromium = tools::chromium().context("no chromium")?;
    Ok(plain(command).env("CHROMIUM", chromium))
}
