//! `/api/sync`

pub(super) mod pull;
pub(super) mod push;
pub(super) mod snapshot;
