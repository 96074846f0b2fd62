//! How many tests a step ran, read from the closing lines of the runners.

use std::iter::Sum;

/// Tests that passed and failed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Count {
    /// The tests that the output tells of; a step that tells of none is one test itself, and a failed step has failed at least once.
    pub(crate) fn of_step(text: &str, passed: bool) -> Self {
        let told = text.lines().filter_map(of_line).sum::<Self>();
        match (told.tests(), passed) {
            (0, true) => Self { passed: 1, failed: 0 },
            (_, true) => told,
            (_, false) => Self { failed: told.failed.max(1), ..told },
        }
    }

    pub(crate) fn tests(self) -> u64 {
        self.passed + self.failed
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, next| Self { passed: sum.passed + next.passed, failed: sum.failed + next.failed })
    }
}

/// A closing line of nextest, `cargo test`, vitest or our own journeys.
fn of_line(line: &str) -> Option<Count> {
    let line = line.trim();
    let counted = if let Some((_, counted)) = line.split_once(" tests run: ") {
        counted
    } else if let Some((_, counted)) = line.split_once("test result: ") {
        counted.split_once(". ")?.1
    } else if let Some(counted) = line.strip_prefix("Tests  ") {
        counted
    } else {
        let words = line.split(", ").map(|part| part.split(' ').collect::<Vec<_>>()).collect::<Vec<_>>();
        let plain = words.iter().all(|part| part.len() == 2 && part[0].parse::<u64>().is_ok());
        (plain && line.contains(" passed")).then_some(line)?
    };
    Some(Count { passed: before(counted, "passed"), failed: before(counted, "failed") + before(counted, "timed out") })
}

/// The number in front of a word, 0 if it is not there.
fn before(text: &str, word: &str) -> u64 {
    let number = |at: usize| text[..at].trim_end().rsplit(' ').next()?.parse().ok();
    text.find(word).and_then(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, passed: u64, failed: u64) {
        assert_eq!(Count::of_step(text, failed == 0), Count { passed, failed });
    }

    #[test]
    fn nextest() {
        check("     Summary [  12.345s] 311 tests run: 311 passed (2 slow), 0 skipped", 311, 0);
        check("     Summary [  12.345s] 12/14 tests run: 9 passed, 2 failed, 1 timed out, 0 skipped", 9, 3);
    }

    #[test]
    fn cargo_test_sums_its_binaries() {
        let one = "test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        check(&format!("{one}\n\n{one}"), 10, 0);
        check("test result: FAILED. 5 passed; 2 failed; 0 ignored", 5, 2);
    }

    #[test]
    fn vitest() {
        check(" Test Files  30 passed (30)\n      Tests  287 passed (287)", 287, 0);
        check("      Tests  2 failed | 285 passed (287)", 285, 2);
    }

    #[test]
    fn journeys() {
        check("ok  the phone shows it\n4 passed, 0 failed", 4, 0);
    }

    #[test]
    fn a_step_without_tests_is_one() {
        check("", 1, 0);
        assert_eq!(Count::of_step("error: no", false), Count { passed: 0, failed: 1 });
        assert_eq!(Count::of_step("test result: ok. 5 passed; 0 failed", false), Count { passed: 5, failed: 1 });
    }
}
