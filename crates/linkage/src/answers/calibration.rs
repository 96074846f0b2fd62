//! Probabilities put right by answers: isotonic regression.

use super::Answered;

/// Answers below which probabilities are left as the run gave them: a curve through fewer says more of chance than of the run.
pub const LEAST_ANSWERS: usize = 300;

/// A step of a calibration: a range of probabilities, and the share of answers there that were one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The smallest probability of the run in it.
    pub from: f64,
    /// The greatest.
    pub to: f64,
    /// The mean probability of the run.
    pub mean: f64,
    /// The share that were one person.
    pub share: f64,
    /// How many answers.
    pub answers: usize,
}

/// What probabilities of a run are worth, by answers: never falling, between steps a straight line.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    steps: Vec<Step>,
}

/// The calibration by answers; `None` when there are fewer than [`LEAST_ANSWERS`] or all were alike.
///
/// The monotone shares nearest to the answers are found by joining neighbours that fall (pool adjacent violators: Ayer, Brunk, Ewing, Reid and Silverman
/// 1955, An empirical distribution function for sampling with incomplete information, Annals of Mathematical Statistics 26, 641–647; for probabilities of a
/// classifier: Zadrozny and Elkan 2002, Transforming classifier scores into accurate multiclass probability estimates, KDD, 694–699). That a queue prefers
/// doubtful pairs does no harm: within a step answers are a sample of pairs of that probability, however many of them were asked for.
/// The share of a step is drawn to a half by one answer of each kind, so that no step is ever certain (Laplace).
#[must_use]
pub fn calibrated(answers: &[Answered]) -> Option<Calibration> {
    let usable = |answer: &&Answered| answer.probability.is_finite();
    let mut sorted: Vec<(f64, bool)> =
        answers.iter().filter(usable).map(|answer| (answer.probability.clamp(0.0, 1.0), answer.same)).collect();
    let same = sorted.iter().filter(|(_, same)| *same).count();
    if sorted.len() < LEAST_ANSWERS || same == 0 || same == sorted.len() {
        return None;
    }
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut pools: Vec<Pool> = Vec::new();
    for (probability, same) in sorted {
        match pools.last_mut().filter(|last| last.to == probability) {
            // Equal probabilities are one place of the curve.
            Some(last) => last.add(probability, same),
            None => {
                settle(&mut pools);
                pools.push(Pool::new(probability, same));
            }
        }
    }
    settle(&mut pools);
    Some(Calibration { steps: pools.iter().map(Pool::step).collect() })
}

/// Joins neighbours from the end as long as the share falls.
fn settle(pools: &mut Vec<Pool>) {
    while let [.., before, last] = pools.as_slice() {
        if before.share() < last.share() {
            break;
        }
        let joined = before.joined(last);
        pools.truncate(pools.len() - 2);
        pools.push(joined);
    }
}

#[derive(Debug, Clone, Copy)]
struct Pool {
    from: f64,
    to: f64,
    sum: f64,
    same: usize,
    answers: usize,
}

impl Pool {
    fn new(probability: f64, same: bool) -> Self {
        Self { from: probability, to: probability, sum: probability, same: usize::from(same), answers: 1 }
    }

    fn add(&mut self, probability: f64, same: bool) {
        self.sum += probability;
        self.same += usize::from(same);
        self.answers += 1;
    }

    fn share(&self) -> f64 {
        self.same as f64 / self.answers as f64
    }

    fn joined(&self, next: &Self) -> Self {
        Self {
            from: self.from,
            to: next.to,
            sum: self.sum + next.sum,
            same: self.same + next.same,
            answers: self.answers + next.answers,
        }
    }

    fn step(&self) -> Step {
        let share = (self.same as f64 + 1.0) / (self.answers as f64 + 2.0);
        Step { from: self.from, to: self.to, mean: self.sum / self.answers as f64, share, answers: self.answers }
    }
}

impl Calibration {
    /// The steps, by rising probability.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What a probability of the run is worth.
    #[must_use]
    pub fn at(&self, probability: f64) -> f64 {
        let after = self.steps.partition_point(|step| step.mean < probability);
        let before = after.checked_sub(1).and_then(|before| self.steps.get(before));
        match (before, self.steps.get(after)) {
            (Some(low), Some(high)) if high.mean > low.mean => {
                let part = (probability - low.mean) / (high.mean - low.mean);
                // Laplace draws small steps to the middle; the curve must not fall for it.
                low.share + part * (high.share - low.share).max(0.0)
            }
            (Some(only), _) | (None, Some(only)) => only.share,
            (None, None) => probability,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(many: usize, truth: impl Fn(f64) -> f64) -> Vec<Answered> {
        let mut draw = crate::hash::Draw::new(7);
        let mut one = || draw.below(1_000_000) as f64 / 1_000_000.0;
        (0..many)
            .map(|_| {
                let probability = one();
                Answered {
                    probability,
                    weight_bits: (probability / (1.0 - probability)).log2(),
                    same: one() < truth(probability),
                }
            })
            .collect()
    }

    #[test]
    fn too_few_or_all_alike_calibrate_nothing() {
        assert!(calibrated(&answers(299, |p| p)).is_none());
        assert!(calibrated(&answers(600, |_| 2.0)).is_none());
    }

    #[test]
    fn a_known_curve_is_found_again() {
        for truth in [|p: f64| p, |p: f64| p * p, |p: f64| p.sqrt()] {
            let found = calibrated(&answers(6_000, truth)).unwrap();
            let error = (1..20).map(|at| f64::from(at) / 20.0).map(|p| (found.at(p) - truth(p)).abs()).sum::<f64>() / 19.0;
            assert!(error < 0.03, "{error}");
        }
    }

    /// The worked example of pooling: shares 1, 0 at rising places become one half.
    #[test]
    fn neighbours_that_fall_are_joined() {
        let mut pools = Vec::new();
        for (probability, same) in [(0.1, false), (0.2, true), (0.3, false), (0.4, true)] {
            settle(&mut pools);
            pools.push(Pool::new(probability, same));
        }
        settle(&mut pools);
        assert_eq!(pools.iter().map(Pool::share).collect::<Vec<_>>(), [0.0, 0.5, 1.0]);
    }

    #[test]
    fn it_never_falls() {
        let found = calibrated(&answers(900, |p| 0.3 + 0.4 * p)).unwrap();
        let curve: Vec<f64> = (0..=200).map(|at| found.at(f64::from(at) / 200.0)).collect();
        assert!(curve.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{curve:?}");
        assert!(curve.iter().all(|p| (0.0..=1.0).contains(p)));
        assert!(found.steps().iter().map(|step| step.answers).sum::<usize>() == 900);
    }
}
