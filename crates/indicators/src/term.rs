//! What a name in a formula stands for: something counted, or something the application knows of its own working.

use crate::{Count, Dimension, Measure, Span, When};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A named quantity of an indicator or report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawTerm", into = "RawTerm")]
pub enum Term {
    /// Something counted in the register: one number, or one for each group of [`By`].
    Counted {
        /// What.
        measure: Measure,
        /// Split how.
        by: Option<By>,
    },
    /// A count that the application knows of its own working, by name (`communes_online`). It is known now and for no earlier position.
    Operational(String),
}

/// A split of one dimension into groups of equal width: `{"dimension": "age", "from": 15, "to": 49, "step": 5}` is seven groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct By {
    /// Which dimension.
    pub dimension: Dimension,
    /// The first value.
    pub from: u16,
    /// The last value.
    pub to: u16,
    /// Values in a group, at least one.
    pub step: u16,
}

impl By {
    /// First and last value of each group, in order. The first value is the label of the group in formulas.
    #[must_use]
    pub fn groups(self) -> Vec<(u16, u16)> {
        let step = self.step.max(1);
        (self.from..=self.to)
            .step_by(usize::from(step))
            .map(|first| (first, first.saturating_add(step - 1).min(self.to)))
            .collect()
    }

    /// How many groups.
    #[must_use]
    pub fn len(self) -> usize {
        self.groups().len()
    }

    /// Whether there is no group.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.from > self.to
    }

    /// In which group a value lies.
    #[must_use]
    pub fn group_of(self, value: u16) -> Option<usize> {
        (self.from..=self.to).contains(&value).then(|| usize::from((value - self.from) / self.step.max(1)))
    }
}

/// One question to whoever counts. Two questions that are equal have one answer, for each unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Count in the register: one number, or one for each group of `by` in their order.
    Counted {
        /// What.
        measure: Measure,
        /// Split how.
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<By>,
        /// Over which days.
        span: Span,
    },
    /// Say what the application knows of its own working.
    Operational {
        /// What.
        name: String,
        /// Over which days.
        span: Span,
    },
}

impl Ask {
    /// How many numbers the answer has.
    #[must_use]
    pub fn answer_len(&self) -> usize {
        match self {
            Self::Counted { by: Some(by), .. } => by.len(),
            Self::Counted { by: None, .. } | Self::Operational { .. } => 1,
        }
    }
}

/// Whoever can count for one unit, as known at one position, on one map.
pub trait Source {
    /// What can go wrong while counting.
    type Error;

    /// The numbers that a question asks for: [`Ask::answer_len`] of them. A flow and a stock at a day are whole; an average is what
    /// [`average`](crate::average) gives.
    ///
    /// # Errors
    /// When it cannot be counted.
    fn answer(&mut self, ask: &Ask) -> Result<Vec<f64>, Self::Error>;
}

impl Term {
    /// The question it stands for over some days.
    #[must_use]
    pub fn ask(&self, span: Span) -> Ask {
        match self {
            Self::Counted { measure, by } => Ask::Counted { measure: measure.clone(), by: *by, span },
            Self::Operational(name) => Ask::Operational { name: name.clone(), span },
        }
    }

    /// The labels of its groups, if it is split.
    #[must_use]
    pub fn labels(&self) -> Option<Vec<u16>> {
        match self {
            Self::Counted { by: Some(by), .. } => Some(by.groups().into_iter().map(|(first, _)| first).collect()),
            Self::Counted { by: None, .. } | Self::Operational(_) => None,
        }
    }
}

/// The JSON of a term.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operational: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<Count>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<When>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    only: BTreeMap<Dimension, Vec<(u16, u16)>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<By>,
}

impl TryFrom<RawTerm> for Term {
    type Error = String;

    fn try_from(raw: RawTerm) -> Result<Self, String> {
        let count = match (raw.count, raw.operational) {
            (Some(count), None) => count,
            (None, Some(name)) if raw.when.is_none() && raw.only.is_empty() && raw.by.is_none() => {
                return Ok(Self::Operational(name));
            }
            (None, Some(_)) => return Err("an operational term has nothing beside its name".to_owned()),
            (Some(_), Some(_)) | (None, None) => return Err("a term has either `count` or `operational`".to_owned()),
        };
        if raw.when.is_some() && !count.is_stock() {
            return Err(format!("`when` is for stocks; {count:?} is a flow"));
        }
        let used = raw.only.keys().chain(raw.by.iter().map(|by| &by.dimension));
        if let Some(foreign) = used.into_iter().find(|dimension| !count.dimensions().contains(dimension)) {
            return Err(format!("{count:?} has no dimension {foreign:?}; it has {:?}", count.dimensions()));
        }
        if raw.only.values().any(|ranges| ranges.is_empty() || ranges.iter().any(|(first, last)| first > last)) {
            return Err("a range of `only` is empty".to_owned());
        }
        if raw.by.is_some_and(|by| by.step == 0 || by.is_empty()) {
            return Err("`by` has no group: `step` is at least 1 and `from` not above `to`".to_owned());
        }
        Ok(Self::Counted { measure: Measure { count, when: raw.when.unwrap_or_default(), only: raw.only }, by: raw.by })
    }
}

impl From<Term> for RawTerm {
    fn from(term: Term) -> Self {
        match term {
            Term::Counted { measure, by } => {
                let when = (measure.when != When::End).then_some(measure.when);
                Self { operational: None, count: Some(measure.count), when, only: measure.only, by }
            }
            Term::Operational(name) => Self { operational: Some(name), count: None, when: None, only: BTreeMap::new(), by: None },
        }
    }
}
