//! `/api/forecasts`

pub(super) mod base;
pub(super) mod file;
pub(super) mod list;
pub(super) mod read;
