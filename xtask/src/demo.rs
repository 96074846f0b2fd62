//! `cargo xtask demo`: the whole of it on one machine, with people who do not exist.

use crate::postgres::Postgres;
use crate::process::{cargo, kept, run as run_command, target};
use crate::register::{LOGINS, Login, Wanted, fresh_sqlite, generate};
use crate::{server, web};
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde_json::Value;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;

/// What the demonstration shows.
#[derive(Args)]
pub struct Options {
    /// Where the register is kept.
    #[arg(long, value_enum, default_value = "sqlite")]
    store: Store,
    /// Code of the province.
    #[arg(long, default_value = "92")]
    province: String,
    /// Code of one commune, instead of the whole province.
    #[arg(long)]
    commune: Option<String>,
    /// About how many persons.
    #[arg(long, default_value_t = 20_000)]
    persons: u32,
    /// Months of events.
    #[arg(long, default_value_t = 6)]
    months: u32,
    /// Events left for the officers to review.
    #[arg(long, default_value_t = 200)]
    waiting: u32,
    /// Port on this machine.
    #[arg(long, default_value_t = 8600)]
    port: u16,
    /// End as soon as the server has answered.
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Store {
    Sqlite,
    Postgres,
}

/// Builds, generates, serves, and says how to get in.
pub fn run(options: &Options) -> Result<ExitCode> {
    web::build()?;
    run_command(cargo().args(["build", "--release", "--package", "danso"])).context("failed to build danso")?;
    let danso = target().join("release/danso");
    let folder = kept("demo")?;
    let (postgres, database) = match options.store {
        Store::Sqlite => (None, fresh_sqlite(&folder)?),
        Store::Postgres => {
            let postgres = Postgres::start()?;
            let database = postgres.create("danso_demo")?;
            (Some(postgres), database)
        }
    };
    let wanted = Wanted {
        database: &database,
        key: &folder.join("register.key"),
        province: &options.province,
        commune: options.commune.as_deref(),
        persons: options.persons,
        months: options.months,
        waiting: options.waiting,
    };
    let logins = generate(&danso, &wanted, &folder)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let mut serving = server::serve(&danso, &database, wanted.key, address)?;
    print!("{}", welcome(&format!("http://{address}"), &logins, &folder.join(LOGINS), &messages()?));
    if !options.check {
        serving.wait()?;
    }
    drop(serving);
    drop(postgres);
    Ok(ExitCode::SUCCESS)
}

fn messages() -> Result<Value> {
    Ok(serde_json::from_str(include_str!("../messages/demo.vi.json"))?)
}

fn welcome(address: &str, logins: &[Login], file: &Path, words: &Value) -> String {
    let word = |key: &str| words[key].as_str().unwrap_or(key).to_owned();
    let mut lines = vec![
        String::new(),
        word("ready"),
        format!("  {:<20} {address}/ctv/", word("collaborators")),
        format!("  {:<20} {address}/can-bo/", word("officers")),
        format!("  {:<20} {address}/api/openapi.json", word("api")),
        String::new(),
    ];
    let role = |code: &str| words["roles"][code].as_str().unwrap_or(code).to_owned();
    let head = ["login", "password", "role", "place", "name"].map(word);
    let shown = first_of_each_place(logins);
    let rows =
        shown.iter().map(|row| [row.login.clone(), row.password.clone(), role(&row.role), row.place.clone(), row.name.clone()]);
    lines.extend(table(&std::iter::once(head).chain(rows).collect::<Vec<_>>()));
    if shown.len() < logins.len() {
        lines.push(format!("  {} {}", word("more"), file.display()));
    }
    lines.extend([String::new(), word("synthetic"), word("stop"), String::new()]);
    lines.join("\n")
}

/// Those above the communes, and the first commune's officer and collaborators.
fn first_of_each_place(logins: &[Login]) -> Vec<&Login> {
    let commune = logins.iter().find(|login| login.role == "commune").map(|login| login.place.as_str());
    let of_a_commune = |login: &Login| ["commune", "collaborator"].contains(&login.role.as_str());
    logins.iter().filter(|login| !of_a_commune(login) || Some(login.place.as_str()) == commune).collect()
}

fn table(rows: &[[String; 5]]) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let cell = |(text, width): (&String, usize)| format!("{text:<width$}");
    let line = |row: &[String; 5]| row.iter().zip(widths).map(cell).collect::<Vec<_>>().join("  ");
    rows.iter().map(|row| format!("  {}", line(row).trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(login: &str, role: &str, place: &str) -> Login {
        Login { login: login.into(), password: "p".into(), name: "An".into(), role: role.into(), place: place.into() }
    }

    fn said(logins: &[Login]) -> String {
        welcome("http://127.0.0.1:8600", logins, Path::new("logins.json"), &messages().expect("the messages are JSON"))
    }

    #[test]
    fn the_log_ins_stand_in_columns() {
        let text = said(&[login("a", "commune", "31120"), login("longer", "unknown", "31120")]);
        let rows = text.lines().filter(|line| line.contains("31120")).collect::<Vec<_>>();
        assert_eq!(rows.len(), 2);
        let column =
            |row: &str| row.chars().collect::<Vec<_>>().windows(5).position(|window| window == ['3', '1', '1', '2', '0']);
        assert_eq!(column(rows[0]), column(rows[1]));
        assert!(rows[1].contains("unknown"), "a role without a name is shown by its code");
        assert!(text.contains("http://127.0.0.1:8600/ctv/"));
        assert!(!text.contains("logins.json"));
    }

    #[test]
    fn only_the_first_commune_is_shown() {
        let text = said(&[
            login("tw", "nation", "VN"),
            login("xa.1", "commune", "1"),
            login("xa.2", "commune", "2"),
            login("ctv.1", "collaborator", "1"),
        ]);
        assert!(text.contains("tw") && text.contains("xa.1") && text.contains("ctv.1") && !text.contains("xa.2"));
        assert!(text.contains("logins.json"));
    }
}
