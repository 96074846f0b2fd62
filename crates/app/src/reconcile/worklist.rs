//! The differences of a reconciliation as a list of work: by hamlet and owner, open and settled.

use super::difference::{Difference, DifferenceKind};
use super::keep::Opened;
use super::look::{masked, our_sheet, their_sheet};
use super::progress::count;
use super::sheets::{DifferenceLine, DifferenceOutcome, DifferencePage, DifferencesAsk, HamletCount, KindCount, OwnerCount};
use super::standard::Value;
use crate::viet_nam::instant;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, EventId, ReconciliationId, UserId};
use danso_store::{EventRow, Role, UserRow};
use danso_wire::status_name;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Differences of a page.
const PAGE: u32 = 200;

/// What a line needs to know beside the reconciliation.
pub(super) struct Around {
    pub(super) hamlets: HashMap<Uuid, String>,
    /// Name of each area and of who has it.
    areas: HashMap<Uuid, (String, Option<String>)>,
    /// The only area of a hamlet.
    area_of: HashMap<Uuid, Uuid>,
    users: HashMap<UserId, String>,
    events: HashMap<EventId, EventRow>,
}

/// Both numbers, where these are what differs.
pub(super) fn numbers_of<'a>(opened: &'a Opened, difference: &Difference) -> Option<(&'a str, &'a str)> {
    let (theirs, ours) =
        (opened.frozen.theirs.get(difference.row? as usize)?, opened.frozen.ours.get(difference.ours? as usize)?);
    (difference.value? == Value::Number).then_some((&theirs.record.number, &ours.pin))
}

/// What both sides say of a value; of numbers what someone must see to tell which is right.
pub(super) fn value_of(opened: &Opened, difference: &Difference) -> (Option<String>, Option<String>) {
    let (Some(value), Some(row), Some(at)) = (difference.value, difference.row, difference.ours) else { return (None, None) };
    let theirs = opened.frozen.theirs.get(row as usize).map(|theirs| &theirs.record);
    let ours = opened.frozen.ours.get(at as usize);
    let (Some(theirs), Some(ours)) = (theirs, ours) else { return (None, None) };
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let both = match value {
        Value::Name => (theirs.full_name(), ours.name.clone()),
        Value::Sex => (theirs.sex.clone(), ours.sex.clone()),
        Value::Birth => (theirs.birth.clone(), ours.birth.clone()),
        Value::Number => masked(&theirs.number, &ours.pin),
    };
    (filled(both.0), filled(both.1))
}

impl App {
    /// What lines of differences need to know beside the reconciliation.
    pub(super) async fn around(&self, opened: &Opened) -> Result<Around, AppError> {
        let territory = self.territory();
        let hamlets = self.hamlet_names(opened);
        let mut area_of: HashMap<Uuid, Uuid> = HashMap::new();
        for house in &opened.frozen.houses {
            area_of.entry(house.hamlet).or_insert(house.area);
        }
        // A hamlet of several areas belongs to none of them alone.
        for house in &opened.frozen.houses {
            if area_of.get(&house.hamlet).is_some_and(|area| *area != house.area) {
                area_of.insert(house.hamlet, Uuid::nil());
            }
        }
        area_of.retain(|_, area| !area.is_nil());
        let ids: Vec<AreaId> = territory.areas.iter().map(|area| area.id).collect();
        let users: Vec<UserRow> = self.store.users_of_areas(&ids).await?;
        let holder = |area: AreaId| {
            let has = |user: &&UserRow| {
                !user.disabled && user.grants.iter().any(|grant| grant.role == Role::Collaborator && grant.area == Some(area))
            };
            users.iter().find(has).map(|user| user.name.clone())
        };
        let areas = territory.areas.iter().map(|area| (area.id.0, (area.name.clone(), holder(area.id)))).collect();
        let settled: Vec<UserId> = opened.state.outcomes.values().map(|(by, ..)| *by).collect();
        let events: Vec<EventId> =
            opened.state.outcomes.values().filter_map(|(.., settled)| settled.event.map(EventId)).collect();
        let events = self.store.events_by_id(self.shard, &events).await?;
        Ok(Around {
            hamlets,
            areas,
            area_of,
            users: self.names_of(&settled).await?,
            events: events.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    /// Differences, by hamlet and household, with how many there are of each kind, hamlet and area.
    ///
    /// # Errors
    /// `NotFound`, `out_of_scope`, `reconciliation_destroyed`.
    pub async fn differences(
        &self,
        caller: &Caller,
        id: ReconciliationId,
        ask: &DifferencesAsk,
    ) -> Result<DifferencePage, AppError> {
        let opened = self.reconciliation_read(caller, id).await?;
        let around = self.around(&opened).await?;
        let settled = |difference: &Difference| opened.state.outcomes.contains_key(&difference.key);
        let wanted = |difference: &&Difference| {
            ask.kind.is_none_or(|kind| difference.kind == kind)
                && ask.hamlet.is_none_or(|hamlet| difference.hamlet == Some(hamlet))
                && ask.owner.is_none_or(|area| around.area(&opened, difference) == Some(area))
                && ask.settled.is_none_or(|wanted| settled(difference) == wanted)
        };
        let all: Vec<&Difference> = opened.state.differences.iter().filter(wanted).collect();
        let limit = ask.limit.clamp(1, PAGE) as usize;
        let page = all.iter().skip(ask.after as usize).take(limit);
        let items: Vec<DifferenceLine> = page.map(|difference| around.line(&opened, difference)).collect();
        let upto = ask.after + count(items.len());
        let (counts, hamlets, owners) = around.counts(&opened);
        Ok(DifferencePage {
            items,
            next: (upto < count(all.len())).then_some(upto),
            total: count(all.len()),
            counts,
            hamlets,
            owners,
        })
    }
}

/// By kind, by hamlet, by area.
pub(super) type Counts = (Vec<KindCount>, Vec<HamletCount>, Vec<OwnerCount>);

impl Around {
    /// The area a difference belongs to: that of the household, or the only one of the hamlet.
    pub(super) fn area(&self, opened: &Opened, difference: &Difference) -> Option<Uuid> {
        let ours = difference.ours.and_then(|at| opened.frozen.ours.get(at as usize));
        let house = ours.and_then(|ours| opened.frozen.house(ours)).map(|house| house.area);
        house.or_else(|| self.area_of.get(&difference.hamlet?).copied())
    }

    /// A difference as it is told.
    pub(super) fn line(&self, opened: &Opened, difference: &Difference) -> DifferenceLine {
        let area = self.area(opened, difference);
        let (theirs_value, ours_value) = value_of(opened, difference);
        let outcome = opened.state.outcomes.get(&difference.key).map(|(by, at_ms, settled)| DifferenceOutcome {
            outcome: settled.outcome,
            note: settled.note.clone(),
            by_name: self.users.get(by).cloned().unwrap_or_default(),
            at: instant(*at_ms),
            event: settled.event,
            event_status: settled
                .event
                .and_then(|id| self.events.get(&EventId(id)))
                .map(|row| status_name(row.status).to_owned()),
            carried: settled.carried,
        });
        DifferenceLine {
            key: difference.key.clone(),
            kind: difference.kind,
            field: difference.value.map(|value| value.code().to_owned()),
            theirs: difference.row.map(|row| their_sheet(opened, row)),
            ours: difference.ours.map(|at| our_sheet(&opened.frozen, at, &self.hamlets)),
            theirs_value,
            ours_value,
            hamlet: difference.hamlet,
            hamlet_name: difference.hamlet.and_then(|id| self.hamlets.get(&id).cloned()),
            area,
            owner_name: area.and_then(|area| self.areas.get(&area)).and_then(|(_, owner)| owner.clone()),
            hints: difference.hints.iter().map(|hint| (*hint).to_owned()).collect(),
            outcome,
        }
    }

    pub(super) fn counts(&self, opened: &Opened) -> Counts {
        let mut kinds: BTreeMap<DifferenceKind, [u32; 2]> = BTreeMap::new();
        let mut hamlets: HashMap<Uuid, [u32; 2]> = HashMap::new();
        let mut areas: HashMap<Uuid, [u32; 3]> = HashMap::new();
        for kind in [DifferenceKind::TheirsOnly, DifferenceKind::OursOnly, DifferenceKind::Value] {
            kinds.insert(kind, [0; 2]);
        }
        for difference in &opened.state.differences {
            let settled = usize::from(opened.state.outcomes.contains_key(&difference.key));
            kinds.entry(difference.kind).or_default()[settled] += 1;
            if let Some(hamlet) = difference.hamlet {
                hamlets.entry(hamlet).or_default()[settled] += 1;
            }
            if let Some(area) = self.area(opened, difference) {
                let counts = areas.entry(area).or_default();
                counts[settled] += 1;
                counts[2] += u32::from(settled == 1 && opened.state.reported.contains(&difference.key));
            }
        }
        let name = |id: &Uuid| self.hamlets.get(id).cloned().unwrap_or_default();
        let mut hamlets: Vec<HamletCount> = hamlets
            .iter()
            .map(|(id, [open, settled])| HamletCount { id: *id, name: name(id), open: *open, settled: *settled })
            .collect();
        hamlets.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        let owner = |(id, [open, settled, reported]): (&Uuid, &[u32; 3])| {
            let (area_name, owner_name) = self.areas.get(id).cloned().unwrap_or_default();
            let handed_at = opened.state.handed.get(id).map(|(_, at_ms)| instant(*at_ms));
            OwnerCount { area: *id, area_name, owner_name, open: *open, settled: *settled, handed_at, reported: *reported }
        };
        let mut owners: Vec<OwnerCount> = areas.iter().map(owner).collect();
        owners.sort_by(|one, other| (&one.area_name, one.area).cmp(&(&other.area_name, other.area)));
        let kinds = kinds.into_iter().map(|(kind, [open, settled])| KindCount { kind, open, settled }).collect();
        (kinds, hamlets, owners)
    }
}
