//! `cargo xtask dev`: the server on a small register, and the web app with hot reload before it.

use crate::process::{Running, cargo, kept, run as run_command, target};
use crate::register::{LOGINS, Wanted, fresh_sqlite, generate, read_logins};
use crate::{server, web};
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;

/// What is developed.
#[derive(Args)]
pub struct Options {
    /// The entry to open with hot reload; the server shows the built ones.
    #[arg(long, value_enum, default_value = "ctv")]
    app: App,
    /// Port of the server.
    #[arg(long, default_value_t = 8600)]
    port: u16,
    /// Make the register anew.
    #[arg(long)]
    fresh: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum App {
    Ctv,
    CanBo,
}

impl App {
    fn script(self) -> &'static str {
        match self {
            Self::Ctv => "dev",
            Self::CanBo => "dev:canbo",
        }
    }
}

/// Runs until Ctrl-C.
pub fn run(options: &Options) -> Result<ExitCode> {
    web::build()?;
    run_command(cargo().args(["build", "--package", "danso"]))?;
    let danso = target().join("debug/danso");
    let folder = kept("dev")?;
    let (file, key) = (folder.join("danso.sqlite"), folder.join("register.key"));
    let logins = if options.fresh || !file.exists() {
        let database = fresh_sqlite(&folder)?;
        let wanted = Wanted {
            database: &database,
            key: &key,
            province: "92",
            commune: Some("31120"),
            persons: 1_500,
            months: 3,
            waiting: 20,
        };
        generate(&danso, &wanted, &folder)?
    } else {
        read_logins(&folder.join(LOGINS))?
    };
    for row in &logins {
        println!("{}  {}  {}  {}", row.login, row.password, row.role, row.place);
    }
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let serving = server::serve(&danso, &format!("sqlite://{}", file.display()), &key, address)?;
    let mut vite = web::in_web("npm");
    vite.args(["run", options.app.script()]).env("DANSO_API", format!("http://{address}"));
    Running::start(&mut vite, "INT")?.wait()?;
    drop(serving);
    Ok(ExitCode::SUCCESS)
}
