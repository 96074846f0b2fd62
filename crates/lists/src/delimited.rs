//! Text with separators, as rows.

use crate::table::{Found, ListError, MOST_CELLS, MOST_COLUMNS};
use csv::{ReaderBuilder, StringRecord};

/// Separators, likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Rows from which the separator is told.
const LOOKED_AT: usize = 60;

/// A text file.
pub(crate) struct Text<'a> {
    pub(crate) text: &'a str,
    pub(crate) file_name: &'a str,
}

/// Splits text into rows of cells.
pub(crate) fn split(text: &Text<'_>) -> Result<Found, ListError> {
    // Excel writes the separator in a first line of its own.
    let (said, body, skipped) = match text.text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((said, body)) if said.trim_end_matches('\r').len() == 1 => (said.bytes().next(), body, 1),
        _ => (None, text.text, 0),
    };
    let separator = said.unwrap_or_else(|| separator(body, text.file_name));
    let mut reader = reader(body, separator);
    let mut found = Found { lines: Vec::new(), cells: Vec::new(), merges: Vec::new() };
    let mut record = StringRecord::new();
    let (mut counted_to, mut line) = (0_usize, 1_u32 + skipped);
    let mut cells = 0;
    while reader.read_record(&mut record).map_err(|error| ListError::Broken(error.to_string()))? {
        let from = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let from = begin(body.as_bytes(), from);
        line += newlines(&body.as_bytes()[counted_to.min(from)..from]);
        counted_to = from;
        cells += record.len();
        if cells > MOST_CELLS || record.len() > MOST_COLUMNS {
            return Err(ListError::TooLarge);
        }
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            found.lines.push(line);
            found.cells.push(record.iter().map(str::to_owned).collect());
        }
    }
    Ok(found)
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// Where a record begins: empty lines before it are not part of it.
fn begin(text: &[u8], from: usize) -> usize {
    let from = from.min(text.len());
    from + text[from..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count()
}

/// Ends of lines: `\n`, `\r\n`, or `\r` alone.
fn newlines(text: &[u8]) -> u32 {
    let lone = |at: usize| text[at] == b'\r' && text.get(at + 1) != Some(&b'\n');
    let count = (0..text.len()).filter(|at| text[*at] == b'\n' || lone(*at)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The separator with which most rows have one and the same number of cells.
fn separator(text: &str, file_name: &str) -> u8 {
    let named = if file_name.to_ascii_lowercase().ends_with(".tsv") { b'\t' } else { b',' };
    let mut best = (0, named);
    for separator in SEPARATORS {
        let mut widths: Vec<usize> = Vec::new();
        let mut reader = reader(text, separator);
        let mut record = StringRecord::new();
        while widths.len() < LOOKED_AT && reader.read_record(&mut record).unwrap_or(false) {
            widths.push(record.len());
        }
        let score = |width: &usize| widths.iter().filter(|each| *each == width).count() * (width - 1).min(8);
        let most = widths.iter().filter(|width| **width > 1).map(score).max().unwrap_or(0);
        if most > best.0 {
            best = (most, separator);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lines: &[u32], first: &[&str]) {
        let found = split(&Text { text, file_name: "a.csv" }).unwrap();
        assert_eq!(found.lines, lines);
        assert_eq!(found.cells[0], first);
    }

    #[test]
    fn separators() {
        check("a;b\n1,5;2\n", &[1, 2], &["a", "b"]);
        check("a\tb\n1\t2\n", &[1, 2], &["a", "b"]);
        check("a|b\n1|2", &[1, 2], &["a", "b"]);
        check("sep=;\r\na;b\r\n1;2\r\n", &[2, 3], &["a", "b"]);
        check("name\nHoa", &[1, 2], &["name"]);
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        check("a,b\n\n\"x\ny\",2\n,\n3,4\n", &[1, 3, 6], &["a", "b"]);
        check("\r\n\r\na,b\r\n1,2\r\n", &[3, 4], &["a", "b"]);
    }
}
