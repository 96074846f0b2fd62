//! One sheet, written from top to bottom.

use super::columns::Columns;
use crate::frame::{self, Block, Face, Line, Rule};
use crate::html::{aligned, shown};
use crate::metrics::{LEADING, MM, wrap};
use crate::words::words;
use crate::{Align, Cell, Document, Paper, RenderError, Row, Signature, Table, grid, split};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet};

const FONT: &str = "Times New Roman";

/// Points of the head, of titles, and of what stands below tables.
const HEAD: f32 = 12.0;
const TITLE: f32 = 14.0;
const BELOW: f32 = 11.0;

/// Points between a text and the borders of its cell, left and right together.
const PADDING: f32 = 6.0;

/// A column is a little narrower than its share of the page, since spreadsheets round widths to pixels.
const SLACK: f32 = 0.97;

pub(super) struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    columns: Columns,
    points: f32,
    /// The next row to write.
    row: u32,
    has_head: bool,
}

/// A rectangle of cells, all ends included.
#[derive(Clone, Copy)]
struct Area {
    first: (u32, u16),
    last: (u32, u16),
}

impl<'a> Sheet<'a> {
    /// Sets up paper, columns, header and footer for a table.
    pub(super) fn begin(sheet: &'a mut Worksheet, document: &Document, table: &Table, name: &str) -> Result<Self, RenderError> {
        let page = document.page;
        let parts = split::parts(table, page.inner_width_mm())?;
        let frozen = if parts.len() > 1 { table.frozen } else { 0 };
        let own = parts.iter().enumerate().flat_map(|(at, part)| part.columns.iter().skip(if at == 0 { 0 } else { frozen }));
        let widths: Vec<f32> = own.map(|column| column.width_mm).collect();
        let columns = Columns::new(&widths, parts[0].columns.len());
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
        if parts.len() == 1 {
            sheet.set_print_fit_to_pages(1, 0);
        } else {
            let mut before = parts[0].columns.len();
            let mut breaks = Vec::new();
            for part in &parts[1..] {
                breaks.push(u32::from(columns.spans[before].0));
                before += part.columns.len() - frozen;
            }
            sheet.set_vertical_page_breaks(&breaks)?;
        }
        for (column, width) in (0_u16..).zip(&columns.widths) {
            sheet.set_column_width_pixels(column, pixels(width * SLACK))?;
        }
        if let Some(mark) = frame::draft_mark(document) {
            sheet.set_header(format!("&C&\"{FONT},Bold\"&14{}", mark.replace('&', "&&")));
        }
        let footer: String = frame::footer(document).replace('&', "&&").chars().take(180).collect();
        let page_of = crate::words::fill(&words().page, &[("page", "&P"), ("pages", "&N")]);
        sheet.set_footer(format!("&L&\"{FONT},Regular\"&9{footer}&R&\"{FONT},Regular\"&9{page_of}"));
        Ok(Self { sheet, columns, points: page.table_points, row: 0, has_head: false })
    }

    fn across(&self, first: u16, last: u16) -> Area {
        Area { first: (self.row, first), last: (self.row, last) }
    }

    fn page(&self) -> Area {
        self.across(0, self.columns.page - 1)
    }

    /// Writes a text over an area, merging its cells.
    fn put(&mut self, area: Area, text: &str, format: &Format) -> Result<(), RenderError> {
        let Area { first, last } = area;
        if first == last {
            self.sheet.write_string_with_format(first.0, first.1, text, format)?;
        } else {
            self.sheet.merge_range(first.0, first.1, last.0, last.1, text, format)?;
        }
        Ok(())
    }

    fn lines(&self, area: Area, text: &str, face: Face, size: f32) -> usize {
        wrap(text, face, size, self.columns.width(area.first.1, area.last.1) * SLACK * MM - PADDING).len()
    }

    /// Ends the row, as high as so many lines.
    fn next(&mut self, lines: usize, size: f32) -> Result<(), RenderError> {
        self.sheet.set_row_height(self.row, height(lines, size))?;
        self.row += 1;
        Ok(())
    }

    /// A line over the whole page.
    fn line(&mut self, text: &str, face: Face, size: f32, align: FormatAlign) -> Result<(), RenderError> {
        let lines = self.lines(self.page(), text, face, size);
        self.put(self.page(), text, &letters(face, size).set_align(align).set_align(FormatAlign::Top).set_text_wrap())?;
        self.next(lines, size)
    }

    pub(super) fn block(&mut self, block: &Block, centred: bool) -> Result<(), RenderError> {
        if block.is_empty() {
            return Ok(());
        }
        self.has_head = true;
        if !centred {
            self.row += 1;
        }
        let align = if centred { FormatAlign::Center } else { FormatAlign::Left };
        let (left, right) = (ruled(&block.left), ruled(&block.right));
        for at in 0..left.len().max(right.len()) {
            let mut lines = 1;
            let halves = [(left.get(at), 0, self.columns.cut - 1), (right.get(at), self.columns.cut, self.columns.page - 1)];
            for (line, first, last) in halves {
                if let Some(line) = line {
                    let area = self.across(first, last);
                    lines = lines.max(self.lines(area, &line.text, line.face, HEAD));
                    self.put(area, &line.text, &letters(line.face, HEAD).set_align(align).set_align(FormatAlign::Top).set_text_wrap())?;
                }
            }
            self.next(lines, HEAD)?;
        }
        Ok(())
    }

    pub(super) fn title(&mut self, lines: &[String]) -> Result<(), RenderError> {
        self.row += u32::from(self.row > 0);
        for (at, text) in lines.iter().enumerate() {
            let (face, size) = if at == 0 { (Face::Bold, TITLE) } else { (Face::Regular, HEAD) };
            self.line(text, face, size, FormatAlign::Center)?;
        }
        self.row += 1;
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str, bold: bool) -> Result<(), RenderError> {
        self.line(text, if bold { Face::Bold } else { Face::Regular }, HEAD, FormatAlign::Left)
    }

    pub(super) fn table(&mut self, table: &Table) -> Result<(), RenderError> {
        if let Some(title) = &table.title {
            self.line(title, Face::Bold, HEAD, FormatAlign::Left)?;
        }
        let first = self.row;
        self.header(table)?;
        if self.row > first {
            self.sheet.set_repeat_rows(first, self.row - 1)?;
        }
        let wide = usize::from(self.columns.page) < self.columns.widths.len();
        let frozen = if wide && table.frozen > 0 { self.columns.spans[table.frozen - 1].1 + 1 } else { 0 };
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
        Area { first: (down(row), self.columns.spans[column].0), last: (down(row + rows - 1), self.columns.spans[column + columns - 1].1) }
    }

    fn header(&mut self, table: &Table) -> Result<(), RenderError> {
        let cells = grid::header(table)?;
        let mut heights = vec![1_usize; table.header.len()];
        for cell in &cells {
            let area = self.area(cell.row, cell.column, cell.rows, cell.columns);
            let lines = self.lines(area, cell.content, Face::Bold, self.points);
            let covered: usize = heights[cell.row..cell.row + cell.rows].iter().sum();
            heights[cell.row + cell.rows - 1] += lines.saturating_sub(covered);
            self.put(area, cell.content, &bordered(Face::Bold, self.points, Align::Center))?;
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

    fn cell(&mut self, area: Area, cell: &Cell, text: &str, format: Format, row: &Row, is_label: bool) -> Result<(), RenderError> {
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
            Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Date(_) | Cell::Hidden | Cell::NotApplicable | Cell::Above | Cell::Left => {
                self.put(area, text, &format)?;
            }
        }
        Ok(())
    }

    /// Notes and signatures.
    pub(super) fn end(&mut self, document: &Document) -> Result<(), RenderError> {
        let notes = frame::notes(document);
        if !notes.is_empty() {
            self.row += 1;
            self.line(&words().notes, Face::Italic, BELOW, FormatAlign::Left)?;
        }
        for note in &notes {
            self.line(note, Face::Regular, BELOW, FormatAlign::Left)?;
        }
        self.row += 1;
        let groups = self.columns.groups(document.signatures.len());
        for signers in document.signatures.chunks(groups.len()) {
            self.signatures(signers, &groups)?;
        }
        Ok(())
    }

    fn signatures(&mut self, signers: &[Signature], groups: &[(u16, u16)]) -> Result<(), RenderError> {
        let texts = |text: fn(&Signature) -> &str| signers.iter().map(text).collect::<Vec<_>>();
        let rows = [
            (texts(|signer| &signer.role), Face::Bold, 0),
            (texts(|signer| frame::sign_hint(signer.seal)), Face::Italic, 4),
            (texts(|signer| signer.name.as_deref().unwrap_or_default()), Face::Bold, 1),
        ];
        for (texts, face, space) in rows {
            let mut lines = 1;
            for (text, (first, last)) in texts.iter().zip(groups) {
                let area = self.across(*first, *last);
                lines = lines.max(self.lines(area, text, face, HEAD));
                let format = letters(face, HEAD).set_align(FormatAlign::Center).set_align(FormatAlign::Top).set_text_wrap();
                self.put(area, text, &format)?;
            }
            self.next(lines, HEAD)?;
            self.row += space;
        }
        Ok(())
    }
}

/// The lines of a half of the head, rules as lines of their own.
fn ruled(lines: &[Line]) -> Vec<Line> {
    let mut all = Vec::new();
    for line in lines {
        all.push(line.clone());
        let dashes = match line.rule {
            Rule::None => continue,
            Rule::Short => "———",
            Rule::Full => "———————",
        };
        all.push(Line { text: dashes.to_owned(), face: Face::Regular, rule: Rule::None });
    }
    all
}

fn letters(face: Face, size: f32) -> Format {
    let format = Format::new().set_font_name(FONT).set_font_family(1).set_font_size(f64::from(size));
    match face {
        Face::Regular => format,
        Face::Bold => format.set_bold(),
        Face::Italic => format.set_italic(),
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

/// Spreadsheets show the separators of the country they are set to.
fn number_format(decimals: u8, estimated: bool) -> String {
    let digits = if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(usize::from(decimals))) };
    if estimated { format!("\"≈\"{digits}") } else { digits }
}

#[expect(clippy::cast_precision_loss, reason = "lines of a cell")]
fn height(lines: usize, size: f32) -> f64 {
    f64::from((lines as f32 * size * (LEADING + 0.05)) + 3.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths of paper in pixels of 1/96 inch")]
fn pixels(mm: f32) -> u32 {
    (mm * 96.0 / 25.4).round().max(8.0) as u32
}
