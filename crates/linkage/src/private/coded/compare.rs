//! Blocks, levels and rarity of coded records.

use super::values::at;
use super::{Coded, Filter};
use crate::engine::blocked::Keyed;
use crate::engine::candidates::Compares;
use crate::engine::learn::KinRule;
use crate::fields::{Compared, Field, NOTHING};
use crate::hash::{SteadyMap, join};

/// Places of the fields in a pattern.
mod field {
    pub const SURNAME: usize = 0;
    pub const MIDDLE: usize = 1;
    pub const GIVEN: usize = 2;
    pub const ORDER: usize = 3;
    pub const BIRTH: usize = 4;
    pub const SEX: usize = 5;
    pub const NUMBER: usize = 6;
    pub const PLACE: usize = 7;
    pub const PHONE: usize = 8;
}

/// The fields with their first shares: those of plain records, with the levels that filters can tell.
pub(super) fn fields() -> Vec<Field> {
    let part = |name: &str, same: (f64, f64, f64), other: f64| {
        let (m, kin, u) = same;
        Field::new(
            name,
            &[
                ("same", m, kin, u, 0),
                ("close", 0.02, 0.01, 0.01, 0),
                ("near", 0.02, 0.02, 0.02, 0),
                ("other", 0.02, other, 1.0 - u, 0),
            ],
        )
    };
    vec![
        part("surname", (0.94, 0.65, 0.17), 0.3),
        Field::new(
            "middle",
            &[
                ("same", 0.85, 0.22, 0.08, 0),
                ("close", 0.02, 0.02, 0.02, 0),
                ("near", 0.04, 0.10, 0.06, 0),
                ("lacks", 0.06, 0.06, 0.05, 0),
                ("other", 0.01, 0.58, 0.78, 0),
                ("neither", 0.02, 0.005, 0.002, 0),
            ],
        ),
        part("given", (0.93, 0.02, 0.009), 0.93),
        Field::with_fixed_chances("order", &[("straight", 0.985, 1.0, 1.0, 0), ("moved", 0.015, 0.3, 1.0, 0)]),
        Field::new(
            "birth",
            &[
                ("same", 0.82, 0.006, 0.000_04, 0),
                ("digit", 0.04, 0.002, 0.001, 0),
                ("digits", 0.03, 0.02, 0.01, 0),
                ("far", 0.02, 0.96, 0.98, 0),
                ("years", 0.02, 0.001, 0.0002, 0),
                ("year_only", 0.06, 0.006, 0.0016, 0),
                ("year_other", 0.01, 0.1, 0.1, 0),
                ("exchanged", 0.015, 0.0001, 0.000_03, 0),
                ("same_year", 0.01, 0.01, 0.01, 0),
            ],
        ),
        Field::new("sex", &[("same", 0.985, 0.5, 0.5, 0), ("other", 0.015, 0.5, 0.5, 0)]),
        Field::with_fixed_unrelated(
            "number",
            &[
                ("same", 0.95, 0.004, 1e-8, 0),
                ("old_same", 0.95, 0.0002, 3e-8, 1),
                ("slip", 0.02, 0.0001, 1.6e-5, 0),
                ("old_slip", 0.03, 0.0001, 1.6e-5, 1),
                ("other", 0.03, 0.99, 1.0, 0),
                ("old_other", 0.02, 0.999, 1.0, 1),
            ],
        ),
        Field::new(
            "place",
            &[
                ("house", 0.33, 0.33, 0.000_02, 0),
                ("hamlet", 0.30, 0.30, 0.006, 0),
                ("commune", 0.25, 0.25, 0.05, 0),
                ("other", 0.12, 0.12, 0.94, 0),
            ],
        ),
        Field::new("phone", &[("same", 0.75, 0.12, 0.000_01, 0), ("other", 0.25, 0.88, 1.0, 0)]),
    ]
}

/// Kin are learned in houses, as with plain records.
pub(super) const KIN: KinRule = KinRule { seen_at: (field::PLACE, 1), like_match: field::PLACE };
/// Pairs whose parts of the name were moved agree by construction.
pub(super) const ASIDE: (usize, u8) = (field::ORDER, 2);

/// Records in one block, by features that must be equal: a rule each, with its cap.
const RULES: [(&str, &[usize], u32); 21] = [
    ("number", &[at::NUMBER], 40),
    ("old_number", &[at::OLD_NUMBER], 40),
    ("phone", &[at::PHONE], 40),
    ("name_birth", &[at::NAME, at::BIRTH], 60),
    ("given_birth", &[at::GIVEN, at::BIRTH], 60),
    ("surname_birth", &[at::SURNAME, at::BIRTH], 60),
    ("birth_commune", &[at::BIRTH, at::COMMUNE], 60),
    ("name_commune", &[at::NAME, at::COMMUNE], 60),
    ("name", &[at::NAME], 30),
    ("birth", &[at::BIRTH], 80),
    ("house", &[at::HOUSE], 40),
    ("given_hamlet", &[at::GIVEN, at::HAMLET], 30),
    ("name_year", &[at::FIRST_KEY], 120),
    ("name_month_day", &[at::FIRST_KEY + 1], 40),
    ("skeleton_year", &[at::FIRST_KEY + 2], 60),
    ("skeleton_month_day", &[at::FIRST_KEY + 3], 40),
    ("surname_given_month", &[at::FIRST_KEY + 4], 60),
    ("initials_birth", &[at::FIRST_KEY + 5], 60),
    ("number_end", &[at::FIRST_KEY + 6], 30),
    ("number_middle", &[at::FIRST_KEY + 7], 30),
    ("given_commune_year", &[at::FIRST_KEY + 8], 40),
];

/// Makes blocking keys of coded records.
pub(super) struct Blocks;

impl Keyed<Coded> for Blocks {
    fn rules(&self) -> Vec<(String, u32)> {
        RULES.iter().map(|(name, _, cap)| ((*name).to_owned(), *cap)).collect()
    }

    fn refinements(&self) -> u8 {
        2
    }

    fn keys(&self, record: &Coded, keys: &mut Vec<u32>) {
        for (rule, (_, parts, _)) in RULES.iter().enumerate() {
            let known = parts.iter().all(|part| record.codes[*part] != 0);
            let hash = parts.iter().fold(rule as u64, |hash, part| join(hash, record.codes[*part]));
            keys.push(if known { narrow(hash) } else { 0 });
        }
    }

    fn refined(&self, key: u32, record: &Coded, step: u8) -> u32 {
        let by = record.codes[if step == 0 { at::SEX } else { at::COMMUNE }];
        narrow(join(u64::from(key), join(u64::from(step), by)))
    }
}

fn narrow(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

/// How often filters of parts of names stand in both lists, by sex.
#[derive(Default)]
pub(super) struct Counts {
    /// By part, code and sex.
    seen: SteadyMap<(usize, u64, u64), u32>,
    /// People by sex.
    people: SteadyMap<u64, u32>,
    /// The chance that two people have the same part.
    same: [f64; 3],
}

impl Counts {
    pub(super) fn new<'a>(records: impl Iterator<Item = &'a Coded>) -> Self {
        let mut counts = Self::default();
        let mut whole: [SteadyMap<u64, u32>; 3] = Default::default();
        let mut all = 0_u32;
        for record in records {
            all += 1;
            let sex = record.codes[at::SEX];
            *counts.people.entry(sex).or_default() += 1;
            for (part, code) in record.codes.iter().enumerate().take(3) {
                *counts.seen.entry((part, *code, sex)).or_default() += 1;
                *whole[part].entry(*code).or_default() += 1;
            }
        }
        for (same, whole) in counts.same.iter_mut().zip(&whole) {
            *same = whole
                .iter()
                .filter(|(code, _)| **code != 0)
                .map(|(_, count)| (f64::from(*count) / f64::from(all.max(1))).powi(2))
                .sum();
        }
        counts
    }

    /// By how many bits a part of a name that agrees is rarer than agreeing ones are on average.
    fn rarity(&self, part: usize, code: u64, sex: u64) -> f32 {
        let many = f64::from(self.people.get(&sex).copied().unwrap_or(1));
        // One more than was seen, as a filter that stands there once may well stand elsewhere.
        let seen = f64::from(self.seen.get(&(part, code, sex)).copied().unwrap_or(0)) + 1.0;
        ((self.same[part] * many / seen).max(1e-9).log2() as f32).clamp(-6.0, 9.0)
    }
}

/// Compares coded records.
pub(super) struct Comparer {
    counts: Counts,
}

impl Comparer {
    pub(super) fn new(counts: Counts) -> Self {
        Self { counts }
    }
}

impl Compares<Coded> for Comparer {
    fn compare(&self, a: &Coded, b: &Coded) -> Compared {
        let mut pattern = 0;
        let mut put = |field: usize, level: u8| pattern |= u64::from(level) << (4 * field);
        let mut rarity = 0.0;
        let same = |feature: usize| a.codes[feature] == b.codes[feature];
        let known = |feature: usize| a.codes[feature] != 0 && b.codes[feature] != 0;
        let agree = |feature: usize| known(feature) && same(feature);
        let moved = agree(at::NAME) && !(same(at::SURNAME) && same(at::MIDDLE) && same(at::GIVEN));
        let part = |feature: usize| if moved { 1 } else { likeness(&a.similar[feature], &b.similar[feature]) };
        put(field::SURNAME, part(at::SURNAME));
        put(field::GIVEN, part(at::GIVEN));
        let middle = match (a.codes[at::MIDDLE] != 0, b.codes[at::MIDDLE] != 0) {
            _ if moved => 1,
            (false, false) if known(at::NAME) => 6,
            (true, true) => match likeness(&a.similar[at::MIDDLE], &b.similar[at::MIDDLE]) {
                4 => 5,
                level => level,
            },
            (false, false) => NOTHING,
            (true, false) | (false, true) => 4,
        };
        put(field::MIDDLE, middle);
        if agree(at::NAME) {
            put(field::ORDER, if moved { 2 } else { 1 });
        }
        for feature in [at::SURNAME, at::MIDDLE, at::GIVEN] {
            if moved || agree(feature) {
                rarity += self.counts.rarity(feature, a.codes[feature], a.codes[at::SEX]);
            }
        }
        let born = births(&a.similar[at::BIRTH], &b.similar[at::BIRTH]);
        // Codes of name and year, and of name and day, tell of people of one name what a filter of the day cannot.
        let born = match (born, agree(at::FIRST_KEY), agree(at::FIRST_KEY + 1)) {
            (2..=4, true, true) => 8,
            (3 | 4, true, false) => 9,
            _ => born,
        };
        put(field::BIRTH, born);
        if known(at::SEX) {
            put(field::SEX, if same(at::SEX) { 1 } else { 2 });
        }
        put(field::NUMBER, numbers(a, b));
        let place = if agree(at::HOUSE) {
            1
        } else if agree(at::HAMLET) {
            2
        } else if agree(at::COMMUNE) {
            3
        } else if known(at::COMMUNE) {
            4
        } else {
            NOTHING
        };
        put(field::PLACE, place);
        if known(at::PHONE) {
            put(field::PHONE, if same(at::PHONE) { 1 } else { 2 });
        }
        Compared { pattern, rarity }
    }
}

fn ones(filter: &Filter) -> u32 {
    filter.iter().map(|word| word.count_ones()).sum()
}

fn common(one: &Filter, other: &Filter) -> u32 {
    one.iter().zip(other).map(|(one, other)| (one & other).count_ones()).sum()
}

/// Dice's coefficient of two filters that are not empty.
fn dice(one: &Filter, other: &Filter) -> f64 {
    2.0 * f64::from(common(one, other)) / f64::from((ones(one) + ones(other)).max(1))
}

/// The level of two parts of names: equal, one letter of difference or so, something in common, nothing.
fn likeness(one: &Filter, other: &Filter) -> u8 {
    if ones(one) == 0 || ones(other) == 0 {
        return NOTHING;
    }
    if one == other {
        return 1;
    }
    match dice(one, other) {
        dice if dice >= 0.7 => 2,
        dice if dice >= 0.5 => 3,
        _ => 4,
    }
}

/// The level of two days of birth. A year alone has half the digits and about half the bits; of it and a day what counts is how much of it lies in the day.
fn births(one: &Filter, other: &Filter) -> u8 {
    let (bits, others) = (ones(one), ones(other));
    if bits == 0 || others == 0 {
        return NOTHING;
    }
    let short = |bits: u32| bits < YEAR_BITS;
    let within = f64::from(common(one, other)) / f64::from(bits.min(others));
    match (short(bits), short(others)) {
        (true, true) if one == other => 5,
        (true, false) | (false, true) if within > 0.9 => 6,
        (true, _) | (_, true) => 7,
        (false, false) if one == other => 1,
        (false, false) => match dice(one, other) {
            dice if dice >= 0.86 => 2,
            dice if dice >= 0.765 => 3,
            _ => 4,
        },
    }
}

/// Bits of a filter of a day between those of a year and those of a whole day, with the schema of this crate: 4 and 8 digits of 10 bits each.
const YEAR_BITS: u32 = 52;

fn numbers(a: &Coded, b: &Coded) -> u8 {
    const SLIP: f64 = 0.88;
    let both = |feature: usize| {
        let (one, other) = (&a.similar[feature], &b.similar[feature]);
        (ones(one) > 0 && ones(other) > 0).then(|| (one == other, dice(one, other) >= SLIP))
    };
    let old = || match both(at::OLD_NUMBER) {
        None => NOTHING,
        Some((true, _)) => 2,
        Some((false, true)) => 4,
        Some((false, false)) => 6,
    };
    match both(at::NUMBER) {
        None => old(),
        Some((true, _)) => 1,
        Some((false, true)) => 3,
        Some((false, false)) if old() == 2 => 2,
        Some((false, false)) => 5,
    }
}
