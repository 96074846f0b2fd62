//! Fields that are compared and the ordered levels of their agreement, with what is believed of them before any data are seen.

use serde::{Deserialize, Serialize};

/// How many fields a comparison can have: four bits each in a [`Pattern`], and some bits for rarity.
pub const MOST_FIELDS: usize = 14;

/// The level that says nothing: a value is missing.
pub const NOTHING: u8 = 0;

/// The levels of all fields of one pair, four bits each, the first field lowest; above them the bin of rarity.
pub type Pattern = u64;

/// Where the bin of rarity lies in a pattern.
const RARITY_AT: u32 = 4 * MOST_FIELDS as u32;
/// Bins of rarity.
pub const RARITY_BINS: usize = 16;
/// Bits of rarity in one bin.
const RARITY_STEP: f32 = 2.0;
/// The rarity in the middle of bin zero.
const RARITY_LOWEST: f32 = -9.0;

/// The level of a field in a pattern.
#[must_use]
pub fn level(pattern: Pattern, field: usize) -> u8 {
    ((pattern >> (4 * field)) & 15) as u8
}

/// A pattern with the bin of a rarity, in bits, beside it.
#[must_use]
pub fn with_rarity(pattern: Pattern, rarity: f32) -> Pattern {
    let bin = ((rarity - RARITY_LOWEST) / RARITY_STEP).round().clamp(0.0, (RARITY_BINS - 1) as f32);
    pattern | ((bin as u64) << RARITY_AT)
}

/// The rarity in the middle of the bin of a pattern, in bits.
#[must_use]
pub fn rarity(pattern: Pattern) -> f64 {
    f64::from(RARITY_LOWEST) + f64::from(RARITY_STEP) * ((pattern >> RARITY_AT) & 15) as f64
}

/// A level of agreement of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// A stable code, for models and messages.
    pub code: String,
    /// Its share among pairs of one person.
    pub m: f64,
    /// Its share among pairs of kin: different persons of one household or family.
    pub kin: f64,
    /// Its share among pairs of unrelated persons.
    pub u: f64,
    /// Shares add up to one within a group of levels: a field may be compared in another group when something else agrees.
    pub group: u8,
}

/// A field: its name and levels; the first level says nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// A stable name.
    pub name: String,
    /// The levels in order; at most 16.
    pub levels: Vec<Level>,
    /// Whether shares among kin and unrelated pairs are given and not learned; then they need not have the sum one.
    #[serde(default)]
    pub fixed: bool,
    /// Whether shares among unrelated pairs are given and not learned: what is too rare to be seen in pairs drawn by chance.
    #[serde(default)]
    pub fixed_unrelated: bool,
}

impl Field {
    /// A field from rows of code, m, kin, u, group; the level that says nothing is put before them. Shares are brought to sum one in each group.
    #[must_use]
    pub fn new(name: &str, rows: &[(&str, f64, f64, f64, u8)]) -> Self {
        let nothing = Level { code: "nothing".to_owned(), m: 1.0, kin: 1.0, u: 1.0, group: u8::MAX };
        let level = |(code, m, kin, u, group): &(&str, f64, f64, f64, u8)| Level {
            code: (*code).to_owned(),
            m: *m,
            kin: *kin,
            u: *u,
            group: *group,
        };
        let mut field = Self {
            name: name.to_owned(),
            levels: std::iter::once(nothing).chain(rows.iter().map(level)).collect(),
            fixed: false,
            fixed_unrelated: false,
        };
        field.settle();
        field
    }

    /// A field whose shares among unrelated pairs are as given.
    #[must_use]
    pub fn with_fixed_unrelated(name: &str, rows: &[(&str, f64, f64, f64, u8)]) -> Self {
        Self { fixed_unrelated: true, ..Self::new(name, rows) }
    }

    /// A field whose shares among kin and unrelated pairs are as given.
    #[must_use]
    pub fn with_fixed_chances(name: &str, rows: &[(&str, f64, f64, f64, u8)]) -> Self {
        let mut field = Self { fixed: true, ..Self::new(name, rows) };
        for (level, (_, _, kin, u, _)) in field.levels.iter_mut().skip(1).zip(rows) {
            level.kin = *kin;
            level.u = *u;
        }
        field
    }

    /// Brings the shares of each group to the sum of one.
    pub fn settle(&mut self) {
        let groups: Vec<u8> = self.levels.iter().skip(1).map(|level| level.group).collect();
        for group in groups {
            for part in [of_match as fn(&mut Level) -> &mut f64, of_kin, of_unrelated] {
                let sum: f64 = self.levels.iter_mut().filter(|level| level.group == group).map(|level| *part(level)).sum();
                if sum > 0.0 {
                    self.levels.iter_mut().filter(|level| level.group == group).for_each(|level| *part(level) /= sum);
                }
            }
        }
    }
}

fn of_match(level: &mut Level) -> &mut f64 {
    &mut level.m
}

fn of_kin(level: &mut Level) -> &mut f64 {
    &mut level.kin
}

fn of_unrelated(level: &mut Level) -> &mut f64 {
    &mut level.u
}

/// What comparing two records gives.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Compared {
    /// The levels.
    pub pattern: Pattern,
    /// By how many bits the values that agree are rarer than agreeing values are on average; against unrelated pairs only.
    pub rarity: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_hold_levels_and_rarity() {
        let pattern = with_rarity(3 | (7 << 4) | (15 << (4 * 13)), 4.3);
        assert_eq!((level(pattern, 0), level(pattern, 1), level(pattern, 13)), (3, 7, 15));
        assert!((rarity(pattern) - 4.3).abs() <= 1.0);
        assert!((rarity(with_rarity(0, 99.0)) - 21.0).abs() < 1e-6);
    }

    #[test]
    fn shares_sum_to_one_in_each_group() {
        let field =
            Field::new("sex", &[("same", 9.0, 5.0, 5.0, 0), ("other", 1.0, 5.0, 5.0, 0), ("same_name", 3.0, 1.0, 1.0, 1)]);
        assert!((field.levels[1].m - 0.9).abs() < 1e-12 && (field.levels[3].m - 1.0).abs() < 1e-12);
    }
}
