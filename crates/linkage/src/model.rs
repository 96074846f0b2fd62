//! The model: how likely each level is among one person's pairs, kin and unrelated, and how frequent each kind of pair is.

use crate::fields::{Field, Pattern, level};
use serde::{Deserialize, Serialize};

/// The form of saved models that this program writes and reads.
pub const VERSION: u32 = 1;

/// How learning ended.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Rounds that were made.
    pub rounds: u32,
    /// Whether the last round changed no share by more than the limit.
    pub converged: bool,
    /// The largest change of a share in the last round.
    pub last_change: f64,
    /// Log-likelihood of the candidates after each round.
    pub log_likelihood: Vec<f64>,
    /// Codes of what looks wrong with what was found.
    pub doubts: Vec<String>,
}

/// A model of pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The form of the file.
    pub version: u32,
    /// What kind of records it compares.
    pub kind: String,
    /// Fields with their shares.
    pub fields: Vec<Field>,
    /// The share of one person's pairs among all pairs of both lists.
    pub match_share: f64,
    /// The share of kin among all pairs of both lists.
    pub kin_share: f64,
    /// The share of records of the first list that have a partner in the second.
    pub taken: f64,
    /// The share of records of the second list that have a partner in the first.
    pub known: f64,
    /// The share of records of the first list that have more than one partner in the second.
    pub doubled_share: f64,
    /// How it was learned.
    pub learned: Learned,
}

impl Model {
    /// The share of pairs whose records are both without another partner, for records alike: what odds among all pairs are divided by when each record
    /// has one partner or none. With n partners among lists of a and b, one more pair has odds of n in (a − n)(b − n), and not of n in ab.
    #[must_use]
    pub fn freedom(&self) -> f64 {
        const LEAST: f64 = 0.02;
        (1.0 - self.taken).max(LEAST) * (1.0 - self.known).max(LEAST)
    }
}

/// A model that was learned, and the one that said which pairs were worth keeping before it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trained {
    /// Beliefs before learning; the sieve of candidates.
    pub sieve: Model,
    /// What was learned.
    pub model: Model,
}

/// Weights of one pair, in bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight {
    /// One person against kin or unrelated: log₂ of the odds before other candidates are looked at.
    pub total: f64,
    /// One person against unrelated.
    pub against_unrelated: f64,
    /// One person against kin.
    pub against_kin: f64,
}

/// Tables of a model for quick weighing.
#[derive(Debug, Clone)]
pub struct Weigher {
    matching: Vec<[f32; 16]>,
    kin: Vec<[f32; 16]>,
    match_prior: f64,
    kin_prior: f64,
}

impl Weigher {
    /// Of a model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let table = |of: fn(&crate::fields::Level) -> f64| {
            let field = |field: &Field| {
                let mut row = [0.0; 16];
                for (slot, level) in row.iter_mut().zip(&field.levels).skip(1) {
                    *slot = (of(level) / level.u).log2() as f32;
                }
                row
            };
            model.fields.iter().map(field).collect()
        };
        Self {
            matching: table(|level| level.m),
            kin: table(|level| level.kin),
            match_prior: model.match_share.log2(),
            kin_prior: model.kin_share.log2(),
        }
    }

    /// The weight of a pattern.
    #[must_use]
    pub fn weigh(&self, pattern: Pattern, rarity: f32) -> Weight {
        let (mut matching, mut kin) = (0.0_f64, 0.0_f64);
        for (field, (of_match, of_kin)) in self.matching.iter().zip(&self.kin).enumerate() {
            let level = usize::from(level(pattern, field));
            matching += f64::from(of_match[level]);
            kin += f64::from(of_kin[level]);
        }
        let against_unrelated = self.match_prior + matching + f64::from(rarity);
        let kin = self.kin_prior + kin + f64::from(rarity);
        Weight { total: against_unrelated - (1.0 + kin.exp2()).log2(), against_unrelated, against_kin: against_unrelated - kin }
    }

    /// What one field adds: against unrelated and against kin, in bits, without rarity.
    #[must_use]
    pub fn of_field(&self, pattern: Pattern, field: usize) -> (f64, f64) {
        let level = usize::from(level(pattern, field));
        let at = |table: &[[f32; 16]]| table.get(field).map_or(0.0, |row| f64::from(row[level]));
        let matching = at(&self.matching);
        (matching, matching - at(&self.kin))
    }
}
