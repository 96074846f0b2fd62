//! XLSX: raw numbers with formats, set up to be printed like the other outputs. One table a sheet, as columns of a sheet have one width.

mod around;
mod columns;
mod print;
mod sheet;
mod table;

use crate::words::{fill, words};
use crate::{Document, Part, RenderError, Table, frame};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use sheet::Sheet;

/// The day in the properties of every file; a file that says when it was made is another file each time.
const MADE: (u16, u8, u8) = (2000, 1, 1);

pub(crate) fn write(document: &Document) -> Result<Vec<u8>, RenderError> {
    let mut book = Workbook::new();
    // Widths of columns are counted in digits of this font: the same ones on machines that lack the usual font of spreadsheets.
    book.set_default_format(&Format::new().set_font_name(sheet::FONT).set_font_size(11), 20, 64)?;
    let organisation = document.head.organisation.clone().unwrap_or_default();
    let made = ExcelDateTime::from_ymd(MADE.0, MADE.1, MADE.2)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(document.name())
            .set_company(organisation.clone())
            .set_author(organisation)
            .set_creation_datetime(&made),
    );
    let pages = pages(document);
    let last = pages.len() - 1;
    for (at, parts) in pages.iter().enumerate() {
        let empty = Table { columns: vec![crate::Column { width_mm: 1.0, ..crate::Column::default() }], ..Table::default() };
        let table = parts.iter().find_map(|part| table_of(part)).unwrap_or(&empty);
        let name = match &document.head.form {
            Some(form) if last == 0 => sheet_name(&form.symbol),
            Some(_) | None => fill(&words().sheet, &[("number", &(at + 1).to_string())]),
        };
        let mut sheet = Sheet::begin(book.add_worksheet(), document, table, &name)?;
        if at == 0 {
            sheet.block(&frame::organisation(document), true)?;
            sheet.block(&frame::form(document), false)?;
            sheet.title(&document.title)?;
        }
        for part in parts {
            match part {
                Part::Heading(text) => sheet.text(text, true)?,
                Part::Text(text) => sheet.text(text, false)?,
                Part::Table(table) => sheet.table(table)?,
                Part::NewPage => {}
            }
        }
        if at == last {
            sheet.end(document)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// The parts of each sheet: each has one table, and the texts before it; texts after the last table stay with it.
fn pages(document: &Document) -> Vec<Vec<&Part>> {
    let mut pages: Vec<Vec<&Part>> = vec![Vec::new()];
    let mut texts = Vec::new();
    for part in &document.parts {
        texts.push(part);
        if table_of(part).is_some() {
            match pages.last_mut() {
                Some(page) if page.is_empty() => page.append(&mut texts),
                Some(_) | None => pages.push(std::mem::take(&mut texts)),
            }
        }
    }
    if let Some(page) = pages.last_mut() {
        page.append(&mut texts);
    }
    pages
}

const fn table_of(part: &Part) -> Option<&Table> {
    match part {
        Part::Table(table) => Some(table),
        Part::Heading(_) | Part::Text(_) | Part::NewPage => None,
    }
}

/// A name that spreadsheets take: at most 31 letters, none of them special.
fn sheet_name(text: &str) -> String {
    let name: String = text.chars().map(|letter| if "[]:*?/\\'".contains(letter) { '-' } else { letter }).take(31).collect();
    if name.trim().is_empty() { fill(&words().sheet, &[("number", "1")]) } else { name }
}
