//! Keystrokes of Telex and VNI that were never turned into marks: `Nguyeenx`, `D9a8ng5`.

use super::letters::{Folded, Quality, Tone, is_vowel};
use super::syllable::is_syllable;

/// The word that the keystrokes mean, if the letters as they stand are no syllable and what they mean is one.
#[must_use]
pub fn decode(typed: &Folded) -> Option<Folded> {
    if typed.letters.len() < 2 || typed.letters.len() > 12 || is_syllable(typed.text()) {
        return None;
    }
    let has_digit = typed.letters.iter().any(u8::is_ascii_digit);
    let decoded = if has_digit { vni(typed)? } else { telex(typed)? };
    is_syllable(decoded.text()).then_some(decoded)
}

fn vni(typed: &Folded) -> Option<Folded> {
    if !typed.letters.first()?.is_ascii_alphabetic() {
        return None;
    }
    let mut word = Folded { tone: typed.tone, stroke: typed.stroke, ..Folded::default() };
    for (letter, quality) in typed.letters.iter().zip(&typed.qualities) {
        match letter {
            b'1' => word.tone = Tone::Acute,
            b'2' => word.tone = Tone::Grave,
            b'3' => word.tone = Tone::Hook,
            b'4' => word.tone = Tone::Tilde,
            b'5' => word.tone = Tone::Dot,
            b'6' => mark(&mut word, b"aeo", Quality::Circumflex)?,
            b'7' => mark(&mut word, b"ou", Quality::Horn)?,
            b'8' => mark(&mut word, b"a", Quality::Breve)?,
            b'9' => word.stroke = true,
            b'0' => return None,
            _ => {
                word.letters.push(*letter);
                word.qualities.push(*quality);
            }
        }
    }
    Some(word)
}

/// Marks the last vowel of those that can take the mark.
fn mark(word: &mut Folded, which: &[u8], quality: Quality) -> Option<()> {
    let at = word.letters.iter().rposition(|letter| which.contains(letter))?;
    word.qualities[at] = quality;
    Some(())
}

fn telex(typed: &Folded) -> Option<Folded> {
    let mut word = Folded { tone: typed.tone, stroke: typed.stroke, ..Folded::default() };
    let mut changed = false;
    for (at, (letter, quality)) in typed.letters.iter().zip(&typed.qualities).enumerate() {
        let last = word.letters.last().copied();
        let doubled = last == Some(*letter) && word.qualities.last() == Some(&Quality::Plain);
        let after_vowel = last.is_some_and(is_vowel);
        let at_end = at + 1 == typed.letters.len();
        let tone = match letter {
            b's' => Some(Tone::Acute),
            b'f' => Some(Tone::Grave),
            b'r' => Some(Tone::Hook),
            b'x' => Some(Tone::Tilde),
            b'j' => Some(Tone::Dot),
            _ => None,
        };
        match letter {
            b'a' | b'e' | b'o' if doubled => mark(&mut word, &[*letter], Quality::Circumflex)?,
            b'd' if last == Some(b'd') => word.stroke = true,
            b'w' if last == Some(b'a') => mark(&mut word, b"a", Quality::Breve)?,
            b'w' if after_vowel => mark(&mut word, b"ou", Quality::Horn)?,
            _ if tone.is_some() && word.letters.iter().any(|letter| is_vowel(*letter)) && (at_end || after_vowel) => {
                word.tone = tone.unwrap_or_default();
            }
            _ => {
                word.letters.push(*letter);
                word.qualities.push(*quality);
                continue;
            }
        }
        changed = true;
    }
    changed.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::super::letters::fold;
    use super::*;

    #[track_caller]
    fn check(typed: &str, meant: &str) {
        let decoded = decode(&fold(typed)).unwrap_or_else(|| panic!("{typed} is not decoded"));
        assert_eq!((decoded.text(), decoded.marks()), (fold(meant).text(), fold(meant).marks()), "{typed}");
    }

    #[test]
    fn keystrokes_become_marks() {
        for (word, telex, vni) in [
            ("Nguyễn", "Nguyeenx", "Nguye6n4"),
            ("Trần", "Traanf", "Tra6n2"),
            ("Đặng", "Ddawngj", "D9a8ng5"),
            ("Mường", "Muwowngf", "Mu7o7ng2"),
            ("Thủy", "Thuyr", "Thuy3"),
            ("Hòa", "Hoaf", "Hoa2"),
            ("Ước", "Uwowcs", "U7o7c1"),
            ("Hồ", "Hoof", "Ho62"),
        ] {
            check(telex, word);
            check(vni, word);
        }
    }

    #[test]
    fn words_stay_words() {
        for word in ["Nguyen", "Hoa", "Lan", "Thoa", "Smith", "Khoa"] {
            assert!(decode(&fold(word)).is_none(), "{word}");
        }
    }
}
