//! The real clock and the real chance.

use danso_app::{Chance, Clock, Env};
use jiff::Timestamp;
use rand::TryRng;
use rand::rngs::SysRng;
use std::sync::Arc;

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the program reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        SysRng.try_fill_bytes(bytes).expect("the operating system gives random bytes");
    }
}

/// Clock and chance of the machine.
pub(crate) fn env() -> Env {
    Env { clock: Arc::new(SystemClock), chance: Arc::new(SystemChance) }
}
