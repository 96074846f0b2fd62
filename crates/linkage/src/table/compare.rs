//! Two records with any columns compared, and the blocks they meet in.

use super::record::{NONE, Record, Standardiser, Value};
use super::schema::{Kind, MOST};
use super::similar::{edits, jaro_winkler};
use crate::engine::blocked::{Blocked, Keyed};
use crate::engine::candidates::Compares;
use crate::engine::run::{Linked, run};
use crate::fields::{Compared, MOST_FIELDS, NOTHING, Pattern};
use crate::hash::join;
use crate::model::Trained;

/// The level of values that are the same.
const SAME: u8 = 1;
/// From this similarity on, texts are near.
const NEAR: f64 = 0.88;
/// The cap of blocks.
const CAP: u32 = 80;
/// The share of records with a value of their own from which a field is a key by itself.
const OWN: f64 = 0.02;

/// Compares records, and lays them out in blocks.
pub struct Comparer<'a> {
    values: &'a Standardiser,
    chances: [f32; MOST],
    filled: [f64; MOST],
    rules: Vec<Rule>,
    names: Option<(usize, usize)>,
}

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// One field.
    One(usize),
    /// Two fields.
    Two(usize, usize),
    /// One field and the beginning of another.
    Begin(usize, usize),
    /// Both names, in whatever order.
    Names(usize, usize),
}

impl<'a> Comparer<'a> {
    /// Over the values of lists that were read.
    #[must_use]
    pub fn new(values: &'a Standardiser) -> Self {
        let mut chances = [0.0; MOST];
        let mut filled = [0.0; MOST];
        for field in 0..values.schema.fields.len() {
            chances[field] = values.chance(field);
            filled[field] = values.spread(field).1 as f64;
        }
        let names = values.schema.place(Kind::Given).zip(values.schema.place(Kind::Surname));
        Self { values, chances, filled, rules: rules(values, names), names }
    }

    /// Links two lists, or one with itself.
    #[must_use]
    pub fn link(&self, a: &[Record], b: Option<&[Record]>, given: Option<Trained>, seed: u64) -> Linked {
        run(self, self.block(a, b), (a, b), self.values.schema.beliefs(), given, seed)
    }

    /// Lays lists out in blocks.
    #[must_use]
    pub fn block(&self, a: &[Record], b: Option<&[Record]>) -> Blocked {
        Blocked::new(self, a, b)
    }

    /// Levels and the rarity of each field.
    #[must_use]
    pub fn explain(&self, a: &Record, b: &Record) -> (Pattern, [f32; MOST_FIELDS]) {
        let mut levels = [NOTHING; MOST_FIELDS];
        let mut rarities = [0.0; MOST_FIELDS];
        let fields = &self.values.schema.fields;
        for (field, compared) in fields.iter().enumerate() {
            let (x, y) = (a.0[field], b.0[field]);
            (levels[field], rarities[field]) = self.field(field, compared.kind, (field, x), (field, y));
        }
        levels[fields.len()] = 1;
        if let Some((given, surname)) = self.names
            && levels[given] > 2
            && levels[surname] > 2
        {
            let crossed = [
                self.field(given, Kind::Given, (given, a.0[given]), (surname, b.0[surname])),
                self.field(surname, Kind::Surname, (surname, a.0[surname]), (given, b.0[given])),
            ];
            if crossed.iter().all(|(level, _)| (SAME..=2).contains(level)) {
                (levels[given], rarities[given]) = crossed[0];
                (levels[surname], rarities[surname]) = crossed[1];
                levels[fields.len()] = 2;
            }
        }
        let pattern = levels.iter().enumerate().fold(0, |pattern, (at, level)| pattern | (u64::from(*level) << (4 * at)));
        (pattern, rarities)
    }

    fn field(&self, field: usize, kind: Kind, (of_x, x): (usize, u32), (of_y, y): (usize, u32)) -> (u8, f32) {
        let (Some(one), Some(other)) = (self.values.value(of_x, x), self.values.value(of_y, y)) else { return (NOTHING, 0.0) };
        if one.text == other.text {
            let share = (f64::from(one.count.max(other.count)) + 1.0) / (self.filled[field] + 10.0);
            return (SAME, -share.log2() as f32 - self.chances[field]);
        }
        (differ(kind, one, other), 0.0)
    }
}

fn differ(kind: Kind, one: &Value, other: &Value) -> u8 {
    let (x, y) = (one.text.as_bytes(), other.text.as_bytes());
    let near = || jaro_winkler(x, y) >= NEAR;
    let initial = || (x.len() == 1 || y.len() == 1) && x.first() == y.first();
    let word = || one.text.split(' ').any(|word| word.len() > 2 && other.text.split(' ').any(|each| each == word));
    match kind {
        Kind::Given | Kind::Surname => match edits(x, y, 1) {
            1 if x.len().max(y.len()) > 2 => 2,
            _ if near() => 3,
            _ if initial() => 4,
            _ => 5,
        },
        Kind::Text => match edits(x, y, 1) {
            1 if x.len().max(y.len()) > 2 => 2,
            _ if near() => 3,
            _ if word() => 4,
            _ => 5,
        },
        Kind::Code => match edits(x, y, 2) {
            1 => 2,
            2 => 3,
            _ => 4,
        },
        Kind::Date => match edits(x, y, 2) {
            _ if one.day.is_known()
                && one.day.year == other.day.year
                && one.day.month == other.day.day
                && one.day.day == other.day.month =>
            {
                2
            }
            1 => 3,
            2 => 4,
            _ if one.day.is_known() && one.day.year == other.day.year => 5,
            _ => 6,
        },
        Kind::Choice => 2,
    }
}

/// Each field that tells many records apart, each two fields, and names in whatever order.
fn rules(values: &Standardiser, names: Option<(usize, usize)>) -> Vec<Rule> {
    let fields = &values.schema.fields;
    let mut rules = Vec::new();
    let tells = |field: usize| {
        let (distinct, all) = values.spread(field);
        fields[field].kind != Kind::Choice && distinct as f64 > OWN * all as f64
    };
    let usable: Vec<usize> = (0..fields.len()).filter(|field| values.spread(*field).0 > 1).collect();
    rules.extend(usable.iter().filter(|field| tells(**field)).map(|field| Rule::One(*field)));
    for (at, one) in usable.iter().enumerate() {
        for other in &usable[at + 1..] {
            rules.push(Rule::Two(*one, *other));
            let text =
                |field: usize| matches!(fields[field].kind, Kind::Given | Kind::Surname | Kind::Text | Kind::Code | Kind::Date);
            if text(*one) && text(*other) {
                rules.push(Rule::Begin(*one, *other));
                rules.push(Rule::Begin(*other, *one));
            }
        }
    }
    rules.extend(names.map(|(given, surname)| Rule::Names(given, surname)));
    rules
}

impl Compares<Record> for Comparer<'_> {
    fn compare(&self, a: &Record, b: &Record) -> Compared {
        let (pattern, rarities) = self.explain(a, b);
        Compared { pattern, rarity: rarities.iter().sum() }
    }
}

impl Keyed<Record> for Comparer<'_> {
    fn rules(&self) -> Vec<(String, u32)> {
        let name = |field: usize| self.values.schema.fields[field].column.clone();
        let named = |rule: &Rule| match *rule {
            Rule::One(one) => name(one),
            Rule::Two(one, other) => format!("{}+{}", name(one), name(other)),
            Rule::Begin(one, other) => format!("{}+{}…", name(one), name(other)),
            Rule::Names(one, other) => format!("{{{},{}}}", name(one), name(other)),
        };
        self.rules.iter().map(|rule| (named(rule), CAP)).collect()
    }

    fn refinements(&self) -> u8 {
        u8::try_from(self.values.schema.fields.len()).unwrap_or(u8::MAX).min(3)
    }

    fn keys(&self, record: &Record, keys: &mut Vec<u32>) {
        let value = |field: usize| self.values.value(field, record.0[field]);
        let hash = |field: usize| value(field).map_or(0, |value| value.hash);
        for (number, rule) in self.rules.iter().enumerate() {
            let hashed = match *rule {
                Rule::One(one) => hash(one),
                Rule::Two(one, other) => both(hash(one), hash(other)),
                Rule::Begin(one, other) => both(hash(one), value(other).map_or(0, |value| value.begin)),
                Rule::Names(one, other) => both(hash(one).min(hash(other)), hash(one).max(hash(other))),
            };
            keys.push(if hashed == 0 { 0 } else { narrow(join(hashed, number as u64)) });
        }
    }

    fn refined(&self, key: u32, record: &Record, step: u8) -> u32 {
        let field = usize::from(step);
        let number = record.0.get(field).copied().unwrap_or(NONE);
        let hash = self.values.value(field, number).map_or(0, |value| value.hash);
        narrow(join(u64::from(key), hash ^ u64::from(step)))
    }
}

fn both(one: u64, other: u64) -> u64 {
    if one == 0 || other == 0 { 0 } else { join(one, other) }
}

fn narrow(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}
