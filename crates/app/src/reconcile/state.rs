//! Where a reconciliation stands: what was compared and the steps since, folded. Pure.

use super::difference::{Difference, differences};
use super::frozen::{Frozen, Said, Theirs};
use super::standard::Standard;
use super::steps::{Settled, Step, Taken, Verdict};
use danso_model::UserId;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// One of so many answered rows is read a second time.
const SECOND_OF: u8 = 10;

/// Why a row is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Band {
    /// The probability is neither high nor low.
    Doubtful,
    /// The best leads the second by too little.
    Margin,
    /// Whom it would be is another row's.
    Contradiction,
    /// Two readers said different things.
    Disagree,
}

/// Whom a row counts as now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The program is sure.
    Linked(u32),
    /// Someone said so.
    Same(u32),
    /// Someone must look.
    Doubtful(Band),
    /// Someone looked and could not tell.
    Unsure,
    /// Someone said that it is nobody.
    Different,
    /// The program is sure that it is nobody.
    Nobody,
}

impl Standing {
    /// The person of the register.
    pub(super) const fn partner(self) -> Option<u32> {
        match self {
            Self::Linked(ours) | Self::Same(ours) => Some(ours),
            Self::Doubtful(_) | Self::Unsure | Self::Different | Self::Nobody => None,
        }
    }

    /// Its stable name.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Linked(_) => "linked",
            Self::Same(_) => "same",
            Self::Doubtful(_) => "doubtful",
            Self::Unsure => "unsure",
            Self::Different => "different",
            Self::Nobody => "none",
        }
    }
}

/// An answer to "who is this row?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) by: UserId,
    pub(super) at_ms: i64,
    pub(super) verdict: Verdict,
    /// Place of the person.
    pub(super) ours: Option<u32>,
    pub(super) undone: bool,
}

impl Answered {
    fn says_as(&self, other: &Self) -> bool {
        self.verdict == other.verdict && self.ours == other.ours
    }
}

/// Where it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// By row.
    pub(super) standing: Vec<Standing>,
    /// The row of a person.
    pub(super) row_of: HashMap<u32, u32>,
    /// All answers to a row, in order.
    pub(super) answers: BTreeMap<u32, Vec<Answered>>,
    /// What became of differences, by key; also of those that are none any more.
    pub(super) outcomes: BTreeMap<String, (UserId, i64, Settled)>,
    /// What differs now.
    pub(super) differences: Vec<Difference>,
}

/// Whether a row belongs to those read a second time: always the same ones of a reconciliation.
pub(super) fn is_sampled(id: Uuid, row: u32) -> bool {
    let mut bytes = [0; 20];
    bytes[..16].copy_from_slice(id.as_bytes());
    bytes[16..].copy_from_slice(&row.to_be_bytes());
    blake3::hash(&bytes).as_bytes()[0].is_multiple_of(SECOND_OF)
}

/// The last answer of each reader that stands, in the order in which they were given.
pub(super) fn standing_answers(answers: &[Answered]) -> Vec<&Answered> {
    let mut last: Vec<&Answered> = Vec::new();
    for answer in answers.iter().filter(|answer| !answer.undone) {
        last.retain(|other| other.by != answer.by);
        last.push(answer);
    }
    last
}

/// What the answers to a row amount to: None when nobody answered, `Err` when two readers disagree and nobody has decided since.
pub(super) fn amounts_to(answers: &[Answered]) -> Option<Result<&Answered, ()>> {
    let last = standing_answers(answers);
    let newest = *last.last()?;
    let agreed = last.iter().all(|answer| answer.says_as(newest));
    let given = answers.iter().filter(|answer| !answer.undone).count();
    // Two who disagree are asked again; whoever answers then decides.
    Some(if agreed || given > 2 { Ok(newest) } else { Err(()) })
}

fn of_machine(theirs: &Theirs) -> Standing {
    let best = theirs.kept.first();
    match (theirs.said, best) {
        (Said::Link, Some(best)) => Standing::Linked(best.ours),
        (Said::Review, Some(best)) if best.probability >= super::frozen::thresholds().link => Standing::Doubtful(Band::Margin),
        (Said::Review, Some(_)) => Standing::Doubtful(Band::Doubtful),
        (Said::Nobody, _) | (Said::Link | Said::Review, None) => Standing::Nobody,
    }
}

impl State {
    /// The fold.
    pub(super) fn of(frozen: &Frozen, standard: &Standard, as_of: &str, steps: &[Taken]) -> Self {
        let mut state = Self::default();
        let places: HashMap<Uuid, u32> = (0_u32..).zip(&frozen.ours).map(|(at, ours)| (ours.person, at)).collect();
        for taken in steps {
            state.take(taken, &places);
        }
        state.stand(frozen);
        state.differences = differences(frozen, standard, as_of, &state);
        state
    }

    fn take(&mut self, taken: &Taken, places: &HashMap<Uuid, u32>) {
        match &taken.step {
            Step::Answered { row, verdict, person } => self.answers.entry(*row).or_default().push(Answered {
                by: taken.by,
                at_ms: taken.at_ms,
                verdict: *verdict,
                ours: person.and_then(|person| places.get(&person).copied()),
                undone: false,
            }),
            Step::AnswerUndone { row } => {
                let answers = self.answers.get_mut(row).into_iter().flatten();
                if let Some(answer) = answers.rev().find(|answer| answer.by == taken.by && !answer.undone) {
                    answer.undone = true;
                }
            }
            Step::Settled { key, settled } => {
                self.outcomes.insert(key.clone(), (taken.by, taken.at_ms, settled.clone()));
            }
            Step::OutcomeUndone { key } => {
                self.outcomes.remove(key);
            }
            Step::Downloaded { .. } | Step::Destroyed { .. } => {}
        }
    }

    /// Answers first, then the program's links, the surest first: nobody is two rows.
    fn stand(&mut self, frozen: &Frozen) {
        self.standing = frozen.theirs.iter().map(of_machine).collect();
        for (row, answers) in &self.answers {
            let Some(slot) = self.standing.get_mut(*row as usize) else { continue };
            *slot = match amounts_to(answers) {
                None => continue,
                Some(Err(())) => Standing::Doubtful(Band::Disagree),
                Some(Ok(answer)) => match (answer.verdict, answer.ours) {
                    (Verdict::Same, Some(ours)) => Standing::Same(ours),
                    (Verdict::None, _) => Standing::Different,
                    (Verdict::Unsure, _) | (Verdict::Same, None) => Standing::Unsure,
                },
            };
            if let Standing::Same(ours) = *slot {
                self.row_of.insert(ours, *row);
            }
        }
        let mut linked: Vec<(f64, u32, u32)> = (0_u32..)
            .zip(&self.standing)
            .zip(&frozen.theirs)
            .filter_map(|((row, standing), theirs)| match standing {
                Standing::Linked(ours) => Some((theirs.kept.first().map_or(0.0, |kept| kept.weight), row, *ours)),
                Standing::Same(_) | Standing::Doubtful(_) | Standing::Unsure | Standing::Different | Standing::Nobody => None,
            })
            .collect();
        linked.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        for (_, row, ours) in linked {
            let taken = self.row_of.contains_key(&ours);
            if taken {
                self.standing[row as usize] = Standing::Doubtful(Band::Contradiction);
            } else {
                self.row_of.insert(ours, row);
            }
        }
    }

    /// Rows that someone must look at, the answer to which is worth most first.
    pub(super) fn doubtful(&self, frozen: &Frozen) -> Vec<(u32, Band)> {
        let mut rows: Vec<(f64, u32, Band)> = (0_u32..)
            .zip(&self.standing)
            .filter_map(|(row, standing)| match standing {
                Standing::Doubtful(band) => Some((worth(&frozen.theirs[row as usize]), row, *band)),
                Standing::Linked(_) | Standing::Same(_) | Standing::Unsure | Standing::Different | Standing::Nobody => None,
            })
            .collect();
        rows.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        rows.into_iter().map(|(_, row, band)| (row, band)).collect()
    }

    /// Rows that this reader is to read a second time, blind.
    pub(super) fn second(&self, id: Uuid, reader: UserId) -> Vec<u32> {
        let waits = |answers: &[Answered]| {
            let last = standing_answers(answers);
            last.len() == 1 && last[0].by != reader
        };
        self.answers.iter().filter(|(row, answers)| is_sampled(id, **row) && waits(answers)).map(|(row, _)| *row).collect()
    }
}

/// How much an answer settles: the uncertainty of the best candidate and, beside it, of the choice among candidates, in bits.
pub(super) fn worth(theirs: &Theirs) -> f64 {
    let none = (1.0 - theirs.kept.iter().map(|kept| kept.probability).sum::<f64>()).max(0.0);
    let entropy = |share: f64| if share > 0.0 { -share * share.log2() } else { 0.0 };
    theirs.kept.iter().map(|kept| entropy(kept.probability)).sum::<f64>() + entropy(none)
}
