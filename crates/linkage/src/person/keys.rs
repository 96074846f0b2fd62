//! Blocking keys of a person: two records that share one of them are compared.

use super::record::Person;
use crate::date::Day;
use crate::hash::{join, mix, of_text};
use crate::number::Sex;
use crate::text::lexicon::{Lexicon, Plain};

/// How often a block that is too large is cut in pieces before it is given up.
pub const REFINEMENTS: u8 = 3;

/// A way to make a key, and how many records a block may have on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// A stable name.
    pub name: &'static str,
    /// The cap.
    pub cap: u32,
}

const fn rule(name: &'static str, cap: u32) -> Rule {
    Rule { name, cap }
}

/// The rules, in the order of the keys.
pub const RULES: [Rule; 23] = [
    rule("number", 40),
    rule("old_number", 40),
    rule("phone", 40),
    rule("number_end", 30),
    rule("number_middle", 30),
    rule("name_year", 120),
    rule("given_birth", 60),
    rule("surname_birth", 60),
    rule("birth_commune", 60),
    rule("name_commune", 60),
    rule("surname_given_commune_year", 60),
    rule("name_month_day", 40),
    rule("house", 40),
    rule("given_commune_year", 40),
    rule("skeleton_year", 60),
    rule("surname_given_month", 60),
    rule("initials_birth", 60),
    rule("name", 30),
    rule("skeleton_month_day", 40),
    rule("birth", 80),
    rule("given_hamlet", 30),
    rule("surname_given_month_day", 40),
    rule("hamlet_year", 40),
];

/// Makes the keys of a person.
pub struct Keys<'a> {
    lexicon: &'a Lexicon,
}

/// Hashes of a name that keys are made of.
struct Name {
    sorted: u64,
    skeleton: u64,
    initials: u64,
    surname: u64,
    given: u64,
}

impl<'a> Keys<'a> {
    /// Over the words of a lexicon.
    #[must_use]
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon }
    }

    /// One key a rule; zero where a part is missing.
    #[must_use]
    pub fn of(&self, person: &Person) -> [u32; RULES.len()] {
        let name = self.name(person);
        let Day { year, month, day } = person.birth;
        let year = u64::from(year);
        // Day and month in either order; nothing for the 1 January of unknown days.
        let in_year = if person.birth.is_whole() { u64::from(month.min(day)) << 8 | u64::from(month.max(day)) } else { 0 };
        let month = if person.birth.is_whole() { u64::from(month) } else { 0 };
        let birth = both(year, in_year);
        let commune = u64::from(person.commune);
        let hamlet = both(commune, u64::from(person.hamlet));
        let house = both(hamlet, u64::from(person.house));
        let surname_given = both(name.surname, name.given);
        let digits = |from: u32, count: u32| {
            let readable = person.number.is_some() && !person.number.is_code();
            if readable { person.number.part(from, count) } else { 0 }
        };
        let hashes = [
            person.number.0,
            person.old_number.0,
            person.phone.0,
            digits(6, 6),
            digits(9, 6),
            both(name.sorted, year),
            both(name.given, birth),
            both(name.surname, birth),
            both(commune, birth),
            both(name.sorted, commune),
            both(both(surname_given, commune), year),
            both(name.sorted, in_year),
            house,
            both(both(name.given, commune), year),
            both(name.skeleton, year),
            both(surname_given, both(year, month)),
            both(name.initials, birth),
            name.sorted,
            both(name.skeleton, in_year),
            birth,
            both(name.given, hamlet),
            both(surname_given, in_year),
            both(hamlet, year),
        ];
        let mut keys = [0; RULES.len()];
        for (rule, (key, hash)) in keys.iter_mut().zip(hashes).enumerate() {
            if hash != 0 {
                *key = narrow(join(hash, rule as u64));
            }
        }
        keys
    }

    /// The key of a piece of a block that was too large: cut by sex, then by decade of birth, then by commune.
    #[must_use]
    pub fn refined(&self, key: u32, person: &Person, step: u8) -> u32 {
        let by = match step {
            0 => person.sex as u64,
            1 => u64::from(person.birth.year / 10),
            _ => u64::from(person.commune),
        };
        narrow(join(u64::from(key), (u64::from(step) << 32) | by))
    }

    fn name(&self, person: &Person) -> Name {
        let mut words: Vec<&Plain> = Vec::with_capacity(6);
        words.extend(person.words().iter().filter_map(|word| self.lexicon.letters(self.lexicon.get(*word).plain)));
        let sum = |of: fn(&Plain) -> u64| words.iter().fold(0_u64, |sum, word| sum.wrapping_add(mix(of(word))));
        // The skeleton runs over the gaps between words, so that words run together change nothing.
        let skeleton = words.iter().fold(String::new(), |mut all, word| {
            all.push_str(&word.bones);
            all
        });
        let apart = words.len() > 1;
        Name {
            sorted: sum(|word| word.hash),
            skeleton: if apart || skeleton.len() > 2 { of_text(&skeleton) } else { 0 },
            initials: if apart { sum(|word| u64::from(word.text.as_bytes().first().copied().unwrap_or(0))) } else { 0 },
            surname: if apart { words.first().map_or(0, |word| word.sound) } else { 0 },
            given: words.last().map_or(0, |word| word.sound),
        }
    }
}

/// One hash of two parts; zero if either is missing.
fn both(one: u64, other: u64) -> u64 {
    if one == 0 || other == 0 { 0 } else { join(one, other) }
}

fn narrow(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

/// Whether a person's sex is known: where it is not, a cut by sex loses pairs (told in the block report).
#[must_use]
pub fn has_sex(person: &Person) -> bool {
    person.sex != Sex::Unknown
}

#[cfg(test)]
mod tests {
    use super::super::record::{Row, Standardiser};
    use super::*;

    fn shared(one: &Row<'_>, other: &Row<'_>) -> Vec<&'static str> {
        let mut standardiser = Standardiser::default();
        let (a, b) = (standardiser.person(one), standardiser.person(other));
        let keys = Keys::new(&standardiser.lexicon);
        let pairs = keys.of(&a).into_iter().zip(keys.of(&b)).zip(RULES);
        pairs.filter(|((one, other), _)| one == other && *one != 0).map(|(_, rule)| rule.name).collect()
    }

    #[test]
    fn damage_leaves_some_key() {
        let row =
            Row { name: "Nguyễn Thị Hoà", birth: "1987-05-02", number: "094187000001", commune: "1", ..Row::default() };
        assert!(shared(&row, &Row { name: "NGUYEN THI HOA", birth: "1987", ..row }).contains(&"name_year"));
        assert!(shared(&row, &Row { name: "Hòa Nguyễn Thị", ..row }).contains(&"name_commune"));
        assert!(shared(&row, &Row { birth: "1987-02-05", number: "", ..row }).contains(&"given_birth"));
        assert!(shared(&row, &Row { number: "094187000009", ..row }).contains(&"number_middle"));
        assert!(shared(&row, &Row { name: "NguyễnThị Hòa", commune: "", ..row }).contains(&"skeleton_year"));
        assert_eq!(shared(&Row::default(), &Row::default()), Vec::<&str>::new());
    }
}
