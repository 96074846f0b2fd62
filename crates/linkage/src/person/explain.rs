//! Why a pair has its weight: a sum, one line a field, and what other candidates do to it.

use super::compare::Comparer;
use super::levels::at;
use super::record::Person;
use crate::fields::level;
use crate::model::{Model, Weigher};
use serde::Serialize;

/// What one field adds to the weight of a pair, in bits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The name of the field.
    pub field: String,
    /// The code of the level.
    pub level: String,
    /// What the level adds, against the stronger of kin and unrelated.
    pub weight: f64,
    /// Of it: because the agreeing values are rarer or more common than agreeing values are on average. Not against kin.
    pub rarity: f64,
}

/// The weight of a pair as a sum: `before`, the weights of all lines and `other_explanation` are `weight`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// What is known before any field: how rare pairs of one person are, and that both records are still without partner.
    pub before: f64,
    /// The fields that say something.
    pub lines: Vec<Line>,
    /// Whether kin are the stronger other explanation.
    pub against_kin: bool,
    /// What the weaker other explanation takes away; at most 1 bit.
    pub other_explanation: f64,
    /// The sum, before other candidates are looked at.
    pub weight: f64,
}

/// Explains a pair.
#[must_use]
pub fn explain(comparer: &Comparer<'_>, model: &Model, a: &Person, b: &Person) -> Explanation {
    let weigher = Weigher::new(model);
    let (pattern, rarities) = comparer.explain(a, b);
    let rarity: f32 = rarities.iter().sum();
    let weight = weigher.weigh(pattern, rarity);
    let against_kin = weight.against_kin < weight.against_unrelated;
    let mut lines = Vec::new();
    for (at, field) in model.fields.iter().enumerate() {
        let number = usize::from(level(pattern, at));
        let Some(found) = field.levels.get(number).filter(|_| number != 0) else { continue };
        let (unrelated, kin) = weigher.of_field(pattern, at);
        let rare = if against_kin { 0.0 } else { f64::from(rarities.get(at).copied().unwrap_or(0.0)) };
        let weight = if against_kin { kin } else { unrelated + rare };
        lines.push(Line { field: field.name.clone(), level: found.code.clone(), weight, rarity: rare });
    }
    // An order that is as usual says nothing that a reader wants to know apart.
    lines.retain(|line| line.field != model.fields[at::ORDER].name || line.weight.abs() > 0.5);
    let freedom = -model.freedom().log2();
    let strongest = freedom + if against_kin { weight.against_kin } else { weight.against_unrelated };
    let total = weight.total + freedom;
    // All that the lines do not say: the share of one person's pairs among all, and the order that is as usual.
    let before = strongest - lines.iter().map(|line| line.weight).sum::<f64>();
    Explanation { before, lines, against_kin, other_explanation: total - strongest, weight: total }
}
