//! Tables with borders, whose header is repeated on each page.

use super::paragraph::{MARGINS, Paragraph, twips};
use crate::grid::{self, Placed};
use crate::html::{aligned, shown};
use crate::{Align, RenderError, Table};

/// Millimetres that a step of indent is wide.
const STEP: f32 = 4.0;

/// A cell with its paragraph.
struct Content {
    place: Placed<()>,
    xml: String,
}

/// The table; its last rows stay with what follows where `keep` rows are asked for.
pub(super) fn xml(table: &Table, points: f32, keep: usize) -> Result<String, RenderError> {
    let widths: Vec<i64> = table.columns.iter().map(|column| twips(column.width_mm)).collect();
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let border = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat();
    let mut xml = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>{MARGINS}</w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>",
        widths.iter().sum::<i64>()
    );
    let (cells, height) = header(table, points)?;
    rows(&mut xml, &cells, height, &widths, true);
    rows(&mut xml, &body(table, points, keep), table.rows.len(), &widths, false);
    xml.push_str("</w:tbl>");
    Ok(xml)
}

fn header(table: &Table, points: f32) -> Result<(Vec<Content>, usize), RenderError> {
    let text = |text: &str, bold| {
        Paragraph { text, bold, italic: !bold, centred: true, points: Some(points), keep_next: true, ..Paragraph::default() }
            .xml()
    };
    let mut cells = Vec::new();
    for Placed { row, column, rows, columns, content } in grid::header(table)? {
        cells.push(Content { place: Placed { row, column, rows, columns, content: () }, xml: text(content, true) });
    }
    let mut height = table.header.len();
    if table.columns.iter().any(|column| column.mark.is_some()) {
        for (at, column) in table.columns.iter().enumerate() {
            let place = Placed { row: height, column: at, rows: 1, columns: 1, content: () };
            cells.push(Content { place, xml: text(column.mark.as_deref().unwrap_or_default(), false) });
        }
        height += 1;
    }
    Ok((cells, height))
}

fn body(table: &Table, points: f32, keep: usize) -> Vec<Content> {
    let kept_from = table.rows.len().saturating_sub(keep);
    let content = |Placed { row: at, column, rows, columns, content }: &Placed<&crate::Cell>| {
        let row = &table.rows[*at];
        let is_label = *column == table.label;
        let align = aligned(content, table.columns[*column].align);
        let paragraph = Paragraph {
            text: &shown(row, content, is_label),
            bold: row.bold,
            align,
            points: Some(points),
            indent: if is_label && align == Align::Left { f32::from(row.indent) * STEP } else { 0.0 },
            keep_next: *at >= kept_from,
            ..Paragraph::default()
        };
        Content { place: Placed { row: *at, column: *column, rows: *rows, columns: *columns, content: () }, xml: paragraph.xml() }
    };
    grid::body(&table.rows, table.columns.len()).iter().map(content).collect()
}

fn rows(xml: &mut String, cells: &[Content], height: usize, widths: &[i64], is_header: bool) {
    for row in 0..height {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
        xml.push_str(if is_header { "<w:tblHeader/></w:trPr>" } else { "</w:trPr>" });
        let covers = |cell: &&Content| (cell.place.row..cell.place.row + cell.place.rows).contains(&row);
        let mut here: Vec<&Content> = cells.iter().filter(covers).collect();
        here.sort_by_key(|cell| cell.place.column);
        for Content { place, xml: text } in here {
            let width: i64 = widths[place.column..place.column + place.columns].iter().sum();
            let span = if place.columns > 1 { format!("<w:gridSpan w:val=\"{}\"/>", place.columns) } else { String::new() };
            let merge = match (place.rows > 1, place.row == row) {
                (false, _) => "",
                (true, true) => "<w:vMerge w:val=\"restart\"/>",
                (true, false) => "<w:vMerge/>",
            };
            let text = if place.row == row { text.as_str() } else { "<w:p/>" };
            xml.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}<w:vAlign w:val=\"center\"/></w:tcPr>{text}</w:tc>"
            ));
        }
        xml.push_str("</w:tr>");
    }
}
