//! The connections of a store.

use sqlx::AnyPool;

/// On PostgreSQL both are the same pool.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    /// For everything that writes.
    pub(crate) writer: AnyPool,
    /// For everything else.
    pub(crate) readers: AnyPool,
}
