//! Which subjects the last commits touched, so that what was read before waiting for one's turn to write can still be trusted, or not.

use danso_model::SubjectId;
use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Commits remembered. Whoever waited longer than that reads again.
const KEPT: u64 = 256;

/// The last commits of this process.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<Commits>);

#[derive(Debug, Default)]
struct Commits {
    /// How many there were.
    count: u64,
    touched: VecDeque<HashSet<SubjectId>>,
}

impl Recent {
    fn commits(&self) -> MutexGuard<'_, Commits> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many commits there were; taken before reading.
    pub(crate) fn count(&self) -> u64 {
        self.commits().count
    }

    /// Notes a commit. To be called before the writing lock is given back.
    pub(crate) fn note(&self, touched: HashSet<SubjectId>) {
        let mut commits = self.commits();
        commits.count += 1;
        commits.touched.push_back(touched);
        if commits.touched.len() as u64 > KEPT {
            commits.touched.pop_front();
        }
    }

    /// Notes that another program wrote: nothing read before can be trusted.
    pub(crate) fn forget(&self) {
        let mut commits = self.commits();
        commits.count += KEPT + 1;
        commits.touched.clear();
    }

    /// Whether no commit after the first `count` touched any of these.
    pub(crate) fn untouched_since(&self, count: u64, mut subjects: impl Iterator<Item = SubjectId>) -> bool {
        let commits = self.commits();
        let after = commits.count - count;
        if after > commits.touched.len() as u64 {
            return false;
        }
        let later: Vec<&HashSet<SubjectId>> = commits.touched.iter().rev().take(after as usize).collect();
        later.is_empty() || subjects.all(|subject| later.iter().all(|touched| !touched.contains(&subject)))
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Recent};
    use danso_model::SubjectId;
    use std::collections::HashSet;

    fn subject(number: u8) -> SubjectId {
        SubjectId::from_bytes([number; 16])
    }

    #[test]
    fn only_later_commits_on_the_same_subjects_count() {
        let recent = Recent::default();
        recent.note(HashSet::from([subject(1)]));
        let count = recent.count();
        assert!(recent.untouched_since(count, [subject(1)].into_iter()));
        recent.note(HashSet::from([subject(2)]));
        assert!(recent.untouched_since(count, [subject(1), subject(3)].into_iter()));
        assert!(!recent.untouched_since(count, [subject(1), subject(2)].into_iter()));
    }

    #[test]
    fn what_is_too_old_or_written_by_others_is_not_trusted() {
        let recent = Recent::default();
        let count = recent.count();
        for _ in 0..=KEPT {
            recent.note(HashSet::new());
        }
        assert!(!recent.untouched_since(count, [subject(1)].into_iter()));
        let count = recent.count();
        recent.forget();
        assert!(!recent.untouched_since(count, [subject(1)].into_iter()));
        assert!(recent.untouched_since(recent.count(), [subject(1)].into_iter()));
    }
}
