//! The phone's side: push, pull, snapshot.

use crate::document::document;
use crate::ground::{Ground, ground_of};
use crate::ingest::{Door, GAPS};
use crate::world::View;
use crate::{App, AppError};
use danso_auth::Caller;
use danso_model::{AreaId, DeviceId, EventId, EventStatus, HouseholdId, Position, UserId};
use danso_store::{EventFilter, EventRow, HouseholdRow};
use danso_wire::{EventState, HouseholdDocument, Issue, Pull, Push, PushReply, Received, Snapshot, status_name};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::sync::Mutex;

/// Events in one push.
const PUSH_LIMIT: usize = 200;
/// Households in one pull.
const PULL_LIMIT: u32 = 200;
/// Households read from the store at a time.
const HOUSEHOLDS_PAGE: u32 = 10_000;
/// Events read from the store at a time.
const EVENTS_PAGE: u32 = 2_000;
/// Snapshots kept for downloads that break and go on.
const SNAPSHOTS_KEPT: usize = 64;

/// A whole area as one file. The same `etag` means the same bytes, so a broken download goes on.
#[derive(Debug, Clone)]
pub struct SnapshotFile {
    /// Names the bytes.
    pub etag: String,
    /// The gzip file.
    pub gzip: Vec<u8>,
}

/// For whom, on which device, as of which position and ground a snapshot is.
type SnapshotKey = (UserId, Option<DeviceId>, u32, String);

/// Snapshots made lately.
#[derive(Debug, Default)]
pub(crate) struct SnapshotCache(pub(crate) Mutex<HashMap<SnapshotKey, SnapshotFile>>);

impl App {
    /// Takes in a push of a device.
    ///
    /// # Errors
    /// `BadRequest` for more than 200 events or another device than the session's; `Forbidden` without a device.
    pub async fn push(&self, caller: &Caller, push: Push) -> Result<PushReply, AppError> {
        let device = caller.device.ok_or(AppError::Forbidden { code: "device_needed" })?;
        if device.0 != push.device {
            return Err(AppError::bad("other_device", "the session belongs to another device"));
        }
        if push.events.len() > PUSH_LIMIT {
            return Err(AppError::bad("push_too_large", format!("{} events, {PUSH_LIMIT} at most", push.events.len())));
        }
        let outcomes = self.take_in(caller, &push.events, Door::Device(device, push.last_counter)).await?;
        let (count, upto, missing) = self.store.counters(self.shard, device).await?;
        let mut ids: Vec<[u8; 16]> = outcomes.iter().map(|outcome| *outcome.id.as_bytes()).collect();
        ids.sort_unstable();
        let mut receipt = blake3::Hasher::new();
        receipt.update(device.as_bytes()).update(&upto.to_be_bytes()).update(&ids.concat());
        Ok(PushReply {
            outcomes,
            received: Received { count, upto, missing },
            receipt: receipt.finalize().to_hex().to_string(),
            position: self.store.head(self.shard).await?.position.0,
        })
    }

    /// Takes in events entered without a device.
    ///
    /// # Errors
    /// `BadRequest` for more than 200 events.
    pub async fn record(
        &self,
        caller: &Caller,
        events: Vec<Box<serde_json::value::RawValue>>,
    ) -> Result<Vec<danso_wire::Outcome>, AppError> {
        if events.len() > PUSH_LIMIT {
            return Err(AppError::bad("push_too_large", format!("{} events, {PUSH_LIMIT} at most", events.len())));
        }
        let scope = self.scope(caller);
        if !scope.sees_persons() {
            return Err(AppError::Forbidden { code: "out_of_scope" });
        }
        self.take_in(caller, &events, Door::Desk).await
    }

    /// What changed in the caller's areas after a position. Whoever had an area once still hears of the own events.
    ///
    /// # Errors
    /// `Forbidden` when the caller has neither an area nor a device.
    pub async fn pull(&self, caller: &Caller, after: Position) -> Result<Pull, AppError> {
        let areas = self.own_areas(caller)?;
        let head = self.store.head(self.shard).await?.position;
        let rows = self.store.households_of_areas(self.shard, &areas, after, PULL_LIMIT).await?;
        let more = rows.len() >= PULL_LIMIT as usize;
        // The store gives all households of the last position of a page, so the next page begins after it.
        let position = rows.last().filter(|_| more).map_or(head, |row| row.changed);
        let households = self.documents_of(&rows).await?;
        let gone = self.gone(&areas, after, &households).await?;
        let events = self.own_events(caller, Some(after)).await?;
        Ok(Pull {
            position: position.0,
            more,
            households,
            gone,
            events,
            counter: self.highest_counter(caller.device).await?,
            catalog: self.catalog.version().to_owned(),
            ground: self.ground_mark(&areas),
        })
    }

    /// The whole of the caller's areas. A download that broke gets the same bytes again while they are kept.
    ///
    /// # Errors
    /// `Forbidden` when the caller has neither an area nor a device.
    pub async fn snapshot(&self, caller: &Caller) -> Result<SnapshotFile, AppError> {
        let areas = self.own_areas(caller)?;
        let head = self.store.head(self.shard).await?.position;
        let key = (caller.user, caller.device, head.0, self.ground_mark(&areas));
        if let Some(file) = self.snapshots.0.lock().ok().and_then(|kept| kept.get(&key).cloned()) {
            return Ok(file);
        }
        let gzip = packed(&self.make_snapshot(caller, &areas, head).await?, Compression::best())?;
        let etag = format!("\"{}\"", &blake3::hash(&gzip).to_hex()[..32]);
        let file = SnapshotFile { etag, gzip };
        if let Ok(mut kept) = self.snapshots.0.lock() {
            if kept.len() >= SNAPSHOTS_KEPT {
                kept.clear();
            }
            kept.insert(key, file.clone());
        }
        Ok(file)
    }

    /// Drops the snapshots made so far: names of places in them may have changed.
    pub(crate) fn forget_snapshots(&self) {
        if let Ok(mut kept) = self.snapshots.0.lock() {
            kept.clear();
        }
    }

    pub(crate) async fn make_snapshot(&self, caller: &Caller, areas: &[AreaId], head: Position) -> Result<Snapshot, AppError> {
        let today = self.env.today();
        let territory = self.territory();
        let rows = self.households_in(areas).await?;
        let Ground { areas: own, hamlets, elsewhere, communes, provinces } = ground_of(&territory, areas, today);
        let ground = self.ground_mark(areas);
        Ok(Snapshot {
            position: head.0,
            areas: own,
            elsewhere,
            communes,
            provinces,
            households: self.documents_of(&rows).await?,
            events: self.with_content(self.own_events(caller, None).await?).await?,
            counter: self.highest_counter(caller.device).await?,
            catalog: self.catalog.version().to_owned(),
            ground,
            hamlets,
        })
    }

    fn own_areas(&self, caller: &Caller) -> Result<Vec<AreaId>, AppError> {
        let areas = self.scope(caller).areas().to_vec();
        if areas.is_empty() && caller.device.is_none() { Err(AppError::Forbidden { code: "no_area" }) } else { Ok(areas) }
    }

    async fn highest_counter(&self, device: Option<DeviceId>) -> Result<u64, AppError> {
        let Some(device) = device else { return Ok(0) };
        let (count, upto, missing) = self.store.counters(self.shard, device).await?;
        if missing.len() < GAPS {
            return Ok(upto.max(count + missing.len() as u64));
        }
        Ok(self.all_counters(device).await?.last().copied().unwrap_or(upto))
    }

    /// All households of areas, open and closed, in the order in which they changed.
    pub(crate) async fn households_in(&self, areas: &[AreaId]) -> Result<Vec<HouseholdRow>, AppError> {
        let mut rows: Vec<HouseholdRow> = Vec::new();
        loop {
            let after = rows.last().map_or(Position(0), |row| row.changed);
            let page = self.store.households_of_areas(self.shard, areas, after, HOUSEHOLDS_PAGE).await?;
            let last = page.len() < HOUSEHOLDS_PAGE as usize;
            rows.extend(page);
            if last {
                return Ok(rows);
            }
        }
    }

    /// Documents of what counts, in the order of the rows.
    pub(crate) async fn documents_of(&self, rows: &[HouseholdRow]) -> Result<Vec<HouseholdDocument>, AppError> {
        let today = self.env.today();
        let mut documents = Vec::with_capacity(rows.len());
        for part in rows.chunks(500) {
            let ids: Vec<HouseholdId> = part.iter().map(|row| row.id).collect();
            let mut world = self.load_households(&[], &ids).await?;
            documents.extend(ids.iter().filter_map(|id| document(&mut world, *id, View::Accepted, today)));
        }
        Ok(documents)
    }

    /// Households that an event of the own hamlets took to another area, or out of the register.
    async fn gone(&self, areas: &[AreaId], after: Position, kept: &[HouseholdDocument]) -> Result<Vec<uuid::Uuid>, AppError> {
        let hamlets: Vec<_> =
            areas.iter().filter_map(|area| self.territory().area(*area).map(|area| area.hamlets.clone())).flatten().collect();
        let filter = EventFilter { hamlets: Some(hamlets), changed_after: Some(after), ..EventFilter::default() };
        let events = self.all_events(filter).await?;
        let touched: BTreeMap<HouseholdId, bool> = events
            .iter()
            .filter_map(|row| Some((row.household?, row.status == EventStatus::Accepted)))
            .fold(BTreeMap::new(), |mut touched, (household, counts)| {
                *touched.entry(household).or_default() |= counts;
                touched
            });
        let ids: Vec<HouseholdId> = touched.keys().copied().collect();
        let rows: HashMap<HouseholdId, AreaId> =
            self.store.households_by_id(self.shard, &ids).await?.into_iter().map(|row| (row.id, row.area)).collect();
        let left = touched.into_iter().filter(|(household, counts)| match rows.get(household) {
            Some(area) => !areas.contains(area) && kept.iter().all(|document| document.id != household.0),
            // One that waits for the commune has no row yet either.
            None => *counts,
        });
        Ok(left.map(|(household, _)| household.0).collect())
    }

    async fn own_events(&self, caller: &Caller, after: Option<Position>) -> Result<Vec<EventState>, AppError> {
        // Of a snapshot all that does not count: a phone takes for accepted what is not named.
        let unsettled = [EventStatus::Submitted, EventStatus::Returned, EventStatus::Withdrawn];
        let statuses: Vec<_> = if after.is_some() { vec![None] } else { unsettled.map(Some).to_vec() };
        let mut rows: Vec<EventRow> = Vec::new();
        for status in statuses {
            let filter = EventFilter { by: Some(caller.user), status, changed_after: after, ..EventFilter::default() };
            rows.extend(self.all_events(filter).await?);
        }
        let mut states: Vec<EventState> = rows.iter().map(state).collect();
        let deciders = self.deciders(&rows).await?;
        for each in &mut states {
            each.by_name = deciders.get(&EventId(each.id)).cloned();
        }
        let parked = self.store.parked(self.shard, None).await?;
        states.extend(parked.iter().filter(|row| row.by == caller.user).map(|row| EventState {
            id: row.id.0,
            status: "parked".to_owned(),
            position: None,
            reason: Some(row.code.clone()),
            by_name: None,
            issues: Vec::new(),
            event: None,
        }));
        Ok(states)
    }

    /// States with the events themselves where a phone that is new may have to do something about them.
    async fn with_content(&self, mut states: Vec<EventState>) -> Result<Vec<EventState>, AppError> {
        let open = |state: &&EventState| ["submitted", "returned"].contains(&state.status.as_str());
        let wanted: Vec<EventId> = states.iter().filter(open).map(|state| EventId(state.id)).collect();
        let entries = self.store.entries_by_event(self.shard, &wanted).await?;
        let events = crate::load::open_all(self.store.as_ref(), self.shard, &self.master, &entries).await?;
        let mut content: HashMap<EventId, serde_json::Value> =
            events.iter().map(|event| (event.id, crate::review::as_json(event))).collect();
        for state in &mut states {
            state.event = content.remove(&EventId(state.id));
        }
        Ok(states)
    }

    /// However many there are, a page after the other.
    async fn all_events(&self, mut filter: EventFilter) -> Result<Vec<EventRow>, AppError> {
        let mut rows: Vec<EventRow> = Vec::new();
        filter.limit = EVENTS_PAGE;
        loop {
            let page = self.store.events(self.shard, &filter).await?;
            filter.after = page.last().map(|row| row.position);
            let last = page.len() < EVENTS_PAGE as usize;
            rows.extend(page);
            if last {
                return Ok(rows);
            }
        }
    }

    /// Names of those who decided on events that were returned.
    async fn deciders(&self, rows: &[EventRow]) -> Result<HashMap<EventId, String>, AppError> {
        let mut names = HashMap::new();
        for row in rows.iter().filter(|row| row.status == EventStatus::Returned) {
            let Some(Position(decided)) = row.decided else { continue };
            let entries = self.store.entries(self.shard, Position(decided - 1), 1).await?;
            let Some(entry) = entries.first() else { continue };
            if let Ok(danso_model::Entry::Returned { by, .. }) = danso_wire::decode_entry(entry.kind.as_str(), &entry.payload) {
                let user = self.store.users_by_id(&[by]).await?.pop();
                names.extend(user.map(|user| (row.id, user.name)));
            }
        }
        Ok(names)
    }
}

/// A snapshot as gzipped JSON.
pub(crate) fn packed(snapshot: &Snapshot, how: Compression) -> Result<Vec<u8>, AppError> {
    let json = serde_json::to_vec(snapshot).map_err(|error| AppError::damaged(error.to_string()))?;
    let mut encoder = GzEncoder::new(Vec::new(), how);
    encoder.write_all(&json).and_then(|()| encoder.finish()).map_err(|error| AppError::damaged(error.to_string()))
}

fn state(row: &EventRow) -> EventState {
    EventState {
        id: row.id.0,
        status: status_name(row.status).to_owned(),
        position: Some(row.decided.unwrap_or(row.position).0),
        reason: row.reason.clone(),
        by_name: None,
        issues: issues(row),
        event: None,
    }
}

pub(crate) fn issues(row: &EventRow) -> Vec<Issue> {
    serde_json::from_str(&row.issues).unwrap_or_default()
}
