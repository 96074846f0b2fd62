//! Texts made fit for every output: NFC, and no characters that files cannot hold.

use crate::{Cell, Document, Form, Head, Part, PlaceAndDate, RenderError, Row, Signature, Standing, Table};
use unicode_normalization::UnicodeNormalization;

/// The document with each of its texts in NFC, without control characters.
pub(crate) fn tidied(document: &Document) -> Document {
    let mut document = document.clone();
    let Document { page: _, head, title, parts, notes, signatures, standing } = &mut document;
    of_head(head);
    title.iter_mut().chain(notes).for_each(of_text);
    for part in parts {
        match part {
            Part::Heading(text) | Part::Text(text) => of_text(text),
            Part::Table(table) => of_table(table),
            Part::NewPage => {}
        }
    }
    for Signature { role, seal: _, name } in signatures {
        of_text(role);
        name.iter_mut().for_each(of_text);
    }
    match standing {
        Standing::Closed { hash, position: _, revision: _ } => of_text(hash),
        Standing::Draft { .. } | Standing::Record { .. } => {}
    }
    document
}

fn of_head(head: &mut Head) {
    let Head { parent, organisation, number, nation: _, place_and_date, form } = head;
    [parent, organisation, number].into_iter().flatten().for_each(of_text);
    if let Some(PlaceAndDate { place, date: _ }) = place_and_date {
        of_text(place);
    }
    if let Some(Form { symbol, basis, received, reporter, receivers }) = form {
        of_text(symbol);
        [basis, received, reporter].into_iter().flatten().chain(receivers).for_each(of_text);
    }
}

fn of_table(table: &mut Table) {
    let Table { title, columns, header, label: _, frozen: _, rows } = table;
    title.iter_mut().for_each(of_text);
    columns.iter_mut().flat_map(|column| [&mut column.code, &mut column.mark]).flatten().for_each(of_text);
    header.iter_mut().flatten().for_each(|cell| of_text(&mut cell.text));
    for Row { code, number, indent: _, bold: _, draft: _, cells } in rows {
        [code, number].into_iter().flatten().for_each(of_text);
        for cell in cells {
            if let Cell::Text(text) = cell {
                of_text(text);
            }
        }
    }
}

fn of_text(text: &mut String) {
    if !text.is_ascii() || text.chars().any(char::is_control) {
        *text = text.nfc().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    }
}

/// Whether each table is whole: its header covers it, each row has a cell for each column, numbers are finite.
pub(crate) fn check(document: &Document) -> Result<(), RenderError> {
    for table in document.tables() {
        crate::grid::header(table)?;
        let wanted = table.columns.len();
        let widths_fit = table.columns.iter().all(|column| column.width_mm.is_finite() && column.width_mm > 0.0);
        if wanted == 0 || table.label >= wanted || !widths_fit {
            return Err(RenderError::Columns(table.title.clone().unwrap_or_default()));
        }
        for (at, row) in table.rows.iter().enumerate() {
            if row.cells.len() != wanted {
                return Err(RenderError::Cells { row: at + 1, found: row.cells.len(), wanted });
            }
            if row.cells.iter().any(|cell| matches!(cell, Cell::Number(number) if !number.value.is_finite())) {
                return Err(RenderError::NotFinite { row: at + 1 });
            }
        }
    }
    Ok(())
}
