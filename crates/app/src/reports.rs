//! Reports of forms: made from what is known at a position, and laid out as official documents.

use crate::evaluate::{Evaluation, Way};
use crate::messages::text;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::{ColumnSpan, Deadline, Period, ReportContent};
use danso_model::Position;
use danso_places::{Level, UnitCode};
use danso_reports::{
    Cell, Document, Form, Format, Head, Number, Page, Part, PlaceAndDate, ReportColumns, ReportRow, Signature, Standing,
    ValueColumn, render,
};
use jiff::civil::Date;

/// Which report, from which knowledge.
#[derive(Debug, Clone)]
pub struct FormAsk {
    /// The form, `01-DSX`.
    pub form: String,
    /// Code of the unit.
    pub unit: String,
    /// The period.
    pub period: Period,
    /// As known at this position; None for now.
    pub known_at: Option<Position>,
    /// On the boundaries of this day; None for the last day of the period, and never later than today.
    pub boundaries: Option<Date>,
}

/// Columns of numbers that fit an upright page; more lie on A3.
const UPRIGHT: usize = 4;

impl App {
    /// A report that is not closed, as a file, as far as the caller may have counts.
    ///
    /// # Errors
    /// `Forbidden` outside the scope; else as [`App::report_content`].
    pub async fn report_file(&self, caller: &Caller, ask: &FormAsk, format: Format) -> Result<Vec<u8>, AppError> {
        let on = self.boundaries_of(ask);
        let unit: UnitCode = ask.unit.parse().map_err(|_| AppError::bad("unknown_unit", &ask.unit))?;
        if !self.scope(caller).counts_at(unit, on) {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        self.report_file_unchecked(ask, format)
    }

    /// The same without asking who asks: for the command line, which holds the database itself.
    ///
    /// # Errors
    /// As [`App::report_content`].
    pub fn report_file_unchecked(&self, ask: &FormAsk, format: Format) -> Result<Vec<u8>, AppError> {
        let content = self.report_content(ask)?;
        let standing = Standing::Draft { position: Some(content.known_at) };
        let document = self.report_document(&content, standing);
        render(&document, format).map_err(|error| AppError::damaged(format!("the report: {error}")))
    }

    fn boundaries_of(&self, ask: &FormAsk) -> Date {
        ask.boundaries.unwrap_or_else(|| ask.period.span().to().min(self.env.today()))
    }

    /// A report with its numbers, made now with the forms in use.
    ///
    /// # Errors
    /// `unknown_form`, `unknown_unit`, `form_level`, `bad_report` for a period that is not the form's.
    pub fn report_content(&self, ask: &FormAsk) -> Result<ReportContent, AppError> {
        let on = self.boundaries_of(ask);
        let (templates, end) = (self.templates(), ask.period.span().to());
        let template = templates.on(&ask.form, end).ok_or_else(|| AppError::bad("unknown_form", &ask.form))?;
        let unit: UnitCode = ask.unit.parse().map_err(|_| AppError::bad("unknown_unit", &ask.unit))?;
        if !is_for(template.level, unit.level()) {
            return Err(AppError::bad("form_level", format!("{} is not for {unit}", ask.form)));
        }
        let territory = self.territory();
        if territory.tree.gazetteer().unit(unit, on).is_none() {
            return Err(AppError::bad("unknown_unit", format!("{unit} on {on}")));
        }
        self.evaluate(Evaluation {
            way: Way::NOW,
            templates,
            form: &ask.form,
            unit,
            period: ask.period,
            territory,
            boundaries: on,
            known_at: ask.known_at,
            modern: crate::figures::modern(&self.catalog, end),
            catalog: self.catalog.version().to_owned(),
            places: self.places_hash(on),
        })
    }

    /// A hash of where every hamlet lies on a day.
    fn places_hash(&self, on: Date) -> String {
        let (territory, mut hasher) = (self.territory(), blake3::Hasher::new());
        for index in territory.tree.indices() {
            if let Some(row) = territory.tree.rows(index).first() {
                hasher.update(&row.id);
                territory.tree.communes_on(index, on).iter().for_each(|commune| {
                    hasher.update(commune.as_str().as_bytes());
                });
            }
        }
        hasher.finalize().to_hex().to_string()
    }

    /// A report laid out as an official document.
    #[must_use]
    pub fn report_document(&self, content: &ReportContent, standing: Standing) -> Document {
        let on = content.boundaries;
        let unit: Option<UnitCode> = content.unit.code.parse().ok();
        let above = unit.and_then(|unit| self.path(unit, on).into_iter().rev().nth(1));
        let parent = above.filter(|line| line.code != UnitCode::NATION.as_str()).map(|line| line.full_name);
        let name = unit.and_then(|unit| self.line(unit, on)).map_or_else(|| content.unit.name.clone(), |line| line.name);
        let mut lines = content.form_lines.iter().filter(|line| !line.contains(&content.form));
        let form = Form {
            symbol: content.form.clone(),
            basis: lines.next().cloned(),
            received: Some(received(content.deadline)),
            reporter: Some(content.unit.name.clone()),
            receivers: content.receivers.clone(),
        };
        let head = Head {
            parent: parent.map(|parent| parent.to_uppercase()),
            organisation: Some(content.unit.name.to_uppercase()),
            number: None,
            nation: true,
            place_and_date: Some(PlaceAndDate { place: name, date: None }),
            form: Some(form),
        };
        let signature = |signature: &danso_indicators::Signature| Signature {
            role: signature.label.clone(),
            seal: signature.role == "head",
            name: None,
        };
        Document {
            page: if content.columns.len() <= UPRIGHT { Page::A4 } else { Page::A3_LANDSCAPE },
            head,
            title: content.title.clone(),
            parts: vec![Part::Table(table(content))],
            notes: content.notes.clone(),
            signatures: content.signatures.iter().map(signature).collect(),
            standing,
        }
    }
}

/// Whether units of a level report on forms of a level. Areas have sheets to print, no reports of numbers.
const fn is_for(form: danso_indicators::Level, unit: Level) -> bool {
    match form {
        danso_indicators::Level::Area => false,
        danso_indicators::Level::Commune => matches!(unit, Level::Commune),
        danso_indicators::Level::District => matches!(unit, Level::District),
        danso_indicators::Level::Province => matches!(unit, Level::Province),
    }
}

/// By when it is to be received, in words.
fn received(deadline: Deadline) -> String {
    let (key, days) = match deadline {
        Deadline::WorkingDays(days) => ("report_due_working_days", days),
        Deadline::CalendarDays(days) => ("report_due_calendar_days", days),
    };
    text(key).replace("{days}", &format!("{days:02}"))
}

fn table(content: &ReportContent) -> danso_reports::Table {
    let several = content.columns.len() > 1 && content.columns.iter().any(|column| column.unit != content.unit.code);
    let column = |(at, column): (usize, &danso_indicators::Column)| ValueColumn {
        code: Some(match column.span {
            ColumnSpan::Period => column.unit.clone(),
            ColumnSpan::YearToDate => format!("{}.year", column.unit),
        }),
        title: column.label.clone(),
        group: (several && column.unit != content.unit.code).then(|| text("report_columns_below")),
        mark: Some((at + 1).to_string()),
    };
    let columns = ReportColumns { values: content.columns.iter().enumerate().map(column).collect(), ..ReportColumns::default() };
    let mut table = columns.table();
    let some = |words: &String| Some(words.clone()).filter(|words| !words.is_empty());
    let cell = |(value, column): (&Option<danso_indicators::Value>, &danso_indicators::Column)| match value {
        Some(value) => Cell::Number(Number { value: value.number(), decimals: value.decimals(), estimated: column.estimated }),
        None => Cell::NotApplicable,
    };
    let row = |row: &danso_indicators::Row| {
        columns.row(ReportRow {
            code: Some(row.id.clone()),
            number: some(&row.number),
            label: row.label.clone(),
            indent: row.indent,
            bold: row.heading,
            draft: row.draft,
            unit: some(&row.unit),
            values: if row.heading { Vec::new() } else { row.cells.iter().zip(&content.columns).map(cell).collect() },
        })
    };
    table.rows = content.rows.iter().map(row).collect();
    table
}
