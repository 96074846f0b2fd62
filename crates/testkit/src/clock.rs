//! A clock that stands still until it is told to go on.

use jiff::{SignedDuration, Timestamp};
use std::sync::Mutex;

/// A clock for tests. It can be shared between threads.
#[derive(Debug)]
pub struct FixedClock {
    now: Mutex<Timestamp>,
}

impl FixedClock {
    /// A clock that stands at an instant.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self { now: Mutex::new(now) }
    }

    /// The instant at which it stands.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Moves it on (or back).
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now = now.saturating_add(by).unwrap_or(*now);
    }
}

impl Default for FixedClock {
    /// Stands at noon of 2026-03-01 in Viet Nam.
    fn default() -> Self {
        Self::at(Timestamp::constant(1_772_341_200, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::FixedClock;
    use jiff::SignedDuration;

    #[test]
    fn it_stands_until_told() {
        let clock = FixedClock::default();
        assert_eq!(clock.now().to_string(), "2026-03-01T05:00:00Z");
        clock.advance(SignedDuration::from_hours(2));
        assert_eq!(clock.now().to_string(), "2026-03-01T07:00:00Z");
    }
}
