//! What each collaborator did in a month: what the allowance is decided on.

use super::roster::areas_of_user;
use super::{HandedArea, StatementLine, StatementReply, allowance};
use crate::viet_nam::{begins_ms, ends_ms};
use crate::{App, AppError};
use danso_auth::Caller;
use danso_indicators::{Period, PeriodKind};
use danso_model::{AreaId, EventKind, EventStatus, UserId};
use danso_places::Level;
use danso_store::{AreaHouseholds, Role, UserRow, WorkFilter, WorkRow};
use danso_tally::day_number;

/// Adds events to the columns they belong in. A withdrawn event was recorded, and nothing else.
fn add(line: &mut StatementLine, row: &WorkRow) {
    line.recorded += row.events;
    line.mobile += if row.mobile { row.events } else { 0 };
    line.behalf += if row.behalf { row.events } else { 0 };
    match row.status {
        EventStatus::Accepted => line.accepted += row.events,
        EventStatus::Submitted => line.waiting += row.events,
        EventStatus::Returned => return line.returned += row.events,
        EventStatus::Withdrawn => return,
    }
    let column = match row.kind {
        EventKind::Birth | EventKind::Adoption => &mut line.births,
        EventKind::Death => &mut line.deaths,
        EventKind::MoveIn
        | EventKind::MoveOut
        | EventKind::Transfer
        | EventKind::TransferReceipt
        | EventKind::Split
        | EventKind::Merge => &mut line.moves,
        EventKind::Marriage | EventKind::Divorce | EventKind::Separation | EventKind::Widowed => &mut line.marriages,
        EventKind::ContraceptionStart
        | EventKind::ContraceptionStop
        | EventKind::Pregnancy
        | EventKind::PrenatalScreen
        | EventKind::NewbornScreen
        | EventKind::ElderlyCheckup => &mut line.health,
        EventKind::Household
        | EventKind::HouseholdChange
        | EventKind::HeadChange
        | EventKind::Disability
        | EventKind::Change
        | EventKind::Withdrawal
        | EventKind::SamePerson => &mut line.other,
        EventKind::Reviewed => &mut line.reviewed,
    };
    *column += row.events;
}

impl App {
    /// The work of everyone who has an area of a commune or recorded in it in a month.
    ///
    /// # Errors
    /// `not_a_commune`, `out_of_scope`, `bad_period` for what is no month; when the store fails.
    pub async fn statement(&self, caller: &Caller, unit: &str, month: &str) -> Result<StatementReply, AppError> {
        let commune = self.network_of(caller, unit)?;
        let period: Period = month.parse().map_err(|_| AppError::bad("bad_period", month))?;
        if period.kind() != PeriodKind::Month {
            return Err(AppError::bad("bad_period", "statements are made month by month"));
        }
        let (first, last) = (period.span().from(), period.span().to());
        let span = begins_ms(first).zip(ends_ms(last)).ok_or_else(|| AppError::bad("bad_period", month))?;
        let filter = WorkFilter { hamlets: self.territory().hamlets_in(commune, self.env.today()), recorded_ms: span };
        let work = self.store.work(self.shard, &filter).await?;
        let areas = self.areas_of(commune);
        let ids: Vec<AreaId> = areas.iter().map(|area| area.id).collect();
        let households = self.store.area_households(self.shard, &ids, (day_number(first), day_number(last))).await?;
        let happened = self.happened(commune, period, last).await?;
        let users = self.workers(&ids, &work).await?;

        let unit_name = self.line(commune, self.env.today()).map(|line| line.full_name).unwrap_or_default();
        let territory = self.territory();
        let province = territory.tree.gazetteer().path(commune, self.env.today());
        let province = province.iter().find(|unit| unit.code.level() == Level::Province).map(|unit| unit.code.to_string());
        let rule = allowance::rule(province.as_deref().unwrap_or_default(), last)?;
        let monthly = rule.as_ref().and_then(|rule| rule.monthly(&unit_name));

        let mut lines: Vec<StatementLine> = Vec::with_capacity(users.len());
        for user in &users {
            let own = areas_of_user(user, &areas);
            let mut line =
                StatementLine { id: user.id.0, login: user.login.clone(), name: user.name.clone(), ..Default::default() };
            work.iter().filter(|row| row.user == user.id).for_each(|row| add(&mut line, row));
            for area in areas.iter().filter(|area| own.contains(&area.id)) {
                let standing =
                    happened.areas.iter().find(|work| work.area == area.id).map_or("missing", |work| work.standing().as_str());
                line.areas.push(HandedArea { number: area.number.clone(), standing: standing.to_owned() });
            }
            let sum = |of: fn(&AreaHouseholds) -> u64| households.iter().filter(|row| own.contains(&row.area)).map(of).sum();
            (line.households, line.seen) = (sum(|row| row.households), sum(|row| row.seen));
            line.amount = monthly.filter(|_| !own.is_empty() && !user.disabled);
            lines.push(line);
        }
        Ok(StatementReply {
            unit: commune.to_string(),
            unit_name,
            period: period.to_string(),
            lines,
            rule: rule.map(|rule| format!("{} ({})", rule.vi, rule.legal_basis)),
        })
    }

    /// Who has one of these areas, and collaborators who recorded something, in order of name.
    async fn workers(&self, areas: &[AreaId], work: &[WorkRow]) -> Result<Vec<UserRow>, AppError> {
        let mut users = self.store.users_of_areas(areas).await?;
        let mut others: Vec<UserId> =
            work.iter().map(|row| row.user).filter(|user| users.iter().all(|row| row.id != *user)).collect();
        others.sort_unstable();
        others.dedup();
        let officer = |row: &UserRow| row.grants.iter().any(|grant| grant.role != Role::Collaborator);
        users.extend(self.store.users_by_id(&others).await?.into_iter().filter(|row| !officer(row)));
        users.sort_by(|one, other| (&one.name, &one.login).cmp(&(&other.name, &other.login)));
        Ok(users)
    }
}
