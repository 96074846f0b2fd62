//! Everything out, page by page: for whoever holds the database and its key.

use crate::load::open_counted;
use crate::territory::day_of;
use crate::{App, AppError};
use danso_model::{EventId, EventStatus, HouseholdId, Position};
use danso_registry::CodedHealth;
use danso_store::{AreaRow, HamletRow, StoredEntry};
use danso_wire::{HouseholdDocument, encode, status_name};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Entries read at once for the times of decisions, which mostly stand together.
const NEIGHBOURS: u32 = 200;

/// What the statistics key keeps, in the numbers of docs/measures.md. What was not told is left out.
fn coded(health: CodedHealth) -> Value {
    let results = |names: &[&str], results: &[u8]| {
        let told = names.iter().zip(results).filter(|(_, result)| **result != 0);
        told.map(|(name, result)| ((*name).to_owned(), Value::from(*result))).collect::<serde_json::Map<_, _>>()
    };
    match health {
        CodedHealth::Method(method) => json!({ "method": method }),
        CodedHealth::Pregnancy(outcome) => json!({ "outcome": outcome }),
        CodedHealth::Prenatal(band, all) => {
            let mut told = results(&["edward", "down", "patau", "thalassemia"], &all);
            told.insert("band".to_owned(), band.into());
            Value::Object(told)
        }
        CodedHealth::Newborn(all) => Value::Object(results(&["ch", "g6pd", "cah", "hearing", "heart"], &all)),
        CodedHealth::Disabled => json!({ "disabled": 1 }),
    }
}

impl App {
    /// Events after a position with where they stand and when they were accepted, personal content opened, in the order in which they came
    /// in. Of someone erased comes what the statistics key keeps of health (`counted`): codes, and nothing else. The second value is where
    /// to go on; None at the end of the log.
    ///
    /// # Errors
    /// When the store fails or the key does not open what is sealed.
    pub async fn page_of_events(&self, after: Position, limit: u32) -> Result<(Vec<Value>, Option<Position>), AppError> {
        let entries = self.store.entries(self.shard, after, limit).await?;
        let next = entries.last().map(|entry| entry.position);
        let mut times: HashMap<Position, i64> = entries.iter().map(|entry| (entry.position, entry.at_ms)).collect();
        let entries: Vec<StoredEntry> = entries.into_iter().filter(|entry| entry.kind.carries_event()).collect();
        let events = open_counted(self.store.as_ref(), self.shard, &self.master, &entries).await?;
        let ids: Vec<EventId> = events.iter().map(|(event, _)| event.id).collect();
        let rows = self.store.events_by_id(self.shard, &ids).await?;
        let status: HashMap<EventId, (EventStatus, Option<Position>)> =
            rows.into_iter().map(|row| (row.id, (row.status, row.decided))).collect();
        self.times_of(status.values().filter_map(|(_, decided)| *decided), &mut times).await?;
        let lines = entries.iter().zip(&events).map(|(entry, (event, counted))| {
            let event_json: Value = serde_json::from_slice(&encode(event)).unwrap_or_default();
            let standing = status.get(&event.id);
            let name = standing.map_or("unknown", |(status, _)| status_name(*status));
            let mut line = json!({ "position": entry.position.0, "status": name, "event": event_json });
            if let Some((EventStatus::Accepted, decided)) = standing {
                let accepted = decided.unwrap_or(entry.position);
                line["accepted"] = accepted.0.into();
                if let Some(at) = times.get(&accepted).and_then(|ms| jiff::Timestamp::from_millisecond(*ms).ok()) {
                    line["accepted_at"] = format!("{at:.3}").into();
                }
            }
            if let Some(counted) = counted.filter(|_| CodedHealth::told_by(event).is_none()) {
                line["counted"] = coded(counted);
            }
            line
        });
        Ok((lines.collect(), next))
    }

    /// Adds the server's times of positions, reading the log where they are not known.
    async fn times_of(
        &self,
        positions: impl Iterator<Item = Position>,
        times: &mut HashMap<Position, i64>,
    ) -> Result<(), AppError> {
        let mut wanted: Vec<Position> = positions.filter(|position| !times.contains_key(position)).collect();
        wanted.sort_unstable();
        for position in wanted {
            if !times.contains_key(&position) {
                let before = Position(position.0.saturating_sub(1));
                let entries = self.store.entries(self.shard, before, NEIGHBOURS).await?;
                times.extend(entries.iter().map(|entry| (entry.position, entry.at_ms)));
            }
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use super::coded;
    use danso_registry::CodedHealth;
    use serde_json::json;

    #[test]
    fn codes_that_were_not_told_are_left_out() {
        assert_eq!(coded(CodedHealth::Method(98)), json!({ "method": 98 }));
        assert_eq!(coded(CodedHealth::Prenatal(12, [1, 0, 2, 0])), json!({ "band": 12, "edward": 1, "patau": 2 }));
        assert_eq!(coded(CodedHealth::Newborn([0, 2, 0, 0, 4])), json!({ "g6pd": 2, "heart": 4 }));
        assert_eq!(coded(CodedHealth::Disabled), json!({ "disabled": 1 }));
    }
}
