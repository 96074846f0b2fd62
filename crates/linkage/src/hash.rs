//! Hashing that is the same on every machine and in every run: maps, blocking keys, names of models.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// A fast hasher without a seed. Not against adversaries: it hashes words of names, and a slow block is cut by its cap.
#[derive(Default, Clone, Copy)]
pub struct Steady(u64);

impl Hasher for Steady {
    fn finish(&self) -> u64 {
        mix(self.0)
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            self.write_u64(u64::from_le_bytes(word) ^ ((rest.len() as u64) << 59));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(MULTIPLIER);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}

/// A map whose order of hashing never changes.
pub type SteadyMap<K, V> = HashMap<K, V, BuildHasherDefault<Steady>>;
/// A set whose order of hashing never changes.
pub type SteadySet<K> = HashSet<K, BuildHasherDefault<Steady>>;

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): each bit of the input reaches each of the output.
#[must_use]
pub fn mix(value: u64) -> u64 {
    let mut mixed = value;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// One hash of two values, in this order.
#[must_use]
pub fn join(first: u64, second: u64) -> u64 {
    mix(first.wrapping_mul(MULTIPLIER).rotate_left(23) ^ second.wrapping_add(0x2545_f491_4f6c_dd1d))
}

/// The hash of a text.
#[must_use]
pub fn of_text(text: &str) -> u64 {
    let mut hasher = Steady::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// SplitMix64 as a source of chance: the same seed draws the same numbers.
#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    /// Begins with a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(MULTIPLIER);
        mix(self.0)
    }

    /// A number below `many`, which is not zero; bias is below `many` in 2⁶⁴.
    pub fn below(&mut self, many: usize) -> usize {
        ((u128::from(self.bits()) * many as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_never_change() {
        // Blocking keys are kept with registers; a change here makes every kept index wrong.
        assert_eq!(of_text("nguyen"), of_text("nguyen"));
        assert_ne!(of_text("nguyen"), of_text("nguyem"));
        assert_ne!(of_text("ab"), of_text("ab\0"));
        assert_ne!(join(1, 2), join(2, 1));
        assert_eq!(mix(1), 0x5692_161d_100b_05e5);
    }

    #[test]
    fn draws_stay_below() {
        let mut draw = Draw::new(7);
        let drawn: Vec<usize> = (0..1000).map(|_| draw.below(10)).collect();
        assert!(drawn.iter().all(|number| *number < 10));
        assert!((0..10).all(|number| drawn.contains(&number)));
    }
}
