//! Households as the register knew them at a position, and second readings opened.

use super::ReadingRow;
use crate::document::document;
use crate::load;
use crate::world::View;
use crate::{App, AppError};
use danso_model::{EventId, HouseholdId, Position, SubjectId};
use danso_store::SecondReading;
use danso_vault::SubjectKey;
use danso_wire::HouseholdDocument;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// A household then and now. Nothing where it was, or is, none.
pub(super) struct ThenAndNow {
    pub(super) then: Option<HouseholdDocument>,
    pub(super) now: Option<HouseholdDocument>,
}

impl App {
    /// A household as it was known at a position on a day, and as it is.
    pub(super) async fn then_and_now(&self, id: HouseholdId, position: Position, day: Date) -> Result<ThenAndNow, AppError> {
        let mut world = self.load_households(&[], &[id]).await?;
        let now = document(&mut world, id, View::Accepted, self.env.today());
        let statuses = self.store.statuses(self.shard, &world.event_ids()).await?;
        let later = statuses.into_iter().filter(|(_, _, decided)| decided.is_none_or(|decided| decided > position));
        world.forget(&later.map(|(id, _, _)| id).collect::<Vec<_>>());
        Ok(ThenAndNow { then: document(&mut world, id, View::Accepted, day), now })
    }

    /// The rows of a second reading that can still be opened, by their numbers.
    pub(super) async fn rows_of(&self, reading: &SecondReading) -> Result<BTreeMap<usize, ReadingRow>, AppError> {
        let damaged = |what: &str| AppError::damaged(format!("a second reading: {what}"));
        let bound = EventId::from_bytes(reading.id);
        let parts = danso_vault::open(&reading.sealed, bound, &HashMap::new()).map_err(|error| damaged(&error.to_string()))?;
        let subjects: Vec<SubjectId> = parts.into_iter().map(|(subject, _)| subject).collect();
        let keys = load::keys(self.store.as_ref(), self.shard, &self.master, &subjects).await?;
        let keys: HashMap<SubjectId, SubjectKey> = keys.into_iter().filter_map(|(subject, key)| Some((subject, key?))).collect();
        let mut rows: BTreeMap<usize, ReadingRow> = BTreeMap::new();
        for (_, plain) in danso_vault::open(&reading.sealed, bound, &keys).map_err(|error| damaged(&error.to_string()))? {
            let Some(plain) = plain else { continue };
            let (number, row) = serde_json::from_slice(&plain).map_err(|error| damaged(&error.to_string()))?;
            rows.insert(number, row);
        }
        if !reading.others.is_empty() {
            let plain = self.master.open_raw(&reading.others).map_err(|error| damaged(&error.to_string()))?;
            let others: Vec<(usize, ReadingRow)> = serde_json::from_slice(&plain).map_err(|error| damaged(&error.to_string()))?;
            rows.extend(others);
        }
        Ok(rows)
    }
}
