//! A record of a person, standardised: numbers only, 76 bytes.

use crate::address::{Reader, house_number};
use crate::date::Day;
use crate::hash::SteadyMap;
use crate::number::{Digits, Sex};
use crate::text::lexicon::{Lexicon, NO_WORD, WordId};
use crate::units::Units;

/// Words of a name that are kept; of longer names the last word is the last kept.
pub const MOST_WORDS: usize = 6;

/// A row of a list, as read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row<'a> {
    /// Whole name, or everything of it but [`Row::given`].
    pub name: &'a str,
    /// Given name, where the list has it apart.
    pub given: &'a str,
    /// Sex in any spelling.
    pub sex: &'a str,
    /// Day of birth in any spelling.
    pub birth: &'a str,
    /// Identity number of 12 or 9 digits.
    pub number: &'a str,
    /// An older number of 9 digits.
    pub old_number: &'a str,
    /// Code of the commune, of today or of before.
    pub commune: &'a str,
    /// Hamlet with or without the house, or a whole line of address.
    pub address: &'a str,
    /// House number, where the list has it apart.
    pub house: &'a str,
    /// Telephone.
    pub phone: &'a str,
}

/// A person, standardised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Words of the name in order.
    pub words: [WordId; MOST_WORDS],
    /// How many words.
    pub count: u8,
    /// Whether no word has a mark: the list was typed without accents.
    pub bare: bool,
    /// Sex.
    pub sex: Sex,
    /// Day of birth.
    pub birth: Day,
    /// Number of 12 digits.
    pub number: Digits,
    /// Number of 9 digits.
    pub old_number: Digits,
    /// The last nine digits of the telephone.
    pub phone: Digits,
    /// Number of the commune of today; zero for none.
    pub commune: u16,
    /// A second commune that the code may mean.
    pub other_commune: u16,
    /// Hash of the hamlet.
    pub hamlet: u32,
    /// Hash of the house number.
    pub house: u32,
    /// What the list calls the household, as a number; zero where it does not say, and where two lists are linked, whose households have other names.
    pub household: u32,
}

/// The number of what a list calls a household; zero for none.
#[must_use]
pub fn household(name: &str) -> u32 {
    let name = name.trim();
    if name.is_empty() { 0 } else { ((crate::hash::of_text(name) >> 32) as u32).max(1) }
}

impl Person {
    /// The words of the name.
    #[must_use]
    pub fn words(&self) -> &[WordId] {
        self.words.get(..usize::from(self.count)).unwrap_or_default()
    }
}

/// Turns rows into persons; knows the words and places it has seen.
#[derive(Debug, Clone, Default)]
pub struct Standardiser {
    /// Words of names.
    pub lexicon: Lexicon,
    addresses: Reader,
    units: Units,
    communes: SteadyMap<Box<str>, [u16; 2]>,
    numbers: SteadyMap<Box<str>, u16>,
    listed: Option<Day>,
}

impl Standardiser {
    /// With a table of units; codes are taken as they are when it is empty.
    #[must_use]
    pub fn new(units: Units) -> Self {
        Self { units, ..Self::default() }
    }

    /// The day of the list whose rows come next, for codes that meant something else on another day.
    pub fn listed(&mut self, day: Option<Day>) {
        if self.listed != day {
            self.listed = day;
            self.communes = SteadyMap::default();
        }
    }

    /// Standardises a row. Nothing is refused: what cannot be read is missing.
    pub fn person(&mut self, row: &Row<'_>) -> Person {
        let (words, count) = self.words(row);
        let bare = words.iter().take(count).all(|word| self.lexicon.get(*word).marks == 0);
        let (number, old_number) = numbers(row);
        let mut place = self.addresses.read(row.address);
        if !row.house.is_empty() {
            let house = house_number(row.house);
            place.house = if house == 0 { place.house } else { house };
        }
        let [commune, other_commune] = self.commune(row.commune.trim());
        let (phone, digits) = Digits::read(row.phone);
        Person {
            words,
            count: u8::try_from(count).unwrap_or(0),
            bare,
            sex: Sex::read(row.sex),
            birth: Day::read(row.birth),
            number,
            old_number,
            phone: if (8..=12).contains(&digits) {
                Digits(phone.part(9.min(digits as u32), 9.min(digits as u32)))
            } else {
                Digits(0)
            },
            commune,
            other_commune,
            hamlet: place.hamlet,
            house: place.house,
            household: 0,
        }
    }

    fn words(&mut self, row: &Row<'_>) -> ([WordId; MOST_WORDS], usize) {
        let mut words = [NO_WORD; MOST_WORDS];
        let mut count = 0;
        let separator = |letter: char| letter.is_whitespace() || matches!(letter, '.' | ',' | '-' | '_' | '/');
        for written in row.name.split(separator).chain(row.given.split(separator)).filter(|part| !part.is_empty()) {
            if let Some(word) = self.lexicon.word(written) {
                words[count.min(MOST_WORDS - 1)] = word;
                count = (count + 1).min(MOST_WORDS);
            }
        }
        (words, count)
    }

    fn commune(&mut self, code: &str) -> [u16; 2] {
        if code.is_empty() {
            return [0; 2];
        }
        if let Some(known) = self.communes.get(code) {
            return *known;
        }
        let today = self.units.of_today(code, self.listed);
        let mut numbered = [0; 2];
        for (slot, code) in numbered.iter_mut().zip(today.into_iter().flatten()) {
            let next = u16::try_from(self.numbers.len() + 1).unwrap_or(u16::MAX);
            *slot = *self.numbers.entry(code.into()).or_insert(next);
        }
        self.communes.insert(code.into(), numbered);
        numbered
    }

    /// The number of a commune by its code of today, which is made if there is none.
    pub fn commune_number(&mut self, code: &str) -> u16 {
        let next = u16::try_from(self.numbers.len() + 1).unwrap_or(u16::MAX);
        *self.numbers.entry(code.into()).or_insert(next)
    }

    /// Codes of communes of today with their numbers.
    pub fn commune_codes(&self) -> impl Iterator<Item = (&str, u16)> {
        self.numbers.iter().map(|(code, number)| (&**code, *number))
    }

    /// Frees what only reading rows needs.
    pub fn finish(&mut self) {
        self.lexicon.forget_spellings();
        self.addresses.forget();
    }
}

fn numbers(row: &Row<'_>) -> (Digits, Digits) {
    let (number, digits) = Digits::read(row.number);
    let (old, old_digits) = Digits::read(row.old_number);
    let old = if old_digits == 9 { old } else { Digits(0) };
    match digits {
        12 => (number, old),
        9 => (Digits(0), number),
        _ => (Digits(0), old),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_becomes_numbers() {
        let mut standardiser = Standardiser::default();
        let row = Row {
            name: "Nguyễn Thị  Hoà",
            sex: "Nữ",
            birth: "20/05/1987",
            number: "094 187 000 001",
            phone: "+84 912 345 678",
            commune: "31120",
            address: "Số 7, Ấp 5",
            ..Row::default()
        };
        let person = standardiser.person(&row);
        assert_eq!(person.count, 3);
        assert!(!person.bare && person.number.is_some() && person.hamlet != 0 && person.house != 0);
        let other = Row {
            name: "NGUYỄN THỊ HÒA",
            sex: "F",
            birth: "1987-05-20",
            number: "094187000001",
            phone: "0912345678",
            address: "7 ap 5",
            ..row
        };
        assert_eq!(standardiser.person(&other), person);
        assert!(standardiser.person(&Row { name: "Nguyen Thi Hoa", ..row }).bare);
    }

    #[test]
    fn nine_digits_are_the_older_number() {
        let mut standardiser = Standardiser::default();
        let person = standardiser.person(&Row { number: "361234567", ..Row::default() });
        assert!(!person.number.is_some() && person.old_number.is_some());
        let both = standardiser.person(&Row { number: "094187000001", old_number: "361234567", ..Row::default() });
        assert_eq!(both.old_number, person.old_number);
    }
}
