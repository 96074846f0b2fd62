//! Chance: one ChaCha20 stream for each purpose, and draws that give the same on every machine.
//!
//! Only sums, products and square roots of floating numbers are used, which are exact to the last bit everywhere.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// What a stream of chance is for. Streams do not disturb each other, so a change in one part leaves the others as they were.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// Which communes, how large.
    Places = 1,
    /// The people of one commune.
    Commune = 2,
    /// What is shown on household sheets.
    Sheets = 3,
    /// The events of the months.
    Months = 4,
}

/// A source of chance.
#[derive(Debug, Clone)]
pub(crate) struct Chance(ChaCha20Rng);

impl Chance {
    pub(crate) fn new(seed: u64, purpose: Purpose, number: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        rng.set_stream(((purpose as u64) << 48) | number);
        Self(rng)
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Evenly from 0 up to, not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn yes(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Evenly from 0 up to, not including, `end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// Evenly from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as usize) as i32
    }

    /// About normally distributed (a sum of four even draws: never more than 3.5 deviations away).
    pub(crate) fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        let sum: f64 = (0..4).map(|_| self.unit()).sum();
        mean + (sum - 2.0) * 1.732_050_807_568_877_2 * deviation
    }

    /// How many of many unlikely things happen, `mean` on average.
    pub(crate) fn count(&mut self, mean: f64) -> u32 {
        if mean > 20.0 {
            return (self.normal(mean, mean.sqrt()) + 0.5).max(0.0) as u32;
        }
        let tries = (mean * 8.0) as u32 + 1;
        (0..tries).filter(|_| self.yes(mean / f64::from(tries))).count() as u32
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Things with weights.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weighted<T> {
    items: Vec<T>,
    cumulative: Vec<u32>,
}

impl<T> Weighted<T> {
    pub(crate) fn new(weighted: impl IntoIterator<Item = (T, u32)>) -> Self {
        let mut total = 0;
        let (items, cumulative) = weighted
            .into_iter()
            .filter(|(_, weight)| *weight > 0)
            .map(|(item, weight)| {
                total += weight;
                (item, total)
            })
            .unzip();
        Self { items, cumulative }
    }

    /// The place of one of them. There must be at least one.
    pub(crate) fn place(&self, chance: &mut Chance) -> usize {
        let total = self.cumulative.last().copied().unwrap_or(0);
        let drawn = chance.below(total as usize) as u32;
        self.cumulative.partition_point(|upto| *upto <= drawn)
    }

    pub(crate) fn pick(&self, chance: &mut Chance) -> &T {
        &self.items[self.place(chance)]
    }

    pub(crate) fn get(&self, place: usize) -> Option<&T> {
        self.items.get(place)
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}
