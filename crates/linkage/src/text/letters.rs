//! A word taken apart into base letters, vowel marks and tone, however it was typed and stored.
//!
//! Composed and decomposed Unicode, capitals, the letter eth for đ, the place of the tone over one vowel or its neighbour, and i for y at the end
//! of a syllable are ways of writing one word; all give the same [`Folded`].

use unicode_normalization::char::decompose_canonical;

/// The mark of a vowel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub enum Quality {
    /// a, e, i, o, u, y.
    #[default]
    Plain = 0,
    /// ă.
    Breve = 1,
    /// â, ê, ô.
    Circumflex = 2,
    /// ơ, ư.
    Horn = 3,
}

/// The tone of a syllable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub enum Tone {
    /// No mark.
    #[default]
    Level = 0,
    /// Sắc.
    Acute = 1,
    /// Huyền.
    Grave = 2,
    /// Hỏi.
    Hook = 3,
    /// Ngã.
    Tilde = 4,
    /// Nặng.
    Dot = 5,
}

/// Base letters `a`–`z` and digits, the marks of the vowels, and the tone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// Base letters in lower case and digits; everything else is gone.
    pub letters: Vec<u8>,
    /// The mark of each letter.
    pub qualities: Vec<Quality>,
    /// The last tone that was marked.
    pub tone: Tone,
    /// Whether a đ stood in it.
    pub stroke: bool,
}

impl Folded {
    /// Adds a letter without a mark.
    pub fn push(&mut self, letter: u8) {
        self.letters.push(letter);
        self.qualities.push(Quality::Plain);
    }

    /// The letters as text.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.letters).unwrap_or_default()
    }

    /// Marks in one number: the tone in the low three bits, above it two bits for each of the first six vowels. Zero: no mark.
    #[must_use]
    pub fn marks(&self) -> u16 {
        let vowels = self.letters.iter().zip(&self.qualities).filter(|(letter, _)| is_vowel(**letter));
        let mut marks = self.tone as u16;
        for (at, (_, quality)) in vowels.take(6).enumerate() {
            marks |= (*quality as u16) << (3 + 2 * at);
        }
        marks
    }

    /// Writes i for a y that is the only vowel at the end of a syllable (ly, my, quy), as the two spellings are one word.
    pub fn settle_y(&mut self) {
        let end = self.letters.len();
        if end == 0 || self.letters[end - 1] != b'y' {
            return;
        }
        let before = if end >= 2 { self.letters[end - 2] } else { b'-' };
        let first_is_q = end >= 3 && self.letters[end - 3] == b'q';
        if !is_vowel(before) || (before == b'u' && first_is_q) {
            self.letters[end - 1] = b'i';
        }
    }
}

/// Whether a base letter is a vowel.
#[must_use]
pub fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Takes a word apart. Letters outside Latin are dropped; digits are kept.
#[must_use]
pub fn fold(word: &str) -> Folded {
    let mut folded = Folded::default();
    for letter in word.chars() {
        if letter.is_ascii() {
            ascii(&mut folded, letter as u8);
        } else {
            decompose_canonical(letter, |part| one(&mut folded, part));
        }
    }
    folded
}

fn ascii(folded: &mut Folded, letter: u8) {
    if letter.is_ascii_alphanumeric() {
        folded.push(letter.to_ascii_lowercase());
    }
}

fn one(folded: &mut Folded, part: char) {
    let mut mark = |quality: Quality| {
        if let Some(last) = folded.qualities.last_mut() {
            *last = quality;
        }
    };
    match part {
        '\u{306}' => mark(Quality::Breve),
        '\u{302}' => mark(Quality::Circumflex),
        '\u{31b}' => mark(Quality::Horn),
        '\u{301}' => folded.tone = Tone::Acute,
        '\u{300}' => folded.tone = Tone::Grave,
        '\u{309}' => folded.tone = Tone::Hook,
        '\u{303}' => folded.tone = Tone::Tilde,
        '\u{323}' => folded.tone = Tone::Dot,
        // D with stroke, eth, African D: capitals and small letters.
        '\u{110}' | '\u{111}' | '\u{d0}' | '\u{f0}' | '\u{189}' | '\u{256}' => {
            folded.push(b'd');
            folded.stroke = true;
        }
        // Dotless i and long s come from other keyboards and scans.
        '\u{131}' => folded.push(b'i'),
        '\u{17f}' => folded.push(b's'),
        other if other.is_ascii() => ascii(folded, other as u8),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        let settle = |word: &str| {
            let mut folded = fold(word);
            folded.settle_y();
            (folded.text().to_owned(), folded.marks())
        };
        assert_eq!(settle(one), settle(other), "{one} {other}");
    }

    #[test]
    fn ways_of_writing_one_word() {
        same("Nguyễn", "NGUYE\u{302}\u{303}N");
        same("Hòa", "Hoà");
        same("Thuý", "Thúy");
        same("Ðức", "Đức");
        same("Ɖức", "đức");
        same("Lý", "Lí");
        same("Quý", "Quí");
        same("Vy", "Vi");
    }

    #[test]
    fn words_that_differ() {
        assert_ne!(fold("Hùng").marks(), fold("Hưng").marks());
        assert_ne!(fold("Hoa").marks(), fold("Hòa").marks());
        assert_eq!(fold("Hoa").marks(), 0);
        let mut thuy = fold("Thúy");
        thuy.settle_y();
        assert_eq!(thuy.text(), "thuy");
    }
}
