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

    /// Notes a commit, and says how many there are with it. To be called before the writing lock is given back.
    pub(crate) fn note(&self, touched: HashSet<SubjectId>) -> u64 {
        let mut commits = self.commits();
        commits.count += 1;
        commits.touched.push_back(touched);
        if commits.touched.len() as u64 > KEPT {
            commits.touched.pop_front();
        }
        commits.count
    }

    /// Notes that another program wrote: nothing read before can be trusted.
    pub(crate) fn forget(&self) {
        let mut commits = self.commits();
        commits.count += KEPT + 1;
        commits.touched.clear();
    }

    /// Whether no commit after the first `count` touched anything of which `rests_on` is true.
    pub(crate) fn untouched_since(&self, count: u64, rests_on: impl Fn(SubjectId) -> bool) -> bool {
        let commits = self.commits();
        let after = commits.count - count;
        if after > commits.touched.len() as u64 {
            return false;
        }
        let mut later = commits.touched.iter().rev().take(after as usize);
        later.all(|touched| !touched.iter().any(|subject| rests_on(*subject)))
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
        assert!(recent.untouched_since(count, |each| [subject(1)].contains(&each)));
        recent.note(HashSet::from([subject(2)]));
        assert!(recent.untouched_since(count, |each| [subject(1), subject(3)].contains(&each)));
        assert!(!recent.untouched_since(count, |each| [subject(1), subject(2)].contains(&each)));
    }

    #[test]
    fn what_is_too_old_or_written_by_others_is_not_trusted() {
        let recent = Recent::default();
        let count = recent.count();
        for _ in 0..=KEPT {
            recent.note(HashSet::new());
        }
        assert!(!recent.untouched_since(count, |each| [subject(1)].contains(&each)));
        let count = recent.count();
        recent.forget();
        assert!(!recent.untouched_since(count, |each| [subject(1)].contains(&each)));
        assert!(recent.untouched_since(recent.count(), |each| [subject(1)].contains(&each)));
    }
}
