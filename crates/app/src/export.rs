//! Everything out, page by page: for whoever holds the database and its key.

use crate::load::open_all;
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
        let status: HashMap<EventId, EventStatus> = rows.into_iter().map(|row| (row.id, row.status)).collect();
        let lines = entries.iter().zip(&events).map(|(entry, event)| {
            let event_json: Value = serde_json::from_slice(&encode(event)).unwrap_or_default();
            let status = status.get(&event.id).map_or("unknown", |status| status_name(*status));
            json!({ "position": entry.position.0, "status": status, "event": event_json })
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
    /// Which of these events are in the register.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn known_events(&self, ids: &[EventId]) -> Result<std::collections::HashSet<EventId>, AppError> {
        Ok(self.store.events_by_id(self.shard, ids).await?.into_iter().map(|row| row.id).collect())
    }
}
