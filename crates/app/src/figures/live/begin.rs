//! Where counting begins: at once in an empty register; in one with a past from the day of the first program that counts.

use crate::AppError;
use danso_model::{EventId, Position, Shard, SubjectId};
use danso_store::{Beginning, EventFilter, Severity, Store};
use danso_tally::day_number;
use danso_wire::decode_open;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Events read at once.
const PAGE: u32 = 1_000;

/// Begins to count, once in the life of a register.
///
/// # Errors
/// When the store fails or holds what cannot be read.
pub(crate) async fn begin_counting(store: &dyn Store, shard: Shard, today: Date) -> Result<(), AppError> {
    if store.counting_since(shard).await?.is_some() {
        return Ok(());
    }
    let mut beginning = Beginning::default();
    if store.head(shard).await?.position > Position::default() {
        beginning.day = day_number(today);
        beginning.faults = faults(store, shard).await?;
        beginning.targets = targets(store, shard, &beginning.faults).await?;
    }
    store.begin_counting(shard, &beginning).await?;
    Ok(())
}

/// All events with an issue of severity error, and whom they concern.
async fn faults(store: &dyn Store, shard: Shard) -> Result<Vec<(EventId, SubjectId)>, AppError> {
    let mut faults = Vec::new();
    let mut filter = EventFilter { severity: Some(Severity::Error), limit: PAGE, ..EventFilter::default() };
    loop {
        let page = store.events(shard, &filter).await?;
        let Some(last) = page.last() else { return Ok(faults) };
        filter.after = Some(last.position);
        let events: Vec<EventId> = page.iter().map(|row| row.id).collect();
        faults.extend(store.subjects_of(shard, &events).await?);
    }
}

/// Events that name one of those.
async fn targets(store: &dyn Store, shard: Shard, faults: &[(EventId, SubjectId)]) -> Result<Vec<(EventId, EventId)>, AppError> {
    let faulty: BTreeSet<EventId> = faults.iter().map(|(event, _)| *event).collect();
    let subjects: Vec<SubjectId> = faults.iter().map(|(_, subject)| *subject).collect::<BTreeSet<_>>().into_iter().collect();
    let mut targets = BTreeSet::new();
    for subjects in subjects.chunks(PAGE as usize) {
        for entry in store.entries_of(shard, subjects).await? {
            let event =
                decode_open(&entry.payload).map_err(|error| AppError::damaged(format!("entry {}: {error}", entry.position)))?;
            targets.extend(event.target().filter(|target| faulty.contains(target)).map(|target| (event.id, target)));
        }
    }
    Ok(targets.into_iter().collect())
}
