//! Numbers that no database can know: officers tell them, with a day and a source (K3, K5, K6).

use super::{ByUnit, Counts, Known, Sought};
use crate::AppError;
use danso_tally::day_number;
use std::collections::HashMap;

/// The names of numbers that can be told.
pub const TOLD_NUMBERS: &[&str] = NAMES;

pub(super) const NAMES: &[&str] = &["warehouses", "warehouses_connected", "consumers", "consumers_expected", "applications"];

impl Sought<'_> {
    /// Of each unit the number told last by the end of the period.
    pub(super) async fn told(&self) -> Result<Counts, AppError> {
        let last = day_number(self.last());
        let mut told: HashMap<String, ByUnit> = HashMap::new();
        // The later day comes later.
        for row in self.app.store.told(self.app.shard).await?.into_iter().filter(|row| row.day <= last) {
            told.entry(row.name).or_default().insert(row.unit, row.value as f64);
        }
        Ok(NAMES.iter().map(|name| (*name, Known::Somewhere(told.remove(*name).unwrap_or_default()))).collect())
    }
}
