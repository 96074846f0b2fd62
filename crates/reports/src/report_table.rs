//! Tables of statistical reports: an indicator a row, its unit, and one column for each value, which may be a hundred communes.

use crate::words::words;
use crate::{Align, Cell, Column, HeadCell, Row, Table};

/// A column of values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ValueColumn {
    /// A stable name for machines, as the code of a commune.
    pub code: Option<String>,
    /// What its header says.
    pub title: String,
    /// What stands above its header and those of its neighbours with the same group.
    pub group: Option<String>,
    /// What the row of column numbers says.
    pub mark: Option<String>,
}

/// How a table of a report is laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportColumns {
    /// The header of the labels, and their column's mark (`A`).
    pub label: (String, Option<String>),
    /// The header of the units, and their column's mark (`B`); none when no row has a unit.
    pub unit: Option<(String, Option<String>)>,
    /// The values, from left to right.
    pub values: Vec<ValueColumn>,
    /// The width of a column of values in millimetres.
    pub value_mm: f32,
    /// The width of the labels in millimetres.
    pub label_mm: f32,
}

/// A row of a report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportRow {
    /// A stable name for machines.
    pub code: Option<String>,
    /// Its number, as in `I` or `4`.
    pub number: Option<String>,
    /// The indicator, or a heading.
    pub label: String,
    /// How many steps it stands to the right.
    pub indent: u8,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it could not be checked against the issued form.
    pub draft: bool,
    /// The unit.
    pub unit: Option<String>,
    /// One cell for each column of values; none at all for a heading.
    pub values: Vec<Cell>,
}

impl Default for ReportColumns {
    fn default() -> Self {
        Self {
            label: (words().label.clone(), Some("A".to_owned())),
            unit: Some((words().unit.clone(), Some("B".to_owned()))),
            values: Vec::new(),
            value_mm: 22.0,
            label_mm: 70.0,
        }
    }
}

impl ReportColumns {
    /// The table with its header and no rows. Labels and units are frozen: they are repeated beside each part of a table that is wider than the
    /// paper.
    #[must_use]
    pub fn table(&self) -> Table {
        let grouped = self.values.iter().any(|value| value.group.is_some());
        let height = if grouped { 2 } else { 1 };
        let mut columns = vec![Column { width_mm: self.label_mm, mark: self.label.1.clone(), ..Column::default() }];
        let mut top = vec![HeadCell::new(&self.label.0).over(1, height)];
        if let Some((title, mark)) = &self.unit {
            columns.push(Column { width_mm: 20.0, align: Align::Center, mark: mark.clone(), code: None });
            top.push(HeadCell::new(title).over(1, height));
        }
        let frozen = columns.len();
        let mut below = Vec::new();
        for group in self.values.chunk_by(|one, next| one.group.is_some() && one.group == next.group) {
            let title = |value: &ValueColumn| HeadCell::new(&value.title);
            match &group[0].group {
                Some(name) => {
                    top.push(HeadCell::new(name).over(group.len(), 1));
                    below.extend(group.iter().map(title));
                }
                None => top.extend(group.iter().map(|value| title(value).over(1, height))),
            }
        }
        let column = |value: &ValueColumn| Column {
            code: value.code.clone(),
            width_mm: self.value_mm,
            align: Align::Right,
            mark: value.mark.clone(),
        };
        columns.extend(self.values.iter().map(column));
        let header = if grouped { vec![top, below] } else { vec![top] };
        Table { title: None, columns, header, label: 0, frozen, rows: Vec::new() }
    }

    /// The row as a row of [`Self::table`].
    #[must_use]
    pub fn row(&self, row: ReportRow) -> Row {
        let ReportRow { code, number, label, indent, bold, draft, unit, values } = row;
        let mut cells = vec![Cell::text(label)];
        if self.unit.is_some() {
            cells.push(Cell::text(unit.unwrap_or_default()));
        }
        let heading = values.is_empty();
        cells.extend(values);
        if heading {
            cells.resize(1 + usize::from(self.unit.is_some()) + self.values.len(), Cell::Empty);
        }
        Row { code, number, indent, bold, draft, cells }
    }
}
