//! How units of one tree become units of the next.

use jiff::civil::Date;

use crate::code::UnitCode;

/// Whether an old unit went into a new one whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// All of the old unit, land and people; also when it was kept, renamed or given another kind.
    Whole,
    /// Some of its land, its people, or both.
    Part,
}

/// How many of an old unit's people went with its land. The sources give words, never numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum People {
    /// All of them.
    All,
    /// An unstated share of them.
    Some,
    /// The source names land alone. It is a word of the decree, not a count: someone may still live there.
    None,
}

/// One old unit going, whole or in part, into one new unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The code of the old unit, read on the day before `on`.
    pub old: UnitCode,
    /// The code of the new unit, read on `on`.
    pub new: UnitCode,
    /// Whether the old unit went whole.
    pub relation: Relation,
    /// How many of its people went.
    pub people: People,
    /// The first day of the new unit.
    pub on: Date,
    /// The legal text.
    pub decree: &'static str,
}
