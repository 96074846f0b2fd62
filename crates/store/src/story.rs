//! The story that every store must pass. An engine's test opens an empty store, migrates it and calls [`everything`]; then it calls
//! [`remember`], opens the same database again and calls [`recall`].
//!
//! Each chapter works in shards and with ids of its own, so chapters can also be called one by one. A chapter panics where the store
//! breaks its promise.

mod closing;
mod forecasts;
mod log;
mod made;
mod network;
mod parked;
mod people;
mod persons;
mod places;
mod queue;
mod reconciliations;
mod reopen;
mod reorganisation;
mod same;
mod samples;
mod together;
mod working;

pub use closing::{closed_reports, counted_events, declarations};
pub use forecasts::forecasts;
pub use log::{all_or_nothing, appending, finding_entries, keys_and_erasure, shards_apart};
pub use made::Maker;
pub use network::{areas_in_hands, campaigns, training, work_done};
pub use parked::{counters_and_gaps, parked_and_unparked};
pub use people::{accounts, audit, devices_and_sessions};
pub use persons::{households, persons, projections_cleared};
pub use places::territory;
pub use queue::{events, status_counts};
pub use reconciliations::reconciliations;
pub use reopen::{Memory, recall, remember};
pub use reorganisation::reorganisations;
pub use same::{same_persons, searched_nights};
pub use samples::samples;
pub use together::{one_commit_wins, readers_beside_a_writer};
pub use working::{faulty_persons, person_tallies, working};

use crate::Store;

/// All chapters that need one store only, on one that is empty.
pub async fn everything(store: &dyn Store) {
    appending(store).await;
    all_or_nothing(store).await;
    finding_entries(store).await;
    keys_and_erasure(store).await;
    shards_apart(store).await;
    events(store).await;
    status_counts(store).await;
    persons(store).await;
    households(store).await;
    same_persons(store).await;
    searched_nights(store).await;
    projections_cleared(store).await;
    parked_and_unparked(store).await;
    counters_and_gaps(store).await;
    territory(store).await;
    reorganisations(store).await;
    accounts(store).await;
    devices_and_sessions(store).await;
    audit(store).await;
    areas_in_hands(store).await;
    work_done(store).await;
    campaigns(store).await;
    samples(store).await;
    forecasts(store).await;
    reconciliations(store).await;
    training(store).await;
    closed_reports(store).await;
    declarations(store).await;
    counted_events(store).await;
    person_tallies(store).await;
    faulty_persons(store).await;
    working(store).await;
    one_commit_wins(store).await;
    readers_beside_a_writer(store).await;
}
