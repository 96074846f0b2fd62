//! One sheet, written from top to bottom.

use super::columns::Columns;
use crate::RenderError;
use crate::frame::Face;
use crate::metrics::{LEADING, MM, wrap};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet};
use std::collections::BTreeMap;
use std::ops::Range;

pub(super) const FONT: &str = "Times New Roman";

/// Points of the head.
pub(super) const HEAD: f32 = 12.0;

/// Points between a text and the borders of its cell, left and right together.
const PADDING: f32 = 6.0;

pub(super) struct Sheet<'a> {
    pub sheet: &'a mut Worksheet,
    pub columns: Columns,
    /// Which part of their share columns have.
    pub slack: f32,
    /// Letters of the table.
    pub points: f32,
    /// The first column of the table on each printed page but the first, where the table is wider than the paper.
    pub breaks: Vec<usize>,
    /// The next row to write.
    pub row: u32,
    /// The rows of the table's header.
    pub header: Range<u32>,
    /// The heights of rows in points.
    pub heights: BTreeMap<u32, f64>,
    pub has_head: bool,
}

/// A rectangle of cells, all ends included.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub first: (u32, u16),
    pub last: (u32, u16),
}

impl Sheet<'_> {
    pub(super) fn across(&self, first: u16, last: u16) -> Area {
        Area { first: (self.row, first), last: (self.row, last) }
    }

    pub(super) fn page(&self) -> Area {
        self.across(0, self.columns.page - 1)
    }

    /// Writes a text over an area, merging its cells.
    pub(super) fn put(&mut self, area: Area, text: &str, format: &Format) -> Result<(), RenderError> {
        let Area { first, last } = area;
        if first == last {
            self.sheet.write_string_with_format(first.0, first.1, text, format)?;
        } else {
            self.sheet.merge_range(first.0, first.1, last.0, last.1, text, format)?;
        }
        Ok(())
    }

    pub(super) fn lines(&self, area: Area, text: &str, face: Face, size: f32) -> usize {
        wrap(text, face, size, self.room(area.first.1, area.last.1)).len()
    }

    /// The width in points of a text over some columns.
    pub(super) fn room(&self, first: u16, last: u16) -> f32 {
        self.columns.width(first, last) * self.slack * MM - PADDING
    }

    /// Ends the row, as high as so many lines.
    pub(super) fn next(&mut self, lines: usize, size: f32) -> Result<(), RenderError> {
        let height = height(lines, size);
        self.sheet.set_row_height(self.row, height)?;
        self.heights.insert(self.row, height);
        self.row += 1;
        Ok(())
    }

    /// A line over the whole page.
    pub(super) fn line(&mut self, text: &str, face: Face, size: f32, align: FormatAlign) -> Result<(), RenderError> {
        let lines = self.lines(self.page(), text, face, size);
        self.put(self.page(), text, &letters(face, size).set_align(align).set_align(FormatAlign::Top).set_text_wrap())?;
        self.next(lines, size)
    }
}

pub(super) fn letters(face: Face, size: f32) -> Format {
    let format = Format::new().set_font_name(FONT).set_font_family(1).set_font_size(f64::from(size));
    match face {
        Face::Regular => format,
        Face::Bold => format.set_bold(),
        Face::Italic => format.set_italic(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "lines of a cell")]
fn height(lines: usize, size: f32) -> f64 {
    f64::from((lines as f32 * size * (LEADING + 0.05)) + 3.0)
}
