//! The files of the catalogue, from the program itself or from a folder.

use crate::{CatalogError, List, Rule};
use std::path::Path;

/// The text of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path inside the catalogue, `rules/person.json`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Everything the files say, in the order of their paths.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Code lists, with the file each is in.
    pub lists: Vec<(String, List)>,
    /// Rules, with the file each is in.
    pub rules: Vec<(String, Rule)>,
    /// Hash of all the files.
    pub version: String,
}

impl Source {
    /// The files built into the program.
    ///
    /// # Errors
    /// When a file is not of the shape a list or a set of rules has.
    pub fn embedded() -> Result<Self, CatalogError> {
        let files =
            crate::embedded::FILES.iter().map(|(path, text)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() });
        Self::parse(files.collect())
    }

    /// The files of a folder that has `lists` and `rules` in it.
    ///
    /// # Errors
    /// When a file cannot be read, or is not of the shape a list or a set of rules has.
    pub fn folder(folder: &Path) -> Result<Self, CatalogError> {
        let mut files = Vec::new();
        for part in ["lists", "rules"] {
            let inside = folder.join(part);
            for entry in std::fs::read_dir(&inside).map_err(CatalogError::read(&inside))? {
                let path = entry.map_err(CatalogError::read(&inside))?.path();
                if path.extension().is_some_and(|extension| extension == "json") {
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    files.push(SourceFile {
                        path: format!("{part}/{name}"),
                        text: std::fs::read_to_string(&path).map_err(CatalogError::read(&path))?,
                    });
                }
            }
        }
        Self::parse(files)
    }

    /// Files given as text.
    ///
    /// # Errors
    /// When a file is not of the shape a list or a set of rules has.
    pub fn parse(mut files: Vec<SourceFile>) -> Result<Self, CatalogError> {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut source = Self { version: version(&files), ..Self::default() };
        for SourceFile { path, text } in files {
            let shape = |error: serde_json::Error| CatalogError::Shape { file: path.clone(), error };
            if path.starts_with("lists/") {
                source.lists.push((path.clone(), serde_json::from_str(&text).map_err(shape)?));
            } else {
                let rules: Vec<Rule> = serde_json::from_str(&text).map_err(shape)?;
                source.rules.extend(rules.into_iter().map(|rule| (path.clone(), rule)));
            }
        }
        Ok(source)
    }
}

/// A short hash of paths and texts, the same on every system.
fn version(files: &[SourceFile]) -> String {
    let mut hasher = blake3::Hasher::new();
    for file in files {
        for part in [&file.path, &file.text] {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
