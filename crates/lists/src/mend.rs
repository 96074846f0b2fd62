//! Which columns hold letters of an old encoding, and the same cells in Unicode.
//!
//! A word is decided by whether it is a Vietnamese syllable, as it stands or after decoding. Columns are decided as a whole, since a column has a font;
//! where lists were pasted together, cells one by one.

use crate::encoding::{Encoding, decode};
use crate::syllables::{is_foreign, is_legal};
use std::collections::HashMap;

/// Share of words beyond ASCII that must be syllables after decoding, for a column to be decoded.
const SURE: f64 = 0.85;
/// Share of words that may be syllables as they stand, in a column that is decoded.
const STANDING: f64 = 0.6;
/// Words beyond ASCII from which a column is decided by itself.
const ENOUGH: u32 = 3;
/// The old encodings, likeliest first.
const OLD: [Encoding; 3] = [Encoding::Tcvn3, Encoding::Vni, Encoding::Windows1258];

/// How many words beyond ASCII there are, and how many are syllables: as they stand, and in each of [`OLD`].
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    words: u32,
    standing: u32,
    decoded: [u32; 3],
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.words += other.words;
        self.standing += other.standing;
        for (own, of_other) in self.decoded.iter_mut().zip(other.decoded) {
            *own += of_other;
        }
    }

    fn share(self, count: u32) -> f64 {
        if self.words == 0 { 0.0 } else { f64::from(count) / f64::from(self.words) }
    }

    /// The encoding that makes most syllables, with the share.
    fn best(self) -> (Encoding, f64) {
        let mut best = (OLD[0], self.decoded[0]);
        for (encoding, count) in OLD.into_iter().zip(self.decoded) {
            if count > best.1 {
                best = (encoding, count);
            }
        }
        (best.0, self.share(best.1))
    }

    /// The encoding of a column, where its words are enough to tell.
    fn column(self, bytes: bool) -> Option<Encoding> {
        let (encoding, share) = self.best();
        (self.words >= ENOUGH && share >= SURE && (bytes || self.share(self.standing) <= STANDING)).then_some(encoding)
    }
}

/// Words looked at once.
#[derive(Default)]
struct Words<'a>(HashMap<&'a str, Tally>);

impl<'a> Words<'a> {
    fn of(&mut self, cell: &'a str) -> Tally {
        let mut tally = Tally::default();
        if cell.is_ascii() {
            return tally;
        }
        for word in cell.split(|letter: char| letter.is_ascii() && !letter.is_ascii_alphabetic()) {
            if !word.is_ascii() {
                tally.add(*self.0.entry(word).or_insert_with(|| weighed(word)));
            }
        }
        tally
    }
}

fn weighed(word: &str) -> Tally {
    Tally {
        words: 1,
        standing: u32::from(is_legal(word)),
        decoded: OLD.map(|encoding| {
            let decoded = decode(word, encoding);
            // The capitals of a font of capitals are put right only in a whole cell.
            u32::from(
                decoded != word && (is_legal(&decoded) || (encoding == Encoding::Tcvn3 && is_legal(&decoded.to_lowercase()))),
            )
        }),
    }
}

/// Decodes cells in place; gives the old encoding that most decoded cells had.
///
/// `bytes`: the text is bytes of an old encoding for certain, so that everything must be decoded. `asked`: the encoding that the user says.
pub(crate) fn mend(rows: &mut [Vec<String>], bytes: bool, asked: Option<Encoding>) -> Option<Encoding> {
    if !bytes && rows.iter().flatten().all(|cell| cell.is_ascii()) {
        return None;
    }
    if let Some(asked) = asked.filter(|asked| OLD.contains(asked)) {
        let tell = |rows: &[Vec<String>]| rows.iter().flatten().any(|cell| !cell.is_ascii());
        let any = tell(rows);
        rows.iter_mut().flatten().filter(|cell| !cell.is_ascii()).for_each(|cell| *cell = decode(cell, asked));
        return any.then_some(asked);
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut words = Words::default();
    let mut columns = vec![Tally::default(); width];
    let mut whole = Tally::default();
    // Cells that are no syllables as they stand and are all syllables in another encoding.
    let mut strange: Vec<(usize, usize, Encoding)> = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let tally = words.of(cell);
            columns[column].add(tally);
            whole.add(tally);
            let (encoding, share) = tally.best();
            // One word that is no syllable may be a slip; letters that Vietnamese has not, or several such words, are none.
            let is_strange = (tally.standing == 0 && tally.words > 1) || cell.chars().any(is_foreign);
            if tally.words > 0 && share > 0.99 && tally.standing < tally.words && is_strange {
                strange.push((row, column, encoding));
            }
        }
    }
    drop(words);
    let fallback = bytes.then(|| whole.column(true).unwrap_or(Encoding::Windows1258));
    let decided: Vec<Option<Encoding>> = columns.iter().map(|tally| tally.column(bytes).or(fallback)).collect();
    let of_file = main_of(decided.iter().zip(&columns).filter_map(|(encoding, tally)| Some(((*encoding)?, tally.words))));
    let strange_main = main_of(strange.iter().map(|(_, _, encoding)| (*encoding, 1)));
    let mut decoded = 0_u32;
    for cells in rows.iter_mut() {
        for (cell, encoding) in cells.iter_mut().zip(&decided) {
            if let Some(encoding) = encoding.filter(|_| !cell.is_ascii()) {
                *cell = decode(cell, encoding);
                decoded += 1;
            }
        }
    }
    for (row, column, encoding) in strange {
        // Headings and short columns go with the file; else there must be several such cells, all of one encoding.
        let backed = of_file
            .map_or(strange_main.is_some_and(|(main, many)| main == encoding && many >= ENOUGH), |(main, _)| main == encoding);
        if decided[column].is_none() && backed {
            let cell = &mut rows[row][column];
            *cell = decode(cell, encoding);
            decoded += 1;
        }
    }
    if decoded == 0 { fallback } else { of_file.or(strange_main).map(|(encoding, _)| encoding) }
}

/// The encoding with the greatest count.
fn main_of(counts: impl Iterator<Item = (Encoding, u32)>) -> Option<(Encoding, u32)> {
    let mut sums = [0_u32; OLD.len()];
    for (encoding, count) in counts {
        if let Some(at) = OLD.iter().position(|each| *each == encoding) {
            sums[at] += count;
        }
    }
    let (encoding, most) = OLD.into_iter().zip(sums).reduce(|best, each| if each.1 > best.1 { each } else { best })?;
    (most > 0).then_some((encoding, most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::as_latin;

    fn rows(cells: &[&[u8]]) -> Vec<Vec<String>> {
        cells.iter().map(|cell| vec![as_latin(cell)]).collect()
    }

    #[track_caller]
    fn check(mut list: Vec<Vec<String>>, bytes: bool, encoding: Option<Encoding>, wanted: &[&str]) {
        assert_eq!(mend(&mut list, bytes, None), encoding);
        assert_eq!(list.concat(), wanted);
    }

    const TCVN3: [&[u8]; 4] = [b"H\xe4 v\xb5 t\xaan", b"Nguy\xd4n V\xa8n An", b"Tr\xc7n Th\xde H\xdfa", b"L\xaa H\xe5ng"];

    #[test]
    fn tcvn3_in_bytes_and_in_unicode() {
        let wanted = ["Họ và tên", "Nguyễn Văn An", "Trần Thị Hòa", "Lê Hồng"];
        check(rows(&TCVN3), true, Some(Encoding::Tcvn3), &wanted);
        check(rows(&TCVN3), false, Some(Encoding::Tcvn3), &wanted);
    }

    #[test]
    fn vni_and_windows() {
        let vni: [&[u8]; 3] = [b"Nguye\xe3n Va\xean An", b"Tra\xe0n Th\xf2 Ho\xf8a", b"Le\xe2 Ho\xe0ng"];
        check(rows(&vni), true, Some(Encoding::Vni), &["Nguyễn Văn An", "Trần Thị Hòa", "Lê Hồng"]);
        check(rows(&vni), false, Some(Encoding::Vni), &["Nguyễn Văn An", "Trần Thị Hòa", "Lê Hồng"]);
        let windows: [&[u8]; 3] = [b"Nguy\xea\xden V\xe3n An", b"Tr\xe2\xccn Thi\xf2 Ho\xcca", b"L\xea H\xf4\xccng"];
        check(rows(&windows), true, Some(Encoding::Windows1258), &["Nguyễn Văn An", "Trần Thị Hòa", "Lê Hồng"]);
    }

    #[test]
    fn unicode_stays() {
        let list = ["Nguyễn Văn Bé", "Hà", "José Núñez", "Lê Hữu Đạt", "Y Blô Krông", "Café"].map(|cell| vec![cell.to_owned()]);
        let mut mended = list.to_vec();
        assert_eq!(mend(&mut mended, false, None), None);
        assert_eq!(mended, list);
    }

    #[test]
    fn slips_in_unicode_stay() {
        let slips = ["LêVăn An", "Trầnn Hòa", "Bùui", "Vũu Lan", "ĐoànThị", "Thuýy", "Hồong", "Lêê", "Phạmm"];
        let list = slips.map(|cell| vec![cell.to_owned()]);
        let mut mended = list.to_vec();
        assert_eq!(mend(&mut mended, false, None), None);
        assert_eq!(mended, list);
    }

    #[test]
    fn lists_pasted_together_are_mended_cell_by_cell() {
        let good = ["Nguyễn Văn Bé", "Hà Thị Lụa", "Đỗ Thị Hường", "Lê Hữu Đạt", "Trần Thị Hằng", "Võ Thị Sáu"];
        let mut list: Vec<Vec<String>> = good.iter().map(|cell| vec![(*cell).to_owned()]).collect();
        list.extend(rows(&TCVN3[1..]));
        assert_eq!(mend(&mut list, false, None), Some(Encoding::Tcvn3));
        assert_eq!(list.concat()[..6], good);
        assert_eq!(list.concat()[6..], ["Nguyễn Văn An", "Trần Thị Hòa", "Lê Hồng"]);
    }
}
