//! From the odds of pairs to a probability for each record of the second list, when a record of the first can be taken by one partner only.
//!
//! The probability of each pair under "each record has one partner or none" is found by sum-product messages on the graph of candidates: exact where the
//! graph has no cycles, close elsewhere (Huang and Jebara 2009, Approximating the permanent with belief propagation). A record of the first list
//! may, rarely, have several partners: lists contain a person twice. How rarely is part of the model.

use serde::Serialize;

/// Rounds of messages.
const ROUNDS: usize = 30;
/// When no message changes by more, they have settled.
const LIMIT: f64 = 1e-9;

/// A pair and its odds.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// The record of the first list.
    pub a: u32,
    /// The record of the second list.
    pub b: u32,
    /// Odds of one person against not, before others are looked at.
    pub odds: f64,
}

/// Who shares records with whom, worked out once for any odds.
#[derive(Debug, Clone)]
pub struct Graph {
    /// Where the edges of each second record begin.
    by_b: Vec<u32>,
    /// Edges by first record.
    of_a: Vec<u32>,
    /// Where those of each first record begin.
    by_a: Vec<u32>,
}

impl Graph {
    /// Of edges that are sorted by `b`.
    #[must_use]
    pub fn new(edges: &[Edge], many_a: usize, many_b: usize) -> Self {
        let by_b = starts(edges.iter().map(|edge| edge.b), many_b);
        let by_a = starts(edges.iter().map(|edge| edge.a), many_a);
        let mut next = by_a.clone();
        let mut of_a = vec![0; edges.len()];
        for (number, edge) in edges.iter().enumerate() {
            let slot = &mut next[edge.a as usize];
            of_a[*slot as usize] = number as u32;
            *slot += 1;
        }
        Self { by_b, of_a, by_a }
    }

    /// Probabilities of edges, in their order, when each record has one partner or none.
    #[must_use]
    pub fn probabilities(&self, edges: &[Edge], doubled: f64) -> Vec<f64> {
        // Message of an edge to its first record: its odds beside the other candidates of its second record. And back: how free the first record is.
        let mut free = vec![1.0_f64; edges.len()];
        let mut wish: Vec<f64> = edges.iter().map(|edge| edge.odds).collect();
        for _ in 0..ROUNDS {
            let mut change = 0.0_f64;
            for range in self.by_b.windows(2).map(|pair| pair[0] as usize..pair[1] as usize) {
                let sum: f64 = range.clone().map(|edge| edges[edge].odds * free[edge]).sum();
                for edge in range {
                    let own = edges[edge].odds * free[edge];
                    let next = edges[edge].odds / (1.0 + (sum - own).max(0.0));
                    change = change.max((next - wish[edge]).abs() / (1.0 + wish[edge]));
                    wish[edge] = next;
                }
            }
            for range in self.by_a.windows(2).map(|pair| pair[0] as usize..pair[1] as usize).filter(|range| range.len() > 1) {
                let list = &self.of_a[range];
                let sum: f64 = list.iter().map(|edge| wish[*edge as usize]).sum();
                for edge in list {
                    let others = (sum - wish[*edge as usize]).max(0.0);
                    free[*edge as usize] = (1.0 + doubled * others) / (1.0 + others);
                }
            }
            if change < LIMIT {
                break;
            }
        }
        let mut probabilities = vec![0.0; edges.len()];
        for range in self.by_b.windows(2).map(|pair| pair[0] as usize..pair[1] as usize) {
            let sum: f64 = range.clone().map(|edge| edges[edge].odds * free[edge]).sum();
            for edge in range {
                probabilities[edge] = edges[edge].odds * free[edge] / (1.0 + sum);
            }
        }
        probabilities
    }

    /// How many first records have several partners, going by probabilities, and how many have any.
    #[must_use]
    pub fn doubled(&self, probabilities: &[f64]) -> (usize, usize) {
        let sums = self.by_a.windows(2).map(|pair| {
            let list = self.of_a.get(pair[0] as usize..pair[1] as usize).unwrap_or_default();
            list.iter().map(|edge| probabilities[*edge as usize]).sum::<f64>()
        });
        sums.fold((0, 0), |(several, any), sum| (several + usize::from(sum > 1.5), any + usize::from(sum > 0.5)))
    }
}

fn starts(sorted: impl Iterator<Item = u32>, many: usize) -> Vec<u32> {
    let mut starts = vec![0_u32; many + 1];
    for record in sorted {
        starts[record as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}

/// What is done with the best partner of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Sure enough to link.
    Link,
    /// Someone must look.
    Review,
    /// Not linked.
    None,
}

impl Status {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Review => "review",
            Self::None => "none",
        }
    }
}

/// From which probability what is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Linked from here.
    pub link: f64,
    /// Looked at from here.
    pub review: f64,
    /// Bits by which the best must lead the second to be linked.
    pub margin: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { link: 0.95, review: 0.05, margin: 3.0 }
    }
}

/// The best partner of a record of the second list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    /// The edge.
    pub edge: usize,
    /// Its probability.
    pub probability: f64,
    /// The probability of the runner-up.
    pub second: f64,
}

impl Best {
    /// What is done.
    #[must_use]
    pub fn status(&self, thresholds: &Thresholds) -> Status {
        let leads = self.second <= 0.0 || (self.probability / self.second).log2() >= thresholds.margin;
        if self.probability >= thresholds.link && leads {
            Status::Link
        } else if self.probability >= thresholds.review {
            Status::Review
        } else {
            Status::None
        }
    }
}

/// The best edge of each record of the second list; of equals the one with the smaller first record.
#[must_use]
pub fn best(edges: &[Edge], probabilities: &[f64], many_b: usize) -> Vec<Option<Best>> {
    let mut best: Vec<Option<Best>> = vec![None; many_b];
    for (edge, (pair, probability)) in edges.iter().zip(probabilities).enumerate() {
        let slot = &mut best[pair.b as usize];
        *slot = Some(match *slot {
            None => Best { edge, probability: *probability, second: 0.0 },
            Some(before) if *probability > before.probability => {
                Best { edge, probability: *probability, second: before.probability }
            }
            Some(before) => Best { second: before.second.max(*probability), ..before },
        });
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(a: u32, b: u32, odds: f64) -> Edge {
        Edge { a, b, odds }
    }

    fn given(edges: &[Edge], many_a: usize, many_b: usize, doubled: f64) -> Vec<f64> {
        Graph::new(edges, many_a, many_b).probabilities(edges, doubled)
    }

    #[test]
    fn a_sibling_cannot_take_who_is_taken() {
        // The second record is the brother: likely by himself, but the first has a far better partner.
        let edges = [edge(0, 0, 1e6), edge(0, 1, 20.0)];
        let p = given(&edges, 1, 2, 0.0);
        assert!(p[0] > 0.999 && p[1] < 0.001, "{p:?}");
        let alone = given(&edges[1..], 1, 2, 0.0);
        assert!((alone[0] - 20.0 / 21.0).abs() < 1e-9);
    }

    #[test]
    fn messages_give_the_exact_probability_on_a_tree() {
        // All assignments: none, 00, 10, 11, 00 with 11; odds 2, 3, 5.
        let edges = [edge(0, 0, 2.0), edge(1, 0, 3.0), edge(1, 1, 5.0)];
        let all = 1.0 + 2.0 + 3.0 + 5.0 + 10.0;
        let p = given(&edges, 2, 2, 0.0);
        for (found, wanted) in p.iter().zip([12.0 / all, 3.0 / all, 15.0 / all]) {
            assert!((found - wanted).abs() < 1e-6, "{p:?}");
        }
    }

    #[test]
    fn a_person_may_stand_in_a_list_twice() {
        let edges = [edge(0, 0, 1e9), edge(0, 1, 1e9)];
        let p = given(&edges, 1, 2, 0.005);
        assert!(p[0] > 0.999 && p[1] > 0.999, "{p:?}");
        let p = given(&edges, 1, 2, 0.0);
        assert!((p[0] - 0.5).abs() < 1e-6);
    }

    #[test]
    fn the_best_needs_a_margin() {
        let edges = [edge(0, 0, 1.0), edge(1, 0, 1.0)];
        let best = best(&edges, &[0.96, 0.2], 1)[0].unwrap();
        assert_eq!(best.status(&Thresholds::default()), Status::Review);
        assert_eq!(Best { second: 0.01, ..best }.status(&Thresholds::default()), Status::Link);
    }
}
