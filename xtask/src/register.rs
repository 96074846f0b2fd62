//! A synthetic register to show and to develop with.

use crate::process::run;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `danso generate` is asked for.
pub struct Wanted<'a> {
    /// The database to fill.
    pub database: &'a str,
    /// The file of the key that seals personal content.
    pub key: &'a Path,
    /// Code of the province.
    pub province: &'a str,
    /// Code of the one commune, or the whole province.
    pub commune: Option<&'a str>,
    /// About how many persons.
    pub persons: u32,
    /// Months of events after the first day.
    pub months: u32,
    /// Events left for review.
    pub waiting: u32,
}

/// The file with the log-ins, beside the register.
pub const LOGINS: &str = "logins.json";

/// One person who may log in.
pub struct Login {
    /// What is typed.
    pub login: String,
    /// What is typed, too.
    pub password: String,
    /// The person's name.
    pub name: String,
    /// The role's code.
    pub role: String,
    /// Code of the unit; of a collaborator, the commune of the area.
    pub place: String,
}

/// Runs `danso generate` and reads the log-ins it wrote.
pub fn generate(danso: &Path, wanted: &Wanted<'_>, folder: &Path) -> Result<Vec<Login>> {
    let logins = folder.join(LOGINS);
    let mut generate = Command::new(danso);
    generate.args(["generate", "--database", wanted.database, "--province", wanted.province, "--seed", "1"]);
    generate.arg("--key-file").arg(wanted.key);
    generate.args(["--persons", &wanted.persons.to_string(), "--months", &wanted.months.to_string()]);
    generate.args(["--waiting", &wanted.waiting.to_string()]).arg("--logins").arg(&logins);
    if let Some(commune) = wanted.commune {
        generate.args(["--commune", commune]);
    }
    run(&mut generate).context("failed to generate the register")?;
    read_logins(&logins)
}

/// The log-ins of a register generated before.
pub fn read_logins(file: &Path) -> Result<Vec<Login>> {
    let text = fs::read_to_string(file).with_context(|| format!("failed to read {}", file.display()))?;
    let rows: Vec<Value> = serde_json::from_str(&text).with_context(|| format!("{} is not a list", file.display()))?;
    let word = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let login = |row: &Value| Login {
        login: word(row, "login"),
        password: word(row, "password"),
        name: word(row, "name"),
        role: word(row, "role"),
        place: row["commune"].as_str().map_or_else(|| word(row, "place"), str::to_owned),
    };
    Ok(rows.iter().map(login).collect())
}

/// A new SQLite file in a folder, without what was there before.
pub fn fresh_sqlite(folder: &Path) -> Result<String> {
    let file = folder.join("danso.sqlite");
    for ending in ["", "-wal", "-shm"] {
        let old = PathBuf::from(format!("{}{ending}", file.display()));
        if old.exists() {
            fs::remove_file(old)?;
        }
    }
    Ok(format!("sqlite://{}", file.display()))
}
