//! `/api/devices`

pub(super) mod codes;
pub(super) mod enrol;
