//! Tables as marks: the header, and groups of rows that stay together.

use super::flow::Mark;
use crate::frame::Face;
use crate::html::{aligned, shown};
use crate::metrics::{LEADING, MM, wrap};
use crate::{Align, Cell, RenderError, Row, Table, grid};
use std::borrow::Cow;

/// Points between a text and the border of its cell: beside it, above and below it.
const BESIDE: f32 = 3.5;
const ABOVE: f32 = 1.2;

/// Points that a step of indent is wide.
const STEP: f32 = 4.0 * MM;

/// Marks laid out from their own top left corner.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub height: f32,
    pub marks: Vec<Mark>,
}

pub(super) struct LaidTable {
    pub header: Laid,
    pub groups: Vec<Laid>,
}

/// A cell with its text.
struct Content<'a> {
    row: usize,
    column: usize,
    rows: usize,
    columns: usize,
    text: Cow<'a, str>,
    face: Face,
    align: Align,
    indent: f32,
}

/// Lays a table out in a width; no group is higher than `page` less the header.
pub(super) fn lay(table: &Table, size: f32, width: f32, page: f32) -> Result<LaidTable, RenderError> {
    let whole: f32 = table.columns.iter().map(|column| column.width_mm).sum();
    let widths: Vec<f32> = table.columns.iter().map(|column| column.width_mm / whole * width).collect();
    let header = header(table, size, &widths)?;
    let lines = most_lines(page - header.height, size);
    let rows: Vec<Row> = table.rows.iter().flat_map(|row| pieces(row, table.label, size, &widths, lines)).collect();
    let mut groups = Vec::new();
    let mut rest = rows.as_slice();
    while !rest.is_empty() {
        let (group, others) = rest.split_at(grid::together(rest));
        groups.push(body(table, group, size, &widths));
        rest = others;
    }
    Ok(LaidTable { header, groups })
}

fn header(table: &Table, size: f32, widths: &[f32]) -> Result<Laid, RenderError> {
    let cell = |row, column, rows, columns, text, face| Content {
        row,
        column,
        rows,
        columns,
        text: Cow::Borrowed(text),
        face,
        align: Align::Center,
        indent: 0.0,
    };
    let mut cells: Vec<Content<'_>> = Vec::new();
    for placed in grid::header(table)? {
        cells.push(cell(placed.row, placed.column, placed.rows, placed.columns, placed.content, Face::Bold));
    }
    let mut height = table.header.len();
    if table.columns.iter().any(|column| column.mark.is_some()) {
        let marks = table.columns.iter().enumerate();
        cells.extend(marks.map(|(at, column)| cell(height, at, 1, 1, column.mark.as_deref().unwrap_or_default(), Face::Italic)));
        height += 1;
    }
    Ok(draw(&cells, height, size, widths))
}

fn body(table: &Table, rows: &[Row], size: f32, widths: &[f32]) -> Laid {
    let placed = grid::body(rows, widths.len());
    let contents = placed.iter().map(|placed| {
        let row = &rows[placed.row];
        let is_label = placed.column == table.label;
        Content {
            row: placed.row,
            column: placed.column,
            rows: placed.rows,
            columns: placed.columns,
            text: Cow::Owned(shown(row, placed.content, is_label)),
            face: if row.bold { Face::Bold } else { Face::Regular },
            align: aligned(placed.content, table.columns[placed.column].align),
            indent: if is_label { f32::from(row.indent) * STEP } else { 0.0 },
        }
    });
    draw(&contents.collect::<Vec<_>>(), rows.len(), size, widths)
}

fn draw(cells: &[Content<'_>], rows: usize, size: f32, widths: &[f32]) -> Laid {
    let leading = size * LEADING;
    #[expect(clippy::cast_precision_loss, reason = "lines of a cell")]
    let height_of = |lines: usize| lines as f32 * leading + 2.0 * ABOVE;
    let width_of = |cell: &Content<'_>| widths[cell.column..cell.column + cell.columns].iter().sum::<f32>();
    let room_of = |cell: &Content<'_>| width_of(cell) - 2.0 * BESIDE - cell.indent;
    let lines: Vec<Vec<String>> = cells.iter().map(|cell| wrap(&cell.text, cell.face, size, room_of(cell))).collect();
    let mut heights = vec![height_of(1); rows];
    // First what one row needs for itself, then what cells over several rows need beyond that.
    for over_several in [false, true] {
        for (cell, lines) in cells.iter().zip(&lines).filter(|(cell, _)| (cell.rows > 1) == over_several) {
            let covered = &mut heights[cell.row..cell.row + cell.rows];
            let lacks = height_of(lines.len()) - covered.iter().sum::<f32>();
            if let Some(last) = covered.last_mut() {
                *last += lacks.max(0.0);
            }
        }
    }
    let mut marks = Vec::new();
    for (cell, lines) in cells.iter().zip(lines) {
        let x: f32 = widths[..cell.column].iter().sum();
        let y: f32 = heights[..cell.row].iter().sum();
        let height: f32 = heights[cell.row..cell.row + cell.rows].iter().sum();
        marks.push(Mark::Box { x, y, width: width_of(cell), height });
        let mut line_y = y + (height - height_of(lines.len())) / 2.0 + ABOVE;
        for text in lines {
            if !text.is_empty() {
                marks.push(Mark::text(text, cell.face, size, (x + BESIDE + cell.indent, line_y, room_of(cell)), cell.align));
            }
            line_y += leading;
        }
    }
    Laid { height: heights.iter().sum(), marks }
}

/// How many lines a cell may have on a page.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has a few dozen lines")]
fn most_lines(height: f32, size: f32) -> usize {
    ((height - 2.0 * ABOVE) / (size * LEADING)).clamp(1.0, 10_000.0) as usize
}

/// A row whose texts are longer than a page, as several rows.
fn pieces(row: &Row, label: usize, size: f32, widths: &[f32], most: usize) -> Vec<Row> {
    let face = if row.bold { Face::Bold } else { Face::Regular };
    let lines = |(at, cell): (usize, &Cell)| match cell {
        Cell::Text(text) => {
            let indent = if at == label { f32::from(row.indent) * STEP } else { 0.0 };
            wrap(text, face, size, widths[at] - 2.0 * BESIDE - indent)
        }
        Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Hidden | Cell::NotApplicable | Cell::Above | Cell::Left => {
            Vec::new()
        }
    };
    let texts: Vec<Vec<String>> = row.cells.iter().enumerate().map(lines).collect();
    // One line less: numbers and marks of drafts come before and after the text of the label.
    let most = most.saturating_sub(1).max(1);
    let count = texts.iter().map(|lines| lines.len().div_ceil(most)).max().unwrap_or(1).max(1);
    if count == 1 {
        return vec![row.clone()];
    }
    let piece = |number: usize| {
        let cell = |(cell, lines): (&Cell, &Vec<String>)| match lines.chunks(most).nth(number) {
            Some(chunk) => Cell::text(chunk.join(" ")),
            None if number == 0 => cell.clone(),
            None => Cell::Empty,
        };
        let cells = row.cells.iter().zip(&texts).map(cell).collect();
        if number == 0 { Row { cells, ..row.clone() } } else { Row { cells, number: None, draft: false, ..row.clone() } }
    };
    (0..count).map(piece).collect()
}
