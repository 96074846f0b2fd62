//! A sample on paper: the form to ask again with, where nothing is written that was known, and the result.

use super::{RateLine, ResultReply, SampledLine};
use crate::messages::text;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::SampleId;
use danso_reports::{
    Align, Cell, Column, Document, Format, Head, HeadCell, Number, Page, Part, PlaceAndDate, Row, Signature, Standing, Table,
    render,
};

/// Lines to write on for each household.
const LINES: usize = 8;
/// The columns of the form: their name in the message file and for machines, and their width in millimetres.
const FORM: [(&str, f32); 8] = [
    ("name", 52.0),
    ("sex", 14.0),
    ("birth", 28.0),
    ("relationship", 30.0),
    ("residence", 30.0),
    ("marital", 30.0),
    ("education", 30.0),
    ("ethnic", 24.0),
];
const RESULT: [(&str, f32); 12] = [
    ("of", 46.0),
    ("points", 18.0),
    ("differences", 18.0),
    ("found", 20.0),
    ("found_low", 18.0),
    ("found_high", 18.0),
    ("register", 18.0),
    ("reading", 18.0),
    ("changed", 18.0),
    ("open", 16.0),
    ("gross", 20.0),
    ("net", 18.0),
];

fn table(title: Option<String>, columns: &[(&str, f32)], prefix: &str, left: usize, rows: Vec<Row>) -> Table {
    let column = |(at, (code, width_mm)): (usize, &(&str, f32))| Column {
        code: Some((*code).to_owned()),
        width_mm: *width_mm,
        align: if at < left { Align::Left } else { Align::Right },
        mark: None,
    };
    let head = columns.iter().map(|(code, _)| HeadCell::new(text(&format!("{prefix}_{code}")))).collect();
    Table { title, columns: columns.iter().enumerate().map(column).collect(), header: vec![head], label: 0, frozen: 1, rows }
}

fn blank(line: &SampledLine) -> Vec<Part> {
    let told = [
        Some(text("sample_household").replace("{place}", &line.place.to_string()).replace("{number}", &line.number)),
        line.head.as_ref().map(|head| text("sample_head").replace("{head}", head)),
        line.address.clone(),
        Some(line.hamlet_name.clone()),
    ];
    let rows = (1..=LINES)
        .map(|number| Row { number: Some(number.to_string()), cells: vec![Cell::Empty; FORM.len()], ..Row::default() })
        .collect();
    let title = told.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    vec![Part::Table(table(Some(title), &FORM, "sample_form", FORM.len(), rows)), Part::Text(text("sample_form_foot"))]
}

fn result_row(name: String, code: String, line: &RateLine) -> Row {
    let count = |value: u64| Cell::Number(Number { value: value as f64, decimals: 0, estimated: false });
    let rate =
        |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Number(Number { value, decimals: 1, estimated: false }));
    let cells = vec![
        Cell::Text(name),
        count(line.points),
        count(line.differences),
        rate(line.found.map(|found| found.rate)),
        rate(line.found.map(|found| found.low)),
        rate(line.found.map(|found| found.high)),
        count(line.register),
        count(line.reading),
        count(line.changed),
        count(line.open),
        rate(line.gross.map(|gross| gross.rate)),
        rate(line.net),
    ];
    Row { code: Some(code), cells, ..Row::default() }
}

fn document(unit_name: String, position: u32, title: Vec<String>, parts: Vec<Part>, notes: Vec<String>) -> Document {
    let signature = |role: &str, seal| Signature { role: text(role), seal, name: None };
    Document {
        page: Page::A4_LANDSCAPE,
        head: Head {
            organisation: Some(unit_name.clone()),
            nation: true,
            place_and_date: Some(PlaceAndDate { place: unit_name, date: None }),
            ..Head::default()
        },
        title,
        parts,
        notes,
        signatures: vec![signature("sample_reader", false), signature("statement_head", true)],
        standing: Standing::Record { position: position.into() },
    }
}

fn result_parts(result: &ResultReply) -> Vec<Part> {
    let all = std::iter::once(result_row(text("sample_total"), "total".to_owned(), &result.total));
    let fields =
        result.fields.iter().map(|each| result_row(text(&format!("sample_field_{}", each.of)), each.of.clone(), &each.line));
    let whose = |name: &str| if name.is_empty() { text("sample_nobody") } else { name.to_owned() };
    let collaborators = result
        .collaborators
        .iter()
        .zip(1..)
        .map(|(each, number)| result_row(whose(&each.of), format!("collaborator_{number}"), &each.line));
    vec![
        Part::Table(table(Some(text("sample_by_field")), &RESULT, "sample_result", 1, all.chain(fields).collect())),
        Part::Table(table(Some(text("sample_by_collaborator")), &RESULT, "sample_result", 1, collaborators.collect())),
    ]
}

impl App {
    fn place_name(&self, unit: &str) -> String {
        let code = unit.parse().ok();
        code.and_then(|code| self.line(code, self.env.today())).map(|line| line.full_name).unwrap_or_default()
    }

    fn rendered(document: &Document, format: Format) -> Result<Vec<u8>, AppError> {
        render(document, format).map_err(|error| AppError::damaged(format!("a sample on paper: {error}")))
    }

    /// The form to ask the households of a sample again with: where they are, and nothing that was written of anyone. Audited.
    ///
    /// # Errors
    /// As [`App::sample`], and `out_of_scope` for who may not see persons.
    pub async fn sample_form(&self, caller: &Caller, id: SampleId, format: Format) -> Result<Vec<u8>, AppError> {
        let (row, _) = self.sample_to_read(caller, id).await?;
        let lines = self.sampled_lines(id, &self.store.sampled(self.shard, id).await?).await?;
        self.audit(caller, "sample_printed", &id.to_string(), "{}").await?;
        let parts = lines.iter().filter(|line| line.state == "waiting").flat_map(blank).collect();
        let title = vec![text("sample_form_title"), row.name.clone()];
        let document = document(self.place_name(&row.unit), row.position.0, title, parts, vec![text("sample_form_note")]);
        Self::rendered(&document, format)
    }

    /// The result of a sample as a file.
    ///
    /// # Errors
    /// As [`App::sample_result`].
    pub async fn sample_result_file(&self, caller: &Caller, id: SampleId, format: Format) -> Result<Vec<u8>, AppError> {
        let result = self.sample_result(caller, id).await?;
        let title = vec![text("sample_result_title"), result.sample.name.clone()];
        let parts = result_parts(&result);
        let unit_name = self.place_name(&result.sample.unit);
        let document = document(unit_name, result.sample.position, title, parts, vec![text("sample_result_note")]);
        Self::rendered(&document, format)
    }
}
