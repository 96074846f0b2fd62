//! The statement of a month on paper: one row a collaborator, signed by whoever made it and whoever runs the station.

use super::{StatementLine, StatementReply};
use crate::messages::text;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::Period;
use danso_reports::{
    Align, Cell, Column, Document, Format, Head, HeadCell, Number, Page, Part, PlaceAndDate, Row, Signature, Standing, Table,
    render,
};

/// The columns: their name in the message file and for machines, and their width in millimetres.
const COLUMNS: [(&str, f32); 16] = [
    ("name", 40.0),
    ("areas", 22.0),
    ("households", 14.0),
    ("seen", 14.0),
    ("reviewed", 14.0),
    ("births", 12.0),
    ("deaths", 12.0),
    ("moves", 14.0),
    ("marriages", 14.0),
    ("health", 14.0),
    ("other", 12.0),
    ("recorded", 14.0),
    ("mobile", 14.0),
    ("behalf", 14.0),
    ("accepted", 14.0),
    ("amount", 22.0),
];

fn number(value: u64) -> Cell {
    Cell::Number(Number { value: value as f64, decimals: 0, estimated: false })
}

fn row(at: usize, line: &StatementLine) -> Row {
    let standings = line.areas.iter().map(|area| {
        let standing = text(&format!("statement_{}", area.standing));
        format!("{} ({standing})", area.number)
    });
    let counts = [
        line.households,
        line.seen,
        line.reviewed,
        line.births,
        line.deaths,
        line.moves,
        line.marriages,
        line.health,
        line.other,
        line.recorded,
        line.mobile,
        line.behalf,
        line.accepted,
    ];
    let mut cells = vec![Cell::Text(line.name.clone()), Cell::Text(standings.collect::<Vec<_>>().join("; "))];
    cells.extend(counts.map(number));
    cells.push(line.amount.map_or(Cell::Empty, number));
    Row { code: Some(line.login.clone()), number: Some((at + 1).to_string()), cells, ..Row::default() }
}

fn document(statement: &StatementReply, position: u64) -> Document {
    let column = |(at, (code, width_mm)): (usize, &(&str, f32))| Column {
        code: Some((*code).to_owned()),
        width_mm: *width_mm,
        align: if at < 2 { Align::Left } else { Align::Right },
        mark: None,
    };
    let head = COLUMNS.iter().map(|(code, _)| HeadCell::new(text(&format!("statement_{code}")))).collect();
    let table = Table {
        title: None,
        columns: COLUMNS.iter().enumerate().map(column).collect(),
        header: vec![head],
        label: 0,
        frozen: 1,
        rows: statement.lines.iter().enumerate().map(|(at, line)| row(at, line)).collect(),
    };
    let month = statement.period.parse::<Period>().map_or_else(
        |_| statement.period.clone(),
        |period| format!("{:02}/{}", period.span().from().month(), period.span().from().year()),
    );
    let signature = |role: &str, seal| Signature { role: text(role), seal, name: None };
    let rule = statement.rule.as_ref().map(|rule| text("statement_rule").replace("{rule}", rule));
    Document {
        page: Page::A4_LANDSCAPE,
        head: Head {
            organisation: Some(statement.unit_name.clone()),
            nation: true,
            place_and_date: Some(PlaceAndDate { place: statement.unit_name.clone(), date: None }),
            ..Head::default()
        },
        title: vec![text("statement_title"), text("statement_month").replace("{month}", &month)],
        parts: vec![Part::Table(table)],
        notes: rule.into_iter().chain([text("statement_note")]).collect(),
        signatures: vec![signature("statement_maker", false), signature("statement_head", true)],
        standing: Standing::Record { position },
    }
}

impl App {
    /// The statement of a commune for a month as a file.
    ///
    /// # Errors
    /// As [`App::statement`].
    pub async fn statement_file(&self, caller: &Caller, unit: &str, month: &str, format: Format) -> Result<Vec<u8>, AppError> {
        let statement = self.statement(caller, unit, month).await?;
        let position = self.store.head(self.shard).await?.position.0;
        render(&document(&statement, position.into()), format)
            .map_err(|error| AppError::damaged(format!("the statement: {error}")))
    }
}
