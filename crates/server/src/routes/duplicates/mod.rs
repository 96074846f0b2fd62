//! `/api/duplicates`

pub(super) mod act;
pub(super) mod list;
pub(super) mod night;
pub(super) mod pair;
