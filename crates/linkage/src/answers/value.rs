//! Which question is worth asking first.

/// The expected value of asking about a pair: how often the answer will change what is done with it, times what rests on it, and a little for what an
/// answer teaches.
///
/// A pair of probability p at or above `link` counts as one person, below it as none; the answer changes that with probability 1 − p or p. `weight` is what
/// hangs on the pair, 1 for a plain record (say 2 where an open difference of the worklist hangs on it, or where the number is contradicted). The
/// uncertainty 4 p (1 − p), at a tenth, keeps pairs near a half before sure ones whatever the threshold (uncertainty sampling: Lewis and Gale
/// 1994, A sequential algorithm for training text classifiers, SIGIR, 3–12).
#[must_use]
pub fn expected_value(probability: f64, link: f64, weight: f64) -> f64 {
    let probability = if probability.is_finite() { probability.clamp(0.0, 1.0) } else { 0.0 };
    let changes = if probability >= link { 1.0 - probability } else { probability };
    weight.max(0.0) * (changes + 0.1 * 4.0 * probability * (1.0 - probability))
}

#[cfg(test)]
mod tests {
    use super::expected_value;

    #[test]
    fn what_changes_most_comes_first() {
        let value = |probability| expected_value(probability, 0.95, 1.0);
        // Just below the threshold the answer nearly always changes what is done.
        assert!(value(0.94) > value(0.5) && value(0.5) > value(0.1) && value(0.1) > value(0.999));
        assert_eq!((value(0.0), value(1.0)), (0.0, 0.0));
        assert_eq!(expected_value(0.5, 0.95, 2.0), 2.0 * value(0.5));
        assert_eq!(expected_value(f64::NAN, 0.95, 1.0), 0.0);
    }
}
