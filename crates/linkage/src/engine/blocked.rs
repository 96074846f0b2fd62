//! Two lists, or one with itself, laid out in blocks by the rules of their kind of record.

use super::blocks::{Column, Cuts, Index, RuleReport, settle};
use super::candidates::Sides;
use rayon::prelude::*;
use std::ops::Range;

/// Records of the second side that one task takes.
const TASK: usize = 2048;

/// Something that makes blocking keys of records of one kind.
pub trait Keyed<R>: Sync {
    /// Names of the rules and how many records a block may have on one side.
    fn rules(&self) -> Vec<(String, u32)>;
    /// How often a block that is too large is cut.
    fn refinements(&self) -> u8;
    /// One key a rule; zero where a part is missing.
    fn keys(&self, record: &R, keys: &mut Vec<u32>);
    /// The key of a piece of a block.
    fn refined(&self, key: u32, record: &R, step: u8) -> u32;
}

/// Indexes of the first list and keys of the second; each list one a rule.
#[derive(Debug, Clone, Default)]
pub struct Blocked {
    /// Where records of the first list are found.
    pub indexes: Vec<Index>,
    /// Keys of the second list, or of the only one.
    pub keys: Vec<Column>,
    /// What was cut.
    pub cuts: Vec<Cuts>,
    /// What happened.
    pub reports: Vec<RuleReport>,
}

impl Blocked {
    /// Lays out two lists; one with itself when there is no second.
    pub fn new<R: Sync>(keyed: &impl Keyed<R>, a: &[R], b: Option<&[R]>) -> Self {
        let rules = keyed.rules();
        let columns = |list: &[R]| -> Vec<Column> {
            let mut columns: Vec<Column> = rules.iter().map(|_| Vec::with_capacity(list.len())).collect();
            let mut keys = Vec::with_capacity(rules.len());
            for record in list {
                keys.clear();
                keyed.keys(record, &mut keys);
                for (column, key) in columns.iter_mut().zip(&keys) {
                    column.push(*key);
                }
            }
            columns
        };
        let second = b.unwrap_or_default();
        let (mut of_a, mut of_b) = (columns(a), columns(second));
        let settled: Vec<(Index, Cuts, RuleReport)> = of_a
            .par_iter_mut()
            .zip(&mut of_b)
            .zip(&rules)
            .map(|((keys_a, keys_b), (name, cap))| {
                let mut report = RuleReport { rule: name.clone(), ..RuleReport::default() };
                let refined_a = |key: u32, at: usize, step: u8| a.get(at).map_or(0, |record| keyed.refined(key, record, step));
                let refined_b =
                    |key: u32, at: usize, step: u8| second.get(at).map_or(0, |record| keyed.refined(key, record, step));
                let (index, cuts) =
                    settle(keys_a, b.is_some().then_some(keys_b), *cap, keyed.refinements(), refined_a, refined_b, &mut report);
                if b.is_some() {
                    *keys_a = Column::new();
                }
                (index, cuts, report)
            })
            .collect();
        let mut blocked = Self { keys: if b.is_some() { of_b } else { of_a }, ..Self::default() };
        for (index, cuts, report) in settled {
            blocked.indexes.push(index);
            blocked.cuts.push(cuts);
            blocked.reports.push(report);
        }
        blocked
    }

    /// The sides of a comparison of the lists that were laid out.
    #[must_use]
    pub fn sides<'a, R: Sync>(&'a self, a: &'a [R], b: Option<&'a [R]>) -> Sides<'a, R> {
        Sides { a, b: b.unwrap_or(a), indexes: &self.indexes, keys: &self.keys, within: b.is_none() }
    }

    /// How many pairs each rule proposes among so many records of the second list, and how many no rule before it did.
    pub fn count_rules(&self, records: usize, within: bool, reports: &mut [RuleReport]) {
        let tasks: Vec<usize> = (0..records).step_by(TASK).collect();
        let counts: Vec<Vec<(u64, u64)>> =
            tasks.par_iter().map(|from| self.count_part(*from..(from + TASK).min(records), within)).collect();
        for part in counts {
            for (report, (pairs, new)) in reports.iter_mut().zip(part) {
                report.pairs += pairs;
                report.new_pairs += new;
            }
        }
    }

    fn count_part(&self, records: Range<usize>, within: bool) -> Vec<(u64, u64)> {
        let mut counts = vec![(0, 0); self.indexes.len()];
        let mut seen: Vec<u32> = Vec::new();
        for record in records {
            seen.clear();
            for ((index, keys), count) in self.indexes.iter().zip(&self.keys).zip(&mut counts) {
                let key = keys.get(record).copied().unwrap_or(0);
                if key == 0 {
                    continue;
                }
                let before = seen.len();
                for a in index.records(key).filter(|a| !within || (*a as usize) < record) {
                    count.0 += 1;
                    if !seen[..before].contains(&a) {
                        count.1 += 1;
                        seen.push(a);
                    }
                }
            }
        }
        counts
    }

    /// The records of the first list that share a block with a record that is in no list.
    pub fn near<R>(&self, keyed: &impl Keyed<R>, record: &R) -> Vec<u32> {
        let mut keys = Vec::with_capacity(self.indexes.len());
        keyed.keys(record, &mut keys);
        let mut found = Vec::new();
        for ((index, cuts), key) in self.indexes.iter().zip(&self.cuts).zip(keys) {
            let key = cuts.settle(key, |key, step| keyed.refined(key, record, step));
            if key != 0 {
                found.extend(index.records(key));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
