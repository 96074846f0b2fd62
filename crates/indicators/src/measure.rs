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

    /// By what it can be split or narrowed.
    #[must_use]
    pub const fn dimensions(self) -> &'static [Dimension] {
        use Dimension as D;
        match self {
            Self::Residents => {
                &[D::Sex, D::Age, D::Residence, D::Marital, D::Method, D::Modern, D::Ethnic, D::Education, D::Disabled, D::Urban]
            }
            Self::Households => &[D::Type, D::Fresh, D::Urban],
            Self::Births => &[D::Sex, D::Order, D::MotherAge, D::BirthPlace, D::Multiple, D::Urban],
            Self::Deaths => &[D::Sex, D::Age, D::Neonatal, D::DeathPlace, D::Urban],
            Self::MovesIn | Self::MovesOut => &[D::Sex, D::Age, D::Level, D::Urban],
            Self::Corrections | Self::Divorces | Self::Separations | Self::Widowed | Self::Checkups => {
                &[D::Sex, D::Age, D::Urban]
            }
            Self::Marriages => &[D::Sex, D::Age, D::Registered, D::Kin, D::Underage, D::Counselled, D::First, D::Urban],
            Self::Couples => &[D::Registered, D::Kin, D::Counselled, D::First, D::Urban],
            Self::MethodStarts | Self::MethodStops => &[D::Age, D::Method, D::Modern, D::New, D::Urban],
            Self::Pregnancies => &[D::Age, D::Outcome, D::Urban],
            Self::PrenatalScreens => &[D::Age, D::Band, D::Panels, D::Edward, D::Down, D::Patau, D::Thalassemia, D::Urban],
            Self::NewbornScreens => &[D::Sex, D::Panels, D::Ch, D::G6pd, D::Cah, D::Hearing, D::Heart, D::Urban],
            Self::Reviews => &[D::Type, D::Urban],
        }
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

impl When {
    fn is_end(&self) -> bool {
        *self == Self::End
    }
}

impl Measure {
    /// Narrows it to values of a dimension that also lie in one of the ranges; to nothing where none does.
    #[must_use]
    pub fn narrowed(mut self, dimension: Dimension, ranges: &[(u16, u16)]) -> Self {
        let both = match self.only.get(&dimension) {
            None => ranges.to_vec(),
            Some(own) => {
                let overlaps = own.iter().flat_map(|a| ranges.iter().map(|b| (a.0.max(b.0), a.1.min(b.1))));
                overlaps.filter(|(first, last)| first <= last).collect()
            }
        };
        self.only.insert(dimension, if both.is_empty() { vec![NOTHING] } else { both });
        self
    }
}

/// A range that holds no value.
const NOTHING: (u16, u16) = (1, 0);

/// Something to count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What.
    pub count: Count,
    /// When, for a stock.
    #[serde(default, skip_serializing_if = "When::is_end")]
    pub when: When,
    /// Only those whose value lies in one of the ranges, both ends included: `{"age": [[15, 49]], "sex": [[2, 2]]}`.
    /// Sex is 1 male, 2 female, 0 unknown.
    /// A range whose first value is above its last holds nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub only: BTreeMap<Dimension, Vec<(u16, u16)>>,
}
