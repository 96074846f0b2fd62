//! What every document says, from the message file.

use serde::Deserialize;
use std::sync::OnceLock;

/// The texts of `messages/vi.json`; words in braces are filled in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub nation: String,
    pub motto: String,
    pub number: String,
    pub place_and_date: String,
    pub blank_day: String,
    pub blank_year: String,
    pub form: String,
    pub received: String,
    pub reporter: String,
    pub receivers: String,
    pub receiver: String,
    pub notes: String,
    pub note_draft: String,
    pub note_hidden: String,
    pub note_not_applicable: String,
    pub note_estimated: String,
    pub draft: String,
    pub draft_line: String,
    pub draft_position: String,
    pub closed: String,
    pub revision: String,
    pub record: String,
    pub page: String,
    pub continued: String,
    pub sign: String,
    pub seal: String,
    pub sheet: String,
    pub label: String,
    pub unit: String,
    pub csv_code: String,
    pub csv_number: String,
    pub nothing: String,
}

/// The words.
///
/// # Panics
/// When the message file is no object of exactly these texts, which a test would have shown.
pub(crate) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| serde_json::from_str(include_str!("../messages/vi.json")).expect("messages/vi.json has these texts"))
}

/// A text with `{name}` replaced by its value.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
