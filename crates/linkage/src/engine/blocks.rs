//! Blocks: records of one side by key, found fast; keys of blocks that are too large are cut in pieces or given up, for both sides alike.

use crate::hash::SteadySet;
use serde::Serialize;

/// Keys of one rule for every record of a side; zero is no key.
pub type Column = Vec<u32>;

/// What a rule found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RuleReport {
    /// The name of the rule.
    pub rule: String,
    /// Records with a key on the first side.
    pub keys_a: u64,
    /// Records with a key on the second side.
    pub keys_b: u64,
    /// Pairs that the rule proposes by itself.
    pub pairs: u64,
    /// Pairs that no rule before it proposed.
    pub new_pairs: u64,
    /// Records on one side of the largest block that was kept.
    pub largest: u32,
    /// Blocks that were too large and were cut, over all refinements.
    pub cut: u64,
    /// Blocks that stayed too large and were given up.
    pub dropped: u64,
}

/// Records of one side by key of one rule.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Keys and records, sorted.
    entries: Vec<u64>,
    /// For each value of the highest bits of a key, where its entries begin.
    starts: Vec<u32>,
    shift: u32,
}

impl Index {
    /// Of a column of keys.
    #[must_use]
    pub fn new(keys: &[u32]) -> Self {
        let mut entries: Vec<u64> = Vec::with_capacity(keys.iter().filter(|key| **key != 0).count());
        entries
            .extend(keys.iter().zip(0_u64..).filter(|(key, _)| **key != 0).map(|(key, record)| (u64::from(*key) << 32) | record));
        entries.sort_unstable();
        Self::from_sorted(entries)
    }

    fn from_sorted(entries: Vec<u64>) -> Self {
        // Some four entries a value of the highest bits: the directory stays small and what is read lies side by side.
        let bits = (usize::BITS - (entries.len() / 4).leading_zeros()).clamp(1, 24);
        let shift = 64 - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for entry in &entries {
            starts[(entry >> shift) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { entries, starts, shift }
    }

    /// The records with a key.
    pub fn records(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        let bucket = ((u64::from(key) << 32) >> self.shift) as usize;
        let range = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        let entries = self.entries.get(range).unwrap_or_default();
        entries.iter().filter(move |entry| (**entry >> 32) as u32 == key).map(|entry| *entry as u32)
    }

    /// Entries in all.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Keys with more records than a cap, and the size of the largest block within it.
    fn heavy(&self, cap: u32, heavy: &mut SteadySet<u32>) -> u32 {
        runs(self.entries.iter().map(|entry| (entry >> 32) as u32), cap, heavy)
    }
}

fn runs(keys: impl Iterator<Item = u32>, cap: u32, heavy: &mut SteadySet<u32>) -> u32 {
    let (mut last, mut run, mut largest) = (0, 0, 0);
    for key in keys {
        run = if key == last { run + 1 } else { 1 };
        last = key;
        if run > cap {
            heavy.insert(key);
        } else {
            largest = largest.max(run);
        }
    }
    largest
}

/// Keys that were cut, at each step; a record that comes later is cut in the same way.
#[derive(Debug, Clone, Default)]
pub struct Cuts(Vec<SteadySet<u32>>);

impl Cuts {
    /// The key under which a record is found, after all cuts; zero where its block was given up.
    pub fn settle(&self, mut key: u32, refined: impl Fn(u32, u8) -> u32) -> u32 {
        let last = self.0.len().saturating_sub(1);
        for (step, heavy) in self.0.iter().enumerate() {
            if key == 0 || !heavy.contains(&key) {
                break;
            }
            key = if step == last { 0 } else { refined(key, u8::try_from(step).unwrap_or(u8::MAX)) };
        }
        key
    }
}

/// Cuts the blocks of one rule that are larger than its cap on either side, in both columns, and makes the index of the first.
///
/// `refined_a` and `refined_b` make the key of a piece from key, record and step. Both sides are treated alike, so exchanging them changes nothing.
pub fn settle(
    a: &mut Column,
    b: Option<&mut Column>,
    cap: u32,
    steps: u8,
    refined_a: impl Fn(u32, usize, u8) -> u32,
    refined_b: impl Fn(u32, usize, u8) -> u32,
    report: &mut RuleReport,
) -> (Index, Cuts) {
    let mut other: Column = Vec::new();
    let b = b.unwrap_or(&mut other);
    let mut cuts = Cuts::default();
    let mut index = Index::new(a);
    for step in 0..=steps {
        let mut heavy = SteadySet::default();
        report.largest = index.heavy(cap, &mut heavy);
        let mut sorted: Vec<u32> = b.iter().copied().filter(|key| *key != 0).collect();
        sorted.sort_unstable();
        report.largest = report.largest.max(runs(sorted.into_iter(), cap, &mut heavy));
        if heavy.is_empty() {
            break;
        }
        if step == steps {
            report.dropped += heavy.len() as u64;
        } else {
            report.cut += heavy.len() as u64;
        }
        let cut = |key: u32, record: usize, refined: &dyn Fn(u32, usize, u8) -> u32| match (heavy.contains(&key), step == steps) {
            (false, _) => key,
            (true, true) => 0,
            (true, false) => refined(key, record, step),
        };
        for (record, key) in a.iter_mut().enumerate().filter(|(_, key)| **key != 0) {
            *key = cut(*key, record, &refined_a);
        }
        for (record, key) in b.iter_mut().enumerate().filter(|(_, key)| **key != 0) {
            *key = cut(*key, record, &refined_b);
        }
        index = Index::new(a);
        cuts.0.push(heavy);
    }
    // The last set of cuts gives blocks up only if all steps were used.
    if cuts.0.len() <= usize::from(steps) {
        cuts.0.push(SteadySet::default());
    }
    report.keys_a = index.len() as u64;
    report.keys_b = b.iter().filter(|key| **key != 0).count() as u64;
    (index, cuts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_finds_what_was_put_in() {
        let keys = [7, 0, 9, 7, u32::MAX, 7];
        let index = Index::new(&keys);
        assert_eq!(index.records(7).collect::<Vec<_>>(), [0, 3, 5]);
        assert_eq!(index.records(u32::MAX).collect::<Vec<_>>(), [4]);
        assert_eq!(index.records(8).count(), 0);
        assert_eq!(Index::new(&[]).records(8).count(), 0);
    }

    #[test]
    fn large_blocks_are_cut_on_both_sides() {
        let (mut a, mut b) = (vec![5; 10], vec![5; 2]);
        let mut report = RuleReport::default();
        let refined = |key: u32, record: usize, step: u8| {
            if step == 0 { key * 100 + (record % 2) as u32 } else { key * 100 + record as u32 }
        };
        let (index, cuts) = settle(&mut a, Some(&mut b), 3, 2, refined, refined, &mut report);
        assert_eq!(index.records(50_000).collect::<Vec<_>>(), [0]);
        assert_eq!(b, [50_000, 50_101]);
        assert_eq!(cuts.settle(5, |key, step| refined(key, 8, step)), 50_008);
        assert_eq!((report.cut, report.dropped), (3, 0));
    }

    #[test]
    fn what_stays_large_is_given_up() {
        let mut a = vec![5; 10];
        let mut report = RuleReport::default();
        let (index, cuts) = settle(&mut a, None, 3, 1, |key, _, _| key + 1, |key, _, _| key + 1, &mut report);
        assert!(index.is_empty());
        assert_eq!(cuts.settle(5, |key, _| key + 1), 0);
        assert_eq!(report.dropped, 1);
    }
}
