//! The text of the document, from head to signatures.

use super::paragraph::{BESIDE, MARGINS, Paragraph, TWIPS, rule, twips};
use super::table;
use crate::frame::{self, Block, Face, Line, Rule};
use crate::metrics::{MM, width};
use crate::words::words;
use crate::{Document, Part, RenderError, Table, split};

/// Points of the head and of its form's block.
const HEAD: f32 = 12.0;
const FORM: f32 = 11.0;

/// The left half of the head and of its form's block, as shares of the width.
const LEFT: f32 = 0.40;
const FORM_LEFT: f32 = 0.52;

/// How many rows at least stay on the page of the signatures.
const WITH_SIGNATURES: usize = 2;

/// Twips for writing by hand between role and name.
const HAND: u32 = 1100;

pub(super) fn write(document: &Document) -> Result<String, RenderError> {
    let mut xml = String::new();
    let organisation = frame::organisation(document);
    if !organisation.is_empty() {
        xml.push_str(&block(document, &organisation, HEAD, LEFT, true));
    }
    let form = frame::form(document);
    if !form.is_empty() {
        xml.push_str("<w:p/>");
        xml.push_str(&block(document, &form, FORM, FORM_LEFT, false));
    }
    for (at, text) in document.title.iter().enumerate() {
        xml.push_str(&Paragraph { text, style: Some(if at == 0 { "Title" } else { "Subtitle" }), ..Paragraph::default() }.xml());
    }
    let mut new_page = false;
    for (at, part) in document.parts.iter().enumerate() {
        let is_last = at + 1 == document.parts.len();
        let after_text = at > 0 && matches!(document.parts[at - 1], Part::Heading(_) | Part::Text(_));
        match part {
            Part::Heading(text) => {
                xml.push_str(&Paragraph { text, style: Some("Heading1"), new_page, ..Paragraph::default() }.xml())
            }
            Part::Text(text) => xml.push_str(&Paragraph { text, new_page, before: 40, ..Paragraph::default() }.xml()),
            Part::Table(table) => xml.push_str(&tables(document, table, Above { new_page, text: after_text }, is_last)?),
            Part::NewPage => {}
        }
        new_page = *part == Part::NewPage;
    }
    xml.push_str(&end(document));
    xml.push_str(&section(document));
    Ok(xml)
}

/// A table without borders: its columns' widths in millimetres and the paragraphs in them.
fn unbordered(columns: &[(f32, String)]) -> String {
    let grid: String = columns.iter().map(|(width, _)| format!("<w:gridCol w:w=\"{}\"/>", twips(*width))).collect();
    let cell = |(width, text): &(f32, String)| {
        format!("<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>{text}</w:tc>", twips(*width))
    };
    let cells: String = columns.iter().map(cell).collect();
    let whole = twips(columns.iter().map(|(width, _)| width).sum());
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>{MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>\
         <w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )
}

fn block(document: &Document, block: &Block, points: f32, share: f32, centred: bool) -> String {
    let inner = document.page.inner_width_mm();
    let halves = [(&block.left, inner * share), (&block.right, inner * (1.0 - share))];
    unbordered(&halves.map(|(lines, width)| (width, half(lines, points, width, centred))))
}

fn half(lines: &[Line], points: f32, room: f32, centred: bool) -> String {
    // A cell must have a paragraph.
    if lines.is_empty() {
        return "<w:p/>".to_owned();
    }
    let mut xml = String::new();
    for line in lines {
        let (bold, italic) = (line.face == Face::Bold, line.face == Face::Italic);
        xml.push_str(&Paragraph { text: &line.text, bold, italic, centred, points: Some(points), ..Paragraph::default() }.xml());
        let inside = room - 2.0 * BESIDE / TWIPS;
        let length = width(&line.text, line.face, points) / MM;
        match line.rule {
            Rule::None => {}
            Rule::Short => xml.push_str(&rule((inside - length.min(inside) * 0.36) / 2.0)),
            Rule::Full => xml.push_str(&rule((inside - length) / 2.0)),
        }
    }
    xml
}

/// What stands before a table.
#[derive(Clone, Copy)]
struct Above {
    new_page: bool,
    /// Whether it is a paragraph, not another table.
    text: bool,
}

/// The table, in parts that fit on the page.
fn tables(document: &Document, whole: &Table, before: Above, is_last: bool) -> Result<String, RenderError> {
    let mut xml = String::new();
    let parts = split::parts(whole, document.page.inner_width_mm())?;
    for (at, part) in parts.iter().enumerate() {
        let more = if at > 0 { format!(" {}", words().continued) } else { String::new() };
        let title = part.title.as_ref().map(|title| format!("{title}{more}"));
        let text = title.as_deref().unwrap_or_default();
        // Tables without a paragraph between them would become one; a part of a wide table begins a page.
        let above = Paragraph {
            text,
            bold: true,
            keep_next: true,
            new_page: at > 0 || before.new_page,
            before: 80,
            ..Paragraph::default()
        };
        if at > 0 || title.is_some() || !before.text {
            xml.push_str(&above.xml());
        }
        let keep = if is_last && at + 1 == parts.len() { WITH_SIGNATURES } else { 0 };
        xml.push_str(&table::xml(part, document.page.table_points, keep)?);
    }
    Ok(xml)
}

fn end(document: &Document) -> String {
    let mut xml = String::new();
    let notes = frame::notes(document);
    if !notes.is_empty() {
        xml.push_str(
            &Paragraph { text: &words().notes, style: Some("Note"), italic: true, before: 160, ..Paragraph::default() }.xml(),
        );
    }
    notes.iter().for_each(|text| xml.push_str(&Paragraph { text, style: Some("Note"), ..Paragraph::default() }.xml()));
    if document.signatures.is_empty() {
        return xml;
    }
    xml.push_str(&Paragraph { keep_next: true, before: 120, ..Paragraph::default() }.xml());
    #[expect(clippy::cast_precision_loss, reason = "a handful of signatures")]
    let each = document.page.inner_width_mm() / document.signatures.len() as f32;
    let column = |signature: &crate::Signature| {
        let plain = Paragraph { centred: true, ..Paragraph::default() };
        let lines = [
            Paragraph { text: &signature.role, bold: true, ..plain }.xml(),
            Paragraph { text: frame::sign_hint(signature.seal), italic: true, ..plain }.xml(),
            Paragraph { text: signature.name.as_deref().unwrap_or_default(), bold: true, before: HAND, ..plain }.xml(),
        ];
        (each, lines.concat())
    };
    xml.push_str(&unbordered(&document.signatures.iter().map(column).collect::<Vec<_>>()));
    // A document does not end with a table.
    xml.push_str("<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>");
    xml
}

/// The paper, and what stands above and below each page.
fn section(document: &Document) -> String {
    let page = document.page;
    let (width, height) = page.size_mm();
    let [top, right, bottom, left] = page.margins_mm().map(twips);
    let turned = if page.landscape { " w:orient=\"landscape\"" } else { "" };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:footerReference w:type=\"default\" r:id=\"rId3\"/>\
         <w:pgSz w:w=\"{}\" w:h=\"{}\"{turned}/><w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" \
         w:header=\"400\" w:footer=\"400\" w:gutter=\"0\"/></w:sectPr>",
        twips(width),
        twips(height)
    )
}
