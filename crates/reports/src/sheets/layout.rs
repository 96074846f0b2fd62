//! Tables of the sheets out of their description in the message file.

use super::SheetPlace;
use crate::words::{fill, words};
use crate::{Align, Cell, Column, Form, Head, HeadCell, PartialDate, Row, Table};
use serde::Deserialize;
use std::sync::OnceLock;

/// The texts of `messages/sheets.vi.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetWords {
    basis: String,
    receiver: String,
    reporter: String,
    place: String,
    pub household: String,
    pub a0_symbol: String,
    pub a0_title: String,
    pub p0_symbol: String,
    pub p0_title: String,
    pub p0_month: String,
    pub p0_day: String,
    pub collaborator: String,
    pub officer: String,
    pub head_of_household: String,
    pub a0_parts: [String; 3],
    pub a0_note: String,
    pub p0_note: String,
    pub month_of_method: String,
    pub members: TableWords,
    pub methods: TableWords,
    pub newborns: TableWords,
    pub departures: TableWords,
    pub changes: TableWords,
    pub p0: [TableWords; 11],
    pub weeks: [String; 2],
}

/// A table as the form has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableWords {
    title: String,
    columns: Vec<ColumnWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnWords {
    /// What stands above it and those beside it with the same group.
    group: Option<String>,
    title: String,
    mm: f32,
    #[serde(default)]
    center: bool,
}

/// The words.
///
/// # Panics
/// When the message file is no object of exactly these texts, which a test would have shown.
pub(super) fn sheet_words() -> &'static SheetWords {
    static WORDS: OnceLock<SheetWords> = OnceLock::new();
    WORDS.get_or_init(|| {
        serde_json::from_str(include_str!("../../messages/sheets.vi.json")).expect("messages/sheets.vi.json has these texts")
    })
}

impl TableWords {
    /// The table with these rows, and so many empty ones to write on. A table without any row says so.
    pub(super) fn table(&self, rows: Vec<Vec<Cell>>, blank: usize) -> Table {
        let height = if self.columns.iter().any(|column| column.group.is_some()) { 2 } else { 1 };
        let (mut top, mut below) = (Vec::new(), Vec::new());
        for group in self.columns.chunk_by(|one, next| one.group.is_some() && one.group == next.group) {
            match &group[0].group {
                Some(name) => {
                    top.push(HeadCell::new(name).over(group.len(), 1));
                    below.extend(group.iter().map(|column| HeadCell::new(&column.title)));
                }
                None => top.extend(group.iter().map(|column| HeadCell::new(&column.title).over(1, height))),
            }
        }
        let mut table = Table {
            title: Some(self.title.clone()).filter(|title| !title.is_empty()),
            columns: self.columns.iter().map(column).collect(),
            header: if height == 2 { vec![top, below] } else { vec![top] },
            rows: rows.into_iter().map(|cells| Row { cells, ..Row::default() }).collect(),
            ..Table::default()
        };
        let width = self.columns.len();
        if table.rows.is_empty() && blank == 0 {
            let mut cells = vec![Cell::text(&words().nothing)];
            cells.resize(width, Cell::Left);
            table.rows.push(Row { cells, ..Row::default() });
        }
        table.rows.extend((0..blank).map(|_| Row { cells: vec![Cell::Empty; width], ..Row::default() }));
        table
    }
}

fn column(words: &ColumnWords) -> Column {
    let align = if words.center { Align::Center } else { Align::Left };
    Column { width_mm: words.mm, align, ..Column::default() }
}

/// A date, or nothing.
pub(super) fn date(date: Option<PartialDate>) -> Cell {
    date.map_or(Cell::Empty, Cell::Date)
}

/// The year of a date, or nothing.
pub(super) fn year(date: Option<PartialDate>) -> Cell {
    date.map_or(Cell::Empty, |date| Cell::text(date.earliest().year().to_string()))
}

/// A small number as the form has it, or nothing.
pub(super) fn ordinal(number: Option<u8>) -> Cell {
    number.map_or(Cell::Empty, |number| Cell::text(number.to_string()))
}

/// The head of a sheet: its symbol and between whom it goes.
pub(super) fn head(symbol: &str, place: &SheetPlace) -> Head {
    let form = Form {
        symbol: symbol.to_owned(),
        basis: Some(sheet_words().basis.clone()),
        received: None,
        reporter: Some(fill(&sheet_words().reporter, &[("collaborator", &place.collaborator)])),
        receivers: vec![fill(&sheet_words().receiver, &[("commune", &place.commune)])],
    };
    Head { form: Some(form), ..Head::default() }
}

/// The line that says whose sheet it is.
pub(super) fn place_line(place: &SheetPlace) -> String {
    let SheetPlace { province, commune, hamlet, area, collaborator } = place;
    let values =
        [("province", province), ("commune", commune), ("hamlet", hamlet), ("area", area), ("collaborator", collaborator)];
    fill(&sheet_words().place, &values.map(|(name, value)| (name, value.as_str())))
}
