//! How long a phone may be used without contact.

use crate::{App, AppError};
use danso_auth::Caller;
use danso_tally::day_number;

/// The name under which the days are told (`danso setting --tell lease_days=14`).
pub const LEASE_SETTING: &str = "lease_days";

/// Days where nothing was told.
pub const LEASE_DAYS: u64 = 30;

impl App {
    /// Days for which the phone of a caller may be used without contact: what was told last, by today, of the smallest unit that any of
    /// the own areas lies in; of several areas the fewest.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lease_days(&self, caller: &Caller) -> Result<u64, AppError> {
        let today = self.env.today();
        let mut told = self.store.told(self.shard).await?;
        told.retain(|row| row.name == LEASE_SETTING && row.day <= day_number(today) && row.value > 0);
        if told.is_empty() {
            return Ok(LEASE_DAYS);
        }
        let territory = self.territory();
        let of_commune = |commune: &str| {
            let mut units: Vec<String> = commune
                .parse()
                .map(|code| territory.tree.gazetteer().path(code, today).iter().map(|unit| unit.code.to_string()).collect())
                .unwrap_or_default();
            units.sort_by_key(|unit| unit.len());
            units.insert(0, "VN".to_owned());
            // The later day comes later.
            units.iter().rev().find_map(|unit| told.iter().rfind(|row| row.unit == *unit)).map_or(LEASE_DAYS, |row| row.value)
        };
        let scope = self.scope(caller);
        let communes = scope.areas().iter().filter_map(|area| territory.area(*area)).map(|area| area.commune.as_str());
        Ok(communes.map(of_commune).min().unwrap_or(LEASE_DAYS))
    }
}
