//! A closed report as a file: the numbers, words and map that were kept, with the day on which it was signed and by whom. Nothing is counted again.

use super::check::read_closed;
use super::kept::hex;
use crate::messages::text;
use crate::viet_nam::day_of_ms;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::closing::{ClosedReport, Late, State};
use danso_indicators::{Period, PeriodKind};
use danso_model::{ReportId, UserId};
use danso_places::UnitCode;
use danso_reports::{Document, Format, Part, Standing, render};
use danso_store::{ReportRow, ReportVersionRow};

/// Which part of a closed report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClosedPart {
    /// The last revision, or the last version where there is none.
    #[default]
    Latest,
    /// A version, from 1.
    Version(u32),
    /// A revision, from 1.
    Revision(u32),
}

/// A closed report as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedFile {
    /// The form.
    pub form: String,
    /// Code of the unit.
    pub unit: String,
    /// The period.
    pub period: String,
    /// The version that it is, or that it revises.
    pub version: u32,
    /// The number of the revision.
    pub revision: Option<u32>,
    /// BLAKE3 of the kept content, as hexadecimal digits.
    pub hash: String,
    /// The kind of file.
    pub format: Format,
    /// The file.
    pub bytes: Vec<u8>,
}

impl ClosedFile {
    /// What it may be called: letters, digits, dots, dashes and underscores.
    #[must_use]
    pub fn name(&self) -> String {
        let part =
            self.revision.map_or_else(|| format!("v{}", self.version), |revision| format!("v{}-r{revision}", self.version));
        format!("{}_{}_{}_{part}.{}", self.form, self.unit, self.period, self.format.extension())
    }
}

/// A version or revision, and who answers for it.
struct Chosen {
    row: ReportVersionRow,
    revision: Option<u32>,
    reason: Option<String>,
    /// Who made it and, of a version, who signed it.
    by: [Option<UserId>; 2],
    /// When it was signed or, of a revision, made.
    at_ms: Option<i64>,
}

impl App {
    /// A version or revision of a report as a file. `json` is the kept text itself, byte by byte what is hashed; everything else is laid out
    /// from it.
    ///
    /// # Errors
    /// `NotFound` when there is no such report or part, or the caller may not have the counts of its unit; `Damaged` when what is kept is not
    /// what its hash says.
    pub async fn closed_file(
        &self,
        caller: &Caller,
        id: ReportId,
        part: ClosedPart,
        format: Format,
    ) -> Result<ClosedFile, AppError> {
        self.visible_report(caller, id).await?;
        self.closed_file_unchecked(id, part, format).await
    }

    /// The same without asking who asks: for the command line, which holds the database itself.
    ///
    /// # Errors
    /// As [`App::closed_file`], but for the scope.
    pub async fn closed_file_unchecked(&self, id: ReportId, part: ClosedPart, format: Format) -> Result<ClosedFile, AppError> {
        let report: ReportRow = self.report_line(id).await?.ok_or(AppError::NotFound)?.report;
        let chosen = self.chosen(id, part).await?;
        let (version, hash) = (chosen.row.version, hex(&chosen.row.hash));
        if *blake3::hash(chosen.row.content.as_bytes()).as_bytes() != chosen.row.hash {
            return Err(AppError::damaged(format!("report {id}: the content has not the hash")));
        }
        let revision = chosen.revision;
        let bytes = match format {
            Format::Json => chosen.row.content.into_bytes(),
            Format::Xlsx | Format::Pdf | Format::Docx | Format::Csv | Format::Html => {
                let document = self.closed_document(chosen).await?;
                render(&document, format).map_err(|error| AppError::damaged(format!("the report: {error}")))?
            }
        };
        Ok(ClosedFile { form: report.form, unit: report.unit, period: report.period, version, revision, hash, format, bytes })
    }

    async fn chosen(&self, id: ReportId, part: ClosedPart) -> Result<Chosen, AppError> {
        let mut revisions = self.store.report_revisions(self.shard, id).await?;
        let revision = match part {
            ClosedPart::Latest => revisions.pop(),
            ClosedPart::Version(_) => None,
            ClosedPart::Revision(number) => {
                Some(revisions.into_iter().find(|row| row.number == number).ok_or(AppError::NotFound)?)
            }
        };
        if let Some(row) = revision {
            let (revision, reason, at_ms) = (Some(row.number), Some(row.reason), Some(row.at_ms));
            return Ok(Chosen { row: row.numbers, revision, reason, by: [Some(row.by), None], at_ms });
        }
        let mut versions = self.store.report_versions(self.shard, id).await?.into_iter();
        let row = match part {
            ClosedPart::Latest | ClosedPart::Revision(_) => versions.next_back(),
            ClosedPart::Version(number) => versions.find(|row| row.version == number),
        };
        let row = row.ok_or(AppError::NotFound)?;
        let steps = self.store.report_steps(self.shard, id).await?;
        let last = |state: State| steps.iter().rev().find(|step| step.version == row.version && step.state == state.as_str());
        let (prepared, signed) = (last(State::Prepared), last(State::Signed));
        let by = [prepared, signed].map(|step| step.map(|step| step.by));
        let at_ms = signed.map(|step| step.at_ms);
        Ok(Chosen { row, revision: None, reason: None, by, at_ms })
    }

    /// The laid-out document. Places have the names of the map that was kept with the report.
    async fn closed_document(&self, chosen: Chosen) -> Result<Document, AppError> {
        let Chosen { row, revision, reason, by, at_ms } = chosen;
        let closed = read_closed(&row.content)?;
        let standing =
            Standing::Closed { hash: hex(&row.hash), position: row.position.0.into(), revision: revision.unwrap_or_default() };
        let mut document = self.report_document(&closed.report, standing);
        let unit = closed.report.unit.code.parse::<UnitCode>();
        let unit = unit.map_err(|_| AppError::damaged(format!("unit {}", closed.report.unit.code)))?;
        let territory = self.definitions_kept(row.definitions).await?.territory;
        let path = territory.tree.gazetteer().path(unit, closed.report.boundaries);
        let above = path.iter().rev().nth(1).filter(|above| above.code != UnitCode::NATION);
        document.head.parent = above.map(|above| above.full_name.to_uppercase());
        document.head.number = Some(text("report_number"));
        if let Some(place) = &mut document.head.place_and_date {
            place.place = path.last().map_or_else(|| closed.report.unit.name.clone(), |own| own.name.to_owned());
            place.date = at_ms.and_then(day_of_ms);
        }
        let users: Vec<UserId> = by.iter().flatten().copied().collect();
        let users = self.store.users_by_id(&users).await?;
        let name = |by: Option<UserId>| users.iter().find(|user| Some(user.id) == by).map(|user| user.name.clone());
        for (line, signature) in document.signatures.iter_mut().zip(&closed.report.signatures) {
            line.name = match signature.role.as_str() {
                "reporter" => name(by[0]),
                "head" => name(by[1]),
                _ => None,
            };
        }
        if let Some(number) = revision {
            document.title.push(text("report_revision").replace("{revision}", &number.to_string()));
        }
        if closed.nothing {
            document.parts.insert(0, Part::Text(text("report_nothing")));
        }
        document.notes.extend(reason.map(|reason| text("report_reason").replace("{reason}", &reason)));
        document.notes.extend(told(&closed));
        Ok(document)
    }
}

/// What is closed beside the numbers, in words.
fn told(closed: &ClosedReport) -> impl Iterator<Item = String> {
    let areas = closed.areas.map(|areas| {
        let values = [("{reported}", areas.reported), ("{nothing}", areas.nothing), ("{missing}", areas.missing())];
        values.iter().fold(text("report_areas"), |text, (name, value)| text.replace(name, &value.to_string()))
    });
    let late: Vec<String> = closed.late.iter().map(late_line).collect();
    let late = (!late.is_empty()).then(|| text("report_late").replace("{list}", &late.join("; ")));
    areas.into_iter().chain(late)
}

fn late_line(late: &Late) -> String {
    let period = late.period.parse().map_or_else(|_| late.period.clone(), period_words);
    text("report_late_period").replace("{period}", &period).replace("{events}", &late.events.to_string())
}

/// Quarters as people number them.
const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];

/// `tháng 05/2026`, `quý II/2026`, `năm 2026`.
fn period_words(period: Period) -> String {
    let (first, year) = (period.span().from(), period.span().from().year().to_string());
    let (key, part) = match period.kind() {
        PeriodKind::Month => ("report_month", format!("{:02}", first.month())),
        PeriodKind::Quarter => ("report_quarter", ROMAN[usize::from((first.month() - 1).unsigned_abs() / 3)].to_owned()),
        PeriodKind::Half if first.month() == 1 => ("report_first_half", String::new()),
        PeriodKind::Half => ("report_second_half", String::new()),
        PeriodKind::Year | PeriodKind::Years => ("report_year", String::new()),
    };
    text(key).replace("{part}", &part).replace("{year}", &year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_in_words() {
        let of = |text: &str| period_words(text.parse().unwrap());
        assert_eq!(of("2026-05"), "tháng 05/2026");
        assert_eq!(
            ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"].map(of),
            ["quý I/2026", "quý II/2026", "quý III/2026", "quý IV/2026"]
        );
        assert_eq!(["2026-H1", "2026-H2", "2026"].map(of), ["6 tháng đầu năm 2026", "6 tháng cuối năm 2026", "năm 2026"]);
    }

    #[test]
    fn names_of_files() {
        let file = |revision| ClosedFile {
            form: "01-DSX".to_owned(),
            unit: "31120".to_owned(),
            period: "2026-05".to_owned(),
            version: 2,
            revision,
            hash: String::new(),
            format: Format::Pdf,
            bytes: Vec::new(),
        };
        assert_eq!(file(None).name(), "01-DSX_31120_2026-05_v2.pdf");
        assert_eq!(file(Some(1)).name(), "01-DSX_31120_2026-05_v2-r1.pdf");
    }
}
