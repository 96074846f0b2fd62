//! The collaborators' sheets follow the forms.

use crate::samples;
use danso_reports::{Cell, Document, Part, Table};

fn tables(document: &Document) -> Vec<&Table> {
    document.parts.iter().filter_map(|part| if let Part::Table(table) = part { Some(table) } else { None }).collect()
}

#[test]
fn p0_has_the_eleven_tables_with_their_columns() {
    let document = samples::p0(3);
    let tables = tables(&document);
    let columns: Vec<_> = tables.iter().map(|table| table.columns.len()).collect();
    assert_eq!(columns, [10, 8, 8, 11, 9, 8, 6, 6, 7, 12, 5]);
    for table in &tables {
        assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()), "{:?}", table.title);
    }
    assert_eq!(tables[9].rows.len(), 6, "two lines for each screening before birth");
    assert_eq!(
        tables[9].rows[1].cells[..6],
        [Cell::Above, Cell::Above, Cell::Above, Cell::Above, Cell::Above, Cell::text("21 tuần")]
    );
}

#[test]
fn a_table_without_lines_says_that_nothing_happened() {
    let document = samples::p0(0);
    for table in tables(&document) {
        assert_eq!(table.rows.len(), 1);
        assert_eq!(table.rows[0].cells[0], Cell::text("Không phát sinh"));
        assert!(table.rows[0].cells[1..].iter().all(|cell| *cell == Cell::Left));
    }
}

#[test]
fn boys_and_girls_have_columns_of_their_own() {
    let document = samples::p0(2);
    let births = tables(&document)[0];
    assert!(matches!(births.rows[0].cells[2..4], [Cell::Date(_), Cell::Empty]));
    assert!(matches!(births.rows[1].cells[2..4], [Cell::Empty, Cell::Date(_)]));
}

#[test]
fn a0_has_the_members_the_grid_of_methods_and_the_changes() {
    let document = samples::household();
    let tables = tables(&document);
    let columns: Vec<_> = tables.iter().map(|table| table.columns.len()).collect();
    assert_eq!(columns, [10, 16, 7, 2, 3]);
    let marks: Vec<_> = tables[0].columns.iter().filter_map(|column| column.mark.clone()).collect();
    assert_eq!(marks.join(" "), "1 2 3 4 5 6 7 8 9 10");
    assert_eq!(tables[0].rows.len(), 5 + 2, "members and lines to write on");
    assert_eq!(tables[1].rows.len(), 5, "five years");
    assert_eq!(tables[1].rows[0].cells[4..8], [Cell::Empty, Cell::Empty, Cell::Empty, Cell::text("5")]);
    assert_eq!(tables[2].rows[0].cells[2..5], [Cell::text("X"), Cell::Empty, Cell::Empty]);
}
