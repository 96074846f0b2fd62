//! The parts of a Vietnamese syllable: onset and rime, whether there is such a syllable, and how it sounds in careless or regional speech.

use super::letters::is_vowel;
use crate::hash::SteadySet;
use std::sync::OnceLock;

static RIMES: &str = include_str!("../../data/rimes.txt");

/// Consonants at the beginning, longest first.
const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "r",
    "s", "t", "v", "x", "f", "j",
];

/// Onset and rime of a syllable without accents; the onset may be empty.
#[must_use]
pub fn split(syllable: &str) -> (&str, &str) {
    for onset in ONSETS {
        if let Some(rime) = syllable.strip_prefix(onset)
            && rime.bytes().next().is_some_and(is_vowel)
        {
            return (onset, rime);
        }
    }
    // "gi" and "gin": the i of the onset is the vowel as well.
    match syllable.strip_prefix('g') {
        Some(rime) if rime.starts_with('i') => ("g", rime),
        _ => ("", syllable),
    }
}

/// Whether letters without accents are a Vietnamese syllable.
#[must_use]
pub fn is_syllable(letters: &str) -> bool {
    static KNOWN: OnceLock<SteadySet<&'static str>> = OnceLock::new();
    let known =
        KNOWN.get_or_init(|| RIMES.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect());
    let (onset, rime) = split(letters);
    (!onset.is_empty() || letters.bytes().next().is_some_and(is_vowel)) && known.contains(rime)
}

/// How a syllable sounds when neighbours of speech are not told apart: tr ch, s x, d gi v r, l n, qu w at the beginning; n ng nh, c t ch at the end;
/// and i y. (Thompson, A Vietnamese Reference Grammar, 1987, ch. 3–4, on northern and southern mergers.)
#[must_use]
pub fn sound(syllable: &str) -> String {
    let (onset, rime) = split(syllable);
    let onset = match onset {
        "tr" => "ch",
        "s" => "x",
        "gi" | "v" | "r" | "j" => "d",
        "n" => "l",
        "ngh" => "ng",
        "gh" => "g",
        "c" => "k",
        "qu" => "w",
        "f" => "ph",
        other => other,
    };
    let (vowels, end) = rime.split_at(rime.bytes().take_while(|letter| is_vowel(*letter)).count());
    let end = match end {
        "ng" | "nh" => "n",
        "c" | "ch" => "t",
        other => other,
    };
    let vowels = vowels.replace('y', "i");
    let onset = if onset.is_empty() { vowels.strip_prefix('w').map_or("", |_| "w") } else { onset };
    let mut sound = String::with_capacity(onset.len() + vowels.len() + end.len());
    sound.push_str(onset);
    if let Some(rest) = syllable.strip_prefix('w') {
        let rest_vowels = rest.bytes().take_while(|letter| is_vowel(*letter)).count();
        let (vowels, end) = rest.split_at(rest_vowels);
        let end = match end {
            "ng" | "nh" => "n",
            "c" | "ch" => "t",
            other => other,
        };
        return format!("w{}{end}", vowels.replace('y', "i"));
    }
    sound.push_str(&vowels);
    sound.push_str(end);
    sound
}

/// The consonants of [`sound`], for blocks that no vowel moves.
#[must_use]
pub fn skeleton(syllable: &str) -> String {
    sound(syllable).chars().filter(|letter| !is_vowel(*letter as u8) && *letter != 'h' && *letter != 'g').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables() {
        for known in ["nguyen", "thi", "hoa", "quynh", "gin", "gi", "giang", "uyen", "yen", "anh", "khuyen", "nghia", "truong"] {
            assert!(is_syllable(known), "{known}");
        }
        for slip in ["nguyeenx", "traanf", "minhf", "hoas", "ng", "tr", "h", "nguyenvan", "hoangs"] {
            assert!(!is_syllable(slip), "{slip}");
        }
    }

    #[test]
    fn neighbours_of_speech() {
        for (one, other) in [
            ("trang", "chan"),
            ("sang", "xan"),
            ("van", "dan"),
            ("giang", "dan"),
            ("lan", "nan"),
            ("hac", "hat"),
            ("quan", "wan"),
        ] {
            assert_eq!(sound(one), sound(other), "{one} {other}");
        }
        assert_ne!(sound("lan"), sound("lon"));
        assert_eq!(skeleton("nguyen"), skeleton("nguen"));
    }
}
