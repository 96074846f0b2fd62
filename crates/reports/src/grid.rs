//! Where cells lie when some cover several columns and rows.

use crate::{Cell, RenderError, Row, Table};

/// A cell with its place; rows and columns count from 0 within header or body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed<T> {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    pub content: T,
}

/// The cells of the header, row by row.
///
/// # Errors
/// When the cells do not cover each place of the header exactly once.
pub(crate) fn header(table: &Table) -> Result<Vec<Placed<&str>>, RenderError> {
    let (height, width) = (table.header.len(), table.columns.len());
    let mut taken = vec![vec![false; width]; height];
    let mut placed = Vec::new();
    for (row, cells) in table.header.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while column < width && taken[row][column] {
                column += 1;
            }
            let fits = cell.columns > 0 && cell.rows > 0 && column + cell.columns <= width && row + cell.rows <= height;
            let free =
                fits && taken[row..row + cell.rows].iter().all(|line| !line[column..column + cell.columns].contains(&true));
            if !free {
                return Err(RenderError::Header(cell.text.clone()));
            }
            taken[row..row + cell.rows].iter_mut().for_each(|line| line[column..column + cell.columns].fill(true));
            placed.push(Placed { row, column, rows: cell.rows, columns: cell.columns, content: cell.text.as_str() });
        }
    }
    if taken.iter().flatten().any(|taken| !taken) {
        return Err(RenderError::Header(table.title.clone().unwrap_or_default()));
    }
    Ok(placed)
}

/// The cells of some rows, row by row, with what [`Cell::Above`] and [`Cell::Left`] join. A joined cell with nothing to join is an empty one.
pub(crate) fn body(rows: &[Row], width: usize) -> Vec<Placed<&Cell>> {
    const EMPTY: &Cell = &Cell::Empty;
    let at = |row: usize, column: usize| rows[row].cells.get(column).unwrap_or(EMPTY);
    let mut placed = Vec::new();
    for row in 0..rows.len() {
        for column in 0..width {
            let content = match at(row, column) {
                Cell::Above if row > 0 => continue,
                Cell::Left if column > 0 => continue,
                Cell::Above | Cell::Left => EMPTY,
                own @ (Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Date(_) | Cell::Hidden | Cell::NotApplicable) => own,
            };
            let columns = 1 + (column + 1..width).take_while(|next| matches!(at(row, *next), Cell::Left)).count();
            let below = |next: &usize| matches!(at(*next, column), Cell::Above);
            let height = 1 + if columns == 1 { (row + 1..rows.len()).take_while(below).count() } else { 0 };
            placed.push(Placed { row, column, rows: height, columns, content });
        }
    }
    placed
}

/// How many rows from the first one on belong together, because cells of the later ones are one with cells above.
pub(crate) fn together(rows: &[Row]) -> usize {
    let joined = |row: &&Row| row.cells.iter().any(|cell| matches!(cell, Cell::Above));
    rows.len().min(1 + rows.iter().skip(1).take_while(joined).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Column, HeadCell};

    fn table(header: Vec<Vec<HeadCell>>, columns: usize) -> Table {
        Table { columns: vec![Column::default(); columns], header, ..Table::default() }
    }

    #[test]
    fn cells_find_their_places_around_those_that_cover_more() {
        let header = vec![
            vec![HeadCell::new("a").over(1, 2), HeadCell::new("b").over(2, 1), HeadCell::new("c").over(1, 2)],
            vec![HeadCell::new("d"), HeadCell::new("e")],
        ];
        let table = table(header, 4);
        let places: Vec<_> = header_places(&table);
        assert_eq!(places, [("a", 0, 0), ("b", 0, 1), ("c", 0, 3), ("d", 1, 1), ("e", 1, 2)]);
    }

    fn header_places(table: &Table) -> Vec<(&str, usize, usize)> {
        header(table).unwrap().iter().map(|placed| (placed.content, placed.row, placed.column)).collect()
    }

    #[test]
    fn a_header_with_gaps_or_overlaps_is_refused() {
        assert!(matches!(header(&table(vec![vec![HeadCell::new("a")]], 2)), Err(RenderError::Header(_))));
        assert!(matches!(header(&table(vec![vec![HeadCell::new("a").over(3, 1)]], 2)), Err(RenderError::Header(_))));
        let overlap = vec![vec![HeadCell::new("a"), HeadCell::new("b").over(1, 2)], vec![HeadCell::new("c").over(2, 1)]];
        assert!(matches!(header(&table(overlap, 2)), Err(RenderError::Header(_))));
    }

    #[test]
    fn cells_of_the_body_join_upwards_and_to_the_left() {
        let row = |cells: Vec<Cell>| Row { cells, ..Row::default() };
        let rows = [row(vec![Cell::count(1), Cell::count(2), Cell::Left]), row(vec![Cell::Above, Cell::Empty, Cell::count(3)])];
        let sizes: Vec<_> =
            body(&rows, 3).iter().map(|placed| (placed.row, placed.column, placed.rows, placed.columns)).collect();
        assert_eq!(sizes, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
        assert_eq!(together(&rows), 2);
        assert_eq!(together(&rows[1..]), 1);
    }
}
