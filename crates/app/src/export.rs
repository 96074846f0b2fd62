//! Everything out, page by page: for whoever holds the database and its key.

use crate::load::open_all;
use crate::territory::day_of;
use crate::{App, AppError};
use danso_model::{EventId, EventStatus, HouseholdId, Position};
use danso_store::{AreaRow, HamletRow, StoredEntry};
use danso_wire::{HouseholdDocument, encode, status_name};
use serde_json::{Value, json};
use std::collections::HashMap;

impl App {
    /// Events after a position with where they stand, personal content opened, in the order in which they came in. The second value is
    /// where to go on; None at the end of the log.
    ///
    /// # Errors
    /// When the store fails or the key does not open what is sealed.
    pub async fn page_of_events(&self, after: Position, limit: u32) -> Result<(Vec<Value>, Option<Position>), AppError> {
        let entries = self.store.entries(self.shard, after, limit).await?;
        let next = entries.last().map(|entry| entry.position);
        let entries: Vec<StoredEntry> = entries.into_iter().filter(|entry| entry.kind.carries_event()).collect();
        let events = open_all(self.store.as_ref(), self.shard, &self.master, &entries).await?;
        let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
        let rows = self.store.events_by_id(self.shard, &ids).await?;
        let status: HashMap<EventId, (EventStatus, Option<Position>)> =
            rows.into_iter().map(|row| (row.id, (row.status, row.decided))).collect();
        let lines = entries.iter().zip(&events).map(|(entry, event)| {
            let event_json: Value = serde_json::from_slice(&encode(event)).unwrap_or_default();
            let standing = status.get(&event.id);
            let name = standing.map_or("unknown", |(status, _)| status_name(*status));
            let mut line = json!({ "position": entry.position.0, "status": name, "event": event_json });
            if let Some((EventStatus::Accepted, decided)) = standing {
                line["accepted"] = decided.unwrap_or(entry.position).0.into();
            }
            line
        });
        Ok((lines.collect(), next))
    }

    /// Documents of households after an id, in order of id. Empty at the end.
    ///
    /// # Errors
    /// As [`App::page_of_events`].
    pub async fn page_of_households(&self, after: Option<HouseholdId>, limit: u32) -> Result<Vec<HouseholdDocument>, AppError> {
        let rows = self.store.households_page(self.shard, after, limit).await?;
        self.documents_of(&rows).await
    }

    /// The deployment's own places, so that an export can be read where they are not known.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn places(&self) -> Result<(Vec<HamletRow>, Vec<AreaRow>), AppError> {
        Ok((self.store.hamlets(self.shard).await?, self.store.areas(self.shard).await?))
    }
}

impl App {
    /// The map as an outside agency needs it to count by itself: units with their days and parents, what became what, hamlets, what is known
    /// of divided and joined hamlets, and the socio-economic regions. One JSON object a line.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn map_lines(&self) -> Result<Vec<Value>, AppError> {
        let (territory, mut lines) = (self.territory(), Vec::new());
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        for unit in territory.tree.gazetteer().all() {
            lines.push(json!({ "unit": {
                "code": unit.code.as_str(), "name": unit.full_name, "kind": unit.kind.text(), "parent": unit.parent.map(|parent| parent.to_string()),
                "valid_from": day(unit.valid_from), "valid_to": day(unit.valid_to),
            } }));
        }
        for step in territory.tree.gazetteer().successions() {
            let (old, new) = (step.old.as_str(), step.new.as_str());
            lines.push(json!({ "succession": { "old": old, "new": new, "on": step.on.to_string() } }));
        }
        for row in self.store.hamlets(self.shard).await? {
            lines.push(json!({ "hamlet": {
                "id": row.id.to_string(), "code": row.code, "name": row.name, "kind": row.kind, "commune": row.commune,
                "valid_from": day(row.valid_from.and_then(day_of)), "valid_to": day(row.valid_to.and_then(day_of)),
            } }));
        }
        let id = |id: &[u8; 16]| danso_model::HamletId::from_bytes(*id).to_string();
        for (old, new, on) in territory.tree.heirs() {
            lines.push(json!({ "heir": { "old": id(&old), "new": id(&new), "on": on.to_string() } }));
        }
        for step in &territory.links.steps {
            let (old, new, on) = (id(&step.old), id(&step.new), step.on.to_string());
            lines.push(
                json!({ "step": { "old": old, "new": new, "on": on, "households": step.households, "persons": step.persons } }),
            );
        }
        for (hamlet, on) in &territory.links.guessed {
            lines.push(json!({ "guess": { "hamlet": id(hamlet), "on": on.to_string() } }));
        }
        for region in crate::figures::regions::all() {
            let provinces: Vec<&str> = region.provinces.iter().map(danso_places::UnitCode::as_str).collect();
            let (code, name) = (region.code, region.name);
            lines.push(
                json!({ "region": { "code": code, "name": name, "valid_from": day(region.from), "provinces": provinces } }),
            );
        }
        Ok(lines)
    }

    /// Which of these events are in the register.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn known_events(&self, ids: &[EventId]) -> Result<std::collections::HashSet<EventId>, AppError> {
        Ok(self.store.events_by_id(self.shard, ids).await?.into_iter().map(|row| row.id).collect())
    }
}
