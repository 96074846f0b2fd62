//! How often one may ask.

use crate::problem::Problem;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

/// Requests a minute with one token.
const A_TOKEN: NonZeroU32 = NonZeroU32::new(600).unwrap();

/// Log-ins and enrolments a minute from one address. A whole training class may sit behind one address; guessing at one account is stopped
/// by the account's own limit.
const AN_ADDRESS: NonZeroU32 = NonZeroU32::new(60).unwrap();

/// So many checks apart, keys that rest are forgotten.
const SWEEP_EVERY: u32 = 4096;

/// The counters of all callers, in memory.
pub(crate) struct Limits {
    tokens: DefaultKeyedRateLimiter<[u8; 32]>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    checks: AtomicU32,
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            tokens: RateLimiter::keyed(Quota::per_minute(A_TOKEN)),
            addresses: RateLimiter::keyed(Quota::per_minute(AN_ADDRESS)),
            checks: AtomicU32::new(0),
        }
    }

    /// One request of a session.
    pub(crate) fn check_token(&self, token: &str) -> Result<(), Problem> {
        self.sweep();
        check(&self.tokens, &danso_auth::fingerprint(token))
    }

    /// One log-in or enrolment from an address.
    pub(crate) fn check_address(&self, address: IpAddr) -> Result<(), Problem> {
        self.sweep();
        check(&self.addresses, &address)
    }

    fn sweep(&self) {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.tokens.retain_recent();
            self.addresses.retain_recent();
        }
    }
}

fn check<K: Clone + Eq + Hash>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Problem> {
    limiter.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        Problem::too_many("too_many_requests", wait.as_secs().max(1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn a_token_has_its_own_count() {
        let limits = Limits::new();
        for _ in 0..A_TOKEN.get() {
            assert_eq!(limits.check_token("a"), Ok(()));
        }
        assert_eq!(limits.check_token("a").map_err(|problem| problem.code()), Err("too_many_requests"));
        assert_eq!(limits.check_token("b"), Ok(()));
    }

    #[test]
    fn an_address_has_its_own_count() {
        let limits = Limits::new();
        let address = |last| IpAddr::V4(Ipv4Addr::new(192, 0, 2, last));
        for _ in 0..AN_ADDRESS.get() {
            assert_eq!(limits.check_address(address(1)), Ok(()));
        }
        assert!(limits.check_address(address(1)).is_err());
        assert_eq!(limits.check_address(address(2)), Ok(()));
    }
}
