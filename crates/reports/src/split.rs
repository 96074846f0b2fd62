//! Tables wider than the paper, divided into parts that are not.

use crate::{HeadCell, RenderError, Row, Table, grid};

/// The table in parts of which each fits into the width: the frozen columns and as many of the others, shared out evenly. Widths are scaled so that
/// the widest part fills the width.
///
/// # Errors
/// When the header does not cover the columns.
pub(crate) fn parts(table: &Table, width_mm: f32) -> Result<Vec<Table>, RenderError> {
    let width_of = |columns: &[usize]| columns.iter().map(|column| table.columns[*column].width_mm).sum::<f32>();
    let all: Vec<usize> = (0..table.columns.len()).collect();
    let frozen = table.frozen.min(all.len());
    let mut chosen = vec![all.clone()];
    if frozen > 0 && width_of(&all) > width_mm {
        let rest = &all[frozen..];
        let room = width_mm - width_of(&all[..frozen]);
        let count = (1..=rest.len()).find(|count| shares(rest, *count).iter().all(|share| width_of(share) <= room));
        chosen = shares(rest, count.unwrap_or(rest.len())).iter().map(|share| [&all[..frozen], share].concat()).collect();
    }
    let widest = chosen.iter().map(|columns| width_of(columns)).fold(f32::MIN_POSITIVE, f32::max);
    chosen.iter().map(|columns| Ok(scaled(of_columns(table, columns, frozen)?, width_mm / widest))).collect()
}

/// A list in so many parts, the first ones longer by one where it does not come out even.
fn shares(list: &[usize], count: usize) -> Vec<&[usize]> {
    let (size, longer) = (list.len() / count, list.len() % count);
    let start = |part: usize| part * size + part.min(longer);
    (0..count).map(|part| &list[start(part)..start(part + 1)]).collect()
}

fn scaled(mut table: Table, factor: f32) -> Table {
    table.columns.iter_mut().for_each(|column| column.width_mm *= factor);
    table
}

/// Only these columns of a table, in their order; the first `frozen` of them are the table's first.
fn of_columns(table: &Table, columns: &[usize], frozen: usize) -> Result<Table, RenderError> {
    let mut header = vec![Vec::new(); table.header.len()];
    for placed in grid::header(table)? {
        let covers = |column: &&usize| (placed.column..placed.column + placed.columns).contains(*column);
        // A cell over frozen and other columns at once becomes two: they need not be neighbours any more.
        for run in [&columns[..frozen], &columns[frozen..]] {
            let width = run.iter().filter(covers).count();
            if width > 0 {
                header[placed.row].push(HeadCell::new(placed.content).over(width, placed.rows));
            }
        }
    }
    let cells_of = |row: &Row| columns.iter().map(|column| row.cells.get(*column).cloned().unwrap_or_default()).collect();
    Ok(Table {
        title: table.title.clone(),
        columns: columns.iter().map(|column| table.columns[*column].clone()).collect(),
        header,
        label: columns.iter().position(|column| *column == table.label).unwrap_or(0),
        frozen,
        rows: table.rows.iter().map(|row| Row { cells: cells_of(row), ..row.clone() }).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Column};

    /// A label, a unit, and `count` columns of 15 mm under one heading.
    fn wide(count: usize) -> Table {
        let column = |width_mm| Column { width_mm, ..Column::default() };
        let mut columns = vec![column(50.0), column(15.0)];
        columns.extend((0..count).map(|_| column(15.0)));
        let names = (0..count).map(|number| HeadCell::new(format!("xã {number}")));
        let header = vec![
            vec![HeadCell::new("Chỉ tiêu").over(1, 2), HeadCell::new("ĐVT").over(1, 2), HeadCell::new("Chia ra").over(count, 1)],
            names.collect(),
        ];
        let cells = [Cell::text("Sinh"), Cell::text("người")].into_iter().chain((0..count).map(|n| Cell::count(n as i64)));
        Table { columns, header, frozen: 2, rows: vec![Row { cells: cells.collect(), ..Row::default() }], ..Table::default() }
    }

    #[test]
    fn a_hundred_and_three_communes_are_shared_out_evenly() {
        let parts = parts(&wide(103), 267.0).unwrap();
        let widths: Vec<_> = parts.iter().map(|part| part.columns.len() - 2).collect();
        assert_eq!(widths, [13, 13, 13, 13, 13, 13, 13, 12]);
        let values: Vec<_> = parts.iter().flat_map(|part| part.rows[0].cells[2..].to_vec()).collect();
        assert_eq!(values, (0..103).map(Cell::count).collect::<Vec<_>>());
        for part in &parts {
            assert_eq!(part.rows[0].cells[0], Cell::text("Sinh"));
            assert_eq!(part.header[0][2], HeadCell::new("Chia ra").over(part.columns.len() - 2, 1));
            assert!(grid::header(part).is_ok());
            assert!(part.columns.iter().map(|column| column.width_mm).sum::<f32>() < 267.01);
        }
    }

    #[test]
    fn a_narrow_table_is_stretched_and_an_undivided_one_squeezed() {
        let narrow = parts(&wide(2), 267.0).unwrap();
        assert_eq!(narrow.len(), 1);
        assert!((narrow[0].columns.iter().map(|column| column.width_mm).sum::<f32>() - 267.0).abs() < 0.01);
        let squeezed = parts(&Table { frozen: 0, ..wide(30) }, 267.0).unwrap();
        assert_eq!(squeezed.len(), 1);
        assert!((squeezed[0].columns.iter().map(|column| column.width_mm).sum::<f32>() - 267.0).abs() < 0.01);
    }
}
