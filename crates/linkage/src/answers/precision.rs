//! How many links above a threshold are right, and how many that are right lie above it.

use super::{Answered, STRATA, stratum};

/// The 97.5 % point of the normal distribution: intervals are of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// A share with its interval of 95 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The share.
    pub share: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// What links from a threshold on are worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct At {
    /// The threshold of the probability.
    pub threshold: f64,
    /// How many links lie at or above it.
    pub links: usize,
    /// The share of them that is right; `None` when no answer lies there.
    pub precision: Option<Interval>,
    /// The share of right links among all candidates given that lies there; `None` when answers do not tell.
    pub recall: Option<f64>,
}

/// Wilson's interval of a share (Wilson 1927, Probable inference, the law of succession, and statistical inference, JASA 22, 209–212). `of` may be an
/// effective number that is not whole.
#[must_use]
pub fn wilson(share: f64, of: f64) -> Interval {
    if of <= 0.0 {
        return Interval { share, low: 0.0, high: 1.0 };
    }
    let square = Z * Z / of;
    let middle = (share + square / 2.0) / (1.0 + square);
    let half = Z / (1.0 + square) * (share * (1.0 - share) / of + square / (4.0 * of)).max(0.0).sqrt();
    Interval { share, low: (middle - half).clamp(0.0, share), high: (middle + half).clamp(share, 1.0) }
}

/// Precision and recall against thresholds, from answers. `links` are the probabilities of the best pair of every record, answered or not.
///
/// Answers are counted in strata of the weight, and each stratum counts as many times as it has links (stratified estimate: Cochran 1977, Sampling
/// Techniques, 3rd ed., section 5.3), so that a queue that asks most about doubtful pairs does not make links look worse than they are. The interval is
/// Wilson's with the number of answers that would have the same variance if they were drawn evenly (effective sample: Kish 1965, Survey Sampling, 8.2;
/// shares of strata without errors are drawn to the middle by half an answer, so that no stratum is certain). A threshold within a stratum parts it:
/// only answers and links at or above it count. Strata with links and without answers are taken to be as the nearest with answers below them, which
/// can only make precision smaller. Recall is of the candidates that were given: pairs that no block brought together are not in it.
#[must_use]
pub fn precision_at(answers: &[Answered], links: &[f64], thresholds: &[f64]) -> Vec<At> {
    let all = Strata::new(answers, links, 0.0);
    let right_of_all = all.estimate().map(|(share, ..)| share * all.links() as f64);
    let at = |threshold: &f64| {
        let above = Strata::new(answers, links, *threshold);
        let links = above.links();
        let estimate = above.estimate();
        let precision = estimate.map(|(share, of)| wilson(share, of));
        let right = estimate.map(|(share, ..)| share * links as f64);
        let recall = match (right, right_of_all) {
            (Some(right), Some(all)) if all > 0.0 => Some((right / all).min(1.0)),
            _ => None,
        };
        At { threshold: *threshold, links, precision, recall }
    };
    thresholds.iter().map(at).collect()
}

/// Answers and links of each stratum from a threshold on.
struct Strata {
    asked: [usize; STRATA],
    same: [usize; STRATA],
    links: [usize; STRATA],
}

impl Strata {
    fn new(answers: &[Answered], links: &[f64], threshold: f64) -> Self {
        let mut strata = Self { asked: [0; STRATA], same: [0; STRATA], links: [0; STRATA] };
        for answer in answers.iter().filter(|answer| answer.probability >= threshold) {
            let at = stratum(bits(answer.probability));
            strata.asked[at] += 1;
            strata.same[at] += usize::from(answer.same);
        }
        for probability in links.iter().filter(|probability| **probability >= threshold) {
            strata.links[stratum(bits(*probability))] += 1;
        }
        strata
    }

    fn links(&self) -> usize {
        self.links.iter().sum()
    }

    /// The share that is right, and the number of evenly drawn answers that would be as sure.
    fn estimate(&self) -> Option<(f64, f64)> {
        let all = self.links() as f64;
        if all == 0.0 || self.asked.iter().all(|asked| *asked == 0) {
            return None;
        }
        let (mut share, mut variance) = (0.0, 0.0);
        for at in (0..STRATA).filter(|at| self.links[*at] > 0) {
            let below = (0..=at).rev().find(|below| self.asked[*below] > 0);
            let from = below.or_else(|| (at..STRATA).find(|above| self.asked[*above] > 0))?;
            let (asked, same) = (self.asked[from] as f64, self.same[from] as f64);
            let part = self.links[at] as f64 / all;
            let drawn = (same + 0.5) / (asked + 1.0);
            share += part * same / asked;
            variance += part * part * drawn * (1.0 - drawn) / asked;
        }
        let middle = (share * self.asked.iter().sum::<usize>() as f64 + 0.5) / (self.asked.iter().sum::<usize>() as f64 + 1.0);
        let of = if variance > 0.0 { middle * (1.0 - middle) / variance } else { 0.0 };
        Some((share.min(1.0), of))
    }
}

/// The weight of a probability, in bits.
fn bits(probability: f64) -> f64 {
    (probability / (1.0 - probability).max(1e-12)).max(1e-12).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe 1998, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, 857–872, table I, method 3.
    #[test]
    fn wilson_as_published_by_newcombe() {
        for (of, share, low, high) in [
            (263.0, 81.0 / 263.0, 0.2553, 0.3662),
            (148.0, 15.0 / 148.0, 0.0624, 0.1605),
            (20.0, 0.0, 0.0, 0.1611),
            (29.0, 1.0 / 29.0, 0.0061, 0.1718),
        ] {
            let found = wilson(share, of);
            assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{found:?}");
        }
    }

    fn answer(probability: f64, same: bool) -> Answered {
        Answered { probability, weight_bits: bits(probability), same }
    }

    #[test]
    fn a_queue_of_doubts_does_not_make_links_look_worse() {
        // 1 000 sure links that are all right, 100 doubtful of which half are; the queue asked 100 doubtful and 20 sure ones.
        let links: Vec<f64> = std::iter::repeat_n(0.9999, 1_000).chain(std::iter::repeat_n(0.6, 100)).collect();
        let answers: Vec<Answered> =
            (0..100).map(|at| answer(0.6, at % 2 == 0)).chain((0..20).map(|_| answer(0.9999, true))).collect();
        let [low, high] = precision_at(&answers, &links, &[0.5, 0.95])[..] else { panic!() };
        assert_eq!((low.links, high.links), (1_100, 1_000));
        let precision = low.precision.unwrap();
        assert!((precision.share - 1_050.0 / 1_100.0).abs() < 1e-9, "{precision:?}");
        assert!(precision.low < precision.share && precision.share < precision.high);
        assert_eq!(high.precision.unwrap().share, 1.0);
        assert!(high.precision.unwrap().low > 0.7 && high.precision.unwrap().low < 0.99);
        assert!((high.recall.unwrap() - 1_000.0 / 1_050.0).abs() < 1e-9);
        assert_eq!(low.recall, Some(1.0));
    }

    #[test]
    fn nothing_is_said_without_answers() {
        let [none] = precision_at(&[], &[0.9, 0.99], &[0.5])[..] else { panic!() };
        assert_eq!((none.links, none.precision, none.recall), (2, None, None));
        let [above] = precision_at(&[answer(0.6, true)], &[0.9, 0.99], &[0.95])[..] else { panic!() };
        assert_eq!(above.precision, None);
    }

    #[test]
    fn intervals_cover_the_truth_about_as_often_as_they_say() {
        let mut draw = crate::hash::Draw::new(11);
        let mut one = || draw.below(1_000_000) as f64 / 1_000_000.0;
        let links: Vec<f64> = (0..2_000).map(|at| 0.3 + 0.7 * f64::from(at) / 2_000.0 - 1e-6).collect();
        let truth = links.iter().sum::<f64>() / links.len() as f64;
        let mut covered = 0;
        for _ in 0..400 {
            // Doubtful pairs are asked three times as often.
            let asked = links.iter().filter(|p| one() < if **p < 0.8 { 0.09 } else { 0.03 }).copied().collect::<Vec<_>>();
            let answers: Vec<Answered> = asked.into_iter().map(|p| answer(p, one() < p)).collect();
            let found = precision_at(&answers, &links, &[0.0])[0].precision.unwrap();
            covered += usize::from(found.low <= truth && truth <= found.high);
        }
        assert!((360..=400).contains(&covered), "{covered}");
    }
}
