//! Phiếu hộ dân cư A0/CTV: one household.

use super::SheetPlace;
use super::layout::{self, date, ordinal, sheet_words, year};
use crate::words::fill;
use crate::{Align, Cell, Column, Document, HeadCell, Page, Part, PartialDate, Row, Signature, Standing, Table};

/// What an A0/CTV sheet says of a household.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HouseholdSheet {
    /// Whose sheet it is.
    pub place: SheetPlace,
    /// Its number in the area (hộ số), as in `100` or `100.1`.
    pub number: String,
    /// Its address.
    pub address: String,
    /// Part I: who lives in it, in the order of the form.
    pub members: Vec<SheetMember>,
    /// Part II: each wife of 15 to 49 and the method of each month.
    pub wives: Vec<SheetWife>,
    /// Part III, item 1: children born.
    pub births: Vec<SheetBirth>,
    /// Part III: who moved away.
    pub departures: Vec<SheetDeparture>,
    /// Part III, item 7: every other change.
    pub changes: Vec<SheetChange>,
    /// How many empty lines each list has to write on.
    pub blank_lines: usize,
    /// The position of the log at which it was made.
    pub position: u64,
}

/// A member of the household; texts are those of the code lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetMember {
    /// Mã đối tượng: the number of the health insurance card.
    pub code: String,
    /// The full name.
    pub name: String,
    /// Quan hệ với chủ hộ.
    pub relationship: String,
    /// Giới tính.
    pub sex: String,
    /// Ngày sinh.
    pub born: Option<PartialDate>,
    /// Dân tộc.
    pub ethnic: String,
    /// Trình độ học vấn.
    pub education: String,
    /// Tình trạng hôn nhân.
    pub marital: String,
    /// Tình trạng cư trú.
    pub residence: String,
}

/// A wife and the methods of contraception of some years.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetWife {
    /// The full name.
    pub name: String,
    /// When she was born.
    pub born: Option<PartialDate>,
    /// When the present method began.
    pub started: Option<PartialDate>,
    /// The years of the grid, in order.
    pub years: Vec<MethodYear>,
}

/// The methods of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MethodYear {
    /// The year.
    pub year: i16,
    /// The code of each month; empty where there is none.
    pub months: [String; 12],
}

/// A child born in the household.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetBirth {
    /// The child's name.
    pub name: String,
    /// When it was born.
    pub born: Option<PartialDate>,
    /// Where: 1 the health station, 2 at home, 3 elsewhere; none when it is not told.
    pub place: Option<u8>,
    /// Which child of the mother it is.
    pub order: Option<u8>,
    /// When it was screened.
    pub screened: Option<PartialDate>,
}

/// Someone who moved away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetDeparture {
    /// The full name.
    pub name: String,
    /// When.
    pub left: Option<PartialDate>,
}

/// Any other change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetChange {
    /// When.
    pub date: Option<PartialDate>,
    /// What.
    pub change: String,
    /// Whom it concerns.
    pub name: String,
}

impl HouseholdSheet {
    /// The sheet as a document, A4 on its long side.
    #[must_use]
    pub fn document(&self) -> Document {
        let words = sheet_words();
        let [members, methods, changes] = words.a0_parts.clone();
        let household = fill(&words.household, &[("number", &self.number), ("address", &self.address)]);
        let mut parts = vec![Part::Text(layout::place_line(&self.place)), Part::Text(household)];
        parts.extend([Part::Heading(members), Part::Table(self.members_table())]);
        if !self.wives.is_empty() {
            parts.extend([Part::Heading(methods), Part::Table(self.methods_table())]);
        }
        parts.push(Part::Heading(changes));
        parts.extend(self.change_tables().map(Part::Table));
        let signatures = [&words.head_of_household, &words.collaborator];
        Document {
            page: Page::A4_LANDSCAPE,
            head: layout::head(&words.a0_symbol, &self.place),
            title: vec![words.a0_title.clone()],
            parts,
            notes: vec![words.a0_note.clone()],
            signatures: signatures.map(|role| Signature { role: role.clone(), seal: false, name: None }).to_vec(),
            standing: Standing::Record { position: self.position },
        }
    }

    fn members_table(&self) -> Table {
        let line = |(at, member): (usize, &SheetMember)| {
            vec![
                Cell::text((at + 1).to_string()),
                Cell::text(&member.code),
                Cell::text(&member.name),
                Cell::text(&member.relationship),
                Cell::text(&member.sex),
                date(member.born),
                Cell::text(&member.ethnic),
                Cell::text(&member.education),
                Cell::text(&member.marital),
                Cell::text(&member.residence),
            ]
        };
        let rows = self.members.iter().enumerate().map(line).collect();
        let mut table = sheet_words().members.table(rows, self.blank_lines);
        for (at, column) in table.columns.iter_mut().enumerate() {
            column.mark = Some((at + 1).to_string());
        }
        table.label = 2;
        table
    }

    /// A line for each year, the wife's own columns over all of hers, then the twelve months.
    fn methods_table(&self) -> Table {
        let words = sheet_words();
        let mut table = words.methods.table(Vec::new(), 1);
        table.rows.clear();
        table.header[0].iter_mut().for_each(|cell| cell.rows = 2);
        table.header[0].push(HeadCell::new(&words.month_of_method).over(12, 1));
        table.header.push((1..=12).map(|month: u8| HeadCell::new(month.to_string())).collect());
        table.columns.extend((0..12).map(|_| Column { width_mm: 13.0, align: Align::Center, ..Column::default() }));
        for wife in &self.wives {
            for (at, year_of_method) in wife.years.iter().enumerate() {
                let mut cells = match at {
                    0 => vec![Cell::text(&wife.name), year(wife.born), date(wife.started)],
                    _ => vec![Cell::Above; 3],
                };
                cells.push(Cell::text(year_of_method.year.to_string()));
                cells.extend(year_of_method.months.iter().map(Cell::text));
                table.rows.push(Row { cells, ..Row::default() });
            }
        }
        table
    }

    fn change_tables(&self) -> [Table; 3] {
        let words = sheet_words();
        let born = |birth: &SheetBirth| {
            let at = |place: u8| if birth.place == Some(place) { Cell::text("X") } else { Cell::Empty };
            vec![Cell::text(&birth.name), date(birth.born), at(1), at(2), at(3), ordinal(birth.order), date(birth.screened)]
        };
        let left = |departure: &SheetDeparture| vec![Cell::text(&departure.name), date(departure.left)];
        let changed = |change: &SheetChange| vec![date(change.date), Cell::text(&change.change), Cell::text(&change.name)];
        [
            words.newborns.table(self.births.iter().map(born).collect(), self.blank_lines),
            words.departures.table(self.departures.iter().map(left).collect(), self.blank_lines),
            words.changes.table(self.changes.iter().map(changed).collect(), self.blank_lines),
        ]
    }
}
