//! Print HTML: one page without scripts that a browser shows and prints like the other outputs.

use crate::frame::{self, Block, Face, Line, Rule};
use crate::words::words;
use crate::{Align, Cell, Document, Paper, Part, RenderError, Row, Table, grid, split};
use std::fmt::Write;

/// The style; the words in capitals are filled in.
const STYLE: &str = include_str!("html.css");

/// How many rows a table has at most that is not divided between pages.
const SHORT: usize = 12;

/// Writing to a string cannot fail.
const NEVER: &str = "a string takes every text";

pub(crate) fn write(document: &Document) -> Result<String, RenderError> {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        escaped(document.name()),
        style(document)
    );
    if let Some(mark) = frame::draft_mark(document) {
        writeln!(html, "<div class=\"draft\">{}</div>", escaped(mark)).expect(NEVER);
    }
    block(&mut html, &frame::organisation(document), "head");
    block(&mut html, &frame::form(document), "head form");
    for (at, line) in document.title.iter().enumerate() {
        let (open, close) = if at == 0 { ("<h1>", "</h1>") } else { ("<p class=\"sub\">", "</p>") };
        writeln!(html, "{open}{}{close}", escaped(line)).expect(NEVER);
    }
    for part in &document.parts {
        match part {
            Part::Heading(text) => writeln!(html, "<h2>{}</h2>", escaped(text)).expect(NEVER),
            Part::Text(text) => writeln!(html, "<p>{}</p>", escaped(text)).expect(NEVER),
            Part::NewPage => html.push_str("<div class=\"newpage\"></div>\n"),
            Part::Table(whole) => {
                for (at, part) in split::parts(whole, document.page.inner_width_mm())?.iter().enumerate() {
                    table(&mut html, part, at > 0)?;
                }
            }
        }
    }
    end(&mut html, document);
    html.push_str("</body>\n</html>\n");
    Ok(html)
}

fn style(document: &Document) -> String {
    let page = document.page;
    let paper = match page.paper {
        Paper::A4 => "A4",
        Paper::A3 => "A3",
    };
    let direction = if page.landscape { "landscape" } else { "portrait" };
    let [top, right, bottom, left] = page.margins_mm();
    STYLE
        .replace("PAGE_DRAFT", &format!("\"{}\"", frame::draft_mark(document).unwrap_or_default()))
        .replace("PAGE_SIZE", &format!("{paper} {direction}"))
        .replace("PAGE_MARGINS", &format!("{top}mm {right}mm {bottom}mm {left}mm"))
        .replace("PAGE_WIDTH", &format!("{}mm", page.inner_width_mm() + 12.0))
        .replace("TABLE_POINTS", &page.table_points.to_string())
}

fn block(html: &mut String, block: &Block, class: &str) {
    if block.is_empty() {
        return;
    }
    write!(html, "<table class=\"{class}\" role=\"presentation\"><tr>").expect(NEVER);
    for side in [&block.left, &block.right] {
        html.push_str("<td>");
        side.iter().for_each(|line| head_line(html, line));
        html.push_str("</td>");
    }
    html.push_str("</tr></table>\n");
}

fn head_line(html: &mut String, line: &Line) {
    let text = escaped(&line.text);
    let text = match line.face {
        Face::Regular => text,
        Face::Bold => format!("<b>{text}</b>"),
        Face::Italic => format!("<i>{text}</i>"),
    };
    match line.rule {
        Rule::None => write!(html, "<div>{text}</div>"),
        Rule::Short => write!(html, "<div>{text}<span class=\"short\"></span></div>"),
        Rule::Full => write!(html, "<div><span class=\"rule\">{text}</span></div>"),
    }
    .expect(NEVER);
}

fn table(html: &mut String, table: &Table, continued: bool) -> Result<(), RenderError> {
    // A short table stays on one page, with the heading above it.
    let short = if table.rows.len() <= SHORT { " whole" } else { "" };
    writeln!(html, "<div class=\"scroll{short}\"><table class=\"data\">").expect(NEVER);
    if let Some(title) = &table.title {
        let more = if continued { format!(" {}", words().continued) } else { String::new() };
        writeln!(html, "<caption>{}{}</caption>", escaped(title), escaped(&more)).expect(NEVER);
    }
    let whole: f32 = table.columns.iter().map(|column| column.width_mm).sum();
    html.push_str("<colgroup>");
    for column in &table.columns {
        write!(html, "<col style=\"width:{:.2}%\">", column.width_mm / whole * 100.0).expect(NEVER);
    }
    html.push_str("</colgroup>\n<thead>\n");
    let cells = grid::header(table)?;
    for row in 0..table.header.len() {
        html.push_str("<tr>");
        for cell in cells.iter().filter(|cell| cell.row == row) {
            let scope = if cell.columns > 1 { "colgroup" } else { "col" };
            write!(html, "<th scope=\"{scope}\"{}>{}</th>", spans(cell.columns, cell.rows), escaped(cell.content)).expect(NEVER);
        }
        html.push_str("</tr>\n");
    }
    if table.columns.iter().any(|column| column.mark.is_some()) {
        html.push_str("<tr class=\"mark\">");
        for column in &table.columns {
            write!(html, "<th>{}</th>", escaped(column.mark.as_deref().unwrap_or_default())).expect(NEVER);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</thead>\n<tbody>\n");
    let cells = grid::body(&table.rows, table.columns.len());
    let mut cells = cells.iter().peekable();
    for (at, row) in table.rows.iter().enumerate() {
        html.push_str(if row.bold { "<tr class=\"b\">" } else { "<tr>" });
        while let Some(cell) = cells.next_if(|cell| cell.row == at) {
            let spans = spans(cell.columns, cell.rows);
            let class = class(cell.content, table.columns[cell.column].align);
            let indent = if cell.column == table.label { row.indent } else { 0 };
            let style =
                if indent == 0 { String::new() } else { format!(" style=\"padding-left:{}mm\"", 1 + 4 * u32::from(indent)) };
            write!(html, "<td{class}{spans}{style}>{}</td>", escaped(&shown(row, cell.content, cell.column == table.label)))
                .expect(NEVER);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table></div>\n");
    Ok(())
}

/// What people see in a cell; the cell with the row's label bears its number and the mark of a draft too.
pub(crate) fn shown(row: &Row, cell: &Cell, is_label: bool) -> String {
    let text = cell.shown();
    if !is_label {
        return text;
    }
    let number = row.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
    // The mark stays on the line of the last word.
    let draft = if row.draft { format!("\u{a0}{}", frame::DRAFT_ROW) } else { String::new() };
    format!("{number}{text}{draft}")
}

/// Where a cell's content stands.
pub(crate) const fn aligned(cell: &Cell, column: Align) -> Align {
    match cell {
        Cell::Number(_) => Align::Right,
        Cell::Hidden | Cell::NotApplicable => match column {
            Align::Left => Align::Center,
            Align::Center | Align::Right => column,
        },
        Cell::Empty | Cell::Text(_) | Cell::Date(_) | Cell::Above | Cell::Left => column,
    }
}

fn class(cell: &Cell, column: Align) -> &'static str {
    match aligned(cell, column) {
        Align::Left => "",
        Align::Center => " class=\"c\"",
        Align::Right => " class=\"r\"",
    }
}

fn spans(columns: usize, rows: usize) -> String {
    let span = |name: &str, count: usize| if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() };
    span("colspan", columns) + &span("rowspan", rows)
}

fn end(html: &mut String, document: &Document) {
    html.push_str("<div class=\"end\">\n");
    let notes = frame::notes(document);
    if !notes.is_empty() {
        write!(html, "<div class=\"notes\"><i>{}</i>", escaped(&words().notes)).expect(NEVER);
        notes.iter().for_each(|note| write!(html, "<br>{}", escaped(note)).expect(NEVER));
        html.push_str("</div>\n");
    }
    if !document.signatures.is_empty() {
        html.push_str("<table class=\"signatures\" role=\"presentation\"><tr>");
        for signature in &document.signatures {
            let (role, hint) = (escaped(&signature.role), escaped(frame::sign_hint(signature.seal)));
            let name = escaped(signature.name.as_deref().unwrap_or_default());
            write!(html, "<td><b>{role}</b><br><i>{hint}</i><div class=\"name\">{name}</div></td>").expect(NEVER);
        }
        html.push_str("</tr></table>\n");
    }
    writeln!(html, "<div class=\"foot\">{}</div>\n</div>", escaped(&frame::footer(document))).expect(NEVER);
}

/// Text as HTML and XML take it.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
