//! Reading a list, looking at it before anything is kept, and comparing it with the register.

use super::carry::{Side, carried};
use super::frozen::{Frozen, Theirs};
use super::keep::Fresh;
use super::progress::{Brief, Progress, count, told_thresholds};
use super::residents::Residents;
use super::shapes::{
    BadLine, CarriedOver, ListFile, ListPreview, PreviewAsk, PreviewColumn, Reconciliation, ReconciliationAsk, SameFile,
};
use super::standard::{Places, Standard, link};
use super::state::State;
use super::steps::{Step, Taken};
use crate::in_place::in_place;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_linkage::date::Day;
use danso_linkage::person::saved::hash_of;
use danso_lists::{Bad, How, ListError, Mapping, Rows, Table, guess, read, rows};
use danso_model::{ReconciliationId, UserId};
use danso_places::{Level, UnitCode};
use serde_json::json;

/// Rows of a list that are compared at once.
const MOST_ROWS: usize = 1_500_000;
/// Characters of a name, a purpose, a legal basis.
const LONGEST: usize = 500;
/// Rows and bad rows that a preview shows.
const FIRST: usize = 8;
const BAD: usize = 20;
/// Whose list it may be.
const SOURCES: [&str; 8] = ["insurance", "labour", "statistics", "civil_status", "health", "education", "police", "other"];

fn unreadable(error: &ListError) -> AppError {
    let detail = error.to_string();
    match error {
        ListError::TooLarge => AppError::bad("list_too_large", detail),
        ListError::Empty => AppError::bad("list_empty", detail),
        ListError::NoSuchSheet => AppError::bad("list_no_such_sheet", detail),
        ListError::Broken(_) => AppError::bad("list_broken", detail),
    }
}

fn bad_line(bad: &Bad) -> BadLine {
    BadLine { line: bad.line, reason: bad.reason.code().to_owned(), cells: bad.cells.clone() }
}

/// A list that was read.
struct Listed {
    table: Table,
    mapping: Mapping,
    remembered: bool,
    rows: Rows,
}

/// A list compared with a unit's residents.
pub(super) struct Compared {
    pub(super) brief: Brief,
    pub(super) frozen: Frozen,
    pub(super) standard: Standard,
    pub(super) places: Places,
    pub(super) listed: Option<Day>,
    /// The office's last list.
    pub(super) last: Option<ReconciliationId>,
}

fn missing(mapping: &Mapping) -> Vec<String> {
    mapping.missing().into_iter().map(|field| field.code().to_owned()).collect()
}

impl Listed {
    fn read(file: &[u8], name: &str, how: &How<'_>, mapping: Option<&Mapping>, earlier: &[Brief]) -> Result<Self, AppError> {
        let table = read(file, name, how).map_err(|error| unreadable(&error))?;
        if table.rows.len() > MOST_ROWS {
            return Err(unreadable(&ListError::TooLarge));
        }
        let here = |mapping: &Mapping| mapping.0.values().all(|column| table.columns.contains(column));
        let remembered = earlier.iter().map(|brief| &brief.mapping).find(|mapping| !mapping.0.is_empty() && here(mapping));
        let (mapping, remembered) = match (mapping, remembered) {
            (Some(given), _) => {
                if let Some(column) = given.0.values().find(|column| !table.columns.contains(column)) {
                    return Err(AppError::bad("list_no_such_column", column.clone()));
                }
                (given.clone(), false)
            }
            (None, Some(remembered)) => (remembered.clone(), true),
            (None, None) => (guess(&table), false),
        };
        let rows = rows(&table, &mapping);
        Ok(Self { table, mapping, remembered, rows })
    }
}

fn column(table: &Table, mapping: &Mapping, at: usize, name: &str) -> PreviewColumn {
    let cells = || table.rows.iter().filter_map(|line| line.cells.get(at)).filter(|cell| !cell.is_empty());
    let mut samples: Vec<String> = Vec::new();
    for cell in cells() {
        if samples.len() < 5 && !samples.contains(cell) {
            samples.push(cell.clone());
        }
    }
    let field = mapping.0.iter().find(|(_, column)| *column == name).map(|(field, _)| field.code().to_owned());
    PreviewColumn { name: name.to_owned(), samples, filled: cells().count() as f64 / table.rows.len().max(1) as f64, field }
}

fn short(text: &str, what: &str) -> Result<String, AppError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err(AppError::bad("reconciliation_malformed", format!("{what} of 1 to 500 characters")));
    }
    Ok(text.to_owned())
}

impl App {
    /// Whether a caller may read rows and persons of a unit's reconciliations: the officer of the commune.
    pub(super) fn reconciles(&self, caller: &Caller, unit: UnitCode) -> bool {
        let scope = self.scope(caller);
        let hamlets = self.territory().hamlets_in(unit, self.env.today());
        unit.level() == Level::Commune && !hamlets.is_empty() && hamlets.iter().all(|hamlet| scope.reviews(*hamlet))
    }

    fn reconciled_unit(&self, caller: &Caller, unit: &str) -> Result<UnitCode, AppError> {
        let unit: UnitCode = unit.parse().map_err(|_| AppError::bad("unknown_unit", unit))?;
        if self.reconciles(caller, unit) { Ok(unit) } else { Err(AppError::Forbidden { code: "out_of_scope" }) }
    }

    /// Reconciliations of a unit with lists of an office, the latest first.
    pub(super) async fn earlier(&self, unit: UnitCode, source: Option<&str>) -> Result<Vec<(SameFile, Brief)>, AppError> {
        let rows = self.store.reconciliations(self.shard, Some(&[unit.to_string()]), 50).await?;
        let mut found = Vec::new();
        for row in rows {
            let brief = Brief::read(&row.summary)?;
            if source.is_none_or(|source| brief.source == source) {
                found.push((SameFile { id: row.id.0, made_at: crate::viet_nam::instant(row.at_ms) }, brief));
            }
        }
        Ok(found)
    }

    /// Reads a list and shows what would be compared; nothing is kept.
    ///
    /// # Errors
    /// `out_of_scope` for who reconciles nowhere; `list_broken`, `list_empty`, `list_too_large`, `list_no_such_sheet`, `list_no_such_column`.
    pub async fn preview_list(
        &self,
        caller: &Caller,
        file: &[u8],
        name: &str,
        ask: &PreviewAsk,
    ) -> Result<ListPreview, AppError> {
        if !self.scope(caller).reviews_any() {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let earlier = match &ask.unit {
            Some(unit) => self.earlier(self.reconciled_unit(caller, unit)?, ask.source.as_deref()).await?,
            None => Vec::new(),
        };
        let hash = blake3::hash(file).to_hex().to_string();
        let same_file = earlier.iter().find(|(_, brief)| brief.file.hash == hash).map(|(same, _)| same.clone());
        let briefs: Vec<Brief> = earlier.into_iter().map(|(_, brief)| brief).collect();
        let how = How { sheet: ask.sheet.as_deref(), encoding: ask.encoding };
        let listed = in_place(|| Listed::read(file, name, &how, ask.mapping.as_ref(), &briefs))?;
        let Listed { table, mapping, remembered, rows } = listed;
        let missing = missing(&mapping);
        let columns = (0..).zip(&table.columns).map(|(at, name)| column(&table, &mapping, at, name)).collect();
        Ok(ListPreview {
            format: table.format,
            encoding: table.encoding,
            sheets: table.sheets.clone(),
            sheet: table.sheet.clone(),
            rows: count(rows.kept.len()),
            columns,
            first: table.rows.iter().take(FIRST).map(|line| line.cells.clone()).collect(),
            bad_total: count(rows.bad.len()),
            bad: rows.bad.iter().take(BAD).map(bad_line).collect(),
            ready: missing.is_empty() && !rows.kept.is_empty(),
            mapping,
            remembered,
            missing,
            same_file,
        })
    }

    /// Compares a list with the residents of a commune, and keeps what came out.
    ///
    /// # Errors
    /// `out_of_scope`; `reconciliation_malformed`; `list_not_ready` where no name, or neither birth nor number, can be told; what reading a list raises;
    /// `reconciliation_empty` where nobody lives.
    pub async fn reconcile(
        &self,
        caller: &Caller,
        file: &[u8],
        name: &str,
        ask: &ReconciliationAsk,
    ) -> Result<Reconciliation, AppError> {
        let unit = self.reconciled_unit(caller, &ask.unit)?;
        let id = self.reconcile_unchecked(caller.user, unit, file, name, ask).await?;
        let detail =
            json!({ "unit": unit.to_string(), "source": ask.source, "purpose": ask.purpose, "legal_basis": ask.legal_basis });
        self.note(Some(caller.user), "list_reconciled", id.to_string(), detail).await?;
        self.reconciliation_unchecked(id).await
    }

    /// The same without asking who asks, and for any unit: for whoever holds the database.
    ///
    /// # Errors
    /// As [`App::reconcile`].
    pub async fn reconcile_unchecked(
        &self,
        by: UserId,
        unit: UnitCode,
        file: &[u8],
        name: &str,
        ask: &ReconciliationAsk,
    ) -> Result<ReconciliationId, AppError> {
        let compared = self.compared(unit, file, name, ask).await?;
        self.keep_compared(by, unit, compared.brief, &compared.frozen, &compared.standard, compared.last).await
    }

    /// Compares a list with the residents of a unit, and keeps nothing.
    pub(super) async fn compared(
        &self,
        unit: UnitCode,
        file: &[u8],
        name: &str,
        ask: &ReconciliationAsk,
    ) -> Result<Compared, AppError> {
        let today = self.env.today();
        let as_of: jiff::civil::Date =
            ask.as_of.parse().map_err(|_| AppError::bad("reconciliation_malformed", "a day as 2026-03-31"))?;
        if as_of > today || as_of.year() < 1990 || !SOURCES.contains(&ask.source.as_str()) {
            return Err(AppError::bad("reconciliation_malformed", "a day from 1990 to today, and a source of the list"));
        }
        let title = short(&ask.name, "a name")?;
        let (purpose, legal_basis) = (short(&ask.purpose, "a purpose")?, short(&ask.legal_basis, "a legal basis")?);
        let how = How { sheet: ask.sheet.as_deref(), encoding: ask.encoding };
        let earlier = self.earlier(unit, Some(&ask.source)).await?;
        let last = earlier.first().filter(|_| !ask.afresh).map(|(same, _)| ReconciliationId(same.id));
        let briefs: Vec<Brief> = earlier.into_iter().map(|(_, brief)| brief).collect();
        let Listed { table, mapping, rows, .. } = in_place(|| Listed::read(file, name, &how, ask.mapping.as_ref(), &briefs))?;
        if !missing(&mapping).is_empty() || rows.kept.is_empty() {
            return Err(AppError::bad("list_not_ready", "a column of names and one of births or numbers"));
        }
        let known_at = self.store.head(self.shard).await?.position;
        let hamlets = self.territory().hamlets_in(unit, today);
        let Residents { houses, ours, living } = self.residents_of(&hamlets).await?;
        if living == 0 {
            return Err(AppError::bad("reconciliation_empty", unit.to_string()));
        }
        let places = self.reading_places(unit);
        let listed = Some(Day::read(&ask.as_of));
        let outcome = in_place(|| link(&houses, &ours, &rows.kept, &places, listed))
            .map_err(|error| AppError::damaged(error.to_string()))?;
        let brief = Brief {
            name: title,
            source: ask.source.clone(),
            purpose,
            legal_basis,
            as_of: as_of.to_string(),
            known_at: known_at.0,
            file: ListFile {
                name: name.chars().filter(|letter| !letter.is_control()).take(200).collect(),
                format: table.format,
                encoding: table.encoding,
                hash: blake3::hash(file).to_hex().to_string(),
            },
            mapping,
            model_hash: hash_of(&outcome.model),
            doubts: outcome.doubts,
            thresholds: told_thresholds(),
            rows: count(rows.kept.len()),
            bad: count(rows.bad.len()),
            residents: living,
            carried: None,
            batch: None,
        };
        let theirs = rows.kept.into_iter().zip(outcome.said);
        let theirs = theirs.map(|(record, (said, kept))| Theirs { record, said, kept }).collect();
        let frozen = Frozen { houses, ours, theirs, bad: rows.bad, model: outcome.model };
        Ok(Compared { brief, frozen, standard: outcome.standard, places, listed, last })
    }

    /// Keeps what came out, with what holds of what was said of the office's last list.
    pub(super) async fn keep_compared(
        &self,
        by: UserId,
        unit: UnitCode,
        mut brief: Brief,
        frozen: &Frozen,
        standard: &Standard,
        last: Option<ReconciliationId>,
    ) -> Result<ReconciliationId, AppError> {
        let id = ReconciliationId(self.env.new_id());
        let mut state = in_place(|| State::of(frozen, standard, &brief.as_of, &[]));
        let step = match last {
            Some(last) => self.carried_from(last, frozen, &state).await?,
            None => None,
        };
        if let Some(Step::Carried { from, answers, outcomes }) = &step {
            brief.carried = Some(CarriedOver { from: *from, answers: count(answers.len()), outcomes: count(outcomes.len()) });
        }
        let first = step.map(|step| Taken { number: 1, by, at_ms: self.env.now_ms(), step });
        if let Some(first) = &first {
            state = in_place(|| State::of(frozen, standard, &brief.as_of, std::slice::from_ref(first)));
        }
        let progress = Progress::of(frozen, &state);
        let fresh = Fresh { id, unit, by, brief: &brief, frozen, progress: &progress, first: first.as_ref() };
        self.keep_reconciliation(fresh).await?;
        Ok(id)
    }

    /// What was said of an earlier list and still holds; nothing where that list was destroyed.
    async fn carried_from(&self, last: ReconciliationId, frozen: &Frozen, state: &State) -> Result<Option<Step>, AppError> {
        match self.open_reconciliation(last).await {
            Ok(before) => {
                let before = || Side { frozen: &before.frozen, state: &before.state };
                Ok(in_place(|| carried(last.0, before(), Side { frozen, state })))
            }
            Err(AppError::Conflict { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
