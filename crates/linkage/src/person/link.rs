//! Linking two lists of persons, from standardised records to the best partner of each.

use super::compare::Comparer;
use super::frequencies::{Counts, Frequencies};
use super::keys::{Keys, REFINEMENTS, RULES};
use super::levels;
use super::record::{Person, Standardiser};
use crate::engine::blocked::{Blocked, Keyed};
use crate::engine::candidates::Compares;
use crate::engine::run::{Beliefs, Linked, run};
use crate::fields::Compared;
use crate::model::Trained;

/// The name of the kind of records in models.
pub const KIND: &str = "person";

impl Compares<Person> for Comparer<'_> {
    fn compare(&self, a: &Person, b: &Person) -> Compared {
        Comparer::compare(self, a, b)
    }
}

impl Keyed<Person> for Keys<'_> {
    fn rules(&self) -> Vec<(String, u32)> {
        RULES.iter().map(|rule| (rule.name.to_owned(), rule.cap)).collect()
    }

    fn refinements(&self) -> u8 {
        REFINEMENTS
    }

    fn keys(&self, record: &Person, keys: &mut Vec<u32>) {
        keys.extend(self.of(record));
    }

    fn refined(&self, key: u32, record: &Person, step: u8) -> u32 {
        Keys::refined(self, key, record, step)
    }
}

/// What is believed of persons.
#[must_use]
pub fn beliefs() -> Beliefs {
    Beliefs { kind: KIND, fields: levels::fields(), kin: Some(levels::KIN), aside: Some(levels::ASIDE) }
}

/// Two lists, or one by itself.
pub struct Lists {
    /// Words and places of both.
    pub standardiser: Standardiser,
    /// Records of the first list.
    pub a: Vec<Person>,
    /// Records of the second list; `None`: the first is looked through for duplicates.
    pub b: Option<Vec<Person>>,
}

impl Lists {
    /// How often each value stands in both lists.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for person in self.a.iter().chain(self.b.iter().flatten()) {
            counts.count(person, &self.standardiser.lexicon);
        }
        counts
    }

    /// Lays both lists out in blocks.
    #[must_use]
    pub fn block(&self) -> Blocked {
        Blocked::new(&Keys::new(&self.standardiser.lexicon), &self.a, self.b.as_deref())
    }

    /// Links, with a given model or one that is learned.
    #[must_use]
    pub fn link(&self, frequencies: &Frequencies, given: Option<Trained>, seed: u64) -> Linked {
        let comparer = Comparer::new(&self.standardiser.lexicon, frequencies);
        let mut beliefs = beliefs();
        if self.b.is_none() && self.a.iter().any(|person| person.household != 0) {
            beliefs.fields.push(levels::of_household());
        }
        run(&comparer, self.block(), (&self.a, self.b.as_deref()), beliefs, given, seed)
    }
}
