//! A model with the frequencies it was learned beside, as it is kept: JSON with sorted keys, so that equal models are equal bytes and have one hash.

use super::frequencies::Counts;
use super::link::KIND;
use super::record::Standardiser;
use crate::model::{Trained, VERSION};
use crate::text::lexicon::WordId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use thiserror::Error;

/// Counts of one word: pairs of stratum and count.
type Row = Vec<(u8, u32)>;

/// Frequencies by letters instead of numbers, which change from run to run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// For surname, middle, given name: letters without marks.
    plain: [BTreeMap<String, Row>; 3],
    /// The same for letters and marks, written `letters~marks`.
    marked: [BTreeMap<String, Row>; 3],
    /// People by place of the year of birth.
    years: Vec<u32>,
    /// People by commune.
    communes: BTreeMap<String, u32>,
}

/// A model file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// The form of the file.
    pub version: u32,
    /// The kind of records.
    pub kind: String,
    /// The model.
    pub trained: Trained,
    /// The frequencies, of persons.
    #[serde(default)]
    pub frequencies: Kept,
}

/// Why a model file cannot be used.
#[derive(Debug, Error)]
pub enum SavedError {
    /// It is not JSON of the right form.
    #[error("the model has another form")]
    Form(#[from] serde_json::Error),
    /// Another program wrote it.
    #[error("the model has version {0}, this program reads {VERSION}")]
    Version(u32),
    /// It is of other records.
    #[error("the model is of records of kind {0}")]
    Kind(String),
}

impl Kept {
    /// From counts.
    #[must_use]
    pub fn new(counts: &Counts, standardiser: &Standardiser) -> Self {
        let lexicon = &standardiser.lexicon;
        let letters = |plain: u32| lexicon.letters(plain).map_or_else(String::new, |plain| plain.text.to_string());
        let mut kept = Self { years: counts.years.clone(), ..Self::default() };
        for role in 0..3 {
            for (word, row) in counts.plain[role].rows().filter(|(_, row)| !row.is_empty()) {
                kept.plain[role].insert(letters(word as u32), row);
            }
            for (word, row) in counts.marked[role].rows().filter(|(_, row)| !row.is_empty()) {
                let word = lexicon.get(WordId(word as u32));
                kept.marked[role].insert(format!("{}~{}", letters(word.plain), word.marks), row);
            }
        }
        for (code, number) in standardiser.commune_codes() {
            if let Some(count) = counts.communes.get(usize::from(number)).filter(|count| **count > 0) {
                kept.communes.insert(code.to_owned(), *count);
            }
        }
        kept
    }

    /// Counts by the numbers of a standardiser, which learns the words it does not know.
    #[must_use]
    pub fn counts(&self, standardiser: &mut Standardiser) -> Counts {
        let mut counts = Counts { years: self.years.clone(), ..Counts::default() };
        for role in 0..3 {
            for (letters, row) in &self.plain[role] {
                let word = standardiser.lexicon.known(letters, 0);
                let plain = standardiser.lexicon.get(word).plain as usize;
                row.iter().for_each(|(stratum, count)| counts.plain[role].add(plain, usize::from(*stratum), *count));
            }
            for (written, row) in &self.marked[role] {
                let Some((letters, marks)) = written.rsplit_once('~') else { continue };
                let word = standardiser.lexicon.known(letters, marks.parse().unwrap_or(0)).0 as usize;
                row.iter().for_each(|(stratum, count)| counts.marked[role].add(word, usize::from(*stratum), *count));
            }
        }
        for (code, count) in &self.communes {
            let number = usize::from(standardiser.commune_number(code));
            if counts.communes.len() <= number {
                counts.communes.resize(number + 1, 0);
            }
            counts.communes[number] = *count;
        }
        counts
    }
}

impl Saved {
    /// A model of persons.
    #[must_use]
    pub fn of_persons(trained: Trained, counts: &Counts, standardiser: &Standardiser) -> Self {
        Self { version: VERSION, kind: KIND.to_owned(), trained, frequencies: Kept::new(counts, standardiser) }
    }

    /// The text of a model file.
    ///
    /// # Errors
    /// When a share is not a number, which learning does not make.
    pub fn write(&self) -> Result<String, SavedError> {
        Ok(serde_json::to_string(self)?)
    }

    /// Reads a model file of a kind of records.
    ///
    /// # Errors
    /// When it has another form or version or is of another kind.
    pub fn read(text: &str, kind: &str) -> Result<Self, SavedError> {
        let saved: Self = serde_json::from_str(text)?;
        if saved.version != VERSION {
            return Err(SavedError::Version(saved.version));
        }
        if saved.kind != kind {
            return Err(SavedError::Kind(saved.kind));
        }
        Ok(saved)
    }
}

/// SHA-256 of the text of a model file, in hexadecimal.
#[must_use]
pub fn hash_of(text: &str) -> String {
    use std::fmt::Write;
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}
