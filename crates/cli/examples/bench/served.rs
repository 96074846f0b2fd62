//! A register of the measurements, and the program serving it as a process of its own.

use anyhow::{Context, Result};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A generated register: where it is, and who logs in.
pub struct Register {
    pub url: String,
    folder: PathBuf,
    pub logins: Vec<Value>,
    admin: Option<(String, String)>,
}

/// The program beside the example that measures it.
pub fn program() -> Result<PathBuf> {
    let example = std::env::current_exe()?;
    let folder = example.parent().and_then(Path::parent).context("examples lie below the program")?;
    let program = folder.join("danso");
    anyhow::ensure!(program.exists(), "{} is missing: cargo build --release -p danso", program.display());
    Ok(program)
}

/// Engines to measure: PostgreSQL where `DANSO_TEST_POSTGRES` names a server; one alone where `DANSO_BENCH_ENGINE` names it.
pub fn engines() -> Vec<&'static str> {
    let only = std::env::var("DANSO_BENCH_ENGINE").unwrap_or_default();
    let there = if std::env::var_os("DANSO_TEST_POSTGRES").is_some() { vec!["sqlite", "postgres"] } else { vec!["sqlite"] };
    there.into_iter().filter(|engine| only.is_empty() || only == *engine).collect()
}

impl Register {
    /// Generates a register on an engine.
    pub fn generate(engine: &str, persons: u64) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("danso-bench-{engine}-{}", std::process::id()));
        let _gone = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        let (url, admin) = match engine {
            "sqlite" => (format!("sqlite://{}", folder.join("register.sqlite").display()), None),
            _ => {
                let server = std::env::var("DANSO_TEST_POSTGRES")?;
                let name = format!("danso_bench_{}", std::process::id());
                psql(&server, &format!("drop database if exists {name} with (force)"))?;
                psql(&server, &format!("create database {name}"))?;
                (server.replacen("/postgres", &format!("/{name}"), 1), Some((server, name)))
            }
        };
        let logins = folder.join("logins.json");
        let mut command = Command::new(program()?);
        command.args(["generate", "--database", &url, "--province", "92", "--seed", "5", "--months", "1", "--json"]);
        command.args(["--persons", &persons.to_string(), "--logins"]).arg(&logins).arg("--key-file").arg(folder.join("key"));
        let output = command.stderr(Stdio::null()).output()?;
        anyhow::ensure!(output.status.success(), "generate failed");
        Ok(Self { url, logins: serde_json::from_slice(&std::fs::read(logins)?)?, folder, admin })
    }

    /// The file with its key.
    pub fn key_file(&self) -> PathBuf {
        self.folder.join("key")
    }

    /// Accounts of a role with the password all share.
    pub fn accounts(&self, role: &str) -> Vec<(String, String)> {
        let text = |line: &Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
        self.logins.iter().filter(|line| line["role"] == role).map(|line| (text(line, "login"), text(line, "password"))).collect()
    }

    pub fn serve(&self) -> Result<Server> {
        let mut command = Command::new(program()?);
        command
            .args(["serve", "--database", &self.url, "--listen", "127.0.0.1:0", "--json", "--key-file"])
            .arg(self.folder.join("key"));
        let mut child = command.env("DANSO_LOG", "error").stdout(Stdio::piped()).spawn()?;
        let out = child.stdout.take().context("the program's output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line).context("the program says where it listens")?;
        Ok(Server { child, base: format!("http://{}", told["listening"].as_str().context("an address")?) })
    }

    /// Runs `danso verify`; an error when anything is off.
    pub fn verify(&self) -> Result<Value> {
        let mut command = Command::new(program()?);
        command.args(["verify", "--database", &self.url, "--json", "--key-file"]).arg(self.folder.join("key"));
        let output = command.stderr(Stdio::null()).output()?;
        let report: Value = serde_json::from_slice(&output.stdout)?;
        anyhow::ensure!(output.status.success(), "verify found {report}");
        Ok(report)
    }
}

impl Drop for Register {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.folder);
        if let Some((server, name)) = &self.admin {
            let _dropped = psql(server, &format!("drop database if exists {name} with (force)"));
        }
    }
}

fn psql(server: &str, statement: &str) -> Result<()> {
    let output = Command::new("psql").arg(server).args(["-q", "-c", statement]).output().context("psql")?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    pub base: String,
}

impl Server {
    /// As `kill -9`.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _waited = self.child.wait();
    }
}
