//! `/api/session`

pub(super) mod create;
pub(super) mod delete;
