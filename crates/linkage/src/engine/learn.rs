//! Learning a model from the patterns of candidates, without answers: expectation and maximisation over a mixture of one person, kin, unrelated.
//!
//! Fellegi and Sunter (1969) give the weights, Winkler (1988) the use of EM for them; Dempster, Laird and Rubin (1977) EM. Shares among unrelated
//! pairs come from pairs drawn by chance and stay as they are, so what the blocks leave out does not bend them; a posterior depends on a pattern alone,
//! so candidates may be looked at by themselves as long as nearly every pair of one person is among them.

use crate::fields::{Field, Pattern, level, rarity};
use crate::model::{Learned, Model, Weigher};

/// When no share changes by more, learning has ended.
const LIMIT: f64 = 1e-5;
/// Rounds at most; if they are used up the model says that it did not converge.
const MOST_ROUNDS: u32 = 200;
/// Pairs that the first beliefs count for, in each group of a field.
const BELIEF: f64 = 25.0;
/// Pairs of a level that count as seen among unrelated ones.
const SEEN: f64 = 1.0;

/// The share of kin where there are none.
const NO_KIN: f64 = 1e-30;
/// Kin that must be seen before what is believed of their number gives way.
const LEAST_KIN: f64 = 200.0;

/// What learning is given.
pub struct Observed<'a> {
    /// Patterns of candidates with their counts.
    pub candidates: &'a [(Pattern, u64)],
    /// Patterns of pairs drawn by chance.
    pub drawn: &'a [(Pattern, u64)],
    /// Records of the first list.
    pub a: usize,
    /// Records of the second list.
    pub b: usize,
    /// Whether both are one list.
    pub within: bool,
    /// How kin are learned; `None`: there are none among the records.
    pub kin: Option<KinRule>,
    /// Field and level of pairs that were compared in an unusual way, so that their other levels agree by construction.
    pub aside: Option<(usize, u8)>,
}

/// Where kin can be learned. Blocks bring together all pairs of one house, but of kin in other houses only those that agree by chance in what blocks ask for:
/// learned from all candidates, kin would seem to agree in their houses always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KinRule {
    /// Field and level of pairs all of which are candidates.
    pub seen_at: (usize, u8),
    /// The field whose shares are those of one person's pairs.
    pub like_match: usize,
}

/// The model of first beliefs: shares as the fields have them, those of unrelated pairs from pairs drawn by chance, and what is usual for the lists.
#[must_use]
pub fn begin(kind: &str, fields: Vec<Field>, observed: &Observed<'_>) -> Model {
    let (all, _) = bounds(observed);
    let (a, b) = (observed.a as f64, observed.b as f64);
    let first = if observed.within { 0.02 * a } else { 0.6 * a.min(b) };
    let believed = fields.clone();
    let mut model = Model {
        version: crate::model::VERSION,
        kind: kind.to_owned(),
        fields,
        match_share: (first / all).clamp(1e-18, 0.5),
        kin_share: if observed.kin.is_some() { (2.0 * a.min(b) / all).clamp(1e-18, 0.4) } else { NO_KIN },
        taken: 0.0,
        known: 0.0,
        doubled_share: 0.005,
        learned: Learned::default(),
    };
    unrelated(&mut model.fields, &believed, observed, &vec![1.0; observed.drawn.len()]);
    model
}

/// Pairs in all, and how many of them can be one person: no more than the shorter list has and a tenth, or half of a single list.
fn bounds(observed: &Observed<'_>) -> (f64, f64) {
    let (a, b) = (observed.a as f64, observed.b as f64);
    if observed.within { ((a * (a - 1.0) / 2.0).max(1.0), a * 0.5) } else { ((a * b).max(1.0), a.min(b) * 1.1) }
}

/// Rounds until nothing changes.
fn rounds(model: &mut Model, believed: &[Field], observed: &Observed<'_>) {
    for _ in 0..MOST_ROUNDS {
        let change = round(model, believed, observed);
        model.learned.rounds += 1;
        model.learned.last_change = change;
        model.learned.converged = change < LIMIT;
        if model.learned.converged {
            break;
        }
    }
}

/// Tells the model how many pairs are of one person.
fn set_matches(model: &mut Model, observed: &Observed<'_>, matches: f64) {
    let (all, most) = bounds(observed);
    let matches = matches.clamp(0.5, most);
    model.match_share = (matches / all).clamp(1e-18, 0.5);
    if !observed.within {
        model.taken = (matches / (observed.a as f64).max(1.0)).min(1.0);
        model.known = (matches / (observed.b as f64).max(1.0)).min(1.0);
    }
}

/// Learns a model from candidates, beginning with another.
#[must_use]
pub fn learn(mut model: Model, observed: &Observed<'_>) -> Model {
    let believed = model.fields.clone();
    rounds(&mut model, &believed, observed);
    // In short lists a pair drawn by chance is of one person often enough to bend what unrelated pairs look like; now that they can be told, they are left out.
    let weigher = Weigher::new(&model);
    let weights: Vec<f64> =
        observed.drawn.iter().map(|(pattern, _)| 1.0 / (1.0 + weigher.weigh(*pattern, 0.0).total.exp2())).collect();
    unrelated(&mut model.fields, &believed, observed, &weights);
    rounds(&mut model, &believed, observed);
    model.learned.doubts = doubts(&model);
    model
}

/// Shares among unrelated pairs, from pairs drawn by chance, each with the probability that it is of unrelated persons.
fn unrelated(fields: &mut [Field], believed: &[Field], observed: &Observed<'_>, weights: &[f64]) {
    let usual = |pattern: Pattern| observed.aside.is_none_or(|(field, unusual)| level(pattern, field) != unusual);
    for (at, (field, believed)) in
        fields.iter_mut().zip(believed).enumerate().filter(|(_, (field, _))| !field.fixed && !field.fixed_unrelated)
    {
        let mut counts = [0.0; 16];
        for ((pattern, count), weight) in observed.drawn.iter().zip(weights).filter(|((pattern, _), _)| usual(*pattern)) {
            counts[usize::from(level(*pattern, at))] += *count as f64 * weight;
        }
        let seen = rare(&counts, believed);
        for (level, share) in field.levels.iter_mut().zip(seen).skip(1) {
            level.u = share;
        }
    }
}

/// Shares among unrelated pairs: each level leans on its belief as if one pair with it had been seen, so that a level too rare to be seen keeps about
/// what is believed of it (the mean of a gamma prior of shape one).
fn rare(counts: &[f64; 16], believed: &Field) -> [f64; 16] {
    let mut all = [0.0; 256];
    for (level, count) in believed.levels.iter().zip(counts).skip(1) {
        all[usize::from(level.group)] += count;
    }
    let mut sums = [0.0; 256];
    let mut shares = [1.0; 16];
    for ((share, level), count) in shares.iter_mut().zip(&believed.levels).zip(counts).skip(1) {
        *share = (count + SEEN) / (all[usize::from(level.group)] + SEEN / level.u);
        sums[usize::from(level.group)] += *share;
    }
    for (share, level) in shares.iter_mut().zip(&believed.levels).skip(1) {
        *share /= sums[usize::from(level.group)];
    }
    shares
}

/// Shares from counts and beliefs, one in sum within each group.
fn settle(counts: &[f64; 16], believed: &Field, of: fn(&crate::fields::Level) -> f64, weight: f64) -> [f64; 16] {
    let mut sums = [weight; 256];
    for (level, count) in believed.levels.iter().zip(counts).skip(1) {
        sums[usize::from(level.group)] += count;
    }
    let mut shares = [1.0; 16];
    for ((share, level), count) in shares.iter_mut().zip(&believed.levels).zip(counts).skip(1) {
        *share = (count + weight * of(level)) / sums[usize::from(level.group)];
    }
    shares
}

/// One round; gives the largest change of a share.
fn round(model: &mut Model, believed: &[Field], observed: &Observed<'_>) -> f64 {
    let (all, _) = bounds(observed);
    let width = model.fields.len();
    let logs: Vec<[[f64; 3]; 16]> = model
        .fields
        .iter()
        .map(|field| {
            let mut rows = [[0.0; 3]; 16];
            for (row, level) in rows.iter_mut().zip(&field.levels).skip(1) {
                *row = [level.m.ln(), level.kin.ln(), level.u.ln()];
            }
            rows
        })
        .collect();
    let rest = (1.0 - model.match_share - model.kin_share).max(1e-9).ln();
    let priors = [model.match_share.ln(), model.kin_share.ln(), rest];
    let mut matching = vec![[0.0; 16]; width];
    let mut kin = vec![[0.0; 16]; width];
    let (mut matches, mut kinships, mut likelihood) = (0.0, 0.0, 0.0);
    for (pattern, count) in observed.candidates {
        let mut sums = priors;
        for (at, rows) in logs.iter().enumerate() {
            let row = &rows[usize::from(level(*pattern, at))];
            sums[0] += row[0];
            sums[1] += row[1];
            sums[2] += row[2];
        }
        sums[2] -= rarity(*pattern) * std::f64::consts::LN_2;
        let top = sums[0].max(sums[1]).max(sums[2]);
        let shares = sums.map(|sum| (sum - top).exp());
        let whole: f64 = shares.iter().sum();
        let count = *count as f64;
        likelihood += count * (top + whole.ln());
        let (of_match, of_kin) = (count * shares[0] / whole, count * shares[1] / whole);
        matches += of_match;
        let seen = observed.kin.is_some_and(|rule| level(*pattern, rule.seen_at.0) == rule.seen_at.1);
        kinships += if seen { of_kin } else { 0.0 };
        for at in 0..width {
            let level = usize::from(level(*pattern, at));
            matching[at][level] += of_match;
            kin[at][level] += if seen { of_kin } else { 0.0 };
        }
    }
    model.learned.log_likelihood.push(likelihood);
    let mut change = 0.0_f64;
    for (at, field) in model.fields.iter_mut().enumerate() {
        let of_match = settle(&matching[at], &believed[at], |level| level.m, BELIEF);
        let of_kin = settle(&kin[at], &believed[at], |level| level.kin, BELIEF);
        let fixed = field.fixed;
        for (number, level) in field.levels.iter_mut().enumerate().skip(1) {
            change = change.max((level.m - of_match[number]).abs());
            level.m = of_match[number];
            if !fixed {
                level.kin = of_kin[number];
            }
        }
    }
    if let Some(rule) = observed.kin {
        let field = &mut model.fields[rule.like_match];
        field.levels.iter_mut().for_each(|level| level.kin = level.m);
        let share_seen = field.levels[usize::from(rule.seen_at.1)].kin;
        if kinships >= LEAST_KIN {
            model.kin_share = (kinships / share_seen.max(1e-3) / all).clamp(1e-18, 0.4);
        }
    }
    set_matches(model, observed, matches);
    change
}

/// Learns the shares of one person's pairs again, from pairs with the probabilities that they have beside all others: who has a better partner no
/// longer teaches what a wrong partner looks like. Gives the largest change of a share.
pub fn learn_again(
    model: &mut Model,
    believed: &[Field],
    observed: &Observed<'_>,
    pairs: impl Iterator<Item = (Pattern, f64)>,
) -> f64 {
    let mut matching = vec![[0.0; 16]; model.fields.len()];
    let mut matches = 0.0;
    for (pattern, probability) in pairs {
        matches += probability;
        for (at, counts) in matching.iter_mut().enumerate() {
            counts[usize::from(level(pattern, at))] += probability;
        }
    }
    let mut change = 0.0_f64;
    for ((field, counts), believed) in model.fields.iter_mut().zip(&matching).zip(believed) {
        let shares = settle(counts, believed, |level| level.m, BELIEF);
        for (level, share) in field.levels.iter_mut().zip(shares).skip(1) {
            change = change.max((level.m - share).abs());
            level.m = share;
        }
    }
    if let Some(rule) = observed.kin {
        model.fields[rule.like_match].levels.iter_mut().for_each(|level| level.kin = level.m);
    }
    set_matches(model, observed, matches);
    change
}

/// What looks wrong: did it find persons, or households?
fn doubts(model: &Model) -> Vec<String> {
    let mut doubts = Vec::new();
    if !model.learned.converged {
        doubts.push("not_converged".to_owned());
    }
    // The agreeing level of each field is its first; in most fields it must be likelier for one person than for kin.
    let distinguishing =
        model.fields.iter().filter(|field| field.levels.get(1).is_some_and(|level| level.m > 2.0 * level.kin)).count();
    if distinguishing < 2 {
        doubts.push("kin_like_one_person".to_owned());
    }
    doubts
}
