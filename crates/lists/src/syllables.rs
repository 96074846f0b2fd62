//! Whether a word is a Vietnamese syllable as it stands, marks and capitals included: how an encoding is told from another.

use crate::encoding::tidy;
use danso_linkage::text::letters::{Tone, fold};
use danso_linkage::text::syllable::is_syllable;
use unicode_normalization::char::decompose_canonical;

/// Whether a word can be a Vietnamese syllable: letters of the alphabet only, marks where they may stand, one tone, capitals at the beginning or throughout.
pub(crate) fn is_legal(word: &str) -> bool {
    if word.len() > 24 {
        return false;
    }
    let composed = tidy(word);
    let word = composed.as_ref();
    if !is_cased(word) {
        return false;
    }
    let mut tones = 0;
    for letter in word.chars() {
        match marks_of(letter) {
            Some(of_tone) => tones += of_tone,
            None => return false,
        }
    }
    let folded = fold(word);
    let stopped = matches!(folded.letters.last(), Some(b'c' | b'p' | b't')) || folded.letters.ends_with(b"ch");
    let rising = matches!(folded.tone, Tone::Grave | Tone::Hook | Tone::Tilde);
    // A syllable that ends in a stop has no falling, asking or broken tone.
    tones <= 1 && !(stopped && rising) && is_syllable(folded.text())
}

/// Whether a letter is none of the Vietnamese alphabet, nor a mark of it.
pub(crate) fn is_foreign(letter: char) -> bool {
    !letter.is_ascii() && !('\u{300}'..='\u{323}').contains(&letter) && marks_of(letter).is_none()
}

/// All capitals, all small, or one capital at the beginning.
fn is_cased(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    let (mut large, mut small) = (false, false);
    for letter in letters {
        large |= letter.is_uppercase();
        small |= letter.is_lowercase();
    }
    !large || (first && !small)
}

/// How many tones a letter of the Vietnamese alphabet bears, none or one; `None`: it is no such letter.
fn marks_of(letter: char) -> Option<u8> {
    // Eth and African D are typed for đ by other keyboards.
    if letter.is_ascii_alphabetic() || matches!(letter, '\u{111}' | '\u{110}' | '\u{f0}' | '\u{d0}' | '\u{256}' | '\u{189}') {
        return Some(0);
    }
    let (mut base, mut tones, mut legal) = (' ', 0, true);
    decompose_canonical(letter, |part| match part {
        '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tones += 1,
        '\u{306}' => legal &= base == 'a',
        '\u{302}' => legal &= matches!(base, 'a' | 'e' | 'o'),
        '\u{31b}' => legal &= matches!(base, 'o' | 'u'),
        other => {
            base = other.to_ascii_lowercase();
            legal &= matches!(base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        }
    });
    (legal && tones <= 1).then_some(tones)
}

#[cfg(test)]
mod tests {
    use super::is_legal;

    #[test]
    fn syllables_and_what_wrong_tables_make_of_them() {
        for word in
            ["Nguyễn", "NGUYỄN", "thị", "Đỗ", "Ước", "Hòa", "hoà", "Phước", "Ý", "Nguye\u{302}\u{303}n", "\u{d0}\u{1ee9}c"]
        {
            assert!(is_legal(word), "{word}");
        }
        for word in
            ["NguyÔn", "Thß", "Nguyeãn", "TrÇn", "Hång", "Ph¹m", "Hélène", "1990", "nGuyễn", "Trầǹ", "các\u{303}", "Cãc", ""]
        {
            assert!(!is_legal(word), "{word}");
        }
    }
}
