//! Who has reported, who is late, how complete.

use super::ask::{ReportAsk, level_of};
use super::happened::AreaWork;
use super::read::days;
use super::shapes::{AreaLine, BoardReply, BoardRow, BoardSummary};
use crate::viet_nam::day_of_ms;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::Period;
use danso_indicators::closing::{Completeness, Punctuality, State};
use danso_model::AreaId;
use danso_places::{Level, UnitCode};
use danso_store::{ReportFilter, ReportLine, Role};
use jiff::civil::Date;
use std::collections::HashMap;

impl App {
    /// The board of a unit: the reports on a form of the units below that report on it, or its own, and for a commune its areas.
    ///
    /// # Errors
    /// `Forbidden` outside the scope; as for what is asked otherwise.
    pub async fn board(&self, caller: &Caller, ask: &ReportAsk) -> Result<BoardReply, AppError> {
        let end = ask.period.parse::<Period>().map_err(|_| AppError::bad("bad_period", &ask.period))?.span().to();
        self.counted_unit(caller, &ask.unit, end)?;
        self.board_unchecked(ask).await
    }

    /// The same without asking who asks: for the command line, which holds the database itself.
    ///
    /// # Errors
    /// `bad_period`, `unknown_form`, `unknown_unit`; `form_level` for a unit below those that report on the form.
    pub async fn board_unchecked(&self, ask: &ReportAsk) -> Result<BoardReply, AppError> {
        let period: Period = ask.period.parse().map_err(|_| AppError::bad("bad_period", &ask.period))?;
        let end = period.span().to();
        let templates = self.templates();
        let template = templates.on(&ask.form, end).ok_or_else(|| AppError::bad("unknown_form", &ask.form))?;
        if template.period != period.kind() {
            return Err(AppError::bad("bad_period", format!("{} is not for {period}", ask.form)));
        }
        let unit: UnitCode = ask.unit.parse().map_err(|_| AppError::bad("unknown_unit", &ask.unit))?;
        let own = self.line(unit, end).ok_or_else(|| AppError::bad("unknown_unit", &ask.unit))?;
        let level = level_of(template).filter(|level| unit.level() <= *level);
        let level = level.ok_or_else(|| AppError::bad("form_level", format!("{} is not for {unit}", ask.form)))?;
        let units = self.reporting_units(unit, level, end);
        let due = super::ask::due(template, end);

        let codes = units.iter().map(UnitCode::to_string).collect();
        let filter = ReportFilter {
            form: Some(ask.form.clone()),
            period: Some(period.to_string()),
            units: Some(codes),
            ..ReportFilter::default()
        };
        let lines = self.store.reports(self.shard, &filter).await?;
        let lines: HashMap<&str, &ReportLine> = lines.iter().map(|line| (line.report.unit.as_str(), line)).collect();
        let row = |unit: &UnitCode| self.board_row(*unit, end, lines.get(unit.as_str()).copied(), due.map(|due| due.day));
        let rows = units.iter().map(row).collect::<Result<Vec<_>, AppError>>()?;

        let (areas, completeness) = if unit.level() == Level::Commune {
            let happened = self.happened(unit, period, end).await?;
            (self.area_lines(&happened.areas).await?, happened.completeness())
        } else {
            let reported = rows.iter().filter(|row| row.reported).count() as u32;
            (Vec::new(), Completeness { due: rows.len() as u32, reported, nothing: 0 })
        };
        let summary = BoardSummary {
            due: completeness.due,
            reported: completeness.reported,
            nothing: completeness.nothing,
            missing: completeness.missing(),
            late: rows.iter().filter(|row| row.days_late.is_some()).count() as u32,
            complete_permille: completeness.permille(),
        };
        Ok(BoardReply {
            unit: unit.to_string(),
            unit_name: own.full_name,
            form: ask.form.clone(),
            period: period.to_string(),
            due: due.map(|due| due.day.to_string()),
            due_announced: due.map(|due| due.announced),
            today: self.env.today().to_string(),
            rows,
            areas,
            summary,
        })
    }

    /// The units of a level in a unit that the deployment has hamlets in.
    fn reporting_units(&self, unit: UnitCode, level: Level, at: Date) -> Vec<UnitCode> {
        if unit.level() == level {
            return vec![unit];
        }
        let territory = self.territory();
        let held =
            territory.tree.hamlets_in(unit, at).into_iter().filter_map(|hamlet| territory.tree.ancestor(hamlet, level, at));
        held.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    fn board_row(&self, unit: UnitCode, at: Date, line: Option<&ReportLine>, due: Option<Date>) -> Result<BoardRow, AppError> {
        let state = line.map_or(Some(State::Open), |line| State::parse(&line.last.state));
        let state = state.ok_or_else(|| AppError::damaged(format!("the state of a report of {unit}")))?;
        let sent = line.and_then(|line| line.sent_ms).and_then(day_of_ms).filter(|_| state.is_reported());
        let (days_left, days_late) = due.map_or((None, None), |due| days(Punctuality::of(state, sent, due, self.env.today())));
        Ok(BoardRow {
            unit: unit.to_string(),
            unit_name: self.line(unit, at).map(|line| line.full_name).unwrap_or_default(),
            id: line.map(|line| line.report.id.0),
            state: state.as_str().to_owned(),
            version: line.map(|line| line.last.version),
            reported: state.is_reported(),
            sent_on: sent.map(|day| day.to_string()),
            days_left,
            days_late,
        })
    }

    async fn area_lines(&self, work: &[AreaWork]) -> Result<Vec<AreaLine>, AppError> {
        let territory = self.territory();
        let mut collaborators: HashMap<AreaId, Vec<String>> = HashMap::new();
        for user in self.store.users().await?.into_iter().filter(|user| !user.disabled) {
            for area in user.grants.iter().filter(|grant| grant.role == Role::Collaborator).filter_map(|grant| grant.area) {
                collaborators.entry(area).or_default().push(user.name.clone());
            }
        }
        let line = |work: &AreaWork| {
            let area = territory.area(work.area)?;
            Some(AreaLine {
                area: work.area.0,
                number: area.number.clone(),
                name: area.name.clone(),
                collaborators: collaborators.remove(&work.area).unwrap_or_default(),
                standing: work.standing().as_str().to_owned(),
                accepted: work.accepted,
                waiting: work.waiting,
                declared_nothing: work.declared,
            })
        };
        Ok(work.iter().filter_map(line).collect())
    }
}
