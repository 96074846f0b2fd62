//! Clock and chance, handed in from outside.

use jiff::Timestamp;
use std::sync::Arc;
use uuid::{Builder, Uuid};

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Secret random bytes.
pub trait Chance: Send + Sync {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// The world outside as the use cases see it.
#[derive(Clone)]
pub struct Env {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of chance.
    pub chance: Arc<dyn Chance>,
}

impl Env {
    /// Milliseconds since 1970 UTC.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    /// Today in Viet Nam, which has one time zone (UTC+7) all year.
    #[must_use]
    pub fn today(&self) -> jiff::civil::Date {
        crate::viet_nam::day_at(self.clock.now())
    }

    /// A new UUIDv7.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        self.chance.fill(&mut random);
        Builder::from_unix_timestamp_millis(self.now_ms().unsigned_abs(), &random).into_uuid()
    }
}
