//! Linking two lists of persons, from standardised records to the best partner of each.

use super::compare::Comparer;
use super::frequencies::{Counts, Frequencies};
use super::keys::{Keys, REFINEMENTS, RULES};
use super::levels;
use super::record::{Person, Standardiser};
use crate::engine::assign::{Best, Edge, best, probabilities};
use crate::engine::blocks::{Column, Cuts, Index, RuleReport, settle};
use crate::engine::candidates::{Candidates, Compares, Pair, Sides, drawn};
use crate::engine::learn::{Observed, begin, learn, learn_again};
use crate::fields::Compared;
use crate::model::{Model, Weigher};
use rayon::prelude::*;

/// Pairs that are drawn by chance.
const DRAWN: usize = 400_000;
/// Rounds of learning beside all other pairs.
const ROUNDS: usize = 12;
/// When no share changes by more, they have settled.
const SETTLED: f64 = 1e-4;
/// Bits below which a pair is not worth keeping.
const LEAST: f64 = -12.0;

impl Compares<Person> for Comparer<'_> {
    fn compare(&self, a: &Person, b: &Person) -> Compared {
        Comparer::compare(self, a, b)
    }
}

/// Two lists, or one with itself.
pub struct Lists {
    /// Words and places of both.
    pub standardiser: Standardiser,
    /// Records of the first list.
    pub a: Vec<Person>,
    /// Records of the second list; empty when one list is looked through for duplicates.
    pub b: Vec<Person>,
    /// Whether one list is looked through for duplicates.
    pub within: bool,
}

/// Indexes of the first list and keys of the second.
pub struct Blocked {
    /// One a rule.
    pub indexes: Vec<Index>,
    /// One a rule.
    pub keys: Vec<Column>,
    /// One a rule.
    pub cuts: Vec<Cuts>,
    /// One a rule.
    pub reports: Vec<RuleReport>,
}

/// What linking found.
pub struct Linked {
    /// The model that was used.
    pub model: Model,
    /// Edges that were weighed, by second record.
    pub edges: Vec<Edge>,
    /// Their probabilities.
    pub probabilities: Vec<f64>,
    /// The best edge of each record of the second list.
    pub best: Vec<Option<Best>>,
    /// Pairs that were compared.
    pub compared: u64,
    /// Distinct patterns among them.
    pub patterns: usize,
}

impl Lists {
    fn second(&self) -> &[Person] {
        if self.within { &self.a } else { &self.b }
    }

    /// How common each value is.
    #[must_use]
    pub fn frequencies(&self) -> Frequencies {
        let mut counts = Counts::default();
        for person in self.a.iter().chain(&self.b) {
            counts.count(person, &self.standardiser.lexicon);
        }
        Frequencies::new(&counts)
    }

    /// Makes blocks.
    #[must_use]
    pub fn block(&self) -> Blocked {
        let keys = Keys::new(&self.standardiser.lexicon);
        let columns = |list: &[Person]| -> Vec<Column> {
            let mut columns: Vec<Column> = RULES.iter().map(|_| vec![0; list.len()]).collect();
            for (at, person) in list.iter().enumerate() {
                for (column, key) in columns.iter_mut().zip(keys.of(person)) {
                    column[at] = key;
                }
            }
            columns
        };
        let (mut of_a, mut of_b) = (columns(&self.a), columns(&self.b));
        if self.within {
            of_b = of_a.iter().map(|_| Column::new()).collect();
        }
        let settled: Vec<(Index, Cuts, RuleReport)> = of_a
            .par_iter_mut()
            .zip(&mut of_b)
            .zip(&RULES)
            .map(|((a, b), rule)| {
                let mut report = RuleReport { rule: rule.name.to_owned(), ..RuleReport::default() };
                let refined_a = |key: u32, at: usize, step: u8| keys.refined(key, &self.a[at], step);
                let refined_b = |key: u32, at: usize, step: u8| keys.refined(key, &self.b[at], step);
                let other = (!self.within).then_some(b);
                let (index, cuts) = settle(a, other, rule.cap, REFINEMENTS, refined_a, refined_b, &mut report);
                (index, cuts, report)
            })
            .collect();
        let mut blocked =
            Blocked { indexes: Vec::new(), keys: if self.within { of_a } else { of_b }, cuts: Vec::new(), reports: Vec::new() };
        for (index, cuts, report) in settled {
            blocked.indexes.push(index);
            blocked.cuts.push(cuts);
            blocked.reports.push(report);
        }
        blocked
    }

    /// The sides of a comparison.
    #[must_use]
    pub fn sides<'a>(&'a self, blocked: &'a Blocked) -> Sides<'a, Person> {
        Sides { a: &self.a, b: self.second(), indexes: &blocked.indexes, keys: &blocked.keys, within: self.within }
    }

    /// Compares candidates, learns a model unless one is given, weighs, and finds the best partners.
    #[must_use]
    pub fn link(&self, given: Option<Model>, seed: u64) -> Linked {
        let frequencies = self.frequencies();
        let comparer = Comparer::new(&self.standardiser.lexicon, &frequencies);
        let blocked = self.block();
        let by_chance = if given.is_some() { Vec::new() } else { drawn(&self.a, self.second(), &comparer, DRAWN, seed) };
        let mut observed = Observed {
            candidates: &[],
            drawn: &by_chance,
            a: self.a.len(),
            b: self.second().len(),
            within: self.within,
            kin: Some(levels::KIN),
            aside: Some(levels::ASIDE),
        };
        // What is worth keeping is said by beliefs before learning, or by the given model.
        let first = given.clone().unwrap_or_else(|| begin("person", levels::fields(), &observed));
        let rough = Weigher::new(&first);
        let Candidates { patterns, pairs, compared } =
            self.sides(&blocked).compare(&comparer, |compared| rough.weigh(compared.pattern, compared.rarity).total > LEAST);
        drop(blocked);
        let (many_a, many_b) = (self.a.len(), self.second().len());
        let mut model = match given {
            Some(model) => model,
            None => {
                observed.candidates = &patterns;
                learn(first, &observed)
            }
        };
        let learning = !observed.candidates.is_empty();
        let believed = levels::fields();
        let mut edges = weigh(&pairs, &model);
        let mut probable = probabilities(&edges, many_a, many_b, model.doubled_share);
        for _ in 0..if learning { ROUNDS } else { 0 } {
            let found = pairs.iter().zip(&probable).map(|(pair, probability)| (pair.pattern, *probability));
            let change = learn_again(&mut model, &believed, &observed, found);
            edges = weigh(&pairs, &model);
            probable = probabilities(&edges, many_a, many_b, model.doubled_share);
            if change < SETTLED {
                break;
            }
        }
        let probabilities = probable;
        let best = best(&edges, &probabilities, many_b);
        Linked { model, edges, probabilities, best, compared, patterns: patterns.len() }
    }
}

/// Odds of each pair when both records are free: a record that has no partner yet is likelier to have this one (see `Model::freedom`).
fn weigh(pairs: &[Pair], model: &Model) -> Vec<Edge> {
    let weigher = Weigher::new(model);
    let freedom = model.freedom();
    let edge = |pair: &Pair| Edge { a: pair.a, b: pair.b, odds: weigher.weigh(pair.pattern, pair.rarity).total.exp2() / freedom };
    pairs.iter().map(edge).collect()
}
