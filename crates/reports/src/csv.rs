//! CSV: for machines. Raw numbers with a point, ISO dates, one header line; people open the XLSX.

use crate::words::words;
use crate::{Cell, Document, Number, Table, grid};

/// How CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvOptions {
    /// Between values: a comma (RFC 4180) unless told otherwise.
    pub separator: char,
    /// Whether the file begins with a byte order mark, without which spreadsheets take Vietnamese for something else.
    pub byte_order_mark: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { separator: ',', byte_order_mark: true }
    }
}

/// The tables of a document; before each of several stands a line with its title, between them an empty line.
pub(crate) fn write(document: &Document, options: CsvOptions) -> Vec<u8> {
    let mut text = String::new();
    if options.byte_order_mark {
        text.push('\u{feff}');
    }
    let several = document.tables().count() > 1;
    for (at, table) in document.tables().enumerate() {
        if several {
            if at > 0 {
                text.push_str("\r\n");
            }
            line(&mut text, &[table.title.clone().unwrap_or_default()], options.separator);
        }
        for values in lines(table) {
            line(&mut text, &values, options.separator);
        }
    }
    text.into_bytes()
}

fn line(text: &mut String, values: &[String], separator: char) {
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            text.push(separator);
        }
        if value.contains([separator, '"', '\r', '\n']) {
            text.push('"');
            text.push_str(&value.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(value);
        }
    }
    text.push_str("\r\n");
}

/// The header as one line and the rows; codes and numbers of rows come first where there are any.
fn lines(table: &Table) -> Vec<Vec<String>> {
    let with_codes = table.rows.iter().any(|row| row.code.is_some());
    let with_numbers = table.rows.iter().any(|row| row.number.is_some());
    let mut first = Vec::new();
    if with_codes {
        first.push(words().csv_code.clone());
    }
    if with_numbers {
        first.push(words().csv_number.clone());
    }
    first.extend(titles(table));
    let mut lines = vec![first];
    for row in &table.rows {
        let mut values = Vec::with_capacity(row.cells.len() + 2);
        if with_codes {
            values.push(row.code.clone().unwrap_or_default());
        }
        if with_numbers {
            values.push(row.number.clone().unwrap_or_default());
        }
        values.extend(row.cells.iter().map(raw));
        lines.push(values);
    }
    lines
}

/// The title of each column, with those above it in front.
fn titles(table: &Table) -> Vec<String> {
    let mut titles: Vec<Vec<&str>> = vec![Vec::new(); table.columns.len()];
    for cell in grid::header(table).unwrap_or_default() {
        titles[cell.column..cell.column + cell.columns].iter_mut().for_each(|title| title.push(cell.content));
    }
    titles.iter().map(|parts| parts.join(" / ")).collect()
}

/// A cell as a machine reads it.
fn raw(cell: &Cell) -> String {
    match cell {
        Cell::Number(Number { value, .. }) => (value + 0.0).to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Empty | Cell::Text(_) | Cell::Hidden | Cell::NotApplicable | Cell::Above | Cell::Left => cell.shown(),
    }
}
