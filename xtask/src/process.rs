//! Starting other programs: where, with whose output, and never outliving us.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("xtask lies in the workspace").to_owned()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A folder under `target` for what these commands keep.
pub fn kept(name: &str) -> Result<PathBuf> {
    let folder = target().join("xtask").join(name);
    fs::create_dir_all(&folder).with_context(|| format!("failed to make {}", folder.display()))?;
    Ok(folder)
}

/// A command that starts in the workspace.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with our output.
pub fn run(command: &mut Command) -> Result<()> {
    let said = describe(command);
    let status = command.status().with_context(|| format!("failed to start {said}"))?;
    if !status.success() {
        bail!("{said}: {status}");
    }
    Ok(())
}

/// What a command wrote to standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let said = describe(command);
    let out = command.stderr(Stdio::inherit()).output().with_context(|| format!("failed to start {said}"))?;
    if !out.status.success() {
        bail!("{said}: {}", out.status);
    }
    String::from_utf8(out.stdout).with_context(|| format!("{said} wrote something else than text"))
}

/// Both outputs of a command in one file; `Err` if it failed, with the text either way.
pub fn logged(command: &mut Command, log: &Path) -> Result<(bool, String)> {
    let said = describe(command);
    let file = File::create(log).with_context(|| format!("failed to make {}", log.display()))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .status()
        .with_context(|| format!("failed to start {said}"))?;
    let text = String::from_utf8_lossy(&fs::read(log)?).into_owned();
    Ok((status.success(), text))
}

/// The command line, for messages.
fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Whether a program is on the path.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether we may do all on this machine.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// A program that the kernel ends when we end, however that happens (Linux; elsewhere a plain command).
pub fn dying_with_us(signal: &str, prefix: &[&str], program: &Path) -> Command {
    let mut command = match on_path("setpriv") {
        Some(setpriv) => {
            let mut command = command(setpriv);
            command.args(["--pdeathsig", signal]).args(prefix).arg("--").arg(program);
            command
        }
        None => command(program),
    };
    command.stdin(Stdio::null());
    command
}

/// A child that is ended when this value goes.
pub struct Running {
    child: Child,
    signal: &'static str,
}

impl Running {
    /// Starts the command; `signal` asks it to end.
    pub fn start(command: &mut Command, signal: &'static str) -> Result<Self> {
        let said = describe(command);
        let child = command.spawn().with_context(|| format!("failed to start {said}"))?;
        Ok(Self { child, signal })
    }

    /// Fails if the child has ended.
    pub fn still_runs(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("it ended: {status}"),
        }
    }

    /// Waits for its own end.
    pub fn wait(&mut self) -> Result<()> {
        let status = self.child.wait()?;
        if !status.success() {
            bail!("it ended: {status}");
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let asked = Command::new("kill").arg(format!("-{}", self.signal)).arg(self.child.id().to_string()).status();
        if asked.is_ok_and(|status| status.success()) {
            for _ in 0..100 {
                if !matches!(self.child.try_wait(), Ok(None)) {
                    return;
                }
                sleep(Duration::from_millis(100));
            }
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Asks again and again until the answer is yes, the child has ended, or the time is over.
pub fn wait_for(what: &str, child: &mut Running, seconds: u32, mut ready: impl FnMut() -> bool) -> Result<()> {
    for _ in 0..seconds * 10 {
        if ready() {
            return Ok(());
        }
        child.still_runs().with_context(|| format!("{what} did not start"))?;
        sleep(Duration::from_millis(100));
    }
    bail!("{what} did not answer within {seconds} s")
}
