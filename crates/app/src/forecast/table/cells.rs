//! From a file or a text to cells.

use super::Fault;
use calamine::{Data, Reader, open_workbook_auto_from_rs};
use std::io::Cursor;

/// A line of a table with its number in the file, from 1.
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) cells: Vec<Cell>,
}

/// A cell.
pub(super) enum Cell {
    Text(String),
    Number(f64),
    /// A workbook's cell with a day in it, which was a group of ages until the workbook knew better.
    Date,
}

/// Text of bytes: UTF-8, or UTF-16 with its mark.
pub(super) fn decoded(bytes: &[u8]) -> Result<String, Fault> {
    let wrong = Fault { line: 1, reason: "not_text" };
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|bytes| pair([bytes[0], bytes[1]])).collect();
        String::from_utf16(&units).map_err(|_| wrong)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => {
            let text = std::str::from_utf8(bytes).map_err(|_| wrong)?;
            Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
        }
    }
}

/// Lines of a text: cells parted by tabs, else semicolons, else commas, else blanks. Where commas part cells, a number has a point and no thousands; elsewhere
/// it is written as in Viet Nam or without marks.
pub(super) fn of_text(text: &str) -> Vec<Line> {
    let filled = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let first = text.lines().find(filled).unwrap_or_default();
    let mark = ['\t', ';', ','].into_iter().find(|mark| first.contains(*mark));
    let lines = text.lines().enumerate().filter(|(_, line)| filled(line));
    let cells = |line: &str| -> Vec<Cell> {
        let cell = |text: &str| {
            let text = text.trim().trim_matches('"').trim();
            number(text, mark == Some(',')).map_or_else(|| Cell::Text(text.to_owned()), Cell::Number)
        };
        match mark {
            Some(mark) => line.split(mark).map(cell).collect(),
            None => line.split_whitespace().map(cell).collect(),
        }
    };
    lines.map(|(at, line)| Line { number: at + 1, cells: cells(line) }).collect()
}

/// A number as it is written: `1234.5`, or in Viet Nam `1.234,5`.
fn number(text: &str, plain: bool) -> Option<f64> {
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = if plain {
        (text.as_str(), None)
    } else {
        text.split_once(',').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)))
    };
    let groups: Vec<&str> = whole.split('.').collect();
    let thousands = groups.len() > 1
        && groups.iter().all(|group| digits(group))
        && groups[0].len() <= 3
        && groups[1..].iter().all(|group| group.len() == 3);
    let written = if !plain && (thousands || rest.is_some()) {
        if !(thousands || digits(whole)) || rest.is_some_and(|rest| !digits(rest)) {
            return None;
        }
        format!("{}.{}", groups.concat(), rest.unwrap_or("0"))
    } else {
        text
    };
    let looks = written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    written.parse::<f64>().ok().filter(|number| looks && number.is_finite())
}

/// Lines of the first sheet of a workbook.
pub(super) fn of_workbook(bytes: &[u8]) -> Result<Vec<Line>, Fault> {
    let wrong = |_| Fault { line: 1, reason: "not_a_workbook" };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(wrong)?;
    let sheet = book.worksheet_range_at(0).ok_or(Fault { line: 1, reason: "empty" })?.map_err(wrong)?;
    let above = sheet.start().map_or(0, |(row, _)| row as usize);
    let cell = |data: &Data| match data {
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => Cell::Date,
        Data::String(text) => {
            let text = text.trim();
            number(text, false).map_or_else(|| Cell::Text(text.to_owned()), Cell::Number)
        }
        Data::Bool(_) | Data::Error(_) | Data::Empty => Cell::Text(String::new()),
    };
    let lines = sheet.rows().enumerate().map(|(at, row)| Line { number: above + at + 1, cells: row.iter().map(cell).collect() });
    let filled = |line: &Line| line.cells.iter().any(|cell| !matches!(cell, Cell::Text(text) if text.is_empty()));
    Ok(lines.filter(filled).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written_here_or_by_programs() {
        let read = [
            ("1.234,5", false),
            ("1.234", false),
            ("1.234", true),
            ("12 345", false),
            ("0,5", false),
            ("123.25", false),
            ("1.23.4", false),
            ("-5", false),
        ];
        let numbers = read.map(|(text, plain)| number(text, plain));
        assert_eq!(numbers, [Some(1234.5), Some(1234.0), Some(1.234), Some(12345.0), Some(0.5), Some(123.25), None, Some(-5.0)]);
    }

    #[test]
    fn texts_of_spreadsheets_are_decoded() {
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain("Tuổi\t1".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decoded(&wide).as_deref(), Ok("Tuổi\t1"));
        assert_eq!(decoded("\u{feff}a".as_bytes()).as_deref(), Ok("a"));
        assert!(decoded(&[0xd0, 0x80, 0xff]).is_err());
    }
}
