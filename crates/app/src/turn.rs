//! Whose turn it is to write. Pushes that wait for the same turn are written together: one transaction, one wait for the disk.

use crate::ingest::{Done, Draft, Told};
use crate::plan::Ready;
use crate::{App, AppError};
use danso_model::SubjectId;
use danso_store::StoreError;
use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{MutexGuard as Writing, oneshot};

/// Entries of one transaction; a single push may bring more.
const TOGETHER: usize = 600;

/// A planned push, and where to say what became of it: nothing when it has to be planned again.
struct Waiting {
    draft: Draft,
    answer: oneshot::Sender<Done>,
}

/// Planned pushes in the order in which they came.
#[derive(Default)]
pub(crate) struct Turn(Mutex<VecDeque<Waiting>>);

impl Turn {
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Writes a draft when its turn comes, by itself or with others. When it rests on what was touched meanwhile, or there is none, the
    /// writing lock is given back instead: plan again while holding it.
    pub(crate) async fn in_turn(&self, draft: Option<Draft>) -> Result<Result<Done, Writing<'_, ()>>, AppError> {
        let Some(draft) = draft else { return Ok(Err(self.writing.lock().await)) };
        let (answer, mut told) = oneshot::channel();
        self.turn.waiting().push_back(Waiting { draft, answer });
        loop {
            tokio::select! {
                biased;
                done = &mut told => {
                    // Without an answer it has left the queue and has to be planned again.
                    return match done {
                        Ok(done) => Ok(Ok(done)),
                        Err(_) => Ok(Err(self.writing.lock().await)),
                    };
                }
                _writing = self.writing.lock() => self.write_waiting().await?,
            }
        }
    }

    /// Writes some of those who wait, the first ones first, and answers them. Call while holding the writing lock.
    async fn write_waiting(&self) -> Result<(), AppError> {
        let mut plans: Vec<Ready> = Vec::new();
        let mut answers: Vec<(oneshot::Sender<Done>, Told)> = Vec::new();
        let mut touched: HashSet<SubjectId> = HashSet::new();
        let mut entries = 0;
        loop {
            let next = {
                let mut waiting = self.turn.waiting();
                let fits = waiting.front().is_some_and(|first| plans.is_empty() || entries + first.draft.ready.len() <= TOGETHER);
                if fits { waiting.pop_front() } else { None }
            };
            let Some(Waiting { draft, answer }) = next else { break };
            if answer.is_closed() || touched.iter().any(|subject| draft.rests_on(*subject)) || !self.is_true_still(&draft) {
                continue;
            }
            entries += draft.ready.len();
            touched.extend(draft.ready.touches());
            let (ready, told) = draft.split();
            plans.push(ready);
            answers.push((answer, told));
        }
        if plans.is_empty() {
            return Ok(());
        }
        match self.write(plans).await {
            Ok(written) => {
                for ((answer, told), written) in answers.into_iter().zip(written) {
                    // Whoever asked may have hung up.
                    let _heard = answer.send(self.told(told, written));
                }
                Ok(())
            }
            Err(AppError::Store(StoreError::HeadMoved { .. })) => self.catch_up().await,
            Err(other) => Err(other),
        }
    }
}
