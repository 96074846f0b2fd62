//! A reorganisation as data: what a plan says, and what it changes on a map ([`change`]).
//!
//! A plan is a list of steps with days and decrees, or the whole change of a day that the embedded tables know. It is worked out
//! purely, on the map as it is: the answer is a [`Change`] of rows before and after, which can be shown, applied and turned round, or the
//! [`Fault`]s for which it cannot be done. No person and no event is in it.

mod act;
mod change;
mod country;
mod draft;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::code::UnitCode;

pub use change::{Change, Division, Fault, Swap, change};

/// The version of the form of plans that this program reads.
pub const PLAN_VERSION: u32 = 1;

/// A reorganisation, as it is written in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The version of the form: 1.
    pub version: u32,
    /// What it is called in lists.
    #[serde(default)]
    pub name: String,
    /// The first day of steps that name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The legal text of steps that name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decree: Option<String>,
    /// The whole change of the country that the embedded tables know for this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Date>,
    /// For [`Plan::country`]: the new commune of a hamlet whose commune was divided.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub hamlets: BTreeMap<UnitCode, UnitCode>,
    /// The steps, in the order in which they are taken on one day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

impl Plan {
    /// The whole change of 1 July 2025: 63 provinces became 34, 696 districts ended, 10 035 communes became 3 321.
    #[must_use]
    pub fn country_2025() -> Plan {
        Plan {
            version: PLAN_VERSION,
            name: "country-2025".to_owned(),
            on: None,
            decree: None,
            country: Some(Date::constant(2025, 7, 1)),
            hamlets: BTreeMap::new(),
            steps: Vec::new(),
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its first day, when it is not the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Its legal text, when it is not the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decree: Option<String>,
    /// What is done.
    #[serde(flatten)]
    pub act: Act,
}

/// What a step does. Names are full: `Phường Ba Đình`, `Khu vực 3`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// A unit or hamlet gets another name, or another kind of its level (`Xã` to `Phường`).
    Rename {
        /// Which.
        unit: UnitCode,
        /// The new name.
        name: String,
    },
    /// A unit gets another code and stays what it is.
    Recode {
        /// Which.
        unit: UnitCode,
        /// The new code, of the same level.
        code: UnitCode,
    },
    /// Units or hamlets become one, which may be one of them.
    Merge {
        /// Which.
        units: Vec<UnitCode>,
        /// What they become.
        into: Side,
    },
    /// A unit or hamlet becomes several, one of which may keep its code. What no side names stays with the first.
    Split {
        /// Which.
        unit: UnitCode,
        /// What it becomes.
        into: Vec<Side>,
    },
    /// A unit or hamlet comes under another unit.
    Move {
        /// Which.
        unit: UnitCode,
        /// The unit above it from now on.
        parent: UnitCode,
    },
    /// A unit rises: a commune becomes a ward, a province a city under the centre, a district a unit of another level.
    Raise {
        /// Which.
        unit: UnitCode,
        /// The new name with the new kind.
        name: String,
        /// Its new code, where the shape of codes tells the new level.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<UnitCode>,
    },
    /// The contrary of rising.
    Lower {
        /// Which.
        unit: UnitCode,
        /// The new name with the new kind.
        name: String,
        /// Its new code, where the shape of codes tells the new level.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<UnitCode>,
    },
    /// A unit begins, out of parts of others, or a hamlet where nobody is registered yet.
    Create {
        /// What begins; `units` are the units or hamlets that it takes over.
        #[serde(flatten)]
        side: Side,
    },
    /// A unit or hamlet ends and goes into another that is there. A hamlet in which nobody ever lived may end into nothing.
    End {
        /// Which.
        unit: UnitCode,
        /// Where its land and people go.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<UnitCode>,
    },
}

/// A unit that a step makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Its code.
    pub code: UnitCode,
    /// Its name; left out where a unit keeps its code and name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The unit above; left out: as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitCode>,
    /// The units next below that come to this side: hamlets of a commune.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitCode>,
    /// The households that come to this side of a divided hamlet, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub households: Vec<String>,
}

impl Act {
    /// The unit that a message names first.
    pub(crate) fn subject(&self) -> UnitCode {
        match self {
            Act::Rename { unit, .. }
            | Act::Recode { unit, .. }
            | Act::Split { unit, .. }
            | Act::Move { unit, .. }
            | Act::Raise { unit, .. }
            | Act::Lower { unit, .. }
            | Act::End { unit, .. } => *unit,
            Act::Merge { into, .. } => into.code,
            Act::Create { side } => side.code,
        }
    }
}
