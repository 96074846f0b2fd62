//! `/api/reconciliations`

pub(super) mod differences;
pub(super) mod figures;
pub(super) mod file;
pub(super) mod handed;
pub(super) mod list;
pub(super) mod preview;
pub(super) mod read;
pub(super) mod rows;
mod upload;
