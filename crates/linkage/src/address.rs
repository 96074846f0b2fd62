//! Hamlet and house number in one line of address: "So 65/35, Ap Thoi Hoa" with or without accents, "12A KV 9", "A. Thoi Hoa".

use crate::hash::{self, SteadyMap};
use crate::text::letters::fold;

static KINDS: &str = include_str!("../data/address_words.tsv");

/// Hashes of the hamlet and of the house number; zero when not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The kind and name of the hamlet.
    pub hamlet: u32,
    /// The number of the house.
    pub house: u32,
}

/// Reads addresses, and each wording of a hamlet once.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    known: SteadyMap<Box<str>, Place>,
}

impl Reader {
    /// Hamlet and house of an address.
    pub fn read(&mut self, address: &str) -> Place {
        let (house, rest) = leading_house(address);
        if rest.is_empty() {
            return Place { hamlet: 0, house };
        }
        let place = match self.known.get(rest) {
            Some(place) => *place,
            None => {
                let place = parse(rest);
                self.known.insert(rest.into(), place);
                place
            }
        };
        Place { hamlet: place.hamlet, house: if house == 0 { place.house } else { house } }
    }

    /// Forgets the wordings.
    pub fn forget(&mut self) {
        self.known = SteadyMap::default();
    }
}

/// The number of a house, and what follows it.
fn leading_house(address: &str) -> (u32, &str) {
    let mut rest = address.trim_start();
    if !rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        let (first, after) = rest.split_once(' ').unwrap_or((rest, ""));
        if first.len() > 5 || !matches!(fold(first).text(), "so" | "sn" | "nha") {
            return (0, rest.trim_end());
        }
        rest = after.trim_start();
    }
    if !rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        return (0, rest.trim_end());
    }
    let (number, after) = rest.split_once([' ', ',']).unwrap_or((rest, ""));
    (house_number(number), after.trim_matches([' ', ',', '.']))
}

/// The hash of a house number: digits, letters and strokes.
#[must_use]
pub fn house_number(written: &str) -> u32 {
    let mut hashed = 0_u64;
    for letter in written.bytes().filter(|letter| letter.is_ascii_alphanumeric() || *letter == b'/') {
        hashed = hash::join(hashed, u64::from(letter.to_ascii_lowercase()));
    }
    narrow(hashed)
}

/// Thirty-two bits of a hash, never zero but for zero.
#[must_use]
pub fn narrow(hash: u64) -> u32 {
    if hash == 0 { 0 } else { ((hash >> 32) as u32).max(1) }
}

fn parse(text: &str) -> Place {
    let part = text.split(',').find(|part| kind_of(part).is_some()).unwrap_or_else(|| text.split(',').next().unwrap_or_default());
    let words: Vec<String> = words(part);
    let (kind, skip) = kind_of(part).unwrap_or(("", 0));
    let name = &words[skip.min(words.len())..];
    let house = text.split(',').filter(|other| *other != part).map(|other| leading_house(other).0).find(|house| *house != 0);
    let hamlet = if name.is_empty() {
        0
    } else {
        narrow(name.iter().fold(hash::of_text(kind), |hashed, word| hash::join(hashed, hash::of_text(word))))
    };
    Place { hamlet, house: house.unwrap_or(0) }
}

fn words(part: &str) -> Vec<String> {
    let words = part.split([' ', '.']).map(|word| {
        let mut folded = fold(word);
        folded.settle_y();
        folded.text().to_owned()
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// What kind of hamlet a text begins with, and how many words say so; a name must follow.
fn kind_of(part: &str) -> Option<(&'static str, usize)> {
    let words = words(part);
    let rows = KINDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let fits = |written: &str| {
        let count = written.split(' ').count();
        (words.len() > count && written.split(' ').eq(words.iter().take(count).map(String::as_str))).then_some(count)
    };
    let found = rows.filter_map(|(written, kind)| fits(written).map(|count| (kind, count)));
    found.max_by_key(|(_, count)| *count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        let mut reader = Reader::default();
        assert_eq!(reader.read(one), reader.read(other), "{one} | {other}");
        assert_ne!(reader.read(one), Place::default(), "{one}");
    }

    #[test]
    fn ways_of_writing_an_address() {
        same("Số 65/35, Ấp Thới Hòa", "65/35 ap thoi hoa");
        same("12A Khu vực 9", "Số 12a KV 9");
        same("A. Thới Hoà", "Ấp Thới Hòa");
        same("12 Ấp 5, xã Trường Long, huyện Phong Điền", "12 Ấp 5");
        same("Ấp 5, số 12", "12, Ấp 5");
    }

    #[test]
    fn parts_by_themselves() {
        let mut reader = Reader::default();
        let whole = reader.read("Số 7, Ấp 5");
        assert_eq!(reader.read("Ấp 5"), Place { house: 0, ..whole });
        assert_eq!(reader.read("7"), Place { hamlet: 0, ..whole });
        assert_eq!(house_number("7"), whole.house);
        assert_ne!(reader.read("Ấp 5").hamlet, reader.read("Khu vực 5").hamlet);
        assert_eq!(reader.read(""), Place::default());
    }
}
