//! Both lists standardised: what links them, what explains a pair, and what tells whether two values differ. Pure.

use super::frozen::{CANDIDATES, Frozen, House, Kept, Ours, Said, thresholds};
use danso_linkage::date::Day;
use danso_linkage::model::Trained;
use danso_linkage::number::Sex;
use danso_linkage::person::compare::Comparer;
use danso_linkage::person::explain::{Explanation, explain};
use danso_linkage::person::frequencies::Frequencies;
use danso_linkage::person::link::{KIND, Lists};
use danso_linkage::person::record::{Person, Row, Standardiser};
use danso_linkage::person::saved::Saved;
use danso_linkage::units::{Succession, Units};
use danso_lists::Record;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Chance of drawing pairs; the same for every run, so that a run can be made again.
const SEED: u64 = 1;

/// What is known of places: enough to read addresses and codes.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// What became what.
    pub(super) successions: Vec<Succession>,
    /// Codes of communes by their names, folded.
    pub(super) communes: HashMap<String, String>,
    /// Name and code of the commune of each hamlet.
    pub(super) hamlets: HashMap<Uuid, (String, String)>,
    /// The commune of rows that name none.
    pub(super) of_all: Option<String>,
}

impl Places {
    /// The code of a commune that a row names by code or by name.
    pub(super) fn commune(&self, written: &str) -> String {
        let written = written.trim();
        if written.is_empty() {
            return self.of_all.clone().unwrap_or_default();
        }
        if written.bytes().all(|letter| letter.is_ascii_digit()) {
            return written.to_owned();
        }
        self.communes.get(&danso_catalog::fold(written)).cloned().unwrap_or_default()
    }
}

/// Both lists.
pub(super) struct Standard {
    lists: Lists,
    frequencies: Frequencies,
    trained: Option<Trained>,
    /// Hamlets by what the addresses of the register hash to.
    hamlets: HashMap<u32, Uuid>,
    /// Communes of the register's side.
    communes: HashSet<u16>,
}

/// A field in which a linked pair may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Value {
    Name,
    Sex,
    Birth,
    Number,
}

impl Value {
    /// Its stable name.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sex => "sex",
            Self::Birth => "birth",
            Self::Number => "number",
        }
    }
}

fn our_row<'a>(ours: &'a Ours, commune: &'a str, address: &'a str) -> Row<'a> {
    Row {
        name: &ours.name,
        sex: &ours.sex,
        birth: &ours.birth,
        number: &ours.pin,
        commune,
        address,
        phone: &ours.phone,
        ..Row::default()
    }
}

fn standardised(
    houses: &[House],
    ours: &[Ours],
    theirs: &[&Record],
    places: &Places,
    listed: Option<Day>,
) -> (Lists, HashMap<u32, Uuid>) {
    let mut standardiser = Standardiser::new(Units::new(places.successions.clone()));
    let mut hamlets = HashMap::new();
    let addresses: Vec<(String, &str)> = houses
        .iter()
        .map(|house| {
            let (name, commune) = places.hamlets.get(&house.hamlet).map_or(("", ""), |(name, commune)| (name, commune));
            let address = house.address.as_deref().unwrap_or_default();
            (if address.is_empty() { name.to_owned() } else { format!("{address}, {name}") }, commune)
        })
        .collect();
    let a: Vec<Person> = ours
        .iter()
        .map(|ours| {
            let (address, commune) =
                addresses.get(ours.house as usize).map_or(("", ""), |(address, commune)| (address, *commune));
            let person = standardiser.person(&our_row(ours, commune, address));
            if let Some(house) = houses.get(ours.house as usize).filter(|_| person.hamlet != 0) {
                hamlets.entry(person.hamlet).or_insert(house.hamlet);
            }
            person
        })
        .collect();
    standardiser.listed(listed);
    let b = theirs
        .iter()
        .map(|record| {
            let commune = places.commune(&record.commune);
            standardiser.person(&Row { commune: &commune, ..record.row() })
        })
        .collect();
    standardiser.listed(None);
    (Lists { standardiser, a, b: Some(b) }, hamlets)
}

/// What linking gave: for each row what is said and the candidates, and the text of the model.
pub(super) struct Outcome {
    pub(super) said: Vec<(Said, Vec<Kept>)>,
    pub(super) model: String,
    pub(super) doubts: Vec<String>,
    pub(super) standard: Standard,
}

/// Links a list with residents of the register.
///
/// # Errors
/// When a learned share is not a number.
pub(super) fn link(
    houses: &[House],
    ours: &[Ours],
    records: &[Record],
    places: &Places,
    listed: Option<Day>,
) -> Result<Outcome, danso_linkage::person::saved::SavedError> {
    let theirs: Vec<&Record> = records.iter().collect();
    let (lists, hamlets) = standardised(houses, ours, &theirs, places, listed);
    let counts = lists.counts();
    let frequencies = Frequencies::new(&counts);
    let linked = lists.link(&frequencies, None, SEED);
    let model = Saved::of_persons(linked.trained.clone(), &counts, &lists.standardiser).write()?;
    let mut said: Vec<(Said, Vec<Kept>)> = records.iter().map(|_| (Said::Nobody, Vec::new())).collect();
    for (edge, probability) in linked.edges.iter().zip(&linked.probabilities) {
        let weight = (probability / (1.0 - probability).max(1e-12)).max(1e-12).log2();
        said[edge.b as usize].1.push(Kept { ours: edge.a, probability: *probability, weight });
    }
    for ((what, kept), best) in said.iter_mut().zip(&linked.best) {
        *what = best.as_ref().map_or(Said::Nobody, |best| best.status(&thresholds()).into());
        kept.sort_by(|one, other| other.probability.total_cmp(&one.probability).then(one.ours.cmp(&other.ours)));
        kept.truncate(CANDIDATES);
    }
    let doubts = linked.trained.model.learned.doubts.clone();
    Ok(Outcome { said, model, doubts, standard: Standard::new(lists, frequencies, Some(linked.trained), hamlets) })
}

impl Standard {
    fn new(lists: Lists, frequencies: Frequencies, trained: Option<Trained>, hamlets: HashMap<u32, Uuid>) -> Self {
        let communes = lists.a.iter().map(|person| person.commune).collect();
        Self { lists, frequencies, trained, hamlets, communes }
    }

    /// Standardises what was compared once more.
    pub(super) fn of(frozen: &Frozen, places: &Places, listed: Option<Day>) -> Self {
        let theirs: Vec<&Record> = frozen.theirs.iter().map(|theirs| &theirs.record).collect();
        let (mut lists, hamlets) = standardised(&frozen.houses, &frozen.ours, &theirs, places, listed);
        let saved = Saved::read(&frozen.model, KIND).ok();
        let counts = match &saved {
            Some(saved) => saved.frequencies.counts(&mut lists.standardiser),
            None => lists.counts(),
        };
        let communes = lists.a.iter().map(|person| person.commune).collect();
        Self { frequencies: Frequencies::new(&counts), trained: saved.map(|saved| saved.trained), lists, hamlets, communes }
    }

    fn pair(&self, row: u32, ours: u32) -> Option<(&Person, &Person)> {
        Some((self.lists.a.get(ours as usize)?, self.lists.b.as_ref()?.get(row as usize)?))
    }

    /// The model.
    pub(super) fn trained(&self) -> Option<&Trained> {
        self.trained.as_ref()
    }

    /// The hamlet that the address of a row names.
    pub(super) fn hamlet(&self, row: u32) -> Option<Uuid> {
        let person = self.lists.b.as_ref()?.get(row as usize)?;
        self.hamlets.get(&person.hamlet).copied()
    }

    /// Why a row and a person have their weight.
    pub(super) fn explain(&self, row: u32, ours: u32) -> Option<Explanation> {
        let (ours, theirs) = self.pair(row, ours)?;
        let comparer = Comparer::new(&self.lists.standardiser.lexicon, &self.frequencies);
        Some(explain(&comparer, &self.trained.as_ref()?.model, ours, theirs))
    }

    /// Whether a row names a commune in which nobody of the register lives who was compared.
    pub(super) fn elsewhere(&self, row: u32) -> bool {
        let Some(theirs) = self.lists.b.as_ref().and_then(|rows| rows.get(row as usize)) else { return false };
        let own = |commune: u16| commune != 0 && self.communes.contains(&commune);
        theirs.commune != 0 && !own(theirs.commune) && !own(theirs.other_commune)
    }

    /// In what a linked pair differs: what both tell and tell differently, and numbers that the register lacks.
    pub(super) fn differ(&self, row: u32, ours: u32) -> Vec<Value> {
        let Some((ours, theirs)) = self.pair(row, ours) else { return Vec::new() };
        let lexicon = &self.lists.standardiser.lexicon;
        let letters = |person: &Person| person.words().iter().map(|word| lexicon.get(*word).plain).collect::<Vec<_>>();
        let mut found = Vec::new();
        // Without accents a name tells less, not something else.
        let names = if ours.bare || theirs.bare { letters(ours) != letters(theirs) } else { ours.words() != theirs.words() };
        if ours.count > 0 && theirs.count > 0 && names {
            found.push(Value::Name);
        }
        if ours.sex != theirs.sex && ours.sex != Sex::Unknown && theirs.sex != Sex::Unknown {
            found.push(Value::Sex);
        }
        let (one, other) = (ours.birth, theirs.birth);
        let known = one.is_known() && other.is_known();
        let rough = one.is_year_only() || other.is_year_only();
        if known
            && (one.year != other.year
                || !rough && (one.month != other.month || one.day != 0 && other.day != 0 && one.day != other.day))
        {
            found.push(Value::Birth);
        }
        if theirs.number.is_some() && ours.number != theirs.number {
            found.push(Value::Number);
        }
        found
    }
}
