//! What can go wrong in a store.

use danso_model::{Position, Shard};
use thiserror::Error;

/// Why a store could not do what was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Someone else appended in between; load again and try again.
    #[error("log of shard {shard} moved from position {expected} to {found}")]
    HeadMoved {
        /// Which log.
        shard: Shard,
        /// Where the batch expected it.
        expected: Position,
        /// Where it was.
        found: Position,
    },
    /// A row that must be unique is there already (an account's login, a device's counter).
    #[error("{what} is there already")]
    Duplicate {
        /// What.
        what: String,
    },
    /// A stored value cannot be read: the database was changed by something else, or is damaged.
    #[error("stored {what} cannot be read")]
    Damaged {
        /// Which table and column.
        what: String,
    },
    /// The engine said no.
    #[error("database engine failed while {doing}")]
    Engine {
        /// What was being done.
        doing: &'static str,
        /// The engine's own error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
