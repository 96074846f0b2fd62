//! Clusters of records that are one person, made of links that can be taken back exactly.

use super::run::Linked;
use crate::hash::SteadyMap;

/// A link between two records of one list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// One record.
    pub one: u32,
    /// The other.
    pub other: u32,
    /// How sure it is, 0 to 1.
    pub probability: f64,
}

/// Links and the clusters they make. A cluster is what the links that are in force connect, so taking a link back restores what was before it.
#[derive(Debug, Clone, Default)]
pub struct Clusters {
    many: usize,
    ties: Vec<(Tie, bool)>,
}

/// The number of a link, for taking it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TieId(usize);

impl Clusters {
    /// Over a list of records, each by itself.
    #[must_use]
    pub fn new(many: usize) -> Self {
        Self { many, ties: Vec::new() }
    }

    /// Joins two records.
    pub fn join(&mut self, tie: Tie) -> TieId {
        self.ties.push((tie, true));
        TieId(self.ties.len() - 1)
    }

    /// Takes a link back; `false` if it was not in force.
    pub fn undo(&mut self, id: TieId) -> bool {
        self.ties.get_mut(id.0).is_some_and(|(_, in_force)| std::mem::take(in_force))
    }

    /// For each record the smallest record of its cluster.
    #[must_use]
    pub fn labels(&self) -> Vec<u32> {
        let mut parents: Vec<u32> = (0..self.many as u32).collect();
        for (tie, _) in self.ties.iter().filter(|(_, in_force)| *in_force) {
            let (one, other) = (root(&mut parents, tie.one), root(&mut parents, tie.other));
            let (low, high) = (one.min(other), one.max(other));
            if let Some(parent) = parents.get_mut(high as usize) {
                *parent = low;
            }
        }
        (0..self.many as u32).map(|record| root(&mut parents, record)).collect()
    }
}

fn root(parents: &mut [u32], record: u32) -> u32 {
    let mut at = record;
    while let Some(parent) = parents.get(at as usize).copied().filter(|parent| *parent != at) {
        let above = parents.get(parent as usize).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at as usize) {
            *slot = above;
        }
        at = above;
    }
    at
}

/// The clusters of a list that was linked with itself: pairs that were not weighed speak against.
#[must_use]
pub fn clusters_of(linked: &Linked, many: usize, least: f64) -> Clusters {
    const NOT_WEIGHED: f64 = -12.0;
    let pairs = linked.edges.iter().zip(&linked.probabilities);
    let ties = pairs.map(|(edge, probability)| Tie { one: edge.a, other: edge.b, probability: *probability }).collect();
    let key = |one: u32, other: u32| (one.min(other), one.max(other));
    let bits: SteadyMap<(u32, u32), f64> = linked.edges.iter().map(|edge| (key(edge.a, edge.b), edge.odds.log2())).collect();
    grow(many, ties, least, |one, other| bits.get(&key(one, other)).copied().unwrap_or(NOT_WEIGHED))
}

/// Clusters from weighed pairs: strongest first, and two clusters are joined only if the pairs between them do not speak against it on the whole.
/// `between` gives the bits of a pair: above zero speaks for one person.
#[must_use]
pub fn grow(many: usize, mut ties: Vec<Tie>, least: f64, between: impl Fn(u32, u32) -> f64) -> Clusters {
    ties.retain(|tie| tie.probability >= least);
    ties.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.one, x.other).cmp(&(y.one, y.other))));
    let mut clusters = Clusters::new(many);
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); many];
    let mut label: Vec<u32> = (0..many as u32).collect();
    for tie in ties {
        let (one, other) = (label[tie.one as usize], label[tie.other as usize]);
        if one == other {
            continue;
        }
        let whole = |root: u32, members: &[Vec<u32>]| -> Vec<u32> {
            std::iter::once(root).chain(members[root as usize].iter().copied()).collect()
        };
        let (left, right) = (whole(one, &members), whole(other, &members));
        let pairs = left.iter().flat_map(|x| right.iter().map(move |y| (*x, *y)));
        let sum: f64 = pairs.map(|(x, y)| between(x, y).clamp(-20.0, 20.0)).sum();
        if (left.len() > 1 || right.len() > 1) && sum <= 0.0 {
            continue;
        }
        let (low, high) = (one.min(other), one.max(other));
        let joined = whole(high, &members);
        for record in &joined {
            label[*record as usize] = low;
        }
        members[low as usize].extend(joined);
        members[high as usize] = Vec::new();
        clusters.join(tie);
    }
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(one: u32, other: u32, probability: f64) -> Tie {
        Tie { one, other, probability }
    }

    #[test]
    fn undo_restores_exactly() {
        let mut clusters = Clusters::new(5);
        clusters.join(tie(3, 4, 1.0));
        let before = clusters.labels();
        let id = clusters.join(tie(1, 3, 1.0));
        assert_eq!(clusters.labels(), [0, 1, 2, 1, 1]);
        assert!(clusters.undo(id) && !clusters.undo(id));
        assert_eq!(clusters.labels(), before);
    }

    #[test]
    fn a_weak_bridge_does_not_join_what_differs() {
        let ties = vec![tie(0, 1, 0.99), tie(2, 3, 0.99), tie(1, 2, 0.96)];
        let against = |x: u32, y: u32| if (x, y) == (1, 2) || (y, x) == (1, 2) { 5.0 } else { -15.0 };
        assert_eq!(grow(4, ties.clone(), 0.95, against).labels(), [0, 0, 2, 2]);
        assert_eq!(grow(4, ties, 0.95, |_, _| 3.0).labels(), [0, 0, 0, 0]);
    }
}
