//! PDF: pages laid out here, with the fonts of this crate embedded, so that it looks the same on every machine and its text can be searched.

mod file;
mod flow;
mod table;

use crate::frame::{self, Block, Face, Line, Rule};
use crate::metrics::{LEADING, MM, width, wrap};
use crate::words::{fill, words};
use crate::{Align, Document, Part, RenderError, Table, split};
use flow::{Flow, Mark, Page};
use table::Laid;

/// Points of the head, of its form's block, of titles, of notes and of the foot of pages.
const HEAD: f32 = 12.0;
const FORM: f32 = 11.0;
const TITLE: f32 = 14.0;
const NOTE: f32 = 10.5;
const FOOT: f32 = 8.5;

/// The left half of the head and of its form's block, as shares of the width.
const LEFT: f32 = 0.40;
const FORM_LEFT: f32 = 0.52;

/// How many rows at least stay on the page of the signatures.
const WITH_SIGNATURES: usize = 2;

/// Points for writing by hand between role and name.
const HAND: f32 = 54.0;

pub(crate) fn write(document: &Document) -> Result<Vec<u8>, RenderError> {
    let mut flow = Flow::new(document.page);
    organisation(&mut flow, &frame::organisation(document));
    form(&mut flow, &frame::form(document));
    flow.space(10.0);
    for (at, text) in document.title.iter().enumerate() {
        let (face, size) = if at == 0 { (Face::Bold, TITLE) } else { (Face::Regular, HEAD) };
        flow.text(text, face, size, Align::Center);
    }
    flow.space(8.0);
    let end = end(document, flow.width());
    for (at, part) in document.parts.iter().enumerate() {
        let after = &document.parts[at + 1..];
        match part {
            Part::Heading(text) => {
                let next = after.first().map_or(Ok(0.0), |part| least(document, part, flow.width()))?;
                flow.need(30.0 + next);
                flow.space(4.0);
                flow.text(text, Face::Bold, HEAD, Align::Left);
                flow.space(2.0);
            }
            Part::Text(text) => {
                flow.need(HEAD * LEADING);
                flow.text(text, Face::Regular, HEAD, Align::Left);
                flow.space(2.0);
            }
            Part::NewPage => flow.new_page(),
            Part::Table(table) => place(&mut flow, document, table, if after.is_empty() { end.height } else { 0.0 })?,
        }
    }
    flow.need(end.height);
    flow.group(&end);
    let mut pages = flow.finish();
    feet(document, &mut pages);
    file::write(document, &pages)
}

/// The lines of one half of the head; answers how high they are.
fn half(marks: &mut Vec<Mark>, lines: &[Line], size: f32, (x, room): (f32, f32), align: Align) -> f32 {
    let mut y = 0.0;
    for line in lines {
        let mut widest = 0.0_f32;
        for text in wrap(&line.text, line.face, size, room) {
            widest = widest.max(width(&text, line.face, size));
            marks.push(Mark::text(text, line.face, size, (x, y, room), align));
            y += size * LEADING;
        }
        let length = match line.rule {
            Rule::None => continue,
            Rule::Short => widest * 0.36,
            Rule::Full => widest,
        };
        marks.push(Mark::Rule { x: x + (room - length) / 2.0, y: y + 2.5, width: length });
        y += 7.0;
    }
    y
}

fn block(flow: &mut Flow, block: &Block, size: f32, share: f32, align: Align) {
    let left = flow.width() * share;
    let mut marks = Vec::new();
    let gap = 6.0;
    let heights = [
        half(&mut marks, &block.left, size, (0.0, left - gap), align),
        half(&mut marks, &block.right, size, (left, flow.width() - left), align),
    ];
    flow.group(&Laid { height: heights[0].max(heights[1]), marks });
}

fn organisation(flow: &mut Flow, lines: &Block) {
    if !lines.is_empty() {
        block(flow, lines, HEAD, LEFT, Align::Center);
    }
}

fn form(flow: &mut Flow, lines: &Block) {
    if !lines.is_empty() {
        flow.space(8.0);
        block(flow, lines, FORM, FORM_LEFT, Align::Left);
    }
}

/// The height that a part needs at least to begin on a page.
fn least(document: &Document, part: &Part, width: f32) -> Result<f32, RenderError> {
    Ok(match part {
        Part::Heading(_) | Part::Text(_) => 2.0 * HEAD * LEADING,
        Part::NewPage => 0.0,
        Part::Table(table) => {
            let parts = split::parts(table, document.page.inner_width_mm())?;
            let laid = table::lay(&parts[0], document.page.table_points, width, f32::MAX)?;
            laid.header.height + laid.groups.first().map_or(0.0, |group| group.height)
        }
    })
}

/// Places a table, each part of it below or on a new page, header repeated; `end` points must stay free below its last rows.
fn place(flow: &mut Flow, document: &Document, whole: &Table, end: f32) -> Result<(), RenderError> {
    let parts = split::parts(whole, document.page.inner_width_mm())?;
    let last_part = parts.len() - 1;
    for (at, part) in parts.iter().enumerate() {
        let title =
            part.title.as_ref().map(|title| if at == 0 { title.clone() } else { format!("{title} {}", words().continued) });
        let title_height = if title.is_some() { HEAD * LEADING + 8.0 } else { 0.0 };
        let laid = table::lay(part, document.page.table_points, flow.width(), flow.height())?;
        let heights: Vec<f32> = laid.groups.iter().map(|group| group.height).collect();
        let all = title_height + laid.header.height + heights.iter().sum::<f32>();
        if at > 0 {
            flow.space(10.0);
            flow.need(all.min(flow.height()));
        }
        flow.need(title_height + laid.header.height + heights.first().copied().unwrap_or(0.0));
        if let Some(title) = &title {
            flow.space(4.0);
            flow.text(title, Face::Bold, HEAD, Align::Left);
            flow.space(2.0);
        }
        flow.group(&laid.header);
        let with_end = if at == last_part && end > 0.0 { heights.len().saturating_sub(WITH_SIGNATURES) } else { usize::MAX };
        for (number, group) in laid.groups.iter().enumerate() {
            let mut needed = group.height;
            if number == with_end {
                let together = heights[number..].iter().sum::<f32>() + end;
                if together + laid.header.height <= flow.height() {
                    needed = together;
                }
            }
            if flow.need(needed) {
                flow.group(&laid.header);
            }
            flow.group(group);
        }
    }
    flow.space(4.0);
    Ok(())
}

/// Notes and signatures, which stay on one page.
fn end(document: &Document, room: f32) -> Laid {
    let mut marks = Vec::new();
    let mut y = 6.0;
    let notes = frame::notes(document);
    let heading = (!notes.is_empty()).then(|| (words().notes.clone(), Face::Italic));
    for (text, face) in heading.into_iter().chain(notes.into_iter().map(|note| (note, Face::Regular))) {
        for text in wrap(&text, face, NOTE, room) {
            marks.push(Mark::text(text, face, NOTE, (0.0, y, room), Align::Left));
            y += NOTE * LEADING;
        }
    }
    if document.signatures.is_empty() {
        return Laid { height: y, marks };
    }
    y += 12.0;
    #[expect(clippy::cast_precision_loss, reason = "a handful of signatures")]
    let each = room / document.signatures.len() as f32;
    let mut x = 0.0;
    let mut height = 0.0_f32;
    for signature in &document.signatures {
        let mut below = y;
        let name = signature.name.as_deref().unwrap_or_default();
        let texts = [
            (signature.role.as_str(), Face::Bold, 0.0),
            (frame::sign_hint(signature.seal), Face::Italic, HAND),
            (name, Face::Bold, 0.0),
        ];
        for (text, face, space) in texts {
            for text in wrap(text, face, HEAD, each - 8.0) {
                marks.push(Mark::text(text, face, HEAD, (x, below, each), Align::Center));
                below += HEAD * LEADING;
            }
            below += space;
        }
        height = height.max(below);
        x += each;
    }
    Laid { height, marks }
}

/// What every page says below, and above where it is a draft.
fn feet(document: &Document, pages: &mut [Page]) {
    let [_, right, bottom, left] = document.page.margins_mm().map(|mm| mm * MM);
    let (width_mm, height_mm) = document.page.size_mm();
    let room = width_mm * MM - left - right;
    let count = pages.len().to_string();
    for (at, page) in pages.iter_mut().enumerate() {
        let number = fill(&words().page, &[("page", &(at + 1).to_string()), ("pages", &count)]);
        let reserved = width(&number, Face::Regular, FOOT) + 12.0;
        let top = height_mm * MM - bottom + 6.0;
        page.marks.push(Mark::Rule { x: left, y: top - 1.0, width: room });
        let mut y = top;
        for text in wrap(&frame::footer(document), Face::Regular, FOOT, room - reserved) {
            page.marks.push(Mark::text(text, Face::Regular, FOOT, (left, y, room), Align::Left));
            y += FOOT * LEADING;
        }
        page.marks.push(Mark::text(number, Face::Regular, FOOT, (left, top, room), Align::Right));
        if let Some(mark) = frame::draft_mark(document) {
            let wide = width(mark, Face::Bold, HEAD) + 16.0;
            let x = (width_mm * MM - wide) / 2.0;
            page.marks.push(Mark::Box { x, y: 26.0, width: wide, height: 18.0 });
            page.marks.push(Mark::text(mark.to_owned(), Face::Bold, HEAD, (x, 28.0, wide), Align::Center));
        }
    }
}
