//! A register that is looked through for duplicates again and again: laid out once, then people come and go one at a time.

use super::compare::Comparer;
use super::explain::{Explanation, explain};
use super::frequencies::{Counts, Frequencies};
use super::keys::Keys;
use super::levels::{at, number};
use super::link::beliefs;
use super::record::{Person, Standardiser};
use crate::engine::blocked::{Blocked, Keyed};
use crate::engine::candidates::{Worth, drawn};
use crate::engine::learn::{Observed, begin};
use crate::fields::{Compared, level};
use crate::hash::{SteadyMap, join};
use crate::model::{Model, Weigher};
use crate::text::lexicon::Lexicon;

/// Pairs that are drawn by chance for a first model.
const DRAWN: usize = 100_000;
/// Of fewer people, pairs drawn by chance say less than what is believed.
const FEW: usize = 1_000;

/// Two records that may be one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tied {
    /// A record.
    pub one: u32,
    /// Another.
    pub other: u32,
    /// log₂ of the odds of their being one person.
    pub weight: f64,
    /// Whether both have the same number, whatever the odds.
    pub same_number: bool,
}

impl Tied {
    /// That they are one person. Pairs of one list stand by themselves: one person may have any number of records.
    #[must_use]
    pub fn probability(&self) -> f64 {
        probability(self.weight)
    }
}

/// The probability of odds in bits.
#[must_use]
pub fn probability(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

/// What is believed of a list before anything was learned of its pairs: shares of levels as they are believed, those of unrelated pairs from pairs drawn
/// by chance where there are people enough.
#[must_use]
pub fn believed(standardiser: &Standardiser, people: &[Person], frequencies: &Frequencies, seed: u64) -> Model {
    let mut beliefs = beliefs();
    beliefs.fields.push(super::levels::of_household());
    let comparer = Comparer::new(&standardiser.lexicon, frequencies);
    let by_chance = if people.len() < FEW { Vec::new() } else { drawn(people, people, &comparer, DRAWN, seed) };
    let observed = Observed {
        candidates: &[],
        drawn: &by_chance,
        a: people.len().max(FEW),
        b: people.len().max(FEW),
        within: true,
        kin: beliefs.kin,
        aside: beliefs.aside,
    };
    begin(beliefs.kind, beliefs.fields, &observed)
}

/// How often each value stands in a list.
#[must_use]
pub fn frequencies_of(standardiser: &Standardiser, people: &[Person]) -> Frequencies {
    let mut counts = Counts::default();
    people.iter().for_each(|person| counts.count(person, &standardiser.lexicon));
    Frequencies::new(&counts)
}

/// The pairs of a list from a weight on, and those of one number whatever their weight; by second record, then by first.
#[must_use]
pub fn pairs(lexicon: &Lexicon, people: &[Person], frequencies: &Frequencies, model: &Model, least: f64) -> Vec<Tied> {
    let blocked = Blocked::new(&Keys::new(lexicon), people, None);
    compared(&blocked, people, &Comparer::new(lexicon, frequencies), &Weigher::new(model), least)
}

fn compared(blocked: &Blocked, people: &[Person], comparer: &Comparer<'_>, weigher: &Weigher, least: f64) -> Vec<Tied> {
    let weight = |compared: Compared| weigher.weigh(compared.pattern, compared.rarity).total;
    let worth = |compared: Compared| {
        if weight(compared) >= least || is_numbered(compared) { Worth::Keeping } else { Worth::Nothing }
    };
    let found = blocked.sides(people, None).compare(comparer, worth);
    let tied = found.pairs.iter().map(|pair| {
        let compared = Compared { pattern: pair.pattern, rarity: pair.rarity };
        Tied { one: pair.a, other: pair.b, weight: weight(compared), same_number: is_numbered(compared) }
    });
    tied.collect()
}

/// A list in memory with its blocks and a model.
#[derive(Clone)]
pub struct Standing {
    standardiser: Standardiser,
    frequencies: Frequencies,
    model: Model,
    weigher: Weigher,
    people: Vec<Person>,
    gone: Vec<bool>,
    /// Where those of the beginning are found.
    blocked: Blocked,
    /// Where those who came since are found, by rule and key.
    joined: SteadyMap<u64, Vec<u32>>,
    least: f64,
}

impl Standing {
    /// Lays a list out and finds its [`pairs`].
    #[must_use]
    pub fn new(
        standardiser: Standardiser,
        people: Vec<Person>,
        frequencies: Frequencies,
        model: Model,
        least: f64,
    ) -> (Self, Vec<Tied>) {
        let mut blocked = Blocked::new(&Keys::new(&standardiser.lexicon), &people, None);
        let weigher = Weigher::new(&model);
        let tied = compared(&blocked, &people, &Comparer::new(&standardiser.lexicon, &frequencies), &weigher, least);
        // Whoever asks later brings the keys along.
        blocked.keys = Vec::new();
        let gone = vec![false; people.len()];
        let joined = SteadyMap::default();
        (Self { standardiser, frequencies, model, weigher, people, gone, blocked, joined, least }, tied)
    }

    /// What standardises by the words and places of this list, and learns those it does not know.
    pub fn standardiser(&mut self) -> &mut Standardiser {
        &mut self.standardiser
    }

    /// A record; also of someone who left.
    #[must_use]
    pub fn person(&self, record: u32) -> Option<&Person> {
        self.people.get(record as usize)
    }

    /// Takes someone in.
    pub fn join(&mut self, person: Person) -> u32 {
        let record = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let keys = Keys::new(&self.standardiser.lexicon);
        for slot in settled(&self.blocked, &keys, &person) {
            self.joined.entry(slot.in_joined()).or_default().push(record);
        }
        self.people.push(person);
        self.gone.push(false);
        record
    }

    /// Lets someone go.
    pub fn leave(&mut self, record: u32) {
        if let Some(gone) = self.gone.get_mut(record as usize) {
            *gone = true;
        }
    }

    /// Whom of the list someone may be, likeliest first; not the records in `but`. `one` of each is the record of the list.
    #[must_use]
    pub fn near(&self, person: &Person, but: &[u32]) -> Vec<Tied> {
        let keys = Keys::new(&self.standardiser.lexicon);
        let mut records: Vec<u32> = Vec::new();
        for slot in settled(&self.blocked, &keys, person) {
            records.extend(self.blocked.indexes.get(slot.rule).into_iter().flat_map(|index| index.records(slot.key)));
            records.extend(self.joined.get(&slot.in_joined()).into_iter().flatten());
        }
        records.sort_unstable();
        records.dedup();
        let here = |record: &u32| !but.contains(record) && self.gone.get(*record as usize) == Some(&false);
        let tied = records.into_iter().filter(here).filter_map(|record| {
            let tied = self.tie(self.people.get(record as usize)?, person);
            Some(Tied { one: record, other: record, ..tied }).filter(|tied| tied.weight >= self.least || tied.same_number)
        });
        let mut tied: Vec<Tied> = tied.collect();
        tied.sort_by(|one, other| other.weight.total_cmp(&one.weight).then(one.one.cmp(&other.one)));
        tied
    }

    /// How sure it is that two are one; records are not set.
    #[must_use]
    pub fn tie(&self, one: &Person, other: &Person) -> Tied {
        let compared = Comparer::new(&self.standardiser.lexicon, &self.frequencies).compare(one, other);
        let weight = self.weigher.weigh(compared.pattern, compared.rarity).total;
        Tied { one: 0, other: 0, weight, same_number: is_numbered(compared) }
    }

    /// Why.
    #[must_use]
    pub fn explain(&self, one: &Person, other: &Person) -> Explanation {
        explain(&Comparer::new(&self.standardiser.lexicon, &self.frequencies), &self.model, one, other)
    }
}

fn is_numbered(compared: Compared) -> bool {
    matches!(level(compared.pattern, at::NUMBER), number::SAME | number::CONTRADICTS)
}

/// A block of one rule.
struct Slot {
    rule: usize,
    key: u32,
}

impl Slot {
    fn in_joined(&self) -> u64 {
        join(self.rule as u64, u64::from(self.key))
    }
}

/// The blocks of someone, as those of the beginning were cut.
fn settled(blocked: &Blocked, keys: &Keys<'_>, person: &Person) -> Vec<Slot> {
    let cut = |(rule, key): (usize, u32)| {
        let cuts = blocked.cuts.get(rule)?;
        let key = cuts.settle(key, |key, step| Keyed::refined(keys, key, person, step));
        (key != 0).then_some(Slot { rule, key })
    };
    keys.of(person).into_iter().enumerate().filter_map(cut).collect()
}

#[cfg(test)]
mod tests {
    use super::super::record::{Row, household};
    use super::*;
    use crate::number::Digits;

    const NAMES: [&str; 5] = ["Lê Thị Hoa", "Lê Thị Hòa", "Trần Văn An", "Phạm Quốc Toản", "Nguyễn Thị Bé"];

    fn person(standardiser: &mut Standardiser, seed: usize) -> Person {
        let birth = format!("{}-0{}-1{}", 1980 + seed % 7, 1 + seed % 3, seed % 5);
        let row = Row { name: NAMES[seed % 5], sex: "f", birth: &birth, commune: "1", ..Row::default() };
        let number = if seed % 4 == 1 { Digits::code((seed as u64 % 9 + 1) << 40) } else { Digits::default() };
        Person { household: household(&(seed % 11).to_string()), number, ..standardiser.person(&row) }
    }

    fn laid_out(standardiser: &Standardiser, people: Vec<Person>) -> (Standing, Vec<Tied>) {
        let frequencies = frequencies_of(standardiser, &people[..40]);
        let model = believed(standardiser, &people, &frequencies, 1);
        Standing::new(standardiser.clone(), people, frequencies, model, -4.0)
    }

    #[test]
    fn who_comes_finds_the_pairs_that_the_whole_list_has() {
        let mut standardiser = Standardiser::default();
        let people: Vec<Person> = (0..60).map(|seed| person(&mut standardiser, seed * 37)).collect();
        let (_, whole) = laid_out(&standardiser, people.clone());
        let (mut grown, mut tied) = laid_out(&standardiser, people[..40].to_vec());
        for person in &people[40..] {
            let near = grown.near(person, &[]);
            let record = grown.join(*person);
            tied.extend(near.into_iter().map(|tied| Tied { other: record, ..tied }));
        }
        let sorted = |mut tied: Vec<Tied>| {
            tied.sort_by_key(|tied| (tied.one, tied.other));
            tied
        };
        assert!(whole.len() > 20 && whole.iter().any(|tied| tied.same_number && tied.weight < -4.0));
        assert_eq!(sorted(tied), sorted(whole));
        let last = grown.person(59).copied().unwrap();
        assert!(grown.near(&last, &[]).iter().any(|tied| tied.one == 59), "oneself, when not left out");
        grown.leave(59);
        assert!(grown.near(&last, &[]).iter().all(|tied| tied.one != 59));
        let first = grown.near(&last, &[])[0].one;
        assert!(grown.near(&last, &[first]).iter().all(|tied| tied.one != first));
    }

    #[test]
    fn a_household_speaks_against_one_person_and_a_weight_is_its_lines() {
        let mut standardiser = Standardiser::default();
        let one = person(&mut standardiser, 0);
        let (mut twin, mut again) = (one, one);
        (twin.house, again.house) = (9, 10);
        again.household = household("other");
        let home = Person { house: 9, ..one };
        let people = (0..60).map(|seed| person(&mut standardiser, seed)).collect();
        let (standing, _) = laid_out(&standardiser, people);
        let [twin, again] = [twin, again].map(|other| standing.tie(&home, &other));
        assert!(twin.weight + 3.0 < again.weight, "{} {}", twin.weight, again.weight);
        assert!((probability(0.0) - 0.5).abs() < 1e-12 && again.probability() > twin.probability());
        let told = standing.explain(&home, &home);
        let sum = told.before + told.other_explanation + told.lines.iter().map(|line| line.weight).sum::<f64>();
        assert!((sum - told.weight).abs() < 1e-9 && (told.weight - twin.weight).abs() < 1e-6);
    }
}
