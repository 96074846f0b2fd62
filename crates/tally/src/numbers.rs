//! Small numbers for hamlets, households and places outside the register.

use danso_model::{HamletId, HouseholdId, Origin};
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use std::hash::BuildHasher;

/// "Nowhere" in a column of hamlets.
pub(crate) const OUTSIDE: u32 = u32::MAX;
/// Another country.
pub(crate) const ABROAD: u32 = u32::MAX - 1;
/// Outside the register, not told where.
pub(crate) const UNTOLD: u32 = u32::MAX - 2;
/// Communes and provinces outside the register are numbered down from here.
const NAMED: u32 = u32::MAX - 3;
/// Hamlets are numbered up to here.
const HAMLETS: u32 = u32::MAX - 0xF_FFFF;

/// What is numbered, in the order in which it was first met.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) hamlets: Vec<HamletId>,
    hamlet_of: HashMap<HamletId, u32>,
    pub(crate) households: Vec<[u8; 16]>,
    household_of: HashTable<u32>,
    pub(crate) outside: Vec<Origin>,
    outside_of: HashMap<Origin, u32>,
    hasher: DefaultHashBuilder,
}

/// Whether a number of a column of hamlets is none of a hamlet.
pub(crate) const fn is_outside(number: u32) -> bool {
    number > HAMLETS
}

/// Which of the named places outside a number means.
pub(crate) const fn named(number: u32) -> Option<usize> {
    if number > HAMLETS && number <= NAMED { Some((NAMED - number) as usize) } else { None }
}

impl Numbers {
    pub(crate) fn hamlet(&mut self, hamlet: HamletId) -> u32 {
        let next = self.hamlets.len() as u32;
        let number = *self.hamlet_of.entry(hamlet).or_insert(next);
        if number == next {
            self.hamlets.push(hamlet);
        }
        number
    }

    pub(crate) fn household(&mut self, household: HouseholdId) -> u32 {
        let (bytes, next) = (*household.as_bytes(), self.households.len() as u32);
        let hash = self.hasher.hash_one(bytes);
        if let Some(number) = self.household_of.find(hash, |number| self.households[*number as usize] == bytes) {
            return *number;
        }
        self.households.push(bytes);
        let (households, hasher) = (&self.households, &self.hasher);
        self.household_of.insert_unique(hash, next, |number| hasher.hash_one(households[*number as usize]));
        next
    }

    /// The number of a household that has one.
    pub(crate) fn known_household(&self, household: HouseholdId) -> Option<u32> {
        let bytes = *household.as_bytes();
        self.household_of.find(self.hasher.hash_one(bytes), |number| self.households[*number as usize] == bytes).copied()
    }

    /// A place outside the register, in the column of hamlets.
    pub(crate) fn outside(&mut self, origin: Origin) -> u32 {
        match origin {
            Origin::Abroad => ABROAD,
            Origin::Unknown => UNTOLD,
            Origin::Commune(_) | Origin::Province(_) => {
                let next = self.outside.len() as u32;
                if next >= NAMED - HAMLETS {
                    return UNTOLD;
                }
                let number = *self.outside_of.entry(origin).or_insert(next);
                if number == next {
                    self.outside.push(origin);
                }
                NAMED - number
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.households.capacity() * 16 + self.household_of.allocation_size()
    }

    pub(crate) fn shrink(&mut self) {
        self.households.shrink_to_fit();
        let (households, hasher) = (&self.households, &self.hasher);
        self.household_of.shrink_to_fit(|number| hasher.hash_one(households[*number as usize]));
    }
}
