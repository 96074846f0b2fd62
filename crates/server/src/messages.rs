//! The Vietnamese titles of problems, by code.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The code whose title stands for one without a title.
const FALLBACK: &str = "internal";

/// All titles, by code.
///
/// # Panics
/// When the embedded file is no JSON object of texts, which a test forbids.
#[must_use]
pub fn titles() -> &'static BTreeMap<String, String> {
    static TITLES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TITLES.get_or_init(|| {
        serde_json::from_str(include_str!("../messages/vi.json")).expect("messages/vi.json is an object of texts")
    })
}

/// What a person reads for this code: what went wrong and what to do.
#[must_use]
pub fn title(code: &str) -> &'static str {
    let titles = titles();
    titles.get(code).or_else(|| titles.get(FALLBACK)).map(String::as_str).unwrap_or_default()
}
