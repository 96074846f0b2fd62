//! How common each value is, so that agreement on a rare name says more than agreement on a common one.

use super::names::{Named, Shared};
use super::record::Person;
use crate::text::lexicon::Lexicon;

/// Seen in addition to what was counted, so that nothing is impossible.
const SMOOTHING: f64 = 1.0;
/// Years for which births are counted, from this one on.
const FIRST_YEAR: u16 = 1880;
const YEARS: usize = 320;

/// The part of a name that a word stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// First word.
    Surname = 0,
    /// Between.
    Middle = 1,
    /// Last word.
    Given = 2,
}

const ROLES: usize = 3;

/// Bits of rarity of each word in each role: `-log2` of its share, and of years and communes.
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    plain: [Vec<f32>; ROLES],
    marked: [Vec<f32>; ROLES],
    years: Vec<f32>,
    communes: Vec<f32>,
    average: Averages,
}

/// Bits of agreement that is by chance, on average.
#[derive(Debug, Clone, Copy, Default)]
struct Averages {
    words: [f32; ROLES],
    year: f32,
    commune: f32,
}

/// Counts, before they become bits.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    plain: [Vec<u32>; ROLES],
    marked: [Vec<u32>; ROLES],
    years: Vec<u32>,
    communes: Vec<u32>,
}

fn add(list: &mut Vec<u32>, at: usize) {
    if list.len() <= at {
        list.resize(at + 1, 0);
    }
    list[at] += 1;
}

impl Counts {
    /// Counts one person.
    pub fn count(&mut self, person: &Person, lexicon: &Lexicon) {
        let words = person.words();
        for (at, word) in words.iter().enumerate() {
            let role = if at + 1 == words.len() {
                Role::Given
            } else if at == 0 {
                Role::Surname
            } else {
                Role::Middle
            };
            add(&mut self.plain[role as usize], lexicon.get(*word).plain as usize);
            if !person.bare {
                add(&mut self.marked[role as usize], word.0 as usize);
            }
        }
        if let Some(year) = person.birth.year.checked_sub(FIRST_YEAR).filter(|year| usize::from(*year) < YEARS) {
            add(&mut self.years, usize::from(year));
        }
        if person.commune != 0 {
            add(&mut self.communes, usize::from(person.commune));
        }
    }
}

fn bits(counts: &[u32], all: f64) -> Vec<f32> {
    let share = |count: &u32| (f64::from(*count) + SMOOTHING) / (all + SMOOTHING * 10.0);
    counts.iter().map(|count| -share(count).log2() as f32).collect()
}

fn chance(counts: &[u32], all: f64) -> f32 {
    let squares: f64 = counts.iter().map(|count| (f64::from(*count) / all.max(1.0)).powi(2)).sum();
    if squares > 0.0 { -squares.log2() as f32 } else { 0.0 }
}

impl Frequencies {
    /// Bits from counts.
    #[must_use]
    pub fn new(counts: &Counts) -> Self {
        let sum = |list: &[u32]| list.iter().map(|count| f64::from(*count)).sum::<f64>();
        let by_role = |lists: &[Vec<u32>; ROLES]| [0, 1, 2].map(|role| bits(&lists[role], sum(&lists[role])));
        let words = [0, 1, 2].map(|role| chance(&counts.plain[role], sum(&counts.plain[role])));
        Self {
            plain: by_role(&counts.plain),
            marked: by_role(&counts.marked),
            years: bits(&counts.years, sum(&counts.years)),
            communes: bits(&counts.communes, sum(&counts.communes)),
            average: Averages {
                words,
                year: chance(&counts.years, sum(&counts.years)),
                commune: chance(&counts.communes, sum(&counts.communes)),
            },
        }
    }

    fn word(&self, shared: &Shared, role: Role, lexicon: &Lexicon) -> Option<f32> {
        let word = shared.word?;
        let rare = 18.0;
        let bits = if shared.marked {
            self.marked[role as usize].get(word.0 as usize).copied()
        } else {
            self.plain[role as usize].get(lexicon.get(word).plain as usize).copied()
        };
        Some(bits.unwrap_or(rare) - self.average.words[role as usize])
    }

    /// Bits beyond the average of a surname that agrees.
    #[must_use]
    pub fn surname(&self, named: &Named, lexicon: &Lexicon) -> f32 {
        self.word(&named.same_surname, Role::Surname, lexicon).unwrap_or(0.0)
    }

    /// Bits beyond the average of a given name that agrees.
    #[must_use]
    pub fn given(&self, named: &Named, lexicon: &Lexicon) -> f32 {
        self.word(&named.same_given, Role::Given, lexicon).unwrap_or(0.0)
    }

    /// Bits beyond the average of the middle words that agree; words after the first count by themselves.
    #[must_use]
    pub fn middle(&self, named: &Named, lexicon: &Lexicon) -> f32 {
        let mut words = named.same_middle.iter().filter_map(|shared| self.word(shared, Role::Middle, lexicon));
        let Some(first) = words.next() else { return 0.0 };
        words.fold(first, |sum, bits| sum + bits + self.average.words[Role::Middle as usize] * 0.5)
    }

    /// Bits beyond the average of a year that agrees.
    #[must_use]
    pub fn year(&self, year: u16) -> f32 {
        let at = usize::from(year.saturating_sub(FIRST_YEAR));
        self.years.get(at).copied().unwrap_or(14.0) - self.average.year
    }

    /// Bits beyond the average of a commune that agrees.
    #[must_use]
    pub fn commune(&self, commune: u16) -> f32 {
        self.communes.get(usize::from(commune)).copied().unwrap_or(12.0) - self.average.commune
    }
}
