//! How a sheet is printed: paper, pages, what stands above and below each.

use super::columns::Columns;
use super::sheet::{FONT, Sheet};
use crate::frame::{self, Face};
use crate::metrics::{MM, wrap};
use crate::words::{fill, words};
use crate::{Document, Page, Paper, RenderError, Table, split};
use rust_xlsxwriter::Worksheet;
use std::collections::BTreeMap;

/// Points of the foot of pages, and of the room of the page's number there.
const FOOT: f32 = 8.0;
const FOOT_PAGE: f32 = 60.0;

/// How many rows at least stay on the page of the signatures.
const WITH_SIGNATURES: u32 = 2;

/// The height in points of a row that nothing is written in.
const EMPTY_ROW: f64 = 15.0;

/// Columns are a little narrower than their share of the page, as spreadsheets round widths to pixels; where each page holds just so many of them,
/// by more, as each counts digits of its own font. A sheet on one page is made to fit anyway.
const SLACK: f32 = 0.98;
const SLACK_OF_WIDE: f32 = 0.94;

impl<'a> Sheet<'a> {
    /// Sets up paper, columns, header and footer for a table.
    pub(super) fn begin(sheet: &'a mut Worksheet, document: &Document, table: &Table, name: &str) -> Result<Self, RenderError> {
        let page = document.page;
        let parts = split::parts(table, page.inner_width_mm())?;
        let frozen = if parts.len() > 1 { table.frozen } else { 0 };
        let own = parts.iter().enumerate().flat_map(|(at, part)| part.columns.iter().skip(if at == 0 { 0 } else { frozen }));
        let widths: Vec<f32> = own.map(|column| column.width_mm).collect();
        let columns = Columns::new(&widths, parts[0].columns.len(), frozen);
        sheet.set_name(name)?;
        sheet.set_paper_size(match page.paper {
            Paper::A4 => 9,
            Paper::A3 => 8,
        });
        if page.landscape {
            sheet.set_landscape();
        }
        let [top, right, bottom, left] = page.margins_mm().map(|mm| f64::from(mm) / 25.4);
        sheet.set_margins(left, right, top, bottom, 0.3, 0.3);
        let slack = if parts.len() == 1 { SLACK } else { SLACK_OF_WIDE };
        let mut breaks = Vec::new();
        if parts.len() == 1 {
            sheet.set_print_fit_to_pages(1, 0);
        } else {
            let mut before = parts[0].columns.len();
            for part in &parts[1..] {
                breaks.push(before);
                before += part.columns.len() - frozen;
            }
            sheet.set_vertical_page_breaks(&breaks.iter().map(|at| u32::from(columns.spans[*at].0)).collect::<Vec<_>>())?;
        }
        for (column, width) in (0_u16..).zip(&columns.widths) {
            sheet.set_column_width_pixels(column, pixels(width * slack))?;
        }
        if let Some(mark) = frame::draft_mark(document) {
            sheet.set_header(format!("&C&\"{FONT},Bold\"&14{}", mark.replace('&', "&&")));
        }
        // Left and right of a footer do not see each other; the left one is broken so that it leaves room.
        let room = page.inner_width_mm() * MM - FOOT_PAGE;
        let footer: String =
            wrap(&frame::footer(document), Face::Regular, FOOT, room).join("\n").replace('&', "&&").chars().take(180).collect();
        let page_of = fill(&words().page, &[("page", "&P"), ("pages", "&N")]);
        sheet.set_footer(format!("&L&\"{FONT},Regular\"&{FOOT}{footer}&R&\"{FONT},Regular\"&{FOOT}{page_of}"));
        Ok(Self {
            sheet,
            columns,
            slack,
            points: page.table_points,
            breaks,
            row: 0,
            header: 0..0,
            heights: BTreeMap::new(),
            has_head: false,
        })
    }

    /// Begins the last page two rows of the table earlier where signatures would stand on it alone; `after` is the first row below the table.
    pub(super) fn keep_together(&mut self, page: Page, after: u32) -> Result<(), RenderError> {
        let [top, _, bottom, _] = page.margins_mm();
        let room = f64::from((page.size_mm().1 - top - bottom) * MM);
        let height = |row: u32| self.heights.get(&row).copied().unwrap_or(EMPTY_ROW);
        let header: f64 = self.header.clone().map(height).sum();
        let (mut used, mut last_page) = (0.0, 0);
        for row in 0..self.row {
            if used + height(row) > room {
                last_page = row;
                used = if row >= self.header.end { header } else { 0.0 };
            }
            used += height(row);
        }
        let earlier = after.saturating_sub(WITH_SIGNATURES);
        if last_page >= after && earlier > self.header.end {
            self.sheet.set_page_breaks(&[earlier])?;
        }
        Ok(())
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths of paper in pixels of 1/96 inch")]
fn pixels(mm: f32) -> u32 {
    (mm * 96.0 / 25.4).round().max(8.0) as u32
}
