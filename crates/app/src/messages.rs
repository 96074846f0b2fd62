//! What the register's own findings say, from the message file.

use std::collections::HashMap;
use std::sync::OnceLock;

static FILE: &str = include_str!("../messages/vi.json");

/// The Vietnamese text of a finding's code; the code itself when the file has none (a test forbids that).
pub(crate) fn text(code: &str) -> String {
    static TEXTS: OnceLock<HashMap<String, String>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| serde_json::from_str(FILE).unwrap_or_default());
    texts.get(code).cloned().unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn every_code_of_the_register_has_a_text() {
        let codes = [
            "after_death",
            "not_here",
            "already_here",
            "still_elsewhere",
            "came_from_nowhere",
            "conflict",
            "second_report",
            "correction_of_other_kind",
            "target_withdrawn",
            "out_of_area",
            "reported_by_other",
            "counter_reused",
            "unknown_hamlet",
        ];
        for code in codes {
            assert_ne!(text(code), code);
        }
    }
}
