//! Search keys of Vietnamese text.

use unicode_normalization::UnicodeNormalization;

const MARKS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';

/// The five tone marks: grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// The unaccented search key: no marks, đ as d, lower case, runs of blanks as one, none at the ends.
///
/// ```
/// assert_eq!(danso_catalog::fold("  Nguyễn Thị  HOÀ "), "nguyen thi hoa");
/// assert_eq!(danso_catalog::fold("Đặng"), "dang");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    lower_words(text.nfd().filter(|c| !MARKS.contains(c)).map(|c| match c {
        'đ' | 'Đ' => 'd',
        other => other,
    }))
}

/// The accented search key: like [`fold`], but letters keep their marks, and the tone of each word stands at its end, so that both ways of
/// placing it are equal.
///
/// ```
/// assert_eq!(danso_catalog::fold_toned("hoà"), danso_catalog::fold_toned("hòa"));
/// assert_ne!(danso_catalog::fold_toned("hoa"), danso_catalog::fold_toned("hòa"));
/// ```
#[must_use]
pub fn fold_toned(text: &str) -> String {
    let plain = lower_words(text.nfd());
    let mut key = String::with_capacity(plain.len());
    for (i, word) in plain.split(' ').enumerate() {
        if i > 0 {
            key.push(' ');
        }
        key.extend(word.chars().filter(|c| !TONES.contains(c)).nfc());
        key.extend(word.chars().filter(|c| TONES.contains(c)));
    }
    key
}

fn lower_words(chars: impl Iterator<Item = char>) -> String {
    let mut key = String::new();
    let mut gap = false;
    for c in chars {
        if matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{a0}') {
            gap = !key.is_empty();
            continue;
        }
        if gap {
            key.push(' ');
            gap = false;
        }
        key.extend(c.to_lowercase());
    }
    key
}
