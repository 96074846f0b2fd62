//! Where a reconciliation stands: what was compared and the steps since, folded. Pure.

use super::difference::{Difference, differences};
use super::frozen::{Frozen, Said, Theirs, thresholds};
use super::standard::Standard;
use super::steps::{CarriedAnswer, Settled, Step, Taken, Verdict};
use danso_linkage::answers::{Answered as OnBest, Calibration, calibrated, expected_value};
use danso_model::UserId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    /// It was said of an earlier list.
    pub(super) carried: bool,
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
    /// Differences whose outcome came from a phone.
    pub(super) reported: BTreeSet<String>,
    /// Areas whose differences are with whoever holds them: who handed them over, and when.
    pub(super) handed: BTreeMap<Uuid, (UserId, i64)>,
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
        // What is said of this list counts for what was said of an earlier one.
        last.retain(|other| other.by != answer.by && !other.carried);
        last.push(answer);
    }
    last
}

/// What the answers to a row amount to: None when nobody answered, `Err` when two readers disagree and nobody has decided since.
pub(super) fn amounts_to(answers: &[Answered]) -> Option<Result<&Answered, ()>> {
    let last = standing_answers(answers);
    let newest = *last.last()?;
    let agreed = last.iter().all(|answer| answer.says_as(newest));
    let given = answers.iter().filter(|answer| !answer.undone && !answer.carried).count();
    // Two who disagree are asked again; whoever answers then decides.
    Some(if agreed || given > 2 { Ok(newest) } else { Err(()) })
}

/// Answers to whether the best candidate of a row is the person.
pub(super) fn answers_on_best(frozen: &Frozen, answers: &BTreeMap<u32, Vec<Answered>>) -> Vec<OnBest> {
    let on_best = |(row, answers): (&u32, &Vec<Answered>)| {
        let best = frozen.theirs.get(*row as usize)?.kept.first()?;
        let answer = amounts_to(answers)?.ok()?;
        let same = match answer.verdict {
            Verdict::Same => answer.ours == Some(best.ours),
            Verdict::None => false,
            Verdict::Unsure => return None,
        };
        Some(OnBest { probability: best.probability, weight_bits: best.weight, same })
    };
    answers.iter().filter_map(on_best).collect()
}

/// What the program says of a row; where enough was answered about rows of that probability, by what it turned out to be worth.
fn of_machine(theirs: &Theirs, calibration: Option<&Calibration>) -> Standing {
    let Some(best) = theirs.kept.first() else { return Standing::Nobody };
    let thresholds = thresholds();
    let answered = |calibration: &&Calibration| {
        let steps = calibration.steps();
        steps.first().is_some_and(|step| step.from <= best.probability)
            && steps.last().is_some_and(|step| best.probability <= step.to)
    };
    let Some(calibration) = calibration.filter(answered) else {
        return match theirs.said {
            Said::Link => Standing::Linked(best.ours),
            Said::Review if best.probability >= thresholds.link => Standing::Doubtful(Band::Margin),
            Said::Review => Standing::Doubtful(Band::Doubtful),
            Said::Nobody => Standing::Nobody,
        };
    };
    let second = theirs.kept.get(1).map_or(0.0, |kept| kept.probability);
    let leads = second <= 0.0 || (best.probability / second).log2() >= thresholds.margin;
    match calibration.at(best.probability) {
        worth if worth >= thresholds.link && leads => Standing::Linked(best.ours),
        worth if worth >= thresholds.link => Standing::Doubtful(Band::Margin),
        worth if worth >= thresholds.review => Standing::Doubtful(Band::Doubtful),
        _ => Standing::Nobody,
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
                carried: false,
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
            Step::Reported { key, settled, said_at: _ } => {
                self.outcomes.insert(key.clone(), (taken.by, taken.at_ms, settled.clone()));
                self.reported.insert(key.clone());
            }
            Step::OutcomeUndone { key } => {
                self.outcomes.remove(key);
                self.reported.remove(key);
            }
            Step::HandedOver { areas } => {
                for area in areas {
                    self.handed.entry(*area).or_insert((taken.by, taken.at_ms));
                }
            }
            Step::HandedBack { areas } => self.handed.retain(|area, _| !areas.contains(area)),
            Step::Carried { answers, outcomes, .. } => {
                for CarriedAnswer { row, verdict, person } in answers {
                    self.answers.entry(*row).or_default().push(Answered {
                        by: taken.by,
                        at_ms: taken.at_ms,
                        verdict: *verdict,
                        ours: person.and_then(|person| places.get(&person).copied()),
                        undone: false,
                        carried: true,
                    });
                }
                for (key, settled) in outcomes {
                    self.outcomes.insert(key.clone(), (taken.by, taken.at_ms, settled.clone()));
                }
            }
            Step::Downloaded { .. } | Step::Destroyed { .. } => {}
        }
    }

    /// Answers first, then the program's links, the surest first: nobody is two rows.
    fn stand(&mut self, frozen: &Frozen) {
        let calibration = calibrated(&answers_on_best(frozen, &self.answers));
        self.standing = frozen.theirs.iter().map(|theirs| of_machine(theirs, calibration.as_ref())).collect();
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
            last.len() == 1 && last[0].by != reader && !last[0].carried
        };
        self.answers.iter().filter(|(row, answers)| is_sampled(id, **row) && waits(answers)).map(|(row, _)| *row).collect()
    }
}

/// How much an answer is worth: what it may change, and twice that where another candidate is likely too.
fn worth(theirs: &Theirs) -> f64 {
    let rivals = theirs.kept.iter().filter(|kept| kept.probability >= thresholds().review).count();
    theirs
        .kept
        .first()
        .map_or(0.0, |best| expected_value(best.probability, thresholds().link, if rivals > 1 { 2.0 } else { 1.0 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::frozen::Kept;

    fn row(said: Said, probabilities: &[f64]) -> Theirs {
        let kept = (0_u32..)
            .zip(probabilities)
            .map(|(ours, probability)| Kept { ours, probability: *probability, weight: 0.0 })
            .collect();
        Theirs { record: danso_lists::Record::default(), said, kept }
    }

    fn answer(by: u128, verdict: Verdict, ours: Option<u32>) -> Answered {
        Answered { by: UserId(Uuid::from_u128(by)), at_ms: 0, verdict, ours, undone: false, carried: false }
    }

    #[test]
    fn two_who_disagree_are_asked_again_and_a_third_answer_decides() {
        let (same, none) = (answer(1, Verdict::Same, Some(7)), answer(2, Verdict::None, None));
        assert!(amounts_to(&[]).is_none());
        assert_eq!(amounts_to(std::slice::from_ref(&same)), Some(Ok(&same)));
        assert_eq!(amounts_to(&[same.clone(), answer(2, Verdict::Same, Some(7))]).map(|said| said.is_ok()), Some(true));
        assert_eq!(amounts_to(&[same.clone(), none.clone()]), Some(Err(())));
        let third = answer(1, Verdict::None, None);
        assert_eq!(amounts_to(&[same.clone(), none.clone(), third.clone()]), Some(Ok(&third)));
        let undone = Answered { undone: true, ..none };
        assert_eq!(amounts_to(&[same.clone(), undone]), Some(Ok(&same)));
    }

    #[test]
    fn what_is_said_of_this_list_counts_for_what_was_said_of_an_earlier_one() {
        let carried = Answered { carried: true, ..answer(1, Verdict::Same, Some(7)) };
        assert_eq!(amounts_to(std::slice::from_ref(&carried)), Some(Ok(&carried)));
        let none = answer(2, Verdict::None, None);
        let said = [carried.clone(), none.clone()];
        assert_eq!(amounts_to(&said), Some(Ok(&none)), "nobody disagrees with an earlier list");
        let undone = [carried.clone(), Answered { undone: true, ..none }];
        assert_eq!(amounts_to(&undone), Some(Ok(&carried)));
    }

    #[test]
    fn enough_answers_move_what_the_program_says_where_they_were_given() {
        let answers = |share: usize| {
            (0..400)
                .map(|at| OnBest { probability: 0.3 + f64::from(at) * 0.001, weight_bits: 0.0, same: at as usize % 100 < share })
                .collect::<Vec<_>>()
        };
        let plain = |theirs: &Theirs| of_machine(theirs, None);
        let (doubt, sure, nobody) = (row(Said::Review, &[0.5]), row(Said::Link, &[0.99]), row(Said::Nobody, &[0.01]));
        assert_eq!(plain(&doubt), Standing::Doubtful(Band::Doubtful));
        assert_eq!(plain(&row(Said::Review, &[0.96, 0.3])), Standing::Doubtful(Band::Margin));
        let good = calibrated(&answers(99)).expect("enough");
        assert_eq!(of_machine(&doubt, Some(&good)), Standing::Linked(0), "what looks doubtful is nearly always right");
        assert_eq!(of_machine(&row(Said::Review, &[0.5, 0.4]), Some(&good)), Standing::Doubtful(Band::Margin));
        let bad = calibrated(&answers(1)).expect("enough");
        assert_eq!(of_machine(&doubt, Some(&bad)), Standing::Nobody);
        for calibration in [&good, &bad] {
            assert_eq!(of_machine(&sure, Some(calibration)), Standing::Linked(0), "nobody answered about such rows");
            assert_eq!(of_machine(&nobody, Some(calibration)), Standing::Nobody);
        }
    }

    #[test]
    fn about_a_tenth_of_rows_is_read_again_and_always_the_same() {
        let id = Uuid::from_u128(99);
        let sampled = (0..10_000).filter(|row| is_sampled(id, *row)).count();
        assert!((850..1_200).contains(&sampled), "{sampled}");
        assert!((0..100).all(|row| is_sampled(id, row) == is_sampled(id, row)));
    }

    #[test]
    fn a_choice_between_two_is_asked_about_first() {
        let (two, one, sure) = (row(Said::Review, &[0.5, 0.4]), row(Said::Review, &[0.5]), row(Said::Review, &[0.94]));
        assert!(worth(&two) > worth(&one) && worth(&one) > worth(&row(Said::Review, &[0.1])));
        assert!(worth(&sure) > 0.0);
    }
}
