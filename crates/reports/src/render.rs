//! From a document to the bytes of a file.

use crate::{CsvOptions, Document, csv, docx, html, pdf, tidy_text, xlsx};
use std::str::FromStr;
use thiserror::Error;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A workbook: raw numbers with formats, set up to be printed.
    Xlsx,
    /// Pages as they are printed.
    Pdf,
    /// A text to be changed in a word processor.
    Docx,
    /// Comma-separated values for machines: raw numbers, ISO dates, UTF-8 with a byte order mark.
    Csv,
    /// The document's data.
    Json,
    /// A page to read and print.
    Html,
}

/// Why a document cannot become a file.
#[derive(Debug, Error)]
pub enum RenderError {
    /// The header leaves places of the table open or covers them twice; names the cell or the table.
    #[error("the header does not cover the table exactly once, at {0:?}")]
    Header(String),
    /// A table without columns, with a width that is none, or with its label outside; names the table.
    #[error("the columns of the table {0:?} are not usable")]
    Columns(String),
    /// A row with more or fewer cells than columns.
    #[error("row {row} has {found} cells, but there are {wanted} columns")]
    Cells {
        /// The row, from 1.
        row: usize,
        /// How many cells it has.
        found: usize,
        /// How many it should have.
        wanted: usize,
    },
    /// A number that is infinite or none.
    #[error("row {row} has a number that is not finite")]
    NotFinite {
        /// The row, from 1.
        row: usize,
    },
    /// JSON could not be written.
    #[error("write JSON")]
    Json(#[source] serde_json::Error),
    /// The workbook could not be written, as when it has more columns than a sheet.
    #[error("write the workbook")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The archive of a DOCX could not be written.
    #[error("write the archive of the text")]
    Zip(#[from] zip::result::ZipError),
    /// A font could not be cut down to the letters of the document.
    #[error("cut a font down")]
    Font(#[source] subsetter::Error),
}

/// A text that names no format.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no format; there are {list}", list = Format::names())]
pub struct UnknownFormat(pub String);

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Xlsx, Self::Pdf, Self::Docx, Self::Csv, Self::Json, Self::Html];

    /// The ending of a file's name, which is also its name on the command line and in addresses.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// The type for HTTP.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Html => "text/html; charset=utf-8",
        }
    }

    fn names() -> String {
        Self::ALL.map(Self::extension).join(", ")
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.extension() == text).ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// The document as a file. The same document gives the same bytes, always and everywhere.
///
/// # Errors
/// When a table is not whole (see [`RenderError`]).
pub fn render(document: &Document, format: Format) -> Result<Vec<u8>, RenderError> {
    tidy_text::check(document)?;
    let document = tidy_text::tidied(document);
    match format {
        Format::Xlsx => xlsx::write(&document),
        Format::Pdf => pdf::write(&document),
        Format::Docx => docx::write(&document),
        Format::Csv => Ok(csv::write(&document, CsvOptions::default())),
        Format::Json => serde_json::to_vec_pretty(&document).map_err(RenderError::Json),
        Format::Html => html::write(&document).map(String::into_bytes),
    }
}

/// The tables of the document as CSV in another manner.
///
/// # Errors
/// When a table is not whole.
pub fn render_csv(document: &Document, options: CsvOptions) -> Result<Vec<u8>, RenderError> {
    tidy_text::check(document)?;
    Ok(csv::write(&tidy_text::tidied(document), options))
}
