//! The lexicon: every word that stands in a name gets a number, and what the comparison of two words needs is worked out once a word.

use super::letters::{Folded, fold};
use super::residue::decode;
use super::syllable::{is_syllable, skeleton, sound};
use crate::hash::{self, SteadyMap};

static DOUBLETS: &str = include_str!("../../data/doublets.tsv");
static NICKNAMES: &str = include_str!("../../data/nicknames.tsv");

/// The number of a word in a [`Lexicon`]: equal numbers are equal words after folding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WordId(pub u32);

/// No word.
pub const NO_WORD: WordId = WordId(u32::MAX);

/// What is known of a word.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// The number of its letters without marks.
    pub plain: u32,
    /// [`Folded::marks`]; zero when it has none.
    pub marks: u16,
}

/// What is known of letters without marks.
#[derive(Debug, Clone)]
pub struct Plain {
    /// The letters.
    pub text: Box<str>,
    /// Up to eight letters in one number, first letter lowest; zero for longer words.
    pub packed: u64,
    /// The hash of the letters: the same in every lexicon.
    pub hash: u64,
    /// The hash of how it sounds.
    pub sound: u64,
    /// Its consonants.
    pub bones: Box<str>,
    /// Its class of regional doublets, if it has one.
    pub doublet: Option<u16>,
    /// A second class, for the few words in two.
    pub other_doublet: Option<u16>,
    /// Whether it may be a name at home.
    pub nickname: bool,
    /// Whether it may be an abbreviation: one letter, or no vowel.
    pub short: bool,
}

/// Words of names by number. Numbers depend on the order in which words came; hashes do not.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    written: SteadyMap<Box<str>, Option<WordId>>,
    folded: SteadyMap<(u32, u16), WordId>,
    letters: SteadyMap<Box<str>, u32>,
    words: Vec<Word>,
    plains: Vec<Plain>,
}

impl Lexicon {
    /// The number of a word as written; `None` if nothing of it is a letter or digit.
    pub fn word(&mut self, written: &str) -> Option<WordId> {
        if let Some(known) = self.written.get(written) {
            return *known;
        }
        let mut folded = fold(written);
        if let Some(decoded) = decode(&folded) {
            folded = decoded;
        }
        folded.settle_y();
        let id = (!folded.letters.is_empty()).then(|| self.folded(&folded));
        self.written.insert(written.into(), id);
        id
    }

    fn folded(&mut self, folded: &Folded) -> WordId {
        let plain = self.plain(folded.text());
        self.numbered(plain, folded.marks())
    }

    fn numbered(&mut self, plain: u32, marks: u16) -> WordId {
        let next = WordId(u32::try_from(self.words.len()).unwrap_or(u32::MAX - 1));
        let id = *self.folded.entry((plain, marks)).or_insert(next);
        if id == next {
            self.words.push(Word { plain, marks });
        }
        id
    }

    fn plain(&mut self, text: &str) -> u32 {
        if let Some(known) = self.letters.get(text) {
            return *known;
        }
        let number = u32::try_from(self.plains.len()).unwrap_or(u32::MAX - 1);
        self.plains.push(describe(text));
        self.letters.insert(text.into(), number);
        number
    }

    /// What is known of a word.
    #[must_use]
    pub fn get(&self, word: WordId) -> Word {
        self.words.get(word.0 as usize).copied().unwrap_or(Word { plain: u32::MAX, marks: 0 })
    }

    /// What is known of letters without marks.
    #[must_use]
    pub fn letters(&self, plain: u32) -> Option<&Plain> {
        self.plains.get(plain as usize)
    }

    /// The number of a word by its letters and marks, which is made if there is none.
    pub fn known(&mut self, letters: &str, marks: u16) -> WordId {
        let plain = self.plain(letters);
        self.numbered(plain, marks)
    }

    /// The number of letters without marks.
    #[must_use]
    pub fn find_letters(&self, text: &str) -> Option<u32> {
        self.letters.get(text).copied()
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// How many there are without their marks.
    #[must_use]
    pub fn plain_len(&self) -> usize {
        self.plains.len()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Forgets how words were written; no word can be added cheaply afterwards, but comparing goes on.
    pub fn forget_spellings(&mut self) {
        self.written = SteadyMap::default();
    }
}

fn describe(text: &str) -> Plain {
    let bytes = text.as_bytes();
    let packed =
        if bytes.len() <= 8 { bytes.iter().rev().fold(0, |packed, letter| (packed << 8) | u64::from(*letter)) } else { 0 };
    let mut classes = lines(DOUBLETS).enumerate().filter(|(_, line)| line.split_whitespace().any(|word| word == text));
    let class = |found: Option<(usize, &str)>| found.and_then(|(class, _)| u16::try_from(class).ok());
    let (doublet, other_doublet) = (class(classes.next()), class(classes.next()));
    let sounds = if is_syllable(text) || text.starts_with('w') { sound(text) } else { text.to_owned() };
    let bones = if text.len() > 12 { text.to_owned() } else { skeleton(text) };
    Plain {
        packed,
        hash: hash::of_text(text),
        sound: hash::of_text(&sounds),
        bones: bones.into(),
        doublet,
        other_doublet,
        nickname: lines(NICKNAMES).any(|name| name == text),
        short: bytes.len() == 1 || !bytes.iter().any(|letter| super::letters::is_vowel(*letter)),
        text: text.into(),
    }
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Whether one word becomes the other by one letter more, less, other, or two neighbours exchanged (Damerau 1964).
#[must_use]
pub fn one_edit(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if long.len() - short.len() > 1 || short.is_empty() {
        return false;
    }
    let begin = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let rest = short.len() - begin;
    let end = short.iter().rev().zip(long.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[begin..short.len() - end], &long[begin..long.len() - end]);
    match (short, long) {
        ([], _) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_has_one_number() {
        let mut lexicon = Lexicon::default();
        let number = lexicon.word("Nguyễn");
        for written in ["NGUYỄN", "Nguye\u{302}\u{303}n", "Nguyeenx", "Nguye6n4", "Nguyễn."] {
            assert_eq!(lexicon.word(written), number, "{written}");
        }
        let bare = lexicon.word("Nguyen");
        assert_ne!(bare, number);
        assert_eq!(lexicon.get(bare.unwrap()).plain, lexicon.get(number.unwrap()).plain);
        assert_eq!(lexicon.word("--"), None);
    }

    #[test]
    fn edits() {
        for (one, other) in [("hoa", "hoan"), ("hoa", "hao"), ("lan", "lam"), ("hoang", "hoagn")] {
            assert!(one_edit(one, other) && one_edit(other, one), "{one} {other}");
        }
        for (one, other) in [("hoa", "lan"), ("hoang", "hoa"), ("abc", "cba"), ("", "a")] {
            assert!(!one_edit(one, other), "{one} {other}");
        }
    }
}
