//! The connections of a store.

use sqlx::AnyPool;

/// Two pools on either engine, so that commits that wait for each other leave the readers alone.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    /// For everything that writes.
    pub(crate) writer: AnyPool,
    /// For everything else.
    pub(crate) readers: AnyPool,
}
