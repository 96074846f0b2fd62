//! A whole province: generated and verified, with time and memory.

use crate::served::program;
use anyhow::Result;
use std::process::Command;
use std::time::Instant;

const PERSONS: &str = "4200000";

pub fn run() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("danso-province-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let url = format!("sqlite://{}", folder.join("register.sqlite").display());
    for arguments in [
        vec!["generate", "--database", &url, "--province", "92", "--persons", PERSONS, "--months", "1", "--seed", "1", "--json"],
        vec!["count", "--database", &url, "--unit", "VN", "--at", "2026-01-31", "--json"],
        vec!["verify", "--database", &url, "--json"],
    ] {
        let started = Instant::now();
        let mut child = Command::new(program()?).args(&arguments).env("DANSO_LOG", "error").spawn()?;
        let peak = watch(&mut child)?;
        println!("{}: {:.0} s, peak {} MB", arguments[0], started.elapsed().as_secs_f64(), peak / 1024);
    }
    let size = std::fs::metadata(folder.join("register.sqlite"))?.len();
    println!("the file: {} MB", size / 1_000_000);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Waits for a process and gives its peak memory in kB, as Linux tells it.
pub fn watch(child: &mut std::process::Child) -> Result<u64> {
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Ok(status) = std::fs::read_to_string(&status_file) {
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            peak = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(peak);
        }
        if let Some(status) = child.try_wait()? {
            anyhow::ensure!(status.success(), "it ended with {status}");
            return Ok(peak);
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}
