//! Failed tries in a span of time, counted before the try is judged so that many at once cannot slip through.

use std::collections::HashMap;

/// How many failures in which span.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    failures: u32,
    span_ms: i64,
}

const QUARTER_HOUR_MS: i64 = 15 * 60 * 1000;

/// For one account.
pub(super) const LOG_INS: Limit = Limit { failures: 10, span_ms: QUARTER_HOUR_MS };

/// For all enrolment codes together. One guess in 10⁸ hits a given code; with 1 000 codes open, this many tries find one with a
/// chance of 1 in 500.
pub(super) const ENROLMENTS: Limit = Limit { failures: 200, span_ms: QUARTER_HOUR_MS };

/// Above this many keys, those whose span is over are dropped.
const SWEEP_ABOVE: usize = 10_000;

/// The tries of each key since its first failure.
#[derive(Debug)]
pub(super) struct Tries {
    limit: Limit,
    since: HashMap<String, (i64, u32)>,
}

impl Tries {
    pub(super) fn new(limit: Limit) -> Self {
        Self { limit, since: HashMap::new() }
    }

    /// Takes one try; when there is none left, says in how many seconds there will be.
    pub(super) fn begin(&mut self, key: &str, now_ms: i64) -> Result<(), u64> {
        if self.since.len() > SWEEP_ABOVE {
            self.since.retain(|_, (start, _)| now_ms - *start < self.limit.span_ms);
        }
        let (start, count) = self.since.entry(key.to_owned()).or_insert((now_ms, 0));
        if now_ms - *start >= self.limit.span_ms {
            (*start, *count) = (now_ms, 0);
        }
        if *count >= self.limit.failures {
            let left_ms = (*start + self.limit.span_ms - now_ms).max(1);
            return Err(left_ms.unsigned_abs().div_ceil(1000));
        }
        *count += 1;
        Ok(())
    }

    /// The try was no failure: the key starts afresh.
    pub(super) fn succeeded(&mut self, key: &str) {
        self.since.remove(key);
    }

    /// The try was no failure: it alone is given back.
    pub(super) fn give_back(&mut self, key: &str) {
        if let Some((_, count)) = self.since.get_mut(key) {
            *count = count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Limit = Limit { failures: 2, span_ms: 10_000 };

    #[test]
    fn the_third_try_waits_for_the_end_of_the_span() {
        let mut tries = Tries::new(SOON);
        assert_eq!(tries.begin("a", 1_000), Ok(()));
        assert_eq!(tries.begin("a", 2_000), Ok(()));
        assert_eq!(tries.begin("a", 3_500), Err(8));
        assert_eq!(tries.begin("b", 3_500), Ok(()), "another key is another matter");
        assert_eq!(tries.begin("a", 11_000), Ok(()));
    }

    #[test]
    fn a_success_clears_and_a_give_back_returns_one() {
        let mut tries = Tries::new(SOON);
        assert_eq!(tries.begin("a", 0), Ok(()));
        tries.succeeded("a");
        assert_eq!(tries.begin("a", 0), Ok(()));
        assert_eq!(tries.begin("a", 0), Ok(()));
        tries.give_back("a");
        assert_eq!(tries.begin("a", 0), Ok(()));
        assert!(tries.begin("a", 0).is_err());
    }
}
