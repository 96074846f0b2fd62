//! Parts of a reconciliation as files.

use super::coverage::{Coverage, CoverageCell};
use super::keep::Opened;
use super::look::{our_sheet, their_sheet};
use super::sheets::ListSheet;
use super::state::Standing;
use super::steps::Step;
use super::worklist::Around;
use crate::messages::text;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::ReconciliationId;
use danso_reports::{Align, Cell, Column, Document, Format, Head, HeadCell, Page, Part, Row, Standing as Stands, Table, render};

/// Width of a column, millimetres.
const COLUMN_MM: f32 = 28.0;

/// Which part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReconciliationPart {
    /// Each row with whom it counts as.
    Links,
    /// Each difference with what became of it.
    Differences,
    /// Rows kept apart.
    Bad,
    /// The estimate.
    Coverage,
}

impl ReconciliationPart {
    /// By its stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Links, Self::Differences, Self::Bad, Self::Coverage].into_iter().find(|part| part.code() == code)
    }

    /// Its stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Differences => "differences",
            Self::Bad => "bad",
            Self::Coverage => "coverage",
        }
    }
}

fn table(title: &str, codes: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    let column = |code: &&str| Column { code: Some((*code).to_owned()), width_mm: COLUMN_MM, align: Align::Left, mark: None };
    Table {
        title: Some(title.to_owned()),
        columns: codes.iter().map(column).collect(),
        header: vec![codes.iter().map(|code| HeadCell::new(text(&format!("reconcile_{code}")))).collect()],
        label: 0,
        frozen: 1,
        rows: rows.into_iter().map(|cells| Row { cells, ..Row::default() }).collect(),
    }
}

fn word(value: Option<&String>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::text(value.clone()))
}

fn sheet(sheet: &ListSheet) -> [Cell; 4] {
    [word(sheet.name.as_ref()), word(sheet.sex.as_ref()), word(sheet.birth.as_ref()), word(sheet.number_tail.as_ref())]
}

fn links(opened: &Opened, around: &Around) -> Table {
    let codes = [
        "line",
        "id",
        "status",
        "probability",
        "name",
        "sex",
        "birth",
        "number_tail",
        "our_name",
        "our_sex",
        "our_birth",
        "our_number_tail",
        "hamlet",
        "household",
    ];
    let row = |(row, standing): (u32, &Standing)| {
        let theirs = &opened.frozen.theirs[row as usize];
        let mut cells = vec![
            Cell::text(theirs.record.line.to_string()),
            Cell::text(theirs.record.id.clone()),
            Cell::text(text(&format!("reconcile_is_{}", standing.code()))),
        ];
        let partner = standing.partner();
        let kept = theirs.kept.iter().find(|kept| Some(kept.ours) == partner).or(theirs.kept.first());
        cells.push(kept.map_or(Cell::Empty, |kept| Cell::decimal(kept.probability, 4)));
        cells.extend(sheet(&their_sheet(opened, row)));
        let ours = partner.map(|at| our_sheet(&opened.frozen, at, &around.hamlets)).unwrap_or_default();
        cells.extend(sheet(&ours));
        cells.extend([word(ours.hamlet_name.as_ref()), word(ours.household_number.as_ref())]);
        cells
    };
    table(&text("reconcile_links"), &codes, (0_u32..).zip(&opened.state.standing).map(row).collect())
}

fn differences(opened: &Opened, around: &Around) -> Table {
    let codes = [
        "kind",
        "hamlet",
        "owner",
        "household",
        "name",
        "birth",
        "our_name",
        "our_birth",
        "field",
        "theirs_value",
        "ours_value",
        "hint",
        "outcome",
        "note",
        "by",
        "at",
    ];
    let row = |difference: &super::difference::Difference| {
        let line = around.line(opened, difference);
        let (theirs, ours) = (line.theirs.unwrap_or_default(), line.ours.unwrap_or_default());
        let told = |prefix: &str, code: &str| Cell::text(text(&format!("reconcile_{prefix}_{code}")));
        let kind = difference.kind.code();
        let outcome = line.outcome;
        vec![
            told("kind", kind),
            word(line.hamlet_name.as_ref()),
            word(line.owner_name.as_ref()),
            word(ours.household_number.as_ref()),
            word(theirs.name.as_ref()),
            word(theirs.birth.as_ref()),
            word(ours.name.as_ref()),
            word(ours.birth.as_ref()),
            line.field.as_ref().map_or(Cell::Empty, |field| told("value", field)),
            word(line.theirs_value.as_ref()),
            word(line.ours_value.as_ref()),
            line.hints.first().map_or(Cell::Empty, |hint| told("hint", hint)),
            outcome.as_ref().map_or(Cell::Empty, |outcome| told("outcome", outcome.outcome.code())),
            word(outcome.as_ref().and_then(|outcome| outcome.note.as_ref())),
            word(outcome.as_ref().map(|outcome| &outcome.by_name)),
            word(outcome.as_ref().map(|outcome| &outcome.at)),
        ]
    };
    table(&text("reconcile_differences"), &codes, opened.state.differences.iter().map(row).collect())
}

fn bad(opened: &Opened) -> Table {
    let row = |bad: &danso_lists::Bad| {
        vec![
            Cell::text(bad.line.to_string()),
            Cell::text(text(&format!("reconcile_bad_{}", bad.reason.code()))),
            Cell::text(bad.cells.join(" | ")),
        ]
    };
    table(&text("reconcile_bad"), &["line", "reason", "cells"], opened.frozen.bad.iter().map(row).collect())
}

fn coverage_table(coverage: &Coverage) -> Table {
    let codes = [
        "group",
        "both",
        "ours_only",
        "theirs_only",
        "estimate",
        "low",
        "high",
        "ours_covers",
        "ours_low",
        "ours_high",
        "theirs_covers",
        "missed",
    ];
    let number = |value: Option<f64>, digits: u8| value.map_or(Cell::Empty, |value| Cell::decimal(value, digits));
    let row = |name: String, cell: &CoverageCell| {
        let mut cells = vec![Cell::text(name)];
        cells.extend([cell.both, cell.ours_only, cell.theirs_only].map(|many| Cell::decimal(f64::from(many), 0)));
        cells.extend([cell.estimate, cell.low, cell.high].map(|value| number(value, 1)));
        cells.extend([cell.ours_covers, cell.ours_low, cell.ours_high, cell.theirs_covers].map(|value| number(value, 4)));
        cells.push(number(cell.missed, 1));
        cells
    };
    let mut rows = vec![row(text("reconcile_all"), &coverage.all), row(text("reconcile_collapsed"), &coverage.collapsed)];
    rows.extend(coverage.sex.iter().map(|group| row(text(&format!("reconcile_sex_{}", group.code)), &group.cell)));
    let ages = |code: &str| {
        let from: u32 = code.parse().unwrap_or(0);
        if from >= 80 { "80+".to_owned() } else { format!("{from}–{}", from + 9) }
    };
    rows.extend(coverage.age.iter().map(|group| row(ages(&group.code), &group.cell)));
    rows.extend(coverage.hamlet.iter().map(|group| row(group.name.clone(), &group.cell)));
    table(&text("reconcile_coverage"), &codes, rows)
}

impl App {
    /// A part of a reconciliation as a file, with the name it is saved under. Noted in its history where it names persons.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`, `reconciliation_destroyed`.
    pub async fn reconciliation_file(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        part: ReconciliationPart,
        format: Format,
    ) -> Result<(String, Vec<u8>), AppError> {
        let row = self.reconciliation_counted(caller, id).await?;
        if part != ReconciliationPart::Coverage {
            self.may_read(caller, id).await?;
            self.add_step(caller, id, |_| Ok(Step::Downloaded { part: part.code().to_owned() })).await?;
        }
        let bytes = self.part_unchecked(id, part, format).await?;
        let unit = row.unit.replace('.', "-");
        Ok((format!("doi-chieu-{unit}-{}.{}", part.code(), format.extension()), bytes))
    }

    /// The same without asking who asks, and without a note.
    ///
    /// # Errors
    /// `NotFound`, `reconciliation_destroyed`.
    pub async fn part_unchecked(
        &self,
        id: ReconciliationId,
        part: ReconciliationPart,
        format: Format,
    ) -> Result<Vec<u8>, AppError> {
        let told = self.reconciliation_unchecked(id).await?;
        let table = match part {
            ReconciliationPart::Coverage => coverage_table(&self.coverage_unchecked(id).await?),
            ReconciliationPart::Bad => bad(self.open_reconciliation(id).await?.as_ref()),
            ReconciliationPart::Links | ReconciliationPart::Differences => {
                let opened = self.open_reconciliation(id).await?;
                let around = self.around(&opened).await?;
                if part == ReconciliationPart::Links { links(&opened, &around) } else { differences(&opened, &around) }
            }
        };
        let title = [text("reconcile_title"), format!("{} · {} · {}", told.unit_name, told.name, told.as_of)];
        let document = Document {
            page: Page::A4_LANDSCAPE,
            head: Head::default(),
            title: title.into(),
            parts: vec![Part::Table(table)],
            notes: vec![text("reconcile_file_note"), format!("{} {}", text("reconcile_file_hash"), told.file.hash)],
            signatures: Vec::new(),
            standing: Stands::Record { position: u64::from(told.known_at) },
        };
        render(&document, format).map_err(|error| AppError::damaged(format!("a reconciliation: {error}")))
    }
}
