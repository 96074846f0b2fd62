//! A register that stays in memory, asked for one new record at a time.

use super::compare::Comparer;
use super::frequencies::Frequencies;
use super::keys::Keys;
use super::record::{Person, Row, Standardiser};
use crate::engine::blocked::Blocked;
use crate::model::{Model, Weigher};

/// Bits below which a candidate is not told.
const LEAST: f64 = -10.0;

/// A candidate for a new record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The record of the register.
    pub record: u32,
    /// That it is the same person, beside the other candidates.
    pub probability: f64,
    /// The weight by itself, in bits.
    pub weight: f64,
}

/// A register with its blocks and a model.
pub struct Resident {
    standardiser: Standardiser,
    people: Vec<Person>,
    blocked: Blocked,
    frequencies: Frequencies,
    model: Model,
    weigher: Weigher,
}

impl Resident {
    /// Lays the register out.
    #[must_use]
    pub fn new(standardiser: Standardiser, people: Vec<Person>, frequencies: Frequencies, model: Model) -> Self {
        let blocked = Blocked::new(&Keys::new(&standardiser.lexicon), &people, None);
        let weigher = Weigher::new(&model);
        Self { standardiser, people, blocked, frequencies, model, weigher }
    }

    /// Who of the register a new record may be, likeliest first; nothing is kept of it but words that were not known.
    pub fn find(&mut self, row: &Row<'_>) -> Vec<Candidate> {
        let person = self.standardiser.person(row);
        let keys = Keys::new(&self.standardiser.lexicon);
        let comparer = Comparer::new(&self.standardiser.lexicon, &self.frequencies);
        // That a record has no other partner is known of the new one alone.
        let free = (1.0 - self.model.known).max(0.02).log2();
        let mut found: Vec<Candidate> = Vec::new();
        for record in self.blocked.near(&keys, &person) {
            let Some(other) = self.people.get(record as usize) else { continue };
            let compared = comparer.compare(other, &person);
            let weight = self.weigher.weigh(compared.pattern, compared.rarity).total - free;
            if weight > LEAST {
                found.push(Candidate { record, probability: 0.0, weight });
            }
        }
        let sum: f64 = 1.0 + found.iter().map(|candidate| candidate.weight.exp2()).sum::<f64>();
        found.iter_mut().for_each(|candidate| candidate.probability = candidate.weight.exp2() / sum);
        found.sort_by(|one, other| other.weight.total_cmp(&one.weight).then(one.record.cmp(&other.record)));
        found
    }
}
