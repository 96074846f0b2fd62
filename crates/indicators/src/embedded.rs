//! The files of `catalog/indicators/` and `catalog/reports/`, built in; a test compares this table with the folders.

use crate::LoadError;
use std::path::Path;

/// A table of names in a folder of `catalog/` and the texts there.
macro_rules! files {
    ($folder:literal: $($name:literal,)*) => {
        &[$(($name, include_str!(concat!("../../../catalog/", $folder, "/", $name)))),*]
    };
}

/// Name and text of every file of indicators.
pub(crate) const INDICATORS: &[(&str, &str)] = files![
    "indicators":
    "breakdowns.json",
    "family_planning.json",
    "fertility.json",
    "marriage.json",
    "migration.json",
    "mortality.json",
    "older_people.json",
    "programme.json",
    "quality.json",
    "screening.json",
    "size.json",
    "structure.json",
];

/// Name and text of every form.
pub(crate) const REPORTS: &[(&str, &str)] = files![
    "reports":
    "01-DSH.json",
    "01-DST.json",
    "01-DSX.2022.json",
    "01-DSX.2025.json",
    "02-DSH.json",
    "02-DST.json",
    "02-DSX.2022.json",
    "02-DSX.2025.json",
    "03-DSX.2022.json",
    "03-DSX.2025.json",
    "A0-CTV.json",
    "P0-CTV.json",
];

/// All JSON files of a folder, in the order of their names.
pub(crate) fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, LoadError> {
    let cannot = |path: &Path| {
        let file = path.display().to_string();
        move |error| LoadError::Read { file, error }
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot(folder))? {
        let path = entry.map_err(cannot(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.push((name, std::fs::read_to_string(&path).map_err(cannot(&path))?));
        }
    }
    files.sort();
    Ok(files)
}

/// A short hash of names and texts, the same on every system.
pub(crate) fn version(files: &[(impl AsRef<str>, impl AsRef<str>)]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, text) in files {
        for part in [name.as_ref(), text.as_ref()] {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
