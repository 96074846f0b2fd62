//! One run: candidates compared, a model learned, pairs weighed, partners found.

use super::assign::{Best, Edge, Graph, best};
use super::blocked::Blocked;
use super::candidates::{Candidates, Compares, Pair, Worth, drawn};
use super::learn::{KinRule, Observed, begin, learn, learn_again};
use crate::fields::{Compared, Field, level};
use crate::model::{Model, Trained, Weigher};

/// Pairs that are drawn by chance.
const DRAWN: usize = 250_000;
/// Rounds of learning beside all other pairs.
const ROUNDS: usize = 12;
/// When no share changes by more, they have settled.
const SETTLED: f64 = 1e-4;
/// The share of records of the first list with several partners, before it is learned, and how many records that belief counts for.
const DOUBLED: f64 = 0.005;
const BELIEF: f64 = 200.0;
/// Bits below which a pair is not worth keeping.
const LEAST: f64 = -12.0;
/// Bits below which a pair teaches nothing of one person's pairs.
const LEAST_COUNTED: f64 = -18.0;

/// What is believed of a kind of records before any data are seen.
pub struct Beliefs {
    /// The name of the kind.
    pub kind: &'static str,
    /// Fields with their first shares.
    pub fields: Vec<Field>,
    /// How kin are learned, if there are any.
    pub kin: Option<KinRule>,
    /// Pairs that were compared in an unusual way.
    pub aside: Option<(usize, u8)>,
}

/// What linking found.
#[derive(Debug, Clone)]
pub struct Linked {
    /// The model that was used.
    pub trained: Trained,
    /// Edges that were weighed, by second record.
    pub edges: Vec<Edge>,
    /// Their probabilities.
    pub probabilities: Vec<f64>,
    /// The best edge of each record of the second list; with one list, of each record.
    pub best: Vec<Option<Best>>,
    /// Pairs that were compared.
    pub compared: u64,
    /// Distinct patterns among them.
    pub patterns: usize,
}

/// Links `a` and `b`, or `a` with itself when there is no `b`. A given model is used as it is; otherwise one is learned, with chance from the seed.
pub fn run<R: Sync>(
    comparer: &impl Compares<R>,
    blocked: Blocked,
    (a, b): (&[R], Option<&[R]>),
    beliefs: Beliefs,
    given: Option<Trained>,
    seed: u64,
) -> Linked {
    let second = b.unwrap_or(a);
    let by_chance = if given.is_some() { Vec::new() } else { drawn(a, second, comparer, DRAWN, seed) };
    let Beliefs { kind, fields, kin, aside } = beliefs;
    let mut observed =
        Observed { candidates: &[], drawn: &by_chance, a: a.len(), b: second.len(), within: b.is_none(), kin, aside };
    // What is worth keeping is said by beliefs before learning.
    let sieve = given.as_ref().map_or_else(|| begin(kind, fields.clone(), &observed), |trained| trained.sieve.clone());
    let rough = Weigher::new(&sieve);
    let teaches = |compared: Compared| kin.is_some_and(|rule| level(compared.pattern, rule.seen_at.0) == rule.seen_at.1);
    let worth = |compared: Compared| match rough.weigh(compared.pattern, compared.rarity).total {
        total if total > LEAST => Worth::Keeping,
        total if total > LEAST_COUNTED || teaches(compared) => Worth::Counting,
        _ => Worth::Nothing,
    };
    let Candidates { patterns, pairs, compared } = blocked.sides(a, b).compare(comparer, worth);
    drop(blocked);
    let edges: Vec<Edge> = pairs.iter().map(|pair| Edge { a: pair.a, b: pair.b, odds: 0.0 }).collect();
    let graph = b.map(|b| Graph::new(&edges, a.len(), b.len()));
    let mut weighed = Weighed { edges, graph, probabilities: Vec::new() };
    let model = match given {
        Some(trained) => trained.model,
        None => {
            observed.candidates = &patterns;
            let mut model = learn(sieve.clone(), &observed);
            weighed.learn(&pairs, &mut model, &fields, &observed);
            model
        }
    };
    weighed.weigh(&pairs, &model);
    let Weighed { edges, probabilities, .. } = weighed;
    let best = best(&edges, &probabilities, second.len());
    Linked { trained: Trained { sieve, model }, edges, probabilities, best, compared, patterns: patterns.len() }
}

/// Edges with the odds and probabilities of a model.
struct Weighed {
    edges: Vec<Edge>,
    graph: Option<Graph>,
    probabilities: Vec<f64>,
}

impl Weighed {
    fn weigh(&mut self, pairs: &[Pair], model: &Model) {
        let weigher = Weigher::new(model);
        let freedom = model.freedom();
        for (edge, pair) in self.edges.iter_mut().zip(pairs) {
            edge.odds = weigher.weigh(pair.pattern, pair.rarity).total.exp2() / freedom;
        }
        self.probabilities = match &self.graph {
            Some(graph) => graph.probabilities(&self.edges, model.doubled_share),
            // One person may have any number of records in one list: pairs stand by themselves, clusters come later.
            None => self.edges.iter().map(|edge| edge.odds / (1.0 + edge.odds)).collect(),
        };
    }

    /// Learns beside all other pairs until little changes.
    fn learn(&mut self, pairs: &[Pair], model: &mut Model, fields: &[Field], observed: &Observed<'_>) {
        for _ in 0..ROUNDS {
            self.weigh(pairs, model);
            let found = pairs.iter().zip(&self.probabilities).map(|(pair, probability)| (pair.pattern, *probability));
            let change = learn_again(model, fields, observed, found);
            if let Some(graph) = &self.graph {
                let (several, any) = graph.doubled(&self.probabilities);
                model.doubled_share = (several as f64 + DOUBLED * BELIEF) / (any as f64 + BELIEF);
            }
            if change < SETTLED {
                break;
            }
        }
    }
}
