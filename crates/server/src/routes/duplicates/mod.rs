//! `/api/duplicates`

pub(super) mod act;
pub(super) mod list;
pub(super) mod pair;
