//! What the register has been told of a difference since the lists were compared: an event that may settle it, whoever recorded it and wherever.

use super::difference::{Difference, DifferenceKind};
use super::keep::Opened;
use super::shapes::{EventSince, EventsSince};
use crate::world::Standing;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_lists::Record;
use danso_model::{EventId, EventKind, EventStatus, HamletId, PersonId, Personal, Position, ReconciliationId, SubjectId, UserId};
use danso_places::UnitCode;
use danso_store::EventFilter;
use danso_wire::{kind_name, status_name};
use std::collections::{BTreeSet, HashMap};

/// Events looked through for newcomers.
const LOOKED: u32 = 2_000;
/// Events told.
const TOLD: usize = 10;

/// Whether an event of a kind brings somebody in whom the register may not have known.
const fn brings_in(kind: EventKind) -> bool {
    matches!(kind, EventKind::Household | EventKind::Birth | EventKind::Adoption | EventKind::MoveIn)
}

/// Whether somebody who came in may be whom a row tells of: the same number, or name and year of birth.
fn may_be(record: &Record, personal: Option<&Personal>, birth: danso_model::PartialDate) -> bool {
    let Some(personal) = personal else { return false };
    let number = personal.pin.as_ref().is_some_and(|pin| pin.as_str() == record.number);
    let named =
        personal.name.as_deref().is_some_and(|name| danso_catalog::fold(name) == danso_catalog::fold(&record.full_name()));
    let year = birth.to_string().get(..4) == record.birth.get(..4);
    number || named && year
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

    async fn newcomers_since(&self, opened: &Opened, difference: &Difference) -> Result<Vec<(Standing, String)>, AppError> {
        let theirs = difference.row.filter(|_| difference.kind == DifferenceKind::TheirsOnly);
        let Some(theirs) = theirs.and_then(|row| opened.frozen.theirs.get(row as usize)) else { return Ok(Vec::new()) };
        let unit: UnitCode = opened.row.unit.parse().map_err(|_| AppError::damaged("the unit of a reconciliation"))?;
        let hamlets: Vec<HamletId> = self.territory().hamlets_in(unit, self.env.today());
        let after = Some(Position(opened.brief.known_at));
        let filter = EventFilter { hamlets: Some(hamlets), after, limit: LOOKED, ..EventFilter::default() };
        let rows = self.store.events(self.shard, &filter).await?;
        let counts = |status| matches!(status, EventStatus::Accepted | EventStatus::Submitted);
        let ids: Vec<EventId> = rows.iter().filter(|row| brings_in(row.kind) && counts(row.status)).map(|row| row.id).collect();
        let subjects: BTreeSet<SubjectId> =
            self.store.subjects_of(self.shard, &ids).await?.into_iter().map(|(_, subject)| subject).collect();
        let subjects: Vec<SubjectId> = subjects.into_iter().collect();
        let world = self.load_world(&subjects).await?;
        let mut found = Vec::new();
        for standing in ids.iter().filter_map(|id| world.get(*id)) {
            let personal: HashMap<SubjectId, &Personal> =
                standing.event.personal.iter().map(|(subject, personal)| (*subject, personal)).collect();
            let is = |member: &&danso_model::Member| {
                may_be(&theirs.record, personal.get(&member.person.into()).copied(), member.birth)
            };
            if let Some(member) = standing.event.body.members().iter().find(is) {
                let name = personal.get(&member.person.into()).and_then(|personal| personal.name.clone());
                found.push((standing.clone(), name.unwrap_or_default()));
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use danso_model::Pin;

    #[test]
    fn a_number_or_a_name_with_a_year_make_somebody_whom_a_row_may_tell_of() {
        let record = Record {
            name: "NGUYEN THI HOA".to_owned(),
            birth: "1990-05-02".to_owned(),
            number: "092190000123".to_owned(),
            ..Record::default()
        };
        let named = |name: &str, pin: Option<&str>| Personal {
            name: Some(name.to_owned()),
            pin: pin.map(|pin| Pin::new(pin).unwrap()),
            ..Personal::default()
        };
        let is = |personal: &Personal, birth: &str| may_be(&record, Some(personal), birth.parse().unwrap());
        assert!(is(&named("Nguyễn Thị Hoà", None), "1990"));
        assert!(!is(&named("Nguyễn Thị Hoà", None), "1991-05-02"));
        assert!(is(&named("Trần Văn An", Some("092190000123")), "1950"));
        assert!(!is(&named("Trần Văn An", None), "1990-05-02"));
        assert!(!may_be(&record, None, "1990".parse().unwrap()), "erased since");
    }
}
