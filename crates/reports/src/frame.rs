//! What stands around the tables, line by line, the same for every kind of output.

use crate::number::vietnamese;
use crate::words::{fill, words};
use crate::{Cell, Document, Form, Number, PlaceAndDate, Standing};

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    Bold,
    Italic,
}

/// A rule below a line of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    None,
    /// As long as a good third of the text (below the organisation).
    Short,
    /// As long as the text (below the motto).
    Full,
}

/// One line of the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub text: String,
    pub face: Face,
    pub rule: Rule,
}

/// The two columns of a block of the head; the form's block stands below the organisation's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Block {
    pub left: Vec<Line>,
    pub right: Vec<Line>,
}

impl Block {
    pub(crate) fn is_empty(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }
}

fn line(text: impl Into<String>, face: Face) -> Line {
    Line { text: text.into(), face, rule: Rule::None }
}

/// Organisation and number on the left, nation, place and date on the right; each centred in its column.
pub(crate) fn organisation(document: &Document) -> Block {
    let head = &document.head;
    let mut block = Block::default();
    block.left.extend(head.parent.as_ref().map(|text| line(text, Face::Regular)));
    block.left.extend(head.organisation.as_ref().map(|text| Line { rule: Rule::Short, ..line(text, Face::Bold) }));
    block.left.extend(head.number.as_ref().map(|number| line(fill(&words().number, &[("number", number)]), Face::Regular)));
    if head.nation {
        block.right.push(line(&words().nation, Face::Bold));
        block.right.push(Line { rule: Rule::Full, ..line(&words().motto, Face::Bold) });
    }
    block.right.extend(head.place_and_date.as_ref().map(|written| line(place_and_date(written), Face::Italic)));
    block
}

/// The form's symbol and basis on the left, between whom it goes on the right; each at the left edge of its column.
pub(crate) fn form(document: &Document) -> Block {
    let Some(Form { symbol, basis, received, reporter, receivers }) = &document.head.form else {
        return Block::default();
    };
    let mut block = Block::default();
    block.left.push(line(fill(&words().form, &[("symbol", symbol)]), Face::Bold));
    block.left.extend(basis.as_ref().map(|basis| line(basis, Face::Italic)));
    block.left.extend(received.as_ref().map(|received| line(fill(&words().received, &[("received", received)]), Face::Regular)));
    block.right.extend(reporter.as_ref().map(|name| line(fill(&words().reporter, &[("name", name)]), Face::Regular)));
    if !receivers.is_empty() {
        block.right.push(line(&words().receivers, Face::Regular));
        block.right.extend(receivers.iter().map(|name| line(fill(&words().receiver, &[("name", name)]), Face::Regular)));
    }
    block
}

/// "Cần Thơ, ngày 05 tháng 11 năm 2026": days always, months only up to 2, have two digits (Nghị định 30/2020/NĐ-CP, annex I).
fn place_and_date(written: &PlaceAndDate) -> String {
    let (day, month, year) = match written.date {
        Some(date) => {
            let month = if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() };
            (format!("{:02}", date.day()), month, date.year().to_string())
        }
        None => (words().blank_day.clone(), words().blank_day.clone(), words().blank_year.clone()),
    };
    fill(&words().place_and_date, &[("place", &written.place), ("day", &day), ("month", &month), ("year", &year)])
}

/// The mark of rows that could not be checked against the issued form.
pub(crate) const DRAFT_ROW: &str = "(*)";

/// The document's notes and what the marks in its tables mean; what the notes of a form say of its draft rows is not said again.
pub(crate) fn notes(document: &Document) -> Vec<String> {
    let rows = || document.tables().flat_map(|table| &table.rows);
    let any = |is: fn(&Cell) -> bool| rows().any(|row| row.cells.iter().any(is));
    let said = document.notes.iter().any(|note| note.contains(DRAFT_ROW));
    let marks = [
        (!said && rows().any(|row| row.draft), &words().note_draft),
        (any(|cell| matches!(cell, Cell::Hidden)), &words().note_hidden),
        (any(|cell| matches!(cell, Cell::NotApplicable)), &words().note_not_applicable),
        (any(|cell| matches!(cell, Cell::Number(Number { estimated: true, .. }))), &words().note_estimated),
    ];
    let explained = marks.into_iter().filter(|(occurs, _)| *occurs).map(|(_, text)| text.clone());
    document.notes.iter().cloned().chain(explained).collect()
}

/// What the foot of each page says on the left.
pub(crate) fn footer(document: &Document) -> String {
    let words = words();
    #[expect(clippy::cast_precision_loss, reason = "positions stay far below 2^53")]
    let shown = |position: &u64| vietnamese(*position as f64, 0);
    match &document.standing {
        Standing::Draft { position: None } => words.draft_line.clone(),
        Standing::Draft { position: Some(position) } => {
            format!("{} {}", words.draft_line, fill(&words.draft_position, &[("position", &shown(position))]))
        }
        Standing::Closed { hash, position, revision } => {
            let closed = fill(&words.closed, &[("position", &shown(position)), ("hash", hash)]);
            if *revision == 0 {
                closed
            } else {
                format!("{} {closed}", fill(&words.revision, &[("revision", &revision.to_string())]))
            }
        }
        Standing::Record { position } => fill(&words.record, &[("position", &shown(position))]),
    }
}

/// What every page of a draft bears.
pub(crate) fn draft_mark(document: &Document) -> Option<&'static str> {
    match document.standing {
        Standing::Draft { .. } => Some(&words().draft),
        Standing::Closed { .. } | Standing::Record { .. } => None,
    }
}

/// What stands below the role of who signs.
pub(crate) fn sign_hint(seal: bool) -> &'static str {
    if seal { &words().seal } else { &words().sign }
}
