//! `/api/reorganisations`

pub(super) mod create;
pub(super) mod list;
pub(super) mod preview;
pub(super) mod read;
pub(super) mod undo;
