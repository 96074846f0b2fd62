//! Whether something must be made again: a fingerprint of its sources, kept beside what was made.

use crate::process::{kept, root};
use anyhow::{Context, Result};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

/// All files under the given places of the workspace, sorted; folders whose name is in `without` are left out.
pub fn files(places: &[&str], without: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for place in places {
        collect(&root().join(place), without, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(path: &Path, without: &[&str], found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        found.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("failed to read {}", path.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !without.contains(&name.as_ref()) {
            collect(&path, without, found)?;
        }
    }
    Ok(())
}

/// A fingerprint of names and contents.
pub fn of(files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(file.to_string_lossy().as_bytes());
        hasher.write(&fs::read(file).with_context(|| format!("failed to read {}", file.display()))?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whether the fingerprint differs from that of the last `keep`.
pub fn changed(name: &str, fingerprint: &str) -> Result<bool> {
    let kept = kept("stamps")?.join(name);
    Ok(fs::read_to_string(kept).ok().is_none_or(|last| last != fingerprint))
}

/// Remembers what was made.
pub fn keep(name: &str, fingerprint: &str) -> Result<()> {
    Ok(fs::write(kept("stamps")?.join(name), fingerprint)?)
}
