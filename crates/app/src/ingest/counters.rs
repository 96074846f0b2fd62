//! Counters of devices: which have been used, so that one given out twice is noticed before it is written.

use super::Door;
use super::reading::Read;
use crate::{App, AppError};
use danso_model::DeviceId;
use danso_store::EventFilter;
use std::collections::{BTreeSet, HashMap};

/// As many gaps as a store names.
pub(crate) const GAPS: usize = 1_000;

impl App {
    /// The counters that the devices of these events have used already. A parked event keeps its own.
    pub(super) async fn used_counters(&self, reads: &[Read], door: Door) -> Result<HashMap<DeviceId, BTreeSet<u64>>, AppError> {
        let mut used = HashMap::new();
        if door == Door::Parked {
            return Ok(used);
        }
        for device in reads.iter().filter_map(|read| read.device(door)).map(|(device, _)| device).collect::<BTreeSet<_>>() {
            let (count, upto, missing) = self.store.counters(self.shard, device).await?;
            let highest = upto.max(count + missing.len() as u64);
            let is_used = |counter: &u64| *counter <= upto || missing.binary_search(counter).is_err();
            // An answer with all the gaps it may name may have left some out.
            let counters =
                if missing.len() < GAPS { (1..=highest).filter(is_used).collect() } else { self.all_counters(device).await? };
            used.insert(device, counters);
        }
        Ok(used)
    }

    /// The counters of a device one by one.
    pub(crate) async fn all_counters(&self, device: DeviceId) -> Result<BTreeSet<u64>, AppError> {
        let filter = EventFilter { device: Some(device), limit: u32::MAX, ..EventFilter::default() };
        let events = self.store.events(self.shard, &filter).await?;
        let parked = self.store.parked(self.shard, None).await?;
        let counters = events.into_iter().filter_map(|row| row.device).chain(parked.into_iter().filter_map(|row| row.device));
        Ok(counters.filter(|(whose, _)| *whose == device).map(|(_, counter)| counter).collect())
    }
}
