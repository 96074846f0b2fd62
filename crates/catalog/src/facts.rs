//! Facts: the plain maps a rule sees, described in `catalog/FACTS.md`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A map of facts: texts, integers, booleans, and lists and maps of them.
pub type FactMap = Map<String, Value>;

/// Everything one evaluation sees. Maps that do not apply stay empty.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// The day of the check, in full.
    pub today: String,
    /// The event.
    pub event: FactMap,
    /// The person looked at.
    pub person: FactMap,
    /// The same person before the event.
    pub before: FactMap,
    /// The new member of a birth or an adoption.
    pub child: FactMap,
    /// The mother of the child.
    pub mother: FactMap,
    /// The head of the household.
    pub head: FactMap,
    /// The household after the event.
    pub household: FactMap,
    /// Its members after the event.
    pub members: Vec<Value>,
    /// The two partners of a marriage.
    pub partners: Vec<Value>,
}

impl Facts {
    /// Facts of a day, with nothing known yet.
    #[must_use]
    pub fn on(today: Date) -> Self {
        Self { today: today.to_string(), ..Self::default() }
    }
}
