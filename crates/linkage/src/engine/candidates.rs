//! Candidate pairs: those that share a block, each compared once; patterns counted, promising pairs kept.

use super::blocks::{Column, Index};
use crate::fields::{Compared, Pattern, with_rarity};
use crate::hash::{Draw, SteadyMap};
use rayon::prelude::*;

/// Records of the second side that one task takes.
const TASK: usize = 2048;
/// Tasks whose results lie in memory side by side before they are joined.
const WAVE: usize = 8;

/// Something that compares records of one kind.
pub trait Compares<R>: Sync {
    /// Levels and rarity.
    fn compare(&self, a: &R, b: &R) -> Compared;
}

/// A pair that may be one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The record on the first side.
    pub a: u32,
    /// The record on the second side.
    pub b: u32,
    /// What comparing them gave.
    pub pattern: Pattern,
    /// Bits of rarity.
    pub rarity: f32,
}

/// What went through the candidates.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// Each pattern with its bin of rarity, and how many pairs have it; sorted.
    pub patterns: Vec<(Pattern, u64)>,
    /// Pairs worth weighing, by second record, then by first.
    pub pairs: Vec<Pair>,
    /// Pairs that were compared.
    pub compared: u64,
}

/// What becomes of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// Nothing: it cannot be one person, and teaches nothing.
    Nothing,
    /// Its pattern is counted for learning.
    Counting,
    /// It is weighed as well.
    Keeping,
}

/// Both sides of a comparison, and where candidates are found.
pub struct Sides<'a, R> {
    /// Records of the first side.
    pub a: &'a [R],
    /// Records of the second side.
    pub b: &'a [R],
    /// One index a rule over the first side.
    pub indexes: &'a [Index],
    /// One column a rule for the second side.
    pub keys: &'a [Column],
    /// Whether both sides are one list: a pair is looked at once, and never a record with itself.
    pub within: bool,
}

impl<R: Sync> Sides<'_, R> {
    /// The candidates of one record of the second side, sorted.
    pub fn of(&self, record: usize, found: &mut Vec<u32>) {
        found.clear();
        for (index, keys) in self.indexes.iter().zip(self.keys) {
            let key = keys.get(record).copied().unwrap_or(0);
            if key != 0 {
                found.extend(index.records(key));
            }
        }
        found.sort_unstable();
        found.dedup();
        if self.within {
            found.retain(|other| (*other as usize) < record);
        }
    }

    /// Compares all candidates. `worth` says what becomes of a pair; it must not depend on anything but pattern and rarity.
    #[must_use]
    pub fn compare(&self, comparer: &impl Compares<R>, worth: impl Fn(Compared) -> Worth + Sync) -> Candidates {
        let mut counts: SteadyMap<Pattern, u64> = SteadyMap::default();
        let mut candidates = Candidates::default();
        let tasks: Vec<usize> = (0..self.b.len()).step_by(TASK).collect();
        for wave in tasks.chunks(WAVE) {
            let results: Vec<Part> = wave.par_iter().map(|from| self.part(*from, comparer, &worth)).collect();
            for part in results {
                for (pattern, count) in part.counts {
                    *counts.entry(pattern).or_default() += count;
                }
                candidates.compared += part.compared;
                candidates.pairs.extend(part.pairs);
            }
        }
        candidates.patterns = counts.into_iter().collect();
        candidates.patterns.sort_unstable();
        candidates
    }

    fn part(&self, from: usize, comparer: &impl Compares<R>, worth: &impl Fn(Compared) -> Worth) -> Part {
        let mut part = Part::default();
        let mut found = Vec::new();
        for (b, record) in self.b.iter().enumerate().skip(from).take(TASK) {
            self.of(b, &mut found);
            for a in &found {
                let Some(other) = self.a.get(*a as usize) else { continue };
                let compared = comparer.compare(other, record);
                part.compared += 1;
                let worth = worth(compared);
                if worth >= Worth::Counting {
                    *part.counts.entry(with_rarity(compared.pattern, compared.rarity)).or_default() += 1;
                }
                if worth == Worth::Keeping {
                    part.pairs.push(Pair { a: *a, b: b as u32, pattern: compared.pattern, rarity: compared.rarity });
                }
            }
        }
        part
    }
}

#[derive(Default)]
struct Part {
    compared: u64,
    counts: SteadyMap<Pattern, u64>,
    pairs: Vec<Pair>,
}

/// Patterns of pairs drawn by chance, nearly all of unrelated persons. The same seed draws the same pairs.
pub fn drawn<R: Sync>(a: &[R], b: &[R], comparer: &impl Compares<R>, many: usize, seed: u64) -> Vec<(Pattern, u64)> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let tasks: Vec<u64> = (0..many.div_ceil(TASK) as u64).collect();
    let parts: Vec<SteadyMap<Pattern, u64>> = tasks
        .par_iter()
        .map(|task| {
            let mut draw = Draw::new(crate::hash::join(seed, *task));
            let mut counts = SteadyMap::default();
            for _ in 0..TASK {
                let (x, y) = (draw.below(a.len()), draw.below(b.len()));
                *counts.entry(comparer.compare(&a[x], &b[y]).pattern).or_default() += 1;
            }
            counts
        })
        .collect();
    let mut all: SteadyMap<Pattern, u64> = SteadyMap::default();
    for (pattern, count) in parts.into_iter().flatten() {
        *all.entry(pattern).or_default() += count;
    }
    let mut sorted: Vec<_> = all.into_iter().collect();
    sorted.sort_unstable();
    sorted
}
