//! What can be counted. The meaning of each word is in `docs/measures.md`.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// Usual residents.
    Residents,
    /// Households with a usual resident.
    Households,
    /// Live births.
    Births,
    /// Deaths.
    Deaths,
    /// Arrivals from outside the unit.
    MovesIn,
    /// Departures to outside the unit.
    MovesOut,
    /// What the balance needs besides.
    Corrections,
    /// Persons who marry.
    Marriages,
    /// Couples who marry.
    Couples,
    /// Persons who divorce.
    Divorces,
    /// Persons who separate.
    Separations,
    /// Persons who are widowed.
    Widowed,
    /// Women who begin a method.
    MethodStarts,
    /// Women who stop a method.
    MethodStops,
    /// Pregnancies reported.
    Pregnancies,
    /// Women screened before birth.
    PrenatalScreens,
    /// Newborns screened.
    NewbornScreens,
    /// Older people examined.
    Checkups,
    /// Households confirmed.
    Reviews,
}

impl Count {
    /// Whether it is taken at a day, not over a period.
    #[must_use]
    pub const fn is_stock(self) -> bool {
        matches!(self, Self::Residents | Self::Households)
    }
}

/// By what a count is split or narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "docs/measures.md says what each holds")]
pub enum Dimension {
    Sex,
    Age,
    Residence,
    Marital,
    Method,
    Ethnic,
    Education,
    Disabled,
    Urban,
    Type,
    Fresh,
    Order,
    MotherAge,
    BirthPlace,
    Multiple,
    Neonatal,
    DeathPlace,
    Level,
    Registered,
    Kin,
    Underage,
    Counselled,
    First,
    Modern,
    New,
    Outcome,
    Band,
    Panels,
    Edward,
    Down,
    Patau,
    Thalassemia,
    Ch,
    G6pd,
    Cah,
    Hearing,
    Heart,
}

/// When in the period a stock is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// At the end of its last day.
    #[default]
    End,
    /// At the end of the day before it begins.
    Start,
    /// The mean over its months.
    Average,
}

/// Something to count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What.
    pub count: Count,
    /// When, for a stock.
    #[serde(default)]
    pub when: When,
    /// Only those whose value lies in one of the ranges, both ends included: `{"age": [[15, 49]], "sex": [[2, 2]]}`.
    /// Sex is 1 male, 2 female, 0 unknown.
    #[serde(default)]
    pub only: BTreeMap<Dimension, Vec<(u16, u16)>>,
}
