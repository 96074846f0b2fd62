//! `/api/movers`

pub(super) mod act;
pub(super) mod list;
