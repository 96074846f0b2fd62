//! The ports of the stores: what danso asks of a database, and the story that every engine must pass (`danso_store::story`).
//!
//! A store keeps four things: the **log** (append-only, hash-chained, one a shard), the **projections** that can be rebuilt from it,
//! the **keys** that seal personal content, and the deployment's own tables (hamlets, areas, people, devices, audit).
//! Every write that touches the log goes through [`LogStore::commit`], one transaction for entries, projections and keys.
//!
//! "Not found" is `Ok(None)` or an empty list; it becomes an error only where it means one. All ids and hashes are bytes, all days are
//! numbers yyyymmdd, all instants are milliseconds since 1970 UTC.
//!
//! # The most common change: a column of a projection
//! Add it to the row struct in `rows.rs`, to the migrations of both engines (a new file, never an edit), to the statements in
//! `danso-store-sql`, and to the story.

mod batch;
mod closing;
mod error;
mod forecasts;
mod network;
mod people;
mod places;
mod ports;
mod reconciliations;
mod reorganisation;
mod rows;
mod same;
mod samples;
#[cfg(feature = "story")]
pub mod story;
mod working;

pub use batch::{Batch, DeviceMark, NewEntry, NewKey};
pub use closing::{
    AreaEvents, DeclarationRow, DefinitionRow, EventCount, ReportFilter, ReportLine, ReportRevisionRow, ReportRow, ReportStepRow,
    ReportStepWrite, ReportStore, ReportVersionRow,
};
pub use error::StoreError;
pub use forecasts::{ForecastRow, ForecastStore};
pub use network::{AreaHouseholds, AssignmentRow, BurstRow, CampaignRow, NetworkStore, TrainingRow, WorkFilter, WorkRow};
pub use people::{AuditRow, DeviceCode, DeviceRow, Grant, PeopleStore, Role, SessionRow, UserRow};
pub use places::{AreaRow, CommuneSetting, HamletRow, PlaceStore};
pub use ports::{EventFilter, KeyStore, LogStore, PersonFilter, ProjectionStore, Store};
pub use reconciliations::{ReconciliationRow, ReconciliationStep, ReconciliationStore};
pub use reorganisation::{
    DeviceBehind, GrantsRow, GuessRow, HamletStepRow, MapRows, ReorganisationMark, ReorganisationRow, ReorganisationStore,
    Reorganised, RowSwap, SuccessionRow, TerritoryChange, UnitRow,
};
pub use rows::{EntryKind, EventRow, Head, HouseholdRow, ParkedRow, PersonRow, Severity, StatusCounts, StoredEntry, WrappedKey};
pub use same::{ApartRow, LikeRow, NightPairRow, NightRow, SameStore};
pub use samples::{DifferenceRow, PointRow, SampleRow, SampleStore, SampledRow, SecondReading};
pub use working::{Arrival, Beginning, PersonTally, ToldNumber, UseKind, WorkingStore};
