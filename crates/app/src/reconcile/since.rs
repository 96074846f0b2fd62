//! What the register has been told of a difference since the lists were compared: an event that may settle it, whoever recorded it and wherever.

use super::difference::{Difference, DifferenceKind};
use super::keep::Opened;
use super::shapes::{EventSince, EventsSince};
use crate::world::Standing;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_lists::Record;
use danso_model::{EventId, EventKind, EventStatus, HamletId, PersonId, Position, ReconciliationId, SubjectId, UserId};
use danso_places::UnitCode;
use danso_store::EventFilter;
use danso_wire::{kind_name, status_name};
use std::collections::BTreeSet;

/// Events that wait for someone to decide on them, looked through for newcomers.
const WAITING: u32 = 500;
/// Events told.
const TOLD: usize = 10;

/// Whether an event of a kind brings somebody in whom the register may not have known.
const fn brings_in(kind: EventKind) -> bool {
    matches!(kind, EventKind::Household | EventKind::Birth | EventKind::Adoption | EventKind::MoveIn)
}

/// Whether somebody may be whom a row tells of: the same number, or name and year of birth.
fn may_be(record: &Record, name: &str, birth: &str, same_number: bool) -> bool {
    let named = !name.is_empty() && danso_catalog::fold(name) == danso_catalog::fold(&record.full_name());
    same_number || named && birth.get(..4) == record.birth.get(..4)
}

impl App {
    /// Events that came in since the lists were compared and tell of the person of a difference, the latest first; of somebody in the list alone, those that
    /// brought somebody in who may be them. Audited.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`, `reconciliation_destroyed`.
    pub async fn events_since(&self, caller: &Caller, id: ReconciliationId, key: &str) -> Result<EventsSince, AppError> {
        let opened = self.reconciliation_read(caller, id).await?;
        let difference = opened.state.differences.iter().find(|difference| difference.key == key).ok_or(AppError::NotFound)?;
        let found = match difference.ours.and_then(|at| opened.frozen.ours.get(at as usize)) {
            Some(ours) => self.since_of(&opened, PersonId(ours.person), ours.name.clone()).await?,
            None => self.newcomers_since(&opened, difference).await?,
        };
        self.audit(caller, "difference_seen", &id.to_string(), &serde_json::json!({ "key": key }).to_string()).await?;
        let users: Vec<UserId> = found.iter().map(|(standing, _)| standing.event.by).collect();
        let names = self.names_of(&users).await?;
        let mut items: Vec<EventSince> = found
            .into_iter()
            .map(|(standing, name)| EventSince {
                event: standing.event.id.0,
                kind: kind_name(standing.event.body.kind()).to_owned(),
                date: standing.event.date.to_string(),
                status: status_name(standing.status).to_owned(),
                name: Some(name).filter(|name| !name.is_empty()),
                by_name: names.get(&standing.event.by).cloned().unwrap_or_default(),
                position: standing.position.0,
            })
            .collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.position));
        items.truncate(TOLD);
        Ok(EventsSince { items })
    }

    async fn since_of(&self, opened: &Opened, person: PersonId, name: String) -> Result<Vec<(Standing, String)>, AppError> {
        let world = self.load_world(&[person.into()]).await?;
        let later = |standing: &Standing| {
            let counts = matches!(standing.status, EventStatus::Accepted | EventStatus::Submitted);
            counts && standing.position.0 > opened.brief.known_at && standing.event.body.kind() != EventKind::Withdrawal
        };
        let told = world.events_about(person.into()).into_iter().filter(later);
        Ok(told.map(|standing| (standing, name.clone())).collect())
    }

    /// Rows tell who of those that changed since may be the one; only their events are opened, and those that wait.
    async fn newcomers_since(&self, opened: &Opened, difference: &Difference) -> Result<Vec<(Standing, String)>, AppError> {
        let theirs = difference.row.filter(|_| difference.kind == DifferenceKind::TheirsOnly);
        let Some(theirs) = theirs.and_then(|row| opened.frozen.theirs.get(row as usize)) else { return Ok(Vec::new()) };
        let record = &theirs.record;
        let unit: UnitCode = opened.row.unit.parse().map_err(|_| AppError::damaged("the unit of a reconciliation"))?;
        let hamlets: Vec<HamletId> = self.territory().hamlets_in(unit, self.env.today());
        let since = Position(opened.brief.known_at);
        let number = (!record.number.is_empty()).then(|| self.master.mac_pin(&record.number));
        let changed = self.store.people_since(self.shard, &hamlets, since).await?;
        let alike =
            changed.iter().filter(|row| may_be(record, &row.name, &row.birth, row.pin_mac.is_some() && row.pin_mac == number));
        let mut subjects: BTreeSet<SubjectId> = alike.map(|row| row.id.into()).collect();
        let waiting = Some(EventStatus::Submitted);
        let filter =
            EventFilter { hamlets: Some(hamlets), status: waiting, after: Some(since), limit: WAITING, ..EventFilter::default() };
        let rows = self.store.events(self.shard, &filter).await?;
        let ids: Vec<EventId> = rows.iter().filter(|row| brings_in(row.kind)).map(|row| row.id).collect();
        subjects.extend(self.store.subjects_of(self.shard, &ids).await?.into_iter().map(|(_, subject)| subject));
        let subjects: Vec<SubjectId> = subjects.into_iter().collect();
        let world = self.load_world(&subjects).await?;
        let mut found = Vec::new();
        for standing in world.event_ids().into_iter().filter_map(|id| world.get(id)) {
            let counts = matches!(standing.status, EventStatus::Accepted | EventStatus::Submitted);
            if !counts || standing.position <= since || !brings_in(standing.event.body.kind()) {
                continue;
            }
            let name = standing.event.body.members().iter().find_map(|member| {
                let personal = standing.event.personal_of(SubjectId::from(member.person))?;
                let name = personal.name.clone().unwrap_or_default();
                let same_number = personal.pin.as_ref().is_some_and(|pin| pin.as_str() == record.number);
                may_be(record, &name, &member.birth.to_string(), same_number).then_some(name)
            });
            found.extend(name.map(|name| (standing.clone(), name)));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_or_a_name_with_a_year_make_somebody_whom_a_row_may_tell_of() {
        let record = Record { name: "NGUYEN THI HOA".to_owned(), birth: "1990-05-02".to_owned(), ..Record::default() };
        assert!(may_be(&record, "Nguyễn Thị Hoà", "1990", false));
        assert!(!may_be(&record, "Nguyễn Thị Hoà", "1991-05-02", false));
        assert!(may_be(&record, "Trần Văn An", "1950", true));
        assert!(!may_be(&record, "Trần Văn An", "1990-05-02", false));
        assert!(!may_be(&record, "", "1990", false), "erased since");
    }
}
