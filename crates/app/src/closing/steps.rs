//! Taking a report forward, step by step.

use super::ask::{StepAsk, Wanted};
use super::check::read_closed;
use super::kept::hex;
use super::shapes::ReportReply;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::closing::{ClosedReport, Course, Duty, Refusal, State, Step};
use danso_model::{ReportId, UserId};
use danso_places::Level;
use danso_store::{DefinitionRow, ReportFilter, ReportRow, ReportStepRow, ReportStepWrite, ReportVersionRow, StoreError};
use danso_tally::day_number;
use jiff::civil::Date;

/// Why a step is refused, in the words of the API.
fn refused(refusal: Refusal) -> AppError {
    match refusal {
        Refusal::NotNext { .. } => AppError::Conflict { code: "step_not_next" },
        Refusal::NotTheirs(_) => AppError::Forbidden { code: "step_of_other_side" },
        Refusal::OwnReport => AppError::Forbidden { code: "own_report" },
        Refusal::NoteMissing => AppError::bad("note_missing", "a report is returned with a reason"),
    }
}

/// Someone else was faster.
pub(super) fn moved(error: StoreError) -> AppError {
    let duplicate = matches!(error, StoreError::Duplicate { .. });
    if duplicate { AppError::Conflict { code: "report_moved" } } else { AppError::Store(error) }
}

/// The steps of a report as they were stored.
pub(super) fn course(rows: &[ReportStepRow]) -> Result<Course<UserId>, AppError> {
    let step = |row: &ReportStepRow| {
        let to = State::parse(&row.state).ok_or_else(|| AppError::damaged(format!("state {}", row.state)))?;
        Ok(Step { to, by: row.by, at_ms: row.at_ms, note: row.note.clone() })
    };
    let steps = rows.iter().map(step).collect::<Result<Vec<_>, AppError>>()?;
    Course::of(steps).map_err(|broken| AppError::damaged(format!("the steps of a report: {broken}")))
}

impl App {
    /// Takes a report to a state, through every step on the way, each recorded for itself. The first version is made at `prepared`.
    ///
    /// # Errors
    /// As for what is asked (`bad_period`, `unknown_form`, `form_level`, `unknown_unit`); `Forbidden` with `out_of_scope`,
    /// `step_of_other_side` or `own_report`; `Conflict` with `step_not_next`, `report_moved`, `nothing_undeclared` or `not_nothing`;
    /// `period_not_over`; `note_missing`. Nothing is done unless every step on the way may be taken.
    pub async fn take_steps(&self, caller: &Caller, ask: &StepAsk) -> Result<ReportReply, AppError> {
        let wanted = self.wanted(&ask.report)?;
        let (report, mut course) = self.course_of(&wanted).await?;
        let wanted = self.on_its_boundaries(wanted, &report).await?;
        let duty = self.duty(caller, &wanted);
        if duty == Duty::default() {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        let way = course.way_to(ask.to);
        if way.is_empty() {
            return Err(refused(Refusal::NotNext { from: course.state(), to: ask.to }));
        }
        let note = ask.note.as_ref().map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        let step = |to: State, at_ms: i64| Step { to, by: caller.user, at_ms, note: note.clone() };
        let mut trial = course.clone();
        for to in &way {
            trial.take(step(*to, 0), duty).map_err(refused)?;
        }
        for to in way {
            let at_ms = self.env.now_ms();
            course.take(step(to, at_ms), duty).map_err(refused)?;
            let made =
                if to == State::Prepared { Some(self.version(&wanted, course.version(), ask.nothing).await?) } else { None };
            if to == State::Signed {
                self.signed_as_made(report.id).await?;
            }
            let (version, definitions) = made.map_or((None, Vec::new()), |(version, rows)| (Some(version), rows));
            let step = ReportStepRow {
                number: course.steps().len() as u32,
                state: to.as_str().to_owned(),
                version: course.version(),
                by: caller.user,
                at_ms,
                note: note.clone(),
            };
            let write = ReportStepWrite { report: report.clone(), step, version, definitions };
            self.store.add_report_step(self.shard, &write).await.map_err(moved)?;
            let detail =
                serde_json::json!({ "form": report.form, "unit": report.unit, "period": report.period, "state": to.as_str() });
            self.note(Some(caller.user), "report_step", report.id.to_string(), detail).await?;
            if to == State::Locked {
                // From now on the rules know the period as closed.
                self.reload_territory().await?;
            }
        }
        self.report_unchecked(report.id).await
    }

    /// What a caller may do for the unit of a report.
    pub(super) fn duty(&self, caller: &Caller, wanted: &Wanted) -> Duty {
        let (territory, duties) = (self.territory(), self.duties(caller));
        Duty {
            reports: duties.reports_for(&territory.tree, wanted.unit, wanted.boundaries),
            receives: duties.receives_from(&territory.tree, wanted.unit, wanted.boundaries),
        }
    }

    /// The report and its steps so far, or a report that there is not yet.
    async fn course_of(&self, wanted: &Wanted) -> Result<(ReportRow, Course<UserId>), AppError> {
        let filter = ReportFilter {
            form: Some(wanted.form.clone()),
            period: Some(wanted.period.to_string()),
            units: Some(vec![wanted.unit.to_string()]),
            ..ReportFilter::default()
        };
        if let Some(line) = self.store.reports(self.shard, &filter).await?.pop() {
            let steps = self.store.report_steps(self.shard, line.report.id).await?;
            return Ok((line.report, course(&steps)?));
        }
        let span = wanted.period.span();
        let report = ReportRow {
            id: ReportId(self.env.new_id()),
            form: wanted.form.clone(),
            unit: wanted.unit.to_string(),
            period: wanted.period.to_string(),
            first_day: day_number(span.from()),
            last_day: day_number(span.to()),
        };
        Ok((report, Course::default()))
    }

    /// A report keeps the boundaries of its first version.
    async fn on_its_boundaries(&self, wanted: Wanted, report: &ReportRow) -> Result<Wanted, AppError> {
        let boundaries = self.closed_boundaries(report.id).await?;
        Ok(Wanted { boundaries: boundaries.unwrap_or(wanted.boundaries), ..wanted })
    }

    /// The boundaries of the first version of a report; None before there is one.
    pub(super) async fn closed_boundaries(&self, report: ReportId) -> Result<Option<Date>, AppError> {
        let versions = self.store.report_versions(self.shard, report).await?;
        versions.first().map(|first| read_closed(&first.content).map(|closed| closed.report.boundaries)).transpose()
    }

    /// Makes a version from what is known now.
    async fn version(
        &self,
        wanted: &Wanted,
        version: u32,
        nothing: bool,
    ) -> Result<(ReportVersionRow, Vec<DefinitionRow>), AppError> {
        if wanted.end() >= self.env.today() {
            return Err(AppError::bad("period_not_over", wanted.period.to_string()));
        }
        {
            let _writing = self.writing.lock().await;
            self.catch_up().await?;
        }
        let position = self.known()?;
        let happened = self.happened(wanted.unit, wanted.period, wanted.boundaries).await?;
        match (nothing, happened.events) {
            (false, 0) => return Err(AppError::Conflict { code: "nothing_undeclared" }),
            (true, 1..) => return Err(AppError::Conflict { code: "not_nothing" }),
            (true, 0) | (false, 1..) => {}
        }
        let kept = self.definitions_now(&wanted.form, wanted.end()).await?;
        let report = self.make_report(&kept, wanted, position)?;
        let closed = ClosedReport {
            version,
            revision: None,
            definitions: hex(&kept.hash),
            nothing,
            areas: (wanted.unit.level() == Level::Commune).then(|| happened.completeness()),
            late: self.late(wanted, position).await?,
            report,
        };
        let content = closed.canonical();
        let hash = *blake3::hash(content.as_bytes()).as_bytes();
        Ok((ReportVersionRow { version, position, content, hash, definitions: kept.hash }, kept.bodies))
    }

    /// Nobody signs what is not what was made.
    async fn signed_as_made(&self, report: ReportId) -> Result<(), AppError> {
        let versions = self.store.report_versions(self.shard, report).await?;
        let Some(latest) = versions.last() else { return Err(AppError::damaged("a report without a version")) };
        let line = self.check_part(latest, None).await;
        if line.ok { Ok(()) } else { Err(AppError::damaged(format!("report {report}: {}", line.fault.unwrap_or_default()))) }
    }
}
