//! The log: what the register learned, in the order in which it learned it.

use crate::{Event, EventId, SubjectId, UserId};
use std::fmt;

/// A province's part of the register, which has its own log, chain and image: the two digits of the province that runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(pub u8);

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

/// A place in a shard's log. The first entry has position 1; 0 is "before anything was known".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u32);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Position {
    /// The next place.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// One thing the register learned.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// An event came in and waits for the commune.
    Submitted(Box<Event>),
    /// An event came in and was accepted at once: an import, an officer's own entry, or a clean one where the commune lets those pass.
    Recorded(Box<Event>),
    /// The commune accepted a submitted event. From here on it counts.
    Accepted {
        /// Which.
        event: EventId,
        /// By whom.
        by: UserId,
    },
    /// The commune returned a submitted event to its author.
    Returned {
        /// Which.
        event: EventId,
        /// By whom.
        by: UserId,
        /// What to mend, in the officer's words.
        reason: String,
    },
    /// Its author took back an event that was not accepted yet.
    Withdrawn {
        /// Which.
        event: EventId,
        /// By whom.
        by: UserId,
    },
    /// The key of a person or household was destroyed.
    Erased {
        /// Whose.
        subject: SubjectId,
        /// By whom.
        by: UserId,
    },
}

impl Entry {
    /// The event that comes into the register here.
    #[must_use]
    pub fn event(&self) -> Option<&Event> {
        match self {
            Self::Submitted(event) | Self::Recorded(event) => Some(event),
            Self::Accepted { .. } | Self::Returned { .. } | Self::Withdrawn { .. } | Self::Erased { .. } => None,
        }
    }
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventStatus {
    /// Waits for the commune.
    Submitted,
    /// Counts.
    Accepted,
    /// Went back to its author with a reason.
    Returned,
    /// Taken back by its author.
    Withdrawn,
}
