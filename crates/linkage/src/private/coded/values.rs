//! What is coded of a person: values in one spelling, and combinations of values for blocks.

use crate::hash::{join, of_text};
use crate::number::{Digits, Sex};
use crate::person::keys::{Keys, RULES};
use crate::person::record::{Person, Standardiser};

/// Features compared by similarity, the first of [`FEATURES`].
pub(super) const SIMILAR: usize = 6;

/// The features that are known, by identifier. What an office must write that makes filters with clkhash: words of the name in small letters without
/// marks, i for y at the end of a syllable; digits only; the day as `19870520`, or the year alone; `m` or `f`; the code of the commune of today. Those from
/// `hamlet` on are hashes that only danso makes; without them fewer pairs are found.
pub const FEATURES: [&str; 22] = [
    "surname",
    "middle",
    "given",
    "birth",
    "number",
    "old_number",
    "name",
    "sex",
    "phone",
    "commune",
    "hamlet",
    "house",
    "name_year",
    "name_month_day",
    "skeleton_year",
    "skeleton_month_day",
    "surname_given_month",
    "initials_birth",
    "number_end",
    "number_middle",
    "given_commune_year",
    "hamlet_year",
];

/// Places in [`FEATURES`].
pub(super) mod at {
    pub const SURNAME: usize = 0;
    pub const MIDDLE: usize = 1;
    pub const GIVEN: usize = 2;
    pub const BIRTH: usize = 3;
    pub const NUMBER: usize = 4;
    pub const OLD_NUMBER: usize = 5;
    pub const NAME: usize = 6;
    pub const SEX: usize = 7;
    pub const PHONE: usize = 8;
    pub const COMMUNE: usize = 9;
    pub const HAMLET: usize = 10;
    pub const HOUSE: usize = 11;
    pub const FIRST_KEY: usize = 12;
}

/// A schema that offices may agree on: 256 bits a filter, folded once.
#[must_use]
pub fn default_schema() -> &'static str {
    include_str!("../../../data/linkage_schema.json")
}

/// The values of a person, in the order of [`FEATURES`]; empty where they are missing.
pub(super) fn of(person: &Person, standardiser: &Standardiser) -> [String; FEATURES.len()] {
    let lexicon = &standardiser.lexicon;
    let words: Vec<&str> =
        person.words().iter().filter_map(|word| Some(&*lexicon.letters(lexicon.get(*word).plain)?.text)).collect();
    let mut sorted = words.clone();
    sorted.sort_unstable();
    let (surname, middle, given) = match words.as_slice() {
        [] => ("", String::new(), ""),
        [only] => ("", String::new(), *only),
        [first, middle @ .., last] => (*first, middle.join(" "), *last),
    };
    let day = person.birth;
    let birth = match (day.is_known(), day.is_whole()) {
        (false, _) => String::new(),
        (true, false) => format!("{:04}", day.year),
        (true, true) => format!("{:04}{:02}{:02}", day.year, day.month, day.day),
    };
    let sex = match person.sex {
        Sex::Male => "m",
        Sex::Female => "f",
        Sex::Unknown => "",
    };
    let commune =
        standardiser.commune_codes().find(|(_, number)| *number == person.commune && *number != 0).map_or("", |(code, _)| code);
    let place = |part: u32, more: u32| {
        let known = person.commune != 0 && part != 0;
        if known { format!("{:016x}", join(join(of_text(commune), u64::from(part)), u64::from(more))) } else { String::new() }
    };
    // Numbers of communes depend on the run; keys need one that does not.
    let stable = Person {
        commune: if commune.is_empty() { 0 } else { ((of_text(commune) >> 48) as u16).max(1) },
        other_commune: 0,
        ..*person
    };
    let keys = Keys::new(lexicon).of(&stable);
    let key = |name: &str| {
        let at = RULES.iter().position(|rule| rule.name == name);
        at.map(|at| keys[at]).filter(|key| *key != 0).map_or_else(String::new, |key| format!("{key:08x}"))
    };
    let mut values: [String; FEATURES.len()] = Default::default();
    let plain = [
        surname.to_owned(),
        middle,
        given.to_owned(),
        birth,
        digits(person.number),
        digits(person.old_number),
        sorted.join(" "),
        sex.to_owned(),
        digits(person.phone),
        commune.to_owned(),
        place(person.hamlet, 0),
        if person.house == 0 { String::new() } else { place(person.hamlet, person.house) },
    ];
    for (slot, value) in values.iter_mut().zip(plain) {
        *slot = value;
    }
    for (slot, name) in values.iter_mut().zip(FEATURES).skip(at::FIRST_KEY) {
        *slot = key(name);
    }
    values
}

fn digits(number: Digits) -> String {
    let places = (0..15).rev().map(|place| (number.0 >> (4 * place)) & 15);
    places.filter(|digit| *digit != 0).filter_map(|digit| char::from_digit(digit as u32 - 1, 10)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::record::Row;

    #[test]
    fn values_in_one_spelling() {
        let mut standardiser = Standardiser::default();
        let row = Row {
            name: "Nguyễn Thị Thúy",
            sex: "Nữ",
            birth: "20/05/1987",
            number: "094187000001",
            phone: "0912345678",
            commune: "31120",
            ..Row::default()
        };
        let person = standardiser.person(&row);
        let values = of(&person, &standardiser);
        assert_eq!(
            values[..10],
            ["nguyen", "thi", "thuy", "19870520", "094187000001", "", "nguyen thi thuy", "f", "912345678", "31120"]
        );
        assert!(values[at::FIRST_KEY..].iter().filter(|value| !value.is_empty()).count() >= 8);
        assert_eq!(
            of(&Person { birth: crate::date::Day { year: 1987, month: 1, day: 1 }, ..person }, &standardiser)[at::BIRTH],
            "1987"
        );
    }

    #[test]
    fn every_key_is_a_rule() {
        for name in &FEATURES[at::FIRST_KEY..] {
            assert!(RULES.iter().any(|rule| rule.name == *name), "{name}");
        }
    }
}
