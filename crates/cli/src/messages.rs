//! What the program says to people, from the message file.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::OnceLock;

static FILE: &str = include_str!("../messages/vi.json");

/// The text of a key with `{name}` replaced; the key itself when the file has none (a test forbids that).
pub(crate) fn text(key: &str, values: &[(&str, &dyn Display)]) -> String {
    static TEXTS: OnceLock<HashMap<String, String>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| serde_json::from_str(FILE).unwrap_or_default());
    let mut text = texts.get(key).cloned().unwrap_or_else(|| key.to_owned());
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), &value.to_string());
    }
    text
}

/// An expected failure: something that the person at the keyboard can mend. Exit code 3.
#[derive(Debug)]
pub(crate) struct Expected(pub(crate) String);

impl Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Expected {}

/// An expected failure with the text of a key.
pub(crate) fn expected(key: &str, values: &[(&str, &dyn Display)]) -> anyhow::Error {
    Expected(text(key, values)).into()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn every_key_used_has_a_text() {
        let mut keys = Vec::new();
        for file in std::fs::read_dir("src").unwrap().chain(std::fs::read_dir("src/commands").unwrap()) {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|end| end == "rs") {
                let code = std::fs::read_to_string(path).unwrap();
                for start in ["text(\"", "expected(\""] {
                    keys.extend(code.split(start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
                }
            }
        }
        keys.retain(|key| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        assert!(keys.len() > 20);
        for key in keys {
            assert_ne!(text(&key, &[]), key, "{key}");
        }
    }
}
