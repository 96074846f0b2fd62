//! The table of a sheet.

use super::sheet::{Area, HEAD, Sheet, letters};
use crate::frame::Face;
use crate::html::{aligned, shown};
use crate::{Align, Cell, RenderError, Row, Table, grid};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder};

impl Sheet<'_> {
    pub(super) fn table(&mut self, table: &Table) -> Result<(), RenderError> {
        if let Some(title) = &table.title {
            self.line(title, Face::Bold, HEAD, FormatAlign::Left)?;
        }
        let first = self.row;
        self.header(table)?;
        if self.row > first {
            self.sheet.set_repeat_rows(first, self.row - 1)?;
            self.header = first..self.row;
        }
        let frozen = if !self.breaks.is_empty() && table.frozen > 0 { self.columns.spans[table.frozen - 1].1 + 1 } else { 0 };
        if frozen > 0 {
            self.sheet.set_repeat_columns(0, frozen - 1)?;
        }
        // Rows are not frozen below a head: head and header would fill the screen of a small computer.
        let rows = if self.has_head { 0 } else { self.row };
        if rows > 0 || frozen > 0 {
            self.sheet.set_freeze_panes(rows, frozen)?;
        }
        self.body(table)
    }

    fn area(&self, row: usize, column: usize, rows: usize, columns: usize) -> Area {
        let down = |count: usize| self.row + u32::try_from(count).unwrap_or(u32::MAX / 2);
        Area {
            first: (down(row), self.columns.spans[column].0),
            last: (down(row + rows - 1), self.columns.spans[column + columns - 1].1),
        }
    }

    fn header(&mut self, table: &Table) -> Result<(), RenderError> {
        let cells = grid::header(table)?;
        let mut heights = vec![1_usize; table.header.len()];
        for cell in &cells {
            // A heading over columns of several pages says itself on each.
            let end = cell.column + cell.columns;
            let inside = self.breaks.iter().copied().filter(|at| (cell.column + 1..end).contains(at));
            let edges: Vec<usize> = [cell.column].into_iter().chain(inside).chain([end]).collect();
            for edge in edges.windows(2) {
                let area = self.area(cell.row, edge[0], cell.rows, edge[1] - edge[0]);
                let lines = self.lines(area, cell.content, Face::Bold, self.points);
                let covered: usize = heights[cell.row..cell.row + cell.rows].iter().sum();
                heights[cell.row + cell.rows - 1] += lines.saturating_sub(covered);
                self.put(area, cell.content, &bordered(Face::Bold, self.points, Align::Center))?;
            }
        }
        for lines in heights {
            self.next(lines, self.points)?;
        }
        if table.columns.iter().any(|column| column.mark.is_some()) {
            for (at, column) in table.columns.iter().enumerate() {
                let mark = column.mark.as_deref().unwrap_or_default();
                self.put(self.area(0, at, 1, 1), mark, &bordered(Face::Italic, self.points, Align::Center))?;
            }
            self.next(1, self.points)?;
        }
        Ok(())
    }

    fn body(&mut self, table: &Table) -> Result<(), RenderError> {
        let mut heights = vec![1_usize; table.rows.len()];
        for cell in grid::body(&table.rows, table.columns.len()) {
            let row = &table.rows[cell.row];
            let area = self.area(cell.row, cell.column, cell.rows, cell.columns);
            let face = if row.bold { Face::Bold } else { Face::Regular };
            let mut format = bordered(face, self.points, aligned(cell.content, table.columns[cell.column].align));
            let is_label = cell.column == table.label;
            if is_label && row.indent > 0 {
                format = format.set_indent(row.indent);
            }
            let text = shown(row, cell.content, is_label);
            let lines = self.lines(area, &text, face, self.points);
            let covered: usize = heights[cell.row..cell.row + cell.rows].iter().sum();
            heights[cell.row + cell.rows - 1] += lines.saturating_sub(covered);
            self.cell(area, cell.content, &text, format, row, is_label)?;
        }
        for lines in heights {
            self.next(lines, self.points)?;
        }
        Ok(())
    }

    fn cell(
        &mut self,
        area: Area,
        cell: &Cell,
        text: &str,
        format: Format,
        row: &Row,
        is_label: bool,
    ) -> Result<(), RenderError> {
        let (at_row, at_column) = area.first;
        let plain = !is_label || (row.number.is_none() && !row.draft);
        match cell {
            Cell::Number(number) if plain => {
                let format = format.set_num_format(number_format(number.decimals, number.estimated));
                self.put(area, "", &format)?;
                self.sheet.write_number_with_format(at_row, at_column, number.value, &format)?;
            }
            Cell::Date(date) if plain && date.precision() == danso_model::Precision::Day && !date.is_estimated() => {
                let day = date.earliest();
                let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
                let (Ok(year), Ok(month), Ok(day)) = parts else { return self.put(area, text, &format) };
                // Spreadsheets know no day before 1900.
                if year < 1900 {
                    return self.put(area, text, &format);
                }
                let format = format.set_num_format("dd/mm/yyyy");
                self.put(area, "", &format)?;
                self.sheet.write_datetime_with_format(at_row, at_column, &ExcelDateTime::from_ymd(year, month, day)?, &format)?;
            }
            Cell::Empty
            | Cell::Text(_)
            | Cell::Number(_)
            | Cell::Date(_)
            | Cell::Hidden
            | Cell::NotApplicable
            | Cell::Above
            | Cell::Left => {
                self.put(area, text, &format)?;
            }
        }
        Ok(())
    }
}

fn bordered(face: Face, size: f32, align: Align) -> Format {
    let align = match align {
        Align::Left => FormatAlign::Left,
        Align::Center => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    letters(face, size).set_align(align).set_align(FormatAlign::VerticalCenter).set_border(FormatBorder::Thin).set_text_wrap()
}

/// Spreadsheets show the separators of the country they are set to. The room of a bracket keeps digits off the border, in every one of them.
fn number_format(decimals: u8, estimated: bool) -> String {
    let digits = if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(usize::from(decimals))) };
    if estimated { format!("\"≈\"{digits}_)") } else { format!("{digits}_)") }
}
