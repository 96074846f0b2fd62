//! `cargo xtask test`: every check there is, each a step with its seconds, and one sum at the end.

mod counts;
mod steps;

use crate::fingerprint;
use crate::process::kept;
use anyhow::Result;
use clap::{Args, ValueEnum};
use counts::Count;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Which checks.
#[derive(Args)]
pub struct Options {
    /// Only one part.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Leave the lints out.
    #[arg(long)]
    no_clippy: bool,
    /// Do also those browser steps again that passed here with the very same files
    #[arg(long)]
    again: bool,
}

/// A part of the tree with its own checks.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Part {
    /// The crates.
    Rust,
    /// The web app by itself.
    Web,
    /// The program and the web app together, in a browser.
    E2e,
}

impl Options {
    /// Everything.
    pub fn for_ci() -> Self {
        Self { only: None, no_clippy: false, again: false }
    }

    fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

/// Runs the steps and says at the end how many tests passed and failed.
pub fn run(options: &Options) -> Result<ExitCode> {
    let began = Instant::now();
    let mut report = Report { again: options.again, ..Report::default() };
    steps::all(options, &mut report)?;
    println!();
    for line in report.lines(began.elapsed()) {
        println!("{line}");
    }
    Ok(if report.failed_steps().next().is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Done {
    name: &'static str,
    took: Duration,
    passed: bool,
    count: Count,
    /// It passed before with the very same files, and was not done again.
    before: bool,
}

/// What has been done so far.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<Done>,
    /// Whether steps are done again whose files are those with which they passed.
    again: bool,
}

/// What a step found: whether it passed, and what its programs wrote.
pub(crate) type Finding = Result<(bool, String)>;

impl Report {
    /// Does a step, says how it went, and shows the end of its output if it failed.
    pub(crate) fn step(&mut self, name: &'static str, work: impl FnOnce(&std::path::Path) -> Finding) -> bool {
        println!("… {name}");
        let began = Instant::now();
        let log = kept("logs").map(|folder| folder.join(format!("{}.log", name.replace(' ', "-"))));
        let found = log.and_then(|log| work(&log));
        let (passed, text) = found.unwrap_or_else(|error| (false, format!("{error:#}")));
        if !passed {
            let lines = text.lines().collect::<Vec<_>>();
            for line in &lines[lines.len().saturating_sub(SHOWN)..] {
                println!("    {line}");
            }
        }
        let done = Done { name, took: began.elapsed(), passed, count: Count::of_step(&text, passed), before: false };
        println!("{}", done.line());
        self.steps.push(done);
        passed
    }

    /// Does a step that rests on the files of some places alone, unless it passed here with the very same files: then what it found stands, and the report says so.
    pub(crate) fn steady(&mut self, name: &'static str, places: &[&str], work: impl FnOnce(&std::path::Path) -> Finding) -> bool {
        let stamp = format!("passed-{}", name.replace(' ', "-"));
        let files = || fingerprint::of(&fingerprint::files(places, &MADE)?);
        let began = Instant::now();
        let (Ok(before), Ok(logs)) = (files(), kept("logs")) else { return self.step(name, work) };
        let told = std::fs::read_to_string(logs.join(format!("{}.log", name.replace(' ', "-"))));
        if let (false, Ok(false), Ok(told)) = (self.again, fingerprint::changed(&stamp, &before), told) {
            let done = Done { name, took: began.elapsed(), passed: true, count: Count::of_step(&told, true), before: true };
            println!("{}", done.line());
            self.steps.push(done);
            return true;
        }
        // What changes while a step runs was not what it ran with.
        let passed = self.step(name, work);
        let kept = match (passed, files()) {
            (true, Ok(after)) if after == before => fingerprint::keep(&stamp, &after),
            (true | false, Ok(_) | Err(_)) => fingerprint::keep(&stamp, ""),
        };
        if let Err(error) = kept {
            println!("    {error:#}");
        }
        passed
    }

    /// Does some steps on a thread of their own while others go on.
    pub(crate) fn beside(&mut self, apart: impl FnOnce(&mut Self) + Send, here: impl FnOnce(&mut Self)) {
        let mut others = Self { again: self.again, ..Self::default() };
        std::thread::scope(|scope| {
            scope.spawn(|| apart(&mut others));
            here(self);
        });
        self.steps.append(&mut others.steps);
    }

    /// A step that cannot be done because another failed.
    pub(crate) fn cannot(&mut self, name: &'static str, because: &str) {
        self.step(name, |_| Ok((false, format!("not run: {because}"))));
    }

    fn failed_steps(&self) -> impl Iterator<Item = &Done> {
        self.steps.iter().filter(|step| !step.passed)
    }

    fn lines(&self, took: Duration) -> Vec<String> {
        let sum = self.steps.iter().map(|step| step.count).sum::<Count>();
        let mut lines = self.steps.iter().map(Done::line).collect::<Vec<_>>();
        lines.push(format!("{} steps in {:.0} s", self.steps.len(), took.as_secs_f64()));
        let failed = self.failed_steps().map(|step| step.name).collect::<Vec<_>>();
        if !failed.is_empty() {
            lines.push(format!("failed: {}", failed.join(", ")));
        }
        lines.push(format!("{} passed, {} failed", sum.passed, sum.failed));
        lines
    }
}

/// Folders of what is made, not written.
const MADE: [&str; 4] = ["node_modules", "dist", "out", "target"];

/// Lines of a failed step that are shown; the whole is in the log.
const SHOWN: usize = 400;

impl Done {
    fn line(&self) -> String {
        let sign = if self.passed { "ok" } else { "FAILED" };
        let many = if self.count.tests() > 1 { format!("{} tests", self.count.tests()) } else { String::new() };
        let counted = if self.before { format!("{many} passed before with the same files") } else { many };
        format!("{sign:<6} {:<24} {:>7.1} s  {counted}", self.name, self.took.as_secs_f64()).trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(name: &'static str, passed: bool, text: &str) -> Done {
        Done { name, took: Duration::from_secs(1), passed, count: Count::of_step(text, passed), before: false }
    }

    #[test]
    fn the_last_line_is_the_sum_and_failures_are_named() {
        let report = Report {
            steps: vec![done("tidy", true, ""), done("rust tests", false, "9 tests run: 7 passed, 2 failed, 0 skipped")],
            again: false,
        };
        let lines = report.lines(Duration::from_secs(2));
        assert_eq!(lines.last().map(String::as_str), Some("8 passed, 2 failed"));
        assert!(lines.contains(&"failed: rust tests".to_owned()));
    }

    #[test]
    fn what_passed_with_the_same_files_is_not_done_again_unless_asked() {
        let step = |report: &mut Report, passes: bool| {
            let mut done = false;
            report.steady("a step of a test", &["Cargo.toml"], |log| {
                done = true;
                std::fs::write(log, "3 passed, 0 failed")?;
                Ok((passes, "3 passed, 0 failed".to_owned()))
            });
            done
        };
        let mut report = Report { again: true, ..Report::default() };
        assert!(step(&mut report, true), "asked for");
        report.again = false;
        assert!(!step(&mut report, true), "it passed with these files");
        assert!(report.lines(Duration::ZERO).last().is_some_and(|sum| sum == "6 passed, 0 failed"));
        report.again = true;
        step(&mut report, false);
        report.again = false;
        assert!(step(&mut report, true), "what failed is done again");
    }

    #[test]
    fn a_part_excludes_the_others() {
        let options = Options { only: Some(Part::Web), no_clippy: false, again: false };
        assert!(options.wants(Part::Web) && !options.wants(Part::Rust));
        assert!(Options::for_ci().wants(Part::E2e));
    }
}
