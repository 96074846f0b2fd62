//! Reads the cases of `conformance/`.

use danso_catalog::{Facts, Scope};
use jiff::civil::Date;
use serde::Deserialize;
use std::path::PathBuf;

/// One case of one rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub rule: String,
    pub scope: Scope,
    pub kind: String,
    pub on: Date,
    pub facts: Facts,
    pub expect: Vec<String>,
}

pub fn folder(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

pub fn cases() -> Vec<Case> {
    let mut files: Vec<_> = std::fs::read_dir(folder("conformance/rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| serde_json::from_str::<Vec<Case>>(&std::fs::read_to_string(file).unwrap()).unwrap()).collect()
}
