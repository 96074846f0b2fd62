//! The web app: its packages, and its build, which the server embeds.

use crate::process::{command, root, run};
use crate::{fingerprint, tools};
use anyhow::{Context, Result};
use std::process::Command;

/// Sources that decide what the build looks like. Tests do not.
const SOURCES: [&str; 8] = [
    "web/apps",
    "web/lib",
    "web/scripts",
    "web/package.json",
    "web/package-lock.json",
    "web/svelte.config.js",
    "web/tsconfig.json",
    "web/vite.config.ts",
];

/// A command in the folder of the web app.
pub fn in_web(program: &str) -> Command {
    let mut command = command(program);
    command.current_dir(root().join("web"));
    command
}

/// The packages of the lock file are in `node_modules`.
pub fn packages() -> Result<()> {
    tools::install(&[tools::Tool::Node])?;
    let lock = fingerprint::of(&fingerprint::files(&["web/package.json", "web/package-lock.json"], &[])?)?;
    if fingerprint::changed("npm", &lock)? || !root().join("web/node_modules/vite").is_dir() {
        run(in_web("npm").args(["ci", "--no-audit", "--no-fund"])).context("failed to install the web app's packages")?;
        fingerprint::keep("npm", &lock)?;
    }
    Ok(())
}

/// `web/dist` is that of the sources.
pub fn build() -> Result<()> {
    packages()?;
    let sources = fingerprint::of(&fingerprint::files(&SOURCES, &["node_modules"])?)?;
    if fingerprint::changed("web", &sources)? || !is_built() {
        run(in_web("npm").args(["run", "--silent", "build"])).context("failed to build the web app")?;
        fingerprint::keep("web", &sources)?;
    }
    Ok(())
}

fn is_built() -> bool {
    ["ctv", "can-bo"].iter().all(|app| root().join("web/dist").join(app).join("index.html").is_file())
}
