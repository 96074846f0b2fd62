//! A file as a table of text.

use crate::delimited::{self, Text};
use crate::encoding::{self, Encoding, Opened, tidy};
use crate::layout::{self, Laid};
use crate::mend::mend;
use crate::{book, parquet_file};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use thiserror::Error;

/// Bytes of a file that are read at most.
pub(crate) const MOST_BYTES: usize = 512 << 20;
/// Cells that are read at most.
pub(crate) const MOST_CELLS: usize = 20_000_000;
/// Columns that are read at most.
pub(crate) const MOST_COLUMNS: usize = 1_000;

/// What a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text with separators.
    Csv,
    /// A workbook: XLSX, XLS or ODS.
    Xlsx,
    /// Parquet.
    Parquet,
}

impl Format {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
        }
    }
}

/// What the user says of a file; what is left out is found.
#[derive(Debug, Clone, Copy, Default)]
pub struct How<'a> {
    /// The sheet of a workbook.
    pub sheet: Option<&'a str>,
    /// How its letters were stored.
    pub encoding: Option<Encoding>,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its place in the file as a user counts: lines of text, rows of a sheet, from 1.
    pub line: u32,
    /// Its cells, composed and trimmed; possibly more or fewer than there are columns.
    pub cells: Vec<String>,
}

/// A file as text under headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the file is.
    pub format: Format,
    /// How letters were stored: always said of text; of other files if an old encoding was found inside.
    pub encoding: Option<Encoding>,
    /// The sheets of a workbook.
    pub sheets: Vec<String>,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// Headings, each once; a column without one has its letters, as `C`.
    pub columns: Vec<String>,
    /// The line of the header, if there is one.
    pub header: Option<u32>,
    /// Rows of data.
    pub rows: Vec<Line>,
    /// What stood above the header and under the data: titles, numbers of columns, sums, signatures.
    pub aside: Vec<Line>,
}

/// Why a file cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ListError {
    /// More than is read: bytes, cells or columns, packed or unpacked.
    #[error("the file is larger than what is read")]
    TooLarge,
    /// Nothing in it.
    #[error("the file has no rows")]
    Empty,
    /// No such sheet.
    #[error("the workbook has no such sheet")]
    NoSuchSheet,
    /// The file is damaged or no table.
    #[error("the file is damaged or holds no table: {0}")]
    Broken(String),
}

impl ListError {
    /// Its stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Empty => "empty",
            Self::NoSuchSheet => "no_such_sheet",
            Self::Broken(_) => "broken",
        }
    }
}

/// Rows as they were found, before anything is known of header and encoding.
pub(crate) struct Found {
    pub(crate) lines: Vec<u32>,
    pub(crate) cells: Vec<Vec<String>>,
    pub(crate) merges: Vec<Merge>,
}

/// Cells that were merged over several lines: what stands in the first holds for all.
pub(crate) struct Merge {
    pub(crate) column: u32,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// Reads a file. What it is is told by its content; the name helps only with text whose separator cannot be told.
///
/// # Errors
/// When it is too large, empty, damaged, or has no sheet of the name asked for.
pub fn read(bytes: &[u8], file_name: &str, how: &How<'_>) -> Result<Table, ListError> {
    if bytes.len() > MOST_BYTES {
        return Err(ListError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let read = book::read(bytes, how.sheet)?;
        let mut table = table(Format::Xlsx, None, read.found, false, how.encoding)?;
        (table.sheets, table.sheet) = (read.sheets, Some(read.sheet));
        return Ok(table);
    }
    if bytes.starts_with(b"PAR1") {
        let (columns, rows) = parquet_file::read(bytes)?;
        return Ok(of_parquet(columns, rows, how.encoding));
    }
    let (text, encoding) = match encoding::open(bytes, how.encoding) {
        Opened::Unicode(encoding, text) => (text, Some(encoding)),
        Opened::Bytes(text) => (text, None),
    };
    if text.bytes().filter(|byte| *byte == 0).count() * 10 > text.len() {
        return Err(ListError::Broken("bytes of zero".to_owned()));
    }
    let found = delimited::split(&Text { text: &text, file_name })?;
    table(Format::Csv, encoding, found, encoding.is_none(), how.encoding)
}

fn table(
    format: Format,
    opened: Option<Encoding>,
    mut found: Found,
    bytes: bool,
    asked: Option<Encoding>,
) -> Result<Table, ListError> {
    let old = mend(&mut found.cells, bytes, asked);
    for cell in found.cells.iter_mut().flatten() {
        let tidied = match tidy(cell) {
            Cow::Borrowed(same) if same.len() == cell.len() => continue,
            Cow::Borrowed(shorter) => shorter.to_owned(),
            Cow::Owned(tidied) => tidied,
        };
        *cell = tidied;
    }
    let Laid { columns, header, rows, aside } = layout::lay(found);
    if rows.is_empty() {
        return Err(ListError::Empty);
    }
    Ok(Table { format, encoding: old.or(opened), sheets: Vec::new(), sheet: None, columns, header, rows, aside })
}

fn of_parquet(columns: Vec<String>, mut cells: Vec<Vec<String>>, asked: Option<Encoding>) -> Table {
    let encoding = mend(&mut cells, false, asked);
    let rows = cells.into_iter().enumerate().map(|(at, cells)| Line {
        line: u32::try_from(at + 1).unwrap_or(u32::MAX),
        cells: cells.iter().map(|cell| tidy(cell).into_owned()).collect(),
    });
    let columns = crate::columns::once(columns);
    let (header, aside) = (None, Vec::new());
    Table { format: Format::Parquet, encoding, sheets: Vec::new(), sheet: None, columns, header, rows: rows.collect(), aside }
}
