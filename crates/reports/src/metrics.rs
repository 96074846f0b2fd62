//! How wide texts are, by the font of the PDF, which is as wide as Times New Roman; and where their lines break.

use crate::frame::Face;
use std::sync::OnceLock;
use ttf_parser::GlyphId;

/// Points in a millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;

/// From one line to the next, in sizes of the letters.
pub(crate) const LEADING: f32 = 1.15;

/// A font in the program.
pub(crate) struct Font {
    pub data: &'static [u8],
    pub face: ttf_parser::Face<'static>,
}

/// What stands where the font has no glyph for a letter.
const MISSING: char = '\u{25a1}';

/// The font of a face.
///
/// # Panics
/// When a font of this crate is none; the tests read all three.
pub(crate) fn font(face: Face) -> &'static Font {
    static FONTS: [OnceLock<Font>; 3] = [const { OnceLock::new() }; 3];
    let (slot, data): (usize, &'static [u8]) = match face {
        Face::Regular => (0, include_bytes!("../fonts/Tinos-Regular.ttf")),
        Face::Bold => (1, include_bytes!("../fonts/Tinos-Bold.ttf")),
        Face::Italic => (2, include_bytes!("../fonts/Tinos-Italic.ttf")),
    };
    FONTS[slot].get_or_init(|| Font { data, face: ttf_parser::Face::parse(data, 0).expect("the fonts of this crate are fonts") })
}

impl Font {
    /// The glyph of a letter, and the letter it shows: another one where the font lacks it.
    pub(crate) fn glyph(&self, letter: char) -> (GlyphId, char) {
        let find = |letter: char| self.face.glyph_index(letter).map(|glyph| (glyph, letter));
        find(letter).or_else(|| find(MISSING)).unwrap_or((GlyphId(0), MISSING))
    }

    /// How far a glyph moves, in thousandths of the size.
    pub(crate) fn advance(&self, glyph: GlyphId) -> f32 {
        f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) * 1000.0 / f32::from(self.face.units_per_em())
    }
}

/// The width of a text in points.
pub(crate) fn width(text: &str, face: Face, size: f32) -> f32 {
    let font = font(face);
    text.chars().map(|letter| font.advance(font.glyph(letter).0)).sum::<f32>() * size / 1000.0
}

/// The lines of a text in so many points of width; at least one. Breaks at spaces; words that are too long break anywhere.
pub(crate) fn wrap(text: &str, face: Face, size: f32, room: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, face, size) <= room {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if width(&line, face, size) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each letter of Vietnamese, with each tone.
    const LETTERS: &str = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵfjwz";

    #[test]
    fn every_font_has_every_letter_of_vietnamese() {
        for face in [Face::Regular, Face::Bold, Face::Italic] {
            let signs = "0123456789 .,;:-–…()/%*≈≤≥“”‘’₫\"'&<>[]";
            let letters = LETTERS.chars().chain(LETTERS.to_uppercase().chars().collect::<Vec<_>>()).chain(signs.chars());
            for letter in letters {
                assert_eq!(font(face).glyph(letter).1, letter, "{face:?}");
            }
        }
    }

    #[test]
    fn widths_are_those_of_times_new_roman() {
        // Times New Roman: a digit is 1024 of 2048 units, "M" 1821, bold "M" 1933.
        assert_eq!(width("0123", Face::Regular, 10.0), 20.0);
        assert!((width("M", Face::Regular, 2048.0) - 1821.0).abs() < 0.5);
        assert!((width("M", Face::Bold, 2048.0) - 1933.0).abs() < 0.5);
    }

    #[test]
    fn lines_break_at_spaces_and_only_long_words_inside() {
        assert_eq!(wrap("tổng số hộ dân cư", Face::Regular, 10.0, 45.0), ["tổng số hộ", "dân cư"]);
        assert_eq!(wrap("", Face::Regular, 10.0, 45.0), [""]);
        let long = wrap("mã 0123456789abcdef", Face::Regular, 10.0, 30.0);
        assert_eq!(long.concat().replace(' ', ""), "mã0123456789abcdef");
        assert!(long.iter().all(|line| width(line, Face::Regular, 10.0) <= 30.0));
    }
}
