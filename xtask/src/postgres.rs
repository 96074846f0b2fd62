//! A PostgreSQL server of our own: in a temporary folder, on a free port, gone with us.

use crate::process::{Running, command, dying_with_us, is_root, output, run as run_command, wait_for};
use crate::tools;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// What runs beside the server.
#[derive(Args)]
pub struct Options {
    /// The command and its arguments.
    #[arg(trailing_var_arg = true, required = true)]
    command: Vec<String>,
}

/// The variable that names the server to tests.
pub const VARIABLE: &str = "DANSO_TEST_POSTGRES";

const SUPERUSER: &str = "danso";

/// A server that runs until this value goes. Data reaches the disk as in earnest (`fsync` is on).
pub struct Postgres {
    folder: PathBuf,
    bin: PathBuf,
    url: String,
    server: Option<Running>,
}

impl Postgres {
    /// Makes the cluster and waits until it answers.
    pub fn start() -> Result<Self> {
        tools::install(&[tools::Tool::Postgres])?;
        let bin = tools::postgres_bin().context("no PostgreSQL server programs")?;
        let folder = new_folder()?;
        let password = random_hex()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let url = format!("postgres://{SUPERUSER}:{password}@127.0.0.1:{port}/postgres");
        let mut postgres = Self { folder, bin, url, server: None };
        postgres.make_cluster(&password)?;
        postgres.serve(port)?;
        Ok(postgres)
    }

    /// The URL of a new, empty database.
    pub fn create(&self, name: &str) -> Result<String> {
        run_command(command(self.bin.join("createdb")).arg(format!("--maintenance-db={}", self.url)).arg(name))?;
        let (server, _) = self.url.rsplit_once('/').context("the URL names no database")?;
        Ok(format!("{server}/{name}"))
    }

    /// Names the server to a command and lets it find `psql`.
    pub fn tell(&self, command: &mut Command) {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(self.bin.clone()).chain(std::env::split_paths(&path));
        if let Ok(joined) = std::env::join_paths(paths) {
            command.env("PATH", joined);
        }
        command.env(VARIABLE, &self.url);
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn make_cluster(&self, password: &str) -> Result<()> {
        let password_file = self.folder.join("password");
        fs::write(&password_file, password)?;
        if is_root() {
            run_command(Command::new("chown").arg("-R").arg("postgres:").arg(&self.folder))
                .context("PostgreSQL does not run as root and there is no user postgres")?;
        }
        let mut initdb = as_server_user(&self.bin.join("initdb"));
        initdb.args([
            "--username",
            SUPERUSER,
            "--auth",
            "scram-sha-256",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--pwfile",
        ]);
        initdb.arg(&password_file).arg("--pgdata").arg(self.data()).current_dir(&self.folder);
        run_command(initdb.stdout(Stdio::null())).context("failed to make a PostgreSQL cluster")
    }

    fn serve(&mut self, port: u16) -> Result<()> {
        let mut postgres = as_server_user(&self.bin.join("postgres"));
        postgres.arg("-D").arg(self.data()).current_dir(&self.folder);
        let sockets = format!("unix_socket_directories={}", self.folder.display());
        let port_setting = format!("port={port}");
        for setting in [port_setting.as_str(), "listen_addresses=127.0.0.1", &sockets, "max_connections=300", "fsync=on"] {
            postgres.args(["-c", setting]);
        }
        let log = fs::File::create(self.folder.join("log"))?;
        let mut server = Running::start(postgres.stdout(log.try_clone()?).stderr(log), "INT")?;
        let is_ready = self.bin.join("pg_isready");
        let answer = wait_for("PostgreSQL", &mut server, 60, || {
            let asked = Command::new(&is_ready).args(["-q", "-h", "127.0.0.1", "-p"]).arg(port.to_string()).status();
            asked.is_ok_and(|status| status.success())
        });
        if let Err(error) = answer {
            let said = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            return Err(error.context(said));
        }
        self.server = Some(server);
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.server.take());
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A server refuses to run as root; it ends when we end.
fn as_server_user(program: &Path) -> Command {
    let mut prefix = Vec::new();
    if is_root() {
        prefix.extend(["--reuid", "postgres", "--regid", "postgres", "--init-groups"]);
    }
    dying_with_us("INT", &prefix, program)
}

/// A folder named after our process, after those of processes that are gone were removed.
fn new_folder() -> Result<PathBuf> {
    const NAME: &str = "danso-pg-";
    let temporary = std::env::temp_dir();
    for entry in fs::read_dir(&temporary)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(process) = name.strip_prefix(NAME).and_then(|id| id.parse::<u32>().ok()) else { continue };
        if !Path::new("/proc").join(process.to_string()).exists() {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
    let folder = temporary.join(format!("{NAME}{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| format!("failed to make {}", folder.display()))?;
    Ok(folder)
}

fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// `cargo xtask pg -- COMMAND`.
pub fn run(options: &Options) -> Result<ExitCode> {
    let [program, arguments @ ..] = options.command.as_slice() else { bail!("no command") };
    let postgres = Postgres::start()?;
    let mut wanted = Command::new(program);
    postgres.tell(wanted.args(arguments));
    let status = wanted.status().with_context(|| format!("failed to start {program}"))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The version line of the server, for reports.
pub fn version() -> Result<String> {
    let bin = tools::postgres_bin().context("no PostgreSQL server programs")?;
    Ok(output(Command::new(bin.join("postgres")).arg("--version"))?.trim().to_owned())
}
