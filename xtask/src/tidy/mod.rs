//! `cargo xtask tidy`: the rules of the source tree that no compiler knows.
//! A rule is a function from a file (or the crates) to findings; to add one, write it in `rules.rs` and name it in `check`.

mod layers;
mod rules;
mod scan;

use crate::process::{cargo, command, output, root};
use anyhow::{Context, Result};
use std::fs;
use std::process::ExitCode;

/// Something to mend: where, and what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    place: String,
    what: String,
}

/// One text file of the tree.
pub(crate) struct Source<'a> {
    /// Path inside the workspace, with `/`.
    path: &'a str,
    text: &'a str,
}

struct Checked {
    faults: Vec<Fault>,
    long: Vec<(usize, String)>,
}

fn check() -> Result<Checked> {
    let mut checked = Checked { faults: crate_faults()?, long: Vec::new() };
    let listed = output(command("git").args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]))
        .context("failed to list the files of the tree")?;
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        let Ok(bytes) = fs::read(root().join(path)) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let source = Source { path, text: &text };
        checked.faults.extend(rules::faults(&source));
        checked.long.extend(rules::long(&source).map(|lines| (lines, path.to_owned())));
    }
    checked.long.sort_by(|a, b| b.cmp(a));
    Ok(checked)
}

fn crate_faults() -> Result<Vec<Fault>> {
    let text = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    Ok(layers::faults(&layers::packages(&metadata)))
}

fn report(checked: &Checked) -> String {
    let faults = checked.faults.iter().map(|fault| format!("{}: {}\n", fault.place, fault.what));
    let long = checked.long.iter().map(|(lines, path)| format!("{path}: {lines} lines; look for the second noun\n"));
    long.chain(faults).collect()
}

/// As a step of the tests.
pub(crate) fn finding() -> Result<(bool, String)> {
    let checked = check()?;
    Ok((checked.faults.is_empty(), report(&checked)))
}

/// As a command.
pub(crate) fn command_line() -> Result<ExitCode> {
    let checked = check()?;
    print!("{}", report(&checked));
    println!("{} faults", checked.faults.len());
    Ok(if checked.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
