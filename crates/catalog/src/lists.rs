//! Code lists: which codes there are, what they mean, and when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One version of one code list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The name rules and forms use.
    pub id: String,
    /// The version, as the source names it.
    pub version: String,
    /// The first day it is used.
    pub valid_from: Date,
    /// The last day it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// The law or decision it rests on.
    pub legal_basis: String,
    /// Where the wording was found.
    pub source: String,
    /// Whether it was compared with the official text.
    pub verified: bool,
    /// The codes, in the order of display.
    pub items: Vec<Item>,
}

/// One code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The code itself.
    pub code: String,
    /// Its Vietnamese name.
    pub vi: String,
    /// Its English name.
    pub en: String,
    /// Whatever else the list says about it (`counted`, `aliases`, `modern` …).
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl List {
    /// Whether the version is in force on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The entry of a code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }
}

impl Item {
    /// Whether an extra flag is set, as `counted` of a residence status.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.extra.get(name) == Some(&Value::Bool(true))
    }
}
