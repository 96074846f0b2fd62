//! `/api/network`: the collaborators of a commune, their areas and devices, their work, campaigns

pub(super) mod accounts;
pub(super) mod areas;
pub(super) mod campaigns;
pub(super) mod outbox;
pub(super) mod read;
pub(super) mod samples;
