//! Who has which area and device.

use super::{CollaboratorLine, DeviceLine, NetworkArea, NetworkReply, SpanLine};
use crate::viet_nam::instant;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, UserId};
use danso_places::UnitCode;
use danso_store::{AreaRow, AssignmentRow, DeviceRow, Role, UserRow, WorkFilter};
use danso_tally::day_number;
use jiff::ToSpan;
use std::collections::{BTreeSet, HashMap};

pub(super) fn device_line((row, arrived): &(DeviceRow, u64)) -> DeviceLine {
    DeviceLine {
        id: row.id.0,
        name: row.name.clone(),
        enrolled_at: instant(row.enrolled_ms),
        seen_at: row.seen_ms.map(instant),
        revoked_at: row.revoked_ms.map(instant),
        made: row.last_counter.max(*arrived),
        arrived: *arrived,
    }
}

/// The areas of an account among some.
pub(super) fn areas_of_user(user: &UserRow, areas: &[AreaRow]) -> Vec<AreaId> {
    let granted = user.grants.iter().filter(|grant| grant.role == Role::Collaborator).filter_map(|grant| grant.area);
    granted.filter(|area| areas.iter().any(|row| row.id == *area)).collect()
}

impl App {
    /// The network of a commune.
    ///
    /// # Errors
    /// `not_a_commune`, `out_of_scope`; when the store fails.
    pub async fn network(&self, caller: &Caller, unit: &str) -> Result<NetworkReply, AppError> {
        let commune = self.network_of(caller, unit)?;
        let today = self.env.today();
        let areas = self.areas_of(commune);
        let ids: Vec<AreaId> = areas.iter().map(|area| area.id).collect();
        let mut users = self.store.users_of_areas(&ids).await?;
        let spans = self.store.assignments(self.shard, &ids).await?;
        let others = self.others(&spans, &users).await?;
        let history = history(&spans, users.iter().chain(&others));
        // Who has no role any more is shown as well: their phones may still hold something.
        users.extend(others.into_iter().filter(|user| user.grants.is_empty()));
        let user_ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        let devices = self.store.devices_of_users(self.shard, &user_ids).await?;
        let day = day_number(today);
        let households = self.store.area_households(self.shard, &ids, (day, day)).await?;
        let work = self.store.work(self.shard, &self.last_days(commune, 30)).await?;
        let collaborators = users.iter().map(|user| {
            let own = || work.iter().filter(|row| row.user == user.id);
            CollaboratorLine {
                id: user.id.0,
                login: user.login.clone(),
                name: user.name.clone(),
                disabled: user.disabled,
                areas: areas_of_user(user, &areas).into_iter().map(|area| area.0).collect(),
                devices: devices.iter().filter(|(row, _)| row.user == user.id).map(device_line).collect(),
                recorded: own().map(|row| row.events).sum(),
                last_at: own().map(|row| row.last_ms).max().map(instant),
            }
        });
        let area = |row: &AreaRow| NetworkArea {
            id: row.id.0,
            number: row.number.clone(),
            name: row.name.clone(),
            hamlets: self.hamlet_codes(row),
            households: households.iter().find(|line| line.area == row.id).map_or(0, |line| line.households),
            history: history.get(&row.id).cloned().unwrap_or_default(),
        };
        Ok(NetworkReply {
            unit: commune.to_string(),
            unit_name: self.line(commune, today).map(|line| line.full_name).unwrap_or_default(),
            today: today.to_string(),
            may_change: self.scope(caller).runs(commune),
            areas: areas.iter().map(area).collect(),
            collaborators: collaborators.collect(),
        })
    }

    /// Events recorded in a commune in the last days.
    pub(super) fn last_days(&self, commune: UnitCode, days: i64) -> WorkFilter {
        let now = self.env.now_ms();
        WorkFilter {
            hamlets: self.territory().hamlets_in(commune, self.env.today()),
            recorded_ms: (now - days * 86_400_000, now + 1),
        }
    }

    fn hamlet_codes(&self, area: &AreaRow) -> Vec<String> {
        let (territory, today) = (self.territory(), self.env.today());
        area.hamlets.iter().filter_map(|id| Some(territory.hamlet(*id, today)?.code.to_string())).collect()
    }

    /// Who had an area and is not among these.
    async fn others(&self, spans: &[AssignmentRow], known: &[UserRow]) -> Result<Vec<UserRow>, AppError> {
        let ids: BTreeSet<UserId> = spans.iter().map(|span| span.user).collect();
        let others: Vec<UserId> = ids.into_iter().filter(|id| known.iter().all(|row| row.id != *id)).collect();
        Ok(self.store.users_by_id(&others).await?)
    }
}

/// Who had each area from when to when.
fn history<'a>(spans: &[AssignmentRow], users: impl Iterator<Item = &'a UserRow>) -> HashMap<AreaId, Vec<SpanLine>> {
    let names: HashMap<UserId, &str> = users.map(|row| (row.id, row.name.as_str())).collect();
    let mut history: HashMap<AreaId, Vec<SpanLine>> = HashMap::new();
    for AssignmentRow { area, user, from_ms, to_ms, .. } in spans {
        history.entry(*area).or_default().push(SpanLine {
            name: names.get(user).copied().unwrap_or_default().to_owned(),
            from: (*from_ms > 0).then(|| instant(*from_ms)),
            to: to_ms.map(instant),
        });
    }
    history
}

/// The day so many days before.
pub(super) fn days_before(day: jiff::civil::Date, days: i64) -> jiff::civil::Date {
    day.checked_sub(days.days()).unwrap_or(day)
}
