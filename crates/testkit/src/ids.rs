//! Ids of the shape of UUIDv7, made from simulated time and a counter mixed with the seed.

use uuid::{Builder, Uuid};

/// Makes ids. Equal inputs give equal ids, and two counts never give the same.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ids {
    key: u64,
}

/// What an id is for; the counts of different kinds do not meet.
#[derive(Debug, Clone, Copy)]
pub(crate) enum IdKind {
    Person = 1,
    Household = 2,
    Sheet = 3,
    Event = 4,
    Hamlet = 5,
    Area = 6,
    User = 7,
    Device = 8,
}

impl Ids {
    pub(crate) const fn new(key: u64) -> Self {
        Self { key }
    }

    pub(crate) fn make(self, kind: IdKind, count: u64, ms: i64) -> Uuid {
        let first = mix(((kind as u64) << 56) ^ count ^ self.key);
        let second = mix(first ^ self.key.rotate_left(32));
        let mut random = [0; 10];
        random[..8].copy_from_slice(&first.to_be_bytes());
        random[8..].copy_from_slice(&second.to_be_bytes()[..2]);
        // The version and variant overwrite six bits, so those are carried by the last byte.
        random[9] = (random[0] & 0xf0) | (random[2] >> 6);
        Builder::from_unix_timestamp_millis(ms.max(0) as u64, &random).into_uuid()
    }
}

/// A bijection of 64 bits that scatters neighbours (SplitMix64).
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
