//! Workbooks: XLSX, XLS and ODS, as rows of text.
//!
//! A workbook is a packed file, so its real size is measured before it is opened; sheets are read cell by cell, never as the rectangle that they claim.

use crate::layout;
use crate::table::{Found, ListError, MOST_CELLS, MOST_COLUMNS, Merge};
use crate::values::iso;
use calamine::{Data, DataRef, Ods, Reader, SheetType, SheetVisible, Xls, Xlsx};
use danso_linkage::date::Day;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use zip::ZipArchive;

/// Bytes that a workbook may have unpacked.
const MOST_UNPACKED: u64 = 1 << 30;
/// Files that a workbook may hold.
const MOST_FILES: usize = 10_000;
/// Cells of a sheet of ODS, whose repeats are all made before they can be counted.
const MOST_ODS: u64 = 4_000_000;
/// Sheets among which the list is looked for.
const MOST_SHEETS: usize = 40;

/// A sheet of a workbook.
pub(crate) struct Sheet {
    pub(crate) found: Found,
    pub(crate) sheets: Vec<String>,
    pub(crate) sheet: String,
}

/// Reads the sheet asked for; else the first with a list of persons; else the largest.
pub(crate) fn read(bytes: &[u8], asked: Option<&str>) -> Result<Sheet, ListError> {
    let packed = bytes.starts_with(b"PK");
    let is_ods = if packed { measure(bytes)? } else { false };
    // What a damaged file makes of the reader is an error of the file.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let cursor = Cursor::new(bytes);
        match (packed, is_ods) {
            (true, false) => choose(&mut Xlsx::new(cursor).map_err(broken)?, asked, streamed),
            (true, true) => choose(&mut Ods::new(cursor).map_err(broken)?, asked, whole),
            (false, _) => choose(&mut Xls::new(cursor).map_err(broken)?, asked, whole),
        }
    }));
    read.unwrap_or_else(|_| Err(ListError::Broken("the workbook cannot be read".to_owned())))
}

fn broken(error: impl std::fmt::Display) -> ListError {
    ListError::Broken(error.to_string())
}

/// Unpacks every file without keeping it, up to the limit; tells whether it is ODS.
fn measure(bytes: &[u8]) -> Result<bool, ListError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_FILES {
        return Err(ListError::TooLarge);
    }
    let is_there = |wanted: &str| archive.file_names().flatten().any(|name| name.eq_ignore_ascii_case(wanted));
    let is_ods = is_there("content.xml");
    if !is_ods && !is_there("xl/workbook.xml") {
        return Err(ListError::Broken("the packed file is no workbook".to_owned()));
    }
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(broken)?;
        let is_content = file.name().is_ok_and(|name| name == "content.xml");
        let mut limited = file.take(left + 1);
        let unpacked = if is_content {
            let mut content = Vec::new();
            limited.read_to_end(&mut content).map_err(broken)?;
            if repeats(&content) > MOST_ODS {
                return Err(ListError::TooLarge);
            }
            content.len() as u64
        } else {
            std::io::copy(&mut limited, &mut std::io::sink()).map_err(broken)?
        };
        left = left.checked_sub(unpacked).ok_or(ListError::TooLarge)?;
    }
    Ok(is_ods)
}

/// The cells that the rows of an ODS make with their repeats, at least those that are filled.
fn repeats(content: &[u8]) -> u64 {
    let content = String::from_utf8_lossy(content);
    let number = |tag: &str, name: &str| -> u64 {
        let value = tag.split_once(name).and_then(|(_, rest)| rest.split('"').nth(1));
        value.and_then(|value| value.parse().ok()).unwrap_or(1)
    };
    let mut sum = 0_u64;
    for row in content.split("<table:table-row").skip(1) {
        let (head, cells) = row.split_once('>').unwrap_or((row, ""));
        let rows = number(head, "number-rows-repeated");
        let (mut width, mut filled) = (0_u64, 0_u64);
        for cell in cells.split("<table:table-cell").skip(1) {
            let tag = cell.split('>').next().unwrap_or_default();
            width = width.saturating_add(number(tag, "number-columns-repeated"));
            if tag.contains("value-type") || cell.contains("<text:p") {
                filled = width;
            }
        }
        sum = sum.saturating_add(rows.saturating_mul(filled));
    }
    sum
}

type OfSheet<B> = fn(&mut B, &str) -> Result<Found, ListError>;

fn choose<'a, B: Reader<Cursor<&'a [u8]>>>(book: &mut B, asked: Option<&str>, of_sheet: OfSheet<B>) -> Result<Sheet, ListError> {
    let metadata = book.sheets_metadata();
    let is_sheet = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
    let sheets: Vec<String> = metadata.iter().filter(is_sheet).map(|sheet| sheet.name.clone()).collect();
    let visible: Vec<String> = metadata
        .iter()
        .filter(is_sheet)
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    if let Some(asked) = asked {
        let sheet = sheets.iter().find(|name| *name == asked).cloned().ok_or(ListError::NoSuchSheet)?;
        return Ok(Sheet { found: of_sheet(book, &sheet)?, sheets, sheet });
    }
    let candidates = if visible.is_empty() { sheets.clone() } else { visible };
    let mut largest: Option<(usize, Found, String)> = None;
    for name in candidates.iter().take(MOST_SHEETS) {
        let found = match of_sheet(book, name) {
            Ok(found) => found,
            // Another sheet may be whole.
            Err(ListError::Broken(_)) if candidates.len() > 1 => continue,
            Err(error) => return Err(error),
        };
        if layout::is_named(&found.cells) {
            return Ok(Sheet { found, sheets, sheet: name.clone() });
        }
        let size = found.cells.iter().map(Vec::len).sum();
        if largest.as_ref().is_none_or(|(most, ..)| size > *most) {
            largest = Some((size, found, name.clone()));
        }
    }
    let (_, found, sheet) = largest.ok_or(ListError::Empty)?;
    Ok(Sheet { found, sheets, sheet })
}

/// Rows that are filled cell by cell.
#[derive(Default)]
struct Rows {
    rows: BTreeMap<u32, Vec<String>>,
    cells: usize,
}

impl Rows {
    fn put(&mut self, row: u32, column: u32, text: String) -> Result<(), ListError> {
        if text.is_empty() {
            return Ok(());
        }
        let column = column as usize;
        if column >= MOST_COLUMNS {
            return Err(ListError::TooLarge);
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            cells.resize(column + 1, String::new());
        }
        if self.cells > MOST_CELLS {
            return Err(ListError::TooLarge);
        }
        cells[column] = text;
        Ok(())
    }

    /// Rows of one width, as a sheet has them.
    fn found(self, merges: Vec<Merge>) -> Result<Found, ListError> {
        let width = self.rows.values().map(Vec::len).max().unwrap_or(0);
        if width.saturating_mul(self.rows.len()) > MOST_CELLS {
            return Err(ListError::TooLarge);
        }
        let (lines, mut cells): (Vec<u32>, Vec<Vec<String>>) = self.rows.into_iter().map(|(row, cells)| (row + 1, cells)).unzip();
        cells.iter_mut().for_each(|row| row.resize(width, String::new()));
        Ok(Found { lines, cells, merges })
    }
}

fn streamed(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Found, ListError> {
    let mut rows = Rows::default();
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        rows.put(row, column, text_of_ref(cell.get_value()))?;
    }
    drop(reader);
    // Without them a list is still a list.
    let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    let merge = |area: &calamine::Dimensions| Merge {
        column: area.start.1,
        from: area.start.0.saturating_add(1),
        to: area.end.0.saturating_add(1),
    };
    rows.found(merges.iter().filter(|area| area.end.0 > area.start.0).map(merge).collect())
}

fn whole<'a, B: Reader<Cursor<&'a [u8]>>>(book: &mut B, name: &str) -> Result<Found, ListError>
where
    B::Error: std::fmt::Display,
{
    let range = book.worksheet_range(name).map_err(broken)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut rows = Rows::default();
    for (row, column, value) in range.used_cells() {
        let place = |first: u32, at: usize| first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        rows.put(place(first_row, row), place(first_column, column), text_of(value))?;
    }
    rows.found(Vec::new())
}

fn text_of_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) => text.clone(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => of_number(*number),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(when) => of_moment(when),
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn text_of(value: &Data) -> String {
    match value {
        Data::String(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => of_number(*number),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(when) => of_moment(when),
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::DurationIso(text) => text.clone(),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A number without what the workbook adds: identity numbers keep their digits, whole numbers have no point.
fn of_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

fn of_moment(when: &calamine::ExcelDateTime) -> String {
    let days = when.as_f64();
    if !when.is_datetime() || days < 1.0 {
        return of_number(days);
    }
    let (year, month, day, ..) = when.to_ymd_hms_milli();
    iso(Day::checked(u32::from(year), u32::from(month), u32::from(day)))
}
