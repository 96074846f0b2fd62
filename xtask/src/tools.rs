//! The programs from outside cargo and npm, and how to get those that are missing.

use crate::process::{is_root, on_path, output, root, run};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that the project needs beside cargo.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tool {
    /// Builds and tests the web app.
    Node,
    /// The second of the two stores.
    Postgres,
    /// The browser of the journeys.
    Chromium,
    /// Counts figures anew outside the program.
    Python,
}

/// Every tool.
pub const ALL: [Tool; 4] = [Tool::Node, Tool::Postgres, Tool::Chromium, Tool::Python];

const NODE: (u32, u32) = (20, 19);
const POSTGRES: u32 = 15;

impl Tool {
    fn here(self) -> Result<bool> {
        match self {
            Self::Node => Ok(node_version().is_some()),
            Self::Postgres => Ok(postgres_bin().is_some()),
            Self::Chromium => Ok(chromium().is_some()),
            Self::Python => Ok(on_path("python3").is_some()),
        }
    }

    fn package(self) -> &'static str {
        match self {
            Self::Node => "nodejs npm",
            Self::Postgres => "postgresql",
            Self::Chromium => "chromium",
            Self::Python => "python3",
        }
    }
}

/// Installs what is missing with apt-get, where we may, and says what to do where we may not.
pub fn install(wanted: &[Tool]) -> Result<()> {
    let mut missing = Vec::new();
    for tool in wanted {
        if !tool.here()? {
            missing.push(*tool);
        }
    }
    if !missing.is_empty() {
        let packages = missing.iter().flat_map(|tool| tool.package().split(' ')).collect::<Vec<_>>();
        apt_get(&packages)?;
    }
    for tool in wanted {
        match tool {
            Tool::Node => check_node()?,
            Tool::Postgres => drop(postgres_bin().context("PostgreSQL 15 or newer is still missing after apt-get")?),
            Tool::Chromium => drop(chromium().context("chromium is still missing after apt-get")?),
            Tool::Python => drop(on_path("python3").context("python3 is still missing after apt-get")?),
        }
    }
    Ok(())
}

fn apt_get(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if on_path("apt-get").is_none() {
        bail!(
            "missing here: {list}. Install these with your system's package manager (PostgreSQL {POSTGRES} or newer) and try again"
        );
    }
    let sudo = on_path("sudo").filter(|_| !is_root());
    if !is_root() && sudo.is_none() {
        bail!("missing here: {list}. Run as root: apt-get update && apt-get install {list}");
    }
    println!("installing {list}");
    for arguments in [vec!["-q", "update"], [vec!["-q", "install", "-y", "--no-install-recommends"], packages.to_vec()].concat()]
    {
        let mut command = match &sudo {
            Some(sudo) => {
                let mut command = Command::new(sudo);
                command.arg("DEBIAN_FRONTEND=noninteractive").arg("apt-get");
                command
            }
            None => Command::new("apt-get"),
        };
        run(command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
            .with_context(|| format!("failed to install {list}; install it by hand and try again"))?;
    }
    Ok(())
}

fn node_version() -> Option<String> {
    on_path("npm")?;
    output(Command::new("node").arg("--version")).ok().map(|version| version.trim().to_owned())
}

fn check_node() -> Result<()> {
    let version = node_version().context("node and npm are still missing after apt-get")?;
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let (major, minor) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if (major, minor) < NODE {
        bail!("node is {version}, the web app needs {}.{} or newer: install a newer Node.js and try again", NODE.0, NODE.1);
    }
    Ok(())
}

/// The folder of the newest PostgreSQL server programs here, 15 or newer.
pub fn postgres_bin() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let on_path = on_path("initdb").and_then(|file| file.parent().map(Path::to_owned));
    debian
        .chain(on_path)
        .filter_map(|bin| Some((postgres_version(&bin)?, bin)))
        .filter(|(version, _)| *version >= POSTGRES)
        .max()
        .map(|(_, bin)| bin)
}

fn postgres_version(bin: &Path) -> Option<u32> {
    for program in ["initdb", "psql"] {
        bin.join(program).is_file().then_some(())?;
    }
    let text = output(Command::new(bin.join("postgres")).arg("--version")).ok()?;
    let number = text.split_whitespace().find(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))?;
    number.split('.').next()?.parse().ok()
}

/// The browser: `CHROMIUM`, or the first of the usual names.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(root().join(named)).filter(|file| file.is_file());
    }
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| on_path(name))
}
